"""Visitors who go on writing to two servers while what those rest on goes away and comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest

from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import Settings
from bot.evaluation.running import SECRET
from tests.channels.small_server import Parrot, serving
from tests.channels.web.visitor import Visitor, refusal

# Longer than anything is waited for, on a machine that has other work.
_SECONDS_AT_MOST = 25
_OFTEN = 10**6


@dataclass(frozen=True)
class Site:
    """Two servers.

    Attributes:
        addresses: theirs.
        parrots: what answers on each.
    """

    addresses: list[str]
    parrots: list[Parrot]


@contextmanager
def two_servers(database: str, redis: str) -> Iterator[Site]:
    """Two servers with a parrot each, which let anybody ask as often as they like.

    Args:
        database: the address of the database that they share.
        redis: that of their Redis.
    """
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patched:
        patched.setenv("BOT_REDIS", redis)
        patched.setenv("BOT_SECRET", SECRET)
        settings = Settings(
            SECRET, database, messages_per_minute=_OFTEN, requests_per_minute=_OFTEN, conversations_per_hour=_OFTEN
        )
        parrots = [Parrot(database, redis) for _ in range(2)]
        yield Site([stack.enter_context(serving(WebChannel(settings), parrot)) for parrot in parrots], parrots)
        for parrot in parrots:
            parrot.lock_store.close()


class Talker(threading.Thread):
    """Says one thing after the other, now at one server and now at the other, until told to stop.

    Args:
        addresses: the servers'.
    """

    def __init__(self, addresses: list[str]) -> None:
        super().__init__(daemon=True)
        self.visitor = Visitor(addresses[0])
        self.answered: list[str] = []
        self.refused: list[str] = []
        self.refusals: set[tuple[int, str]] = set()
        self.longest = 0.0
        self.end = threading.Event()
        self._addresses = addresses

    def run(self) -> None:
        """Talk."""
        number = 0
        while not self.end.wait(0.01):
            text, number = f"message {number}", number + 1
            self.visitor.server = self._addresses[number % 2]
            begun = time.monotonic()
            response = self.visitor.call("POST", "/messages", json={"text": text})
            self.longest = max(self.longest, time.monotonic() - begun)
            if response.status_code == 200:
                assert response.text.rstrip().endswith('{"type":"end"}')
                self.answered.append(text)
            else:
                self.refusals.add(refusal(response))
                self.refused.append(text)


def talking(site: Site, number: int = 6) -> list[Talker]:
    """So many who have begun.

    Args:
        site: where.
        number: how many.
    """
    talkers = [Talker(site.addresses) for _ in range(number)]
    for talker in talkers:
        talker.start()
    until(lambda: all(talker.answered for talker in talkers))
    return talkers


def heard_out(talkers: Sequence[Talker], expected: tuple[int, str]) -> int:
    """Once each is answered again: what they were told is true. What was answered is kept with its answer, in order, and what was
    refused is not; nobody waited long. Gives how many messages were refused.

    Args:
        talkers: those who talk.
        expected: status and code of each refusal.
    """
    before = [len(talker.answered) for talker in talkers]
    until(lambda: all(len(talker.answered) > number for talker, number in zip(talkers, before, strict=True)))
    for talker in talkers:
        talker.end.set()
    for talker in talkers:
        talker.join(_SECONDS_AT_MOST)
        assert not talker.is_alive()
        assert talker.longest < _SECONDS_AT_MOST
        said = [message["text"] for message in talker.visitor.history()]
        assert said[::2] == said[1::2], "each message has its answer, of the same words"
        assert said[::2] == talker.answered
        assert talker.refusals <= {expected}
    return sum(len(talker.refused) for talker in talkers)


def until(holds: Callable[[], object]) -> None:
    """Wait for something.

    Args:
        holds: whether it is so.
    """
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
