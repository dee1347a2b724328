"""What a screen reader is told, in which order, and what it finds when it looks around."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from bot.typography import french
from tests.widget.test_accessibility import LOOKS
from tests.widget.visitor import PRICE, Stream, Visitor

pytestmark = pytest.mark.long

WRITING = "L’assistant écrit"
# Each text that a live region came to hold, in order.
LISTEN = """() => {
    window.heard = [];
    const root = document.querySelector('clercs-assistant').shadowRoot;
    const regions = new Map([...root.querySelectorAll('[role=status]')].map(region => [region, region.textContent.trim()]));
    new MutationObserver(() => {
        for (const region of root.querySelectorAll('[role=status]')) {
            const text = region.textContent.trim();
            if (text && text !== regions.get(region)) window.heard.push(text);
            regions.set(region, text);
        }
    }).observe(root, { subtree: true, childList: true, characterData: true });
}"""


def _listens(visitor: Visitor) -> Visitor:
    visitor.page.evaluate(LISTEN)
    return visitor


def _heard(visitor: Visitor) -> list[str]:
    heard: list[str] = visitor.page.evaluate("new Promise(done => setTimeout(() => done(heard), 50))")
    return heard


def test_a_turn_is_one_status(visitor):
    _listens(visitor.opens()).says("Y a-t-il un internat ?")
    assert [text.split(french(" :"))[0] for text in _heard(visitor)] == ["Assistant"]


def test_a_slow_turn_is_told_to_be_under_way_and_nothing_else(context, page):
    page.clock.install()
    stream = Stream(context)
    visitor = _listens(stream.visitor(page).goes_to("plain.html").opens().sends("Bonjour"))
    page.clock.run_for(1100)
    stream.answers("Un instant.")
    page.clock.run_for(5000)
    stream.answers("Voilà.")
    stream.ends()
    visitor.answer()
    page.clock.run_for(5000)
    assert page.evaluate("heard") == [WRITING, french("Assistant : Un instant. Voilà.")]


def test_nothing_is_said_to_be_written_on_account_of_the_turn_before(page):
    page.clock.install()
    visitor = _listens(Visitor(page).goes_to("plain.html").opens())
    visitor.says("Bonjour")
    page.clock.run_for(900)
    page.route("**/messages", lambda route: None)
    visitor.sends(PRICE)
    expect(visitor.log.locator(".typing")).to_be_visible()
    page.clock.run_for(200)
    assert WRITING not in page.evaluate("heard")
    page.clock.run_for(900)
    assert page.evaluate("heard")[-1] == WRITING


def test_nothing_is_said_to_be_written_in_a_window_that_was_closed(page):
    page.clock.install()
    visitor = Visitor(page).goes_to("plain.html").opens()
    page.route("**/messages", lambda route: None)
    visitor.sends(PRICE)
    page.clock.run_for(1100)
    assert visitor.announced() == WRITING
    visitor.presses("Fermer")
    page.clock.run_for(100)
    assert visitor.root.locator("[role=status]").all_text_contents() == [""] * visitor.root.locator("[role=status]").count()


@pytest.mark.parametrize(
    ("answer", "spoken"),
    [
        ("> **Tarif 2027 :** 7 840 €\n> dus au 1^{er} jour", "« Tarif 2027 : 7 840 €. dus au 1er jour. »"),
        ("Il faut :\n- un _bac_\n- un stage", "Il faut : un bac. un stage."),
        ("Deux pas :\n1. le titre\n2. l’examen", "Deux pas : le titre. l’examen."),
        ("**Oui.**\n\n_Source : fiche « Clerc expert »_", "Oui. Source : fiche « Clerc expert »."),
        ("Oui.\n_Je suis un assistant automatique, pas une personne._", "Oui."),
        ("Voir [le site](https://www.enp.fr).", "Voir le site."),
    ],
)
def test_no_mark_is_spoken(context, page, answer, spoken):
    stream = Stream(context)
    visitor = stream.visitor(page).goes_to("plain.html").opens().sends("Bonjour")
    stream.answers(answer)
    stream.ends()
    visitor.answer()
    assert visitor.announced() == f"Assistant\u00a0: {spoken}"


def test_long_answer_is_told_by_its_first_sentence(visitor):
    visitor.opens().says(PRICE)
    assert visitor.announced() == french(
        "Assistant : Le prix de la formation de clerc gestionnaire : 7 840 € pour 2027, soit 16 € de l’heure,"
        " non soumis à la TVA. La suite est dans la conversation. 3 réponses proposées"
    )


def test_order_in_which_everything_is_read(visitor):
    visitor.opens().says("Quel financement ?")
    expect(visitor.root.get_by_role("region")).to_match_aria_snapshot(
        """
        - 'region "Aide : Assistant du campus"':
          - dialog "Assistant du campus":
            - heading "Assistant du campus" [level=2]
            - paragraph: Réponses automatiques
            - button "Contacter le centre"
            - button "Options"
            - button "Agrandir"
            - button "Fermer"
            - log "Conversation":
              - article:
                - heading "Assistant" [level=3]
                - paragraph
                - paragraph: /fiches/
              - article:
                - heading "Vous" [level=3]
                - paragraph: /Quel financement/
              - article:
                - heading "Assistant" [level=3]
                - paragraph
                - list:
                  - listitem: /OPCO/
                  - listitem: le CPF
                - list "Sources":
                  - listitem:
                    - group: /Clerc gestionnaire \\(2026\\)/
                - group "Utile ?":
                  - button "Oui, cette réponse est utile"
                  - button "Non, cette réponse n’est pas utile"
              - list "Réponses proposées":
                - listitem:
                  - button "Le prix"
                - listitem:
                  - button "Le salaire"
            - text: Votre question
            - textbox "Votre question"
            - button "Envoyer"
            - status: /Assistant/
        """.replace("Utile ?", french("Utile ?")).replace("Aide :", french("Aide :"))
    )


def test_a_quote_is_a_quote(visitor):
    visitor.opens().says("D’où ça vient ?")
    expect(visitor.log.get_by_role("blockquote")).to_contain_text("Tarif 2027")


@pytest.mark.chromium_only("shows nobody its accessibility tree")
def test_nothing_is_named_twice(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Options")
    nodes = visitor.page.context.new_cdp_session(visitor.page).send("Accessibility.getFullAXTree")["nodes"]
    told = [(node.get("name", {}).get("value"), node.get("description", {}).get("value")) for node in nodes]
    assert ("Fermer", None) in told or ("Fermer", "") in told
    assert [(name, description) for name, description in told if name and name == description] == []
    doubled = visitor.root.evaluate("e => [...e.shadowRoot.querySelectorAll('[title][aria-label]')].map(one => one.title)")
    assert doubled == []


@pytest.mark.parametrize("look", ["desktop", "dark", "forced_colours"])
def test_states_are_seen(new_context, look):
    visitor = Visitor(new_context(**LOOKS[look]).new_page()).goes_to("plain.html").opens()
    visitor.says(PRICE)
    visitor.presses("Oui, cette réponse est utile")
    pressed, other = visitor.window.locator(".thumb").all()
    expect(pressed).to_have_attribute("aria-pressed", "true")
    ground = _colours(visitor.page, visitor.window)
    assert _contrast(_colours(visitor.page, pressed)["backgroundColor"], ground["backgroundColor"]) >= 3
    assert _contrast(*_colours(visitor.page, pressed).values()) >= 3
    assert _colours(visitor.page, pressed) != _colours(visitor.page, other)
    menu = visitor.window.get_by_role("button", name="Options")
    folded = menu.evaluate(STYLE)
    menu.press("Enter")
    assert menu.evaluate(STYLE) != folded
    right = visitor.field.evaluate(STYLE)
    visitor.field.fill("é" * 1001)
    assert visitor.field.evaluate(STYLE) != right
    visitor.presses("Fermer")
    dot, launcher = (
        _colours(visitor.page, one)["backgroundColor"] for one in (visitor.launcher.locator(".dot"), visitor.launcher)
    )
    assert _contrast(dot, launcher) >= 3


# What is left of a style in forced colours: the widths and kinds of lines, and the system's colours.
STYLE = """e => {
    const { borderStyle, borderWidth, borderColor, backgroundColor } = getComputedStyle(e);
    return [borderStyle, borderWidth, borderColor, backgroundColor].join();
}"""


def _colours(page: Page, one) -> dict[str, str]:
    colours: dict[str, str] = one.evaluate(
        "e => (({ backgroundColor, color }) => ({ backgroundColor, color }))(getComputedStyle(e))"
    )
    return colours


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
