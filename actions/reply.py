"""The two actions: one answers every message, one forgets."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from actions import turn
from actions.turn import Turn
from bot.answers.adviser import Adviser
from bot.answers.reply import Saying


class _Advised:
    """Part of an action: it has one adviser; of the process's own when it is given none, as Rasa's action server makes it."""

    def __init__(self, adviser: Adviser | None = None) -> None:
        self._adviser = adviser

    def _turn(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Turn:
        return Turn(dispatcher, tracker, domain, self._adviser or turn.adviser())


class ActionReply(_Advised, Action):
    """Answers a message, whatever its intent looks like by itself."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_reply"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the answer and keep what the conversation is about."""
        return self._turn(dispatcher, tracker, domain).reply()


class ActionForget(_Advised, Action):
    """Forgets what the conversation was about."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say so and forget."""
        self._turn(dispatcher, tracker, domain).say(Saying("forget"))
        return [AllSlotsReset()]
