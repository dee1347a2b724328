"""How the Bot API says no."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Refused(Exception):
    """A call that is answered with an error (core.telegram.org/bots/api#making-requests).

    Args:
        status: the HTTP status and error_code.
        description: what is told.
        parameters: ResponseParameters, such as retry_after.

    Attributes:
        reason: what is wrong, before Telegram's words around it.
    """

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {description}")
        self.status, self.description, self.parameters = status, description, parameters or {}
        self.reason = description


def bad_request(message: str) -> Refused:
    """400, worded as Telegram's server does (fail_query_with_error in Client.cpp): a sentence loses its capital letter.

    Args:
        message: a sentence, or an error's name in capitals.
    """
    is_name = len(message) > 1 and (message[1].isupper() or message[1] == "_")
    refused = Refused(400, "Bad Request: " + (message if is_name else message[:1].lower() + message[1:]))
    refused.reason = message
    return refused


def forbidden(message: str) -> Refused:
    """403: the bot may not write there."""
    return Refused(403, f"Forbidden: {message}")


def conflict(message: str) -> Refused:
    """409: two ways of getting updates at once."""
    return Refused(409, f"Conflict: {message}")


def too_many(retry_after: int) -> Refused:
    """429: come back after so many seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def undocumented(message: str) -> Refused:
    """400 for what Telegram lets pass in silence though its documentation does not allow it: in a bot it is a mistake."""
    return Refused(400, f"Bad Request: not as documented: {message}")


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Say before a 400's reason what could not be read: "can't parse BotCommand: expected an Object"."""
    try:
        yield
    except Refused as refused:
        raise bad_request(f"{what}: {refused.reason}") from None
