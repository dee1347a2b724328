"""What a message asks for beside topics: what is open, a list, what was told before, what a diploma or an age changes."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from bot.dialogue.situation import Situation
from tests.answers.asking import (
    ALL,
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    NOTHING_SAID,
    PROCEDURES,
    ask,
    heard,
    knowing,
    query,
    say,
    telling,
)


@pytest.mark.parametrize("certificates", [(), ALL])
def test_who_told_a_diploma_and_asks_of_none_or_all_is_told_what_is_open(certificates: tuple[str, ...]) -> None:
    said = say(query("admission", *certificates, act="verdict"), reading=telling(level=5, years_after_bac=2))
    assert said.responses == ["open_to"]
    open_, rest = said.text.split("**Clerc aux procédures**")
    assert "clerc assistant et clerc gestionnaire" in open_
    assert "pas encore" in rest.split("**Clerc expert**")[1]
    assert said.state.discussed == (ASSISTANT, GESTIONNAIRE)
    assert said.state.listed == ALL


def test_the_list_of_certificates_is_what_is_open_to_who_told_a_diploma() -> None:
    assert say(query("certificates"), state=knowing(years_after_bac=2)).responses == ["open_to"]
    assert say(query("certificates"), state=knowing(age=20)).responses == ["certificates"]


CORRECTIONS: list[tuple[str, dict[str, Any], str, dict[str, Any], str]] = [
    (GESTIONNAIRE, {"years_after_bac": 2}, "**Oui**", {"years_after_bac": 0}, "pas directement"),
    (GESTIONNAIRE, {"years_after_bac": 0}, "pas directement", {"years_after_bac": 2, "field": "law"}, "**Oui**"),
    (EXPERT, {"years_after_bac": 4, "field": "law"}, "**Oui**", {"years_after_bac": 4, "field": "other"}, "pas directement"),
    (EXPERT, {"years_after_bac": 3, "field": "law"}, "pas directement", {"years_after_bac": 4}, "**Oui**"),
    (ASSISTANT, {"years_after_bac": 0}, "**Oui**", {"years_after_bac": -1}, "**Pas tout de suite**"),
]


@pytest.mark.parametrize(("certificate", "first", "before", "then", "after"), CORRECTIONS)
def test_another_diploma_told_after_a_verdict_changes_it(
    certificate: str, first: dict[str, Any], before: str, then: dict[str, Any], after: str
) -> None:
    asked = say(query("admission", certificate, act="verdict"), reading=telling(None, **first))
    assert before in asked.text
    told = say(query("tell_situation"), reading=telling(None, **then), state=asked.state)
    assert told.only.response.startswith("verdict")
    assert after in told.text
    assert told.state.discussed == (certificate,)


def test_an_age_told_after_an_apprentices_pay_is_answered_with_it() -> None:
    asked = ask("apprentice_pay", GESTIONNAIRE)
    told = say(query("tell_situation"), reading=telling(age=22), state=asked.state)
    assert told.text.startswith("À 22 ans, un apprenti **clerc gestionnaire** touche 53 %")


def test_what_is_told_of_nothing_asked_is_noted() -> None:
    said = say(query("tell_situation"), reading=telling(age=22))
    assert said.responses == ["situation_noted"]
    assert said.state.situation_of("self") == Situation(age=22)
    assert len(said.reply.buttons) == 4


def test_another_question_is_answered_though_a_diploma_was_asked_for() -> None:
    asked = say(query("recommendation"))
    assert ask("price", GESTIONNAIRE, state=asked.state).responses == ["price"]


def test_the_last_answer_can_be_had_again() -> None:
    last = ask("duration", EXPERT)
    again = say(query("repeat"), state=last.state)
    assert again.text == last.text
    assert say(query("repeat"), state=say(query("thank"), state=last.state).state).text == last.text
    list_ = ask("jobs", EXPERT)
    assert say(query("repeat"), state=list_.state, reading=heard("répète ta dernière réponse")).text == list_.text


def test_a_comparison_and_a_way_can_be_had_again() -> None:
    for asked in (query("comparison", EXPERT, GESTIONNAIRE), query("path", "commissaire_de_justice")):
        last = say(asked)
        assert say(query("repeat"), state=last.state).text == last.text


def test_what_a_foreign_diploma_opens_if_it_is_recognised_is_told() -> None:
    reading = telling(years_after_bac=3, field="law", abroad=True)
    said = say(query("foreign_applicants"), reading=reading)
    assert said.responses == ["open_to"]
    assert "si le diplôme est reconnu" in said.text
    # A recognised bac alone is not enough where an employer is asked for.
    assert "**Clerc aux procédures** : possible avec un bac général (avec un poste dans une étude)" in said.text
    assert say(query("foreign_applicants")).responses == ["unknown"]


def test_what_is_wanted_again_may_be_named() -> None:
    reading = replace(NOTHING_SAID, named_topics=("salary",))
    said = say(query("repeat"), state=ask("duration", EXPERT).state, reading=reading)
    assert said.told_of == [("salary", "clerc expert")]
    assert said.state.last == query("salary", EXPERT)


def test_where_nothing_was_said_nothing_is_repeated() -> None:
    assert say(query("repeat")).responses == ["help"]


def test_who_has_title_and_years_hears_what_is_open_ahead_and_goes_on_about_it() -> None:
    reading = telling(title=PROCEDURES, experience_years=5)
    said = say(query("career", PROCEDURES), reading=reading)
    assert said.text.startswith(
        "Avec le titre de clerc aux procédures et 5 ans d'expérience, la suite est ouverte : **clerc expert**."
    )
    assert said.state.discussed == (EXPERT,)
    short = say(query("career", PROCEDURES), reading=telling(title=PROCEDURES, experience_years=2))
    assert "open_ahead" not in short.openings
