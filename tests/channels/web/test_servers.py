"""Two servers that share a PostgreSQL and a Redis: a conversation is one, whichever of them a request comes to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
import requests
import sqlalchemy as sa
from redis import Redis

from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import Settings
from bot.cli import main
from bot.evaluation.running import SECRET
from bot.privacy.stores import WEB, Stores
from tests.backing import postgresql, redis_server
from tests.channels.small_server import Parrot, serving
from tests.channels.web.visitor import Visitor, refusal
from tests.server.pairs import send_pairs


@dataclass
class Site:
    """Two servers.

    Attributes:
        addresses: theirs.
        parrots: what answers on each.
        database: its address.
        stores: all that they keep.
        redis: the Redis that they share.
    """

    addresses: list[str]
    parrots: list[Parrot]
    database: str
    stores: Stores
    redis: Redis

    def other(self, visitor: Visitor) -> Visitor:
        """The same visitor at the second server."""
        same = Visitor.__new__(Visitor)
        same.server, same.conversation, same.token = self.addresses[1], visitor.conversation, visitor.token
        return same


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Two servers, which let a visitor send forty messages at one go."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patched:
        (redis, _), database = stack.enter_context(redis_server()), stack.enter_context(postgresql())
        patched.setenv("BOT_REDIS", redis)
        patched.setenv("BOT_SECRET", SECRET)
        parrots = [Parrot(database, redis), Parrot(database, redis)]
        settings = Settings(SECRET, database, messages_per_minute=40, requests_per_minute=10_000, conversations_per_hour=10_000)
        channels = [WebChannel(settings) for _ in parrots]
        stores = Stores(database)
        stack.callback(stores.close)
        addresses = [stack.enter_context(serving(channel, parrot)) for channel, parrot in zip(channels, parrots, strict=True)]
        yield Site(addresses, parrots, database, stores, Redis.from_url(redis))
        for parrot in parrots:
            parrot.lock_store.close()


def test_of_pairs_sent_at_once_to_both_none_is_lost_or_out_of_order(site: Site) -> None:
    count = asyncio.run(send_pairs(site.addresses, messages=200, at_once=5, each=20))
    assert (count.answered, count.lost, count.mixed, dict(count.errors)) == (200, 0, 0, {})
    assert all(parrot.heard for parrot in site.parrots)


def test_messages_that_wait_at_both_are_answered_in_the_order_they_came(site: Site) -> None:
    here = Visitor(site.addresses[0])
    both, texts = [here, site.other(here)], [f"message {number}" for number in range(6)]
    site.parrots[0].go_on.clear()
    with ThreadPoolExecutor(10) as pool:
        answers = [pool.submit(here.sends, text="attends")]
        for number, text in enumerate(texts, 1):
            _until(lambda number=number: _waiting(site.redis) == number)
            answers.append(pool.submit(both[number % 2].sends, text=text))
        _until(lambda: _waiting(site.redis) == len(answers))
        site.parrots[0].go_on.set()
    assert [m["text"] for m in here.history() if m["from"] == "visitor"] == ["attends", *texts]
    ids = [line["id"] for answer in answers for line in answer.result()[:-1]]
    assert [m["id"] for m in here.history() if m["from"] == "bot"] == ids


def _waiting(redis: Redis) -> int:
    """How many have their turn or wait for it, in the one conversation that there is."""
    return max((redis.llen(queue) for queue in redis.keys("clercs:queue:*") if redis.type(queue) == b"list"), default=0)


def test_a_conversation_goes_on_at_the_other(site: Site) -> None:
    here = Visitor(site.addresses[0])
    there = site.other(here)
    button = here.sends(text="bonjour")[0]["buttons"][0]["id"]
    answer = there.sends(button=button)[0]
    assert here.call("POST", "/feedback", json={"answer": answer["id"], "helpful": True}).status_code == 204
    assert here.history() == there.history()
    assert [m["text"] for m in here.history() if m["from"] == "visitor"] == ["bonjour", "Encore"]
    assert there.call("DELETE").status_code == 204
    assert refusal(here.call("GET")) == (404, "unknown_conversation")


def test_what_is_deleted_at_one_while_the_other_answers_leaves_nothing_behind(site: Site) -> None:
    here = Visitor(site.addresses[0])
    there, sender = site.other(here), WEB + here.conversation
    parrot = site.parrots[0]
    parrot.go_on.clear()
    parrot.heard.clear()
    with ThreadPoolExecutor(10) as pool:
        answering = pool.submit(here.sends, text="attends")
        _until(lambda: "attends" in parrot.heard)
        deleting = pool.submit(there.call, "DELETE")
        time.sleep(0.2)
        after = pool.submit(here.call, "POST", "/messages", json={"text": "et après ?"})
        time.sleep(0.2)
        assert not deleting.done()
        parrot.go_on.set()
        assert answering.result()[0]["text"] == "attends"
        assert deleting.result().status_code == 204
        assert refusal(after.result()) == (404, "unknown_conversation")
    assert site.stores.rows(sender) == {}
    assert sender not in site.stores.begun()


@pytest.mark.parametrize("command", ["person --forget", "purge"])
def test_what_the_staff_delete_while_it_is_answered_leaves_nothing_behind(site: Site, command: str, monkeypatch) -> None:
    monkeypatch.setenv("BOT_STORE", site.database)
    visitor, parrot = Visitor(site.addresses[0]), site.parrots[0]
    sender = WEB + visitor.conversation
    with sa.create_engine(site.database).begin() as connection:
        connection.execute(sa.text("update web_conversations set opened = 0 where id = :id"), {"id": visitor.conversation})
    parrot.go_on.clear()
    parrot.heard.clear()
    with ThreadPoolExecutor(10) as pool:
        answering = pool.submit(visitor.sends, text="attends")
        _until(lambda: "attends" in parrot.heard)
        deleting = pool.submit(main, [*command.split(), *([visitor.conversation] if "person" in command else [])])
        _until(lambda: deleting.done() or _waiting(site.redis) == 2)
        assert not deleting.done()
        parrot.go_on.set()
        assert answering.result()[0]["text"] == "attends"
        assert deleting.result() == 0
    assert site.stores.rows(sender) == {}


def test_what_postgresql_cannot_keep_is_kept_without_it(site: Site) -> None:
    visitor = Visitor(site.addresses[0])
    answer = visitor.sends(text="bon\0jour")[0]
    rating = {"answer": answer["id"], "helpful": False, "comment": "à\0 revoir"}
    assert visitor.call("POST", "/feedback", json=rating).status_code == 204
    assert [row["comment"] for row in site.stores.rows(WEB + visitor.conversation)["web_feedback"]] == ["à  revoir"]
    lone = visitor.call("POST", "/messages", data='{"text": "bonjour \\ud800"}', headers={"Content-Type": "application/json"})
    assert lone.status_code in (200, 400)
    lone = visitor.call("POST", "/feedback", data=f'{{"answer": "{answer["id"]}", "helpful": true, "comment": "\\ud800"}}')
    assert lone.status_code in (204, 400)


def test_limits_hold_for_both_together(site: Site) -> None:
    here = Visitor(site.addresses[0])
    both = [here, site.other(here)]
    start = time.monotonic()
    statuses = [both[n % 2].call("POST", "/messages", json={"text": f"{n}"}).status_code for n in range(60)]
    # Forty at one go, then forty a minute.
    assert 40 <= statuses.count(200) <= 41 + (time.monotonic() - start) * 40 / 60
    assert set(statuses) <= {200, 429}


def _until(holds) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_without_redis_a_visitor_is_told_to_try_again(monkeypatch, database) -> None:
    with redis_server() as (redis, process):
        monkeypatch.setenv("BOT_REDIS", redis)
        monkeypatch.setenv("BOT_SECRET", SECRET)
        parrot = Parrot(database, redis)
        with serving(WebChannel(Settings(SECRET, f"sqlite:///{database}")), parrot) as address:
            Visitor(address)
            process.kill()
            process.wait()
            response = requests.post(f"{address}/webhooks/web/conversations", timeout=60)
            assert refusal(response) == (503, "not_ready")
