"""Several processes that serve one port: who dies comes back, who is told to stop stops, and none outlives the others."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from bot.evaluation.running import ROOT, free_port

# It answers each visitor with its number, and « die » or « hang » are done.
_WORKER = """
import asyncio, os, socket, sys, time
from bot.workers import Place

async def answer(reader, writer):
    said = await reader.readline()
    if said == b"die\\n":
        os._exit(3)
    if said == b"hang\\n":
        time.sleep(600)
    writer.write(str(os.getpid()).encode())
    await writer.drain()
    writer.close()

async def serve():
    place = Place.read(sys.argv[-1])
    server = await asyncio.start_server(answer, sock=socket.socket(fileno=place.listening))
    telling = place.take(asyncio.get_running_loop())
    await asyncio.sleep(600)

asyncio.run(serve())
"""
_SUPERVISOR = """
import sys
from bot import workers
workers._BEAT, workers._SILENCE, workers._FIRST_WAIT = 0.1, 1, 0.1
port, code = int(sys.argv[1]), sys.argv[2]
sys.exit(workers.supervise([sys.executable, "-c", code], "127.0.0.1", port, 2, lambda: print("ready", flush=True)))
"""


@contextmanager
def _supervised(port: int, worker: str = _WORKER.replace("import Place", "import Place; import bot.workers as w; w._BEAT = 0.1")):
    process = subprocess.Popen(
        [sys.executable, "-c", _SUPERVISOR, str(port), worker],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    return free_port()


@pytest.fixture
def supervisor(port: int) -> Iterator[subprocess.Popen[str]]:
    """Two workers, which answer."""
    with _supervised(port) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def _say(port: int, text: str) -> int | None:
    """Say something; gives the number of the process that answers, None when none does."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(f"{text}\n".encode())
        return int(connection.recv(100) or 0) or None


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _both(port: int) -> set[int | None]:
    """The numbers of both workers, when both have answered."""
    found: set[int | None] = set()

    def are_both() -> bool:
        found.add(_say(port, "who"))
        return len(found) == 2

    _until(are_both)
    return found


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_who_dies_comes_back_and_the_port_answers_all_the_while(supervisor, port):
    both = _both(port)
    assert _say(port, "die") is None
    after = {_say(port, "who") for _ in range(20)}
    assert None not in after
    assert len(_both(port) & both) == 1
    supervisor.send_signal(signal.SIGTERM)
    assert "s'est arrêté (code 3) : il redémarre dans" in supervisor.communicate(timeout=10)[1]


def test_who_answers_no_more_is_started_again(supervisor, port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"hang\n")
        # It ends when the process does.
        connection.settimeout(20)
        assert connection.recv(100) == b""
    supervisor.send_signal(signal.SIGTERM)
    assert "ne répond plus" in supervisor.communicate(timeout=10)[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_all_stop_when_they_are_told_to(supervisor, port, number):
    both = _both(port)
    start = time.monotonic()
    supervisor.send_signal(number)
    assert supervisor.wait(timeout=10) == 0
    assert time.monotonic() - start < 5
    assert not any(_runs(process) for process in both if process)


def test_none_outlives_a_supervisor_that_is_killed(supervisor, port):
    both = _both(port)
    supervisor.kill()
    _until(lambda: not any(_runs(process) for process in both if process))


def test_who_cannot_start_is_not_tried_again_and_takes_the_others_along(port):
    with _supervised(port, "import sys; sys.exit('BOT_SECRET est trop court')") as process:
        _, told = process.communicate(timeout=30)
    assert process.returncode == 1
    assert set(told.replace("court", "court\n").split("\n")) - {""} == {"BOT_SECRET est trop court"}
