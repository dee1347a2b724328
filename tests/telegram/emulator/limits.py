"""How much a bot may send: the limits of Telegram's FAQ."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Hashable

from tests.telegram.emulator.faults import too_many

# core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: "avoid sending more than one message per second.
# We may allow short bursts": here, three in three seconds; "not more than 20 messages per minute to the same group"; "not more
# than 30 messages per second or so" in all.
IN_CHAT = (3, 3.0)
IN_GROUP = (20, 60.0)
IN_ALL = (30, 1.0)


class Limits:
    """Counts what is sent. Without limits it counts nothing."""

    def __init__(self, on: bool) -> None:
        self._on = on
        self._times: dict[Hashable, deque[float]] = defaultdict(deque)

    def count(self, chat_id: int, now: float) -> None:
        """Count a message.

        Args:
            chat_id: where it goes; groups have negative ids.
            now: the emulator's clock.

        Raises:
            Refused: 429, with the seconds to wait; the message does not count then.
        """
        if not self._on:
            return
        limits = [("chat", chat_id, IN_CHAT), ("all", 0, IN_ALL)] + [("group", chat_id, IN_GROUP)] * (chat_id < 0)
        for what, where, (number, seconds) in limits:
            times = self._times[what, where]
            while times and times[0] <= now - seconds:
                times.popleft()
            if len(times) >= number:
                raise too_many(max(1, math.ceil(times[0] + seconds - now)))
        for what, where, _ in limits:
            self._times[what, where].append(now)
