"""Rasa's domain.yml: the words of the bot, which the staff change, and what follows in it from the list of topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.knowledge.models import Topic
from bot.typography import capital, french

# What a topic without a response of its own is told in: the centre's, and a certificate's.
OF_CENTRE, OF_CERTIFICATE = "topic", "topic_of_certificate"


class Variation(msgspec.Struct, frozen=True):
    """One wording of a response; Rasa knows more of it than is looked at here."""

    text: str


class Domain(msgspec.Struct, frozen=True):
    """All responses by their names, `utter_…`."""

    responses: dict[str, tuple[Variation, ...]]


def derived_responses(topics: Mapping[str, Topic]) -> dict[str, tuple[str, str]]:
    """The responses that topics need, each with the one that it is made of where domain.yml does not have it, and its label.

    Args:
        topics: all topics.
    """
    found: dict[str, tuple[str, str]] = {}
    for key, topic in topics.items():
        if topic.scope == "centre":
            found[key] = OF_CENTRE, capital(topic.label)
            found[f"{key}_of_certificate"] = OF_CERTIFICATE, topic.label
        elif topic.scope == "certificate":
            found[key] = OF_CERTIFICATE, topic.label
    return found


def completed(domain: Mapping[str, Any], topics: Mapping[str, Topic]) -> dict[str, Any]:
    """domain.yml with what follows from the topics: the intent of each, and a response for those that it does not word.

    Args:
        domain: as it is written.
        topics: all topics.
    """
    written = domain.get("responses", {})
    made = {
        f"utter_{name}": [{**variation, "text": variation["text"].replace("{label}", french(label))} for variation in pattern]
        for name, (model, label) in derived_responses(topics).items()
        if (pattern := written.get(f"utter_{model}"))
    }
    intents = dict.fromkeys([*(f"ask_{key}" for key in topics), *domain.get("intents", ())])
    return {**domain, "intents": list(intents), "responses": {**made, **written}}
