"""How often a conversation and an address may ask."""

from __future__ import annotations

import ipaddress
import math

from throttled import RateLimiterType, Throttled, rate_limiter, store

from bot.channels.web.errors import WebError
from bot.channels.web.settings import Settings

# So many addresses and conversations are counted at a time; past that the one longest silent is counted anew.
_COUNTED = 100_000
_IPV6_HOME = 64


class Limits:
    """Counts in memory; addresses are written nowhere.

    Who was silent may ask as often as a limit says at one go, and from then on as often as that spread evenly.

    Args:
        settings: the numbers.
    """

    def __init__(self, settings: Settings) -> None:
        kept = store.MemoryStore(options={"MAX_SIZE": _COUNTED})

        def throttle(quota: rate_limiter.Quota) -> Throttled:
            return Throttled(using=RateLimiterType.GCRA.value, quota=quota, store=kept)

        self._messages = throttle(rate_limiter.per_min(settings.messages_per_minute))
        self._requests = throttle(rate_limiter.per_min(settings.requests_per_minute))
        self._conversations = throttle(rate_limiter.per_hour(settings.conversations_per_hour))

    def request(self, address: str) -> None:
        """Count a request.

        Raises:
            WebError: too_many_requests from this address.
        """
        _count(self._requests, f"requests of {household(address)}", "too_many_requests")

    def message(self, conversation: str) -> None:
        """Count a message.

        Raises:
            WebError: too_many_requests in this conversation.
        """
        _count(self._messages, f"messages in {conversation}", "too_many_requests")

    def conversation(self, address: str) -> None:
        """Count a new conversation.

        Raises:
            WebError: too_many_conversations from this address.
        """
        _count(self._conversations, f"conversations of {household(address)}", "too_many_conversations")


def household(address: str) -> str:
    """What is counted as one address: with IPv6 a household has a whole /64 of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, _IPV6_HOME), strict=False)) if parsed.version == 6 else address


def _count(throttle: Throttled, key: str, code: str) -> None:
    result = throttle.limit(key)
    if result.limited:
        seconds = max(1, math.ceil(result.state.retry_after))
        wait = f"{seconds} s" if seconds < 60 else f"{math.ceil(seconds / 60)} min"
        raise WebError(code, {"Retry-After": str(seconds)}, wait=wait)
