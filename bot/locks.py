"""One thing at a time in each conversation, in the order of arrival: in this process, or over all servers that share a Redis.

Rasa's own lock stores look once a second whether it is one's turn, and its Redis one reads a ticket and then writes it: two
processes get the same. Of the libraries for fair locks in Redis the one that is kept up (redis-fifo-lock) wants redis-py 8, where
Rasa 3.6 wants 4.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import logging
import secrets
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, Protocol
from weakref import WeakValueDictionary

import redis
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from bot.channels.settings import MARK_KEY, redis_address, secret_mark

logger = logging.getLogger(__name__)

_PREFIX = "clercs:"
# A process that has not said so for this long (in ms) lives no more, and what it was doing is over.
_LIFE = 5000
# So often it says it, and so often who waits looks whether those before still live (both in seconds).
_BEAT = 1
# Redis has so many seconds to answer a call, twice: the connection may have been closed since it was last used, and an event loop
# that stands still counts the time as well. What is called may be called twice.
_PATIENCE = 3
CONNECTION = {
    "socket_timeout": _PATIENCE,
    "socket_connect_timeout": _PATIENCE,
    "retry": Retry(NoBackoff(), 1),
    "retry_on_error": [redis.ConnectionError, redis.TimeoutError],
}
# A queue in which nothing happens is forgotten after this long (in ms): what a server that died may leave.
_FORGOTTEN = 3_600_000

# A queue is a list of tickets (`process:number`); whose is first has the turn. Asking twice keeps one's place.
_ENTER = """
if not redis.call('LPOS', KEYS[1], ARGV[1]) then redis.call('RPUSH', KEYS[1], ARGV[1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
while true do
  local first = redis.call('LINDEX', KEYS[1], 0)
  if first == ARGV[1] then return 1 end
  if redis.call('EXISTS', ARGV[2] .. string.match(first, '^[^:]+')) == 1 then return 0 end
  redis.call('LPOP', KEYS[1])
end
"""
# The next in the queue waits at a list of its own for anything to be put there.
_LEAVE = """
local was_first = redis.call('LINDEX', KEYS[1], 0) == ARGV[1]
redis.call('LREM', KEYS[1], 0, ARGV[1])
local first = redis.call('LINDEX', KEYS[1], 0)
if was_first and first then
  local bell = KEYS[1] .. ':' .. first
  redis.call('RPUSH', bell, 1)
  redis.call('PEXPIRE', bell, ARGV[2])
end
"""

# Whether what one has is still one's own.
IsMine = Callable[[], Awaitable[bool]]


class UnreachableError(LockError, redis.RedisError):
    """Redis does not answer: nobody can say whose turn it is, or how often somebody asked."""


class _Queues(Protocol):
    """Queues by name."""

    def turn(self, name: str) -> AbstractAsyncContextManager[IsMine]:
        """Wait for one's turn; what follows is done inside."""

    def is_alive(self) -> bool:
        """Whether others take this process for one that lives."""

    def close(self) -> None:
        """Let others have what this process has."""


class ConversationLocks(LockStore):
    """Rasa's lock store (endpoints.yml): queues in Redis when there is one (BOT_REDIS), else in this process.

    Who has a conversation's lock may ask for it again: Rasa does so for each message, inside of what a channel does.

    Args:
        endpoint_config: Rasa's, which says nothing here.
        address: Redis's; from the environment when left out, and "" for none.

    Raises:
        redis.exceptions.RedisError: it does not answer.
    """

    def __init__(self, endpoint_config: Any = None, address: str | None = None) -> None:
        found = redis_address() if address is None else address
        self._queues: _Queues = _RedisQueues(found) if found else _LocalQueues()
        self._holders: dict[str, asyncio.Task[Any] | None] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncIterator[Any]:
        """Wait for one's turn in a conversation; what follows is done inside.

        Args:
            conversation_id: its name in Rasa.
            lock_lifetime: Rasa's; a lock lives here as long as its process.
            wait_time_in_seconds: Rasa's; who waits is told at once here.

        Raises:
            UnreachableError: Redis does not answer.
        """
        if conversation_id in self._holders and self._holders[conversation_id] is asyncio.current_task():
            yield None
            return
        async with self._queues.turn(conversation_id) as is_mine:
            self._holders[conversation_id] = asyncio.current_task()
            try:
                yield is_mine
            finally:
                self._holders.pop(conversation_id, None)

    async def lead(self, duty: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do what only one of all servers may do, whenever this one is the one, until it is done or cancelled.

        Args:
            duty: its name.
            work: cancelled, and begun anew when this server is the one again, where Redis forgot who it was.
        """
        while True:
            with suppress(redis.RedisError):
                async with self.lock(duty) as is_mine:
                    doing = asyncio.ensure_future(work())
                    try:
                        while not doing.done() and await self._is_still(is_mine):
                            await asyncio.wait({doing}, timeout=_BEAT)
                        if doing.done():
                            return doing.result()
                    finally:
                        doing.cancel()
                        await asyncio.gather(doing, return_exceptions=True)
            logger.warning("Redis does not say any more that « %s » is this server's", duty)
            await asyncio.sleep(_BEAT)

    async def _is_still(self, is_mine: IsMine) -> bool:
        """Whether it is; what one call of Redis's says that failed is nothing, as long as Redis hears of this process."""
        try:
            return await is_mine()
        except redis.RedisError:
            return self._queues.is_alive()

    def close(self) -> None:
        """Let others have at once what this process has."""
        self._queues.close()


class _LocalQueues:
    """Queues in this process."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[IsMine]:
        """Wait for one's turn; what follows is done inside."""
        async with self._locks.setdefault(name, asyncio.Lock()):
            yield _always

    def is_alive(self) -> bool:
        """There are no others."""
        return True

    def close(self) -> None:
        """There are no others."""


async def _always() -> bool:
    return True


class _RedisQueues:
    """Queues in Redis.

    A ticket holds for as long as its process lives. That is said by a thread, for an event loop that waits for a database not to
    lose what it has.

    Args:
        address: Redis's.

    Raises:
        redis.exceptions.RedisError: it does not answer.
    """

    def __init__(self, address: str) -> None:
        self._process = secrets.token_hex(8)
        self._numbers = itertools.count(1)
        self._redis = Redis.from_url(address, **CONNECTION)
        self._enter, self._leave = self._redis.register_script(_ENTER), self._redis.register_script(_LEAVE)
        # What is asked of a queue goes out in the order it was asked, whichever connection it takes.
        self._asking = _LocalQueues()
        self._leaving: set[asyncio.Task[None]] = set()
        self._ended = threading.Event()
        self._beats = redis.Redis.from_url(address, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._last_beat, self._mark = 0.0, secret_mark()
        self._beat()
        self._beating = threading.Thread(target=self._live, name="alive", daemon=True)
        self._beating.start()

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[IsMine]:
        """Wait for one's turn; what follows is done inside."""
        queue = f"{_PREFIX}queue:{hashlib.sha256(name.encode()).hexdigest()}"
        ticket = f"{self._process}:{next(self._numbers)}"

        async def is_mine() -> bool:
            async with self._asking.turn(queue):
                return bool(await self._enter(keys=[queue], args=[ticket, self._alive(""), _FORGOTTEN]))

        try:
            try:
                while not await is_mine():
                    await self._redis.blpop([f"{queue}:{ticket}"], timeout=_BEAT)
            except redis.RedisError as error:
                raise UnreachableError(f"Redis does not answer ({error})") from error
            yield is_mine
        finally:
            leaving = asyncio.create_task(self._go(queue, ticket))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
            await asyncio.wait({leaving}, timeout=_BEAT)

    async def _go(self, queue: str, ticket: str) -> None:
        """Leave a queue, as soon as Redis answers: a ticket that stays would hold up its conversation."""
        while True:
            with suppress(redis.RedisError):
                await self._leave(keys=[queue], args=[ticket, _LIFE])
                return
            await asyncio.sleep(_BEAT)

    def is_alive(self) -> bool:
        """Whether Redis has heard of this process lately."""
        return time.monotonic() - self._last_beat < _LIFE / 1000

    def close(self) -> None:
        """Say that this process lives no more."""
        self._ended.set()
        self._beating.join(_PATIENCE)

    def _live(self) -> None:
        while not self._ended.wait(_BEAT):
            with suppress(redis.RedisError):
                self._beat()
        with suppress(redis.RedisError):
            self._beats.delete(self._alive(self._process))

    def _beat(self) -> None:
        start = time.monotonic()
        self._beats.set(self._alive(self._process), 1, px=_LIFE)
        self._beats.set(MARK_KEY, self._mark, px=_LIFE)
        self._last_beat = start

    @staticmethod
    def _alive(process: str) -> str:
        return f"{_PREFIX}alive:{process}"
