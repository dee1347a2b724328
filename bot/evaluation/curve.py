"""What moving the decision between « ours » and « not ours » would gain and cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.evaluation.messages import OUT_OF_SCOPE, Blind

THRESHOLDS = [step / 100 for step in range(2, 100, 2)]


class Point(NamedTuple):
    """What holds when a message is refused from this probability of being out of scope on."""

    threshold: float
    accuracy: float
    recall: float


def curve(
    messages: Sequence[Blind],
    labels: Sequence[str],
    probabilities: npt.NDArray[np.float64],
    thresholds: Sequence[float] = THRESHOLDS,
) -> list[Point]:
    """In-scope accuracy and out-of-scope recall at each threshold; messages that ask several things are left out.

    Args:
        messages: in the order of the rows.
        labels: the intents, in the order of the columns.
        probabilities: one row a message.
        thresholds: on the sum of the out-of-scope intents; below it the likeliest other intent is taken.
    """
    outside = np.isin(labels, OUT_OF_SCOPE)
    mass = probabilities[:, outside].sum(axis=1)
    likeliest = np.asarray(labels)[np.where(outside, -1.0, probabilities).argmax(axis=1)]
    right = np.asarray([intent in message.accepted for intent, message in zip(likeliest, messages, strict=True)])
    ours = np.asarray([message.in_scope and message.single for message in messages])
    others = np.asarray([not message.in_scope for message in messages])
    return [
        Point(threshold, float((right & (mass < threshold))[ours].mean()), float((mass >= threshold)[others].mean()))
        for threshold in thresholds
    ]
