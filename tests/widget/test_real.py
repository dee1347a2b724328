"""The widget in front of the real bot: on the demo page, and on another site that the server allows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.evaluation.running import OTHER_SITE
from bot.typography import french
from tests.figures import TUITION
from tests.widget.test_accessibility import LOOKS, overflowing, violations
from tests.widget.visitor import Visitor


@pytest.fixture(scope="session")
def base_url(server):
    """The real bot's address."""
    return server


@pytest.mark.parametrize("look", ["desktop", "phone", "dark"])
def test_demo_page(new_context, look):
    visitor = Visitor(new_context(**LOOKS[look]).new_page())
    visitor.page.goto("/")
    expect(visitor.launcher).to_be_visible()
    _check(visitor, f"demo_closed_{look}")
    expect(visitor.opens().says("slt c koi le prix du clerc gestionaire ?")).to_contain_text(TUITION)
    _check(visitor, f"demo_conversation_{look}")
    visitor.answer().locator("summary").click()
    expect(visitor.answer().locator("blockquote").last).to_contain_text("Frais d’inscription")
    _check(visitor, f"demo_quote_{look}")
    table = visitor.says("Compare le clerc expert et le clerc gestionnaire").get_by_role("table")
    expect(table.get_by_role("row", name="La durée")).to_contain_text("481 heures")
    _check(visitor, f"demo_comparison_{look}")


def test_demo_page_asks_its_questions(page):
    visitor = Visitor(page)
    page.goto("/")
    page.get_by_role("button", name="C’est combien, le clerc gestionnaire").click()
    expect(visitor.answer()).to_contain_text(TUITION)
    assert visitor.said()[0] == "Vous: " + french("C’est combien, le clerc gestionnaire ?")


def _check(visitor: Visitor, name: str) -> None:
    visitor.is_pictured(name)
    assert violations(visitor) == []
    assert overflowing(visitor) == []


def test_other_site(new_context, base_url):
    context = new_context(permissions=["local-network-access"])
    context.route(
        f"{OTHER_SITE}/",
        lambda route: route.fulfill(
            body=f'<!doctype html><title>Un autre site</title><script src="{base_url}/widget.js" defer></script>',
            content_type="text/html",
            headers={"Content-Security-Policy": f"default-src 'self' {base_url}; require-trusted-types-for 'script'"},
        ),
    )
    visitor = Visitor(context.new_page())
    visitor.page.goto(f"{OTHER_SITE}/")
    expect(visitor.opens().says("Combien coûte la formation de clerc gestionnaire ?")).to_contain_text(TUITION)
    visitor.page.reload()
    expect(visitor.log.locator(".message.visitor")).to_have_count(1)
    visitor.presses("Options")
    visitor.presses("Supprimer ma conversation")
    visitor.presses("Oui, supprimer")
    expect(visitor.log.locator(".notice")).to_have_text("Votre conversation est supprimée.")
