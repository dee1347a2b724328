"""What was read, and how much of it is right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.evaluation.messages import Blind
from bot.nlu.scope import NOT_OURS, Ranking

ENTITIES = ("certificate", "age", "level", "experience_years")


@dataclass(frozen=True)
class Reading:
    """A message as a system read it.

    Attributes:
        message: what was read.
        intent: the likeliest one.
        seconds: the time it took.
        questions: the intents of all that was understood to be asked, in order.
        entities: the values of each kind.
        words: the intent that the classifier gives the words alone.
        ranking: all intents that it may have with their probabilities, likeliest first.
    """

    message: Blind
    intent: str
    seconds: float
    questions: tuple[str, ...] = ()
    entities: dict[str, set[int | str]] = field(default_factory=dict)
    words: str = ""
    ranking: Ranking = ()

    @property
    def right(self) -> bool:
        """Whether the intent is one that the message accepts."""
        return self.intent in self.message.accepted

    @property
    def caught(self) -> bool:
        """Whether it was read as out of scope, of whatever kind."""
        return self.intent in NOT_OURS


class Share(NamedTuple):
    """So many of so many."""

    part: int
    total: int

    @property
    def value(self) -> float:
        """Between 0 and 1."""
        return self.part / self.total if self.total else 0.0


class Confusion(NamedTuple):
    """Messages of one intent read as another: how many, and one of them."""

    intent: str
    read_as: str
    times: int
    example: str


class Found(NamedTuple):
    """Values of one entity: found and told, found but not told, told but not found."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the values found, those that were told."""
        return Share(self.right, self.right + self.wrong).value

    @property
    def recall(self) -> float:
        """Of the values told, those that were found."""
        return Share(self.right, self.right + self.missed).value

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return Share(2 * self.right, 2 * self.right + self.wrong + self.missed).value


def share(readings: Iterable[Reading], holds: Callable[[Reading], bool]) -> Share:
    """The share of readings for which something holds."""
    answers = [holds(reading) for reading in readings]
    return Share(sum(answers), len(answers))


def shares_by(readings: Iterable[Reading], key: Callable[[Reading], str], holds: Callable[[Reading], bool]) -> dict[str, Share]:
    """The share of readings for which something holds, by a key, in order of first appearance."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        groups[key(reading)].append(reading)
    return {name: share(group, holds) for name, group in groups.items()}


def in_scope(readings: Iterable[Reading]) -> list[Reading]:
    """Those of messages that ask one thing which is ours."""
    return [r for r in readings if r.message.in_scope and r.message.single]


def out_of_scope(readings: Iterable[Reading]) -> list[Reading]:
    """Those of messages that are not ours."""
    return [r for r in readings if not r.message.in_scope]


def several(readings: Iterable[Reading]) -> list[Reading]:
    """Those of messages that ask several things."""
    return [r for r in readings if not r.message.single]


def intent_of(reading: Reading) -> str:
    """The intent that was meant."""
    return reading.message.intents[0]


def style_of(reading: Reading) -> str:
    """How the message was written."""
    return reading.message.style


def confusions(readings: Iterable[Reading], most: int) -> list[Confusion]:
    """The most frequent wrong readings of messages with one intent."""
    examples: dict[tuple[str, str], list[str]] = defaultdict(list)
    for reading in readings:
        if reading.message.single and not reading.right:
            examples[intent_of(reading), reading.intent].append(reading.message.text)
    found = [Confusion(intent, read_as, len(texts), texts[0]) for (intent, read_as), texts in examples.items()]
    return sorted(found, key=lambda c: (-c.times, c.intent, c.read_as))[:most]


def attracted(readings: Iterable[Reading]) -> Counter[str]:
    """By intent, how many messages of other intents are read as it."""
    return Counter(reading.intent for reading in readings if not reading.right)


def entities(readings: Sequence[Reading], kind: str) -> Found:
    """How well the values of an entity are found."""
    right = wrong = missed = 0
    for reading in readings:
        told, found = _told(reading.message, kind), reading.entities.get(kind, set())
        right += len(found & told)
        wrong += len(found - told)
        missed += len(told - found)
    return Found(right, wrong, missed)


def _told(message: Blind, kind: str) -> set[int | str]:
    if kind == "certificate":
        return set(message.certificates)
    value = {"age": message.age, "level": message.level, "experience_years": message.experience_years}[kind]
    return set() if value is None else {value}
