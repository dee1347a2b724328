"""A French visitor with a keyboard and no mouse, who does not know how the widget is made, and what the page does meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, ProxySettings, Request, sync_playwright

from benchmarks.widgets.candidates import Candidate
from benchmarks.widgets.server import PAGES, Site

_PROBE = Path(__file__).with_name("probe.js")
_FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
# What is asked of a third party is noted and fails at once: no figure depends on the network.
_ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
# More than the controls of any of the pages.
_TABS = 40
# Milliseconds: until the visitor gives up, between two looks, and until a page and its widget rest.
_PATIENCE = 10_000
_PAUSE = 50
_SETTLED = 3500


class Stuck(Exception):
    """What could not be done, in words for the report."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium where it is installed, else Playwright's own, as in the widget's tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*_FLAGS.split(), _ALONE])
        yield browser
        browser.close()


@contextmanager
def firefox() -> Iterator[Browser]:
    """Debian's Firefox, over WebDriver BiDi, as in the widget's tests."""
    with sync_playwright() as playwright:
        # As above: a proxy that is not there.
        alone: ProxySettings = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}
        browser = playwright.firefox.launch(channel="moz-firefox", executable_path=shutil.which("firefox-esr"), proxy=alone)
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, site: Site, candidate: Candidate, policy: int = -1, fragment: str = "") -> Iterator[Visit]:
    """Somebody on a widget's page, in a new window with an empty cache.

    Args:
        browser: the browser.
        site: the site.
        candidate: the widget.
        policy: the number of the policy the page is served with.
        fragment: the end of the page's address.
    """
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
    visitor = Visit(context.new_page(), site)
    visitor.page.goto(f"{site.address}/{policy}/{candidate.page}{fragment}", wait_until="networkidle")
    yield visitor
    context.close()


class Visit:
    """A visitor, and what was noted of the page.

    Args:
        page: the browser's page.
        site: the site; what is asked of others than it and the bot is a third party's.
    """

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.third_parties: set[str] = set()
        self.violations: set[str] = set()
        self.scripts: list[Request] = []
        self._ours = (site.address, site.bot, "data:", "blob:")
        page.expose_binding("reportViolation", lambda _, directive: self.violations.add(directive))
        page.add_init_script("addEventListener('securitypolicyviolation', e => reportViolation(e.effectiveDirective))")
        page.add_init_script(path=_PROBE)
        page.on("request", self._request)

    def probe(self, what: str) -> Any:
        """What probe.js tells."""
        return self.page.evaluate(f"probe.{what}")

    def rests(self) -> None:
        """Wait for what a page does once it is loaded, and a widget once it was used: what still fades in is hard to read."""
        self.page.wait_for_timeout(_SETTLED)

    def is_open(self) -> bool:
        """Whether there is a field to type in."""
        return bool(self.probe("field() !== undefined"))

    def opens(self) -> None:
        """Open the widget, if it is not open already.

        Raises:
            Stuck: it has nothing to type in.
        """
        if self.is_open():
            return
        if not self._tabs_to("onButton()"):
            raise Stuck("nothing to type in")
        self.page.evaluate("probe.opener = probe.focused()")
        self.page.keyboard.press("Enter")
        self._waits_for("field()", "its button opens nothing to type in")

    def says(self, text: str, answer: str) -> None:
        """Type a message, send it and wait until the answer is shown.

        Raises:
            Stuck: on the way.
        """
        if not self._tabs_to("onField()"):
            raise Stuck("Tab never reaches the field")
        self.page.keyboard.type(text)
        self.probe(f"await({answer!r})")
        self.page.keyboard.press("Enter")
        self._waits_for("answered", "the answer is not shown")

    def looks(self, text: str, answer: str) -> Any:
        """How the answer to a message and the field look.

        Raises:
            Stuck: on the way there.
        """
        self.opens()
        self.says(text, answer)
        self.rests()
        return self.probe(f"look({answer!r})")

    def closes(self) -> bool:
        """Press Escape; whether that closes the widget."""
        self.page.keyboard.press("Escape")
        self.rests()
        return not self.is_open()

    def stored(self) -> list[str]:
        """Where the browser keeps something for the page."""
        counts = self.page.evaluate(
            "async () => ({ localStorage: localStorage.length, sessionStorage: sessionStorage.length,"
            " databases: (await indexedDB.databases()).length })"
        )
        counts["cookies"] = len(self.page.context.cookies())
        return [place for place, count in counts.items() if count]

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self._ours):
            self.third_parties.add(request.url)
        elif request.resource_type == "script" and not (PAGES / Path(urlsplit(request.url).path).name).exists():
            self.scripts.append(request)

    def _waits_for(self, what: str, otherwise: str) -> None:
        """Ask the probe again and again: what Playwright itself waits with is `eval`, which a policy forbids."""
        for _ in range(_PATIENCE // _PAUSE):
            if self.probe(f"{what} !== undefined"):
                return
            self.page.wait_for_timeout(_PAUSE)
        raise Stuck(otherwise)

    def _tabs_to(self, wanted: str) -> bool:
        """Whether Tab leads there, if the focus is not there already."""
        for _ in range(_TABS):
            if self.probe(wanted):
                return True
            self.page.keyboard.press("Tab")
        return False
