"""Rasa's input channel for Telegram: what Rasa calls, and Telegram's way in."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.telegram.settings import CHANNEL, Settings

logger = logging.getLogger(__name__)

# Updates have some kilobytes.
MOST_BYTES = 1024 * 1024
_SECONDS_TO_COME_UP = 10


class TelegramChannel(InputChannel):
    """Telegram; nothing at all without a token.

    Args:
        settings: how the channel is set up; None: it is not.
    """

    def __init__(self, settings: Settings | None) -> None:
        self._settings = settings

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TelegramChannel:
        """The channel; its settings are in the environment, not in credentials.yml."""
        return cls(Settings.from_environment())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The line's start and stop, and the address that Telegram sends updates to."""
        blueprint = Blueprint(CHANNEL)
        if self._settings is None:
            return blueprint
        # The library takes a second and some memory, which whoever has no Telegram is spared.
        from bot.channels.telegram.line import Line

        line = Line(self._settings, on_new_message)
        secret = self._settings.secret.encode()

        @blueprint.after_server_start
        async def start(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            line.start(app.ctx.agent)

        @blueprint.before_server_stop
        async def stop(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            await line.stop()

        if self._settings.webhook is None:
            return blueprint

        # Sanic leaves the body to us: of a stranger it is not read.
        @blueprint.post("/webhook", ignore_body=True)
        async def receive(request: Request) -> HTTPResponse:
            shown = request.headers.get("x-telegram-bot-api-secret-token", "")
            if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), secret):
                return empty(403)
            if not await line.is_up(_SECONDS_TO_COME_UP):
                # Telegram sends it again, a little later each time.
                return empty(503)
            # Whatever else it is, it is Telegram's, and would not be better the next time: no error from here on, but
            # where the update cannot be kept.
            if request.stream is not None:
                request.stream.request_max_size = MOST_BYTES
            try:
                await request.receive_body()  # type: ignore[no-untyped-call]
            except PayloadTooLarge:
                logger.warning("An update of more than %d bytes was dropped", MOST_BYTES)
                return empty(200)
            await line.receive(request.body)
            return empty(200)

        return blueprint
