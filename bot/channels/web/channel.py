"""Rasa's input channel for the website: what Rasa calls, and how our routes come into its server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot.channels.errors import ChannelError
from bot.channels.web import pages
from bot.channels.web.api import PREFIX, Api
from bot.channels.web.conversations import CHANNEL
from bot.channels.web.errors import as_channel_error, error_response
from bot.channels.web.origins import Origins
from bot.channels.web.settings import Settings
from bot.connections import Connections
from bot.rasa_changes import leave_alone, stand_first

_ALWAYS = {"X-Content-Type-Options": "nosniff"}


class WebChannel(InputChannel):
    """The website.

    Args:
        settings: how the channel is set up; from the environment when left out.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings.from_environment()
        self._origins = Origins(self._settings.origins)
        self._connections = Connections(self._settings.connections)

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        """The channel; its settings are in the environment, not in credentials.yml."""
        return cls()

    def url_prefix(self) -> str:
        """The server's root: the widget and the demo page are not below /webhooks/web."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """All routes of the channel."""
        api = Api(self._settings, on_new_message)
        blueprint = Blueprint(CHANNEL)
        api.add_to(blueprint)

        @blueprint.route("/widget.js", ["GET", "HEAD"])
        async def widget(request: Request) -> HTTPResponse:
            return pages.widget(request)

        @blueprint.route("/widget.d.ts", ["GET", "HEAD"])
        async def widget_types(request: Request) -> HTTPResponse:
            return pages.widget_types(request)

        @blueprint.route("/demo/<name:str>", ["GET", "HEAD"])
        async def demo_file(request: Request, name: str) -> HTTPResponse:
            return pages.demo_file(request, name)

        @blueprint.before_server_start
        async def join(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            stand_first(app, self._receive, self._send, _tell)
            self._connections.join(app)

        @blueprint.before_server_stop
        async def begin_to_end(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            # Beside what else is to stop: the server listens no more as soon as this comes back.
            seconds = self._settings.stop_seconds
            app.ctx.ending = asyncio.gather(self._connections.end(seconds), api.conversations.finish(seconds))

        @blueprint.after_server_stop
        async def end(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            await app.ctx.ending

        return blueprint

    def _receive(self, request: Request) -> HTTPResponse | None:
        """Answer what is answered alike at all our addresses: no room, strange origins, preflights, and the demo page."""
        if not _is_ours(request):
            return None
        leave_alone(request)
        if refused := self._no_room(request):
            return error_response(refused)
        if request.path == "/":
            return pages.demo(request, self._settings.keep_days) if request.method in ("GET", "HEAD") else None
        if _is_api(request) and not self._origins.allows(request):
            return error_response(ChannelError("origin_not_allowed"))
        return HTTPResponse(status=204) if request.method == "OPTIONS" else None

    def _no_room(self, request: Request) -> ChannelError | None:
        """Why a request is not answered, if it is not."""
        # Whom a browser asks for leave, and who watches over the server, is answered in any case.
        is_let_in = request.method == "OPTIONS" or request.path.startswith(f"{PREFIX}/health/")
        is_surplus = getattr(request.protocol, "is_surplus", False) and not is_let_in
        if not (is_surplus or self._connections.stopping):
            return None
        if request.stream is not None:
            request.stream.keep_alive = False
        return ChannelError("stopping" if self._connections.stopping else "too_many_connections")

    def _send(self, request: Request, response: BaseHTTPResponse) -> None:
        if _is_api(request):
            response.headers.update({**_ALWAYS, "Cache-Control": "no-store", **self._origins.headers(request)})
        elif _is_ours(request):
            response.headers.update(_ALWAYS)


def _is_ours(request: Request) -> bool:
    """Whether an address is not another channel's."""
    return _is_api(request) or not request.path.startswith("/webhooks/")


def _is_api(request: Request) -> bool:
    return request.path.startswith(f"{PREFIX}/")


def _tell(request: Request, exception: Exception) -> HTTPResponse:
    return error_response(as_channel_error(request, exception))
