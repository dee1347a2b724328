"""No conversation is kept longer than its visitor was told, whichever channels are on."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from bot.channels.settings import SettingsError
from bot.channels.telegram.store import Store as TelegramStore
from bot.channels.telegram.updates import Wrote
from bot.channels.web.store import Opinion
from bot.channels.web.store import Store as WebStore
from bot.cli import main
from bot.dialogue.query import Query
from bot.locks import ConversationLocks
from bot.privacy.retention import Clock, forget_old, keep_clean, keep_days, stop_cleaning
from bot.privacy.stores import Stores
from bot.staff.marks import Marks
from bot.typography import french
from tests.staff.told import DAY, Told

PRICE = Query("open", "price")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file for conversations."""
    return tmp_path / "conversations.db"


@pytest.fixture
def told(database: Path) -> Told:
    """Conversations of all channels, old and young."""
    told = Told(database)
    for sender, days in (
        ("web:old", 31), ("web:young", 29), ("telegram:1", 31), ("telegram:-5:1", 40), ("telegram:2", 29), ("me", 31),
        ("you", 29),
    ):  # fmt: skip
        told.say("prix ?", PRICE, conversation=sender, days_ago=days)
    told.say("durée ?", PRICE, conversation="telegram:1")
    return told


def clean(address: str, days: int = 30) -> None:
    """Delete what is old, as the server does each hour."""
    asyncio.run(forget_old(ConversationLocks(address=""), Stores(address), days))


def column(database: Path, query: str) -> set[str]:
    with sqlite3.connect(database) as connection:
        return {str(value) for (value,) in connection.execute(query)}


def test_conversations_that_began_too_long_ago_are_deleted_on_all_channels_and_no_others(told, database):
    clean(told.address)
    assert column(database, "select distinct sender_id from events") == {"web:young", "telegram:2", "you"}


def test_so_is_what_belongs_to_them(told, database):
    store = WebStore(told.address)
    for conversation in ("old", "empty", "young"):
        store.open(conversation)
        store.keep_opinion(conversation, Opinion("t.1", True, "", "prix ?", "16 €", time.time()))
    with sqlite3.connect(database) as connection:
        connection.execute("update web_conversations set opened = opened - ? where id = 'empty'", (31 * DAY,))
    clean(told.address)
    assert column(database, "select id from web_conversations") == {"young"}
    assert column(database, "select conversation from web_feedback") == {"young"}


def test_updates_are_known_for_two_days_and_marks_as_long_as_conversations(told, database):
    store = TelegramStore(told.address, "key")
    for update in (1, 2):
        store.keep(Wrote(update=update, chat=7, person=None, message=update, text="mon secret"))
    Marks(told.address).put(["a" * 64, "b" * 64], "fact", "fait")
    with sqlite3.connect(database) as connection:
        for table, where in (("telegram_updates", "id = 1"), ("telegram_words", "rowid = 1")):
            connection.execute(f"update {table} set at = at - ? where {where}", (3 * DAY,))
        connection.execute("update staff_marks set at = at - ? where question like 'a%'", (31 * DAY,))
    clean(told.address)
    assert column(database, "select id from telegram_updates") == {"2"}
    assert column(database, "select count(*) from telegram_words") == {"1"}
    assert column(database, "select question from staff_marks") == {"b" * 64}


def test_what_another_version_wrote_of_telegram_does_not_keep_the_rest(told, database):
    TelegramStore(told.address, "key")
    with sqlite3.connect(database) as connection:
        old = "insert into telegram_updates (id, at, heard, sent) values (?, ?, '{\"strange\": 1}', 0)"
        connection.executemany(old, [(1, time.time() - 3 * DAY), (2, time.time())])
    clean(told.address)
    assert column(database, "select distinct sender_id from events") == {"web:young", "telegram:2", "you"}
    assert column(database, "select id from telegram_updates") == {"2"}


def test_the_command_deletes_the_same_and_says_how_many(told, database, capsys):
    WebStore(told.address).keep_opinion("orphan", Opinion("t.1", True, "", "prix ?", "16 €", time.time() - 31 * DAY))
    with patch.dict("os.environ", {"BOT_STORE": str(database)}):
        assert main(["purge"]) == 0
    assert capsys.readouterr().out == french("Effacement : 5 conversations commencées il y a plus de 30 jours.\n")
    assert column(database, "select distinct sender_id from events") == {"web:young", "telegram:2", "you"}
    assert column(database, "select count(*) from web_feedback") == {"0"}
    with patch.dict("os.environ", {"BOT_STORE": str(database), "BOT_KEEP_DAYS": "non"}):
        assert main(["purge"]) == 1
    assert "BOT_KEEP_DAYS" in capsys.readouterr().err


def test_a_database_that_nobody_spoke_in_is_clean(database):
    clean(f"sqlite:///{database}")


def test_what_is_being_answered_is_finished_first(told, database):
    locks = ConversationLocks(address="")

    async def both() -> None:
        async with locks.lock("web:old"):
            cleaning = asyncio.create_task(forget_old(locks, Stores(told.address), 30))
            await asyncio.sleep(0.2)
            assert "web:old" in column(database, "select sender_id from events")
        await cleaning

    asyncio.run(both())
    assert "web:old" not in column(database, "select sender_id from events")


def test_the_server_cleans_when_it_starts_without_any_channel(told, database):
    app = SimpleNamespace(ctx=SimpleNamespace(agent=SimpleNamespace(lock_store=ConversationLocks(address=""))))

    async def run() -> None:
        await keep_clean(app, asyncio.get_running_loop())
        await asyncio.sleep(0.5)
        await stop_cleaning(app, asyncio.get_running_loop())

    with patch.dict("os.environ", {"BOT_STORE": str(database), "BOT_KEEP_DAYS": "35", "BOT_TELEGRAM_TOKEN": ""}):
        asyncio.run(run())
    senders = column(database, "select distinct sender_id from events")
    assert "telegram:-5:1" not in senders
    assert "telegram:1" in senders


def test_the_days_are_a_number():
    assert keep_days({}) == 30
    with pytest.raises(SettingsError, match="BOT_KEEP_DAYS"):
        keep_days({"BOT_KEEP_DAYS": "never"})


def test_nothing_is_deleted_while_the_clock_has_just_jumped(monkeypatch):
    clock, real = Clock(), time.time
    assert clock.is_steady()
    for jump in (365 * 24 * 3600, -365 * 24 * 3600):
        monkeypatch.setattr(time, "time", lambda jump=jump: real() + jump)
        assert not clock.is_steady()
        assert clock.is_steady(), "it is believed an hour later"
