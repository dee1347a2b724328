"""Conditional logit: of several options one is chosen, by a sum of named features whose weights people's choices teach."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Features = Mapping[str, float]


class Choice(NamedTuple):
    """Options and which of them are right (several when people leave it open)."""

    options: Sequence[Features]
    right: frozenset[int]


class ConditionalLogit(msgspec.Struct, frozen=True):
    """A model of choices.

    Attributes:
        weights: of each feature.
    """

    weights: Mapping[str, float] = {}

    def score(self, features: Features) -> float:
        """The sum of the features' values times their weights."""
        return sum(value * self.weights.get(name, 0.0) for name, value in features.items())

    def contributions(self, features: Features) -> dict[str, float]:
        """What each feature adds to the score; what adds nothing is left out."""
        found = {name: value * self.weights.get(name, 0.0) for name, value in features.items()}
        return {name: value for name, value in found.items() if abs(value) >= 0.005}

    def log_probabilities(self, options: Sequence[Features]) -> list[float]:
        """Of each option, the logarithm of how likely it is the right one."""
        scores = [self.score(features) for features in options]
        highest = max(scores)
        total = highest + math.log(sum(math.exp(score - highest) for score in scores))
        return [score - total for score in scores]


def fit(choices: Sequence[Choice], ridge: float = 1.0) -> ConditionalLogit:
    """The weights that make the right options most likely.

    Args:
        choices: those without a right option, or with right options only, teach nothing and are left out.
        ridge: how strongly weights are held near zero; the penalty is ridge / 2 times the sum of their squares.

    Returns:
        A model whose features are those of the options; none when there is nothing to learn from.
    """
    usable = [c for c in choices if c.right and len(c.right) < len(c.options)]
    names = sorted({name for c in usable for features in c.options for name in features})
    if not names:
        return ConditionalLogit()
    place = {name: number for number, name in enumerate(names)}
    rows, columns, values = [], [], []
    for row, features in enumerate(f for c in usable for f in c.options):
        for name, value in features.items():
            rows.append(row)
            columns.append(place[name])
            values.append(value)
    sizes = np.array([len(c.options) for c in usable])
    matrix = csr_matrix((values, (rows, columns)), shape=(int(sizes.sum()), len(names)))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.concatenate([[number in c.right for number in range(len(c.options))] for c in usable])

    def surprise(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = matrix @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        odds = np.exp(scores)
        total = np.add.reduceat(odds, starts)
        chosen = np.add.reduceat(np.where(right, odds, 0.0), starts)
        shares, shares_right = odds / np.repeat(total, sizes), np.where(right, odds, 0.0) / np.repeat(chosen, sizes)
        value = float(np.log(total / chosen).sum() + ridge / 2 * weights @ weights)
        return value, np.asarray(matrix.T @ (shares - shares_right) + ridge * weights)

    found = minimize(surprise, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return ConditionalLogit({name: round(float(w), 4) for name, w in zip(names, found.x, strict=True)})
