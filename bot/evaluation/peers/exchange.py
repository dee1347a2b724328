"""What the evaluation and a peer's process hand each other: JSON files with these fields."""

from __future__ import annotations

import msgspec

from bot.evaluation.messages import Example


class Task(msgspec.Struct, frozen=True):
    """What a peer is to learn and then to read."""

    training: tuple[Example, ...]
    messages: tuple[str, ...]


class Answers(msgspec.Struct, frozen=True):
    """What a peer read: an intent a message (None: it knows none), and the seconds that each took."""

    train_seconds: float
    intents: tuple[str | None, ...]
    seconds: tuple[float, ...]
