"""Fetch updates from Telegram, for a server that it cannot reach (core.telegram.org/bots/api#getupdates)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import msgspec

from bot.channels.telegram.api import Api, RefusedError, TelegramError
from bot.channels.telegram.delivery import Waits
from bot.channels.telegram.updates import WANTED

logger = logging.getLogger(__name__)

# Telegram answers at once when there is something, else after so long.
_SECONDS = 50


class _Numbered(msgspec.Struct):
    update_id: int


async def poll(api: Api, waits: Waits, hear: Callable[[msgspec.Raw], None], tell: Callable[[TelegramError | None], None]) -> None:
    """Fetch updates until cancelled.

    Args:
        api: makes calls.
        waits: between tries that failed.
        hear: takes an update, and has it safely kept when it comes back.
        tell: takes what goes wrong, and None when all is well.
    """
    offset: dict[str, Any] = {}
    failures = iter(waits)
    while True:
        try:
            result = await api.call("getUpdates", answer_within=_SECONDS + 10, timeout=_SECONDS, allowed_updates=WANTED, **offset)
            for update in msgspec.json.decode(result, type=list[msgspec.Raw]):
                hear(update)
                # With the next call Telegram learns that all before this number are ours.
                offset["offset"] = msgspec.json.decode(update, type=_Numbered).update_id + 1
            failures = iter(waits)
            tell(None)
        except TelegramError as error:
            tell(error)
            await asyncio.sleep((isinstance(error, RefusedError) and error.retry_after) or next(failures))
        except Exception:
            logger.exception("Updates from Telegram could not be kept; they are fetched again")
            await asyncio.sleep(next(failures))
