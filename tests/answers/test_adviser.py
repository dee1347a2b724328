"""What is answered to a message whose meaning is known: every question, once, and what the conversation is about from then on."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from bot.answers.reply import Button
from bot.dialogue.query import NOT_OURS, SOCIAL
from bot.dialogue.reading import FactScore
from bot.dialogue.situation import Situation
from bot.dialogue.state import Pending
from tests.answers.asking import (
    ALL,
    ASSISTANT,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    NOTHING_SAID,
    PROCEDURES,
    adviser,
    ask,
    heard,
    knowing,
    query,
    say,
    spoken_of,
    telling,
)

SIGNIFICATEUR = "clerc_significateur"


# Several questions ----------------------------------------------------------------------------------------------------


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


def test_each_question_is_answered_for_its_own_person() -> None:
    state = knowing(knowing(years_after_bac=4, field="law"), "daughter", years_after_bac=-1)
    said = say(
        query("admission", EXPERT, act="verdict"), query("admission", EXPERT, act="verdict", person="daughter"), state=state
    )
    assert said.openings[0] == "verdict_yes"
    assert "verdict_yes" not in said.openings[1:]


# Verdicts and what is open --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("certificates", [(), ALL])
def test_who_told_a_diploma_and_asks_of_none_or_all_is_told_what_is_open(certificates: tuple[str, ...]) -> None:
    said = say(query("admission", *certificates, act="verdict"), reading=telling(level=5, years_after_bac=2))
    assert said.responses == ["open_to"]
    open_, rest = said.text.split("**Clerc aux procédures**")
    assert "clerc assistant et clerc gestionnaire" in open_
    assert "pas encore" in rest.split("**Clerc expert**")[1]
    assert said.state.discussed == (ASSISTANT, GESTIONNAIRE)
    assert said.state.listed == ALL


def test_what_is_open_to_employees_alone_is_not_called_open_to_others() -> None:
    said = say(query("admission", act="verdict"), reading=telling(level=4, years_after_bac=0, bac="general"))
    assert "**Ouvert** : clerc assistant\n" in said.text
    said = say(
        query("admission", act="verdict"),
        reading=telling(years_after_bac=0, bac="general", experience_years=1, workplace="office"),
    )
    assert "**Ouvert** : clerc assistant et clerc aux procédures\n" in said.text


def test_the_list_of_certificates_is_what_is_open_to_who_told_a_diploma() -> None:
    assert say(query("certificates"), state=knowing(years_after_bac=2)).responses == ["open_to"]
    assert say(query("certificates"), state=knowing(age=20)).responses == ["certificates"]


def test_who_told_nothing_gets_the_conditions_without_a_verdict() -> None:
    said = say(query("admission", EXPERT, act="verdict"))
    assert said.responses == ["admission"]
    assert said.openings == []


@pytest.mark.parametrize(
    "told",
    [
        {"years_after_bac": 0, "bac": "general"},
        {"years_after_bac": 0, "bac": "other"},
        {"years_after_bac": -1, "experience_years": 3, "workplace": "office"},
        {"years_after_bac": 2},
    ],
)
@pytest.mark.parametrize("certificate", [EXPERT, GESTIONNAIRE])
def test_what_a_refusal_calls_open_is_what_the_overview_calls_open(certificate: str, told: dict[str, Any]) -> None:
    offered = say(query("admission", certificate, act="verdict"), state=knowing(**told)).note("verdict_open")
    if offered:
        overview = say(query("admission", act="verdict"), state=knowing(**told)).note("open")
        assert overview
        assert offered["certificates"].replace(" ou ", " et ") == overview["certificates"]


CORRECTIONS: list[tuple[str, dict[str, Any], str, dict[str, Any], str]] = [
    (GESTIONNAIRE, {"years_after_bac": 2}, "**Oui**", {"years_after_bac": 0}, "pas possible"),
    (GESTIONNAIRE, {"years_after_bac": 0}, "pas possible", {"years_after_bac": 2, "field": "law"}, "**Oui**"),
    (EXPERT, {"years_after_bac": 4, "field": "law"}, "**Oui**", {"years_after_bac": 4, "field": "other"}, "pas possible"),
    (EXPERT, {"years_after_bac": 4, "field": "other"}, "pas possible", {"years_after_bac": 4}, "dépend"),
    (ASSISTANT, {"years_after_bac": 0}, "**Oui**", {"years_after_bac": -1}, "dépend"),
]


@pytest.mark.parametrize(("certificate", "first", "before", "then", "after"), CORRECTIONS)
def test_another_diploma_told_after_a_verdict_changes_it(
    certificate: str, first: dict[str, Any], before: str, then: dict[str, Any], after: str
) -> None:
    asked = say(query("admission", certificate, act="verdict"), reading=telling(None, **first))
    assert before in asked.text
    told = say(query("tell_situation"), reading=telling(None, **then), state=asked.state)
    assert told.responses == ["admission"]
    assert after in told.text
    assert told.state.discussed == (certificate,)


def test_an_age_told_after_an_apprentices_pay_is_answered_with_it() -> None:
    asked = ask("apprentice_pay", GESTIONNAIRE)
    told = say(query("tell_situation"), reading=telling(age=22), state=asked.state)
    assert told.text.startswith("À 22 ans : 53 %")


def test_what_is_told_of_nothing_asked_is_noted() -> None:
    said = say(query("tell_situation"), reading=telling(age=22))
    assert said.responses == ["situation_noted"]
    assert said.state.situation_of("self") == Situation(age=22)
    assert len(said.reply.buttons) == 4


# Advice ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "response", "certificate"),
    [
        ({"years_after_bac": 0, "bac": "general"}, "advice", ASSISTANT),
        ({"years_after_bac": 2}, "advice", GESTIONNAIRE),
        ({"years_after_bac": 4, "field": "law"}, "advice", EXPERT),
        ({"years_after_bac": 4, "field": "other"}, "advice", GESTIONNAIRE),
        ({"years_after_bac": -1, "experience_years": 5, "workplace": "office"}, "advice", PROCEDURES),
        ({"years_after_bac": -1, "experience_years": 5, "workplace": "administration"}, "advice", ASSISTANT),
        ({"years_after_bac": -1}, "advice_depends", ASSISTANT),
    ],
)
def test_of_what_is_open_the_most_demanding_is_advised(told: dict[str, Any], response: str, certificate: str) -> None:
    said = say(query("recommendation"), reading=telling(**told))
    assert said.told_of == [(response, KNOWLEDGE.certificates[certificate].name)]
    assert said.state.discussed == (certificate,)
    assert {button.certificate for button in said.reply.buttons} == {certificate}
    assert CONTACT["phone"] in said.text
    assert "_Source" in said.text


def test_what_is_ruled_out_is_not_advised() -> None:
    state = replace(knowing(years_after_bac=2), excluded=(GESTIONNAIRE,))
    assert say(query("recommendation"), state=state).told_of == [("advice", "clerc assistant")]


def test_of_the_certificates_asked_about_one_is_advised_or_what_is_open_is_told() -> None:
    state = knowing(years_after_bac=2)
    assert say(query("recommendation", ASSISTANT, EXPERT), state=state).told_of == [("advice", "clerc assistant")]
    assert say(query("recommendation", EXPERT), state=state).responses == ["open_to"]


def test_of_whom_nothing_is_known_diploma_and_work_are_asked_once() -> None:
    asked = say(query("recommendation"), state=spoken_of(EXPERT))
    assert asked.responses == ["no_advice"]
    assert asked.state.pending == Pending("situation")
    assert asked.text.startswith("Dites-moi votre diplôme et votre expérience")
    assert "**Clerc gestionnaire** : si vous avez un bac + 2" in asked.text
    assert [button.certificate for button in asked.reply.buttons] == [*ALL]
    for reading, told in ((telling(None, years_after_bac=2), "bac + 2"), (heard("5 ans"), "5 ans d'expérience")):
        answered = say(query("tell_situation"), state=asked.state, reading=reading)
        # Of all that there is, not of the one that was spoken of before.
        assert answered.responses == ["open_to"]
        assert answered.text.startswith(f"Avec {told} :")
        assert answered.state.pending is None


def test_a_number_is_years_of_work_only_where_they_are_asked_for() -> None:
    assert say(query("tell_situation"), reading=heard("5 ans")).state.situation_of("self").experience_years is None


def test_another_question_is_answered_though_a_diploma_was_asked_for() -> None:
    asked = say(query("recommendation"))
    assert ask("price", GESTIONNAIRE, state=asked.state).responses == ["price"]


# Courtesies and what is not ours --------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", [*SOCIAL, *NOT_OURS, "complain"])
def test_courtesies_and_what_is_not_ours_have_their_own_words(intent: str) -> None:
    if intent != "forget_me":  # an action of its own
        assert say(query(intent), state=spoken_of(EXPERT)).responses == [intent]


@pytest.mark.parametrize(("intent", "offered"), [("greet", 4), ("help", 4), ("out_of_scope", 4), ("thank", 0), ("goodbye", 0)])
def test_who_may_not_know_what_to_ask_is_offered_something(intent: str, offered: int) -> None:
    assert len(say(query(intent)).reply.buttons) == offered


def test_after_two_messages_out_of_scope_whom_to_ask_is_said() -> None:
    first = say(query("out_of_scope"))
    assert first.note("note_contact") is None
    second = say(query("out_of_scope"), state=first.state)
    assert second.note("note_contact") == CONTACT
    after = ask("price", GESTIONNAIRE, state=second.state)
    assert say(query("out_of_scope"), state=after.state).note("note_contact") is None


@pytest.mark.parametrize("intent", [*NOT_OURS, "thank"])
def test_what_is_not_ours_changes_nothing_that_is_talked_about(intent: str) -> None:
    before = ask("price", GESTIONNAIRE, state=spoken_of(EXPERT)).state
    after = say(query(intent), state=before).state
    assert (after.discussed, after.previous, after.last) == (before.discussed, before.previous, before.last)


# Unclear messages, rejections, repetitions ----------------------------------------------------------------------------


def test_an_unclear_message_gets_the_close_topics_as_buttons() -> None:
    said = say(query("price", EXPERT), others=[query("funding"), query("salary")], confidence=0.1)
    assert said.responses == ["which_topic"]
    assert [button.intent for button in said.reply.buttons] == ["ask_price", "ask_funding", "ask_salary"]
    assert said.reply.buttons[0].certificate == EXPERT
    assert said.state.pending == Pending("topic", ("price", "funding", "salary"))


def test_an_unclear_message_with_one_likely_topic_is_answered() -> None:
    assert say(query("price", GESTIONNAIRE), confidence=0.1).responses == ["price"]
    assert say(query("price", GESTIONNAIRE), others=[query("thank")], confidence=0.1).responses == ["price"]


def test_a_clear_message_is_answered_whatever_else_it_might_mean() -> None:
    assert say(query("price", GESTIONNAIRE), others=[query("funding")], confidence=0.9).responses == ["price"]


def test_who_rejects_an_answer_is_offered_the_next_likeliest() -> None:
    answered = say(query("price", GESTIONNAIRE), others=[query("funding", GESTIONNAIRE)])
    said = say(query("correct"), state=answered.state)
    assert said.responses == ["misunderstood"]
    assert said.reply.buttons == (
        Button("Le financement", "ask_funding", GESTIONNAIRE),
        Button("Le prix", "ask_price", GESTIONNAIRE),
    )


def test_who_rejects_an_answer_that_had_no_other_meaning_is_asked_which_job() -> None:
    said = say(query("correct"), state=ask("salary", EXPERT).state)
    assert said.responses == ["which_certificate_first"]
    assert {button.intent for button in said.reply.buttons} == {"ask_salary"}
    assert say(query("correct")).responses == ["which_certificate_first"]


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


def test_all_that_a_message_asked_is_remembered() -> None:
    said = say(query("repeat"), query("price", GESTIONNAIRE), state=ask("duration", EXPERT).state)
    assert said.responses == ["duration", "price"]
    assert said.state.last == query("price", GESTIONNAIRE)


def test_what_is_wanted_again_may_be_named() -> None:
    reading = replace(NOTHING_SAID, named_topics=("salary",))
    said = say(query("repeat"), state=ask("duration", EXPERT).state, reading=reading)
    assert said.told_of == [("salary", "clerc expert")]
    assert said.state.last == query("salary", EXPERT)


def test_where_nothing_was_said_nothing_is_repeated() -> None:
    assert say(query("repeat")).responses == ["help"]


def test_a_word_is_defined_by_the_nearest_fact() -> None:
    reading = replace(NOTHING_SAID, facts=(FactScore(GESTIONNAIRE, "funding", 0, 0.8),))
    said = say(query("define"), reading=reading)
    assert "OPCO" in said.text
    assert "_Source" in said.text


def test_a_word_to_which_no_fact_is_near_is_not_defined_by_one() -> None:
    reading = replace(NOTHING_SAID, facts=(FactScore(GESTIONNAIRE, "funding", 0, 0.05),))
    said = say(query("define"), reading=reading)
    assert "OPCO" not in said.text
    assert CONTACT["phone"] in said.text


# Jobs and institutions beside the certificates ------------------------------------------------------------------------


def test_a_job_without_a_certificate_is_told_of_by_the_fact_that_names_it() -> None:
    said = ask("role", SIGNIFICATEUR)
    assert "clerc significateur : notification officielle des actes" in said.text


@pytest.mark.parametrize("topic", ["salary", "price"])
def test_of_another_profession_no_certificates_figure_is_told(topic: str) -> None:
    said = ask(topic, "commissaire_de_justice", state=spoken_of(EXPERT))
    assert said.responses == ["unknown_of_subject"]
    assert said.text.startswith("Pour un **commissaire de justice**, les fiches ne disent rien sur")
    assert "€" not in said.text
    assert CONTACT["phone"] in said.text


def test_how_one_gets_into_another_profession_is_the_way_to_it() -> None:
    said = ask("admission", "commissaire_de_justice")
    assert said.responses == ["path_in_general"]
    assert "commissaire de justice" in said.text.splitlines()[0]


def test_a_certificate_named_beside_another_profession_is_answered() -> None:
    assert ask("salary", EXPERT, "commissaire_de_justice").told_of == [("salary", "clerc expert")]


# Buttons --------------------------------------------------------------------------------------------------------------


def test_the_first_buttons_ask_topics_that_have_an_answer() -> None:
    buttons = adviser().start_buttons()
    assert len(buttons) == 4
    for button in buttons:
        assert button.intent
        assert button.intent.removeprefix("ask_") in KNOWLEDGE.topics


def test_a_pressed_button_means_what_it_says_whatever_was_said_before() -> None:
    reply, state = adviser().pressed("price", [GESTIONNAIRE], ask("salary", EXPERT).state)
    assert [saying.response for saying in reply.sayings] == ["price"]
    assert state.last == query("price", GESTIONNAIRE)
    reply, _ = adviser().pressed("greet", [], NEW)
    assert [saying.response for saying in reply.sayings] == ["greet"]
