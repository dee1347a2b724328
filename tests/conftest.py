"""The order of all tests, and a real server, one for all that talk to the bot over HTTP."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from bot.evaluation.running import running


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
def server_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of the server's conversations."""
    return tmp_path_factory.mktemp("server") / "conversations.db"


@pytest.fixture(scope="session")
def server(server_database: Path) -> Iterator[str]:
    """The base address of a running bot with the trained model and a store of its own."""
    with running(server_database) as address:
        yield address
