"""Work with a database beside the event loop."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from bot import database
from bot.database import advice, in_reader, in_writer


def failing_once(error: SQLAlchemyError) -> Callable[[], str]:
    """Work that meets an error and goes well the next time."""
    errors = [error]

    def work() -> str:
        if errors:
            raise errors.pop()
        return "done"

    return work


def locked() -> OperationalError:
    """What SQLite says while another process writes."""
    return OperationalError("insert", {}, sqlite3.OperationalError("database is locked"))


def cut_off(statement: str | None) -> OperationalError:
    """What a database's server says that goes down during a statement, or a commit."""
    return OperationalError(statement, {}, Exception("server closed the connection"), connection_invalidated=True)


def away() -> OperationalError:
    """What is said of a database's server that is not there."""
    return OperationalError(None, None, Exception('connection to server at "db", port 5432 failed: Connection refused'))


@pytest.mark.parametrize("do", [in_reader, in_writer])
@pytest.mark.parametrize("error", [locked(), cut_off("insert"), away()], ids=["locked", "cut off", "away"])
def test_what_was_not_done_for_a_lock_or_a_restart_is_done_again(do, error):
    assert asyncio.run(do(failing_once(error))) == "done"


def test_what_met_a_restart_in_the_end_is_read_again_and_not_written_twice():
    assert asyncio.run(in_reader(failing_once(cut_off(None)))) == "done"
    with pytest.raises(OperationalError):
        asyncio.run(in_writer(failing_once(cut_off(None))))


@pytest.mark.parametrize("do", [in_reader, in_writer])
def test_what_would_not_go_better_is_not_done_again(do):
    with pytest.raises(IntegrityError):
        asyncio.run(do(failing_once(IntegrityError("insert", {}, Exception("unique")))))


@pytest.mark.parametrize("do", [in_reader, in_writer])
def test_a_database_that_says_nothing_is_not_waited_for_for_ever(do, monkeypatch):
    monkeypatch.setattr(database, "SECONDS_AT_MOST", 0.2)
    end, begun = threading.Event(), time.monotonic()
    with pytest.raises(SQLAlchemyError):
        asyncio.run(do(end.wait, 30))
    end.set()
    assert time.monotonic() - begun < 5


def test_who_is_cancelled_just_when_the_work_is_done_is_cancelled():
    async def cancel() -> None:
        for _ in range(200):
            task = asyncio.create_task(in_reader(time.sleep, 0.001))
            await asyncio.sleep(0.001)
            was_done = task.done()
            task.cancel()
            (outcome,) = await asyncio.gather(task, return_exceptions=True)
            assert was_done or isinstance(outcome, asyncio.CancelledError)

    asyncio.run(cancel())


def test_writes_are_done_in_the_order_they_came():
    done: list[int] = []

    async def write() -> None:
        await asyncio.gather(*(in_writer(done.append, number) for number in range(100)))

    asyncio.run(write())
    assert done == list(range(100))


@pytest.mark.parametrize(
    ("said", "todo"),
    [
        ("database is locked", "un autre programme la garde pour lui seul"),
        ("database or disk is full", "il n’y a plus de place"),
        ("database disk image is malformed", "son fichier est abîmé"),
        ("no such table: events", "son fichier a été effacé ou remplacé"),
        ("connection refused", "elle ne répond pas"),
    ],
)
def test_what_to_do_is_told_in_french(said, todo):
    told = advice(OperationalError("select", {}, Exception(said)))
    assert todo in told
    assert said in told
    assert "\n" not in told
