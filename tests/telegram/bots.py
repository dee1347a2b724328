"""The channel in a real server, in front of the parrot or of the real bot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.settings import Settings, secret_of
from bot.channels.telegram.store import Store
from bot.evaluation.running import free_port
from tests.channels.small_server import Parrot, serving
from tests.telegram.emulator import Chat, Emulator, Person

MODES = ("webhook", "polling")
# How the fixture `telegram` is set up, indirectly, for a bot that hears all that is said in groups.
OPEN = {"privacy": False}


class Telegram(Emulator):
    """Telegram, which knows when the channel is done.

    Args:
        database: the file that the channel keeps its updates in.
        **options: the emulator's.
    """

    def __init__(self, database: Path, **options: Any) -> None:
        super().__init__(**options)
        self._store = Store(f"sqlite:///{database}", "key")

    def done(self, timeout: float = 60) -> None:
        """Wait until every update is taken, answered and its answer sent."""
        self.settle(timeout, quiet=0)
        self.until(lambda: not self._store.waiting(), timeout, "everything to be answered")

    def said(self, chat: Chat | Person) -> list[str]:
        """What the bot has said in a chat, when it is done."""
        self.done()
        return self.said_so_far(chat)

    def said_so_far(self, chat: Chat | Person) -> list[str]:
        """What the bot has said in a chat."""
        return [shown.text for shown in self.shows(chat) if shown.sender == "bot"]


@contextmanager
def answering(
    telegram: Telegram,
    agent: Parrot | Agent,
    database: Path,
    mode: str = "webhook",
    wait: bool = True,
    port: int = 0,
    **changes: Any,
) -> Iterator[str]:
    """A server that answers in Telegram.

    Args:
        telegram: where.
        agent: what answers.
        database: a file for the conversations.
        mode: how updates come: webhook or polling.
        wait: for the line to be up.
        port: where; a free one when it is 0.
        **changes: settings other than usual. Usual are limits that are never met, and short waits.

    Yields:
        its base address.
    """
    port = port or free_port()
    settings = {
        "token": telegram.token,
        "secret": secret_of(telegram.token),
        "database": f"sqlite:///{database}",
        "webhook": f"http://127.0.0.1:{port}" if mode == "webhook" else None,
        "api": telegram.url,
        "messages_per_minute": 1_000_000,
        "first_wait": 0.02,
        "longest_wait": 0.2,
        **changes,
    }
    before = len(telegram.calls)
    with serving(TelegramChannel(Settings(**settings)), agent, port) as address:
        if wait:
            last = "setWebhook" if mode == "webhook" else "getUpdates"
            telegram.until(
                lambda: any(call.method == last and (call.carried_out or mode == "polling") for call in telegram.calls[before:]),
                what="the line to be up",
            )
        yield address
