"""What moving the decision between « ours » and « not ours » would gain and cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.evaluation.scores import Reading, in_scope, out_of_scope, share
from bot.nlu.scope import decide_scope

THRESHOLDS = [step / 100 for step in range(2, 100, 2)]


class Point(NamedTuple):
    """What holds when a message is refused from this probability of not being ours on."""

    threshold: float
    accuracy: float
    recall: float


def curve(readings: Sequence[Reading], thresholds: Sequence[float] = THRESHOLDS) -> list[Point]:
    """In-scope accuracy and out-of-scope recall at each threshold; messages that ask several things are left out.

    Args:
        readings: what was read, with all intents that each may have.
        thresholds: from which probability of all foreign intents together a message is refused.
    """
    points = []
    for threshold in thresholds:
        decided = [
            replace(reading, intent=decide_scope(reading.ranking, False, threshold, threshold)[0][0]) for reading in readings
        ]
        accuracy = share(in_scope(decided), lambda r: r.right)
        recall = share(out_of_scope(decided), lambda r: r.caught)
        points.append(Point(threshold, accuracy.value, recall.value))
    return points
