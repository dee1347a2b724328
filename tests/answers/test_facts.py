"""A topic's facts are told once, and to whom they are for."""

from __future__ import annotations

import pytest

from tests.answers.asking import (
    EXPERT,
    GESTIONNAIRE,
    ask,
)
from tests.figures import EXPERT_HOURS


@pytest.mark.parametrize(
    ("topic", "facts"), [("duration", f" {EXPERT_HOURS} réparties sur deux ans"), ("hours", f" {EXPERT_HOURS}, répart")]
)
def test_one_sentence_of_a_sheet_is_not_told_twice(topic: str, facts: str) -> None:
    saying = ask(topic, EXPERT).only
    assert saying.values["facts"].startswith(facts)
    assert len(saying.facts) == 1


def test_a_fact_kept_for_the_check_alone_is_not_told() -> None:
    saying = ask("key_figures", GESTIONNAIRE).only
    assert "100 %" not in saying.values["facts"]
    assert len(saying.facts) == 1
