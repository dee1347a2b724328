"""How much more or less is worked out from the facts, and shown."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.answers.asking import ALL, ASSISTANT, EXPERT, GESTIONNAIRE, PROCEDURES, about, ask, heard, query, say


@pytest.mark.parametrize(
    ("certificate", "worked_out"),
    [
        (PROCEDURES, "1 990,90 € − 1 890,60 € = **100,30 €** brut par mois."),
        (EXPERT, "3 646 € − 3 080 € = **566 €** brut par mois."),
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
        ("ça fait 566 € d'écart, c'est ça ?", ["confirmed", "difference_of_pay"]),
        ("ça fait 400 € d'écart, c'est ça ?", ["not_confirmed", "difference_of_pay"]),
        ("de 3 080 à 3 646, l'écart est grand ?", ["difference_of_pay"]),
    ],
)
def test_a_difference_that_somebody_names_is_checked(text: str, openings: list[str]) -> None:
    assert about(text, "salary", EXPERT, "confirm").openings == openings


@pytest.mark.parametrize(
    ("topic", "certificates", "worked_out"),
    [
        ("salary", (PROCEDURES, EXPERT), "3 080 € − 1 890,60 € = **1 189,40 €** brut par mois."),
        ("hours", (EXPERT, GESTIONNAIRE), "490 − 481 = **9 heures**."),
        ("duration", (PROCEDURES, GESTIONNAIRE), "12 − 9 = **3 mois**."),
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


def test_after_two_figures_of_one_sheet_the_difference_is_theirs() -> None:
    told = ask("salary", EXPERT).state
    said = say(query("comparison", *ALL), state=told, reading=heard("combien de différence entre les deux ?"))
    assert said.text.startswith("3 646 € − 3 080 € = **566 €**")
    # Who names what is compared does not mean them; nor does anybody after a topic without figures.
    other = say(query("comparison", *ALL), state=ask("employers", EXPERT).state, reading=heard("quelle différence ?"))
    assert other.openings == []
    named = replace(heard("quelle différence avec le clerc gestionnaire ?"))
    assert say(query("comparison", EXPERT, GESTIONNAIRE), state=told, reading=named).responses == ["comparison"]
