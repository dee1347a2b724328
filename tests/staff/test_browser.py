"""The staff's page in a browser: with the keyboard alone, in every look, and without anything that axe finds wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.channels.web.store import Opinion, Store
from bot.dialogue.query import Query
from tests.staff.member import PASSWORD
from tests.widget.conftest import PHONE
from tests.widget.test_accessibility import AXE

expect.set_options(timeout=60_000)
# Without a script of its own this page has little that browsers may do differently.
pytestmark = pytest.mark.chromium_only("is tried on the widget")
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {},
    "phone": PHONE,
    "dark": {"color_scheme": "dark"},
    "forced_colours": {"forced_colors": "active"},
    "zoom_400": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
}


@pytest.fixture
def server(told, serve) -> str:
    """A server that was asked a few things."""
    turn = told.say("prix ?", Query("open", "price", ("clerc_gestionnaire",)), answer="7 840 €")
    Store(told.address).keep_opinion("a", Opinion(f"{turn}.1", False, "trop long", "prix ?", "7 840 €", time.time()))
    told.say("une cantine sur place ?", Query("yesno", "campus_life"), response="utter_unknown")
    told.say("quel temps fera-t-il", Query("not_ours", "out_of_scope"), response="utter_out_of_scope", days_ago=1)
    address: str = serve(requests_per_minute=1000, tries_per_hour=100)
    return address


@pytest.fixture
def look(new_context: Callable[..., Any], server: str) -> Iterator[Callable[..., Page]]:
    """Opens the page in a browser of this look; its console stays empty, but for what the server refuses."""
    complaints: list[str] = []

    def opened(**given: Any) -> Page:
        page: Page = new_context(locale="fr-FR", **given).new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{server}/equipe")
        return page

    yield opened
    assert [complaint for complaint in complaints if "status of 403" not in complaint] == []


def log_in(page: Page) -> None:
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    # The first report of a server loads what it reads names and meanings with.
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce que les gens demandent", timeout=120_000)


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page, of any impact."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def overflowing(page: Page) -> list[str]:
    """What leaves the screen, but for tables, which are moved in a place of their own."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.querySelectorAll('*:not(.wide *)')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                .map(e => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`)"""
    )
    return found


@pytest.mark.parametrize("name", LOOKS)
def test_login_and_report_are_accessible(look, name):
    page = look(**LOOKS[name])
    assert violations(page) == []
    log_in(page)
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    assert violations(page) == []
    assert overflowing(page) == []
    assert page.evaluate("[...document.images].map(image => image.naturalWidth > 0)") == [True, True, True]


def test_everything_is_done_with_the_keyboard(look):
    page = look()
    log_in(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    example = page.get_by_label("Exemple à apprendre").first
    example.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("y a-t-il un self le midi")
    page.keyboard.press("Tab")
    page.keyboard.type("la vie sur le campus")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("dans les brouillons")
    expect(page.get_by_role("listitem").filter(has_text="self le midi").first).to_contain_text("la vie sur le campus")
    page.get_by_label("Note").first.focus()
    page.keyboard.type("dans centre.yml")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("noté comme traité")
    expect(page.get_by_text("Rien qui attende.")).to_be_visible()
    page.get_by_role("button", name="Accepter").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("make train")
    page.get_by_role("button", name="Se déconnecter").press("Enter")
    expect(page.get_by_label("Mot de passe")).to_be_focused()


def test_a_wrong_password_is_told_to_who_does_not_see_the_screen(look):
    page = look()
    page.keyboard.type("faux")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ce n’est pas le mot de passe")
    assert violations(page) == []


def test_a_table_is_downloaded(look):
    page = look()
    log_in(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="sans reponse.csv").click()
    assert download.value.suggested_filename == "sans_reponse.csv"
