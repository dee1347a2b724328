"""A line for each request: how it was answered and how long that took; no address, text, token or conversation."""

from __future__ import annotations

import logging

logger = logging.getLogger(__name__)
# What is asked every few seconds by those who look after the server is not worth a line while all is well.
_ROUTINE = ("/health/live", "/health/ready", "/metrics")


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """Log a request that was answered to its end.

    Args:
        method: of HTTP.
        route: the address, as the server knows it: with names where a visitor's has a conversation; empty: there is none such.
        status: of HTTP.
        seconds: since its head had come.
    """
    level = logging.DEBUG if status < 400 and route.endswith(_ROUTINE) else logging.INFO
    fields = {"method": method, "route": route or "?", "status": status, "ms": round(seconds * 1000)}
    logger.log(level, "%(method)s %(route)s: %(status)d in %(ms)d ms", fields, extra=fields)
