"""The widget in a browser, on the page behind nginx."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.long, pytest.mark.chromium_only("is tried on the widget")]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """The certificate is this machine's own."""
    return {**browser_context_args, "ignore_https_errors": True}


def test_somebody_asks_under_the_path_of_the_site(site: str, page: Page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{site}/")
    page.get_by_role("button", name="Une question ?").click()
    page.get_by_role("textbox").fill("le prix du clerc expert ?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Encore")).to_be_visible(timeout=60_000)
    assert complaints == []
