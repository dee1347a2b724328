"""What moving the decision between « ours » and « not ours » would gain and cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.evaluation.scores import Reading, in_scope, out_of_scope, share
from bot.nlu.scope import Ranking, decide_scope

THRESHOLDS = [step / 100 for step in range(2, 100, 2)]


class Point(NamedTuple):
    """What holds when a message is refused from this probability of not being ours on."""

    threshold: float
    accuracy: float
    recall: float


def curve(
    readings: Sequence[Reading],
    rankings: Sequence[Ranking],
    with_certificate: float,
    thresholds: Sequence[float] = THRESHOLDS,
) -> list[Point]:
    """In-scope accuracy and out-of-scope recall at each threshold; messages that ask several things are left out.

    Args:
        readings: what the model read, with its certificates.
        rankings: of the same messages, before the decision.
        with_certificate: the threshold for messages that name a certificate, which stays.
        thresholds: for all other messages.
    """
    points = []
    for threshold in thresholds:
        decided = [
            replace(
                reading, intent=decide_scope(ranking, bool(reading.entities["certificate"]), threshold, with_certificate)[0][0]
            )
            for reading, ranking in zip(readings, rankings, strict=True)
        ]
        accuracy = share(in_scope(decided), lambda r: r.right)
        recall = share(out_of_scope(decided), lambda r: r.caught)
        points.append(Point(threshold, accuracy.value, recall.value))
    return points
