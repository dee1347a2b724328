"""A server that is killed in the middle of its writes: what somebody read an answer to is kept, and nothing by halves."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from bot.evaluation.running import ROOT, free_port
from tests.channels.web.visitor import Visitor


@contextmanager
def site(database: Path, port: int) -> Iterator[str]:
    """The parrot's website (small_site.py); killed at the end."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.channels.web.small_site", str(database), str(port)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 120
        while not is_up(server):
            assert running.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
        yield server
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()


def is_up(server: str) -> bool:
    """Whether it answers."""
    try:
        return requests.get(f"{server}/webhooks/web/health/ready", timeout=10).status_code == 200
    except requests.ConnectionError:
        return False


class Talker(threading.Thread):
    """Says one thing after the other until nobody answers any more."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(daemon=True)
        self.visitor = visitor
        self.answered: list[str] = []

    def run(self) -> None:
        """Talk."""
        number = 0
        while True:
            try:
                lines = self.visitor.sends(text=f"message {number}")
            except (requests.RequestException, AssertionError):
                return
            assert lines[-1] == {"type": "end"}
            self.answered.append(f"message {number}")
            number += 1


@pytest.mark.long
def test_killed_in_the_middle_nothing_that_was_answered_is_lost(tmp_path):
    database, port = tmp_path / "conversations.db", free_port()
    with site(database, port) as server:
        talkers = [Talker(Visitor(server)) for _ in range(8)]
        for talker in talkers:
            talker.start()
        time.sleep(3)
    for talker in talkers:
        talker.join(30)
    assert sum(len(talker.answered) for talker in talkers) > 8
    with site(database, port):
        for talker in talkers:
            said = [message["text"] for message in talker.visitor.history()]
            assert said[::2] == said[1::2], "each message has its answer, of the same words"
            assert said[::2][: len(talker.answered)] == talker.answered
            assert len(said[::2]) <= len(talker.answered) + 1
            assert talker.visitor.sends(text="après")[0]["text"] == "après"
