"""Old figures are called old, and what a sheet leaves open is said."""

from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge import Fact, TopicFacts
from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    PROCEDURES,
    TODAY,
    ask,
    with_topic,
)
from tests.figures import EXPERT_YEAR, OFFERS_YEAR, PROCEDURES_YEAR


@pytest.mark.parametrize(
    ("certificates", "today", "years"),
    [
        ([EXPERT], date(int(EXPERT_YEAR) + 2, 12, 31), None),
        ([EXPERT], date(int(EXPERT_YEAR) + 3, 1, 1), EXPERT_YEAR),
        ([PROCEDURES], date(int(PROCEDURES_YEAR) + 2, 12, 31), None),
        ([PROCEDURES], date(int(PROCEDURES_YEAR) + 3, 1, 1), PROCEDURES_YEAR),
        ([ASSISTANT], TODAY, None),
        ([ASSISTANT], date(int(OFFERS_YEAR) + 3, 1, 1), OFFERS_YEAR),
        ([], TODAY, f"{EXPERT_YEAR} et {PROCEDURES_YEAR}"),
        ([], date(int(OFFERS_YEAR) + 3, 1, 1), f"{EXPERT_YEAR}, {PROCEDURES_YEAR} et {OFFERS_YEAR}"),
    ],
)
def test_an_old_salary_is_called_old(certificates: list[str], today: date, years: str | None) -> None:
    assert ask("salary", *certificates, today=today).note("note_old") == ({"year": years} if years else None)


def test_what_a_sheet_leaves_open_is_said_with_the_facts() -> None:
    gap = "La fiche ne dit pas le reste."
    entry = TopicFacts((Fact(text="trois jours", quote="trois jours"),), gap=gap)
    said = ask("duration", ASSISTANT, knowledge=with_topic(ASSISTANT, "duration", entry))
    assert said.text.splitlines()[:2] == ["La formation de **clerc assistant** dure : trois jours", gap]
