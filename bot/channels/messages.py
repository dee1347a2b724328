"""What a visitor writes, as Rasa is to read it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.channels.errors import ChannelError
from bot.typography import NARROW

MOST_CHARACTERS = 1000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Rasa takes a text that begins with a slash for an intent's name.
_INTENT_MARK = re.compile(r"^[/\s]+")


@dataclass(frozen=True)
class Said:
    """A visitor's message.

    Attributes:
        text: what Rasa reads.
        shown: what the visitor sees as their message.
    """

    text: str
    shown: str


def typed(text: str) -> Said:
    """What was typed, as plain text whatever it is: nobody but a button of ours names an intent."""
    shown = printable(text).strip()
    return Said(_INTENT_MARK.sub("", shown) or "?", shown)


def printable(text: str) -> str:
    """A text without control characters, of which PostgreSQL keeps not all."""
    return _CONTROL.sub(" ", text)


def check_text(text: str) -> None:
    """Let pass what can be answered.

    Raises:
        ChannelError: text_too_long, empty_text.
    """
    check_length(text)
    if all(unicodedata.category(character)[0] in "CZ" for character in text):
        raise ChannelError("empty_text")


def check_length(text: str) -> None:
    """Let pass a text that is not too long.

    Raises:
        ChannelError: text_too_long.
    """
    if len(text) > MOST_CHARACTERS:
        raise ChannelError("text_too_long", length=_figure(len(text)), most=_figure(MOST_CHARACTERS))


def _figure(number: int) -> str:
    return f"{number:,}".replace(",", NARROW)
