"""Whether messages can be answered: tried out, and not only asked for."""

from __future__ import annotations

import asyncio
import logging
import time

from rasa.core.agent import Agent
from rasa.core.lock_store import LockError
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.errors import ChannelError
from bot.channels.web.store import Store
from bot.database import in_writer, log_trouble
from bot.store import PROBE, ConversationStore

logger = logging.getLogger(__name__)

# Whoever asks more often gets the last answer: it costs two writes.
_SECONDS_KEPT = 2.0
_SECONDS_AT_MOST = 10.0


class Readiness:
    """Tries what a message needs: the model, a lock, and both stores, written and read.

    Args:
        store: the channel's.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._alone = asyncio.Lock()
        self._known, self._until = False, 0.0

    async def check(self, agent: Agent) -> None:
        """Let pass while messages can be answered.

        Args:
            agent: Rasa's agent.

        Raises:
            ChannelError: not_ready.
        """
        async with self._alone:
            if time.monotonic() >= self._until:
                self._known = await self._try(agent)
                self._until = time.monotonic() + _SECONDS_KEPT
        if not (agent.is_ready() and self._known):
            raise ChannelError("not_ready")

    async def _try(self, agent: Agent) -> bool:
        if not isinstance(agent.tracker_store, ConversationStore):
            logger.error("Conversations are kept nowhere: endpoints.yml names no tracker_store of the bot's")
            return False
        try:
            await asyncio.wait_for(self._needs(agent), _SECONDS_AT_MOST)
        except SQLAlchemyError as error:
            log_trouble(error)
            return False
        except (LockError, OSError, asyncio.TimeoutError) as error:
            logger.error("No conversation can be locked: %r", error)
            return False
        return True

    async def _needs(self, agent: Agent) -> None:
        async with agent.lock_store.lock(PROBE):
            await in_writer(agent.tracker_store.probe)
        await in_writer(self._store.probe)
