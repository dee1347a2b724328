"""« D'où ça vient ? »: the sheet's own words."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, knowledge
from bot.answers.sources import sources


class ActionShowSource(Action):
    """Shows the quotes behind the last answer."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_show_source"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say them."""
        turn = Turn(dispatcher, tracker, domain)
        return turn.reply(sources(knowledge(), turn.focus))
