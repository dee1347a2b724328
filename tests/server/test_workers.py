"""The bot itself in two processes, with PostgreSQL and Redis, as BOT_WORKERS starts it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from bot.evaluation.running import running
from bot.privacy.stores import WEB, Stores
from bot.publishing.releases import Releases
from tests.backing import Postgresql, postgresql_server, redis_server
from tests.channels.web.visitor import Visitor
from tests.server.pairs import send_pairs

pytestmark = pytest.mark.long


@dataclass
class Site:
    """A server of two processes.

    Attributes:
        address: its base address.
        postgresql: where it keeps what is said.
        releases: those it answers with.
    """

    address: str
    postgresql: Postgresql
    releases: Releases

    def workers(self) -> list[int]:
        """The processes that answer."""
        return sorted(int(file.name.removeprefix("live-")) for file in self.releases.folder.glob("live-*"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The bot, in two processes."""
    folder: Path = tmp_path_factory.mktemp("workers")
    with ExitStack() as stack:
        (redis, _), server = stack.enter_context(redis_server()), stack.enter_context(postgresql_server())
        settings = {"BOT_WORKERS": "2", "BOT_REDIS": redis, "BOT_STORE": server.address}
        yield Site(stack.enter_context(running(folder / "unused", **settings)), server, Releases(folder / "releases"))


def test_of_pairs_sent_at_once_none_is_lost_and_both_processes_answer(site: Site) -> None:
    before = [_seconds(process) for process in site.workers()]
    count = asyncio.run(send_pairs([site.address], messages=120, at_once=4, each=20))
    assert (count.answered, count.lost, count.mixed, dict(count.errors)) == (120, 0, 0, {})
    assert len(before) == 2
    assert all(_seconds(process) - start >= 1 for process, start in zip(site.workers(), before, strict=True))


def test_while_postgresql_is_restarted_none_is_lost_and_nobody_is_refused(site: Site) -> None:
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(asyncio.run, send_pairs([site.address], messages=200, at_once=4, each=20))
        time.sleep(2)
        site.postgresql.stop()
        site.postgresql.start()
        count = sending.result()
    assert (count.answered, count.lost, count.mixed, dict(count.errors)) == (200, 0, 0, {})


def test_what_is_deleted_while_it_is_answered_leaves_nothing_behind(site: Site) -> None:
    stores = Stores(site.postgresql.address)
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            visitor = Visitor(site.address)
            calls = [pool.submit(visitor.call, "POST", "/messages", json={"text": f"bonjour {n}"}) for n in range(2)]
            calls.insert(1, pool.submit(visitor.call, "DELETE"))
            statuses = [call.result().status_code for call in calls]
            assert statuses[1] == 204
            assert {statuses[0], statuses[2]} <= {200, 404}
            assert stores.rows(WEB + visitor.conversation) == {}
    stores.close()


def test_both_answer_with_what_is_published(site: Site) -> None:
    assert site.releases.live() == site.releases.current().number  # type: ignore[union-attr]
    assert len(site.workers()) == 2


def test_who_watches_over_them_is_small(site: Site) -> None:
    told = subprocess.run(["ps", "-o", "ppid=", "-p", str(site.workers()[0])], capture_output=True, text=True, check=True)
    megabytes = int(subprocess.check_output(["ps", "-o", "rss=", "-p", told.stdout.strip()])) / 1024
    assert megabytes < 100, "docs/scaling.md"


def test_when_one_is_killed_the_other_answers_and_it_comes_back(site: Site) -> None:
    killed, kept = site.workers()
    os.kill(killed, signal.SIGKILL)
    for _ in range(10):
        assert Visitor(site.address).says("bonjour")
    deadline = time.monotonic() + 180
    while site.releases.live() is None or len(site.workers()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert kept in site.workers()
    assert requests.get(f"{site.address}/webhooks/web/health/ready", timeout=60).status_code == 200


def _seconds(process: int) -> float:
    """The processor time that a process has used."""
    told = subprocess.run(["ps", "-o", "cputimes=", "-p", str(process)], capture_output=True, text=True, check=True)
    return float(told.stdout)
