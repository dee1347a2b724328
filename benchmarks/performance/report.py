"""The part of docs/performance.md that is measured, and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from matplotlib.figure import Figure

from benchmarks.performance.growth import Grown
from benchmarks.performance.load import Latency
from benchmarks.performance.systems import Training
from bot.evaluation.markdown import table

BEGINS = "<!-- From here on `make bench` writes; do not edit. -->"
_COLOURS = ("#2b5f8f", "#b5382a", "#9a9a9a")
# At most this part of the stock set-up's figure is wanted.
_MEDIAN_SHARE, _READY_SHARE, _MEMORY_SHARE = 1 / 3, 0.6, 0.6


class Load(NamedTuple):
    """What was measured with so many workers and clients."""

    workers: int
    clients: int
    latency: Latency


class Measured(NamedTuple):
    """All figures of one system."""

    name: str
    training: Training | None
    memory_after_training: float | None
    ready_seconds: float
    idle_mb: float
    loads: Sequence[Load]
    long: Mapping[int, float]

    @property
    def alone(self) -> Latency:
        """One client, one worker."""
        return next(load.latency for load in self.loads if load.clients == load.workers == 1)


def text_of_report(ours: Measured, stock: Measured, growth: Sequence[Grown], about: Sequence[str]) -> str:
    """The report in Markdown.

    Args:
        ours: this bot.
        stock: the set-up of `rasa init`.
        growth: by number of certificates.
        about: machine, date, what was cut short.
    """
    both = (ours, stock)
    header = ["", *(f"{system.name} " for system in both), "ratio "]
    rows: list[Sequence[object]] = [
        _row("one client, median (ms)", both, lambda s: s.alone.median, f"at most {_MEDIAN_SHARE:.2f}; 15 ms"),
        _row("one client, 95th percentile (ms)", both, lambda s: s.alone.p95),
        _row("one client, 99th percentile (ms)", both, lambda s: s.alone.p99, "45 ms"),
        _row("time to ready, trained (s)", both, lambda s: s.ready_seconds, f"at most {_READY_SHARE}"),
        _row("memory at rest (MB)", both, lambda s: s.idle_mb, f"at most {_MEMORY_SHARE}; 800 MB"),
        _row("memory at rest after training (MB)", both, lambda s: s.memory_after_training, "800 MB"),
        _row("training (s)", both, lambda s: s.training and s.training.seconds),
        _row("training, peak memory (MB)", both, lambda s: s.training and s.training.peak_mb),
        _row("model (MB)", both, lambda s: s.training and s.training.model_mb),
    ]
    loads = [
        [load.workers, load.clients, system.name, *_figures(load.latency)]
        for system in both
        for load in system.loads
        if load.clients > 1
    ]
    long_header = ["message", *(f"{system.name} (ms) " for system in both)]
    long = [[place, *(f"{system.long[place]:.1f}" for system in both)] for place in ours.long]
    first, last = min(ours.long), max(ours.long)
    least = growth[0]
    grown = [[g.certificates, g.facts, f"{g.median:.1f}", f"{g.p95:.1f}", f"{g.median / least.median:.2f}"] for g in growth]
    return "\n".join(
        [
            "## Measured",
            "",
            *(f"- {line}" for line in about),
            "",
            table([*header, "wanted"], rows),
            "![Milliseconds a message, one client](images/performance_latency.png)",
            "",
            "### Many clients",
            "",
            table(["workers", "clients ", "", "messages/s ", "median (ms) ", "95 % (ms) ", "99 % (ms) "], loads),
            "Wanted: at least 70 messages a second by worker with 16 clients. Each client waits for its answer.",
            "",
            "![Messages a second by clients](images/performance_throughput.png)",
            "",
            "### A long conversation",
            "",
            table(long_header, long),
            f"Message {last} takes {ours.long[last] / ours.long[first]:.2f} times message {first}'s time. Wanted: at most 1.2.",
            "",
            "### More certificates",
            "",
            "Renamed copies with all their facts, in one process, by its processor time; nothing is trained anew, and names",
            "are found as a training would have them found. Wanted: 400 take at most 1.5 times as long as 4.",
            "",
            table(["certificates", "facts ", "median (ms) ", "95 % (ms) ", "ratio "], grown),
        ]
    )


def draw_latency(systems: Sequence[Measured], path: Path) -> None:
    """Median, 95th and 99th percentile of one client, a group of bars each.

    Args:
        systems: side by side.
        path: the PNG to write.
    """
    figure = Figure(figsize=(7, 3.2), dpi=100, layout="constrained")
    axes = figure.add_subplot()
    for place, (system, colour) in enumerate(zip(systems, _COLOURS, strict=False)):
        values = [system.alone.median, system.alone.p95, system.alone.p99]
        bars = axes.bar([n + 0.38 * place for n in range(3)], values, 0.36, label=system.name, color=colour)
        axes.bar_label(bars, fmt="%.0f", fontsize=8)
    axes.set_xticks([n + 0.19 for n in range(3)], ["median", "95 %", "99 %"])
    axes.set_ylabel("ms a message")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path)


def draw_throughput(systems: Sequence[Measured], path: Path) -> None:
    """Messages a second by clients, a line for each system and number of workers.

    Args:
        systems: side by side.
        path: the PNG to write.
    """
    figure = Figure(figsize=(7, 3.2), dpi=100, layout="constrained")
    axes = figure.add_subplot()
    for system, colour in zip(systems, _COLOURS, strict=False):
        for workers in sorted({load.workers for load in system.loads}):
            points = sorted((load.clients, load.latency.per_second) for load in system.loads if load.workers == workers)
            label = f"{system.name}, {workers} worker{'s' * (workers > 1)}"
            axes.plot(*zip(*points, strict=True), "o-" if workers == 1 else "s--", color=colour, label=label)
    axes.set_xlabel("clients")
    axes.set_ylabel("messages a second")
    axes.set_ylim(0)
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path)


def _row(
    name: str, systems: Sequence[Measured], figure: Callable[[Measured], float | None], wanted: str = ""
) -> Sequence[object]:
    ours, stock = (figure(system) for system in systems)
    ratio = f"{ours / stock:.2f}" if ours and stock else ""
    return [name, *("—" if value is None else f"{value:.1f}" for value in (ours, stock)), ratio, wanted]


def _figures(latency: Latency) -> Sequence[str]:
    return [f"{latency.per_second:.1f}", f"{latency.median:.0f}", f"{latency.p95:.0f}", f"{latency.p99:.0f}"]
