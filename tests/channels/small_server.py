"""A channel in a real server without the trained model: for what the real bot does not do on demand, such as failing."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.core.run import configure_app
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Sanic

from bot.connections import Connection
from bot.locks import ConversationLocks
from bot.store import ConversationStore

DEFAULT = "Pouvez-vous reformuler ?"


class Parrot:
    """Stands in for Rasa's agent, with a real tracker store: it says back what it is told, and does what a few words ask for.

    « rien »: it says nothing. « panne »: it fails. « panne au milieu »: it fails after an answer. « attends »: it answers when
    `go_on` is set.

    Args:
        database: a file for its conversations, or a database's address.
        redis: the address of the Redis that it shares with others, if it does.
    """

    def __init__(self, database: Path | str, redis: str = "") -> None:
        self.domain = Domain.from_dict({"responses": {"utter_default": [{"text": DEFAULT}]}})
        self.tracker_store = ConversationStore(domain=self.domain, db=str(database))
        self.lock_store = ConversationLocks(address=redis)
        self.processor, self.nlg = self, None
        self.ready = True
        self.heard: list[str] = []
        self.go_on = threading.Event()

    def is_ready(self) -> bool:
        """Whether it is."""
        return self.ready

    async def handle_message(self, message: UserMessage) -> None:
        """Answer, and keep what was said as Rasa does."""
        text = message.text or ""
        self.heard.append(text)
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(text, message_id=message.message_id, metadata=message.metadata), self.domain)
        if text == "panne":
            raise RuntimeError("a stack trace that nobody may see")
        while text == "attends" and not self.go_on.is_set():
            await asyncio.sleep(0.01)
        if text != "rien":
            await self._say(tracker, message.output_channel, text)
        if text == "panne au milieu":
            raise RuntimeError("a stack trace that nobody may see")
        await self.tracker_store.save(tracker)

    async def execute_action(self, sender: str, name: str, channel: OutputChannel, nlg: Any, prediction: Any) -> None:
        """Say the default sentence."""
        assert name == "utter_default"
        tracker = await self.tracker_store.get_or_create_tracker(sender)
        await self._say(tracker, channel, DEFAULT)
        await self.tracker_store.save(tracker)

    async def _say(self, tracker: Any, channel: OutputChannel, text: str) -> None:
        event = BotUttered(text, {"buttons": [{"title": "Encore", "payload": f"/again {text}"}]})
        tracker.update(event, self.domain)
        await channel.send_response(tracker.sender_id, event.message())


@contextmanager
def serving(
    channel: InputChannel, agent: Parrot | Agent | None, port: int | socket.socket = 0, *beside: InputChannel
) -> Iterator[str]:
    """A server with this channel, set up by Rasa as it sets up any.

    Args:
        channel: the channel.
        agent: what answers.
        port: where; a free one when it is 0; or a socket that listens.
        *beside: other channels of the same server.

    Yields:
        its base address.
    """
    Sanic.test_mode = True  # Several servers of the same name, one after the other.
    app = configure_app([channel, *beside], enable_api=False)
    if agent is not None:
        app.ctx.agent = agent
    listening = port if isinstance(port, socket.socket) else socket.create_server(("127.0.0.1", port))
    started, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        server = await app.create_server(sock=listening, return_asyncio_server=True, protocol=Connection)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.after_start()
        started.set()
        while not stop.is_set():
            await asyncio.sleep(0.02)
        await server.before_stop()
        await server.close()
        await server.after_stop()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(asyncio.run, serve())
        try:
            while not started.wait(0.05):
                if running.done():
                    running.result()
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            stop.set()
    running.result()
