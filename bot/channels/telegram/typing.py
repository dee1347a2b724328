"""« Typing », shown in a chat while an answer is worked out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.channels.telegram.updates import Asked

# It is shown for five seconds (core.telegram.org/bots/api#sendchataction).
_SECONDS = 4


class Typing:
    """Shows it. It is for show alone: where it does not go well, it is left out.

    Args:
        bot: makes calls.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._shown: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def __call__(self, asked: Asked) -> AsyncIterator[None]:
        """Show it during what follows, once at least.

        Args:
            asked: what is being answered.
        """
        over = asyncio.Event()
        task = asyncio.create_task(self._show(asked, over))
        self._shown.add(task)
        task.add_done_callback(self._shown.discard)
        # What follows may keep the event loop busy to its end: let the call go out before.
        await asyncio.sleep(0)
        try:
            yield
        finally:
            over.set()

    async def close(self) -> None:
        """Stop at once."""
        for task in self._shown:
            task.cancel()
        await asyncio.gather(*self._shown, return_exceptions=True)

    async def _show(self, asked: Asked, over: asyncio.Event) -> None:
        is_over = False
        with suppress(TelegramError):
            while not is_over:
                await self._bot.send_chat_action(
                    asked.chat, ChatAction.TYPING, message_thread_id=asked.topic, read_timeout=_SECONDS
                )
                with suppress(asyncio.TimeoutError):
                    is_over = await asyncio.wait_for(over.wait(), _SECONDS)
