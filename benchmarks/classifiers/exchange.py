"""What the comparison and a system's process hand each other: JSON files with these fields."""

from __future__ import annotations

import msgspec

from bot.evaluation.messages import Example


class Task(msgspec.Struct, frozen=True):
    """What a system is to learn and then to read."""

    training: tuple[Example, ...]
    messages: tuple[str, ...]


class Answers(msgspec.Struct, frozen=True):
    """What a system read: an intent a message (None: it knows none), and the seconds that each took."""

    train_seconds: float
    intents: tuple[str | None, ...]
    seconds: tuple[float, ...]
