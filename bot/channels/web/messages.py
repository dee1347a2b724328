"""What a visitor's browser sends, checked."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import msgspec
from sanic.request import Request

from bot.channels.errors import ChannelError
from bot.channels.messages import check_text

MOST_BYTES = 16 * 1024
# So much too much is read and thrown away, for the sender to get the answer; with more, the connection is closed.
_THROWN_AWAY = 1024 * 1024
_SECONDS_TO_ARRIVE = 20

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


async def read(request: Request, model: type[T]) -> T:
    """A request's body.

    Args:
        request: a request whose route has `ignore_body`: Sanic has not read its body yet.
        model: what the body must be; an empty body counts as an empty object.

    Raises:
        ChannelError: body_too_large, request_timeout, invalid_encoding, malformed_json, invalid_request.
    """
    try:
        body = await asyncio.wait_for(_body(request), _SECONDS_TO_ARRIVE)
    except asyncio.TimeoutError:
        raise ChannelError("request_timeout") from None
    try:
        return msgspec.json.decode(body.decode() or "{}", type=model)
    except UnicodeDecodeError:
        raise ChannelError("invalid_encoding") from None
    except msgspec.ValidationError:
        raise ChannelError("invalid_request") from None
    except (msgspec.DecodeError, RecursionError):
        raise ChannelError("malformed_json") from None


async def _body(request: Request) -> bytes:
    stream = request.stream
    if stream is None:
        return b""
    if request.headers.get("content-length", "0").startswith("-"):
        raise ChannelError("invalid_request")
    stream.request_max_size = _THROWN_AWAY
    body, size = bytearray(), 0
    async for part in stream:
        size += len(part)
        if size <= MOST_BYTES:
            body += part
    if size > MOST_BYTES:
        raise ChannelError("body_too_large")
    return bytes(body)


def check(message: Message) -> None:
    """Let pass a message that can be answered.

    Raises:
        ChannelError: invalid_request, text_too_long, empty_text.
    """
    if (message.text is None) == (message.button is None):
        raise ChannelError("invalid_request")
    if message.text is not None:
        check_text(message.text)
