"""Who asks for something newer than a dated figure hears first that there is nothing, and not the same figures again."""

from __future__ import annotations

import pytest

from bot.dialogue.query import Query
from tests.answers.asking import EXPERT, NEW, PROCEDURES, Said, about, ask, heard, query, say
from tests.figures import EXPERT_LATER_PAY, EXPERT_PAY

TOLD = ask("salary", EXPERT)


def newer(text: str, *queries: Query, after: Said = TOLD) -> Said:
    """Ask for something newer, in these words, that may be taken for something else."""
    return say(*(queries or (query("source"),)), reading=heard(text), state=after.state)


@pytest.mark.parametrize(
    ("text", "taken_for"),
    [
        ("Vous n'avez rien de plus récent ?", "source"),
        ("c'est vieux", "complain"),
        ("et aujourd'hui, en 2026, c'est combien ?", "opening"),
        ("en 2024 par exemple ?", "opening"),
        ("c'est toujours d'actualité ?", "certification"),
    ],
)
def test_that_there_is_nothing_newer_is_said_first_and_no_figure_again(text: str, taken_for: str) -> None:
    said = newer(text, query(taken_for, EXPERT))
    assert said.text.startswith("Les fiches n’ont rien de plus récent que 2016 sur le salaire.")
    assert EXPERT_PAY not in said.text


def test_it_is_said_as_often_as_it_is_asked() -> None:
    once = newer("vous n'avez rien de plus récent ?")
    assert newer("et en 2025 ?", query("opening", EXPERT), after=once).responses == ["nothing_newer"]


def test_of_a_figure_that_is_named_only_that_is_told() -> None:
    text = newer("est-ce bien 3 646 € ? rien de plus récent ?", query("salary", EXPERT, act="confirm")).text
    assert text.index("rien de plus récent que 2016") < text.index(EXPERT_LATER_PAY)
    assert "Oui" in text
    assert EXPERT_PAY not in text


def test_figures_of_several_sheets_each_with_their_year() -> None:
    text = newer("et aujourd'hui ?", after=ask("salary", EXPERT, PROCEDURES)).text
    assert "2016 (clerc expert)" in text
    assert "2019 (clerc aux procédures)" in text


def test_told_for_the_first_time_the_figures_come_after_it() -> None:
    said = about("combien gagne un clerc expert en 2026 ?", "salary", EXPERT)
    assert said.openings == ["no_newer"]
    assert EXPERT_PAY in said.text
    assert said.note("note_old") is None


def test_a_later_year_asks_of_no_opening() -> None:
    reading = heard("combien gagne un clerc expert en 2026 ?")
    assert say(query("salary", EXPERT), query("opening", EXPERT), reading=reading).responses == ["salary"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("il fait quel temps aujourd'hui ?", query("out_of_scope")),
        ("et aujourd'hui, quelle est la durée ?", query("duration", EXPERT)),
        ("et le salaire en 2016 ?", query("salary", EXPERT)),
    ],
)
def test_who_asks_something_else_gets_that(text: str, meant: Query) -> None:
    said = newer(text, meant)
    assert "nothing_newer" not in said.responses
    assert "no_newer" not in said.openings


def test_without_a_dated_figure_nothing_is_said_of_it() -> None:
    assert say(query("duration", EXPERT), reading=heard("rien de plus récent ?"), state=NEW).openings == []
