"""What a visitor sends, checked, and as Rasa is to read it."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from sanic.request import Request

from bot.channels.web.errors import WebError
from bot.typography import NARROW

MOST_CHARACTERS = 1000
MOST_BYTES = 16 * 1024
# So much too much is read and thrown away, for the sender to get the answer; with more, the connection is closed.
_THROWN_AWAY = 1024 * 1024
_SECONDS_TO_ARRIVE = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

T = TypeVar("T")


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message as it comes: what was typed, or the id of a button that the bot offered; one of the two."""

    text: str | None = None
    button: str | None = None


class Feedback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a visitor thinks of one answer."""

    answer: str
    helpful: bool
    comment: str = ""


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An empty object."""


@dataclass(frozen=True)
class Said:
    """A visitor's message.

    Attributes:
        text: what Rasa reads.
        shown: what the visitor sees as their message.
    """

    text: str
    shown: str


async def read(request: Request, model: type[T]) -> T:
    """A request's body.

    Args:
        request: a request whose route has `ignore_body`: Sanic has not read its body yet.
        model: what the body must be; an empty body counts as an empty object.

    Raises:
        WebError: body_too_large, request_timeout, invalid_encoding, malformed_json, invalid_request.
    """
    try:
        body = await asyncio.wait_for(_body(request), _SECONDS_TO_ARRIVE)
    except asyncio.TimeoutError:
        raise WebError("request_timeout") from None
    try:
        return msgspec.json.decode(body.decode() or "{}", type=model)
    except UnicodeDecodeError:
        raise WebError("invalid_encoding") from None
    except msgspec.ValidationError:
        raise WebError("invalid_request") from None
    except (msgspec.DecodeError, RecursionError):
        raise WebError("malformed_json") from None


async def _body(request: Request) -> bytes:
    stream = request.stream
    if stream is None:
        return b""
    if request.headers.get("content-length", "0").startswith("-"):
        raise WebError("invalid_request")
    stream.request_max_size = _THROWN_AWAY
    body, size = bytearray(), 0
    async for part in stream:
        size += len(part)
        if size <= MOST_BYTES:
            body += part
    if size > MOST_BYTES:
        raise WebError("body_too_large")
    return bytes(body)


def check(message: Message) -> None:
    """Let pass a message that can be answered.

    Raises:
        WebError: invalid_request, text_too_long, empty_text.
    """
    if (message.text is None) == (message.button is None):
        raise WebError("invalid_request")
    if message.text is not None:
        check_length(message.text)
        if all(unicodedata.category(character)[0] in "CZ" for character in message.text):
            raise WebError("empty_text")


def check_length(text: str) -> None:
    """Let pass a text that is not too long.

    Raises:
        WebError: text_too_long.
    """
    if len(text) > MOST_CHARACTERS:
        raise WebError("text_too_long", length=_figure(len(text)), most=_figure(MOST_CHARACTERS))


def _figure(number: int) -> str:
    return f"{number:,}".replace(",", NARROW)


def typed(text: str) -> Said:
    """What was typed, as plain text whatever it is.

    Rasa takes a text for an intent when a slash comes first, also once the normaliser has dropped what stood before it
    (emoji, invisible characters, HTML). A text with a slash is therefore handed over from its first letter or digit on,
    which the normaliser never drops.
    """
    shown = _CONTROL.sub(" ", text).strip()
    if "/" not in unicodedata.normalize("NFKC", shown):
        return Said(shown, shown)
    start = next((place for place, c in enumerate(shown) if c.isalpha() or c.isdecimal()), None)
    return Said("?" if start is None else shown[start:], shown)
