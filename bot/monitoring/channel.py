"""The address at which Prometheus reads the figures. Rasa takes routes from input channels alone: this one takes no messages."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.errors import ChannelError
from bot.channels.local import is_local
from bot.channels.settings import database
from bot.channels.web.errors import error_response
from bot.monitoring.metrics import collected
from bot.monitoring.settings import Settings
from bot.monitoring.state import State
from bot.privacy.stores import Stores
from bot.publishing.releases import Releases

NAME = "metrics"
PATH = "/metrics"


class MetricsChannel(InputChannel):
    """`GET /metrics`, for this machine, and for who has the token. To others there is nothing at this address.

    Args:
        settings: how it is set up.
        state: what is looked up along.
    """

    def __init__(self, settings: Settings, state: State) -> None:
        self._settings = settings
        self._state = state

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> MetricsChannel:
        """The channel; its settings are in the environment, not in credentials.yml."""
        return cls(Settings.from_environment(), State(Stores(database()), Releases()))

    def url_prefix(self) -> str:
        """The server's root: the address is where Prometheus looks for it."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The route."""
        blueprint = Blueprint(NAME)

        @blueprint.route(PATH, ["GET", "HEAD"])
        async def figures(request: Request) -> HTTPResponse:
            if not (is_local(request) or self._has_token(request)):
                return error_response(ChannelError("not_found"))
            content = await asyncio.to_thread(lambda: generate_latest(collected(self._state)))
            return HTTPResponse(content, content_type=CONTENT_TYPE_LATEST)

        return blueprint

    def _has_token(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").encode("utf-8", "surrogateescape")
        return bool(self._settings.token) and hmac.compare_digest(given, self._settings.token.encode())
