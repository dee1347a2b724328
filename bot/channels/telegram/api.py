"""Telegram's Bot API by python-telegram-bot; ours is that its token shows nowhere and that one odd update holds up no others.

Of the library only Bot is used: its Updater confirms updates before they are kept, and its AIORateLimiter has every chat wait
for one that was too fast (delivery.py waits in that chat alone).
"""

from __future__ import annotations

import json
import logging
import ssl
from typing import Any
from urllib.parse import quote

from telegram import Bot
from telegram.error import InvalidToken, NetworkError
from telegram.request import HTTPXRequest

from bot.channels.telegram.updates import parse

_SECONDS_TO_CONNECT = 10
_SECONDS_TO_ANSWER = 30
_SECONDS_TO_FETCH = 10  # beyond those that getUpdates waits
# Who logs addresses, which the token is part of: httpx each call (INFO), the library the base of all (DEBUG).
_LOGGERS = ("httpx", "telegram.Bot")


class _Redaction(logging.Filter):
    """Keeps tokens out of what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Blot tokens out; every record passes."""
        text = record.getMessage()
        if any(token in text for token in self.tokens):
            for token in self.tokens:
                text = text.replace(token, "<token>")
            record.msg, record.args = text, ()
        return True


_REDACTION = _Redaction()


class UnreachableError(NetworkError):
    """No answer came, or none of Telegram's. Whether Telegram has carried out what was asked cannot be known."""


class _Request(HTTPXRequest):
    """Errors here hold neither the address, nor a cause that does, nor pages that are not Telegram's."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make one request.

        Raises:
            UnreachableError: no answer, or none of Telegram's.
            NetworkError: trouble at Telegram's, whose gateway answers with a page.
        """
        try:
            status, body = await super().do_request(*args, **kwargs)
        except Exception as error:
            cause = error.__cause__ or error
            raise UnreachableError(f"no answer ({type(cause).__name__})") from None
        try:
            is_telegrams = isinstance(json.loads(body), dict)
        except (ValueError, RecursionError):
            is_telegrams = False
        if not is_telegrams:
            kind = NetworkError if status >= 500 else UnreachableError
            raise kind(f"an answer that is not Telegram's (HTTP {status})")
        return status, body


class _Fetching(_Request):
    """Of getUpdates alone: of an update that the library cannot read only the number is left, for the others to be read."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer (the library's own place to change how it is read)."""
        answer: dict[str, Any] = json.loads(payload)
        if isinstance(updates := answer.get("result"), list):
            answer["result"] = [update if parse(update) else {"update_id": update["update_id"]} for update in updates]
        return answer


def connect(address: str, token: str) -> Bot:
    """A bot, to be set up with `sign_in`, and shut down in the event loop that it is used in.

    The environment names the proxy that a school's network may have (HTTPS_PROXY, NO_PROXY: httpx's trust_env).

    Args:
        address: of the API.
        token: the bot's.

    Raises:
        UnreachableError: the environment's proxy is none.
    """
    quoted = quote(token, safe=":")
    _REDACTION.tokens |= {token, quoted}
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_REDACTION)
    # The system's certificates: a proxy that looks into what passes has its own among them.
    options: dict[str, Any] = {
        "connect_timeout": _SECONDS_TO_CONNECT,
        "pool_timeout": _SECONDS_TO_CONNECT,
        "httpx_kwargs": {"verify": ssl.create_default_context()},
    }
    try:
        return Bot(
            token,
            base_url=lambda _: f"{address}/bot{quoted}",
            request=_Request(read_timeout=_SECONDS_TO_ANSWER, write_timeout=_SECONDS_TO_ANSWER, **options),
            get_updates_request=_Fetching(connection_pool_size=1, read_timeout=_SECONDS_TO_FETCH, **options),
        )
    except Exception as error:
        # httpx has an error of its own for a port, another for a scheme, the library one for what is not installed.
        raise UnreachableError(f"no answer ({type(error).__name__})") from None


async def sign_in(bot: Bot) -> None:
    """Learn who the bot is.

    Raises:
        TelegramError: it did not go well.
    """
    try:
        await bot.initialize()
    except InvalidToken:
        # The library's error shows it.
        raise InvalidToken("the token was refused") from None
