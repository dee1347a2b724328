"""In a chat one thing after the other, in the order it came; chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.channels.telegram.delivery import Waits
from bot.database import PASSING_ERRORS

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Chats(Generic[T]):
    """A queue for each chat that has something waiting.

    Args:
        handle: does one thing; where the database did not answer it is called again, and goes on where it was.
        waits: between its tries.
    """

    def __init__(self, handle: Callable[[T], Awaitable[None]], waits: Waits) -> None:
        self._handle, self._waits = handle, waits
        self._queues: dict[int, deque[T]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    def put(self, chat: int, thing: T) -> None:
        """Have something done when all before it in its chat is."""
        if chat in self._queues:
            self._queues[chat].append(thing)
            return
        self._queues[chat] = deque([thing])
        worker = asyncio.create_task(self._work(chat))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def close(self) -> None:
        """Stop where it is."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _work(self, chat: int) -> None:
        queue = self._queues[chat]
        while queue:
            try:
                await self._do(queue.popleft())
            except Exception:
                # It stays in the store, for the next start; the chat goes on.
                logger.exception("Something in a chat could not be done")
        del self._queues[chat]

    async def _do(self, thing: T) -> None:
        for number, wait in enumerate(self._waits):
            try:
                await self._handle(thing)
                return
            except PASSING_ERRORS as error:
                level = logging.INFO if number else logging.ERROR
                logger.log(level, "A chat waits for the database, the next try is in %.1f s: %s", wait, error)
            await asyncio.sleep(wait)
