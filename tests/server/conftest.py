"""A real server, started as `make serve` starts it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Loading TensorFlow on a busy machine takes its time; a server that is not ready by then never will be.
START_SECONDS = 180


@pytest.fixture(scope="session")
def server_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of the server's conversations."""
    return tmp_path_factory.mktemp("server") / "conversations.db"


@pytest.fixture(scope="session")
def server(server_database: Path) -> Iterator[str]:
    """The base address of a running bot with the trained model and a store of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = server_database.with_name("log.txt")
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "BOT_STORE": str(server_database)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + START_SECONDS
    while "Ready" not in log.read_text() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    if "Ready" not in log.read_text():
        process.kill()
        pytest.fail(f"the server did not start:\n{log.read_text()[-3000:]}")
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=30)
