"""Which sites may talk to the channel from a visitor's browser."""

from __future__ import annotations

from sanic.request import Request

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
    """The site that a request was sent to."""
    return f"{request.scheme}://{request.host}"
