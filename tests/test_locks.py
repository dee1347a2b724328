"""In a conversation one thing at a time, in the order of arrival: in one process, and over several that share a Redis."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, nullcontext

import pytest
import redis

from bot.evaluation.running import ROOT
from bot.locks import ConversationLocks
from tests.backing import redis_server

_OTHER_PROCESS = """
import asyncio, sys
from bot.locks import ConversationLocks

async def hold():
    async with ConversationLocks(address=sys.argv[1]).lock("one"):
        print("held", flush=True)
        await asyncio.sleep(60)

asyncio.run(hold())
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A Redis."""
    with redis_server() as (found, _):
        yield found


@asynccontextmanager
async def _servers(address: str, number: int) -> AsyncIterator[list[ConversationLocks]]:
    """So many servers that share a Redis; one when there is none."""
    locks = [ConversationLocks(address=address) for _ in range(number if address else 1)]
    try:
        yield locks
    finally:
        for one in locks:
            one.close()


async def _has_heard(address: str, number: int) -> None:
    """Wait until so many have their turn or wait for it, in Redis, where there is one."""
    await asyncio.sleep(0)
    with redis.Redis.from_url(address) if address else nullcontext() as client:
        while client and not any(
            client.type(name) == b"list" and client.llen(name) == number for name in client.keys("clercs:queue:*")
        ):
            await asyncio.sleep(0.002)


@pytest.fixture(params=["one process", "several"])
def shared(request: pytest.FixtureRequest) -> str:
    """The address that servers share: none, or a Redis's."""
    return "" if request.param == "one process" else str(request.getfixturevalue("address"))


def test_who_comes_first_goes_first_and_nobody_goes_with_another(shared: str) -> None:
    order: list[int] = []
    inside = 0

    async def visit(locks: ConversationLocks, number: int) -> None:
        nonlocal inside
        async with locks.lock("one"):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.001)
            order.append(number)
            inside -= 1

    async def visits() -> None:
        async with _servers(shared, 3) as servers, servers[0].lock("one"):
            waiting = []
            for number in range(60):
                waiting.append(asyncio.ensure_future(visit(servers[number % len(servers)], number)))
                # What another process asks later comes later: the first is on its way until Redis has heard of it.
                await _has_heard(shared, number + 2)
        await asyncio.gather(*waiting)

    asyncio.run(visits())
    assert order == list(range(60))


def test_what_one_server_asks_at_once_is_done_in_that_order(shared: str) -> None:
    order: list[int] = []

    async def visit(locks: ConversationLocks, number: int) -> None:
        async with locks.lock("one"):
            order.append(number)

    async def visits() -> None:
        async with _servers(shared, 1) as (locks,):
            await asyncio.gather(*(visit(locks, number) for number in range(100)))

    asyncio.run(visits())
    assert order == list(range(100))


def test_conversations_do_not_wait_for_each_other_and_a_turn_may_be_asked_for_again_inside(shared: str) -> None:
    async def visits() -> None:
        async with _servers(shared, 2) as servers, servers[0].lock("one"), servers[-1].lock("other"), servers[0].lock("one"):
            pass

    asyncio.run(asyncio.wait_for(visits(), 5))


def test_who_gives_up_waiting_holds_up_nobody(shared: str) -> None:
    async def take(locks: ConversationLocks) -> None:
        async with locks.lock("one"):
            pass

    async def visits() -> None:
        async with _servers(shared, 2) as servers:
            async with servers[0].lock("one"):
                leaver, stayer = (asyncio.ensure_future(take(servers[-1])) for _ in range(2))
                await asyncio.sleep(0.1)
                leaver.cancel()
                await asyncio.wait({leaver})
                assert not stayer.done()
            await asyncio.wait_for(stayer, 0.5)

    asyncio.run(visits())


