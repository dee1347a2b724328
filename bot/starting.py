"""What a server needs, tried before the model is loaded: what is wrong is told in one sentence that says what to do."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import redis
import sqlalchemy as sa
import yaml

from bot.channels.settings import MARK_KEY, number, redis_address, secret_mark
from bot.channels.telegram import settings as telegram
from bot.channels.web import settings as web
from bot.database import connect
from bot.monitoring import settings as monitoring
from bot.privacy.files import FOLDER, tighten
from bot.staff import settings as staff

ROOT = Path(__file__).resolve().parents[1]
# The store's own folder, where no other is named; made when it is not there.
STORE_FOLDER = ROOT / "var"
_SECONDS_TO_LOCK = 10
# Made and dropped, to see whether tables can be.
_TRIAL = sa.MetaData()
sa.Table("start_trial", _TRIAL, sa.Column("id", sa.Integer, primary_key=True))
# PostgreSQL knows a lock by a number; any will do that nobody else has in this database.
_LOCK = 20261130


class StartError(Exception):
    """The server cannot start; the message says why, and what to do."""


def check_address(host: str, port: int) -> None:
    """Let pass an address that a server can listen on.

    Args:
        host: a name or an address of this machine.
        port: its port.

    Raises:
        StartError: it is another machine's, is in use, or is not for this account.
    """
    try:
        for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE):
            socket.create_server(address, family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = f"Le port {port} est déjà pris : arrêtez ce qui s'en sert, ou choisissez un autre port (--port)."
        elif error.errno == errno.EACCES:
            reason = f"Le port {port} n'est pas permis à ce compte : choisissez-en un à partir de 1024 (--port)."
        else:
            reason = f"{host} n'est pas une adresse de cette machine : choisissez-en une autre (--host)."
        raise StartError(reason) from None


def check_store(database: str) -> None:
    """Let pass a database that tables can be written in.

    Args:
        database: SQLAlchemy's address of it.

    Raises:
        StartError: its folder is not there, or it cannot be reached, read or written.
    """
    try:
        url = sa.engine.make_url(database)
        if url.get_backend_name() == "sqlite" and url.database:
            _check_folder(Path(url.database).absolute().parent)
        engine = connect(database, _TRIAL)
        _TRIAL.drop_all(engine)
        if engine.dialect.name == "sqlite":
            _check_whole(engine)
        engine.dispose()
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StartError(
            f"BOT_STORE ne peut pas servir ({reason}) : donnez à ce compte le droit d'y écrire, ou nommez un autre fichier."
        ) from None


def check_rasa_files(endpoints: Path, credentials: Path, database: str) -> None:
    """Let pass files of Rasa's that name what a message needs: where conversations are kept, a lock, and channels.

    Rasa itself goes on without: it keeps conversations in memory, where the channels do not find them.

    Args:
        endpoints: its endpoints file.
        credentials: its credentials file.
        database: SQLAlchemy's address of the database that channels use.

    Raises:
        StartError: a file is not there or cannot be used, or what it names cannot.
    """
    from rasa.core.lock_store import LockStore
    from rasa.core.tracker_store import TrackerStore
    from rasa.core.utils import AvailableEndpoints

    from bot.store import PROBE, ConversationStore

    async def lock() -> None:
        async with LockStore.create(available.lock_store).lock(PROBE):
            pass

    file = endpoints
    try:
        for file in (credentials, endpoints):
            named = _read(file)
            if file == credentials:
                _check_channels(named)
        available = AvailableEndpoints.read_endpoints(str(endpoints))
        if available.tracker_store is None:
            raise ValueError("il ne dit pas où garder les conversations (tracker_store)")
        store = TrackerStore.create(available.tracker_store)
        if not isinstance(store, ConversationStore):
            raise ValueError("son tracker_store n'est pas bot.store.ConversationStore")
        if not _is_same(store.engine.url, sa.engine.make_url(database)):
            raise ValueError("son tracker_store n'est pas la base de BOT_STORE")
        store.probe()
        asyncio.run(asyncio.wait_for(lock(), _SECONDS_TO_LOCK))
    except Exception as error:
        # Whatever is wrong in it.
        raise StartError(
            f"{file.name} ne peut pas servir ({_first_line(error)}) : corrigez-le, ou reprenez celui du dépôt."
        ) from None


def check_settings() -> None:
    """Let pass environment variables that the channels, the staff's page and the logs can use.

    Raises:
        SettingsError: one cannot be used.
    """
    web.Settings.from_environment()
    telegram.Settings.from_environment()
    staff.Settings.from_environment()
    monitoring.Settings.from_environment()


def workers(database: str, environment: Mapping[str, str] = os.environ) -> int:
    """How many processes are to answer (BOT_WORKERS).

    Args:
        database: SQLAlchemy's address of the one that they share.
        environment: the variables.

    Raises:
        SettingsError: a variable cannot be used.
        StartError: several have to share what they cannot.
    """
    wanted, several = number(environment, "BOT_WORKERS", 1), f"BOT_WORKERS vaut {environment.get('BOT_WORKERS')}"
    if wanted > 1 and _is_sqlite(database):
        raise StartError(
            f"{several}, et BOT_STORE est un fichier SQLite, qui ne sert qu'à un processus : donnez à BOT_STORE l'adresse"
            " d'un PostgreSQL (postgresql://…), ou enlevez BOT_WORKERS."
        )
    if wanted > 1 and not redis_address(environment):
        raise StartError(f"{several} : donnez aussi à BOT_REDIS l'adresse d'un Redis (redis://…), ou enlevez BOT_WORKERS.")
    return wanted


def check_redis(address: str) -> None:
    """Let pass a Redis that answers, and whose servers read each other's tokens.

    Args:
        address: as BOT_REDIS has it; empty where there is none.

    Raises:
        SettingsError: there is no secret that can be used.
        StartError: it does not answer, or the others sign with another secret.
    """
    if not address:
        return
    try:
        with redis.Redis.from_url(address, socket_timeout=5, socket_connect_timeout=5) as client:
            others = client.get(MARK_KEY)
    except (redis.RedisError, ValueError) as error:
        raise StartError(f"BOT_REDIS ne répond pas ({error}) : démarrez ce Redis, ou corrigez son adresse.") from None
    if others not in (None, secret_mark().encode()):
        raise StartError(
            "BOT_SECRET n'est pas celui des autres robots de ce Redis, et ils refuseraient leurs visiteurs les uns aux autres :"
            " donnez à tous le même."
        )


def hold(database: str, is_shared: bool) -> AbstractContextManager[None]:
    """Keep others from a database that they cannot share with this server: two would answer at once in one conversation.

    Args:
        database: SQLAlchemy's address of it.
        is_shared: whether this server waits its turn in a Redis, as others do.

    Returns:
        what holds it while one is inside.

    Raises:
        StartError: another server holds it; on entering.
    """
    return _hold_file(database) if _is_sqlite(database) else _hold_server(database, is_shared)


def page(host: str, port: int) -> str:
    """The address that a browser on this machine opens.

    Args:
        host: the address that the server listens on.
        port: its port.
    """
    # Those that stand for all of a machine's addresses are no browser's.
    named = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{named}]:{port}/" if ":" in named else f"http://{named}:{port}/"


def say_ready(host: str, port: int) -> None:
    """Tell who started the server that it answers.

    Args:
        host: the address that it listens on.
        port: its port.
    """
    print(f"Prêt. Posez-lui une question : {page(host, port)} (ou « make chat » dans un terminal).", flush=True)


@contextmanager
def _hold_file(database: str) -> Iterator[None]:
    file = sa.engine.make_url(database).database
    if not file or file == ":memory:":
        yield
        return
    # Not the database itself: whoever closes it gives up what SQLite holds of it (sqlite.org/howtocorrupt.html, 2.2).
    with Path(f"{Path(file).resolve()}.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StartError(
                f"BOT_STORE, {file}, sert déjà à un autre robot (processus {lock.read().strip()}) : arrêtez-le, ou nommez un"
                " autre fichier. Plusieurs processus demandent un PostgreSQL et un Redis (docs/scaling.md)."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def _hold_server(database: str, is_shared: bool) -> Iterator[None]:
    # No pool: what is let go of is closed, and holds nothing any more.
    engine = sa.create_engine(database, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    lock = "pg_try_advisory_lock_shared" if is_shared else "pg_try_advisory_lock"
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql" and not connection.scalar(sa.text(f"select {lock}({_LOCK})")):
            raise StartError(
                "La base de BOT_STORE sert déjà à un autre robot : donnez à tous le même BOT_REDIS, ou arrêtez l'autre."
            )
        yield


def _is_sqlite(database: str) -> bool:
    return str(sa.engine.make_url(database).get_backend_name()) == "sqlite"


def _check_channels(names: Iterable[str]) -> None:
    from rasa.core.channels import BUILTIN_CHANNELS
    from rasa.shared.utils.common import class_from_module_path

    for name in names:
        try:
            BUILTIN_CHANNELS.get(name) or class_from_module_path(name)
        except Exception:
            raise ValueError(f"« {name} » n'est pas un canal") from None


def _read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError("il n'est pas là") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise ValueError(f"ce n'est pas du YAML, ligne {line}") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise ValueError("ce n'est pas du YAML") from None
    if not isinstance(content, dict):
        raise ValueError("il n'y a pas de noms suivis de leurs réglages")
    return content


def _check_whole(engine: sa.engine.Engine) -> None:
    """Let pass a file of SQLite's of which no part is lost or overwritten."""
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    except sa.exc.DatabaseError as error:
        found = str(error.orig)
    if found != "ok":
        raise StartError(
            f"Le fichier de BOT_STORE est abîmé ({found.splitlines()[0]}) : réparez-le comme le dit docs/exploitation.md."
        )


def _is_same(one: sa.engine.URL, other: sa.engine.URL) -> bool:
    if {one.get_backend_name(), other.get_backend_name()} == {"sqlite"}:
        return Path(one.database or "").absolute() == Path(other.database or "").absolute()
    return bool(one == other)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def _check_folder(folder: Path) -> None:
    if folder == STORE_FOLDER:
        with suppress(OSError):
            folder.mkdir(FOLDER, exist_ok=True)
            tighten(folder, FOLDER)
    if not folder.is_dir():
        raise StartError(
            f"Le dossier de BOT_STORE, {folder}, n'existe pas : créez-le, ou nommez un autre fichier dans BOT_STORE."
        )
