"""What may be set from outside, all by environment variables; docs/web.md explains each to the staff."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.settings import SECRET_FILE, SettingsError, database, number, secret

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")


@dataclass(frozen=True)
class Settings:
    """How the channel is set up.

    Attributes:
        secret: signs the conversations' tokens.
        database: SQLAlchemy's address of the database that also holds the conversations.
        origins: other sites that may show the widget, as browsers write them (« https://www.exemple.fr »).
        messages_per_minute: in one conversation.
        requests_per_minute: from one address, which a whole school may share.
        conversations_per_hour: opened from one address.
        keep_days: after so many days a conversation and what was said of it are deleted.
        connections: so many are answered at a time.
        stop_seconds: so long a server that stops has to finish what is under way.
    """

    secret: str = field(repr=False)
    database: str
    origins: frozenset[str] = frozenset()
    messages_per_minute: int = 20
    requests_per_minute: int = 300
    conversations_per_hour: int = 100
    keep_days: int = 30
    connections: int = 500
    stop_seconds: int = 10

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, secret_file: Path = SECRET_FILE) -> Settings:
        """Read the settings; what is not set has its default.

        Args:
            environment: the variables.
            secret_file: where the secret is kept when BOT_SECRET does not give it.

        Raises:
            SettingsError: a variable cannot be used.
        """
        return cls(
            secret=secret(environment, secret_file),
            database=database(environment),
            origins=_origins(environment.get("BOT_ORIGINS", "")),
            messages_per_minute=number(environment, "BOT_MESSAGES_PER_MINUTE", cls.messages_per_minute),
            requests_per_minute=number(environment, "BOT_REQUESTS_PER_MINUTE", cls.requests_per_minute),
            conversations_per_hour=number(environment, "BOT_CONVERSATIONS_PER_HOUR", cls.conversations_per_hour),
            keep_days=number(environment, "BOT_KEEP_DAYS", cls.keep_days),
            connections=number(environment, "BOT_CONNECTIONS", cls.connections),
            stop_seconds=number(environment, "BOT_STOP_SECONDS", cls.stop_seconds),
        )


def _origins(value: str) -> frozenset[str]:
    origins = frozenset(part.strip() for part in value.split(",") if part.strip())
    for origin in sorted(origins):
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"BOT_ORIGINS contient « {origin} » : écrivez chaque site en minuscules, sans rien après son nom,"
                " comme https://www.exemple.fr."
            )
    return origins
