"""Fetch updates from Telegram, for a server that it cannot reach (core.telegram.org/bots/api#getupdates).

The library's Updater puts updates into a queue and confirms them at once; here an update is confirmed when it is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram.delivery import Waits, wait_after
from bot.channels.telegram.updates import WANTED

logger = logging.getLogger(__name__)

# Telegram answers at once when there is something, else after so long.
_SECONDS = 50


async def poll(
    bot: Bot, waits: Waits, hear: Callable[[Update], Awaitable[None]], tell: Callable[[TelegramError | None], None]
) -> None:
    """Fetch updates until cancelled.

    Args:
        bot: makes calls.
        waits: between tries that failed.
        hear: takes an update, and has it safely kept when it comes back.
        tell: takes what goes wrong, and None when all is well.
    """
    offset: int | None = None
    failures = iter(waits)
    while True:
        try:
            for update in await bot.get_updates(offset, timeout=_SECONDS, allowed_updates=WANTED):
                await hear(update)
                # With the next call Telegram learns that all before this number are ours.
                offset = update.update_id + 1
            failures = iter(waits)
            tell(None)
        except TelegramError as error:
            tell(error)
            await asyncio.sleep(wait_after(error) or next(failures))
        except Exception:
            logger.exception("Updates from Telegram could not be kept; they are fetched again")
            await asyncio.sleep(next(failures))
