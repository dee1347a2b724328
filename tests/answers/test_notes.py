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


@pytest.mark.parametrize(
    ("certificates", "today", "years"),
    [
        ([EXPERT], date(2018, 12, 31), None),
        ([EXPERT], date(2019, 1, 1), "2016"),
        ([PROCEDURES], date(2021, 12, 31), None),
        ([PROCEDURES], date(2022, 1, 1), "2019"),
        ([ASSISTANT], TODAY, None),
        ([ASSISTANT], date(2028, 1, 1), "2025"),
        ([], TODAY, "2016 et 2019"),
        ([], date(2028, 1, 1), "2016, 2019 et 2025"),
    ],
)
def test_an_old_salary_is_called_old(certificates: list[str], today: date, years: str | None) -> None:
    assert ask("salary", *certificates, today=today).note("note_old") == ({"year": years} if years else None)


def test_what_a_sheet_leaves_open_is_said_with_the_facts() -> None:
    gap = "La fiche ne dit pas le reste."
    entry = TopicFacts((Fact(text="trois jours", quote="trois jours"),), gap=gap)
    said = ask("duration", ASSISTANT, knowledge=with_topic(ASSISTANT, "duration", entry))
    assert said.text.splitlines()[:2] == ["La formation de **clerc assistant** dure : trois jours", gap]
