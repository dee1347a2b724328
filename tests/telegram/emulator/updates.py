"""What waits to reach the bot: the queue of updates, emptied by getUpdates or by webhook deliveries."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

# core.telegram.org/bots/api#update: an update holds at most one of these.
KINDS = frozenset(
    "message edited_message channel_post edited_channel_post business_connection business_message edited_business_message"
    " deleted_business_messages message_reaction message_reaction_count inline_query chosen_inline_result callback_query"
    " shipping_query pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member chat_join_request"
    " chat_boost removed_chat_boost".split()
)
# core.telegram.org/bots/api#getupdates: "all update types except chat_member, message_reaction, and message_reaction_count".
DEFAULT = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
# core.telegram.org/bots/api#getting-updates: "will not be kept longer than 24 hours".
KEPT_SECONDS = 24 * 3600
FIRST_ID = 500_000_001


@dataclass(eq=False)
class Update:
    """An update that waits.

    Attributes:
        id: what getUpdates confirms it by.
        body: the Update object; its update_id is the id, unless a test asked for something odd.
        queue: what it stays in order with; updates of other queues may overtake it (webhook_queue_id in Client.cpp).
        created: when, by the emulator's clock.
        due: when it may be delivered next.
        failures: deliveries that failed.
        under_way: whether it is being delivered.
    """

    id: int
    body: dict[str, Any]
    queue: Hashable
    created: float
    due: float = 0.0
    failures: int = 0
    under_way: bool = False


class Updates:
    """The queue."""

    def __init__(self) -> None:
        self.waiting: list[Update] = []
        self.allowed = DEFAULT
        self._sent: dict[int, Update] = {}
        self._next_id = FIRST_ID

    def add(self, kind: str, content: dict[str, Any], queue: Hashable, now: float) -> int | None:
        """Queue an update; one of a kind that is not allowed is lost, as with Telegram.

        Args:
            kind: of KINDS.
            content: the object of that kind; kept as it is now.
            queue: what it stays in order with.
            now: the emulator's clock.

        Returns:
            its update_id, or None when this kind is not allowed.
        """
        if kind not in self.allowed:
            return None
        update_id = self._take_id()
        return self._append(Update(update_id, {"update_id": update_id, kind: copy.deepcopy(content)}, queue, now))

    def add_raw(self, body: dict[str, Any], now: float) -> int:
        """Queue any object; returns its update_id, which it gets when it has none.

        One whose update_id is no number is confirmed by a number of its own, which is returned.
        """
        update_id = body.get("update_id")
        if isinstance(update_id, int):
            self._next_id = max(self._next_id, update_id + 1)
        else:
            update_id = self._take_id()
        body = {"update_id": update_id, **copy.deepcopy(body)}
        return self._append(Update(update_id, body, _queue(body) or ("raw", update_id), now))

    def add_again(self, update_id: int, now: float) -> None:
        """Queue an update that was queued before.

        Raises:
            LookupError: there was none of this id.
        """
        if update_id not in self._sent:
            raise LookupError(f"no update {update_id} was sent")
        before = self._sent[update_id]
        self.waiting.append(Update(update_id, before.body, ("again", update_id), now))

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def _append(self, update: Update) -> int:
        self.waiting.append(update)
        self._sent[update.id] = update
        return update.id

    def expire(self, now: float) -> bool:
        """Lose what waited longer than a day; returns whether anything was lost."""
        before = len(self.waiting)
        self.waiting = [update for update in self.waiting if update.under_way or now < update.created + KEPT_SECONDS]
        return len(self.waiting) < before

    def clear(self) -> None:
        """Lose all (drop_pending_updates)."""
        self.waiting = []

    def take(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """What getUpdates gives.

        Source: core.telegram.org/bots/api#getupdates.

        Args:
            offset: updates of a smaller id are confirmed and forgotten; negative: all but the last so many are forgotten.
            limit: how many at most.
        """
        if offset < 0:
            self.waiting = self.waiting[offset:]
        else:
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


def _queue(body: dict[str, Any]) -> Hashable | None:
    """What an update of any shape stays in order with: its chat, if it names one."""
    chats = [content.get("chat") for content in body.values() if isinstance(content, dict)]
    ids = [chat["id"] for chat in chats if isinstance(chat, dict) and isinstance(chat.get("id"), int)]
    return ("chat", ids[0]) if ids else None
