"""What a person hears and nobody else: how they stand, the pay at their age, that a training is closed to them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    ask,
    heard,
    knowing,
    query,
    say,
    telling,
)


@pytest.mark.parametrize(
    ("age", "percent", "pay"),
    [(17, "27 %", "492,22 €"), (18, "43 %", "783,90 €"), (25, "53 %", "966,21 €"), (26, "100 %", "1 823,03 €")],
)
def test_an_apprentices_pay_is_worked_out_for_the_age_told(age: int, percent: str, pay: str) -> None:
    smic = replace(KNOWLEDGE.reference.smic, monthly_gross=1823.03, since=date(2026, 1, 1))
    knowledge = replace(KNOWLEDGE, reference=replace(KNOWLEDGE.reference, smic=smic))
    said = say(query("apprentice_pay", GESTIONNAIRE), reading=telling(age=age), knowledge=knowledge)
    assert said.text.startswith(
        f"À {age} ans, un apprenti **clerc gestionnaire** touche {percent} du SMIC, soit **{pay} brut par mois** "
        "(SMIC de 1 823,03 € depuis le 1er janvier 2026, qui n’est pas dans la fiche)."
    )
    # The pay at other ages is not told beside it, but for the next birthday's.
    assert len(said.only.facts) == 1
    assert "votre âge" not in said.text


def test_the_next_birthdays_pay_is_told_when_it_is_another() -> None:
    def later(age: int) -> dict[str, str] | None:
        return say(query("apprentice_pay", GESTIONNAIRE), reading=telling(age=age)).note("note_apprentice_pay_later")

    assert later(18) is None
    wanted = later(20)
    assert wanted
    assert (wanted["age"], wanted["percent"]) == ("21", "53 %")


def test_to_who_may_be_too_old_for_an_apprenticeship_it_is_said_that_the_sheet_is_silent_on_it() -> None:
    assert say(query("apprentice_pay", GESTIONNAIRE), reading=telling(age=29)).note("note_apprentice_age") is None
    said = say(query("apprentice_pay", GESTIONNAIRE), reading=telling(age=44))
    assert "ne dit pas si l’on peut encore être apprenti à 44 ans" in said.text


def test_an_age_told_before_is_remembered() -> None:
    first = say(query("apprentice_pay", GESTIONNAIRE), reading=telling(age=20))
    assert first.responses == ["apprentice_pay_at"]
    assert say(query("apprentice_pay", GESTIONNAIRE), state=first.state).text == first.text


def test_an_age_of_somebody_else_is_not_the_visitors() -> None:
    state = knowing(person="daughter", age=17)
    assert ask("apprentice_pay", GESTIONNAIRE, state=state).note("note_ask_age") == {}
    theirs = say(query("apprentice_pay", GESTIONNAIRE, person="daughter"), state=state)
    assert "27 %" in theirs.text.splitlines()[0]


@pytest.mark.parametrize("topic", ["price", "fees", "funding", "apprentice_pay"])
def test_money_of_a_training_that_is_closed_to_somebody_says_that_first_and_once(topic: str) -> None:
    without_degree = knowing(years_after_bac=0, bac="other", age=19)
    first = ask(topic, GESTIONNAIRE, state=without_degree)
    assert first.text.startswith(
        "Avec un bac professionnel ou technologique, la formation de **clerc gestionnaire** n’est pas encore ouverte"
    )
    assert "pas encore ouvert" not in ask(topic, GESTIONNAIRE, state=first.state).text


def test_a_price_told_before_the_diploma_does_not_keep_it_from_being_said() -> None:
    first = ask("price", GESTIONNAIRE)
    assert "pas encore ouvert" not in first.text
    again = say(query("price", GESTIONNAIRE), state=first.state, reading=telling(years_after_bac=0, bac="other"))
    assert "pas encore ouvert" in again.text


@pytest.mark.parametrize("told", [{}, {"years_after_bac": 2}, {"experience_years": 3}])
def test_money_of_a_training_that_may_be_open_to_somebody_is_simply_told(told: dict[str, Any]) -> None:
    assert "pas encore ouvert" not in ask("price", GESTIONNAIRE, state=knowing(**told)).text


def test_who_asks_of_the_conditions_and_tells_a_diploma_hears_how_they_stand() -> None:
    said = say(query("admission", GESTIONNAIRE), reading=telling(years_after_bac=3, field="law"))
    assert said.text.startswith("Avec un bac + 3, la formation de **clerc gestionnaire** est ouverte : elle demande un bac + 2.")
    assert ask("admission", GESTIONNAIRE, state=said.state).responses == ["admission"]
    short = say(query("admission", GESTIONNAIRE), reading=telling(years_after_bac=0))
    assert short.text.startswith(
        "Avec le bac, la formation de **clerc gestionnaire** n’est pas encore ouverte : elle demande un bac + 2."
    )


def test_a_few_words_about_somebody_known_are_about_them_and_not_about_the_conditions() -> None:
    state = knowing(years_after_bac=-1, person="cousin")
    said = say(query("admission", EXPERT, act="yesno", person="cousin"), reading=heard("donc c'est mort pour lui ?"), state=state)
    assert said.responses == ["verdict_not_open"]
    licence = say(query("admission", EXPERT, act="yesno", person="cousin"), reading=heard("faut le permis ?"), state=state)
    assert licence.text.startswith("Les fiches ne disent rien sur le permis de conduire.")


def test_whether_experience_counts_is_left_to_the_centre_where_the_sheet_leaves_it_open() -> None:
    reading = heard("mes huit mois à l'accueil, ça compte ?")
    said = say(query("admission", ASSISTANT, act="verdict"), reading=reading, state=knowing(years_after_bac=-1))
    assert said.told_of == [("experience_counts", "clerc assistant")]
    assert "une expérience significative dans le juridique ou l'administratif : elle ne dit ni combien d’années" in said.text
    by_years = say(query("admission", PROCEDURES, act="verdict"), reading=reading, state=knowing(years_after_bac=-1))
    assert by_years.responses == ["verdict_depends_more"]
    of_none = say(query("admission", act="verdict"), reading=reading, state=knowing(years_after_bac=-1))
    assert of_none.responses == ["experience_counts"]
    let_in = say(query("admission", ASSISTANT, act="verdict"), reading=reading, state=knowing(years_after_bac=0))
    assert let_in.text.startswith("**Oui**, avec le bac : la formation de **clerc assistant** demande")
    assert "C’est le centre qui en juge." in let_in.text


def test_a_price_is_no_pay_that_is_wrong() -> None:
    state = knowing(age=22)
    asked = "c'est bien 7 955 euros ? et s'il est en apprentissage il paye ça quand même ?"
    assert say(query("apprentice_pay", GESTIONNAIRE, act="confirm"), reading=heard(asked), state=state).openings == []
    wrong = say(query("apprentice_pay", GESTIONNAIRE, act="confirm"), reading=heard("c'est bien 43 % ?"), state=state)
    assert wrong.openings == ["not_confirmed"]


def test_who_told_nothing_gets_the_conditions_without_a_verdict() -> None:
    said = say(query("admission", EXPERT, act="verdict"))
    assert said.responses == ["admission"]
    assert said.openings == []


def test_whether_a_foreign_diploma_counts_is_no_question_of_experience() -> None:
    reading = heard("j'ai une licence de droit de Tunisie, ça compte ici ?")
    said = say(query("admission", ASSISTANT, act="verdict"), reading=reading)
    assert said.responses == ["verdict_depends_abroad"]


def test_a_way_in_that_is_summed_up_is_confirmed() -> None:
    text = "le titre de clerc aux procédures, puis 3 ans, et je peux faire clerc expert, c'est ça ?"
    said = say(query("admission", EXPERT, act="confirm"), reading=heard(text))
    assert said.openings == ["confirmed"]
    other = say(query("admission", EXPERT, act="confirm"), reading=heard(text.replace("3 ans", "2 ans")))
    assert other.openings != ["confirmed"]
