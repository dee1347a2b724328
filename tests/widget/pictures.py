"""The README's pictures of the widget, taken in front of the real bot: `make pictures`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from bot.evaluation.running import ROOT, running
from tests.widget.conftest import FLAGS, PHONE
from tests.widget.visitor import Visitor

IMAGES = ROOT / "docs" / "images"
DESK = {"viewport": {"width": 1280, "height": 800}}


def take(browser: Browser, address: str, look: dict[str, Any], name: str, *messages: str) -> None:
    """Take a picture of the demo page.

    Args:
        browser: the browser.
        address: the bot's.
        look: the options of the browser's context.
        name: of the picture, without its ending.
        messages: what a visitor says before it is taken; none: the assistant stays closed.
    """
    context = browser.new_context(**look, locale="fr-FR")
    visitor = Visitor(context.new_page())
    visitor.page.goto(address, wait_until="networkidle")
    expect(visitor.launcher).to_be_visible()
    if messages:
        visitor.opens()
    for number, message in enumerate(messages, 1):
        visitor.sends(message)
        expect(visitor.log.locator(".message.visitor + .message.bot")).to_have_count(number)
        visitor.answer()
    visitor.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    context.close()


def main() -> None:
    """Take all pictures."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "conversations.db") as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        take(browser, address, DESK, "widget_demo")
        take(
            browser, address, DESK, "widget_desktop", "le clerc aux procédures, ça dure combien de temps ?", "et d’où ça vient ?"
        )
        take(browser, address, PHONE, "widget_phone", "slt c koi le prix du clerc gestionaire ?")
        browser.close()
    print(f"Pictures: {IMAGES / 'widget_*.png'} are taken.", flush=True)


if __name__ == "__main__":
    main()
