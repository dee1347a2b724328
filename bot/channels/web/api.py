"""The HTTP interface, as openapi.yml describes it."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.errors import ChannelError, error_texts
from bot.channels.messages import check_length
from bot.channels.web.conversations import Conversations
from bot.channels.web.errors import json_response
from bot.channels.web.limits import Limits
from bot.channels.web.messages import Feedback, Message, Nothing, check, read
from bot.channels.web.readiness import Readiness
from bot.channels.web.settings import Settings
from bot.channels.web.store import Store
from bot.channels.web.tokens import Tokens
from bot.version import version

PREFIX = "/webhooks/web"
OPENAPI_FILE = Path(__file__).with_name("openapi.yml")
_NDJSON = "application/x-ndjson"
# Asks nginx to hand on each line as it comes.
_UNBUFFERED = {"X-Accel-Buffering": "no"}


class Api:
    """The handlers.

    Args:
        settings: how the channel is set up.
        on_new_message: gives a message to Rasa.
    """

    def __init__(self, settings: Settings, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        store = Store(settings.database)
        self._tokens = Tokens(settings.secret)
        self._limits = Limits(settings)
        error_texts()  # A mistake in that file is to be told now, not when something else goes wrong.
        self._description = yaml.safe_load(OPENAPI_FILE.read_text(encoding="utf-8"))
        self._readiness = Readiness(store)
        self.conversations = Conversations(store, on_new_message)

    def add_to(self, blueprint: Blueprint) -> None:
        """Register all routes."""
        one = f"{PREFIX}/conversations/<conversation:str>"
        for path, handler, *methods in (
            (f"{PREFIX}/conversations", self.open, "POST"),
            (f"{one}/messages", self.say, "POST"),
            # One route for both: where two share a path, Sanic's router says of a third method that there is no such path.
            (one, self.history_or_forget, "GET", "DELETE"),
            (f"{one}/feedback", self.rate, "POST"),
            # Proxies and those who watch over servers ask with HEAD.
            (f"{PREFIX}/openapi.json", self.describe, "GET", "HEAD"),
            (f"{PREFIX}/health/live", self.live, "GET", "HEAD"),
            (f"{PREFIX}/health/ready", self.ready, "GET", "HEAD"),
        ):
            # Sanic leaves the body to us (`read`), and puts marks on the function it is given; a bound method takes none.
            blueprint.route(path, methods, ignore_body=True, name=handler.__name__)(functools.partial(handler))

    async def open(self, request: Request) -> HTTPResponse:
        """Open a conversation and give the token that it is continued with."""
        await self._limits.request(address(request))
        await read(request, Nothing)
        await self._limits.conversation(address(request))
        conversation = await self.conversations.open()
        token, expires = self._tokens.issue(conversation)
        return json_response({"conversation": conversation, "token": token, "expires": expires}, 201)

    async def say(self, request: Request, conversation: str) -> None:
        """Answer a message line by line, once what was said is kept."""
        await self._enter(request, conversation)
        await self._limits.message(conversation)
        message = await read(request, Message)
        check(message)
        answers = await self.conversations.say(agent_of(request), conversation, message)
        response = await request.respond(content_type=_NDJSON, headers=_UNBUFFERED)
        for answer in answers:
            await response.send(_line(answer.answer))
        await response.send(_line({"type": "end"}))
        await response.eof()

    async def history_or_forget(self, request: Request, conversation: str) -> HTTPResponse:
        """Read the conversation again, or delete it."""
        return await (self.forget if request.method == "DELETE" else self.history)(request, conversation)

    async def history(self, request: Request, conversation: str) -> HTTPResponse:
        """All that was said."""
        await self._enter(request, conversation)
        said = await self.conversations.history(agent_of(request), conversation)
        return json_response({"conversation": conversation, "messages": [entry.past for entry in said]})

    async def forget(self, request: Request, conversation: str) -> HTTPResponse:
        """Delete the conversation."""
        # Who comes back after a day may still have deleted what was said.
        await self._enter(request, conversation, however_old=True)
        await self.conversations.forget(agent_of(request), conversation)
        return HTTPResponse(status=204)

    async def rate(self, request: Request, conversation: str) -> HTTPResponse:
        """Keep feedback on an answer."""
        await self._enter(request, conversation)
        feedback = await read(request, Feedback)
        check_length(feedback.comment)
        await self.conversations.rate(agent_of(request), conversation, feedback)
        return HTTPResponse(status=204)

    async def describe(self, request: Request) -> HTTPResponse:
        """The description of this interface."""
        return json_response(self._description)

    async def live(self, request: Request) -> HTTPResponse:
        """The server runs, and which version of it."""
        return json_response({"status": "live", "version": version()})

    async def ready(self, request: Request) -> HTTPResponse:
        """Messages can be answered: the model is loaded, and what is said can be kept."""
        await self._readiness.check(agent_of(request))
        return json_response({"status": "ready"})

    async def _enter(self, request: Request, conversation: str, however_old: bool = False) -> None:
        """Let pass who holds the conversation's token and does not ask too often."""
        await self._limits.request(address(request))
        self._tokens.check(request.headers.get("authorization"), conversation, however_old)


def agent_of(request: Request) -> Agent:
    """Rasa's agent.

    Raises:
        ChannelError: not_ready: it is not loaded yet.
    """
    agent: Agent | None = getattr(request.app.ctx, "agent", None)
    if agent is None:
        raise ChannelError("not_ready")
    return agent


def address(request: Request) -> str:
    """Where a request comes from; behind a reverse proxy, what that says (Sanic's SANIC_PROXIES_COUNT)."""
    return str(request.remote_addr or request.ip)


def _line(content: dict[str, Any]) -> bytes:
    return msgspec.json.encode(content) + b"\n"
