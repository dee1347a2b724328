"""Comparing certificates."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, knowledge
from bot.answers.comparison import compare

# A topic this likely beside « comparison » is what is compared.
COMPARED_TOPIC = 0.01


class ActionCompare(Action):
    """Puts certificates side by side, on the topic the message speaks of or overall."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_compare"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the comparison."""
        turn = Turn(dispatcher, tracker, domain)
        likely = [(intent.removeprefix("ask_"), p) for intent, p in turn.ranking if p >= COMPARED_TOPIC]
        topic = next((topic for topic, _ in likely if topic in knowledge().topics and knowledge().holders(topic)), None)
        return turn.reply(compare(knowledge(), turn.certificates, topic, turn.focus))
