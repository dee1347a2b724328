"""Conversations as Rasa keeps them, written straight into its store."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot

from bot.dialogue.query import Query
from bot.dialogue.state import STATE_SLOT, State, Turn, store_state
from bot.store import ConversationStore

DAY = 24 * 3600


class Told:
    """What was said in a database.

    Args:
        database: the SQLite file.
    """

    def __init__(self, database: Path) -> None:
        self.address = f"sqlite:///{database}"
        self._domain = Domain.empty()
        self._domain.slots.append(AnySlot(STATE_SLOT, [{"type": "custom"}]))
        self.store = ConversationStore(domain=self._domain, db=str(database))

    def say(
        self,
        question: str,
        *queries: Query,
        conversation: str = "web:a",
        answer: str = "Voici.",
        response: str = "utter_price",
        silences: Sequence[tuple[str, str]] = (),
        days_ago: float = 0,
        shown: str | None = None,
    ) -> str:
        """Have something said; gives the message's id."""
        at = time.time() - days_ago * DAY
        turn = f"turn{at}{question[:5]}"
        reading: dict[str, Any] = {
            "whole": {"start": 0, "end": 1, "intents": {queries[0].intent: 0.9} if queries else {}},
            "silences": [{"topic": topic, "name": name} for topic, name in silences],
        }
        state = store_state(State(turns=(Turn(queries),), number=1))
        events = [
            UserUttered(
                question,
                parse_data={"reading": reading, "intent": {"name": "x", "confidence": 1.0}, "entities": [], "text": question},
                timestamp=at,
                input_channel=conversation.partition(":")[0],
                message_id=turn,
                metadata={"shown": shown} if shown else {},
            ),
            BotUttered(answer, metadata={"utter_action": response}, timestamp=at),
            SlotSet(STATE_SLOT, state, timestamp=at),
        ]
        # Not in the thread of the tests: where a browser is tested, that has an event loop already.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, self._keep(conversation, events)).result()
        return turn

    async def _keep(self, conversation: str, events: Sequence[Any]) -> None:
        tracker = await self.store.get_or_create_tracker(conversation)
        for event in events:
            tracker.update(event, self._domain)
        await self.store.save(tracker)
