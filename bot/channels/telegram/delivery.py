"""Calls that have to go well in the end: tried again for as long as that makes sense.

What Telegram refuses for now (too fast: after the time that it names, in that chat alone; trouble of its own) was not carried
out and is tried again, as is what met no connection. When a connection breaks after the call was written nobody can know
whether it was carried out, and the Bot API has no way to ask: then it is tried again too. A visitor who reads an answer twice,
very seldom, is better off than one who waits for ever.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters, TelegramObject
from telegram.error import BadRequest, ChatMigrated, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.settings import Settings

logger = logging.getLogger(__name__)

# What is being written to Telegram when the server stops is given so long to end.
_SECONDS_TO_END = 5
# Parameters that are kept as JSON, and what the library wants them as.
_OBJECTS: dict[str, type[TelegramObject]] = {
    "reply_markup": InlineKeyboardMarkup,
    "reply_parameters": ReplyParameters,
    "link_preview_options": LinkPreviewOptions,
}


async def _nothing() -> None:
    """What is to be done where nothing is."""


def may_pass(error: TelegramError) -> bool:
    """Whether the same call may go well later: no answer, trouble at Telegram's, too fast, or the token is being changed."""
    return isinstance(error, NetworkError | RetryAfter | InvalidToken) and not isinstance(error, BadRequest)


def wait_after(error: TelegramError) -> float | None:
    """The seconds that Telegram names when we are too fast."""
    if not isinstance(error, RetryAfter):
        return None
    # A timedelta from some version of the library on.
    named = error.retry_after
    return named.total_seconds() if isinstance(named, timedelta) else named


class Waits:
    """How long to wait before the next try: twice as long each time, up to a limit, and never all at the same moment.

    Args:
        settings: the first wait and the longest.
    """

    def __init__(self, settings: Settings) -> None:
        self._first, self._longest = settings.first_wait, settings.longest_wait

    def __iter__(self) -> Iterator[float]:
        """All waits, without end, in seconds."""
        wait = self._first
        while True:
            yield wait * random.uniform(0.5, 1)
            wait = min(2 * wait, self._longest)


class Delivery:
    """Makes calls until they went well or never will.

    Args:
        bot: makes one call.
        waits: between tries.
    """

    def __init__(self, bot: Bot, waits: Waits) -> None:
        self._bot, self._waits = bot, waits
        self._under_way: set[asyncio.Task[None]] = set()

    async def send(
        self, method: str, parameters: dict[str, Any], until: float, on_success: Callable[[], Awaitable[None]] = _nothing
    ) -> None:
        """Make a call.

        Args:
            method: its name in the Bot API.
            parameters: the method's, as the Bot API or as the library has them.
            until: when it makes no sense any more, in seconds since 1970.
            on_success: called at once when it went well, even if nobody waits for it any more.

        Raises:
            TelegramError: it did not go well, and will not.
        """
        waits = iter(self._waits)
        while True:
            try:
                return await self._try(method, parameters, on_success)
            except TelegramError as error:
                if isinstance(error, ChatMigrated) and "message_id" not in parameters:
                    # The group became another one, with another id (core.telegram.org/bots/api#responseparameters),
                    # where messages have other numbers.
                    parameters = {**parameters, "chat_id": error.new_chat_id}
                    parameters.pop("reply_parameters", None)
                elif not may_pass(error):
                    raise
                wait = wait_after(error) or next(waits)
                if time.time() + wait > until:
                    raise
                logger.info("%s: %s; the next try is in %.1f s", method, error, wait)
            await asyncio.sleep(wait)

    async def close(self) -> None:
        """Wait for what is under way; whoever waits for it is to be cancelled first."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_SECONDS_TO_END)
            for task in late:
                task.cancel()

    async def _try(self, method: str, parameters: dict[str, Any], on_success: Callable[[], Awaitable[None]]) -> None:
        async def call() -> None:
            objects = {name: kind.de_json(parameters[name]) for name, kind in _OBJECTS.items() if name in parameters}
            # The library also has the Bot API's own names.
            await getattr(self._bot, method)(**parameters | objects)
            await on_success()

        # Cut off in the middle, it would be sent again by the next process.
        task = asyncio.create_task(call())
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            # Whoever waited for it may be gone, when the server stops: asyncio would print the error.
            task.exception()
