"""The messages that the evaluation reads: the blind ones of tests/nlu/blind and the training examples of data/nlu."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from bot.folding import fold_accents
from bot.knowledge.loader import read_yaml
from bot.nlu.scope import NOT_OURS

ROOT = Path(__file__).resolve().parents[2]
BLIND_DIR = ROOT / "tests" / "nlu" / "blind"
TRAINING_DIR = ROOT / "data" / "nlu"


class Blind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A held-out message and what it means: its intents in order, and what else is accepted (`also`)."""

    text: str
    intents: tuple[str, ...]
    style: str
    certificates: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    age: int | None = None
    level: int | None = None
    experience_years: int | None = None
    near: bool = False

    @property
    def accepted(self) -> tuple[str, ...]:
        """All intents that count as right."""
        return self.intents + self.also

    @property
    def in_scope(self) -> bool:
        """Whether it asks for something that is ours."""
        return self.intents[0] not in NOT_OURS

    @property
    def single(self) -> bool:
        """Whether it has one intent only."""
        return len(self.intents) == 1


class Example(NamedTuple):
    """A training example."""

    text: str
    intent: str


class _Entry(msgspec.Struct):
    intent: str
    examples: str


class _TrainingFile(msgspec.Struct):
    nlu: tuple[_Entry, ...]


def load_blind(folder: Path = BLIND_DIR) -> dict[str, tuple[Blind, ...]]:
    """The held-out messages, by the name of their file."""
    return {path.stem: read_yaml(path, tuple[Blind, ...]) for path in sorted(folder.glob("*.yml"))}


def load_training(folder: Path = TRAINING_DIR) -> list[Example]:
    """All training examples; like Rasa, without empty lines."""
    entries = [entry for path in sorted(folder.glob("*.yml")) for entry in read_yaml(path, _TrainingFile).nlu]
    return [Example(line.removeprefix("- "), e.intent) for e in entries for line in e.examples.splitlines() if line.strip()]


def duplicates(blind: Sequence[Blind], training: Sequence[Example]) -> list[str]:
    """The blind messages that stand in the training data, but for accents, capitals and punctuation."""
    known = {_folded(example.text) for example in training}
    return [message.text for message in blind if _folded(message.text) in known]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold_accents(text))) or text.strip()
