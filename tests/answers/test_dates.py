"""Who asks the date gets that of each sheet, or of a figure; who asks whether it is official, what the sheet says."""

from __future__ import annotations

import pytest

from tests.answers.asking import (
    ALL,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    PROCEDURES,
    Said,
    ask,
    heard,
    query,
    say,
)
from tests.figures import EXPERT_EDITION, GESTIONNAIRE_EDITION, PROCEDURES_EDITION

PUBLISHER = KNOWLEDGE.sheets["clerc_gestionnaire"].publisher or ""


def date_of(text: str, after: Said | None = None) -> Said:
    """Ask for a date or a publisher in these words."""
    return say(query("source"), reading=heard(text), state=after.state if after else NEW)


@pytest.mark.parametrize(
    "text", ["De quand datent vos fiches ?", "vos documents sont de quelle année ?", "l'année de chaque fiche ?"]
)
@pytest.mark.parametrize("after", [None, ask("salary", EXPERT)])
def test_each_sheet_gets_one_line_with_its_date_and_nothing_is_quoted(text: str, after: Said | None) -> None:
    said = date_of(text, after)
    lines = [line for line in said.text.splitlines() if line.startswith("- ")]
    assert len(lines) == len(ALL)
    for certificate, line in zip(ALL, lines, strict=True):
        assert KNOWLEDGE.sheets[KNOWLEDGE.certificates[certificate].sheet].edition in line
    assert ">" not in said.text


def test_of_the_sheets_that_are_named_only_those() -> None:
    text = date_of("les fiches du clerc expert et du clerc gestionnaire, elles datent de quand ?").text
    assert EXPERT_EDITION in text
    assert GESTIONNAIRE_EDITION in text
    assert PROCEDURES_EDITION not in text


def test_the_sheet_is_the_one_spoken_of() -> None:
    text = date_of("et la fiche, elle date de quand ?", ask("activities", EXPERT)).text
    assert text == f"Fiche **clerc expert** : {EXPERT_EDITION}."


@pytest.mark.parametrize("text", ["C'est de quelle année, ce chiffre ?", "de quand ça date ?", "ces montants datent de quand ?"])
def test_a_figure_that_was_told_gets_its_year(text: str) -> None:
    said = date_of(text, ask("salary", EXPERT))
    assert said.text.startswith("La fiche donne ce chiffre pour **2016**.")
    assert "3 080" not in said.text


def test_figures_of_several_sheets_get_each_its_year() -> None:
    text = date_of("ces salaires, c'est de quelle année ?", ask("salary", EXPERT, PROCEDURES)).text
    assert "2019 (clerc aux procédures)" in text
    assert "2016 (clerc expert)" in text


def test_a_figure_without_a_date_is_said_to_have_none() -> None:
    text = date_of("et les 94 %, c'est de quelle année ?", ask("employment_figures", EXPERT)).text
    assert text.startswith("La fiche ne date pas ce chiffre.")
    assert EXPERT_EDITION in text


def test_the_figure_of_the_message_is_the_one_meant() -> None:
    text = date_of("Les 3 080 €, c'est de quelle année ?", ask("employment_figures", EXPERT)).text
    assert text.startswith("La fiche donne ce chiffre pour **2016**.")


def test_whether_a_sheet_is_official_is_what_it_says_of_its_publisher() -> None:
    of_expert = date_of("c'est une source officielle ?", ask("salary", EXPERT)).text
    assert "La fiche **clerc expert** ne dit pas qui l'a établie" in of_expert.replace("’", "'")
    assert PUBLISHER in date_of("c'est une source officielle ?", ask("price", GESTIONNAIRE)).text
    of_all = date_of("vos sources sont officielles ?").text
    assert PUBLISHER in of_all
    assert "ne disent pas qui les a établies" in of_all


def test_date_and_publisher_are_told_together() -> None:
    text = date_of("de quand date cette fiche, et est-ce une source officielle ?", ask("salary", EXPERT)).text
    assert EXPERT_EDITION in text
    assert "officielle" in text


def test_who_asks_where_it_is_from_too_gets_the_sheets_own_words() -> None:
    said = date_of("ça date de quand et d'où ça sort ?", ask("salary", EXPERT))
    assert said.responses == ["source"]


def test_the_date_is_told_beside_what_else_is_asked() -> None:
    said = say(query("duration", EXPERT), query("source"), reading=heard("sa durée ? et de quand datent vos fiches ?"))
    assert said.responses == ["duration", "dates_of_sheets"]


def test_without_a_date_asked_the_source_goes_with_what_it_stands_beside() -> None:
    said = say(query("duration", EXPERT), query("source"), reading=heard("sa durée ? et votre source ?"))
    assert said.responses == ["duration"]
