"""What channels read from the environment."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

SECRET_FILE = Path(__file__).resolve().parents[2] / "var" / "secret"
LEAST_SECRET = 32
# Under this key of Redis the servers that share it show their `secret_mark`.
MARK_KEY = "clercs:secret"


class SettingsError(ValueError):
    """An environment variable holds what cannot be used; the message names it and says what is expected, in French."""


def number(environment: Mapping[str, str], variable: str, default: int) -> int:
    """A whole number from 1 on.

    Args:
        environment: the variables.
        variable: its name.
        default: what holds when it is not set.

    Raises:
        SettingsError: it is something else.
    """
    value = environment.get(variable)
    if not value:
        return default
    if not value.isdecimal() or int(value) < 1:
        raise SettingsError(f"{variable} vaut « {value} » : donnez-lui un nombre entier, à partir de 1.")
    return int(value)


def database(environment: Mapping[str, str] = os.environ) -> str:
    """SQLAlchemy's address of the database that endpoints.yml gives to Rasa's tracker store: BOT_STORE is its file."""
    store = environment.get("BOT_STORE", "var/conversations.db")
    return store if "://" in store else f"sqlite:///{store}"


def redis_address(environment: Mapping[str, str] = os.environ) -> str:
    """The address of the Redis that several servers share (BOT_REDIS); empty where there is one server alone.

    Args:
        environment: the variables.

    Raises:
        SettingsError: it is no such address.
    """
    address = environment.get("BOT_REDIS", "").strip()
    if address and not address.startswith(("redis://", "rediss://")):
        raise SettingsError(f"BOT_REDIS vaut « {address} » : écrivez une adresse comme redis://127.0.0.1:6379/0.")
    return address


def secret(environment: Mapping[str, str] = os.environ, file: Path = SECRET_FILE) -> str:
    """What this installation signs with: BOT_SECRET, else what is kept in a file.

    Args:
        environment: the variables.
        file: the file.

    Raises:
        SettingsError: it is too short, or the file cannot be read and written.
    """
    try:
        found = environment.get("BOT_SECRET") or kept_secret(file)
    except OSError as error:
        raise SettingsError(
            f"{file} ne peut pas être lu et écrit ({error.strerror}) : donnez-en le droit à ce compte, ou remplissez BOT_SECRET."
        ) from None
    if len(found) < LEAST_SECRET:
        raise SettingsError(
            f"BOT_SECRET est trop court pour être sûr : donnez-lui au moins {LEAST_SECRET} caractères tirés au hasard."
        )
    return found


def secret_mark(environment: Mapping[str, str] = os.environ) -> str:
    """What shows that two servers have the same secret, and not which.

    Args:
        environment: the variables.

    Raises:
        SettingsError: there is no secret that can be used.
    """
    return hmac.new(secret(environment).encode(), b"mark", "sha256").hexdigest()


def kept_secret(path: Path) -> str:
    """The secret of this installation, made on first use in a file that its owner alone can read.

    Args:
        path: the file.
    """
    path.parent.mkdir(0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")
