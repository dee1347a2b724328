"""The order of all tests, the two browsers, and the real bot, loaded once for all: as a server, and in this process."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import BrowserType

from bot.evaluation.running import running
from tests.browsers import FLAGS

if TYPE_CHECKING:
    from rasa.core.agent import Agent


def pytest_configure(config: pytest.Config) -> None:
    """Both browsers, if none is named."""
    config.option.browser = config.option.browser or ["chromium", "firefox"]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    """Browsers come last: from its first use on, Playwright keeps an event loop running in the thread of all tests."""
    # Around all others: pytest itself groups tests by their fixtures here.
    yield
    items.sort(key=lambda item: "widget" in item.path.parts or item.path.stem == "test_browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], browser_type: BrowserType) -> dict[str, Any]:
    """Debian's browsers where they are installed, else Playwright's own."""
    if browser_type.name == "chromium":
        return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": FLAGS.split()}
    if firefox := shutil.which("firefox-esr"):
        return {**browser_type_launch_args, "executable_path": firefox, "channel": "moz-firefox"}
    if not Path(browser_type.executable_path).exists():
        pytest.skip("Firefox is not installed: `make browser`")
    return browser_type_launch_args


@pytest.fixture(autouse=True)
def chromium_only(request: pytest.FixtureRequest) -> None:
    """Leave out in Firefox what is marked with the reason."""
    marker = request.node.get_closest_marker("chromium_only")
    if marker and request.getfixturevalue("browser_name") == "firefox":
        pytest.skip(f"Firefox {marker.args[0]}")


@pytest.fixture(scope="session")
def server_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of the server's conversations."""
    return tmp_path_factory.mktemp("server") / "conversations.db"


@pytest.fixture(scope="session")
def server(server_database: Path) -> Iterator[str]:
    """The base address of a running bot with the trained model and a store of its own."""
    with running(server_database) as address:
        yield address


@pytest.fixture(scope="session")
def agent() -> Agent:
    """The real bot in this process, with conversations kept in memory; who changes it puts it back as it was."""
    # Imported here, because Rasa takes seconds and most tests have no use for it.
    from bot.serving import load_agent

    return load_agent()
