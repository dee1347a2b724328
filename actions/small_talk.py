"""Replies that domain.yml holds ready: greetings, thanks, what is not ours; and forgetting."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from bot.answers.reply import Button, Saying

_START_BUTTONS = (
    Button("Les formations", "ask_certificates"),
    Button("Les conditions", "ask_admission"),
    Button("Le prix", "ask_price"),
    Button("Le salaire", "ask_salary"),
)
# After these, visitors are shown what they can ask.
_OFFER_START = frozenset(
    "greet help complain out_of_scope legal_advice other_training manipulation foreign_language affirm".split()
)


class ActionSay(Action):
    """Says the response named like the intent, with the centre's contact filled in."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_say"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say it."""
        turn = Turn(dispatcher, tracker, domain)
        turn.say(Saying(turn.intent), _START_BUTTONS if turn.intent in _OFFER_START else ())
        return []


class ActionForget(Action):
    """Forgets what the conversation was about."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say so and forget."""
        Turn(dispatcher, tracker, domain).say(Saying("forget"))
        return [AllSlotsReset()]
