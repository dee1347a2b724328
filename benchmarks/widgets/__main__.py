"""Compare the widgets and write the report: `python -m benchmarks.widgets`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.widgets.candidates import CANDIDATES
from benchmarks.widgets.measure import asked, in_firefox, once, times
from benchmarks.widgets.report import text_of_report
from benchmarks.widgets.server import serving
from benchmarks.widgets.visit import chromium, firefox
from bot.evaluation import machine
from bot.evaluation.running import running
from bot.training import ROOT

_REPORT = ROOT / "docs" / "widget_comparison.md"
_RUNS = 15


def compare() -> None:
    """Measure all widgets in the same browsers, in front of one bot, and report."""
    machine_then = machine.description()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving() as site,
        running(Path(folder) / "conversations.db", BOT_ORIGINS=site.address) as site.bot,
    ):
        answer = asked(site.bot)
        with firefox() as browser:
            print("Comparison: Firefox…", flush=True)
            browsers = f"Firefox {browser.version}"
            cells = [in_firefox(browser, site, candidate, answer) for candidate in CANDIDATES]
        with chromium() as browser:
            browsers = f"Chromium {browser.version}, {browsers}"
            for place, candidate in enumerate(CANDIDATES):
                print(f"Comparison: {candidate.name}…", flush=True)
                cells[place] |= once(browser, site, candidate, answer)
            print(f"Comparison: times, {_RUNS} runs…", flush=True)
            cells = [one | timed for one, timed in zip(cells, times(browser, site, answer, _RUNS), strict=True)]
        report = text_of_report(cells, browsers, machine_then, _RUNS)
    _REPORT.write_text(report, encoding="utf-8")
    print(f"Comparison: {_REPORT} is written.", flush=True)


if __name__ == "__main__":
    compare()
