"""How the database is reached that holds the conversations and what channels keep: one file, or one server, for all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from redis import RedisError

from bot.privacy.files import private_database

# Errors of a database, or a Redis, that is locked, full or away: what met one may go well the next time.
PASSING_ERRORS = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, RedisError)
# Rasa's table of conversations, which Rasa makes: what is looked at of it from outside.
EVENTS = sa.table("events", *map(sa.column, "id sender_id type_name timestamp intent_name action_name data".split()))
# PostgreSQL knows a lock by a number; any will do that nobody else has in this database.
_TABLES = 20261129
# So long (in ms) SQLite waits for another process that writes. The whole server waits along, so it is not long.
_PATIENCE = 2000


def connect(database: str, tables: sa.MetaData) -> sa.engine.Engine:
    """An engine for a database, with these tables made where they are not there.

    Args:
        database: SQLAlchemy's address of it.
        tables: what is to be there.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: it cannot be reached.
    """
    engine = shared(sa.create_engine(database))
    with making_tables(engine):
        tables.create_all(engine)
    return engine


@contextmanager
def making_tables(engine: sa.engine.Engine) -> Iterator[None]:
    """Make tables that may be there while no other server does: where two make the same, PostgreSQL refuses one.

    Args:
        engine: the database's.
    """
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.begin() as connection:
        connection.execute(sa.text(f"select pg_advisory_xact_lock({_TABLES})"))
        yield


def shared(engine: sa.engine.Engine) -> sa.engine.Engine:
    """An engine set up for what is kept here.

    Its errors, which are logged, do not hold what visitors wrote. Several processes may use an SQLite file: whoever writes keeps
    nobody from reading (WAL). Its owner alone reads it.
    """
    engine.hide_parameters = True
    if engine.dialect.name == "sqlite":
        if (file := engine.url.database) and not file.startswith((":", "file:")):
            private_database(Path(file))
        sa.event.listen(engine, "connect", _set_up)
    return engine


def written_out(engine: sa.engine.Engine) -> None:
    """Have what was deleted gone from an SQLite file now, even while other programs have it open.

    Args:
        engine: the database's, from `shared`.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    connection.execute("PRAGMA journal_mode = WAL")
    # What is deleted is written over: a conversation that was forgotten is not to be found in the file.
    connection.execute("PRAGMA secure_delete = ON")
