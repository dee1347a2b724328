"""Greetings, thanks, who the bot is; and being forgotten."""

from __future__ import annotations

import re

import pytest

from bot.conversations import MOST_CHARACTERS
from bot.dialogue.query import NOT_OURS, SOCIAL
from bot.dialogue.reading import Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import load_state
from tests.actions.saying import CENTRE, DOMAIN, EXPERT, ask, press, source_line, type_


@pytest.mark.parametrize("intent", [*(intent for intent in SOCIAL if intent != "privacy"), *NOT_OURS, "complain"])
def test_small_talk_says_what_the_domain_holds_ready(intent: str) -> None:
    said = press(f"/{intent}")
    wording = DOMAIN["responses"][f"utter_{intent.removesuffix('_me')}"][0]["text"]
    assert said.text.startswith(wording.partition("{")[0])
    assert "{" not in said.text
    assert ("{phone}" in wording, "{email}" in wording) == (CENTRE.phone in said.text, CENTRE.email in said.text)
    assert 0 < len(said.text) <= MOST_CHARACTERS


def test_who_asks_what_is_kept_of_them_is_told() -> None:
    text = press("/ask_privacy").text
    assert "efface" in text
    assert "{" not in text
    assert re.search(r"référence, \*\*[A-Z2-7]{5}-[A-Z2-7]{5}\*\*", text), "and by what the centre finds it"


@pytest.mark.parametrize("intent", ["bot_challenge", "talk_to_human", "complain"])
def test_who_wants_a_person_hears_how_to_reach_one(intent: str) -> None:
    text = press(f"/{intent}").text
    assert CENTRE.phone in text
    assert CENTRE.email in text


@pytest.mark.parametrize(
    ("intent", "offered"),
    [("greet", 4), ("help", 4), ("complain", 4), ("out_of_scope", 4), ("manipulation", 4), ("goodbye", 0), ("thank", 0)],
)
def test_who_may_not_know_what_to_ask_is_offered_something(intent: str, offered: int) -> None:
    said = press(f"/{intent}")
    assert len(said.buttons) == offered
    for button in said.buttons:
        assert button["payload"].removeprefix("/") in DOMAIN["intents"]
        pressed = press(button["payload"])
        assert source_line(pressed) or pressed.buttons


def test_who_wants_to_be_forgotten_is() -> None:
    said = press("/forget_me", state=ask("price", EXPERT).state)
    assert [event["event"] for event in said.events] == ["reset_slots"]
    assert said.text.startswith("C’est fait")
    assert CENTRE.email in said.text
    assert "{" not in said.text


@pytest.mark.parametrize("intent", ["greet", "thank"])
def test_what_is_told_beside_small_talk_is_remembered(intent: str) -> None:
    told = (Telling("self", Situation(age=22, years_after_bac=2)),)
    state = load_state(type_({intent: 0.9}, ask("salary", EXPERT).state, told=told).state)
    assert state.discussed == (EXPERT,)
    assert state.situation_of("self") == Situation(age=22, years_after_bac=2)
