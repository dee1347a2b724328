"""A share of the training examples: on all of them some systems learn for hours."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bot.evaluation.messages import Example


def sample(training: Sequence[Example], kept: float, seed: int = 0) -> list[Example]:
    """A share of each intent's examples, at least two, always the same ones: what is frequent stays frequent.

    Args:
        training: all examples.
        kept: how many of them, from 0 to 1.
        seed: decides which.
    """
    shuffled = random.Random(seed).sample(training, len(training))
    drawn: dict[str, list[Example]] = {}
    for example in shuffled:
        drawn.setdefault(example.intent, []).append(example)
    return [example for intent in sorted(drawn) for example in drawn[intent][: max(2, round(kept * len(drawn[intent])))]]
