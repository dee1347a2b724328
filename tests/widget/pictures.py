"""The README's pictures of the widget and docs/conversations.md, taken in front of the real bot: `make pictures`."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from bot.evaluation.running import ROOT, running
from tests.browsers import FLAGS
from tests.widget.conftest import PHONE
from tests.widget.test_announcements import LISTEN
from tests.widget.visitor import Visitor

IMAGES = ROOT / "docs" / "images"
CONVERSATIONS = ROOT / "docs" / "conversations.md"
DESK = {"viewport": {"width": 1280, "height": 800}}
# 1366 × 640 zoomed to 200 %.
ZOOMED = {"viewport": {"width": 683, "height": 320}, "device_scale_factor": 2}
# Said after a question: its answer's last source is unfolded.
UNFOLD = "(unfold the source)"
TALKS = {
    "phone": ("slt c koi le prix du clerc gestionaire ?", UNFOLD, "Compare le clerc expert et le clerc gestionnaire"),
    "zoomed": ("J’ai un bac+3 en droit, que puis-je faire ?", "Combien est payé un apprenti clerc gestionnaire ?", UNFOLD),
    "heard": ("Quelle est la durée des quatre formations ?", "Y a-t-il un internat ?", "Quel est le prix ?"),
}
PAGE = """<!-- Written by `make pictures` (tests/widget/pictures.py). -->
# Three whole conversations

With the bot as it is, for people to look at: does anything look or sound wrong?

## On a phone (390 × 844)

Each picture is the screen after a message, or after a source was unfolded.

![{phone}](images/conversation_phone.png)

## On a small laptop, zoomed (1366 × 640 at 200 %)

![{zoomed}](images/conversation_zoomed.png)

## As a screen reader has it

What live regions said after each message, then what stands in the window.

```
{heard}
```
"""


def take(browser: Browser, address: str, look: dict[str, Any], name: str, *messages: str) -> None:
    """Take a picture of the demo page.

    Args:
        browser: the browser.
        address: the bot's.
        look: the options of the browser's context.
        name: of the picture, without its ending.
        messages: what a visitor says before it is taken; none: the assistant stays closed.
    """
    visitor = _talk(browser, address, look, messages)
    visitor.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    visitor.page.context.close()


def take_whole(browser: Browser, address: str, look: dict[str, Any], name: str, messages: Sequence[str]) -> None:
    """Take a picture of each turn, side by side or below each other as they are high or wide.

    Args:
        browser: the browser.
        address: the bot's.
        look: the options of the browser's context.
        name: of the picture, without its ending.
        messages: what a visitor says.
    """
    shots: list[bytes] = []
    visitor = _talk(browser, address, look, messages, lambda one: shots.append(one.page.screenshot(animations="disabled")))
    visitor.page.context.close()
    width, height = look["viewport"]["width"], look["viewport"]["height"]
    columns = len(shots) if height > width else 1
    rows = len(shots) // columns
    sheet = browser.new_page(viewport={"width": columns * (width + 12), "height": rows * (height + 12)})
    images = [f'<img width={width} height={height} src="data:image/png;base64,{base64.b64encode(s).decode()}">' for s in shots]
    sheet.set_content(
        f"<style>body {{ margin: 0; background: #888 }} img {{ margin: 6px; float: left }}</style>{''.join(images)}"
    )
    sheet.screenshot(path=IMAGES / f"{name}.png")
    sheet.close()


def hear(browser: Browser, address: str, messages: Sequence[str]) -> str:
    """What live regions say in a conversation, and what then stands in the window.

    Args:
        browser: the browser.
        address: the bot's.
        messages: what a visitor says.
    """
    lines: list[str] = []
    heard = iter(messages)

    def note(visitor: Visitor) -> None:
        said = visitor.page.evaluate("new Promise(done => setTimeout(() => done(heard.splice(0)), 100))")
        lines.extend([f"Visitor: {next(heard)}", *(f"  status: {text}" for text in said), ""])

    visitor = _talk(browser, address, DESK, messages, note)
    lines.append(visitor.root.get_by_role("region").aria_snapshot())
    visitor.page.context.close()
    return "\n".join(lines)


def _talk(
    browser: Browser,
    address: str,
    look: dict[str, Any],
    messages: Sequence[str],
    after_each: Callable[[Visitor], None] = lambda visitor: None,
) -> Visitor:
    visitor = Visitor(browser.new_context(**look, locale="fr-FR").new_page())
    visitor.page.goto(address, wait_until="networkidle")
    expect(visitor.launcher).to_be_visible()
    if messages:
        visitor.opens().page.evaluate(LISTEN)
    asked = 0
    for message in messages:
        if message == UNFOLD:
            source = visitor.answer().locator("summary").last
            source.click()
            source.evaluate("e => e.parentElement.scrollIntoView({ block: 'nearest' })")
        else:
            asked += 1
            visitor.sends(message)
            expect(visitor.log.locator(".message.visitor + .message.bot")).to_have_count(asked)
            visitor.answer()
        after_each(visitor)
    return visitor


def main() -> None:
    """Take all pictures."""
    # The machine may be busy, and nothing here is measured.
    expect.set_options(timeout=60_000)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "conversations.db") as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        take(browser, address, DESK, "widget_demo")
        take(browser, address, DESK, "widget_desktop", "le clerc aux procédures, ça dure combien de temps ?", UNFOLD)
        take(browser, address, PHONE, "widget_phone", "slt c koi le prix du clerc gestionaire ?")
        take_whole(browser, address, PHONE, "conversation_phone", TALKS["phone"])
        take_whole(browser, address, ZOOMED, "conversation_zoomed", TALKS["zoomed"])
        told = {name: "The assistant’s window after each of: " + "; ".join(TALKS[name]) for name in ("phone", "zoomed")}
        CONVERSATIONS.write_text(PAGE.format(heard=hear(browser, address, TALKS["heard"]), **told), encoding="utf-8")
        browser.close()
    print(f"Pictures: {IMAGES / '*.png'} are taken, {CONVERSATIONS} is written.", flush=True)


if __name__ == "__main__":
    main()
