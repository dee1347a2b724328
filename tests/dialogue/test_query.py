"""What can be asked: every intent of the domain is a topic, or has an act of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.query import ACTS, INTENTS_BESIDE_TOPICS, NOT_OURS, SOCIAL, TOPIC_ACTS, act_of, rasa_intent
from bot.knowledge.domain import completed
from bot.knowledge.loader import read_yaml
from tests.dialogue.messages import KNOWLEDGE

DOMAIN = read_yaml(Path(__file__).resolve().parents[2] / "domain.yml", dict[str, Any])
INTENTS: list[str] = completed(DOMAIN, KNOWLEDGE.topics)["intents"]


def test_every_intent_of_the_domain_is_a_topic_or_has_a_meaning_of_its_own() -> None:
    known = {rasa_intent(intent) for intent in (*KNOWLEDGE.topics, *INTENTS_BESIDE_TOPICS)}
    # « Et pour l'expert ? » asks the last question again.
    assert set(INTENTS) - {"change_certificate"} == known


@pytest.mark.parametrize(
    ("intent", "act"),
    [("thank", "social"), ("out_of_scope", "not_ours"), ("comparison", "compare"), ("path", "path"), ("price", None)],
)
def test_what_an_intent_beside_the_topics_stands_for(intent: str, act: str | None) -> None:
    assert act_of(intent) == act


def test_an_act_of_a_topic_is_an_act() -> None:
    assert set(TOPIC_ACTS) <= set(ACTS)
    assert {act_of(intent) for intent in (*SOCIAL, *NOT_OURS)} == {"social", "not_ours"}
    assert not set(INTENTS_BESIDE_TOPICS) & KNOWLEDGE.topics.keys()
