"""One turn of a conversation as the actions see it: what was understood, what it is about, and how to reply."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.adviser import Adviser
from bot.answers.reply import Button, Cell, Note, Reply, Saying
from bot.answers.sources import citations
from bot.dialogue.interpreter import Interpreter, load_weights
from bot.dialogue.reading import READING, Reading
from bot.dialogue.state import STATE_SLOT, State, load_state, store_state
from bot.knowledge import Knowledge
from bot.knowledge.live import live
from bot.privacy.reference import reference_of
from bot.training import WEIGHTS
from bot.typography import french, listing, number_word

# The response that tells what is kept, and by what the centre finds it.
_TELLS_REFERENCE = "privacy"


def adviser_for(knowledge: Knowledge, weights: Path = WEIGHTS) -> Adviser:
    """An adviser for this knowledge.

    Args:
        knowledge: all that it may tell.
        weights: what was learnt at a training.
    """
    return Adviser(knowledge, Interpreter(knowledge, load_weights(weights)))


@lru_cache(maxsize=1)
def adviser() -> Adviser:
    """The adviser of a process that is given none, such as Rasa's own action server."""
    return adviser_for(live().knowledge)


class Turn:
    """Reads Rasa's tracker and writes the reply to its dispatcher.

    Args:
        dispatcher: takes the messages to the visitor.
        tracker: the conversation so far.
        domain: Rasa's domain, for the wording of notes.
        adviser: answers.
    """

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any], adviser: Adviser) -> None:
        self._dispatcher = dispatcher
        self._tracker = tracker
        self._responses: dict[str, Any] = domain.get("responses", {})
        self._adviser = adviser
        self._knowledge = adviser.knowledge

    @property
    def state(self) -> State:
        """What the conversation was about before this message."""
        return load_state(self._tracker.get_slot(STATE_SLOT), self._knowledge)

    def reply(self) -> list[dict[str, Any]]:
        """Answer the visitor's message; gives the events that keep the state."""
        message = self._tracker.latest_message
        if READING in message:
            reply, state = self._adviser.reply(msgspec.convert(message[READING], Reading), self.state)
        else:
            # A pressed button; what a payload claims is checked: it may come from anybody.
            intent = str(message["intent"].get("name")).removeprefix("ask_")
            claimed = [e.get("value") for e in message.get("entities", []) if e["entity"] == "certificate"]
            known = [c for c in claimed if isinstance(c, str) and c in self._knowledge.certificates]
            reply, state = self._adviser.pressed(intent, known, self.state)
        self._say_all(reply)
        return [SlotSet(STATE_SLOT, store_state(state))]

    def _say_all(self, reply: Reply) -> None:
        for number, saying in enumerate(reply.sayings, 1):
            self.say(saying, reply.buttons if number == len(reply.sayings) else ())

    def say(self, saying: Saying, buttons: Sequence[Button] = ()) -> None:
        """Say one message, with its notes under it and buttons for what may come next."""
        said = [*saying.notes, *([("note_automatic", {})] if self._is_first_message() else [])]
        notes = "".join("\n" + self._wording(f"utter_{name}", values) for name, values in said)
        opening = "".join(self._wording(f"utter_{name}", values) + "\n" for name, values in saying.openings)
        values = {**_of_everywhere(self._knowledge), **saying.values, "notes": notes, "opening": opening}
        # Rasa keeps what no response names with the message: for channels, which show sources on demand and tables.
        shown = {"citations": citations(self._knowledge, saying.facts), "table": self._table(saying)}
        if saying.response == _TELLS_REFERENCE:
            values["reference"] = reference_of(self._tracker.sender_id)
        self._dispatcher.utter_message(
            response=f"utter_{saying.response}",
            buttons=[{"title": french(button.title), "payload": _payload(button)} for button in buttons],
            **{key: french(value) for key, value in values.items()},
            **{key: value for key, value in shown.items() if value},
        )

    def _table(self, saying: Saying) -> dict[str, Any] | None:
        """A message's table in words, with those lines of its text in whose place it stands."""
        table = saying.table
        if table is None:
            return None
        opening = self._wording(f"utter_{saying.response}", {key: french(value) for key, value in saying.values.items()})
        lines = "".join("\n" + self._wording(f"utter_{name}", values) for name, values in saying.notes[: table.notes])
        return {
            "caption": self._cell(table.caption or opening.split("\n")[0].rstrip(": \u00a0")),
            "columns": [self._cell(cell) for cell in table.columns],
            "rows": [[self._cell(cell) for cell in row] for row in table.rows],
            "replaces": opening + french(lines),
        }

    def _cell(self, cell: Cell) -> str:
        return french(cell if isinstance(cell, str) else self._wording(f"utter_{cell[0]}", cell[1]))

    def _is_first_message(self) -> bool:
        """Whether nothing was said to this visitor yet: then the bot says what it is (EU AI Act, article 50)."""
        return not self._dispatcher.messages and all(event.get("event") != "bot" for event in self._tracker.events)

    def _wording(self, response: str, values: dict[str, str]) -> str:
        """The text of a response that stands inside another one: the channel's own variation, else the one for all."""
        channel = self._tracker.get_latest_input_channel()
        return worded(self._responses, (response.removeprefix("utter_"), values), self._knowledge, channel)


def worded(responses: Mapping[str, Any], note: Note, knowledge: Knowledge, channel: str | None = None) -> str:
    """The text of a response in the words of a channel, else in those for all.

    Args:
        responses: those of domain.yml.
        note: the response without its `utter_`, and the values that fill it.
        knowledge: holds what any response may name.
        channel: the channel's name.
    """
    name, values = note
    variations = responses[f"utter_{name}"]
    chosen = next((v for v in variations if v.get("channel") == channel), None) or next(
        v for v in variations if "channel" not in v
    )
    # A verdict stands alone or above conditions: inside another response nothing stands around it.
    filled = {**_of_everywhere(knowledge), "opening": "", "notes": "", **values}
    return re.sub(r"\{(\w+)\}", lambda match: filled[match[1]], str(chosen["text"]))


def _payload(button: Button) -> str:
    """What Rasa understands when the button is pressed: the intent and the certificate, whatever was said before."""
    return f"/{button.intent}" + (json.dumps({"certificate": button.certificate}) if button.certificate else "")


def _of_everywhere(knowledge: Knowledge) -> dict[str, str]:
    """What any response may name: the centre, its contacts, and the certificates."""
    centre = knowledge.centre
    names = [certificate.name for certificate in knowledge.certificates.values()]
    return {
        "centre": centre.name,
        "phone": centre.phone,
        "email": centre.email,
        "disability_contact": centre.disability_contact,
        "disability_phone": centre.disability_phone,
        "number_of_certificates": number_word(len(names)),
        "all_certificates": listing(names),
    }
