"""A database that does not answer for a while: what came is answered when it does, once, in order; other chats do not wait."""

from __future__ import annotations

import sqlite3
from itertools import count

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.telegram.store import Store
from tests.telegram.bots import MODES, answering


def first_three():
    """Says so of the first three calls."""
    calls = count(1)
    return lambda *_: next(calls) <= 3


def failing(real, while_):
    """A method of the store whose database does not answer for as long as `while_` says so of what it is called with."""

    def method(store, *args):
        if while_(*args):
            raise OperationalError("an SQL statement", {}, Exception("database is locked"))
        return real(store, *args)

    return method


@pytest.mark.parametrize("name", ["answer", "sent", "close"])
@pytest.mark.parametrize("mode", MODES)
def test_what_meets_an_error_is_tried_again_in_its_order_while_others_are_answered(
    telegram, parrot, database, alice, monkeypatch, name, mode
):
    bob = telegram.person("Bob")
    tried = []

    def is_alices_first(update, *_):
        tried.append(update)
        return update == tried[0] and not (telegram.said_so_far(bob) and tried.count(update) > 3)

    with answering(telegram, parrot, database, mode):
        monkeypatch.setattr(Store, name, failing(getattr(Store, name), is_alices_first))
        alice.says("un")
        telegram.until(lambda: tried)
        alice.says("deux")
        bob.says("moi aussi")
        assert telegram.said(bob) == ["moi aussi"]
        assert telegram.said(alice) == ["un", "deux"]
    assert sorted(parrot.heard) == ["deux", "moi aussi", "un"], "nor is anything worked out twice"


@pytest.mark.parametrize("mode", MODES)
def test_what_was_kept_when_the_connection_broke_is_answered_once(telegram, parrot, database, alice, monkeypatch, mode):
    """The database heard « commit », and its answer was lost on the way; Telegram brings the message again."""
    real, cut = Store.keep, iter([True])

    def keep(store, heard):
        kept = real(store, heard)
        if next(cut, False):
            raise OperationalError(None, None, Exception("server closed the connection"), connection_invalidated=True)
        return kept

    with answering(telegram, parrot, database, mode):
        monkeypatch.setattr(Store, "keep", keep)
        alice.says("un")
        alice.says("deux")
        assert telegram.said(alice) == ["un", "deux"]


def test_parts_of_an_answer_are_sent_once_though_none_can_be_noted(telegram, parrot, database, alice, monkeypatch):
    parts = [letter * 4000 for letter in "abc"]
    said = parrot._say

    async def say_much(tracker, channel, text):
        await said(tracker, channel, "\n\n".join(parts))

    parrot._say = say_much
    monkeypatch.setattr(Store, "sent", failing(Store.sent, first_three()))
    with answering(telegram, parrot, database):
        alice.says("beaucoup")
        assert telegram.said(alice) == parts


@pytest.mark.parametrize("mode", MODES)
def test_while_another_process_writes_messages_wait(telegram, parrot, database, alice, monkeypatch, mode):
    monkeypatch.setattr("bot.database.SECONDS_TO_RETRY", 0.0)
    with answering(telegram, parrot, database, mode):
        alice.says("attends")
        telegram.until(lambda: parrot.heard)
        with sqlite3.connect(database, isolation_level=None) as other:
            other.execute("begin exclusive")
            parrot.go_on.set()
            alice.says("et moi ?")
            telegram.until(lambda: len(parrot.heard) > 2)
            assert telegram.said_so_far(alice) == []
            other.execute("commit")
        assert telegram.said(alice) == ["attends", "et moi ?"]


def test_a_button_is_not_taken_for_an_old_one(telegram, parrot, database, alice, monkeypatch):
    with answering(telegram, parrot, database):
        alice.says("a")
        telegram.done()
        real = type(parrot.tracker_store).said
        monkeypatch.setattr(type(parrot.tracker_store), "said", failing(real, first_three()))
        alice.presses("Encore")
        assert telegram.said(alice) == ["a", "/again a"]


def test_a_start_without_the_database_is_told_and_made_good(telegram, parrot, database, alice, monkeypatch, caplog):
    with answering(telegram, parrot, database):
        alice.says("attends")
        telegram.until(lambda: parrot.heard)
    monkeypatch.setattr(Store, "waiting", failing(Store.waiting, first_three()))
    parrot.go_on.set()
    with answering(telegram, parrot, database, wait=False):
        telegram.until(lambda: telegram.said_so_far(alice) == ["attends"])
        alice.says("et moi ?")
        assert telegram.said(alice) == ["attends", "et moi ?"]
    assert "La base des conversations" in caplog.text
