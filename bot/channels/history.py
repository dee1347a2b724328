"""A conversation as its visitor sees it, read from Rasa's events.

Rasa's tracker store is the only place where what was said is kept, with the buttons and what each stands for; an answer's id
follows from the visitor's message and its place among the answers to it, a button's from its answer and its place there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Literal

from rasa.shared.core.events import BotUttered, Event, UserUttered

# Under this key of a message's metadata stands what the visitor sees as their message, where Rasa reads something else.
SHOWN = "shown"
# What the bot says when it does not know what was meant.
_NOT_UNDERSTOOD = ("utter_default", "utter_misunderstood", "utter_not_again", "utter_which_topic")


@dataclass(frozen=True)
class Button:
    """A next step that the bot offers; what Rasa understands when it is pressed stays on the server."""

    id: str
    title: str
    payload: str

    @property
    def public(self) -> dict[str, str]:
        """What the visitor's browser gets."""
        return {"id": self.id, "title": self.title}


@dataclass(frozen=True)
class Entry:
    """One message of a conversation; a visitor's has sender, text and time alone.

    Attributes:
        citations: the sheets' own words behind it (bot/answers/sources.py).
        table: the table that stands in place of some of its lines (actions/turn.py).
        understood: whether the bot knew what was meant.
    """

    sender: Literal["visitor", "bot"]
    text: str
    id: str | None = None
    buttons: tuple[Button, ...] = ()
    at: float = 0
    citations: Sequence[Mapping[str, Any]] = ()
    table: Mapping[str, Any] | None = None
    understood: bool = True

    @property
    def answer(self) -> dict[str, Any]:
        """A line of the stream of answers."""
        return {"type": "answer", "id": self.id, **self._shown}

    @property
    def past(self) -> dict[str, Any]:
        """An entry of the history."""
        at = datetime.fromtimestamp(self.at, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"from": self.sender, "id": self.id, "at": at, **self._shown}

    @property
    def _shown(self) -> dict[str, Any]:
        """What is read of it."""
        buttons = [button.public for button in self.buttons]
        return {
            "text": self.text,
            "buttons": buttons,
            "citations": self.citations,
            "table": self.table,
            "understood": self.understood,
        }


def answer_of(message: Mapping[str, Any], turn: str, number: int) -> Entry | None:
    """What the bot says as an entry; None when it holds nothing to read.

    Args:
        message: Rasa's bot message.
        turn: the id of the visitor's message that it answers.
        number: its place among the answers to that message, from 1.
    """
    if not message.get("text"):
        return None
    answer = f"{turn}.{number}"
    offered: Sequence[Mapping[str, str]] = message.get("buttons") or ()
    buttons = tuple(Button(f"{answer}.{n}", b["title"], b["payload"]) for n, b in enumerate(offered, 1))
    citations = message.get("citations") or ()
    understood = message.get("utter_action") not in _NOT_UNDERSTOOD
    at = message.get("timestamp", 0)
    return Entry("bot", message["text"], answer, buttons, at, citations, message.get("table"), understood)


def entries(events: Iterable[Event]) -> list[Entry]:
    """All that was said, in order."""
    said: list[Entry] = []
    turn, number = "", 0
    for event in events:
        if isinstance(event, UserUttered):
            turn, number = str(event.message_id), 0
            said.append(Entry("visitor", event.metadata.get(SHOWN) or event.text or "", at=event.timestamp))
        elif isinstance(event, BotUttered) and (answer := answer_of(event.message(), turn, number + 1)):
            said.append(answer)
            number += 1
    return said


def button_of(said: Iterable[Entry], button_id: str) -> Button | None:
    """The button with this id, if the bot offered it."""
    return next((button for entry in said for button in entry.buttons if button.id == button_id), None)
