"""A Redis that goes away and comes back while visitors write: they read one true sentence, and nothing is kept by halves."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
import requests

from bot.channels.errors import ChannelError
from bot.evaluation.running import free_port
from tests.backing import postgresql, redis_server
from tests.channels.web.visitor import CALLS, Visitor, refusal
from tests.server.talkers import Site, heard_out, talking, two_servers, until

pytestmark = pytest.mark.long

AWAY = (503, "not_ready")


@dataclass
class Redis:
    """A Redis that comes back where it was, and knows nothing then."""

    port: int = field(default_factory=free_port)

    def start(self) -> None:
        """Start it."""
        self._open = ExitStack()
        self.address, self._process = self._open.enter_context(redis_server(self.port))

    def stop(self) -> None:
        """End it in the middle of everything."""
        self._open.close()

    def send(self, number: signal.Signals) -> None:
        """Have it stand still (SIGSTOP), or go on (SIGCONT)."""
        self._process.send_signal(number)


@pytest.fixture(scope="module")
def redis() -> Iterator[Redis]:
    """One."""
    server = Redis()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def site(redis: Redis) -> Iterator[Site]:
    """Two servers that share it, and a PostgreSQL."""
    with postgresql() as database, two_servers(database, redis.address) as servers:
        yield servers


def restarted(redis: Redis) -> None:
    """Ended, and started again with nothing in it."""
    redis.stop()
    time.sleep(2)
    redis.start()


def standing_still(redis: Redis) -> None:
    """Silent for longer than it is waited for, and then as it was."""
    redis.send(signal.SIGSTOP)
    time.sleep(8)
    redis.send(signal.SIGCONT)


@pytest.mark.parametrize("goes", [restarted, standing_still])
def test_what_was_answered_is_kept_and_what_was_refused_is_not(site: Site, redis: Redis, goes: Callable[[Redis], None]) -> None:
    talkers = talking(site)
    goes(redis)
    assert heard_out(talkers, AWAY) > 0


def test_while_it_is_away_all_is_refused_in_one_sentence_and_then_all_is_well(site: Site, redis: Redis) -> None:
    visitor = Visitor(site.addresses[0])
    visitor.sends(text="avant")
    redis.stop()
    refused = [visitor.call(method, path, json=content) for method, path, content in CALLS]
    refused.append(requests.post(f"{site.addresses[0]}/webhooks/web/conversations", timeout=60))
    assert {refusal(response) for response in refused} == {AWAY}
    assert {response.json()["error"]["message"] for response in refused} == {ChannelError("not_ready").message}
    assert requests.get(f"{site.addresses[0]}/webhooks/web/health/live", timeout=60).status_code == 200
    assert requests.get(f"{site.addresses[0]}/webhooks/web/health/ready", timeout=60).status_code == 503
    redis.start()
    assert visitor.sends(text="après")[0]["text"] == "après"
    assert [message["text"] for message in visitor.history()] == ["avant", "avant", "après", "après"]


def test_who_waits_for_their_turn_when_it_goes_is_told_the_same(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    with postgresql() as database, two_servers(database, redis.address) as site, ThreadPoolExecutor(2) as pool:
        visitor = Visitor(site.addresses[0])
        parrot = site.parrots[0]
        answering = pool.submit(visitor.sends, text="attends")
        until(lambda: parrot.heard)
        waiting = pool.submit(visitor.call, "POST", "/messages", json={"text": "et moi ?"})
        time.sleep(0.5)
        redis.stop()
        assert refusal(waiting.result()) == AWAY
        parrot.go_on.set()
        assert answering.result()[0]["text"] == "attends", "whose turn it is is answered"
        redis.start()
        assert [message["text"] for message in visitor.history()] == ["attends", "attends"]
        assert "Traceback" not in caplog.text
