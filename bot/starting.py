"""What a server needs, tried before the model is loaded: what is wrong is told in one sentence that says what to do."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from bot.channels.telegram import settings as telegram
from bot.channels.web import settings as web
from bot.database import connect
from bot.monitoring import settings as monitoring
from bot.privacy.files import FOLDER, tighten
from bot.staff import settings as staff

ROOT = Path(__file__).resolve().parents[1]
# The store's own folder, where no other is named; made when it is not there.
STORE_FOLDER = ROOT / "var"
# Made and dropped, to see whether tables can be.
_TRIAL = sa.MetaData()
sa.Table("start_trial", _TRIAL, sa.Column("id", sa.Integer, primary_key=True))


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
        engine.dispose()
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StartError(
            f"BOT_STORE ne peut pas servir ({reason}) : donnez à ce compte le droit d'y écrire, ou nommez un autre fichier."
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


def _check_folder(folder: Path) -> None:
    if folder == STORE_FOLDER:
        with suppress(OSError):
            folder.mkdir(FOLDER, exist_ok=True)
            tighten(folder, FOLDER)
    if not folder.is_dir():
        raise StartError(
            f"Le dossier de BOT_STORE, {folder}, n'existe pas : créez-le, ou nommez un autre fichier dans BOT_STORE."
        )
