"""No conversation is kept longer than the visitors are told, whichever channels are on."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Mapping
from typing import Any

from bot.channels.settings import database, number
from bot.channels.telegram.updates import SECONDS_EDITABLE
from bot.monitoring import metrics
from bot.privacy.forgotten import Forgotten
from bot.privacy.stores import Stores

logger = logging.getLogger(__name__)

KEEP_DAYS = 30
_HOUR, _DAY = 3600, 24 * 3600


def keep_days(environment: Mapping[str, str] = os.environ) -> int:
    """After how many days a conversation is deleted (BOT_KEEP_DAYS)."""
    return number(environment, "BOT_KEEP_DAYS", KEEP_DAYS)


async def forget_old(agent: Any, stores: Stores, days: int) -> None:
    """Delete the conversations that began too many days ago, with all that belongs to them.

    Args:
        agent: Rasa's agent: what it is answering is finished first.
        stores: where they are kept.
        days: how many.
    """
    for sender in _old(stores, days):
        async with agent.lock_store.lock(sender):
            stores.forget(sender)
        metrics.PURGED.inc()
        # Visitors' messages come between.
        await asyncio.sleep(0)
    _forget_beside(stores, days)


def purge(stores: Stores, days: int) -> int:
    """The same at once, for a command beside the server; gives the number of conversations.

    What is being answered in one of them meanwhile is kept as a new one.

    Args:
        stores: where they are kept.
        days: how many.
    """
    old = _old(stores, days)
    for sender in old:
        stores.forget(sender)
    _forget_beside(stores, days)
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
    stores, days = Stores(database()), keep_days()

    async def go_on() -> None:
        while True:
            try:
                await forget_old(app.ctx.agent, stores, days)
                metrics.PURGES.labels(result="done").inc()
                metrics.LAST_PURGE.set_to_current_time()
            except Exception:
                metrics.PURGES.labels(result="failed").inc()
                logger.exception("Old conversations could not be deleted; the next try is in an hour")
            await asyncio.sleep(_HOUR)

    # Of several servers one is enough.
    app.ctx.retention = loop.create_task(app.ctx.agent.lock_store.lead("retention", go_on))


async def stop_cleaning(app: Any, loop: asyncio.AbstractEventLoop) -> None:
    """End that when the server stops: a listener of Sanic's."""
    app.ctx.retention.cancel()
