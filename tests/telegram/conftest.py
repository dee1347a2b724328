"""What the tests of Telegram's channel share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.small_server import Parrot
from tests.telegram.bots import MODES, Telegram, answering
from tests.telegram.emulator import Person


@pytest.fixture
def telegram(request: pytest.FixtureRequest, database: Path) -> Iterator[Telegram]:
    """Telegram; as most people have it, unless a test sets it up otherwise (OPEN)."""
    with Telegram(database, **getattr(request, "param", {})).running() as telegram:
        yield telegram


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file for conversations."""
    return tmp_path / "conversations.db"


@pytest.fixture
def parrot(database: Path) -> Parrot:
    """A bot that says back what it is told."""
    return Parrot(database)


@pytest.fixture(params=MODES)
def server(request, telegram, parrot, database) -> Iterator[str]:
    """A server that gets its updates in one way, then in the other."""
    with answering(telegram, parrot, database, request.param) as address:
        yield address


@pytest.fixture
def line(telegram, parrot, database) -> Iterator[None]:
    """A server that fetches its updates."""
    with answering(telegram, parrot, database, "polling"):
        yield


@pytest.fixture
def alice(telegram: Telegram) -> Person:
    """Somebody."""
    return telegram.person("Alice")
