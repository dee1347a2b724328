"""What the assistant makes of a message in its context."""

from __future__ import annotations

import pytest

from bot.answers.assistant import Assistant, Understood
from bot.answers.reply import Focus, Situation
from bot.answers.topics import Question, TopicAnswers
from bot.knowledge import load_knowledge

ASSISTANT = Assistant(TopicAnswers(load_knowledge()))


def asks(text: str, *ranking: tuple[str, float], certificates: tuple[str, ...] = ()) -> Understood:
    intent = ranking[0][0]
    questions = (Question(intent.removeprefix("ask_"), certificates),) if intent.startswith("ask_") else ()
    return Understood(text, intent, ranking, questions, certificates)


def responses(understood: Understood, focus: Focus | None = None) -> list[str]:
    return [saying.response for saying in ASSISTANT.reply(understood, focus or Focus()).sayings]


def test_an_unclear_message_gets_the_close_topics_as_buttons() -> None:
    reply = ASSISTANT.reply(asks("et pour les sous", ("ask_price", 0.11), ("ask_funding", 0.1), ("ask_salary", 0.02)), Focus())
    assert [saying.response for saying in reply.sayings] == ["which_topic"]
    assert [button.intent for button in reply.buttons] == ["ask_price", "ask_funding"]


def test_an_unclear_message_with_one_likely_topic_is_answered() -> None:
    assert responses(asks("et pour les sous", ("ask_price", 0.14), ("ask_funding", 0.02))) == ["price"]


def test_a_follow_up_keeps_the_topic_just_spoken_of() -> None:
    unsure = asks("et au bout de dix ans", ("ask_career", 0.3), ("ask_salary", 0.2))
    assert responses(unsure, Focus(certificates=("clerc_expert",), topics=("salary",))) == ["salary"]
    assert responses(unsure, Focus(certificates=("clerc_expert",))) == ["career"]


def test_after_two_messages_out_of_scope_whom_to_ask_is_said() -> None:
    far = asks("une recette de crêpes", ("out_of_scope", 0.95))
    first = ASSISTANT.reply(far, Focus())
    assert "note_contact" not in [key for saying in first.sayings for key, _ in saying.notes]
    second = ASSISTANT.reply(far, first.focus)
    assert "note_contact" in [key for saying in second.sayings for key, _ in saying.notes]
    after = ASSISTANT.reply(asks("le prix", ("ask_price", 0.99)), second.focus)
    assert after.focus.misunderstood == 0


def test_a_diploma_that_is_asked_about_is_not_told() -> None:
    asked = Understood(
        "il faut le bac ?",
        "ask_admission",
        (("ask_admission", 0.95),),
        (Question("admission", ("clerc_assistant",)),),
        ("clerc_assistant",),
        Situation(level=4, years_after_bac=0),
    )
    assert ASSISTANT.reply(asked, Focus()).focus.situation == Situation()


@pytest.mark.parametrize(
    ("text", "topic"),
    [("non, la durée, pas le prix", "duration"), ("je voulais le salaire", "salary"), ("pas le salaire, le prix", "price")],
)
def test_a_correction_may_be_of_the_topic(text: str, topic: str) -> None:
    focus = Focus(certificates=("clerc_gestionnaire",), topics=("blocks",))
    assert ASSISTANT.reply(asks(text, ("correct", 0.9)), focus).focus.topics == (topic,)
