"""Figures of several topics or certificates that are summed up get one verdict, at the front."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.answers.rules import apprentice_pay
from bot.dialogue.query import Query
from bot.dialogue.reading import SELF, Piece, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import State
from tests.answers.asking import ASSISTANT, EXPERT, GESTIONNAIRE, KNOWLEDGE, NEW, PROCEDURES, Said, heard, knowing, query, say
from tests.figures import (
    EXPERT_HOURS,
    EXPERT_PAY,
    EXPERT_YEAR,
    FEE,
    GESTIONNAIRE_HOURS,
    GESTIONNAIRE_MONTHS,
    OPENING,
    OPENING_YEAR,
    PHONE,
    PROCEDURES_HOURS,
    PROCEDURES_MONTHS,
    TOTAL,
    TUITION,
)

CONFIRMED = "**Oui**, c’est bien ça : ces chiffres sont exacts."


def summed_up(text: str, *queries: Query, state: State = NEW) -> Said:
    return say(*queries, reading=heard(text), state=state)


def first(said: Said) -> str:
    return said.text.splitlines()[0]


def test_figures_of_two_certificates_and_of_several_topics_get_one_yes() -> None:
    text = (
        f"je résume : clerc aux procédures {PROCEDURES_HOURS} sur {PROCEDURES_MONTHS} ; clerc gestionnaire {TOTAL}, "
        f"{GESTIONNAIRE_MONTHS}, {GESTIONNAIRE_HOURS}, {OPENING}, c'est exact ?"
    )
    asked = [
        query("price", GESTIONNAIRE, act="confirm"),
        query("duration", PROCEDURES, act="confirm"),
        query("opening", GESTIONNAIRE, act="confirm"),
    ]
    said = summed_up(text, *asked)
    assert first(said) == CONFIRMED
    assert said.responses == ["figures_confirmed"]
    assert "Sources" in said.text
    assert TUITION not in said.text


def test_levels_are_those_of_what_the_training_leads_to() -> None:
    right = f"récap : clerc assistant niveau 5, clerc gestionnaire niveau 6 et {TUITION}, c'est correct ?"
    wrong = right.replace("niveau 6", "niveau 5")
    assert first(summed_up(right, query("level", GESTIONNAIRE))) == CONFIRMED
    assert (
        first(summed_up(wrong, query("level", GESTIONNAIRE)))
        == "**Pas tout à fait** : niveau 5, ce n’est pas ce que dit la fiche."
    )


def test_an_apprentices_pay_and_the_fee_that_they_do_not_pay_are_confirmed_with_the_telephone() -> None:
    pay = apprentice_pay(KNOWLEDGE, GESTIONNAIRE, 22)
    assert pay is not None
    text = f"donc j'appelle le {PHONE}, je touche {int(pay.monthly)} € en apprentissage sans payer les {FEE}, c'est ça ?"
    asked = query("contact"), query("fees", GESTIONNAIRE, act="confirm")
    said = summed_up(text, *asked, state=knowing(age=22, status="apprentice"))
    assert first(said) == CONFIRMED
    assert "en tout" not in said.text
    # Nobody else goes without the fee.
    assert CONFIRMED not in summed_up(text.replace("en apprentissage ", ""), *asked, state=knowing(age=22)).text


def test_which_figure_is_not_so_is_said_and_what_the_sheet_says_instead() -> None:
    text = f"clerc gestionnaire 18 mois, {GESTIONNAIRE_HOURS} et {TUITION}, c'est bien ça ?"
    said = summed_up(text, query("duration", GESTIONNAIRE, act="confirm"), query("price", GESTIONNAIRE, act="confirm"))
    assert first(said) == "**Pas tout à fait** : 18 mois, ce n’est pas ce que dit la fiche."
    assert GESTIONNAIRE_MONTHS in said.text
    assert TUITION not in said.text


def test_a_figure_of_the_other_certificate_is_wrong_and_a_sheet_without_any_says_so() -> None:
    text = f"{GESTIONNAIRE_HOURS} pour le clerc gestionnaire et {PROCEDURES_HOURS} pour le clerc assistant, c'est ça ?"
    said = summed_up(text, query("hours", GESTIONNAIRE, ASSISTANT, act="confirm"))
    assert "Pas tout à fait" in first(said)
    assert "La fiche **clerc assistant** ne dit rien sur" in said.text


def test_another_month_of_the_right_year_is_wrong() -> None:
    text = f"clerc gestionnaire {GESTIONNAIRE_HOURS}, ouverture en janvier {OPENING_YEAR}, c'est bien ça ?"
    said = summed_up(text, query("opening", GESTIONNAIRE, act="confirm"))
    assert first(said) == f"**Pas tout à fait** : janvier {OPENING_YEAR}, ce n’est pas ce que dit la fiche."
    assert OPENING in said.text


def test_what_is_denied_beside_right_figures_is_told_and_no_yes_is_said() -> None:
    text = f"je récapitule : clerc gestionnaire, {GESTIONNAIRE_HOURS} à distance, {TUITION}, c'est exact ?"
    said = summed_up(text, query("hours", GESTIONNAIRE, act="confirm"))
    assert first(said) == "Ces chiffres sont exacts."
    assert "en présentiel" in said.text


def test_old_figures_are_called_old_and_what_is_asked_besides_is_answered() -> None:
    text = f"clerc expert {EXPERT_PAY} et {EXPERT_HOURS}, vous confirmez ? et il y a un internat ?"
    said = summed_up(text, query("salary", EXPERT, act="confirm"), query("housing", EXPERT))
    assert first(said) == CONFIRMED
    assert f"datent de {EXPERT_YEAR}" in said.text
    assert "le logement" in said.text


@pytest.mark.parametrize(
    "text",
    [
        # One question's figures, and what is turned or offered, are no summary.
        f"clerc gestionnaire {GESTIONNAIRE_HOURS}, c'est ça ?",
        f"clerc gestionnaire {GESTIONNAIRE_HOURS} pour plus de {TUITION}, c'est ça ?",
        f"le clerc gestionnaire dure {GESTIONNAIRE_HOURS} et ne coûte pas {TUITION}, c'est ça ?",
    ],
)
def test_no_summary(text: str) -> None:
    assert "figures_confirmed" not in summed_up(text, query("hours", GESTIONNAIRE, act="confirm")).responses


def test_words_that_only_repeat_a_figure_ask_nothing() -> None:
    text = "ah d'accord 235 h. et le logement ?"
    pieces = (Piece(0, 18, {"salary": 0.9}), Piece(20, len(text) - 1, {"housing": 0.9}))
    asked = query("salary", PROCEDURES), query("housing", PROCEDURES)
    said = say(*asked, reading=replace(heard(text), pieces=pieces))
    assert said.responses == say(query("housing", PROCEDURES)).responses


def test_a_share_of_another_age_is_not_confirmed() -> None:
    text = "à 20 ans c'est 53 % du smic et 115 € de frais, c'est bien ça ?"
    reading = replace(heard(text), told=(Telling(SELF, Situation(age=20)),))
    said = say(query("apprentice_pay", GESTIONNAIRE, act="confirm"), query("fees", GESTIONNAIRE, act="confirm"), reading=reading)
    assert "ces chiffres sont exacts" not in said.text
