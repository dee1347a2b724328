"""The channel's table."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import pytest

from bot.channels.telegram.store import Call, Store
from bot.channels.telegram.updates import Moved, Pressed, Sent, Wrote

WHERE: dict[str, Any] = {"chat": 41, "person": None, "message": 3}
CALLS = (Call("sendMessage", {"chat_id": 41, "text": "16 €"}), Call("sendMessage", {"chat_id": 41, "text": "fin"}))


@pytest.fixture
def store(database):
    return Store(f"sqlite:///{database}", "key")


def test_an_update_waits_until_it_is_closed_also_over_a_restart(store, database):
    heard = [
        Wrote(
            update=2,
            text="😀 « prix » \0 ?",
            edited=True,
            **WHERE,
        ),
        Sent(update=3, **WHERE),
        Pressed(update=4, query="q", button="2.1.1", **WHERE),
        Moved(update=5, chat=-7, old=-7, new=-500),
    ]
    for one in reversed(heard):
        assert store.keep(one).heard == one
    assert [kept.heard for kept in Store(f"sqlite:///{database}", "key").waiting()] == heard
    store.close(3)
    assert [kept.heard for kept in store.waiting()] == [heard[0], *heard[2:]]


def test_an_update_is_kept_once(store, database):
    heard = Wrote(update=2**63 - 1, text="prix ?", **WHERE)
    assert store.keep(heard) is not None
    assert store.keep(heard) is None
    store.close(heard.update)
    assert Store(f"sqlite:///{database}", "key").keep(heard) is None


def test_an_edit_is_kept_when_it_changes_the_words_also_back(store, database):
    def keep(update, text, edited=True, **where):
        return Store(f"sqlite:///{database}", "key").keep(Wrote(update=update, text=text, edited=edited, **{**WHERE, **where}))

    assert keep(1, "prix ?", edited=False)
    assert keep(2, "prix ?") is None
    assert keep(3, "durée ?")
    assert keep(4, "durée ?") is None
    assert keep(5, "prix ?")
    assert keep(6, "prix ?", message=4), "another message"
    assert keep(7, "prix ?", chat=42), "another chat"
    assert [kept.heard.update for kept in store.waiting()] == [1, 3, 5, 6, 7]


def test_an_album_is_kept_once_and_its_words_always(store):
    photos = [Sent(update=update, album="a", **WHERE) for update in (1, 2)]
    assert [store.keep(photo) is not None for photo in photos] == [True, False]
    assert not store.has_caption(photos[0])
    assert store.keep(Wrote(update=3, text="prix ?", album="a", **WHERE))
    assert store.has_caption(photos[0])
    assert store.keep(Sent(update=4, album="a", **{**WHERE, "chat": 42})), "another chat"
    assert store.keep(Sent(update=5, **WHERE)), "no album"
    assert [kept.heard.update for kept in store.waiting()] == [1, 3, 4, 5]


def test_an_answer_is_kept_with_how_much_of_it_is_sent(store):
    store.keep(Wrote(update=2, text="prix ?", **WHERE))
    assert (store.waiting()[0].calls, store.waiting()[0].sent) == (None, 0)
    store.answer(2, CALLS)
    store.sent(2, 1)
    assert (store.waiting()[0].calls, store.waiting()[0].sent) == (CALLS, 1)


def test_nothing_of_what_was_said_is_left_of_what_is_closed(store, database):
    store.keep(Wrote(update=2, text="mon secret", **WHERE))
    store.answer(2, CALLS)
    store.close(2)
    with sqlite3.connect(database) as connection:
        ((number, at, *rest),) = connection.execute("select id, at, heard, calls from telegram_updates")
    assert (number, rest) == (2, [None, None])
    assert abs(time.time() - at) < 60


def test_conversations_are_found_in_rasas_table(store, database):
    assert store.conversations("telegram:") == []
    with sqlite3.connect(database) as connection:
        connection.execute("create table events (sender_id text, timestamp real)")
        for sender in ("telegram:41", "telegram:41", "telegram:-5:41", "web:41", "telegramX"):
            connection.execute("insert into events values (?, ?)", (sender, 100))
    assert sorted(store.conversations("telegram:")) == ["-5:41", "41"]
