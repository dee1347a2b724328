"""The launcher and its window: opening, closing, and where the focus is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.widget.visitor import PRICE

pytestmark = pytest.mark.long


def test_closed_at_first(visitor):
    expect(visitor.launcher).to_have_text("Une question ?")
    expect(visitor.window).to_have_count(0)


def test_focus_goes_in_and_comes_back(visitor):
    visitor.opens()
    expect(visitor.field).to_be_focused()
    expect(visitor.launcher).to_be_hidden()
    visitor.presses("Fermer")
    expect(visitor.window).to_have_count(0)
    expect(visitor.launcher).to_be_focused()


def test_opening_is_announced(visitor):
    visitor.opens()
    assert "Je suis un assistant automatique" in visitor.announced()


def test_escape_closes(visitor):
    visitor.opens()
    visitor.page.keyboard.press("Escape")
    expect(visitor.window).to_have_count(0)
    expect(visitor.launcher).to_be_focused()


@pytest.mark.parametrize("sheet", ["Options", "Contacter le centre"])
def test_escape_folds_what_is_unfolded_first(visitor, sheet):
    visitor.opens().says(PRICE)
    visitor.presses(sheet)
    button = visitor.window.get_by_role("button", name=sheet)
    expect(button).to_have_attribute("aria-expanded", "true")
    visitor.page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(visitor.window).to_have_count(0)


def test_page_opens_it_and_gets_the_focus_back(visitor):
    search = visitor.page.get_by_label("Chercher")
    search.focus()
    visitor.page.evaluate("document.querySelector('clercs-assistant').open()")
    expect(visitor.field).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(search).to_be_focused()


def test_page_stays_usable_beside_the_window(visitor):
    visitor.opens()
    visitor.page.get_by_label("Chercher").fill("clerc")
    expect(visitor.window).to_be_visible()


def test_escape_on_the_page_closes_and_leaves_the_focus(visitor):
    search = visitor.opens().page.get_by_label("Chercher")
    search.focus()
    visitor.page.keyboard.press("Escape")
    expect(visitor.window).to_have_count(0)
    expect(search).to_be_focused()


@pytest.mark.parametrize(
    "meant",
    [
        "document.addEventListener('keydown', event => event.preventDefault())",
        "document.body.append(document.createElement('dialog')); document.querySelector('dialog').showModal()",
    ],
)
def test_escape_meant_for_the_page_does_not_close(visitor, meant):
    visitor.opens().page.get_by_label("Chercher").focus()
    visitor.page.evaluate(meant)
    visitor.page.keyboard.press("Escape")
    expect(visitor.window).to_be_visible()


def test_keyboard_alone_does_everything(visitor):
    keyboard = visitor.page.keyboard

    def tab_to(name: str, key: str) -> None:
        focused = "(() => { let e = document.activeElement; while (e.shadowRoot) e = e.shadowRoot.activeElement; return e })()"
        for _ in range(30):
            keyboard.press(key)
            if name in visitor.page.evaluate(f"{focused}.title || {focused}.innerText"):
                return
        pytest.fail(f"{name} is not reached with {key}")

    tab_to("Une question", "Tab")
    keyboard.press("Enter")
    keyboard.type(PRICE)
    keyboard.press("Enter")
    visitor.answer()
    tab_to("Le financement", "Shift+Tab")
    keyboard.press("Enter")
    expect(visitor.field).to_be_focused()
    visitor.answer()
    tab_to("Clerc gestionnaire (2026)", "Shift+Tab")
    keyboard.press("Space")
    expect(visitor.answer().locator("blockquote")).to_be_visible()
    tab_to("n’est pas utile", "Shift+Tab")
    keyboard.press("Enter")
    keyboard.type("Trop long")
    tab_to("Envoyer l’avis", "Tab")
    keyboard.press("Enter")
    expect(visitor.window.locator(".done")).to_have_text("Merci, votre avis est transmis.")
    tab_to("Options", "Shift+Tab")
    keyboard.press("Enter")
    tab_to("Supprimer ma conversation", "Tab")
    keyboard.press("Enter")
    keyboard.press("Enter")
    expect(visitor.log).to_contain_text("Votre conversation est supprimée.")
    expect(visitor.field).to_be_focused()


def test_phone_gives_it_the_whole_screen(phone):
    phone.opens()
    assert phone.window.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    # The page behind is out of reach, and no keyboard hides the greeting.
    assert phone.window.evaluate("dialog => dialog.matches(':modal')")
    expect(phone.window.get_by_role("heading", name="Assistant du campus")).to_be_focused()
    phone.presses("Fermer")
    expect(phone.launcher).to_be_focused()


def test_phone_turned_to_a_wide_screen(phone):
    phone.opens()
    phone.page.set_viewport_size({"width": 1280, "height": 800})
    expect(phone.window).to_be_visible()
    assert not phone.window.evaluate("dialog => dialog.matches(':modal')")


def test_targets_are_large_enough(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Options")
    boxes = {
        control.get_attribute("title") or control.inner_text(): control.bounding_box()
        for control in visitor.window.locator("button, textarea, .contact a").all()
    }
    assert len(boxes) > 10
    assert {name: box for name, box in boxes.items() if box["width"] < 24 or box["height"] < 24} == {}
