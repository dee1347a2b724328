"""A message's figures are held against the sheet's: confirmed, denied, or said to be of something else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.answers.rules import share_of_smic
from bot.dialogue.query import Act
from bot.dialogue.reading import SELF, Telling
from bot.dialogue.situation import Situation
from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    about,
    heard,
    knowing,
    query,
    say,
)
from tests.figures import (
    EXPERT_HOURS,
    EXPERT_LATER_PAY,
    EXPERT_PAY,
    GESTIONNAIRE_HOURS,
    GESTIONNAIRE_MONTHS,
    LEAST_OFFERED,
    MOST_OFFERED,
    OPENING,
    OPENING_YEAR,
    PAY_AT_19,
    PROCEDURES_HOURS,
    PROCEDURES_LATER_PAY,
    PROCEDURES_PAY,
    PROCEDURES_YEAR,
    TOTAL,
    TUITION,
    number,
    typed,
)

# Figures --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "told"),
    [
        # Who leaves the cents out means the amount; nothing else on the sheet is told.
        (f"c'est bien {PROCEDURES_PAY.partition(',')[0]} ?", "salary", PROCEDURES, PROCEDURES_PAY),
        (f"c'est {PROCEDURES_PAY.replace(' €', ' euros')} ?", "salary", PROCEDURES, PROCEDURES_PAY),
        (f"le prix c'est bien {typed(TUITION)} € ?", "price", GESTIONNAIRE, f"{TUITION} pour {OPENING_YEAR}"),
        (f"c'est bien en {OPENING_YEAR} ?", "opening", GESTIONNAIRE, OPENING),
    ],
)
def test_a_figure_that_the_sheet_holds_is_confirmed(text: str, topic: str, certificate: str, told: str) -> None:
    said = about(text, topic, certificate, "confirm")
    assert said.text.splitlines()[0] == "**Oui**, c’est bien ça."
    assert told in said.text
    # What a salary is (« minimum conventionnel au… ») stands beside its figure, and is none.
    assert len([fact for _, fact in said.only.facts if fact.dated is None]) == 1
    assert "_Source" in said.text


LENGTHS = [
    (f"c'est bien {GESTIONNAIRE_HOURS} pour celui-là, sur un an ?", "hours", GESTIONNAIRE, "confirmed"),
    (f"c'est bien {GESTIONNAIRE_HOURS} sur deux ans ?", "hours", GESTIONNAIRE, "figures_partly"),
    (f"donc {GESTIONNAIRE_MONTHS} en tout, c'est ça ?", "duration", GESTIONNAIRE, "confirmed"),
    ("la formation dure 18 mois, c'est ça ?", "duration", GESTIONNAIRE, "not_confirmed"),
    (f"les {EXPERT_HOURS}, c'est bien sur deux années ?", "hours", EXPERT, "confirmed"),
    (f"on débute à {EXPERT_PAY} et on finit à 4 200 € au bout de dix ans, vrai ou faux ?", "salary", EXPERT, "figures_partly"),
]


@pytest.mark.parametrize(("text", "topic", "certificate", "first"), LENGTHS, ids=[row[0] for row in LENGTHS])
def test_a_length_of_time_is_checked_like_a_figure_and_one_of_two_may_be_wrong(
    text: str, topic: str, certificate: str, first: str
) -> None:
    assert about(text, topic, certificate, "confirm").openings == [first]


def test_another_figure_is_not_confirmed_and_what_the_sheet_says_is_told() -> None:
    said = about("c'est bien 1 700 ?", "salary", PROCEDURES, "confirm", again=True)
    assert said.text.splitlines()[0] == "**Non**, ce n’est pas ce que dit la fiche."
    assert PROCEDURES_PAY in said.text
    assert PROCEDURES_LATER_PAY in said.text
    assert f"datent de {PROCEDURES_YEAR}" in said.text


def test_the_price_with_the_fee_is_confirmed_though_no_fact_holds_it() -> None:
    said = about(f"c'est bien {TOTAL} ?", "price", GESTIONNAIRE, "confirm")
    assert said.text.splitlines()[0] == "**Oui**, c’est bien ça."
    assert f"Soit **{TOTAL}** en tout" in said.text
    assert about(f"{TOTAL} ?", "price", GESTIONNAIRE).openings == []


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "act"),
    [
        ("1 700 ?", "salary", PROCEDURES, "open"),
        ("à 45 ans je peux entrer ?", "admission", ASSISTANT, "yesno"),
        ("45, c'est trop ?", "admission", ASSISTANT, "yesno"),
        ("ma fille a 30 ans, le prix est le même ?", "price", GESTIONNAIRE, "yesno"),
        ("c'est sûr ?", "salary", PROCEDURES, "confirm"),
    ],
    ids=["not asked to confirm", "an age", "no figure that it could be", "an age of somebody else", "no figure"],
)
def test_what_is_no_figure_to_be_checked_is_answered_as_ever(text: str, topic: str, certificate: str, act: Act) -> None:
    said = about(text, topic, certificate, act)
    assert said.responses == [topic]
    assert not {"confirmed", "not_confirmed"} & {*said.openings}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("43 % à 19 ans, c'est ça ?", "**Oui**, c’est bien ça."),
        ("50 % à 19 ans, c'est ça ?", "**Non**, ce n’est pas ce que dit la fiche."),
        # Who leaves the cents out, or rounds them, means the amount.
        (f"{typed(PAY_AT_19)} € à 19 ans, c'est ça ?", "**Oui**, c’est bien ça."),
        (f"{share_of_smic(KNOWLEDGE, 43):.0f} € à 19 ans, c'est ça ?", "**Oui**, c’est bien ça."),
        ("900 € à 19 ans, c'est ça ?", "**Non**, ce n’est pas ce que dit la fiche."),
        ("à 19 ans c'est payé ?", "À 19 ans, un apprenti"),
    ],
)
def test_an_apprentices_pay_is_checked_at_the_age_told(text: str, first: str) -> None:
    said = about(text, "apprentice_pay", GESTIONNAIRE, "confirm")
    assert said.text.startswith(first)
    assert f"À 19 ans, un apprenti **clerc gestionnaire** touche 43 % du SMIC, soit **{PAY_AT_19} brut" in said.text
    assert len(said.only.facts) == 1


# What a figure is said to be ------------------------------------------------------------------------------------------

NOT_SO = "**Non**, ce n’est pas ce que dit la fiche."


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "first", "told"),
    [
        (f"{EXPERT_LATER_PAY} à la fin, c'est ça ?", "salary", EXPERT, "**Oui**, c’est bien ça.", ["après 10 ans"]),
        (f"{EXPERT_LATER_PAY} au départ, une fois le titre obtenu et le contrat signé, c'est bien cela ?", "salary", EXPERT,
         NOT_SO, [EXPERT_PAY, EXPERT_LATER_PAY]),
        ("94 % à temps plein, c'est ça ?", "employment_figures", EXPERT, NOT_SO, ["82 % à temps plein", "94 % en CDI"]),
        ("94 % en CDI, c'est ça ?", "employment_figures", EXPERT, "**Oui**, c’est bien ça.", ["94 % en CDI"]),
        # One end of what offers give is nobody's pay, and of whose offers is told too.
        (f"{MOST_OFFERED} pour un assistant, c'est ça ?", "salary", ASSISTANT,
         f"**Pas exactement** : {MOST_OFFERED} est le haut d’une fourchette", ["K1901"]),
        (f"on commence bien à {typed(LEAST_OFFERED)} ?", "salary", ASSISTANT,
         f"**Pas exactement** : {LEAST_OFFERED} est le bas d’une fourchette", ["K1901"]),
        (f"entre {number(LEAST_OFFERED)} et {number(MOST_OFFERED)}, non ?", "salary", ASSISTANT,
         "**Oui**, c’est bien ça.", ["72,73 %"]),
        (f"{EXPERT_HOURS} chaque année, c'est ça ?", "hours", EXPERT, "**Non**, pas par an.", ["réparties sur deux ans"]),
        (f"{EXPERT_PAY} par an ?", "salary", EXPERT, "**Non**, pas par an.", [f"{EXPERT_PAY} brut par mois"]),
        (f"{typed(PROCEDURES_LATER_PAY)} net ?", "salary", PROCEDURES, "**Non, brut**", [PROCEDURES_LATER_PAY]),
    ],
)  # fmt: skip
def test_a_figure_is_confirmed_for_what_it_is_and_nothing_else(
    text: str, topic: str, certificate: str, first: str, told: list[str]
) -> None:
    said = about(text, topic, certificate, "confirm")
    assert said.text.startswith(first)
    assert all(words in said.text for words in told)


def test_who_pays_a_price_is_another_question_than_the_price() -> None:
    asked = f"je sors bien {TUITION} de ma poche ?"
    # However it is read.
    said, other = (about(asked, topic, GESTIONNAIRE, "confirm") for topic in ("price", "funding"))
    assert said.openings == other.openings == ["not_necessarily"]
    assert "OPCO" in said.text
    assert "un financement personnel" in said.text
    assert about("je sors bien 7 000 € de ma poche ?", "price", GESTIONNAIRE, "confirm").openings == ["not_confirmed"]
    assert about(f"je sors bien {TUITION} ?", "price", GESTIONNAIRE, "confirm").openings == ["confirmed"]


@pytest.mark.parametrize(
    ("text", "certificate", "opening", "begins", "told"),
    [
        # Where the sheet that is asked about tells nothing, the figure is no wrong one.
        (
            f"les {GESTIONNAIRE_HOURS.replace('heures', 'h')} valent aussi pour l'assistant ?",
            ASSISTANT,
            "figure_told_by",
            "« ",
            "La fiche **clerc assistant** ne dit rien",
        ),
        (f"{PROCEDURES_HOURS}, pour l'expert aussi ?", EXPERT, "figure_of_another", "**Non** : « ", EXPERT_HOURS),
    ],
)
def test_the_figure_of_another_sheet_is_said_to_be_its(text: str, certificate: str, opening: str, begins: str, told: str) -> None:
    said = about(text, "hours", certificate, "yesno")
    assert said.openings == [opening]
    assert said.text.startswith(begins)
    assert told in said.text
    assert len({sheet for sheet, _ in said.only.facts}) == (1 if certificate == ASSISTANT else 2)


def test_a_figure_that_is_only_a_bound_and_a_correction_get_no_yes() -> None:
    assert (
        about("plus de 9 clercs sur 10 sont en cdi, vrai ou faux ?", "employment_figures", PROCEDURES, "confirm").openings == []
    )
    assert about("non : je parlais du clerc aux procédures, coefficient 316", "salary", PROCEDURES, "confirm").openings == []


def test_a_pay_that_was_told_for_another_age_is_no_mistake() -> None:
    state = knowing(age=22)
    reading = replace(heard("53 % donc. Et à 26 ans, c'est combien, c'est bien plus ?"), told=(Telling(SELF, Situation(age=26)),))
    said = say(query("apprentice_pay", GESTIONNAIRE, act="confirm"), state=state, reading=reading)
    assert said.openings == []
    assert "26 ans" in said.text
