"""What may be set from outside; docs/guide.md explains it to the staff."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.settings import SECRET_FILE, database, secret
from bot.staff.drafts import EXAMPLES_DIR
from bot.staff.password import Password


@dataclass(frozen=True)
class Settings:
    """How the staff's page is set up.

    Attributes:
        password: checks what is typed.
        secret: signs sessions; another password makes another secret, which ends them.
        database: SQLAlchemy's address of the database that holds the conversations.
        examples: the folder of the examples.
        tries_per_hour: of the password, from one address.
        requests_per_minute: from one address.
    """

    password: Password
    secret: str = field(repr=False)
    database: str
    examples: Path = EXAMPLES_DIR
    tries_per_hour: int = 10
    requests_per_minute: int = 60

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, secret_file: Path = SECRET_FILE) -> Settings | None:
        """Read the settings; None without a password: there is no page then.

        Args:
            environment: the variables.
            secret_file: where the server's secret is kept when BOT_SECRET does not give it.

        Raises:
            SettingsError: a variable cannot be used.
        """
        kept = environment.get("BOT_STAFF_PASSWORD", "").strip()
        if not kept:
            return None
        return cls(Password(kept), secret_of(secret(environment, secret_file), kept), database(environment))


def secret_of(server: str, password: str) -> str:
    """A secret that follows from the server's and the password, and shows neither.

    Args:
        server: the server's.
        password: what is kept of the password.
    """
    return hmac.new(server.encode(), f"staff {password}".encode(), hashlib.sha256).hexdigest()
