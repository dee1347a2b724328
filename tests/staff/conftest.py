"""What the tests of the staff's report share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import Settings as WebSettings
from bot.evaluation.running import SECRET
from bot.knowledge import load_knowledge
from bot.privacy.masking import masker
from bot.staff.channel import StaffChannel
from bot.staff.drafts import EXAMPLES_DIR
from bot.staff.password import Password, hashed
from bot.staff.report import Reporter
from bot.staff.settings import Settings, secret_of
from tests.channels.small_server import serving
from tests.staff.member import PASSWORD, Staff
from tests.staff.told import Told


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Conversations in a database of their own."""
    return Told(tmp_path / "conversations.db")


@pytest.fixture
def reporter(told: Told) -> Reporter:
    """Makes reports of them."""
    return Reporter(told.address, load_knowledge(), masker())


@pytest.fixture(scope="session")
def kept_password() -> str:
    """What is kept of the staff's password."""
    return hashed(PASSWORD, cost=1024)


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A folder of examples."""
    folder = tmp_path / "nlu"
    folder.mkdir()
    for name in ("price", "campus_life", "out_of_scope"):
        shutil.copy(EXAMPLES_DIR / f"{name}.yml", folder)
    return folder


@pytest.fixture
def serve(told: Told, kept_password: str, examples: Path) -> Iterator[Callable[..., str]]:
    """Starts a server with the website's channel and the staff's page; gives its address."""
    with ExitStack() as stack:

        def start(**changed: Any) -> str:
            kept = Settings(Password(kept_password), secret_of(SECRET, kept_password), told.address, examples)
            web = WebChannel(WebSettings(SECRET, told.address, requests_per_minute=1000))
            return stack.enter_context(serving(web, None, 0, StaffChannel(replace(kept, **changed))))

        yield start


@pytest.fixture
def staff(serve: Callable[..., str]) -> Staff:
    """Somebody of the staff, logged in."""
    return Staff(serve(requests_per_minute=1000)).enters()
