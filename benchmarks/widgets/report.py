"""docs/widget_comparison.md: a row a measure, and how each was measured."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.widgets.candidates import CANDIDATES, STRICT, TRUSTED_TYPES
from benchmarks.widgets.measure import QUESTION, Cells
from bot.evaluation.markdown import table


class Row(NamedTuple):
    """A measure: its key among the cells, its name, and how it was measured."""

    key: str
    name: str
    how: str


_ASKED = "; ".join(f"`{candidate.asks}` ({candidate.name})" for candidate in CANDIDATES if candidate.asks)
ROWS = (
    Row(
        "sent",
        "Script, gzipped",
        "what Chromium received of all scripts but the page's own; where the answer's Markdown is shown as it is, the bundle "
        "that reads Markdown is weighed, too",
    ),
    Row(
        "painted",
        "Time to first paint of the open window",
        "from the press of its button, or from the navigation where there is none, to the start of the animation frame that "
        "follows the first frame with a field to type in",
    ),
    Row("axe", "axe violations", "axe-core's rules broken on the whole page: closed, open, or after an answer"),
    Row("axe_firefox", "axe violations in Firefox", "the same in Firefox; all else is measured in Chromium"),
    Row(
        "third_parties",
        "Third-party requests",
        "different addresses asked of other hosts than the page's and the bot's, in a whole conversation",
    ),
    Row(
        "strict",
        "Works under a strict CSP",
        f"answers, and looks as without a policy, under `{STRICT}; {TRUSTED_TYPES}`, where $bot is the bot's server; if not, the "
        f"first milder policy under which it does. Documentation asks for {_ASKED}",
    ),
    Row(
        "kept",
        "Keeps the conversation on reload",
        "question and answer are still shown when the page is loaded again, and where the browser stored what that takes. "
        "`browserStorage` is deep-chat's documented option, off by default; Web Chat keeps nothing itself "
        "(microsoft/BotFramework-WebChat#2679): a page has to keep the conversation's id and have it replayed",
    ),
    Row("keyboard", "By keyboard alone", "Tab and Enter open it, Tab leads to the field, Enter sends, Escape closes"),
    Row("focus", "Gives the focus back when closed", "to what had it before Enter opened the widget"),
    Row("live", "Announces the answer", "its text was in a live region, and in which, at some time after it came"),
    Row("stored", "Stored before a visitor does anything", "cookies, localStorage, sessionStorage and databases"),
    Row(
        "usable",
        "From navigation to typing",
        "as the first paint, from the navigation for all; a button is pressed in the frame in which it appears",
    ),
    Row(
        "answered",
        "From question to answer",
        f"from Enter to the first frame in which the answer to « {QUESTION} » is visible, in a conversation that this message "
        "opens",
    ),
)


def text_of_report(cells: Sequence[Cells], browsers: str, machine: str, runs: int) -> str:
    """The whole report.

    Args:
        cells: what was measured of each candidate.
        browsers: their names and versions.
        machine: what it ran on.
        runs: of which times are medians.
    """
    packages = [f"{c.name} {c.package.version} (npm `{c.package.name}`, {c.script})" for c in CANDIDATES if c.package]
    return "\n".join(
        [
            "# The widget beside others\n",
            f"- Date: {datetime.date.today().isoformat()}",
            f"- Versions: ours as built in widget/dist, {', '.join(packages)}",
            f"- Browsers: {browsers}, headless, 1280 × 800, French",
            f"- Machine: {machine} when it began\n",
            "Written by `make compare` (benchmarks/widgets); do not edit.\n",
            "All three stand in front of the same bot, ours with its trained model, each on a page set up as its documentation "
            "says. Ours speaks the bot's web channel; the others have a small adapter in their page that opens a conversation "
            "and passes texts on (deep-chat's `handler`; for Web Chat, a Direct Line object). The site and the bot are two "
            "servers on this machine; nothing else is reached.\n",
            table(("", *(c.name for c in CANDIDATES)), [(row.name, *(own[row.key] for own in cells)) for row in ROWS]),
            "deep-chat and Web Chat are made to be part of a page; a site that wants them behind a button makes that button, and "
            "what opens, closes and moves the focus, itself.\n",
            "How each was measured:\n",
            *(f"- {row.name}: {row.how}." for row in ROWS),
            f"- Times are medians of {runs} runs, in brackets what half of them lie between; each run is in a new window with an "
            "empty cache, and the widgets take turns.\n",
            "Not measured: forced colours and screen readers themselves, and what the others do that ours does not: they take "
            "files, speak and listen; deep-chat streams, Web Chat shows cards.\n",
        ]
    )
