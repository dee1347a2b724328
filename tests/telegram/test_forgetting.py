"""What is kept of a conversation, and how it goes."""

from __future__ import annotations

import sqlite3


def test_nothing_of_what_was_said_is_left_beside_rasas_own_table(line, telegram, database, alice):
    alice.says("mon secret")
    telegram.done()
    with sqlite3.connect(database) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in set(tables) - {"events"}:
            rows = connection.execute(f"select * from {table}").fetchall()
            assert "secret" not in str(rows)
            assert str(alice.id) not in str(rows)
