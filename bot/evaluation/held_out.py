"""How well whole conversations are understood that authors wrote whom no training has seen (data/conversations, « held out »)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.dialogue.annotations import Author
from bot.dialogue.interpreter import Interpreter
from bot.dialogue.learning import Measured, Place, measure, shares
from bot.dialogue.reading import Reading
from bot.evaluation.ablation import PartAblation, ablate
from bot.evaluation.scores import Share

# The parts of a question that are right or wrong; a whole meaning is right when all of them are.
MEANING = ("intent", "act", "certificates", "person")
BINS = 10


class Bin(NamedTuple):
    """Turns of which the interpreter was about as sure: how sure on average, and how many of them are right."""

    predicted: float
    observed: Share


class Misread(NamedTuple):
    """Turns of one intent read as another: how many, and one of them."""

    meant: str
    read_as: str
    times: int
    example: str


@dataclass(frozen=True)
class HeldOut:
    """What was measured on the held-out authors' conversations.

    Attributes:
        conversations: of each author, how many.
        measured: each author's turns as they were interpreted.
        ablation: of each part of a meaning, what each feature moves.
    """

    conversations: Mapping[str, int]
    measured: Mapping[str, Sequence[Measured]]
    ablation: Sequence[PartAblation]

    @property
    def all(self) -> list[Measured]:
        """All turns."""
        return [item for of_author in self.measured.values() for item in of_author]


def turns_of(authors: Iterable[Author]) -> dict[Place, str]:
    """The text of each turn, by its place."""
    return {(c.id, number): turn.user for a in authors for c in a.conversations for number, turn in enumerate(c.turns)}


def hold_out(authors: Sequence[Author], readings: Mapping[Place, Reading], interpreter: Interpreter) -> HeldOut:
    """Interpret all turns of the held-out authors, and find out what each feature moves.

    Args:
        authors: all of them; those of other roles are left out.
        readings: of the held-out authors' turns.
        interpreter: with what was learnt.
    """
    chosen = [author for author in authors if author.role == "held out"]
    measured = {a.name: measure([a], readings, interpreter.knowledge, interpreter.weights) for a in chosen}
    turns = [item for of_author in measured.values() for item in of_author]
    return HeldOut({a.name: len(a.conversations) for a in chosen}, measured, ablate(turns, interpreter))


def part_shares(measured: Sequence[Measured]) -> dict[str, Share]:
    """Of each part: right, and asked; « meaning » is the whole first question."""
    meanings = [right for item in measured if (right := meaning_right(item)) is not None]
    return {part: Share(*found) for part, found in shares(measured).items()} | {"meaning": Share(sum(meanings), len(meanings))}


def meaning_right(item: Measured) -> bool | None:
    """Whether all parts of the first question that are asked are right; None where only its intent is."""
    found = [right for part in MEANING if (right := item.right(part)) is not None]
    return all(found) if len(found) > 1 else None


def sure_of_intent(item: Measured) -> float:
    """How likely the interpreter holds the intent it chose."""
    return item.found.confidence


def sure_of_meaning(item: Measured) -> float:
    """How likely the interpreter holds all parts of the first question together."""
    return min(1.0, math.exp(item.found.candidates[0].log_probability))


def calibration(
    measured: Iterable[Measured], sure: Callable[[Measured], float], right: Callable[[Measured], bool | None], bins: int = BINS
) -> list[Bin]:
    """Predicted against observed, least sure first; bins without turns are left out.

    Args:
        measured: the turns.
        sure: how sure the interpreter is of one, from 0 to 1.
        right: whether it is right; None leaves the turn out.
        bins: how many, of equal width.
    """
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for item in measured:
        if (is_right := right(item)) is not None:
            groups[min(int(bins * sure(item)), bins - 1)].append((sure(item), is_right))
    return [
        Bin(sum(p for p, _ in group) / len(group), Share(sum(is_right for _, is_right in group), len(group)))
        for _, group in sorted(groups.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far predicted and observed lie apart, on average over the turns."""
    turns = sum(b.observed.total for b in bins)
    return sum(abs(b.predicted - b.observed.value) * b.observed.total for b in bins) / turns if turns else 0.0


def misread(measured: Iterable[Measured], most: int) -> list[Misread]:
    """The most frequent wrong intents of turns that ask one thing."""
    examples: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in measured:
        asked = {query.intent for query in item.step.queries}
        if len(asked) == 1 and not item.right("intent"):
            examples[asked.pop(), item.found.candidates[0].query.intent].append(item.step.turn.user)
    found = [Misread(meant, read_as, len(texts), texts[0]) for (meant, read_as), texts in examples.items()]
    return sorted(found, key=lambda m: (-m.times, m.meant, m.read_as))[:most]
