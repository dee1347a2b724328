"""`bot backup` and `bot restore`: a copy of the conversations while the bot answers, and the way back; told in French.

A copy is a database as the bot's own: `bot person --in` looks into it. Who was forgotten is forgotten in copies too: in those of
the same folder at each backup, in the restored one before the bot sees it. A database server has its own tools for this.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Mapping
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import sqlalchemy as sa

from bot.channels.settings import database
from bot.channels.telegram.updates import SECONDS_EDITABLE
from bot.privacy.forgotten import Forgotten
from bot.privacy.person import is_database
from bot.privacy.reference import reference_of
from bot.privacy.retention import keep_days
from bot.privacy.stores import Stores
from bot.publishing.releases import Releases
from bot.starting import StartError, hold
from bot.typography import french

# What stood there before a restoration is kept under this name.
ASIDE = ".avant"
_ENDS = ("", "-wal", "-shm")


class BackupError(Exception):
    """There is no copy, or nothing is restored; the message says why, and what to do."""


def run_backup(file: Path) -> int:
    """Copy the conversations, and clean the copies beside; gives the exit code.

    Args:
        file: the copy; one that is there is replaced once the new one is whole.
    """
    try:
        back_up(_store("pg_dump"), file)
        print(french(f"Sauvegarde : {file} ({file.stat().st_size // 1024} Ko), vérifiée."))
        for copy in _copies(file):
            if number := clean(copy):
                print(french(f"Oublié aussi dans {copy} : {number} conversation{'s' if number > 1 else ''}."))
    except (BackupError, OSError, sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        return _fail("Sauvegarde", error)
    return 0


def run_restore(file: Path, releases: Releases) -> int:
    """Have a copy take the place of the conversations; gives the exit code.

    Args:
        file: the copy, which stays as it is.
        releases: tell whether the bot runs.
    """
    try:
        store = _store("pg_restore")
        if releases.live() is not None:
            raise BackupError(f"le robot tourne : arrêtez-le d'abord. (S’il est bien arrêté, effacez {releases.folder}/live*.)")
        # One that is still starting has not said so.
        with hold(database(), is_shared=False) if store.parent.is_dir() else nullcontext():
            aside = restore(file, store)
        print(french(f"Restauration : {file} est maintenant {store} ; démarrez le robot."))
        if aside:
            print(french(f"Ce qu'il y avait avant est dans {aside} : effacez-le quand tout va bien."))
    except (BackupError, StartError, OSError, sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        return _fail("Restauration", error)
    return 0


def back_up(store: Path, file: Path) -> None:
    """Copy a store as it stands at one moment, whoever writes meanwhile (SQLite's online backup).

    Args:
        store: the store's file.
        file: the copy, which its owner alone can read.

    Raises:
        BackupError: there is no store, or the copy is not whole.
        OSError: the copy cannot be written.
    """
    if not store.is_file():
        raise BackupError(f"{store} n'existe pas : le robot n'a encore rien gardé, ou BOT_STORE nomme un autre fichier.")
    if file.resolve() == store.resolve():
        raise BackupError("ce fichier est la base elle-même : donnez un autre nom à la copie.")
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(0o600)
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            # One file, that can be carried elsewhere by itself.
            target.execute("pragma journal_mode = delete")
        _check(part)
        for end in _ENDS[1:]:
            Path(f"{file}{end}").unlink(missing_ok=True)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def restore(file: Path, store: Path) -> Path | None:
    """Have a copy take a store's place, less what is too old by now and who was forgotten since.

    Args:
        file: the copy.
        store: the store's file.

    Returns:
        where that is kept that stood there before, if anything did.

    Raises:
        BackupError: the copy is none, or not whole.
    """
    if not file.is_file():
        raise BackupError(f"{file} n'existe pas : vérifiez son nom.")
    _check(file)
    part = store.with_name(f".{store.name}.restored")
    back_up(file, part)
    try:
        clean(part, Forgotten(f"sqlite:///{store}"))
        if os.geteuid() == 0:
            # The bot's account is to be able to write it.
            shutil.chown(part, store.parent.stat().st_uid, store.parent.stat().st_gid)
        aside = store.with_name(store.name + ASIDE)
        for end in _ENDS:
            Path(f"{aside}{end}").unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                Path(f"{store}{end}").rename(f"{aside}{end}")
        part.replace(store)
    finally:
        for end in _ENDS:
            Path(f"{part}{end}").unlink(missing_ok=True)
    return aside if aside.exists() else None


def clean(copy: Path, forgotten: Forgotten | None = None) -> int:
    """Forget in a copy who was forgotten since, and what is too old; gives the number of conversations.

    Args:
        copy: its file; its date stays.
        forgotten: who was; by the running bot's list when left out.
    """
    since = (forgotten or Forgotten(database())).all()
    oldest = time.time() - keep_days() * 24 * 3600
    times = copy.stat()
    stores = Stores(f"sqlite:///{copy}")
    try:
        gone = [sender for sender, begun in stores.begun().items() if begun < oldest or _was_forgotten(stores, sender, since)]
        for sender in gone:
            stores.forget(sender)
        stores.forget_beside(time.time() - SECONDS_EDITABLE, oldest)
    finally:
        stores.close()
        os.utime(copy, (times.st_atime, times.st_mtime))
    return len(gone)


def _was_forgotten(stores: Stores, sender: str, since: Mapping[str, float]) -> bool:
    at = since.get(reference_of(sender))
    if at is None:
        return False
    rows = stores.rows(sender)
    said = [row["timestamp"] for row in rows.get("events", ())]
    said += [row["at"] for table in ("web_feedback", "telegram_updates") for row in rows.get(table, ())]
    # Who asks the bot to forget may go on: what came after stays.
    return not said or min(said) <= at


def _store(tool: str) -> Path:
    url = sa.engine.make_url(database())
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BackupError(f"BOT_STORE est sur un serveur de bases de données : employez {tool} (docs/exploitation.md).")
    return Path(url.database).absolute()


def _copies(file: Path) -> list[Path]:
    """The copies in the same folder, whole or set aside, but neither the store itself nor what is being written."""
    own = _store("pg_dump")
    found = (path for path in sorted(file.parent.iterdir()) if path.is_file() and not path.name.startswith("."))
    return [path for path in found if path != own and is_database(path) and _holds_conversations(path)]


def _holds_conversations(file: Path) -> bool:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return bool(connection.execute("select 1 from sqlite_master where name in ('events', 'web_conversations')").fetchone())


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            (state,) = connection.execute("pragma integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        state = str(error)
    if state != "ok":
        raise BackupError(f"{file} n'est pas une base entière ({state}) : prenez une copie plus ancienne.")
    if not _holds_conversations(file):
        raise BackupError(f"{file} n'est pas une base de conversations.")


def _fail(what: str, error: Exception) -> int:
    if isinstance(error, OSError):
        reason = f"{error.filename} : {error.strerror}. Donnez-en le droit à ce compte, ou faites de la place."
    elif isinstance(error, BackupError):
        reason = str(error)
    else:
        said = getattr(error, "orig", None) or error
        reason = f"SQLite dit « {said} » : vérifiez l'espace libre, et qu'aucun programme ne retient la base."
    print(french(f"{what} : {reason}"), file=sys.stderr)
    return 1
