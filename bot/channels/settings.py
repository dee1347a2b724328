"""What channels read from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping


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
