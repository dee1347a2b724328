"""Everything that the knowledge answers."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, assistant


class ActionAnswer(Action):
    """Answers what the visitor asks, from the sheets."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the answer and keep what the conversation is about."""
        turn = Turn(dispatcher, tracker, domain)
        return turn.reply(assistant().reply(turn.understood, turn.focus))
