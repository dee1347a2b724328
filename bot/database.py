"""How the database is reached that holds the conversations and what channels keep: one file, or one server, for all."""

from __future__ import annotations

import asyncio
import logging
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from redis import RedisError

from bot.privacy.files import private_database
from bot.typography import french

logger = logging.getLogger(__name__)

T = TypeVar("T")

# Errors of a database, or a Redis, that is locked, full or away: what met one may go well the next time.
PASSING_ERRORS = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, RedisError)
# Rasa's table of conversations, which Rasa makes: what is looked at of it from outside.
EVENTS = sa.table("events", *map(sa.column, "id sender_id type_name timestamp intent_name action_name data".split()))
# PostgreSQL knows a lock by a number; any will do that nobody else has in this database.
_TABLES = 20261129
# So long SQLite waits for another process that writes, in ms: a command, and a server's thread, which others wait for.
_PATIENCE, _PATIENCE_IN_THREAD = 5000, 20
# So long, in seconds, a visitor waits for a database that is locked or restarted; and for one that says nothing at all.
SECONDS_TO_RETRY, SECONDS_AT_MOST = 5.0, 20.0
# A database's server that cannot be reached says nothing for a quarter of an hour, unless it is asked so (libpq, in s and ms).
_POSTGRESQL = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "keepalives_idle": 30}
# So libpq's errors begin where it could not connect.
_NOT_REACHED = "connection to server"
_SECONDS_BETWEEN_LOGS = 60.0
_in_thread = threading.local()
_READERS = ThreadPoolExecutor(4, "database reader", lambda: setattr(_in_thread, "is_so", True))
# One alone: those that wait for each other in SQLite do so in no order, and some for too long.
_WRITER = ThreadPoolExecutor(1, "database writer", lambda: setattr(_in_thread, "is_so", True))
_logged: dict[str, float] = {}
# What a database says, and what is to be done then; the first that fits.
_ADVICE = (
    ("locked", "un autre programme la garde pour lui seul. Attendez qu'il finisse, ou arrêtez-le"),
    ("full", "il n'y a plus de place. Libérez-en sur le disque"),
    ("no space left", "il n'y a plus de place. Libérez-en sur le disque"),
    ("malformed", "son fichier est abîmé. Arrêtez le robot et réparez-le (docs/exploitation.md)"),
    ("not a database", "son fichier n'en est pas une. Arrêtez le robot et remettez une copie (docs/exploitation.md)"),
    ("no such table", "son fichier a été effacé ou remplacé. Redémarrez le robot (docs/exploitation.md)"),
    ("does not exist", "ses tables ont disparu. Redémarrez le robot (docs/exploitation.md)"),
    ("", "elle ne répond pas. Vérifiez qu'elle est là, et que ce compte a le droit de la lire et d'y écrire"),
)


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
    elif engine.dialect.name == "postgresql":
        sa.event.listen(engine, "do_connect", _have_patience)
    return engine


async def in_reader(work: Callable[..., T], *arguments: Any) -> T:
    """Read from a database beside the event loop, again while another process keeps it to itself, or it is restarted.

    Args:
        work: what is to be done.
        *arguments: its arguments.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: it could not be done in time.
    """
    return await _in_thread_of(_READERS, lambda error: _was_not_begun(error) or error.connection_invalidated, work, *arguments)


async def in_writer(work: Callable[..., T], *arguments: Any) -> T:
    """Write to a database beside the event loop, one after the other, again while another process keeps it to itself, or it
    is restarted.

    Args:
        work: what is to be done, in one transaction: what met a lock or lost its connection before its end was not done.
        *arguments: its arguments.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: it could not be done in time; or the connection broke while it was committed, and
            nobody knows (`is_undecided`).
    """

    def was_not_done(error: sa.exc.DBAPIError) -> bool:
        return _was_not_begun(error) or (error.connection_invalidated and not is_undecided(error))

    return await _in_thread_of(_WRITER, was_not_done, work, *arguments)


def is_undecided(error: sa.exc.DBAPIError) -> bool:
    """Whether a connection broke while a transaction was committed: it may be kept, and it may not.

    Args:
        error: what `in_writer` raised.
    """
    # A statement that fails is named; a commit is none.
    return bool(error.connection_invalidated) and error.statement is None


async def _in_thread_of(
    pool: ThreadPoolExecutor, may_pass: Callable[[sa.exc.DBAPIError], bool], work: Callable[..., T], *arguments: Any
) -> T:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while True:
        given = loop.run_in_executor(pool, copy_context().run, work, *arguments)
        try:
            # Not `wait_for`, which loses the cancellation of a task whose work is done just then: bpo-37658.
            await asyncio.wait([given], timeout=SECONDS_AT_MOST)
            if not given.done():
                # A thread that has begun still waits; what it waits for may yet be done.
                raise sa.exc.TimeoutError(f"the database did not answer within {SECONDS_AT_MOST:g} s")
            return given.result()
        except sa.exc.DBAPIError as error:
            if not may_pass(error) or loop.time() - begun > SECONDS_TO_RETRY:
                raise
        finally:
            given.cancel()
        await asyncio.sleep(random.uniform(0.02, 0.1))


def probe(engine: sa.engine.Engine, table: Any, **row: Any) -> None:
    """Write a row, read it, and delete it: what a message needs of a database.

    Args:
        engine: the database's.
        table: a table of it.
        **row: what tells the row from all others.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: it cannot be read or written.
    """
    is_it = sa.and_(*(table.c[name] == value for name, value in row.items()))
    with engine.begin() as connection:
        connection.execute(table.insert().values(**row))
        connection.execute(sa.select(sa.func.count()).select_from(table).where(is_it)).one()
        connection.execute(table.delete().where(is_it))


def advice(error: sa.exc.SQLAlchemyError) -> str:
    """What is wrong with the database and what to do, in French: the staff read it.

    Args:
        error: what it said.
    """
    said = str(getattr(error, "orig", None) or error).splitlines()[0]
    todo = next(todo for sign, todo in _ADVICE if sign in said.lower())
    return french(f"La base des conversations ({said}) : {todo}.")


def log_trouble(error: sa.exc.SQLAlchemyError) -> None:
    """Say so in the log; the same thing once a minute at most.

    Args:
        error: what the database said.
    """
    told, now = advice(error), time.monotonic()
    if now - _logged.get(told, -_SECONDS_BETWEEN_LOGS) >= _SECONDS_BETWEEN_LOGS:
        _logged[told] = now
        logger.error(told)


def written_out(engine: sa.engine.Engine) -> None:
    """Have what was deleted gone from an SQLite file now, even while other programs have it open.

    Args:
        engine: the database's, from `shared`.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _was_not_begun(error: sa.exc.DBAPIError) -> bool:
    """Whether another process keeps the database to itself, or its server was not reached: away, going, or coming back."""
    said = str(error.orig)
    return (isinstance(error.orig, sqlite3.OperationalError) and "locked" in said) or said.startswith(_NOT_REACHED)


def _have_patience(_dialect: object, _record: object, _arguments: object, options: dict[str, Any]) -> None:
    for name, value in _POSTGRESQL.items():
        options.setdefault(name, value)


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    patience = _PATIENCE_IN_THREAD if getattr(_in_thread, "is_so", False) else _PATIENCE
    connection.execute(f"PRAGMA busy_timeout = {patience}")
    connection.execute("PRAGMA journal_mode = WAL")
    # What is deleted is written over: a conversation that was forgotten is not to be found in the file.
    connection.execute("PRAGMA secure_delete = ON")
