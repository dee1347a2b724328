"""All that is kept of visitors in the database, whichever channel they came by, and to which conversation it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from bot.channels.telegram.store import TABLES as TELEGRAM_TABLES
from bot.channels.telegram.updates import Heard, Moved
from bot.channels.web.store import TABLES as WEB_TABLES
from bot.database import EVENTS, connect, written_out
from bot.staff.marks import TABLES as STAFF_TABLES

WEB, TELEGRAM = "web:", "telegram:"
_OPENED, _FEEDBACK = WEB_TABLES.tables["web_conversations"], WEB_TABLES.tables["web_feedback"]
_UPDATES, _WORDS = TELEGRAM_TABLES.tables["telegram_updates"], TELEGRAM_TABLES.tables["telegram_words"]
_MARKS = STAFF_TABLES.tables["staff_marks"]


class Stores:
    """The tables of all channels, in one database.

    Args:
        database: SQLAlchemy's address of it.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: it cannot be reached.
    """

    def __init__(self, database: str) -> None:
        tables = sa.MetaData()
        for metadata in (WEB_TABLES, TELEGRAM_TABLES, STAFF_TABLES):
            for table in metadata.tables.values():
                table.to_metadata(tables)
        self._engine = connect(database, tables)

    @property
    def address(self) -> sa.engine.URL:
        """SQLAlchemy's address of the database."""
        return self._engine.url

    @property
    def file(self) -> Path | None:
        """The database's file; None where it is a server's."""
        url = self._engine.url
        return Path(url.database).absolute() if url.get_backend_name() == "sqlite" and url.database else None

    def begun(self) -> dict[str, float]:
        """When each conversation began of which anything is kept, by its name in Rasa; in seconds since 1970."""
        found: dict[str, float] = {}

        def note(sender: str, at: float) -> None:
            found[sender] = min(at, found.get(sender, at))

        with self._engine.connect() as connection:
            if self._has_events():
                first = sa.select(EVENTS.c.sender_id, sa.func.min(EVENTS.c.timestamp)).group_by(EVENTS.c.sender_id)
                for sender, at in connection.execute(first):
                    note(sender, at)
            for conversation, at in connection.execute(sa.select(_OPENED.c.id, _OPENED.c.opened)):
                note(WEB + conversation, at)
            for conversation, at in connection.execute(sa.select(_FEEDBACK.c.conversation, _FEEDBACK.c.at)):
                note(WEB + conversation, at)
            for row in connection.execute(sa.select(_UPDATES).where(_UPDATES.c.heard.is_not(None))):
                for sender in _senders(row.heard):
                    note(sender, row.at)
        return found

    def active(self, since: float) -> int:
        """In how many conversations something was said from a moment on; only what was kept since is looked at.

        Args:
            since: in seconds since 1970.
        """
        latest = sa.select(EVENTS.c.sender_id, EVENTS.c.timestamp).order_by(EVENTS.c.id.desc())
        found: set[str] = set()
        with self._engine.connect().execution_options(stream_results=True) as connection:
            for sender, at in connection.execute(latest) if self._has_events() else ():
                if at < since:
                    break
                found.add(sender)
        return len(found)

    def rows(self, sender: str) -> dict[str, list[dict[str, Any]]]:
        """All that is kept of a conversation, by table.

        Args:
            sender: its name in Rasa.
        """
        with self._engine.connect() as connection:
            found = {
                table.name: [dict(row) for row in connection.execute(sa.select(table).where(where)).mappings()]
                for table, where in self._owned(sender)
            }
            waiting = connection.execute(sa.select(_UPDATES).where(_UPDATES.c.heard.is_not(None))).mappings()
            found[_UPDATES.name] = [dict(row) for row in waiting if sender in _senders(row["heard"])]
        return {name: rows for name, rows in found.items() if rows}

    def forget(self, sender: str) -> dict[str, int]:
        """Delete all that is kept of a conversation; gives the number of rows by table.

        Of what waits for Telegram the number stays, for it not to be answered once more, with nothing in it.

        Args:
            sender: its name in Rasa.
        """
        kept = self.rows(sender)
        with self._engine.begin() as connection:
            for table, where in self._owned(sender):
                connection.execute(sa.delete(table).where(where))
            waiting = [row["id"] for row in kept.get(_UPDATES.name, ())]
            connection.execute(_UPDATES.update().where(_UPDATES.c.id.in_(waiting)).values(heard=None, calls=None))
        self.write_out()
        return {name: len(rows) for name, rows in kept.items()}

    def forget_beside(self, updates_before: float, marks_before: float) -> None:
        """Delete what is old and belongs to no conversation: Telegram's numbers and fingerprints, and the staff's marks.

        Args:
            updates_before: in seconds since 1970.
            marks_before: the same.
        """
        with self._engine.begin() as connection:
            for table, moment in ((_UPDATES, updates_before), (_WORDS, updates_before), (_MARKS, marks_before)):
                connection.execute(table.delete().where(table.c.at < moment))
        self.write_out()

    def write_out(self) -> None:
        """Have what was deleted gone from the file and from what SQLite writes ahead of it (WAL)."""
        written_out(self._engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _has_events(self) -> bool:
        return bool(sa.inspect(self._engine).has_table(EVENTS.name))

    def _owned(self, sender: str) -> Iterator[tuple[Any, Any]]:
        if self._has_events():
            yield EVENTS, EVENTS.c.sender_id == sender
        if sender.startswith(WEB):
            conversation = sender.removeprefix(WEB)
            yield _OPENED, _OPENED.c.id == conversation
            yield _FEEDBACK, _FEEDBACK.c.conversation == conversation


def _senders(heard: str) -> tuple[str, ...]:
    """Whose an update of Telegram is; nobody's, where another version of the program wrote it: that one goes with its number."""
    try:
        update = msgspec.json.decode(heard, type=Heard)
    except msgspec.MsgspecError:
        return ()
    return () if isinstance(update, Moved) else (TELEGRAM + update.conversation,)