def test_the_next_is_told_at_once(address: str) -> None:
    async def visits() -> float:
        async with _servers(address, 2) as (first, second):
            waiting: asyncio.Future[float] = asyncio.get_running_loop().create_future()

            async def wait() -> None:
                async with second.lock("one"):
                    waiting.set_result(time.monotonic())

            async with first.lock("one"):
                task = asyncio.ensure_future(wait())
                await asyncio.sleep(0.3)
                left = time.monotonic()
            await task
            return waiting.result() - left

    assert sorted(asyncio.run(visits()) for _ in range(5))[2] < 0.05


@pytest.mark.long
def test_when_a_process_dies_the_next_goes_on_within_seconds(address: str) -> None:
    async def visits() -> float:
        async with _servers(address, 1) as (locks,):
            other = subprocess.Popen([sys.executable, "-c", _OTHER_PROCESS, address], cwd=ROOT, stdout=subprocess.PIPE)
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"
            other.kill()
            other.wait()
            other.stdout.close()
            start = time.monotonic()
            async with locks.lock("one"):
                return time.monotonic() - start

    assert 1 < asyncio.run(visits()) < 8


@pytest.mark.long
def test_an_event_loop_that_stands_still_loses_nothing(address: str) -> None:
    """As when a database lets it wait: what runs longer than a process may be silent is still one's own."""

    async def visits() -> None:
        async with _servers(address, 2) as (first, second):
            async with first.lock("one"):
                time.sleep(6)

                async def take() -> None:
                    async with second.lock("one"):
                        pass

                other = asyncio.ensure_future(take())
                await asyncio.sleep(0.2)
                assert not other.done()
            await other

    asyncio.run(visits())


def test_one_server_leads_and_another_takes_over(address: str) -> None:
    led: list[int] = []

    async def visits() -> None:
        async with _servers(address, 2) as servers:

            def work(number: int) -> asyncio.Future[None]:
                async def lead() -> None:
                    led.append(number)
                    await asyncio.sleep(60)

                return asyncio.ensure_future(lead())

            tasks = []
            for number, locks in enumerate(servers):
                tasks.append(asyncio.ensure_future(locks.lead("duty", lambda n=number: work(n))))  # type: ignore[misc]
                await asyncio.sleep(0.1)
            assert led == [0]
            tasks[0].cancel()
            await asyncio.wait({tasks[0]})
            await asyncio.sleep(0.3)
            assert led == [0, 1]
            tasks[1].cancel()
            await asyncio.wait({tasks[1]})

    asyncio.run(visits())


@pytest.mark.long
def test_when_redis_forgets_everything_one_still_leads_alone() -> None:
    leading: set[int] = set()
    most = 0

    async def visits(address: str) -> None:
        async with _servers(address, 2) as servers:

            async def work(number: int) -> None:
                nonlocal most
                leading.add(number)
                most = max(most, len(leading))
                try:
                    await asyncio.sleep(60)
                finally:
                    leading.discard(number)

            tasks = [asyncio.ensure_future(s.lead("duty", lambda n=n: work(n))) for n, s in enumerate(servers)]  # type: ignore[misc]
            await asyncio.sleep(0.3)
            redis.Redis.from_url(address).flushall()
            await asyncio.sleep(4)
            assert len(leading) == 1
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    with redis_server() as (address, _):
        asyncio.run(visits(address))
    # For less than a beat two may believe so, until each has looked.
    assert most <= 2


@pytest.mark.long
def test_without_redis_it_is_told_and_a_turn_that_was_had_is_given_back_when_redis_is_there_again() -> None:
    async def visits() -> None:
        with redis_server() as (address, process):
            locks = ConversationLocks(address=address)
            async with locks.lock("one"):
                process.kill()
                process.wait()
            with pytest.raises(redis.RedisError):
                async with locks.lock("one"):
                    pass
        with redis_server(int(address.rpartition(":")[2].removesuffix("/0"))):
            await asyncio.sleep(1.5)

            async def take() -> None:
                async with locks.lock("one"):
                    pass

            await asyncio.wait_for(take(), 3)
        locks.close()

    asyncio.run(visits())
