"""What the tests of the web channel share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import Settings
from bot.evaluation.running import SECRET
from tests.channels.small_server import Parrot, serving
from tests.channels.web.visitor import Visitor


@pytest.fixture
def visitor(server: str) -> Visitor:
    """Somebody new, in front of the real bot."""
    return Visitor(server)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file for conversations."""
    return tmp_path / "conversations.db"


@pytest.fixture
def parrot(database: Path) -> Parrot:
    """A bot that says back what it is told."""
    return Parrot(database)


@pytest.fixture
def serve(database: Path, parrot: Parrot) -> Iterator[Callable[..., str]]:
    """Starts a server in front of the parrot; settings as given, with limits too high to be met where none is given."""
    high = {"messages_per_minute": 1000, "requests_per_minute": 1000, "conversations_per_hour": 1000}
    with ExitStack() as stack:

        def start(agent: Parrot | None = parrot, **settings: Any) -> str:
            channel = WebChannel(Settings(SECRET, f"sqlite:///{database}", **{**high, **settings}))
            return stack.enter_context(serving(channel, agent))

        yield start
