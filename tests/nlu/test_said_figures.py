"""Figures with their unit, what each is said of, whether it is denied or only repeated."""

from __future__ import annotations

import pytest

from bot.dialogue.reading import SaidFigure
from tests.answers.asking import EXPERT, GESTIONNAIRE, PROCEDURES, heard


def said(text: str) -> list[tuple[str, str]]:
    return [(one.figure, one.unit) for one in heard(text).said_figures]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("500 h sur un an pour 6 300,50 euros", [("500", "h"), ("12", "months"), ("6300.5", "€")]),
        ("18 mois, en 2031, au niveau 4", [("18", "months"), ("2031", "year"), ("4", "level")]),
        # A telephone's pairs are no figures.
        ("au 01 45 67 89 10, 40 %", [("0145678910", "telephone"), ("40", "%")]),
        # A place in a list is none, and a bare amount is one.
        ("le 3 à 2 500 ?", [("2500", "")]),
    ],
)
def test_a_figure_has_what_it_counts(text: str, figures: list[tuple[str, str]]) -> None:
    assert said(text) == figures


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("clerc expert 500 h, clerc gestionnaire 600 h", [EXPERT, GESTIONNAIRE]),
        ("500 h pour le clerc expert, 600 h pour le clerc gestionnaire", [EXPERT, GESTIONNAIRE]),
        ("le clerc aux procédures : 500 h, 600 €", [PROCEDURES, PROCEDURES]),
    ],
)
def test_a_figure_is_said_of_what_stands_before_it_or_after_it_where_figures_come_first(text: str, about: list[str]) -> None:
    assert [one.about for one in heard(text).said_figures] == [(what,) for what in about]


def test_what_is_said_of_two_together_is_said_of_both() -> None:
    (one,) = heard("clerc expert et clerc gestionnaire : 500 h").said_figures
    assert one.about == (EXPERT, GESTIONNAIRE)


def only(text: str) -> SaidFigure:
    (one,) = heard(text).said_figures
    return one


@pytest.mark.parametrize("text", ["sans payer les 300 €", "et les 300 € non plus ?", "je ne dois pas 300 €"])
def test_a_figure_is_denied(text: str) -> None:
    assert only(text).denied


def test_only_the_figure_after_the_negation_is_denied() -> None:
    first, second = heard("elle touche 900 € sans payer les 300 €").said_figures
    assert (first.denied, second.denied) == (False, True)


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("ah d'accord 900 euros. et le logement ?", True),
        ("900 euros, mais c'est trop, on peut m'aider ?", True),
        ("c'est 900 euros ? et le logement ?", False),
        ("combien font 900 euros. et le logement ?", False),
        ("ah d'accord 900 euros", False),
    ],
)
def test_a_figure_in_a_few_words_that_ask_nothing_before_a_question_is_repeated(text: str, repeats: bool) -> None:
    assert only(text).repeats is repeats
