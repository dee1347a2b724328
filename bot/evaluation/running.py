"""The bot as a server of its own, started as `make serve` starts it: for tests and for comparisons."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Loading TensorFlow on a busy machine takes its time, and two models twice that; what is not ready by then never will be.
START_SECONDS = 300
SECRET = "the secret of the servers that tests start"
OTHER_SITE = "https://www.exemple.fr"
# Tests ask more often than people: limits are tested where they are low.
ENVIRONMENT = {
    "BOT_SECRET": SECRET,
    "BOT_ORIGINS": OTHER_SITE,
    "BOT_MESSAGES_PER_MINUTE": "1000000",
    "BOT_REQUESTS_PER_MINUTE": "1000000",
    "BOT_CONVERSATIONS_PER_HOUR": "1000000",
    # Whoever has a real bot's token in their environment does not want it to answer during tests.
    "BOT_TELEGRAM_TOKEN": "",
}


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(database: Path, **environment: str) -> Iterator[str]:
    """Start the bot with the trained model.

    Args:
        database: the SQLite file of its conversations; what it prints goes to log.txt beside it.
        **environment: more environment variables.

    Yields:
        its base address.

    Raises:
        RuntimeError: it did not start.
    """
    port = free_port()
    log = database.with_name("log.txt")
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env={
                **os.environ,
                **ENVIRONMENT,
                "BOT_STORE": str(database),
                "BOT_RELEASES": str(database.with_name("releases")),
                **environment,
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while "Prêt." not in log.read_text() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        if "Prêt." not in log.read_text():
            raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)
