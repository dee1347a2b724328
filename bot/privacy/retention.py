"""No conversation is kept longer than the visitors are told, whichever channels are on."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Mapping
from typing import Any

from rasa.core.lock_store import LockStore

from bot.channels.settings import database, number
from bot.channels.telegram.updates import SECONDS_EDITABLE
from bot.database import in_reader, in_writer
from bot.monitoring import metrics
from bot.privacy.forgotten import Forgotten
from bot.privacy.stores import Stores
from bot.typography import french

logger = logging.getLogger(__name__)

KEEP_DAYS = 30
_HOUR, _DAY = 3600, 24 * 3600


def keep_days(environment: Mapping[str, str] = os.environ) -> int:
    """After how many days a conversation is deleted (BOT_KEEP_DAYS)."""
    return number(environment, "BOT_KEEP_DAYS", KEEP_DAYS)


class Clock:
    """Tells whether the clock jumped: set a year ahead by mistake, it would have everything deleted."""

    def __init__(self) -> None:
        self._offset = _offset()

    def is_steady(self) -> bool:
        """Whether it went on as time does since this was asked last."""
        before, self._offset = self._offset, _offset()
        return abs(self._offset - before) < _HOUR


def _offset() -> float:
    return time.time() - time.monotonic()


async def forget_old(locks: LockStore, stores: Stores, days: int) -> int:
    """Delete the conversations that began too many days ago, with all that belongs to them; gives their number.

    Args:
        locks: Rasa's lock store: what is being answered is finished first.
        stores: where they are kept.
        days: how many.

    Raises:
        UnreachableError: several servers share a Redis (bot/locks.py), and it does not answer.
        sqlalchemy.exc.SQLAlchemyError: the database does not answer.
    """
    old = await in_reader(_old, stores, days)
    for sender in old:
        async with locks.lock(sender):
            await in_writer(stores.forget, sender)
        metrics.PURGED.inc()
        # Visitors' messages come between.
        await asyncio.sleep(0)
    await in_writer(_forget_beside, stores, days)
    return len(old)


def _old(stores: Stores, days: int) -> list[str]:
    moment = time.time() - days * _DAY
    return [sender for sender, begun in stores.begun().items() if begun < moment]


def _forget_beside(stores: Stores, days: int) -> None:
    # What tells that a message was edited is kept as long as it may be.
    moment = time.time() - days * _DAY
    stores.forget_beside(time.time() - SECONDS_EDITABLE, moment)
    # By then no backup holds them either.
    Forgotten(stores.address).drop_old(moment)


async def keep_clean(app: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Delete what is old now and every hour, for as long as the server runs: a listener of Sanic's.

    Args:
        app: the server, with Rasa's agent.
        loop: its event loop.
    """
    stores, days, clock = Stores(database()), keep_days(), Clock()

    async def go_on() -> None:
        while True:
            try:
                if clock.is_steady():
                    await forget_old(app.ctx.agent.lock_store, stores, days)
                    metrics.PURGES.labels(result="done").inc()
                    metrics.LAST_PURGE.set_to_current_time()
                else:
                    logger.error(french("L'horloge de cette machine a sauté : réglez-la. Rien n'est effacé avant une heure."))
            except Exception:
                metrics.PURGES.labels(result="failed").inc()
                logger.exception("Old conversations could not be deleted; the next try is in an hour")
            await asyncio.sleep(_HOUR)

    # Of several servers one is enough.
    app.ctx.retention = loop.create_task(app.ctx.agent.lock_store.lead("retention", go_on))


async def stop_cleaning(app: Any, loop: asyncio.AbstractEventLoop) -> None:
    """End that when the server stops: a listener of Sanic's."""
    app.ctx.retention.cancel()
