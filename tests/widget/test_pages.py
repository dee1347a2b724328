"""Pages that are not kind to what is put on them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.widget.test_accessibility import LOOKS
from tests.widget.visitor import PRICE, Visitor, box

pytestmark = pytest.mark.long


@pytest.fixture
def hostile(page):
    """A visitor of a page that sets everything on everything, with !important."""
    return Visitor(page).goes_to("hostile.html")


LOOK = (
    "color",
    "backgroundColor",
    "fontSize",
    "fontStyle",
    "letterSpacing",
    "textTransform",
    "direction",
    "visibility",
    "lineHeight",
    "whiteSpace",
)


def _looks(visitor: Visitor) -> list[dict[str, str]]:
    looks: list[dict[str, str]] = visitor.window.locator("h2, p, .bubble, .choice, textarea").evaluate_all(
        "(all, names) => all.map(one => Object.fromEntries(names.map(name => [name, getComputedStyle(one)[name]])))", list(LOOK)
    )
    return looks


def test_hostile_styles_do_not_get_in(hostile):
    hostile.opens().says(PRICE)
    place, looks = box(hostile.window), _looks(hostile)
    kind = hostile.goes_to("plain.html")
    expect(kind.log.locator(".message.visitor")).to_be_visible()
    assert looks == _looks(kind)
    assert place == box(kind.window)


def test_hostile_layer_and_shortcuts(hostile):
    # A layer of the page covers everything at the highest z-index, and the page swallows every key.
    hostile.opens()
    hostile.page.keyboard.type("prix")
    expect(hostile.field).to_have_value("prix")


def test_two_assistants(page):
    page.goto("/pages/two.html")
    left, right = Visitor(page, "Premier assistant"), Visitor(page, "Second assistant")
    assert box(left.launcher)["x"] < 100 < 1000 < box(right.launcher)["x"]
    left.opens().says(PRICE)
    assert box(left.window)["x"] < 100
    # One window at a time; both speak in the same conversation.
    right.opens()
    expect(left.window).to_have_count(0)
    expect(right.log.locator(".message.visitor")).to_contain_text(PRICE)
    right.says("Y a-t-il un internat ?")
    right.presses("Fermer")
    left.opens()
    expect(left.log.locator(".message.visitor")).to_have_count(2)
    page.reload()
    expect(left.log.locator(".message.visitor")).to_have_count(2)
    expect(right.window).to_have_count(0)
    right.opens().presses("Options")
    right.presses("Recommencer")
    right.presses("Fermer")
    left.opens()
    expect(left.log.locator(".message.visitor")).to_have_count(0)


def test_two_assistants_on_a_narrow_screen(page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/pages/two.html")
    left, right = (box(Visitor(page, name).launcher) for name in ("Premier assistant", "Second assistant"))
    assert left["x"] + left["width"] <= right["x"]


def test_colour_of_the_page_stays_readable(page):
    page.goto("/pages/two.html")
    right = Visitor(page, "Second assistant")
    assert right.launcher.evaluate("button => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color]") == [
        "rgb(255, 212, 0)",
        "rgb(0, 0, 0)",
    ]


def test_element_itself(page):
    visitor = Visitor(page).goes_to("element.html")
    expect(visitor.root).to_have_count(1)
    visitor.opens().presses("Contacter le centre")
    expect(visitor.window.get_by_role("heading", level=2)).to_have_text("À votre service")
    expect(visitor.window.locator(".centre")).to_have_text("Centre d’essai")
    expect(visitor.window.get_by_role("link", name="Téléphoner au 01 02 03 04 05")).to_have_attribute("href", "tel:0102030405")
    expect(visitor.window.get_by_role("link", name="Écrire à essai@example.org")).to_be_visible()


def test_element_taken_away_and_put_back(visitor):
    visitor.opens().says(PRICE)
    visitor.page.evaluate("document.body.append(document.querySelector('clercs-assistant'))")
    expect(visitor.window).to_be_visible()
    expect(visitor.says("Y a-t-il un internat ?")).to_contain_text("ne rien inventer")


def test_hidden_by_the_page(visitor):
    visitor.page.evaluate("document.querySelector('clercs-assistant').hidden = true")
    expect(visitor.launcher).to_be_hidden()


@pytest.mark.chromium_only("measures no layout shift")
@pytest.mark.parametrize("look", ["desktop", "phone"])
def test_nothing_of_the_page_moves(new_context, look):
    context = new_context(**LOOKS[look])
    context.add_init_script(
        "window.shift = 0;"
        "new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) shift += e.value }))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    visitor = Visitor(context.new_page()).goes_to("plain.html").opens()
    visitor.says(PRICE)
    visitor.presses("Fermer")
    assert visitor.page.evaluate("new Promise(done => setTimeout(() => done(shift), 200))") == 0


@pytest.mark.chromium_only("cannot be told that it prints")
def test_launcher_is_not_printed(visitor):
    visitor.page.emulate_media(media="print")
    expect(visitor.launcher).to_be_hidden()


@pytest.mark.chromium_only("cannot be told that it prints")
@pytest.mark.parametrize("look", ["desktop", "phone"])
def test_conversation_is_printed_whole_below_the_page(new_context, look):
    visitor = Visitor(new_context(**LOOKS[look]).new_page()).goes_to("plain.html").opens()
    for _ in range(4):
        visitor.says(PRICE)
    visitor.page.emulate_media(media="print")
    page = box(visitor.page.get_by_role("main"))
    messages = visitor.log.locator(".message")
    expect(messages).to_have_count(9)
    places = [box(message) for message in messages.all()]
    assert places[0]["y"] > page["y"] + page["height"]
    height = visitor.page.evaluate("document.documentElement.scrollHeight")
    assert all(place["y"] + place["height"] <= height for place in places)
    expect(visitor.window.get_by_role("heading", level=2)).to_be_visible()
    assert visitor.window.get_by_role("button").all_inner_texts() == []
    expect(visitor.log.locator("summary")).to_have_count(4)
    expect(visitor.field).to_be_hidden()
    visitor.is_pictured(f"printed_{look}", full_page=True)
    visitor.page.emulate_media(media="screen")
    expect(visitor.field).to_be_visible()
    assert visitor.window.evaluate("dialog => dialog.matches(':modal')") == (look == "phone")
    assert box(visitor.window)["height"] <= 844
