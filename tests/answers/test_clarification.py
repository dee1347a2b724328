"""Where it is in doubt what was meant, the likely meanings are offered."""

from __future__ import annotations

from bot.answers.reply import Button
from bot.dialogue.state import Pending
from tests.answers.asking import (
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    ask,
    heard,
    query,
    say,
)


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


def test_what_else_may_be_meant_is_offered_first_where_it_is_in_doubt() -> None:
    asked, other = query("price", GESTIONNAIRE), query("duration", GESTIONNAIRE)
    doubtful = say(asked, reading=heard("et alors ?"), others=[other], confidence=0.4)
    assert doubtful.titles[0] == KNOWLEDGE.topics["duration"].button
    assert doubtful.titles[1:] == ask("price", GESTIONNAIRE).titles[:3]
    assert "duration" not in [button.intent for button in say(asked, reading=heard("le prix"), others=[other]).reply.buttons]
