"""What a conversation is about is kept from one message to the next."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.conversations import readable
from tests.actions.saying import DOMAIN, EXPERT, GESTIONNAIRE, PROCEDURES, ask, say

# Turns of a conversation (intent, what it tells), and what the last answer holds and does not hold.
CONVERSATIONS: dict[str, tuple[list[tuple[str, dict[str, Any]]], list[str], list[str]]] = {
    "the certificate is kept": (
        [("ask_salary", {"certificate": EXPERT}), ("ask_duration", {})],
        ["clerc expert", "481 heures"],
        ["490", "235"],
    ),
    "another certificate takes its place": (
        [("ask_duration", {"certificate": EXPERT}), ("ask_duration", {"certificate": PROCEDURES})],
        ["235 heures"],
        ["481"],
    ),
    "the age is kept": (
        [("ask_apprentice_pay", {"certificate": GESTIONNAIRE, "age": 19}), ("ask_price", {}), ("ask_apprentice_pay", {})],
        ["À cet âge : 43 % du SMIC"],
        ["Dites-moi votre âge"],
    ),
    "a new age takes its place": (
        [("ask_apprentice_pay", {"certificate": GESTIONNAIRE, "age": 19}), ("ask_apprentice_pay", {"age": 22})],
        ["À 22 ans : 53 % du SMIC"],
        ["À 19 ans"],
    ),
    "the source of what was told": (
        [("ask_opening", {"certificate": GESTIONNAIRE}), ("ask_source", {})],
        ["Clerc Gestionnaire (CP CG)", "SEPTEMBRE 2027"],
        [],
    ),
    "a certificate that there is not": ([("ask_price", {"certificate": "clerc_de_notaire"})], ["7 840 €"], []),
}


@pytest.mark.parametrize(("turns", "held", "not_held"), CONVERSATIONS.values(), ids=CONVERSATIONS.keys())
def test_what_is_talked_about_is_kept(turns: list[tuple[str, dict[str, Any]]], held: list[str], not_held: list[str]) -> None:
    focus, text = None, ""
    for intent, told in turns:
        said = say(intent, list(told.items()), focus)
        focus, text = json.loads(json.dumps(said.focus)), readable(said.text)
    assert [wanted for wanted in held if readable(wanted) not in text] == []
    assert [unwanted for unwanted in not_held if readable(unwanted) in text] == []


def test_a_kept_focus_outlives_certificates_and_topics_that_are_no_more() -> None:
    kept = {"certificates": ["clerc_de_notaire"], "previous": ["clerc_de_notaire"], "topics": ["weather"], "situation": {}}
    said = ask("level", focus=kept)
    assert "niveau 5" in said.text
    assert (said.focus["certificates"], said.focus["previous"], said.focus["topics"]) == ([], [], ["level"])
    assert say("ask_source", focus=kept).text.startswith(DOMAIN["responses"]["utter_no_source"][0]["text"].partition("{")[0])


def test_two_questions_in_a_message_get_two_answers() -> None:
    questions = [
        {"intent": "ask_admission", "certificates": [EXPERT]},
        {"intent": "ask_price", "certificates": [GESTIONNAIRE]},
    ]
    said = say("ask_admission", questions=questions)
    assert "master 1 en droit" in said.text
    assert readable("7 840 €") in readable(said.text)
    assert said.focus["topics"] == ["admission", "price"]
