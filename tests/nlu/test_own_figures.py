"""Which sums are the visitor's own, and how a pay of theirs is counted."""

from __future__ import annotations

import pytest

from tests.answers.asking import heard


def own(text: str) -> list[tuple[str, str, str | None]]:
    return [(one.figure, one.unit, one.own) for one in heard(text).said_figures]


@pytest.mark.parametrize(
    ("text", "figure", "kind"),
    [
        ("est-ce plus que mes 2 100 brut ?", "2100", "pay"),
        ("aujourd'hui je suis à 1 700, ça changerait quoi ?", "1700", "pay"),
        ("combien de plus pour quelqu'un comme moi qui gagne 2 400 ?", "2400", "pay"),
        ("mon salaire actuel est de 2 250 €", "2250", "pay"),
        ("je touche 1 600 c'est mieux ou pas ?", "1600", "pay"),
        ("employée, 1 750 brut actuellement, c'est mieux ?", "1750", "pay"),
        # A year it would be elsewhere.
        ("je tourne à 2000", "2000", "pay"),
        ("j'ai environ 2 500 € sur mon cpf", "2500", "sum"),
        ("mon cpf, il doit y avoir dans les 4 000", "4000", "sum"),
        ("avec 6 000 euros de côté, ça passe ?", "6000", "sum"),
        ("j'ai un budget de 6 000 €", "6000", "sum"),
        ("est-ce que 2 500 € suffisent ?", "2500", "sum"),
        ("avec mes 2 500, ça fait juste ?", "2500", "mine"),
        ("il me manquerait donc 1 200 € ?", "1200", "lacks"),
        ("reste à payer 1 200 ?", "1200", "lacks"),
    ],
)
def test_a_sum_is_the_visitors_own(text: str, figure: str, kind: str) -> None:
    ((said, unit, what),) = own(text)
    assert (said, what) == (figure, kind)
    assert unit in ("€", "")


@pytest.mark.parametrize(
    "text",
    [
        "c'est bien 3 080 € au début ?",
        "je gagne 2 000 dès la sortie ?",
        "donc je touche 1 500 au départ, c'est ça ?",
        "je dois payer les 115 € ?",
        "mon cpf prend les 7 840 € ?",
        "ils me donneraient 1 800 €",
        "je n'ai pas 7 955 €",
        "en 2027 ça suffit ?",
        "je suis à 300 km",
        "je suis à 35 heures",
    ],
)
def test_what_is_asked_of_the_sheet_and_what_counts_something_else_is_not(text: str) -> None:
    assert [one.own for one in heard(text).said_figures if one.own] == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("je suis à 2 100 brut", "gross"),
        ("je touche 1 600 € net", "net"),
        ("mon net est de 1 600 €", "net"),
        ("je gagne 25 000 € brut par an", "not monthly"),
        ("je suis à 2 100", None),
    ],
)
def test_how_a_pay_is_counted(text: str, counted: str | None) -> None:
    (one,) = heard(text).said_figures
    assert one.counted == counted


@pytest.mark.parametrize("text", ["toeic 700, ça suffit ?", "avec 800 au toeic ça suffit ?"])
def test_a_number_of_something_else_is_no_sum(text: str) -> None:
    assert [kind for _, _, kind in own(text)] == [None]
