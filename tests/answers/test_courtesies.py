"""Courtesies and what is not ours have words of their own, and change nothing that is talked about."""

from __future__ import annotations

import pytest

from bot.dialogue.query import NOT_OURS, SOCIAL
from tests.answers.asking import (
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    ask,
    query,
    say,
    spoken_of,
)


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
