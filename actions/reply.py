"""The two actions: one answers every message, one forgets."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from bot.answers.reply import Saying


class ActionReply(Action):
    """Answers a message, whatever its intent looks like by itself."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_reply"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the answer and keep what the conversation is about."""
        return Turn(dispatcher, tracker, domain).reply()


class ActionForget(Action):
    """Forgets what the conversation was about."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say so and forget."""
        Turn(dispatcher, tracker, domain).say(Saying("forget"))
        return [AllSlotsReset()]
