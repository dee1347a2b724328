"""What is kept of a conversation, and how it goes."""

from __future__ import annotations

import asyncio
import sqlite3
import time

from rasa.shared.core.events import BotUttered, UserUttered

from bot.channels.telegram.store import Store
from bot.channels.telegram.updates import Wrote
from tests.telegram.bots import answering

_DAY = 24 * 3600


def said_days_ago(parrot, sender: str, days: int) -> None:
    """Have somebody have said something so many days ago."""

    async def say() -> None:
        tracker = await parrot.tracker_store.get_or_create_tracker(sender)
        moment = time.time() - days * _DAY
        tracker.update(UserUttered("mon secret", timestamp=moment))
        tracker.update(BotUttered("mon secret", timestamp=moment + 1))
        await parrot.tracker_store.save(tracker)

    asyncio.run(say())


def test_conversations_that_began_too_long_ago_are_deleted_and_no_others(telegram, parrot, database):
    for sender, days in (("telegram:1", 31), ("telegram:-5:1", 40), ("telegram:2", 29), ("web:a", 90)):
        said_days_ago(parrot, sender, days)

    def senders() -> set[str]:
        with sqlite3.connect(database) as connection:
            return {sender for (sender,) in connection.execute("select distinct sender_id from events")}

    with answering(telegram, parrot, database, keep_days=30):
        telegram.until(lambda: senders() == {"telegram:2", "web:a"})


def test_updates_are_known_for_two_days(telegram, parrot, database):
    store = Store(f"sqlite:///{database}", "key")
    for update in (1, 2):
        store.keep(Wrote(update=update, chat=1, person=None, message=1, text="mon secret"))
    with sqlite3.connect(database) as connection:
        connection.execute("update telegram_updates set at = ? where id = 1", (time.time() - 3 * _DAY,))

    def numbers() -> list[tuple[int]]:
        with sqlite3.connect(database) as connection:
            return connection.execute("select id from telegram_updates").fetchall()

    with answering(telegram, parrot, database):
        telegram.until(lambda: numbers() == [(2,)])
        telegram.until(lambda: parrot.heard == ["mon secret"])


def test_nothing_of_what_was_said_is_left_beside_rasas_own_table(line, telegram, database, alice):
    alice.says("mon secret")
    telegram.done()
    with sqlite3.connect(database) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in set(tables) - {"events"}:
            rows = connection.execute(f"select * from {table}").fetchall()
            assert "secret" not in str(rows)
            assert str(alice.id) not in str(rows)
