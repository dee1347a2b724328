"""What may be set from outside, all by environment variables; docs/web.md explains each to the staff."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.web.tokens import kept_secret

ROOT = Path(__file__).resolve().parents[3]
SECRET_FILE = ROOT / "var" / "secret"
LEAST_SECRET = 32

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")


class SettingsError(ValueError):
    """An environment variable holds what cannot be used; the message names it and says what is expected."""


@dataclass(frozen=True)
class Settings:
    """How the channel is set up.

    Attributes:
        secret: signs the conversations' tokens.
        database: SQLAlchemy's address of the database that also holds the conversations.
        origins: other sites that may show the widget, as browsers write them (« https://www.exemple.fr »).
        messages_per_minute: in one conversation.
        requests_per_minute: from one address.
        conversations_per_hour: opened from one address.
        keep_days: after so many days a conversation and what was said of it are deleted.
    """

    secret: str = field(repr=False)
    database: str
    origins: frozenset[str] = frozenset()
    messages_per_minute: int = 20
    requests_per_minute: int = 60
    conversations_per_hour: int = 10
    keep_days: int = 30

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, secret_file: Path = SECRET_FILE) -> Settings:
        """Read the settings; what is not set has its default.

        Args:
            environment: the variables.
            secret_file: where the secret is kept when BOT_SECRET does not give it.

        Raises:
            SettingsError: a variable cannot be used.
        """
        secret = environment.get("BOT_SECRET") or kept_secret(secret_file)
        if len(secret) < LEAST_SECRET:
            raise SettingsError(f"BOT_SECRET is too short to be safe: give it at least {LEAST_SECRET} random characters")
        numbers = {
            name: _number(environment, variable)
            for name, variable in (
                ("messages_per_minute", "BOT_MESSAGES_PER_MINUTE"),
                ("requests_per_minute", "BOT_REQUESTS_PER_MINUTE"),
                ("conversations_per_hour", "BOT_CONVERSATIONS_PER_HOUR"),
                ("keep_days", "BOT_KEEP_DAYS"),
            )
            if environment.get(variable)
        }
        return cls(
            secret=secret,
            database=database(environment),
            origins=_origins(environment.get("BOT_ORIGINS", "")),
            **numbers,
        )


def database(environment: Mapping[str, str] = os.environ) -> str:
    """SQLAlchemy's address of the database that endpoints.yml gives to Rasa's tracker store: BOT_STORE is its file."""
    store = environment.get("BOT_STORE", "var/conversations.db")
    return store if "://" in store else f"sqlite:///{store}"


def _number(environment: Mapping[str, str], variable: str) -> int:
    value = environment[variable]
    if not value.isdecimal() or int(value) < 1:
        raise SettingsError(f"{variable} is « {value} »: a whole number from 1 on is expected")
    return int(value)


def _origins(value: str) -> frozenset[str]:
    origins = frozenset(part.strip() for part in value.split(",") if part.strip())
    for origin in sorted(origins):
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"BOT_ORIGINS holds « {origin} »: a scheme and a host in small letters and nothing after them are expected,"
                " as in https://www.exemple.fr"
            )
    return origins
