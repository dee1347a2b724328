"""Two processes of the parrot (tests/channels/small_server.py) with the supervisor, PostgreSQL and Redis, for many messages.

All is there that could lose a message, and neither the model nor Rasa's processor, which keep nothing and take most of the time.
Its argument is the port; what the supervisor starts has its place, too.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.channels.settings import database, redis_address
from bot.channels.web.channel import WebChannel
from bot.evaluation.running import ENVIRONMENT, ROOT, free_port
from bot.workers import Place, supervise
from tests.backing import postgresql, redis_server
from tests.channels.small_server import Parrot, serving


@contextmanager
def small_workers() -> Iterator[list[str]]:
    """The two processes; gives their addresses, which is one."""
    with redis_server() as (redis, _), postgresql() as store:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", __name__, str(port)],
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT, "BOT_STORE": store, "BOT_REDIS": redis},
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"ready\n"
            yield [f"http://127.0.0.1:{port}"]
        finally:
            process.terminate()
            process.wait()
            process.stdout.close()


async def _live(place: Place) -> None:
    telling = place.take(asyncio.get_running_loop())
    await telling


def main() -> int:
    """Be the supervisor, or one of its processes."""
    port, *rest = sys.argv[1:]
    if not rest:
        command = [sys.executable, "-W", "ignore", "-m", "tests.server.small_workers", port]
        return supervise(command, "127.0.0.1", int(port), 2, lambda: print("ready", flush=True))
    place = Place.read(rest[-1])
    with serving(WebChannel(), Parrot(database(), redis_address()), socket.socket(fileno=place.listening)):
        asyncio.run(_live(place))
    return 0


if __name__ == "__main__":
    sys.exit(main())
