"""Today's pages: bodies that are replaced, modules, translation; and what the site's owner can do."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.typography import french
from tests.widget.visitor import PRICE, Visitor

pytestmark = pytest.mark.long

# As Turbo, htmx's boost and a router do it.
REPLACE = {
    "another body": "document.body.replaceWith(document.createElement('body'))",
    "another content": "document.body.replaceChildren(document.createElement('main'))",
    "one by one": "while (document.body.firstChild) document.body.firstChild.remove()",
}
# A browser that translates puts other elements in the place of texts.
TRANSLATE = """() => {
    const root = document.querySelector('clercs-assistant').shadowRoot;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) if (texts.currentNode.data.trim()) found.push(texts.currentNode);
    for (const text of found) {
        const font = document.createElement('font');
        font.append(document.createElement('font'));
        font.firstChild.textContent = `[${text.data}]`;
        text.replaceWith(font);
    }
}"""


@pytest.fixture
def owner(page):
    """Someone on a page whose owner has set up more."""
    return Visitor(page).goes_to("owner.html")


@pytest.mark.parametrize("how", REPLACE)
@pytest.mark.parametrize("state", ["open", "closed"])
def test_body_that_is_replaced(visitor, how, state):
    visitor.opens().says(PRICE)
    visitor.field.fill("Et ")
    if state == "closed":
        visitor.presses("Fermer")
    visitor.page.evaluate(REPLACE[how])
    if state == "closed":
        visitor.opens()
    expect(visitor.root).to_have_count(1)
    expect(visitor.window).to_be_visible()
    assert len(visitor.said()) == 2
    expect(visitor.field).to_have_value("Et ")
    expect(visitor.says("Y a-t-il un internat ?")).to_contain_text("ne rien inventer")


def test_script_that_comes_again_with_the_body_sets_up_the_same_assistant(visitor):
    visitor.opens().says(PRICE)
    visitor.page.evaluate(
        """() => new Promise(done => {
            const script = document.createElement('script');
            const policy = trustedTypes.createPolicy('test', { createScriptURL: address => address });
            Object.assign(script, { src: policy.createScriptURL('/widget.js'), onload: done });
            script.dataset.suggestions = 'Une autre question ?';
            const body = document.createElement('body');
            body.append(script);
            document.body.replaceWith(body);
        })"""
    )
    expect(visitor.root).to_have_count(1)
    assert len(visitor.said()) == 2
    visitor.presses("Options")
    visitor.presses("Recommencer")
    expect(visitor.window.get_by_role("list", name="Exemples de questions")).to_have_text("Une autre question ?")


def test_module(page):
    visitor = Visitor(page).goes_to("module.html").opens()
    expect(visitor.window.get_by_role("heading", level=2)).to_have_text("Assistant en module")
    expect(visitor.says(PRICE)).to_contain_text("115")


def test_module_that_does_not_know_its_tag_says_what_to_do(page):
    with page.expect_console_message() as message:
        page.goto("/pages/import.html")
    assert message.value.type == "warning"
    assert '<script src="…/widget.js" defer>' in message.value.text


def test_translated_page_keeps_working(visitor):
    visitor.opens().field.fill("é" * 850)
    visitor.page.evaluate(TRANSLATE)
    visitor.field.fill("é" * 1001)
    expect(visitor.window.locator("#count")).to_have_text(french("1 001 / 1 000 caractères"))
    visitor.field.press("Enter")
    expect(visitor.window.locator(".done")).to_have_text(french("Votre message est trop long : retirez 1 caractère."))
    visitor.page.evaluate(TRANSLATE)
    visitor.field.fill("é" * 1003)
    visitor.field.press("Enter")
    expect(visitor.window.locator(".done")).to_have_text(french("Votre message est trop long : retirez 3 caractères."))
    visitor.says(PRICE)
    for notice in ("Recommencer", "Supprimer ma conversation"):
        visitor.page.evaluate(TRANSLATE)
        visitor.says(PRICE)
        visitor.presses("Options")
        visitor.presses(notice)
    visitor.presses("Oui, supprimer")
    expect(visitor.log.locator(".notice")).to_have_text("Votre conversation est supprimée.")
    visitor.says(PRICE)
    visitor.page.evaluate(TRANSLATE)
    expect(visitor.says("Y a-t-il un internat ?")).to_contain_text("ne rien inventer")
    assert len(visitor.said()) == 5
    visitor.presses("Fermer")
    # In the words of the translation, for these did not change since.
    expect(visitor.root.locator(".launcher")).to_have_text("[Reprendre]")


def test_link_of_the_page_asks(owner):
    link = owner.page.get_by_role("link", name="Le prix")
    link.click()
    expect(owner.answer()).to_contain_text("115")
    assert owner.said()[0] == "Vous: Quel est le prix ?"
    assert owner.page.url.endswith("owner.html")
    owner.page.keyboard.press("Escape")
    expect(link).to_be_focused()
    # What was being written is there again, and the next question waits for the answer to the one before.
    owner.opens().field.fill("Et ")
    link.click()
    expect(owner.log.locator(".message.visitor")).to_have_count(2)
    owner.answer()
    expect(owner.field).to_have_value("Et ")


def test_link_still_opens_in_another_tab(owner, browser_name):
    with owner.page.context.expect_page() as opened:
        owner.page.get_by_role("link", name="Le prix").click(modifiers=["Control"])
    # Firefox does not tell Playwright where the new tab goes.
    assert browser_name == "firefox" or opened.value.url.endswith("plain.html")
    expect(owner.window).to_have_count(0)


def test_button_of_the_page_opens(owner):
    button = owner.page.get_by_role("button", name="Poser une question")
    button.click()
    expect(owner.field).to_be_focused()
    assert owner.said() == []
    owner.presses("Fermer")
    expect(button).to_be_focused()


def test_page_opens_closes_asks_and_fills_in(visitor):
    def call(method: str) -> None:
        visitor.page.evaluate(f"document.querySelector('clercs-assistant').{method}")

    call("open()")
    expect(visitor.window).to_be_visible()
    call("close()")
    expect(visitor.window).to_have_count(0)
    call("prefill('Combien coûte ')")
    expect(visitor.field).to_have_value("Combien coûte ")
    expect(visitor.field).to_be_focused()
    assert visitor.said() == []
    call("close()")
    call("ask('Y a-t-il un internat ?')")
    expect(visitor.log.locator(".message.visitor + .message.bot")).to_contain_text("ne rien inventer")
    call("ask('x'.repeat(1001))")
    expect(visitor.window.locator(".done")).to_contain_text("trop long")


def test_suggestions_of_the_page(owner):
    owner.opens()
    suggestions = owner.window.get_by_role("list", name="Exemples de questions").get_by_role("button")
    assert suggestions.all_inner_texts() == ["Puis-je m’inscrire en clerc gestionnaire ?", "Quel est le prix ?"]
    suggestions.last.click()
    expect(owner.answer()).to_contain_text("115")


def test_words_of_the_page(owner):
    expect(owner.launcher).to_have_text("Besoin d’aide ?")
    greeting = owner.opens().log.locator(".message").first
    expect(greeting).to_contain_text("Bienvenue ! Je suis une machine.")
    # That it is no person has not been said in the assistant's own words yet.
    expect(owner.says(PRICE)).to_contain_text("assistant automatique")


def test_font_of_the_page(visitor):
    element = "document.querySelector('clercs-assistant')"
    visitor.page.evaluate(f"document.body.style.fontFamily = 'Georgia, serif'; {element}.setAttribute('font', 'inherit')")
    expect(visitor.launcher).to_have_css("font-family", "Georgia, serif")
    visitor.page.evaluate(f"{element}.removeAttribute('font')")
    expect(visitor.launcher).not_to_have_css("font-family", "Georgia, serif")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_theme_follows_the_site_and_not_the_system(new_context, system):
    owner = Visitor(new_context(color_scheme=system).new_page()).goes_to("owner.html").opens()
    ground = "e => getComputedStyle(e).backgroundColor"
    assert owner.window.evaluate(ground) == "rgb(24, 33, 43)"
    owner.page.evaluate("document.querySelector('clercs-assistant').setAttribute('theme', 'light')")
    expect(owner.window).to_have_css("background-color", "rgb(255, 255, 255)")
    owner.page.evaluate("document.querySelector('clercs-assistant').removeAttribute('theme')")
    expect(owner.window).to_have_css("background-color", {"light": "rgb(255, 255, 255)", "dark": "rgb(24, 33, 43)"}[system])


def test_look_is_the_sites(owner):
    expect(owner.launcher).to_have_css("border-radius", "3px")
    expect(owner.launcher).to_have_css("background-color", "rgb(122, 31, 92)")
    expect(owner.launcher).to_have_css("font-family", "Georgia, serif")
