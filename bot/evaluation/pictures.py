"""The report's pictures. Figures are drawn without pyplot: no window, no state that outlives them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.evaluation.curve import Point
from bot.evaluation.held_out import Bin
from bot.evaluation.scores import Reading, Share, intent_of
from bot.knowledge.models import Topic
from bot.nlu.scope import NOT_OURS

_DOTS_PER_INCH = 100
_CONVERSATION, _NOT_OURS = "conversation", "out of scope"
_BLUE, _RED, _GREY = "#2b5f8f", "#b5382a", "#9a9a9a"


def draw_confusion(readings: Sequence[Reading], topics: dict[str, Topic], path: Path) -> None:
    """Which topic was read as which: rows what was meant, columns what was read, 1600 pixels wide.

    Args:
        readings: of messages with one intent each; one that the message accepts counts as what was meant.
        topics: in the order of knowledge/topics.yml; all other intents share one row.
        path: the PNG to write.
    """
    families = [[name for name, topic in topics.items() if topic.scope == s] for s in ("certificate", "centre", "unanswered")]
    names = [*(name for family in families for name in family), _CONVERSATION, _NOT_OURS]
    counts = np.zeros((len(names), len(names)), dtype=int)
    for reading in readings:
        meant = _name_of(intent_of(reading), topics)
        read = meant if reading.right else _name_of(reading.intent, topics)
        counts[names.index(meant), names.index(read)] += 1
    figure = Figure(figsize=(16, 16), dpi=_DOTS_PER_INCH)
    axes = figure.add_axes([0.105, 0.01, 0.885, 0.885])
    shades = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(np.where(np.eye(len(names)), shades, -shades), cmap="RdBu", vmin=-1, vmax=1)
    for row, column in zip(*counts.nonzero(), strict=True):
        pale = shades[row, column] < 0.5
        axes.text(column, row, counts[row, column], ha="center", va="center", fontsize=8, color="black" if pale else "white")
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False, length=2)
    axes.set_xticks(np.arange(len(names)) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(names)) - 0.5, minor=True)
    axes.grid(which="minor", color="#e6e6e6", linewidth=0.5)
    axes.tick_params(which="minor", length=0)
    for border in np.cumsum([*(len(family) for family in families), 1]) - 0.5:
        axes.axhline(border, color="black", linewidth=1)
        axes.axvline(border, color="black", linewidth=1)
    figure.text(0.01, 0.985, "Rows: what was meant. Columns: what was read.", fontsize=10, va="top")
    _save(figure, path)


def draw_curve(points: Sequence[Point], accuracy: Share, recall: Share, path: Path) -> None:
    """In-scope accuracy against out-of-scope recall, and where the bot stands.

    Args:
        points: at each threshold.
        accuracy: the bot's, in scope.
        recall: the bot's, out of scope.
        path: the PNG to write.
    """
    figure, axes = _chart("Out-of-scope recall, %", "In-scope accuracy, %")
    axes.plot([100 * p.recall for p in points], [100 * p.accuracy for p in points], color=_BLUE, marker=".", zorder=1)
    for point in points:
        if round(100 * point.threshold) % 10 == 0:
            axes.annotate(
                f"{point.threshold:.1f}", (100 * point.recall, 100 * point.accuracy), xytext=(6, 4), textcoords="offset points"
            )
    axes.scatter([100 * recall.value], [100 * accuracy.value], color=_RED, zorder=2, label="the bot: the likeliest intent")
    axes.legend(loc="lower left")
    _save(figure, path)


def draw_styles(shares: dict[str, Share], path: Path) -> None:
    """In-scope accuracy by style of writing."""
    figure, axes = _chart("Style (messages)", "In-scope accuracy, %")
    heights = [100 * share.value for share in shares.values()]
    axes.bar([f"{style}\n({share.total})" for style, share in shares.items()], heights, color=_BLUE)
    for place, height in enumerate(heights):
        axes.text(place, height + 1, f"{height:.0f}", ha="center")
    axes.set_ylim(0, 105)
    _save(figure, path)


def draw_calibration(lines: dict[str, Sequence[Bin]], path: Path) -> None:
    """How sure the interpreter was against how often it was right; a number of turns beside each point.

    Args:
        lines: the bins of each thing that is predicted, by its name.
        path: the PNG to write.
    """
    figure, axes = _chart("Predicted probability of being right, %", "Observed: right, %")
    axes.plot([0, 100], [0, 100], color=_GREY, linestyle="--", label="as sure as right")
    for (name, bins), color, offset, align in zip(
        lines.items(), (_BLUE, _RED), ((-5, 7), (5, -15)), ("right", "left"), strict=False
    ):
        places = [(100 * b.predicted, 100 * b.observed.value) for b in bins]
        axes.plot([x for x, _ in places], [y for _, y in places], color=color, marker="o", label=name)
        for place, found in zip(places, bins, strict=True):
            axes.annotate(str(found.observed.total), place, xytext=offset, textcoords="offset points", color=color, ha=align)
    axes.set_xlim(0, 104)
    axes.set_ylim(0, 108)
    axes.legend(loc="upper left")
    _save(figure, path)


def _name_of(intent: str, topics: dict[str, Topic]) -> str:
    topic = intent.removeprefix("ask_")
    if topic in topics:
        return topic
    return _NOT_OURS if intent in NOT_OURS else _CONVERSATION


def _chart(x: str, y: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(9, 5), dpi=_DOTS_PER_INCH, tight_layout=True)
    axes = figure.add_subplot()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.grid(color=_GREY, alpha=0.3)
    axes.set_axisbelow(True)
    return figure, axes


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without the version of matplotlib in it, an unchanged picture is an unchanged file.
    figure.savefig(path, metadata={"Software": None})
