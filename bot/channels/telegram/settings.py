"""What may be set from outside, all by environment variables; docs/telegram.md explains each to the staff."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.channels.settings import SettingsError, database, number

CHANNEL = "telegram"
TELEGRAM = "https://api.telegram.org"
# core.telegram.org/bots/api#setwebhook
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")


@dataclass(frozen=True)
class Settings:
    """How the channel is set up.

    Attributes:
        token: the bot's, from BotFather. Who has it is the bot.
        secret: what Telegram shows us with each update, for nobody else to send us any.
        database: SQLAlchemy's address of the database that also holds the conversations.
        webhook: the server's public address, to which Telegram sends updates; None: they are fetched.
        api: the address of the Bot API.
        messages_per_minute: in one conversation.
        keep_days: after so many days a conversation is deleted.
        first_wait: seconds before the second try of what failed; each further wait is twice as long.
        longest_wait: seconds before any try.
    """

    token: str = field(repr=False)
    secret: str = field(repr=False)
    database: str
    webhook: str | None = None
    api: str = TELEGRAM
    messages_per_minute: int = 20
    keep_days: int = 30
    first_wait: float = 0.5
    longest_wait: float = 60

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings | None:
        """Read the settings; None without a token: there is no Telegram then.

        Args:
            environment: the variables.

        Raises:
            SettingsError: a variable cannot be used. (Whether a token is right is for Telegram to say.)
        """
        token = environment.get("BOT_TELEGRAM_TOKEN", "").strip()
        if not token:
            return None
        secret = environment.get("BOT_TELEGRAM_SECRET") or secret_of(token)
        if not _SECRET.fullmatch(secret):
            raise SettingsError(
                "BOT_TELEGRAM_SECRET ne convient pas à Telegram : donnez-lui de 1 à 256 lettres sans accent, chiffres, _ ou -."
            )
        return cls(
            token=token,
            secret=secret,
            database=database(environment),
            webhook=_address(environment, "BOT_TELEGRAM_WEBHOOK") or None,
            api=_address(environment, "BOT_TELEGRAM_API") or TELEGRAM,
            messages_per_minute=number(environment, "BOT_MESSAGES_PER_MINUTE", cls.messages_per_minute),
            keep_days=number(environment, "BOT_KEEP_DAYS", cls.keep_days),
        )


def secret_of(token: str) -> str:
    """A secret that follows from the token and does not show it: the same after a restart, with nothing to keep."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


def _address(environment: Mapping[str, str], variable: str) -> str:
    value = environment.get(variable, "").strip().rstrip("/")
    if value and not _ADDRESS.fullmatch(value):
        raise SettingsError(f"{variable} vaut « {value} » : écrivez une adresse comme https://robot.exemple.fr.")
    return value
