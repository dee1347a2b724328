"""What only this channel says (texts.yml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec
from telegram import BotCommand

from bot.knowledge.loader import read_yaml
from bot.typography import french

TEXTS_FILE = Path(__file__).with_name("texts.yml")


class CommandText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command.

    Attributes:
        means: the intent that it stands for; None: it stands for the words after it.
        description: what the menu says of it; None: it is not there.
        adds: the sentence that comes after the bot's answer, if any; or that is said when there are no words.
    """

    means: str | None = None
    description: str | None = None
    adds: str | None = None


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    commands: dict[str, CommandText]
    sentences: dict[str, str]
    chosen: str


@lru_cache(maxsize=1)
def texts() -> Texts:
    """The file's content."""
    return read_yaml(TEXTS_FILE, Texts)


def sentence(key: str, **values: object) -> str:
    """A sentence by its key, with the values that fill it."""
    return french(texts().sentences[key].format(**values))


def chosen(title: str) -> str:
    """The title of a button that was pressed."""
    return texts().chosen.format(title=title)


def menu() -> list[BotCommand]:
    """The menu's commands."""
    commands = texts().commands.items()
    return [BotCommand(name, french(c.description)) for name, c in commands if c.description]
