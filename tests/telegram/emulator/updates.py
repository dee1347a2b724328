"""What waits to reach the bot: the queue of updates, emptied by getUpdates or by webhook deliveries."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

FIRST_ID = 500_000_001


@dataclass(eq=False)
class Update:
    """An update that waits.

    Attributes:
        id: its update_id.
        body: the Update object.
        queue: what it stays in order with; updates of other queues may overtake it (webhook_queue_id in Client.cpp).
        due: when it may be delivered next, in time.time seconds.
        failures: deliveries that failed.
        under_way: whether it is being delivered.
    """

    id: int
    body: dict[str, Any]
    queue: Hashable
    due: float = 0.0
    failures: int = 0
    under_way: bool = False


class Updates:
    """The queue.

    Attributes:
        allowed: the wanted kinds; None before the bot named any: all.
    """

    def __init__(self) -> None:
        self.waiting: list[Update] = []
        self.allowed: frozenset[str] | None = None
        self._sent: dict[int, Update] = {}

    def add(self, kind: str, content: dict[str, Any], queue: Hashable) -> int | None:
        """Queue an update; one of a kind that is not allowed is lost, as with Telegram.

        Args:
            kind: as in the Bot API.
            content: the object of that kind; kept as it is now.
            queue: what it stays in order with.

        Returns:
            its update_id, or None when this kind is not allowed.
        """
        if self.allowed is not None and kind not in self.allowed:
            return None
        update_id = FIRST_ID + len(self._sent)
        update = Update(update_id, {"update_id": update_id, kind: copy.deepcopy(content)}, queue)
        self._sent[update_id] = update
        self.waiting.append(update)
        return update_id

    def add_again(self, update_id: int) -> None:
        """Queue an update that was queued before."""
        self.waiting.append(Update(update_id, self._sent[update_id].body, ("again", update_id)))

    def take(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """What getUpdates gives: updates of a smaller id than `offset` are confirmed and forgotten, at most `limit` come."""
        self.waiting = [update for update in self.waiting if update.id >= offset]
        return [update.body for update in sorted(self.waiting, key=lambda update: update.id)[:limit]]

    def first_of_queues(self) -> Iterable[Update]:
        """The first waiting update of each queue: the others wait for it."""
        first: dict[Hashable, Update] = {}
        for update in self.waiting:
            first.setdefault(update.queue, update)
        return first.values()

    def remove(self, update: Update) -> None:
        """It was delivered."""
        if update in self.waiting:
            self.waiting.remove(update)
