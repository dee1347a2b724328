"""« Typing », shown in a chat while an answer is worked out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.channels.telegram.api import Api, TelegramError

# It is shown for five seconds (core.telegram.org/bots/api#sendchataction).
_SECONDS = 4


class Typing:
    """Shows it. It is for show alone: where it does not go well, it is left out.

    Args:
        api: makes calls.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self._shown: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def __call__(self, place: dict[str, int]) -> AsyncIterator[None]:
        """Show it during what follows, once at least.

        Args:
            place: where, as the method's parameters name it.
        """
        over = asyncio.Event()
        task = asyncio.create_task(self._show(place, over))
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

    async def _show(self, place: dict[str, int], over: asyncio.Event) -> None:
        is_over = False
        with suppress(TelegramError):
            while not is_over:
                await self._api.call("sendChatAction", answer_within=_SECONDS, action="typing", **place)
                with suppress(asyncio.TimeoutError):
                    is_over = await asyncio.wait_for(over.wait(), _SECONDS)
