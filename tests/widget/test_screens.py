"""Short screens and zoom: what one reads, what one writes in and the way out are in sight together."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, expect

from tests.widget.conftest import PHONE
from tests.widget.visitor import PRICE, Visitor, box

pytestmark = pytest.mark.long

# In CSS pixels; the last two are 1280 × 800 at 200 % and 1280 × 1024 at 400 %.
SCREENS = {
    "desk": (1280, 800),
    "phone": (390, 844),
    "small_phone": (320, 568),
    "phone_on_its_side": (844, 390),
    "zoom_200": (640, 400),
    "zoom_400": (320, 256),
}
LONG = "Bonjour, ma fille a un bac professionnel et travaille depuis trois ans dans une étude, " * 3 + "quel est le prix ?"


@pytest.fixture(params=SCREENS)
def screen(request, new_context):
    """Someone whose window is as large as that, and its name."""
    width, height = SCREENS[request.param]
    touch = PHONE if "phone" in request.param else {}
    context = new_context(**{**touch, "viewport": {"width": width, "height": height}})
    return Visitor(context.new_page()).goes_to("plain.html").opens(), request.param


def _in_sight(visitor: Visitor, one: Locator) -> bool:
    """Whether an element's first line is on the screen, with nothing of the window before it."""
    seen: bool = one.evaluate(
        """e => {
            const line = parseFloat(getComputedStyle(e).lineHeight) || e.getBoundingClientRect().height;
            const { left, top, width, height } = e.getBoundingClientRect();
            const at = y => e.getRootNode().elementsFromPoint(left + width / 2, y)[0];
            return [top + 2, top + Math.min(line, height) - 2].every(y => y >= 0 && y <= innerHeight && e.contains(at(y)));
        }"""
    )
    return seen


def test_answer_field_and_close_are_in_sight_after_each_answer(screen):
    visitor, name = screen
    close = visitor.window.get_by_role("button", name="Fermer")
    title = visitor.window.get_by_role("heading", level=2)
    for number, message in enumerate((PRICE, "Compare les deux", "Quelle durée ?", LONG, "Y a-t-il un internat ?"), 1):
        visitor.sends(message)
        expect(visitor.log.locator(".message.visitor + .message.bot")).to_have_count(number)
        answer = visitor.answer().locator(".bubble > *").first
        for one in (visitor.field, close, title, answer):
            assert _in_sight(visitor, one), (message, one)
        visitor.is_pictured(f"answer_{number}_{name}")


def test_window_itself_never_scrolls(screen):
    visitor, _ = screen
    text = "Une longue réponse, ligne après ligne.\n\n" * 20 + "Voir https://www.enp.fr/formations."
    lines = [{"type": "answer", "id": None, "text": text, "buttons": []}, {"type": "end"}]
    body = "\n".join(map(json.dumps, lines))
    visitor.page.route("**/messages", lambda route: route.fulfill(body=body, content_type="application/x-ndjson"))
    visitor.says("Bonjour")
    visitor.log.get_by_role("link").last.scroll_into_view_if_needed()
    assert _in_sight(visitor, visitor.window.get_by_role("button", name="Fermer"))
    assert _in_sight(visitor, visitor.field)
    assert visitor.window.evaluate("dialog => [dialog.scrollTop, dialog.scrollHeight - dialog.clientHeight]") == [0, 0]


def test_what_went_wrong_is_in_sight(screen):
    visitor, _ = screen
    visitor.says(PRICE)
    visitor.page.route("**/messages", lambda route: route.abort())
    visitor.sends("Et le financement ?")
    expect(visitor.trouble).to_be_visible()
    assert _in_sight(visitor, visitor.trouble.locator("p").first)


def test_what_has_the_focus_is_in_sight(screen):
    visitor, _ = screen
    visitor.says(PRICE)
    visitor.presses("Options")
    visitor.field.focus()
    for _ in range(13):
        visitor.page.keyboard.press("Shift+Tab")
        focused = visitor.window.locator(":focus")
        # At least a line of it: WCAG's 2.4.11.
        shown = focused.evaluate(
            """e => new Promise(done => new IntersectionObserver(([{ intersectionRect: r }]) => done(r.height)).observe(e))"""
        )
        assert shown >= 16, focused.evaluate("e => e.outerHTML")


def test_a_long_text_does_not_push_the_answer_away(screen):
    visitor, name = screen
    visitor.says(PRICE)
    visitor.field.fill(LONG)
    assert visitor.log.evaluate("log => log.clientHeight") > 60
    visitor.is_pictured(f"long_text_{name}")


def test_enlarge(visitor):
    visitor.opens().says(PRICE)
    before = box(visitor.window)
    enlarge = visitor.window.get_by_role("button", name="Agrandir")
    enlarge.click()
    after = box(visitor.window)
    assert after["width"] > before["width"] * 1.5
    assert after["height"] > before["height"]
    assert after["x"] >= 0
    assert after["y"] >= 0
    expect(enlarge).to_have_attribute("aria-pressed", "true")
    visitor.goes_to("other.html")
    assert box(visitor.window) == after
    enlarge.click()
    assert box(visitor.window) == before


def test_nothing_to_enlarge_on_a_phone(phone):
    expect(phone.opens().window.get_by_role("button", name="Agrandir")).to_have_count(0)


@pytest.fixture
def small(new_context):
    """Someone with a small phone."""
    return Visitor(new_context(**{**PHONE, "viewport": {"width": 320, "height": 568}}).new_page()).goes_to("plain.html")


LINES = """e => {
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(e);
    return Math.round((e.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)) / parseFloat(lineHeight));
}"""


def test_launcher_of_a_small_phone_is_a_line_with_its_icon(small):
    expect(small.launcher.locator("svg")).to_be_visible()
    assert small.launcher.locator("span").evaluate(LINES) == 1


def test_buttons_of_a_small_phone_take_two_lines_at_most(small):
    small.opens()
    assert all(button.evaluate(LINES) <= 2 for button in small.log.locator(".choice").all())


def test_page_lifts_the_launcher(page):
    low = box(Visitor(page).goes_to("plain.html").launcher)
    high = box(Visitor(page).goes_to("owner.html").launcher)
    assert (low["y"] + low["height"]) - (high["y"] + high["height"]) == 96
