"""A bare number tells what was asked for."""

from __future__ import annotations

from tests.answers.asking import (
    GESTIONNAIRE,
    PROCEDURES,
    ask,
    heard,
    query,
    say,
)


def test_a_bare_number_after_an_apprentices_pay_is_an_age() -> None:
    state = ask("apprentice_pay", GESTIONNAIRE).state
    said = say(query("apprentice_pay", GESTIONNAIRE), reading=heard("je voulais dire 26"), state=state)
    assert said.text.startswith("À 26 ans,")
    assert say(query("apprentice_pay", GESTIONNAIRE), reading=heard("c'est 43 % ou 53 % ?")).responses == ["apprentice_pay"]


def test_a_number_is_years_of_work_only_where_they_are_asked_for() -> None:
    assert say(query("tell_situation"), reading=heard("5 ans")).state.situation_of("self").experience_years is None


def test_who_asks_why_not_hears_whether_it_is_open_to_them() -> None:
    state = say(query("admission", PROCEDURES, act="verdict"), reading=heard("j'ai un bac techno et 7 ans en étude")).state
    said = say(query("recommendation"), reading=heard("Pourquoi pas clerc gestionnaire ?"), state=state)
    assert said.text.startswith("**Non, pas directement**")
    assert "clerc gestionnaire" in said.text


def test_who_asks_why_one_rather_than_another_gets_both_side_by_side() -> None:
    asked = heard("pourquoi je choisirais clerc expert plutôt que clerc gestionnaire ?")
    assert say(query("admission", GESTIONNAIRE, act="verdict"), reading=asked).responses == ["comparison"]
