"""What is for programs on this machine alone."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from urllib.parse import urlsplit

from sanic.request import Request

# By these names a server that only its own machine reaches is spoken to.
LOOPBACK = ("127.0.0.1", "::1", "localhost")
# What proxies and content networks say of whom they speak for.
_HANDED_ON = frozenset(
    "forwarded via x-real-ip x-client-ip x-original-host true-client-ip cf-connecting-ip fastly-client-ip".split()
)


def is_local(request: Request) -> bool:
    """Whether a program on this machine speaks to the server, for nobody else.

    Behind a proxy everybody seems to be on this machine. One gives itself away by what it adds, by HTTP 1.0 (nginx speaks it
    where nothing else is said), or by the name that it was asked for. That name also shows a page that a visitor's browser got
    from elsewhere under a name which leads to this machine (DNS rebinding).

    Args:
        request: the request.
    """
    is_handed_on = any(name in _HANDED_ON or name.startswith("x-forwarded-") for name in request.headers)
    return not is_handed_on and request.version != "1.0" and _is_loopback(request.ip) and _name(request) in LOOPBACK


def _is_loopback(address: str) -> bool:
    with suppress(ValueError):
        parsed = ipaddress.ip_address(address)
        return (getattr(parsed, "ipv4_mapped", None) or parsed).is_loopback
    return False


def _name(request: Request) -> str | None:
    with suppress(ValueError):
        return urlsplit(f"//{request.headers.get('host', '')}").hostname
    return None
