"""Why a message was taken for what it was can be read."""

from __future__ import annotations

from bot.dialogue.interpreter import Interpreter, Weights
from bot.dialogue.ranker import ConditionalLogit
from bot.dialogue.why import explained
from tests.dialogue.messages import ASSISTANT, EXPERT, KNOWLEDGE, NEW, after, message, query

INTERPRETER = Interpreter(
    KNOWLEDGE, Weights(intent=ConditionalLogit({"whole": 1.0}), certificates=ConditionalLogit({"named": 3.0}))
)


def test_the_meaning_the_runner_up_and_what_told_them_apart_are_named() -> None:
    state = after(query("salary", ASSISTANT))
    found = INTERPRETER.interpret(message({"price": 0.7, "fees": 0.2}, named=[EXPERT]), state, explain=True)
    text = explained(found, state)
    assert f"under discussion: {ASSISTANT}" in text
    first, second = text.index(f"price of {EXPERT}"), text.index(f"fees of {EXPERT}")
    assert first < second
    assert "intent: whole" in text


def test_at_the_beginning_there_is_nothing_before() -> None:
    assert "last asked: -" in explained(INTERPRETER.interpret(message({"price": 0.7}), NEW), NEW)
