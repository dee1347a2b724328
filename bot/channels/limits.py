"""How often somebody may ask, of this server or of all that share a Redis."""

from __future__ import annotations

import hmac
import math

from throttled.asyncio import BaseStore, MemoryStore, Quota, RateLimiterType, RedisStore, Throttled, per_hour, per_min
from throttled.exceptions import StoreUnavailableError

from bot.channels.errors import ChannelError
from bot.channels.settings import redis_address, secret
from bot.locks import CONNECTION, UnreachableError

# So many of those who ask are counted at a time; past that the one longest silent is counted anew.
_COUNTED = 100_000

__all__ = ["Limit", "per_hour", "per_minute"]

per_minute = per_min


class Limit:
    """How often anybody may do one thing; counted in memory, or in Redis when there is one (BOT_REDIS).

    Who was silent may do it as often as the limit says at one go, and from then on as often as that spread evenly.

    Args:
        thing: what is done, by which the counts of several limits are kept apart.
        quota: how often.
        code: the error's code (errors.yml) past that.
    """

    def __init__(self, thing: str, quota: Quota, code: str = "too_many_requests") -> None:
        address = redis_address()
        self._throttle = Throttled(
            using=RateLimiterType.GCRA.value, quota=quota, store=_counts(address), key_prefix="clercs:limit"
        )
        # Addresses are written nowhere, in Redis neither.
        self._key = secret().encode() if address else b""
        self._thing, self._code = thing, code

    async def count(self, who: str) -> None:
        """Count once for somebody.

        Raises:
            ChannelError: too often; its header Retry-After and its sentence say how long to wait.
            UnreachableError: Redis does not answer.
        """
        name = f"{self._thing}:{who}"
        try:
            result = await self._throttle.limit(hmac.digest(self._key, name.encode(), "sha256").hex() if self._key else name)
        except StoreUnavailableError as error:
            raise UnreachableError(f"Redis does not answer ({error})") from error
        if result.limited:
            seconds = max(1, math.ceil(result.state.retry_after))
            wait = f"{seconds} s" if seconds < 60 else f"{math.ceil(seconds / 60)} min"
            raise ChannelError(self._code, {"Retry-After": str(seconds)}, wait=wait)


def _counts(address: str) -> BaseStore:
    if not address:
        return MemoryStore(options={"MAX_SIZE": _COUNTED})
    return RedisStore(server=address, options={"CONNECTION_POOL_KWARGS": CONNECTION})
