"""What a visitor does with the widget and sees of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, FloatRect, Locator, Page, expect

SCREENSHOTS = Path(__file__).parent / "screenshots"
PRICE = "Combien coûte la formation de clerc gestionnaire ?"


def box(locator: Locator) -> FloatRect:
    """Where on the screen an element is."""
    place = locator.bounding_box()
    assert place, "it is not shown"
    return place


class Visitor:
    """Someone in front of a page that has the widget.

    Args:
        page: the browser's page.
        name: the heading of the assistant meant, where the page has several.
    """

    def __init__(self, page: Page, name: str | None = None) -> None:
        self.page = page
        self.root = (
            page.locator("clercs-assistant").filter(has=page.get_by_role("region", name=name))
            if name
            else page.locator("clercs-assistant")
        )
        self.launcher = self.root.get_by_role("button", name=re.compile("^(Une question|Besoin d’aide|Reprendre)"))
        self.window = self.root.get_by_role("dialog")
        self.log = self.root.get_by_role("log")
        self.field = self.root.get_by_label("Votre question")
        self.trouble = self.log.locator(".trouble")

    def goes_to(self, path: str) -> Visitor:
        """Open a page of the test's site."""
        self.page.goto(f"/pages/{path}")
        expect(self.root.first.locator(".root")).to_be_attached()
        return self

    def opens(self) -> Visitor:
        """Press the launcher."""
        self.launcher.click()
        expect(self.window).to_be_visible()
        return self

    def says(self, text: str) -> Locator:
        """Send a message and wait for the answer, which is returned."""
        self.sends(text)
        return self.answer()

    def sends(self, text: str) -> Visitor:
        """Send a message and wait for nothing."""
        self.field.fill(text)
        self.field.press("Enter")
        return self

    def answer(self) -> Locator:
        """The bot's last message, once the turn has ended."""
        expect(self.log.locator(".typing")).to_have_count(0)
        return self.log.locator(".message.bot").last

    def presses(self, name: str | re.Pattern[str], exact: bool = False) -> None:
        """Press a button of the window by its name."""
        self.window.get_by_role("button", name=name, exact=exact).click()

    def said(self) -> list[str]:
        """What was said so far, one line a message, senders first; the greeting is left out."""
        lines: list[str] = self.log.locator(".message, .notice").evaluate_all(
            "all => all.map(one => one.classList.contains('notice') ? one.innerText"
            " : one.querySelector('.sender').innerText + ': ' + one.querySelector('.bubble').innerText.split('\\n')[0])"
        )
        return lines[1:]

    def announced(self) -> str:
        """What a screen reader was last told."""
        return "".join(self.window.get_by_role("status").all_inner_texts())

    def sends_by(self, act: Callable[[], None], to: str) -> dict[str, Any]:
        """What the page sends to an address, as it says itself: Firefox tells of no request's body."""
        self.page.evaluate(
            "() => { const real = fetch; window.fetch = (address, init) => (window.sent = init.body, real(address, init)) }"
        )
        with self.page.expect_request(to):
            act()
        sent: dict[str, Any] = json.loads(self.page.evaluate("sent"))
        return sent

    def is_pictured(self, name: str, **how: Any) -> None:
        """Take a picture for people to look at: tests/widget/screenshots/<name>.png.

        Not in Firefox, where Playwright puts an inline style into the page for it, which the page's policy refuses.
        """
        if self.page.context.browser and self.page.context.browser.browser_type.name == "chromium":
            self.page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled", **how)

    def stored(self) -> dict[str, str]:
        """All that the browser keeps for this site."""
        kept: dict[str, str] = self.page.evaluate(
            "({...localStorage, ...sessionStorage, ...(document.cookie ? {cookie: document.cookie} : {})})"
        )
        return kept


class Stream:
    """A channel whose answers come when the test says so.

    Args:
        context: the browser whose messages are answered.
    """

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(
            """{
                const real = fetch;
                window.fetch = (address, init) => {
                    if (!String(address).endsWith('/messages')) return real(address, init);
                    return Promise.resolve(new Response(new ReadableStream({ start(c) { window.stream = c } })));
                };
            }"""
        )

    def visitor(self, page: Page) -> Visitor:
        """Someone whose messages are answered so."""
        self.page = page
        return Visitor(page)

    def answers(self, text: str) -> None:
        """Send one answer."""
        self._send({"type": "answer", "id": None, "text": text, "buttons": []})

    def ends(self) -> None:
        """End the turn."""
        self._send({"type": "end"})

    def _send(self, event: dict[str, Any]) -> None:
        # Not `wait_for_function`: where it has to look twice, the page's policy forbids what it looks with.
        self.page.evaluate("async () => { while (!window.stream) await new Promise(done => setTimeout(done, 10)); }")
        self.page.evaluate("line => stream.enqueue(new TextEncoder().encode(line))", json.dumps(event) + "\n")
