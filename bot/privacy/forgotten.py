"""Who was forgotten lately: backups that were made before must forget them too, and not bring them back when restored."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from bot.privacy.reference import reference_of

_SUFFIX = ".forgotten"


class Forgotten:
    """The list, in a file beside the database: what is forgotten last night and the database lost today is still forgotten.

    It holds references, which tell nobody who it was. A database server keeps its own backups, and has no such list.

    Args:
        database: SQLAlchemy's address of the database.
    """

    def __init__(self, database: str | sa.engine.URL) -> None:
        url = sa.engine.make_url(database)
        named = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        self._file = Path(f"{url.database}{_SUFFIX}").absolute() if named else None

    def add(self, *senders: str) -> None:
        """Note that conversations are forgotten now.

        Args:
            *senders: their names in Rasa.
        """
        now = time.time()
        self._do("insert or replace into forgotten values (?, ?)", *((reference_of(sender), now) for sender in senders))

    def drop_old(self, before: float) -> None:
        """Let go of what no backup that is kept can hold any more.

        Args:
            before: in seconds since 1970.
        """
        if self._file and self._file.exists():
            self._do("delete from forgotten where at < ?", (before,))

    def all(self) -> dict[str, float]:
        """When each was forgotten last, by its reference; in seconds since 1970."""
        if not (self._file and self._file.exists()):
            return {}
        with closing(self._connect()) as connection:
            return dict(connection.execute("select reference, at from forgotten"))

    def _do(self, statement: str, *rows: tuple[object, ...]) -> None:
        if self._file and rows:
            with closing(self._connect()) as connection, connection:
                connection.executemany(statement, rows)

    def _connect(self) -> sqlite3.Connection:
        assert self._file
        self._file.touch(0o600)
        connection = sqlite3.connect(self._file, timeout=2)
        connection.execute("pragma secure_delete = on")
        connection.execute("create table if not exists forgotten (reference text primary key, at real not null)")
        return connection
