"""Greetings, thanks, who the bot is; and being forgotten."""

from __future__ import annotations

import pytest

from bot.conversations import MOST_CHARACTERS
from tests.actions.saying import CENTRE, DOMAIN, EXPERT, GESTIONNAIRE, press, say, source_line


@pytest.mark.parametrize(
    "intent",
    [
        "greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "help", "talk_to_human", "complain", "out_of_scope",
        "legal_advice", "other_training", "manipulation", "foreign_language", "forget_me",
    ],
)  # fmt: skip
def test_small_talk_says_what_the_domain_holds_ready(intent: str) -> None:
    said = say(intent)
    wording = DOMAIN["responses"][f"utter_{intent.removesuffix('_me')}"][0]["text"]
    assert said.text.startswith(wording.partition("{")[0])
    assert "{" not in said.text
    assert ("{phone}" in wording, "{email}" in wording) == (CENTRE.phone in said.text, CENTRE.email in said.text)
    assert 0 < len(said.text) <= MOST_CHARACTERS


@pytest.mark.parametrize("intent", ["bot_challenge", "talk_to_human", "complain"])
def test_who_wants_a_person_hears_how_to_reach_one(intent: str) -> None:
    text = say(intent).text
    assert CENTRE.phone in text
    assert CENTRE.email in text


@pytest.mark.parametrize(
    ("intent", "offered"),
    [("greet", 4), ("help", 4), ("complain", 4), ("out_of_scope", 4), ("manipulation", 4), ("goodbye", 0), ("thank", 0)],
)
def test_who_may_not_know_what_to_ask_is_offered_something(intent: str, offered: int) -> None:
    said = say(intent)
    assert len(said.buttons) == offered
    for button in said.buttons:
        assert button["payload"].removeprefix("/") in DOMAIN["intents"]
        assert source_line(pressed := press(button, {})) or pressed.buttons


def test_who_wants_to_be_forgotten_is() -> None:
    said = say("forget_me", focus={"certificates": [EXPERT], "situation": {"age": 19}})
    assert [event["event"] for event in said.events] == ["reset_slots"]
    assert said.text.startswith("C’est fait")
    assert CENTRE.email in said.text
    assert "{" not in said.text


@pytest.mark.parametrize("intent", ["greet", "thank"])
def test_what_is_told_beside_small_talk_is_remembered(intent: str) -> None:
    said = say(intent, [("age", 22), ("level", 5)], {"certificates": [EXPERT]})
    assert said.focus["certificates"] == [EXPERT]
    assert (said.focus["situation"]["age"], said.focus["situation"]["level"]) == (22, 5)


def test_a_question_whether_one_may_enter_is_heard_beside_thanks() -> None:
    entities = [{"entity": "level", "value": 5, "years_after_bac": 2}]
    text = "ah super, et avec mon bts ce sera bon ?"
    ranking = [{"name": "thank", "confidence": 0.4}, {"name": "ask_admission", "confidence": 0.05}]
    focus = {"certificates": [GESTIONNAIRE]}
    said = say("thank", focus=focus, normalised_text=text, entities=entities, intent_ranking=ranking)
    assert said.text.startswith("**Oui**")


@pytest.mark.parametrize("text", ["passer", "je passe"])
def test_who_skips_a_question_of_the_form_gets_the_next_whatever_it_looked_like(text: str) -> None:
    asking = {"asking": ["diploma", "experience", "goal"]}
    said = say("talk_to_human", focus=asking, text=text, normalised_text=text)
    assert said.text.startswith(DOMAIN["responses"]["utter_ask_experience"][0]["text"].partition("{")[0])
    assert CENTRE.phone not in said.text
