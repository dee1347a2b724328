"""The staff's password, which is kept nowhere: only what it can be checked with."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from bot.channels.settings import SettingsError

LEAST_CHARACTERS = 12
# OWASP's Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1; 128 MiB and some tenths of a second.
_COST, _BLOCK, _PARALLEL = 2**17, 8, 1
_MEMORY = 256 * 1024 * 1024
_MOST_CHARACTERS = 1000


def hashed(password: str, cost: int = _COST) -> str:
    """What BOT_STAFF_PASSWORD is to hold for a password: no character in it means anything to a shell.

    Args:
        password: as the staff type it.
        cost: scrypt's N, a power of two.
    """
    salt = secrets.token_bytes(16)
    return f"scrypt:{cost}:{_BLOCK}:{_PARALLEL}:{_text(salt)}:{_text(_derive(password, salt, cost, _BLOCK, _PARALLEL))}"


class Password:
    """Checks what is typed.

    Args:
        kept: what `hashed` made.

    Raises:
        SettingsError: it is something else, such as the password itself.
    """

    def __init__(self, kept: str) -> None:
        try:
            kind, cost, block, parallel, salt, derived = kept.split(":")
            self._numbers = int(cost), int(block), int(parallel)
            self._salt, self._derived = base64.urlsafe_b64decode(salt), base64.urlsafe_b64decode(derived)
            if kind != "scrypt" or len(self._derived) < 32 or len(self._salt) < 16:
                raise ValueError(kind)
        except ValueError:
            raise SettingsError(
                "BOT_STAFF_PASSWORD n'est pas ce qu'écrit « .venv/bin/python -m bot.cli password » :"
                " lancez cette commande et recopiez sa ligne."
            ) from None

    def is_right(self, typed: str) -> bool:
        """Whether this is the password."""
        if len(typed) > _MOST_CHARACTERS:
            return False
        return hmac.compare_digest(_derive(typed, self._salt, *self._numbers), self._derived)


def _derive(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    secret = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()
