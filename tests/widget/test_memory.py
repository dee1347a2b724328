"""What is kept and asked for, and when: nothing before the window is opened, and then in this tab alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Request, Route, expect

from bot.typography import french
from tests.widget.visitor import PRICE, Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def calls(context):
    """The calls to the channel."""
    made: list[str] = []

    def note(request: Request) -> None:
        if "/webhooks/" in request.url:
            made.append(f"{request.method} {request.url}")

    context.on("request", note)
    return made


def test_nothing_before_opening(context, visitor, calls):
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.stored() == {}
    assert context.cookies() == []
    assert calls == []


def test_opening_asks_nothing_of_the_server(visitor, calls):
    visitor.opens()
    visitor.page.wait_for_load_state("networkidle")
    assert calls == []


def test_only_the_session_remembers(context, visitor):
    visitor.opens().says(PRICE)
    assert visitor.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 1, ""]
    assert context.cookies() == []
    assert PRICE not in str(visitor.stored())


def test_reload(visitor):
    visitor.opens().says(PRICE)
    before = visitor.said()
    visitor.page.reload()
    expect(visitor.window).to_be_visible()
    expect(visitor.log.locator(".message.visitor")).to_contain_text(PRICE)
    assert visitor.said() == before
    visitor.presses("Le financement")
    expect(visitor.answer()).to_contain_text("OPCO")


def test_reload_does_not_take_the_focus(visitor):
    visitor.opens().says(PRICE)
    visitor.page.reload()
    expect(visitor.log.locator(".message.visitor")).to_be_visible()
    assert visitor.page.evaluate("document.activeElement.tagName") == "BODY"


def test_thumb_outlives_a_reload(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Oui, cette réponse est utile")
    expect(visitor.window.locator(".done")).to_be_visible()
    visitor.page.reload()
    expect(visitor.window.get_by_role("button", name="Oui, cette réponse est utile")).to_have_attribute("aria-pressed", "true")


def test_other_page_of_the_site(visitor):
    visitor.opens().says(PRICE)
    visitor.page.get_by_role("link", name="Une autre page").click()
    expect(visitor.page.get_by_role("heading", name="Une autre page")).to_be_visible()
    expect(visitor.log.locator(".message.visitor")).to_contain_text(PRICE)


def test_phone_shows_the_other_page_first(phone):
    phone.opens().says(PRICE)
    phone.goes_to("other.html")
    expect(phone.window).to_have_count(0)
    phone.opens()
    expect(phone.log.locator(".message.visitor")).to_contain_text(PRICE)


def test_closed_stays_closed(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Fermer")
    visitor.goes_to("other.html")
    expect(visitor.window).to_have_count(0)
    visitor.opens()
    expect(visitor.log.locator(".message.visitor")).to_contain_text(PRICE)


def test_found_conversation_can_be_taken_up(phone):
    expect(phone.launcher).to_have_text(french("Une question ?"))
    phone.opens().says(PRICE)
    phone.goes_to("other.html")
    expect(phone.launcher).to_have_text("Reprendre")
    expect(phone.launcher.locator(".dot")).to_be_visible()
    phone.opens()
    # Nothing looks as if they had never talked, not even while the history is on its way.
    expect(phone.window.get_by_role("list", name="Exemples de questions")).to_have_count(0)
    phone.presses("Options")
    phone.presses("Recommencer")
    phone.presses("Fermer")
    expect(phone.launcher).to_have_text(french("Une question ?"))


def test_no_suggestion_while_the_history_is_on_its_way(phone):
    phone.opens().says(PRICE)
    phone.page.route("**/conversations/*", lambda route: None)
    phone.goes_to("other.html").opens()
    expect(phone.log).to_be_visible()
    expect(phone.window.get_by_role("list", name="Exemples de questions")).to_have_count(0)


def test_answer_that_came_while_closed(visitor):
    held: list[Route] = []
    visitor.page.route("**/messages", lambda route: held.append(route))
    visitor.opens().sends("Y a-t-il un internat ?")
    expect(visitor.log.locator(".typing")).to_be_visible()
    visitor.presses("Fermer")
    expect(visitor.launcher).to_have_text("Reprendre")
    held[0].continue_()
    expect(visitor.launcher).to_have_text("Reprendre (1 réponse)")
    expect(visitor.launcher.locator(".dot")).to_be_visible()
    assert visitor.root.locator("[role=status]").all_text_contents() == ["", "Reprendre (1 réponse)"]
    visitor.opens()
    expect(visitor.answer()).to_contain_text("ne rien inventer")
    assert visitor.announced().startswith(french("Assistant : Les fiches ne disent rien"))
    visitor.presses("Fermer")
    expect(visitor.launcher).to_have_text("Reprendre")


def test_answer_that_came_on_another_page(phone):
    with phone.page.expect_request("**/messages"):
        # Held back on its way to the page, which is left meanwhile.
        phone.page.route("**/messages", lambda route: route.fetch(post_data={"text": PRICE}))
        phone.opens().sends(PRICE)
    expect(phone.log.locator(".typing")).to_be_visible()
    phone.goes_to("other.html")
    expect(phone.launcher).to_have_text("Reprendre (1 réponse)")
    phone.opens()
    expect(phone.answer()).to_contain_text("115")


def test_failure_while_closed_is_no_answer(visitor):
    visitor.page.route("**/messages", lambda route: route.abort())
    visitor.opens().sends(PRICE)
    visitor.presses("Fermer")
    visitor.page.wait_for_timeout(3000)
    expect(visitor.launcher).to_have_text("Reprendre")


def test_draft_outlives_a_reload(visitor):
    visitor.opens().field.fill("Combien coûte")
    visitor.page.reload()
    expect(visitor.field).to_have_value("Combien coûte")
    visitor.field.press("Enter")
    visitor.answer()
    visitor.page.reload()
    expect(visitor.field).to_have_value("")


def test_two_tabs_are_two_conversations(context, visitor):
    visitor.opens().says(PRICE)
    other = Visitor(context.new_page()).goes_to("plain.html").opens()
    assert other.said() == []
    expect(other.says("Y a-t-il un internat ?")).to_contain_text("ne rien inventer")
    assert len(visitor.said()) == 2


def test_copied_tab_shares_the_conversation(visitor):
    visitor.opens().says(PRICE)
    with visitor.page.expect_popup() as popup:
        visitor.page.evaluate("open('other.html', '_blank')")
    copy = Visitor(popup.value)
    expect(copy.log.locator(".message.visitor")).to_contain_text(PRICE)
    copy.says("Y a-t-il un internat ?")
    visitor.page.bring_to_front()
    visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(visitor.log.locator(".message.visitor")).to_have_count(2)
    assert visitor.said() == copy.said()


def test_browser_that_refuses_storage(context, page):
    context.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no') } })")
    visitor = Visitor(page).goes_to("plain.html").opens()
    visitor.says(PRICE)
    visitor.says("Y a-t-il un internat ?")
    assert len(visitor.said()) == 4
