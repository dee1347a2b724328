"""By what a visitor names their conversation to the centre: short enough to be told on the telephone."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from bot.channels.settings import secret

# Fifty bits: nobody finds another's by trying, and the centre's staff are the only ones who can be asked.
_LENGTH, _GROUP = 10, 5


def reference_of(sender: str, key: str | None = None) -> str:
    """A conversation's reference, such as « K7QXA-2MPTB »: nobody can work it out who has not the server's secret.

    A person's number in Telegram is known to many; this is not.

    Args:
        sender: the conversation's name in Rasa.
        key: the server's secret; its own when left out.

    Raises:
        SettingsError: the server's secret cannot be read.
    """
    digest = hmac.digest((key or _own_key()).encode(), f"reference {sender}".encode(), hashlib.sha256)
    # Base 32 has neither 0 nor 1, which are taken for O and I.
    letters = base64.b32encode(digest).decode()[:_LENGTH]
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}"


def as_reference(text: str) -> str:
    """What somebody wrote or dictated as a reference is written: « k7qxa 2mptb »."""
    letters = "".join(character for character in text.upper() if character.isalnum())
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}"


@lru_cache(maxsize=1)
def _own_key() -> str:
    return secret()
