"""Which sites may talk to the channel from a visitor's browser."""

from __future__ import annotations

import re

from sanic.request import Request

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_PREFIX = re.compile(r"(/[\w.~-]+)+", re.ASCII)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}


class Origins:
    """The site that serves the channel, and those of a list; compared letter by letter.

    Args:
        allowed: other sites, as browsers write them.
    """

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed

    def allows(self, request: Request) -> bool:
        """Whether a request comes from a site that may send it, or from no site at all."""
        origin = request.headers.get("origin")
        return origin is None or origin in self._allowed or origin == own_origin(request)

    def headers(self, request: Request) -> dict[str, str]:
        """What the answer must say for the browser to hand it to the site's page."""
        origin = request.headers.get("origin")
        if origin is None or not self.allows(request):
            return {"Vary": "Origin"}
        headers = {"Vary": "Origin", "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "Retry-After"}
        return {**headers, **_PREFLIGHT} if request.method == "OPTIONS" else headers


def own_origin(request: Request) -> str:
    """The site that a request was sent to, as browsers write it."""
    scheme, host = _first(request.scheme), _first(request.host)
    return f"{scheme}://{host.removesuffix(_DEFAULT_PORTS.get(scheme, ''))}"


def own_prefix(request: Request) -> str:
    """The path of that site which a reverse proxy hands on to this server (X-Forwarded-Prefix): empty, or as « /robot »."""
    told = _first(request.headers.get("x-forwarded-prefix", "")).rstrip("/")
    # Without a proxy that is said to be there (SANIC_PROXIES_COUNT), its headers are anybody's.
    return told if request.forwarded and _PREFIX.fullmatch(told) else ""


def _first(values: str) -> str:
    """The first of a header's values: where proxies add to what they were told, that of the one that the browser met."""
    return values.partition(",")[0].strip()
