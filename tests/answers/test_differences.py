"""How much more or less is worked out from the facts, and shown."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.answers.asking import ALL, ASSISTANT, EXPERT, GESTIONNAIRE, KNOWLEDGE, PROCEDURES, about, ask, heard, query, say
from tests.figures import (
    EXPERT_HOURS,
    EXPERT_LATER_PAY,
    EXPERT_PAY,
    EXPERT_RISE,
    GESTIONNAIRE_HOURS,
    GESTIONNAIRE_MONTHS,
    PROCEDURES_LATER_PAY,
    PROCEDURES_MONTHS,
    PROCEDURES_PAY,
    PROCEDURES_RISE,
    number,
)

# Of the clerc expert and the clerc gestionnaire; of the clerc aux procédures and the clerc gestionnaire.
HOURS = [int(number(hours)) for hours in (EXPERT_HOURS, GESTIONNAIRE_HOURS)]
MONTHS = [int(number(months)) for months in (PROCEDURES_MONTHS, GESTIONNAIRE_MONTHS)]


@pytest.mark.parametrize(
    ("certificate", "worked_out"),
    [
        (PROCEDURES, f"{PROCEDURES_LATER_PAY} − {PROCEDURES_PAY} = **{PROCEDURES_RISE}** brut par mois."),
        (EXPERT, f"{EXPERT_LATER_PAY} − {EXPERT_PAY} = **{EXPERT_RISE}** brut par mois."),
    ],
)
def test_what_years_of_work_add_to_a_pay(certificate: str, worked_out: str) -> None:
    said = about("on gagne combien de plus avec l'ancienneté ?", "salary", certificate)
    assert said.text.startswith(worked_out)
    assert len([fact for _, fact in said.only.facts if fact.salary]) == 2
    assert "ils ont pu changer depuis" in said.text


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        (f"ça fait {EXPERT_RISE} d'écart, c'est ça ?", ["confirmed", "difference_of_pay"]),
        ("ça fait 400 € d'écart, c'est ça ?", ["not_confirmed", "difference_of_pay"]),
        (f"de {number(EXPERT_PAY)} à {number(EXPERT_LATER_PAY)}, l'écart est grand ?", ["difference_of_pay"]),
    ],
)
def test_a_difference_that_somebody_names_is_checked(text: str, openings: list[str]) -> None:
    assert about(text, "salary", EXPERT, "confirm").openings == openings


@pytest.mark.parametrize(
    ("topic", "certificates", "worked_out"),
    [
        ("salary", (PROCEDURES, EXPERT), f"{EXPERT_PAY} − {PROCEDURES_PAY} = **"),
        ("hours", (EXPERT, GESTIONNAIRE), f"{HOURS[1]} − {HOURS[0]} = **{HOURS[1] - HOURS[0]} heures**."),
        ("duration", (PROCEDURES, GESTIONNAIRE), f"{MONTHS[1]} − {MONTHS[0]} = **{MONTHS[1] - MONTHS[0]} mois**."),
    ],
)
def test_the_difference_between_two_certificates(topic: str, certificates: tuple[str, str], worked_out: str) -> None:
    said = say(query(topic, *certificates, act="compare"), reading=heard("quel est l'écart ?"))
    assert worked_out in said.text


@pytest.mark.parametrize(
    ("topic", "certificates"), [("salary", (ASSISTANT,)), ("salary", (ASSISTANT, EXPERT)), ("salary", ALL), ("hours", (EXPERT,))]
)
def test_where_the_sheets_hold_no_two_figures_nothing_is_worked_out(topic: str, certificates: tuple[str, ...]) -> None:
    said = say(query(topic, *certificates), reading=heard("quelle différence ?"))
    assert not [name for name in said.openings if name.startswith("difference")]


def test_a_figure_of_one_that_is_named_is_compared_with_the_other_under_discussion() -> None:
    reading = heard("écart avec ma grille actuelle (coefficient 333) ?")
    said = say(query("salary", PROCEDURES, act="confirm"), state=ask("salary", EXPERT).state, reading=reading)
    assert said.openings == ["difference_of_pay"]
    assert said.text.startswith("3 080 € − 1 990,90 € = **1 089,10 €** brut par mois")


def test_two_figures_of_one_that_are_named_are_compared_with_each_other() -> None:
    reading = heard("de 316 à 333, quel écart ?")
    said = say(query("salary", PROCEDURES), state=ask("salary", EXPERT).state, reading=reading)
    assert said.text.startswith("1 990,90 € − 1 890,60 € = **100,30 €** brut par mois")


def test_after_two_figures_of_one_sheet_the_difference_is_theirs() -> None:
    told = ask("salary", EXPERT).state
    said = say(query("comparison", *ALL), state=told, reading=heard("combien de différence entre les deux ?"))
    assert said.text.startswith(f"{EXPERT_LATER_PAY} − {EXPERT_PAY} = **{EXPERT_RISE}**")
    # Who names what is compared does not mean them; nor does anybody after a topic without figures.
    other = say(query("comparison", *ALL), state=ask("employers", EXPERT).state, reading=heard("quelle différence ?"))
    assert other.openings == []
    named = replace(heard("quelle différence avec le clerc gestionnaire ?"))
    assert say(query("comparison", EXPERT, GESTIONNAIRE), state=told, reading=named).responses == ["comparison"]


@pytest.mark.parametrize(
    ("text", "certificate", "each"),
    [
        ("ces heures, ça fait combien par an ?", EXPERT, "heures par an"),
        ("combien d'heures par mois ?", PROCEDURES, "heures par mois"),
    ],
)
def test_hours_are_spread_over_the_length_of_the_training(text: str, certificate: str, each: str) -> None:
    said = about(text, "hours", certificate)
    assert said.openings == ["hours_spread"]
    length = next(fact.duration for fact in KNOWLEDGE.certificates[certificate].topics["hours"].facts if fact.duration)
    parts = (length.in_months or 0) / (12 if each.endswith("an") else 1)
    mean = f"{(length.hours or 0) / parts:.1f}".replace(".", ",").removesuffix(",0")
    assert f"**{mean} {each}** en moyenne." in said.text


def test_hours_of_no_told_length_are_not_spread() -> None:
    assert "hours_spread" not in about("combien d'heures par mois ?", "hours", GESTIONNAIRE).openings
    assert "hours_spread" not in about("combien d'heures ?", "hours", EXPERT).openings
