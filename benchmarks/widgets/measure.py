"""What is measured of a widget; every measure is a cell of the report."""

from __future__ import annotations

import json
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import requests
from playwright.sync_api import Browser, Page

from benchmarks.widgets.candidates import CANDIDATES, Candidate
from benchmarks.widgets.server import Site, compressed
from benchmarks.widgets.visit import Stuck, visit
from bot.training import ROOT

QUESTION = "Combien de temps dure la formation de clerc expert ?"
_AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"

Cells = dict[str, str]


def asked(bot: str) -> str:
    """The longest run of plain words in the bot's answer: what a page must show, whatever it makes of Markdown."""
    conversations = f"{bot}/webhooks/web/conversations"
    opened = requests.post(conversations, timeout=60).json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    said = requests.post(
        f"{conversations}/{opened['conversation']}/messages", json={"text": QUESTION}, headers=headers, timeout=60
    )
    # The last line is of no use: that an assistant answers is also in greetings.
    first = json.loads(said.text.splitlines()[0])["text"].splitlines()[0]
    runs: list[str] = re.findall(r"[\w ]+", first)
    return max(runs, key=len).strip()


def once(browser: Browser, site: Site, candidate: Candidate, answer: str) -> Cells:
    """What takes one look."""
    return {
        **_conversation(browser, site, candidate, answer),
        "strict": _strict(browser, site, candidate, answer),
        "kept": _kept(browser, site, candidate, answer),
    }


def in_firefox(browser: Browser, site: Site, candidate: Candidate, answer: str) -> Cells:
    """What is measured in Firefox, too."""
    return {"axe_firefox": _conversation(browser, site, candidate, answer)["axe"]}


def _conversation(browser: Browser, site: Site, candidate: Candidate, answer: str) -> Cells:
    """Opening the widget, asking, reading and closing it by keyboard, and what shows on the way."""
    cells: Cells = {}
    with visit(browser, site, candidate) as visitor:
        visitor.rests()
        cells["sent"] = _kilobytes(sum(request.sizes()["responseBodySize"] for request in visitor.scripts))
        cells["stored"] = ", ".join(visitor.stored()) or "nothing"
        keys = ["is always open" if visitor.is_open() else "opens"]
        broken = _broken(visitor.page)
        visitor.opens()
        visitor.rests()
        broken |= _broken(visitor.page)
        visitor.says(QUESTION, answer)
        keys.append("sends")
        visitor.rests()
        broken |= _broken(visitor.page)
        impacts = ", ".join(f"{count} {impact}" for impact, count in Counter(broken.values()).most_common())
        cells["axe"] = f"{impacts} ({', '.join(sorted(broken))})" if broken else "none"
        live = sorted(filter(None, visitor.page.evaluate("[...probe.live]")))
        cells["live"] = f"yes ({', '.join(live)})" if live else "no"
        if candidate.fuller and visitor.probe("shows('**')"):
            cells["sent"] += f", or {_kilobytes(len(compressed(Path(candidate.fuller).name)))} to show Markdown"
        cells["focus"] = "is never closed"
        if visitor.closes():
            keys.append("closes")
            cells["focus"] = "yes" if visitor.probe("focused() === probe.opener") else "no"
        cells["keyboard"] = ", ".join(keys)
        hosts = sorted({str(urlsplit(address).hostname) for address in visitor.third_parties})
        cells["third_parties"] = f"{len(visitor.third_parties)} ({', '.join(hosts)})" if hosts else "none"
    return cells


def _strict(browser: Browser, site: Site, candidate: Candidate, answer: str) -> str:
    """Whether the widget works, and looks as it does without a policy, on a page with the strictest; if not, with which."""
    with visit(browser, site, candidate) as visitor:
        usual = visitor.looks(QUESTION, answer)
    found = []
    for number, milder in enumerate(candidate.policies):
        with visit(browser, site, candidate, number) as visitor:
            try:
                works = visitor.looks(QUESTION, answer) == usual
                result = "yes" if works else "answers, but its styles are lost"
            except Stuck as stuck:
                works, result = False, f"no, {stuck}"
            refused = f" (refused: {', '.join(sorted(visitor.violations))})" if visitor.violations else ""
        found.append(f"{milder}: {result}{refused}" if milder else result + refused)
        if works:
            break
    return "; ".join(found)


def _kept(browser: Browser, site: Site, candidate: Candidate, answer: str) -> str:
    """Whether the question and its answer are still shown once the page is loaded again; also with the option for it."""

    def kept(fragment: str = "") -> str:
        with visit(browser, site, candidate, fragment=fragment) as visitor:
            visitor.opens()
            visitor.says(QUESTION, answer)
            visitor.rests()
            stored = ", ".join(visitor.stored())
            visitor.page.reload(wait_until="networkidle")
            visitor.opens()
            visitor.rests()
            shown = all(visitor.probe(f"shows({words!r})") for words in (QUESTION, answer))
            return f"yes, in {stored}" if shown else "no"

    return kept() + (f"; with `{candidate.keeper}`: {kept(f'#{candidate.keeper}')}" if candidate.keeper else "")


def times(browser: Browser, site: Site, answer: str, runs: int) -> list[Cells]:
    """Medians of several runs, and what half of them lie between.

    The candidates take turns, so that a busy moment of the machine slows all alike.
    """
    found: list[defaultdict[str, list[float]]] = [defaultdict(list) for _ in CANDIDATES]
    since = ["" for _ in CANDIDATES]
    # One run more, which is not counted: the browser itself still warms up.
    for run in range(runs + 1):
        for place, candidate in enumerate(CANDIDATES):
            with visit(browser, site, candidate, fragment="#open") as visitor:
                visitor.opens()
                visitor.says(QUESTION, answer)
                since[place] = visitor.probe("since")
                for name in ("painted", "usable", "answered") if run else ():
                    found[place][name].append(visitor.probe(name))
    cells = [{name: _median(taken) for name, taken in values.items()} for values in found]
    return [{**own, "painted": f"{own['painted']} from {start}"} for own, start in zip(cells, since, strict=True)]


def _broken(page: Page) -> dict[str, str]:
    """The rules that axe finds broken on the page as it is, each with its impact."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    return {rule["id"]: rule["impact"] for rule in page.evaluate("axe.run()")["violations"]}


def _median(taken: Sequence[float]) -> str:
    """The median, and what half of the values lie between."""
    first, second, third = statistics.quantiles(taken, n=4)
    return f"{second:.0f} ms ({first:.0f}–{third:.0f})"


def _kilobytes(count: int) -> str:
    return f"{count / 1000:.1f} kB"
