"""How often somebody may ask."""

from __future__ import annotations

import math

from throttled import RateLimiterType, Throttled, rate_limiter, store

from bot.channels.errors import ChannelError

# So many of those who ask are counted at a time; past that the one longest silent is counted anew.
_COUNTED = 100_000

per_minute = rate_limiter.per_min
per_hour = rate_limiter.per_hour


class Limit:
    """How often anybody may do one thing; counted in memory.

    Who was silent may do it as often as the limit says at one go, and from then on as often as that spread evenly.

    Args:
        quota: how often.
        code: the error's code (errors.yml) past that.
    """

    def __init__(self, quota: rate_limiter.Quota, code: str = "too_many_requests") -> None:
        kept = store.MemoryStore(options={"MAX_SIZE": _COUNTED})
        self._throttle = Throttled(using=RateLimiterType.GCRA.value, quota=quota, store=kept)
        self._code = code

    def count(self, who: str) -> None:
        """Count once for somebody.

        Raises:
            ChannelError: too often; its header Retry-After and its sentence say how long to wait.
        """
        result = self._throttle.limit(who)
        if result.limited:
            seconds = max(1, math.ceil(result.state.retry_after))
            wait = f"{seconds} s" if seconds < 60 else f"{math.ceil(seconds / 60)} min"
            raise ChannelError(self._code, {"Retry-After": str(seconds)}, wait=wait)
