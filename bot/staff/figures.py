"""The report's pictures, in SVG. Figures are drawn without pyplot: no window, no state that outlives them."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.staff.exchanges import QUESTION_OUTCOMES, Outcome
from bot.staff.report import OUTCOMES, Report

# Told apart without colours too: dark and light in turn.
_COLOURS: Mapping[Outcome, str] = {
    "answered": "#2b5f8f", "asked_back": "#9cc3e6", "silent": "#b98a2f", "misunderstood": "#8c1c13", "not_ours": "#bdbdbd",
}  # fmt: skip
_MOST_TOPICS = 15


def draw_days(report: Report) -> str:
    """Questions by day and outcome; gives the address of a picture (data:)."""
    days = report.statistics.days
    figure, axes = _chart(len(days) // 4 + 6, 3.4)
    places = range(len(days))
    below = [0] * len(days)
    for outcome in QUESTION_OUTCOMES:
        heights = [counts.outcomes[outcome] for counts in days.values()]
        axes.bar(places, heights, bottom=below, color=_COLOURS[outcome], label=OUTCOMES[outcome])
        below = [one + other for one, other in zip(below, heights, strict=True)]
    step = max(1, len(days) // 15)
    axes.set_xticks([*places][::step], [f"{day:%d/%m}" for day in days][::step])
    axes.legend(frameon=False, fontsize=8, ncol=len(QUESTION_OUTCOMES), loc="lower center", bbox_to_anchor=(0.5, 1))
    return _address(figure)


def draw_hours(report: Report) -> str:
    """Messages by hour of the day; gives the address of a picture (data:)."""
    figure, axes = _chart(8, 2.6)
    axes.bar(range(24), report.statistics.hours, color=_COLOURS["answered"])
    axes.set_xticks(range(0, 24, 2), [f"{hour} h" for hour in range(0, 24, 2)])
    return _address(figure)


def draw_topics(report: Report) -> str:
    """What was asked about most, by outcome; gives the address of a picture (data:)."""
    topics = dict(list(report.statistics.topics.items())[:_MOST_TOPICS][::-1])
    figure, axes = _chart(8, 0.28 * len(topics) + 1)
    done: Sequence[int] = [0] * len(topics)
    for outcome in QUESTION_OUTCOMES:
        widths = [counts[outcome] for counts in topics.values()]
        axes.barh(range(len(topics)), widths, left=done, color=_COLOURS[outcome], label=OUTCOMES[outcome])
        done = [one + other for one, other in zip(done, widths, strict=True)]
    axes.set_yticks(range(len(topics)), [report.labels.get(topic, topic) for topic in topics], fontsize=8)
    axes.grid(axis="x", color="#dddddd")
    axes.grid(visible=False, axis="y")
    return _address(figure)


def _chart(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="tight")
    axes = figure.add_subplot()
    axes.grid(axis="y", color="#dddddd")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    for axis in (axes.xaxis, axes.yaxis):
        axis.get_major_locator().set_params(integer=True)
    return figure, axes


def _address(figure: Figure) -> str:
    """The picture in its own address: a page with a strict policy on styles shows it, and a saved page keeps it."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()
