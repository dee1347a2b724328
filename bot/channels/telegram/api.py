"""Telegram's Bot API (core.telegram.org/bots/api), as far as any method goes: a call, its result, what may go wrong.

No library: aiogram is held at 2.15 by Rasa and knows no secret token; python-telegram-bot would fit, but prints the token in
its error for a wrong one, logs it with each request (by httpx), and has hundreds of classes for the ten methods we call.
"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

import aiohttp
import msgspec

_SECONDS_TO_CONNECT = 10
_SECONDS_TO_ANSWER = 30


class TelegramError(Exception):
    """A call that went wrong. Never holds the token, nor the address that it is part of."""


class UnreachableError(TelegramError):
    """No answer came. Whether Telegram has carried out what was asked cannot be known."""


class RefusedError(TelegramError):
    """Telegram's answer is no.

    Args:
        code: like an HTTP status.
        description: why, in English.
        retry_after: seconds to wait before trying again, when we are too fast.
        migrated_to: the new id of a group that has one.
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None, migrated_to: int | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description, self.retry_after, self.migrated_to = code, description, retry_after, migrated_to

    @property
    def may_pass(self) -> bool:
        """Whether the same call may go well later: we were too fast, Telegram has trouble, or the token is being changed."""
        return self.code in (401, 429) or self.code >= 500


class _Parameters(msgspec.Struct):
    retry_after: int | None = None
    migrate_to_chat_id: int | None = None


class _Answer(msgspec.Struct):
    ok: bool
    result: msgspec.Raw = msgspec.Raw()
    error_code: int = 0
    description: str = ""
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


class Api:
    """Calls methods for one bot. To be made and closed in the event loop that it is used in.

    Args:
        address: of the API.
        token: the bot's.
    """

    def __init__(self, address: str, token: str) -> None:
        self._base = f"{address}/bot{quote(token, safe=':')}"
        # The environment names the proxy that a school's network may have (HTTPS_PROXY, NO_PROXY).
        self._session = aiohttp.ClientSession(trust_env=True, json_serialize=lambda value: msgspec.json.encode(value).decode())

    async def call(self, method: str, answer_within: float = _SECONDS_TO_ANSWER, **parameters: Any) -> msgspec.Raw:
        """Call a method once.

        Args:
            method: its name.
            answer_within: seconds in which the answer has to come.
            **parameters: the method's.

        Returns:
            the result, in JSON.

        Raises:
            UnreachableError: no answer, or none of Telegram's.
            RefusedError: Telegram says no.
        """
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_SECONDS_TO_CONNECT, sock_read=answer_within)
        try:
            async with self._session.post(
                f"{self._base}/{method}", json=parameters, timeout=timeout, allow_redirects=False
            ) as response:
                status, body = response.status, await response.read()
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            # A proxy's address that is none is a ValueError. aiohttp's own words may hold the address, and with it the token.
            raise UnreachableError(f"{method}: no answer ({type(error).__name__})") from None
        try:
            answer = msgspec.json.decode(body, type=_Answer)
        except msgspec.DecodeError:
            if status < 500:
                raise UnreachableError(f"{method}: an answer that is not Telegram's (HTTP {status})") from None
            raise RefusedError(status, f"{method}: trouble at Telegram's") from None
        if not answer.ok:
            told = answer.parameters
            raise RefusedError(answer.error_code, f"{method}: {answer.description}", told.retry_after, told.migrate_to_chat_id)
        return answer.result

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()
