"""Cross-validation: learn from four fifths of the training examples, read the last fifth, five times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sklearn.metrics import accuracy_score, precision_recall_fscore_support
from sklearn.model_selection import StratifiedKFold

from bot.nlu.intents import IntentModel
from bot.nlu.text_features import Text

FOLDS = 5


class IntentScore(NamedTuple):
    """How well the examples of one intent are read when they were not learnt from."""

    intent: str
    examples: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class CrossValidation:
    """Scores over all folds together, and each fold's accuracy."""

    accuracy: float
    macro_f1: float
    fold_accuracies: tuple[float, ...]
    intents: tuple[IntentScore, ...]


def cross_validate(texts: Sequence[Text], intents: Sequence[str], untrained: Callable[[], IntentModel]) -> CrossValidation:
    """Read each example once with a classifier that has not seen it.

    Args:
        texts: the examples as the classifier reads them.
        intents: their intents.
        untrained: gives a classifier that has learnt nothing.
    """
    wanted = np.asarray(intents)
    read = np.empty_like(wanted)
    accuracies = []
    for learnt, kept in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(wanted, wanted):
        model = untrained().fit([texts[i] for i in learnt], wanted[learnt].tolist())
        read[kept] = np.asarray(model.labels)[model.probabilities([texts[i] for i in kept]).argmax(axis=1)]
        accuracies.append(float(accuracy_score(wanted[kept], read[kept])))
    names = sorted(set(intents))
    precision, recall, f1, count = precision_recall_fscore_support(wanted, read, labels=names, zero_division=0)
    rows = zip(names, count.tolist(), precision.tolist(), recall.tolist(), f1.tolist(), strict=True)
    scores = tuple(IntentScore(*row) for row in rows)
    return CrossValidation(float(accuracy_score(wanted, read)), float(f1.mean()), tuple(accuracies), scores)
