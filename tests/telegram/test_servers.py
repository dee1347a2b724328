"""Several servers that share a database and a Redis: each message is answered once, in order, whichever server it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bot.evaluation.running import free_port
from tests.backing import redis_server
from tests.channels.small_server import Parrot
from tests.telegram.bots import answering


@pytest.fixture
def parrots(database) -> Iterator[list[Parrot]]:
    """What answers on two servers."""
    with redis_server() as (address, _):
        both = [Parrot(database, address), Parrot(database, address)]
        yield both
        for parrot in both:
            parrot.lock_store.close()


def test_one_of_two_fetches_and_the_other_takes_over(telegram, parrots, database, alice):
    with ExitStack() as first:
        first.enter_context(answering(telegram, parrots[0], database, "polling"))
        with answering(telegram, parrots[1], database, "polling", wait=False):
            for number in range(5):
                alice.says(f"{number}")
            assert telegram.said(alice) == [str(number) for number in range(5)]
            assert (len(parrots[0].heard), parrots[1].heard) == (5, [])
            first.close()
            alice.says("encore")
            assert telegram.said(alice)[5:] == ["encore"]
    assert parrots[1].heard == ["encore"]
    assert not any(call.status == 409 for call in telegram.calls), "two fetched at once"


def test_what_telegram_brings_to_one_is_answered_by_the_other(telegram, parrots, database, alice):
    port = free_port()
    with (
        answering(telegram, parrots[0], database, webhook=f"http://127.0.0.1:{port}"),
        answering(telegram, parrots[1], database, wait=False, port=port),
    ):
        for number in range(5):
            alice.says(f"{number}")
        assert telegram.said(alice) == [str(number) for number in range(5)]
    assert (len(parrots[0].heard), parrots[1].heard) == (5, [])


def test_when_the_one_that_answers_stops_in_the_middle_the_other_goes_on(telegram, parrots, database, alice):
    port = free_port()
    with answering(telegram, parrots[1], database, wait=False, port=port, webhook=f"http://127.0.0.1:{port}"):
        telegram.until(lambda: any(call.method == "setWebhook" for call in telegram.calls))
        with answering(telegram, parrots[0], database, wait=False, webhook=f"http://127.0.0.1:{port}"):
            alice.says("attends")
            alice.says("et moi ?")
            telegram.until(lambda: parrots[1].heard)
            telegram.settle()
            parrots[0].go_on.set()
            # As if its Redis had forgotten it: another leads.
            parrots[1].lock_store.close()
            assert telegram.said(alice) == ["attends", "et moi ?"]
