"""Replies that domain.yml holds ready: greetings, thanks, who the bot is; and forgetting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, assistant
from bot.answers import form
from bot.answers.entering import asks_to_enter
from bot.answers.reply import Saying

# After these, visitors are shown what they can ask.
_OFFER_START = frozenset(["greet", "help"])


# In the middle of the form, « je ne sais pas » looks like a call for help and skips the question.
_SKIPS_QUESTION = frozenset(["help"])


class ActionSay(Action):
    """Says the response named like the intent (without its `ask_`), with the centre's contact filled in."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_say"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say it."""
        turn = Turn(dispatcher, tracker, domain)
        asking, text = turn.focus.asking, turn.understood.text
        # Whatever « passer » looks like, the form asked for it.
        of_form = asking and (turn.intent in _SKIPS_QUESTION or form.skips(text) or form.stops(text))
        # « Ah super, et avec mon BTS ce sera bon ? »
        if of_form or asks_to_enter(turn.understood, turn.focus):
            return turn.reply(assistant().reply(turn.understood, turn.focus))
        if asking:
            turn.say(Saying(turn.intent.removeprefix("ask_")))
            turn.say(Saying(f"ask_{asking[0]}"))
            return []
        turn.say(Saying(turn.intent.removeprefix("ask_")), assistant().start_buttons() if turn.intent in _OFFER_START else ())
        # « Bonjour, j'ai 22 ans et un BTS » tells what a later question rests on.
        return turn.keep(replace(turn.focus, situation=turn.focus.situation.update(turn.understood.situation)))


class ActionForget(Action):
    """Forgets what the conversation was about."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say so and forget."""
        Turn(dispatcher, tracker, domain).say(Saying("forget"))
        return [AllSlotsReset()]
