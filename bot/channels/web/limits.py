"""How often a conversation and an address may ask."""

from __future__ import annotations

import ipaddress
from contextlib import suppress

from bot.channels.limits import Limit, per_hour, per_minute
from bot.channels.web.settings import Settings

_IPV6_HOME = 64


class Limits:
    """The channel's three limits. Addresses are written nowhere.

    Args:
        settings: the numbers.
    """

    def __init__(self, settings: Settings) -> None:
        self._messages = Limit("message", per_minute(settings.messages_per_minute))
        self._requests = Limit("request", per_minute(settings.requests_per_minute))
        self._conversations = Limit("conversation", per_hour(settings.conversations_per_hour), "too_many_conversations")

    async def request(self, address: str) -> None:
        """Count a request.

        Raises:
            ChannelError: too_many_requests from this address.
        """
        await self._requests.count(household(address))

    async def message(self, conversation: str) -> None:
        """Count a message.

        Raises:
            ChannelError: too_many_requests in this conversation.
        """
        await self._messages.count(conversation)

    async def conversation(self, address: str) -> None:
        """Count a new conversation.

        Raises:
            ChannelError: too_many_conversations from this address.
        """
        await self._conversations.count(household(address))


def household(address: str) -> str:
    """What is counted as one address: with IPv6 a household has a whole /64 of them."""
    # A proxy may tell the port, too, and Sanic leaves the brackets around an IPv6 address.
    for text in (address, address.rpartition(":")[0]):
        with suppress(ValueError):
            return _counted(ipaddress.ip_address(text.strip("[]")))
    return address


def _counted(parsed: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, _IPV6_HOME), strict=False))
