"""Every question of a message is answered, once and in order, and all that was asked is remembered."""

from __future__ import annotations

from msgspec.structs import replace

from tests.answers.asking import (
    ALL,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    PROCEDURES,
    ask,
    heard,
    knowing,
    query,
    say,
    telling,
)
from tests.figures import PROCEDURES_YEAR


def test_every_question_of_a_message_is_answered_in_order() -> None:
    said = say(query("path", "commissaire_de_justice"), query("price", GESTIONNAIRE), query("source"))
    assert said.responses[:2] == ["path_in_general", "price"]
    said = say(query("price", GESTIONNAIRE), query("thank"), query("opening", GESTIONNAIRE))
    assert said.responses == ["price", "thank", "opening"]


def test_two_questions_with_one_answer_are_answered_once() -> None:
    said = say(query("price", GESTIONNAIRE), query("certificates"), query("price", GESTIONNAIRE))
    assert said.responses == ["price", "certificates"]


def test_whom_to_ask_is_said_once_in_a_message() -> None:
    said = say(query("housing"), query("price", EXPERT), query("rhythm", PROCEDURES))
    assert said.responses == ["unknown", "unknown_of_certificate", "unknown_of_certificate"]
    assert said.text.count(CONTACT["phone"]) == 1


def test_beside_another_answer_nobody_is_asked_which_job_they_mean() -> None:
    assert say(query("activities")).responses == ["which_certificate"]
    said = say(query("certificates"), query("activities"))
    assert said.responses == ["certificates"]
    assert [button.certificate for button in said.reply.buttons] == [*ALL]


def test_all_that_a_message_asked_is_remembered() -> None:
    said = say(query("repeat"), query("price", GESTIONNAIRE), state=ask("duration", EXPERT).state)
    assert said.responses == ["duration", "price"]
    assert said.state.last == query("price", GESTIONNAIRE)


def test_what_two_readings_of_one_question_lead_to_is_said_once() -> None:
    reading = telling(years_after_bac=3, field="law")
    state = knowing(years_after_bac=0, person="daughter")
    way, advice = query("path", "commissaire_de_justice"), query("recommendation", "commissaire_de_justice", act="advise")
    named = replace(heard("comment devenir commissaire de justice ?"), told=reading.told)
    assert say(advice, way, reading=named, state=state).responses == ["path"]


def test_when_a_figure_is_from_is_told_with_it() -> None:
    said = say(
        query("salary", PROCEDURES), query("source", PROCEDURES, act="source"), reading=heard("le salaire, et de quand ça date ?")
    )
    assert "figure_dated" not in said.responses
    assert PROCEDURES_YEAR in said.text


def test_who_asks_what_a_job_is_asks_for_no_word() -> None:
    said = say(query("role", EXPERT), query("define", EXPERT, act="define"), reading=heard("clerc expert, c'est quoi ?"))
    assert said.responses == ["role"]
