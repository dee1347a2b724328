"""Networks that break, servers that fail, conversations that are gone: nothing a visitor wrote is lost or asked twice."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Route, expect

from bot.typography import french
from tests.widget.visitor import PRICE

pytestmark = pytest.mark.long

MESSAGES = "**/conversations/*/messages"
HALF = json.dumps({"type": "answer", "id": "x", "text": "Le prix de la", "buttons": []}) + "\n"


def test_offline_waits_for_the_network(visitor, context):
    visitor.opens().says("Bonjour")
    context.set_offline(True)
    visitor.sends(PRICE)
    expect(visitor.trouble).to_contain_text("Vous êtes hors connexion.")
    expect(visitor.log.locator(".failed")).to_have_text("Non envoyé")
    expect(visitor.trouble.get_by_role("link", name="Téléphoner au 05 49 61 60 74")).to_be_visible()
    assert "hors connexion" in visitor.announced()
    context.set_offline(False)
    expect(visitor.answer()).to_contain_text("115")
    expect(visitor.trouble).to_have_count(0)


def test_failure_is_tried_again_unasked(visitor):
    visitor.page.route(MESSAGES, lambda route: route.fulfill(status=503, json={}), times=1)
    visitor.opens().says(PRICE)
    expect(visitor.answer()).to_contain_text("115")
    assert len(visitor.said()) == 2


def test_lasting_failure_can_be_tried_again(visitor):
    visitor.page.route(MESSAGES, lambda route: route.abort())
    visitor.opens().sends(PRICE)
    expect(visitor.trouble).to_contain_text("L’assistant ne répond pas pour l’instant.")
    visitor.page.unroute(MESSAGES)
    visitor.presses("Réessayer")
    expect(visitor.answer()).to_contain_text("115")
    expect(visitor.log.locator(".failed")).to_have_count(0)
    assert len(visitor.said()) == 2


def test_server_that_comes_back_gets_the_message_unasked_and_once(visitor):
    """A restart: what was asked meanwhile is kept, marked, and goes by itself."""
    visitor.opens().says("Bonjour")
    visitor.page.route("**/webhooks/web/**", lambda route: route.abort())
    visitor.sends(PRICE)
    expect(visitor.trouble).to_contain_text("Votre message partira dès qu’il sera de retour.")
    expect(visitor.log.locator(".failed")).to_have_text("Non envoyé")
    visitor.page.unroute("**/webhooks/web/**")
    visitor.page.route("**/health/ready", lambda route: route.fulfill(json={"status": "ready"}))
    expect(visitor.log.locator(".message.bot").last).to_contain_text("115", timeout=15_000)
    expect(visitor.trouble).to_have_count(0)
    expect(visitor.log.locator(".failed")).to_have_count(0)
    assert len(visitor.said()) == 4


def test_server_that_cannot_begin(visitor):
    told = "Trop de conversations ont été ouvertes : attendez quelques minutes."
    visitor.page.route(
        "**/conversations",
        lambda route: route.fulfill(status=429, json={"error": {"code": "too_many_conversations", "message": told}}),
    )
    visitor.opens().sends(PRICE)
    expect(visitor.trouble).to_contain_text(told)
    assert visitor.announced() == told
    expect(visitor.trouble.get_by_role("button", name="Réessayer")).to_be_visible()


def test_answer_that_breaks_off_is_fetched_whole(visitor):
    visitor.page.route(MESSAGES, lambda route: route.fulfill(body=HALF, content_type="application/x-ndjson"), times=1)
    visitor.opens().says(PRICE)
    expect(visitor.answer()).to_contain_text("115")
    assert len(visitor.said()) == 2


def test_error_in_the_middle_of_an_answer(visitor):
    error = json.dumps({"type": "error", "code": "internal_error", "message": "Une panne : réessayez."}) + '\n{"type": "end"}\n'
    visitor.page.route(MESSAGES, lambda route: route.fulfill(body=HALF + error, content_type="application/x-ndjson"))
    visitor.opens().sends(PRICE)
    expect(visitor.trouble).to_contain_text("Une panne : réessayez.")
    visitor.page.unroute(MESSAGES)
    visitor.presses("Réessayer")
    expect(visitor.answer()).to_contain_text("115")
    assert len(visitor.said()) == 2


def test_message_that_arrived_is_not_sent_twice(visitor, browser_name):
    asked = []

    def lose_the_answer(route: Route) -> None:
        # Firefox tells Playwright of no request's body.
        asked.append({"text": PRICE} if browser_name == "firefox" else route.request.post_data_json)
        route.fetch(post_data={"text": PRICE})
        route.abort()

    visitor.page.route(MESSAGES, lose_the_answer)
    visitor.opens().sends(PRICE)
    expect(visitor.answer()).to_contain_text("115")
    assert asked == [{"text": PRICE}]
    assert len(visitor.said()) == 2


@pytest.mark.parametrize("still_down", [False, True])
def test_later_question_is_not_taken_for_answered(visitor, still_down):
    """The first one's answer is lost; the visitor types on instead of trying again, and that fails on the way at first."""

    def lose_the_answer(route: Route) -> None:
        route.fetch(post_data={"text": "Bonjour"})
        route.abort()

    visitor.page.route("**/conversations/**", lambda route: route.abort())
    visitor.page.route(MESSAGES, lose_the_answer, times=1)
    visitor.opens().sends("Bonjour")
    expect(visitor.trouble).to_be_visible()
    if still_down:
        visitor.sends(PRICE)
        expect(visitor.log.locator(".typing")).to_be_visible()
        expect(visitor.trouble).to_be_visible()
    visitor.page.unroute("**/conversations/**")
    visitor.page.route(MESSAGES, lambda route: route.fulfill(status=503, json={}), times=1)
    if still_down:
        visitor.presses("Réessayer")
    else:
        visitor.sends(PRICE)
    expect(visitor.log.locator(".message.bot").last).to_contain_text("115")
    said = visitor.said()
    assert [line for line in said if line.startswith("Vous")] == ["Vous: Bonjour", f"Vous: {PRICE}"]
    assert len(said) == 4


@pytest.mark.parametrize("status", [401, 404])
def test_conversation_that_is_gone_goes_on_as_a_new_one(visitor, status):
    gone = {"error": {"code": "expired_token", "message": "Cette conversation a expiré."}}
    visitor.opens().says("Bonjour")
    visitor.page.route(MESSAGES, lambda route: route.fulfill(status=status, json=gone), times=1)
    expect(visitor.says(PRICE)).to_contain_text("115")
    lost = french("Nouvelle conversation : la précédente a expiré, l’assistant ne s’en souvient plus.")
    assert visitor.said()[2:4] == [lost, f"Vous: {PRICE}"]


def test_server_restarted_under_an_old_tab(visitor):
    visitor.opens().says(PRICE)
    _spoil_token(visitor)
    # The button is unknown to the new conversation; its words are not.
    visitor.presses("Le financement")
    expect(visitor.answer()).to_contain_text("OPCO")
    expect(visitor.trouble).to_have_count(0)


def test_server_restarted_and_page_reloaded(visitor):
    visitor.opens().says(PRICE)
    _spoil_token(visitor)
    visitor.page.reload()
    expect(visitor.log.locator(".notice")).to_contain_text("la précédente a expiré")
    expect(visitor.says(PRICE)).to_contain_text("115")


def test_history_that_does_not_load_can_be_tried_again(visitor):
    visitor.opens().says(PRICE)
    visitor.page.route("**/conversations/*", lambda route: route.abort())
    visitor.page.reload()
    expect(visitor.trouble).to_be_visible()
    visitor.page.unroute("**/conversations/*")
    visitor.presses("Réessayer")
    expect(visitor.log.locator(".message.visitor")).to_contain_text(PRICE)
    expect(visitor.trouble).to_have_count(0)


@pytest.mark.parametrize("by", ["asking again", "asking something else"])
def test_after_a_failure_one_can_go_on_without_the_history(visitor, by):
    visitor.page.route("**/conversations/*", lambda route: route.abort())
    visitor.page.route(MESSAGES, lambda route: route.abort())
    visitor.opens().sends(PRICE)
    expect(visitor.trouble).to_be_visible()
    visitor.page.unroute(MESSAGES)
    if by == "asking again":
        visitor.presses("Réessayer")
        expect(visitor.answer()).to_contain_text("115")
    else:
        visitor.sends("Et le financement ?")
        expect(visitor.answer()).to_contain_text("OPCO")
    expect(visitor.trouble).to_have_count(0)
    # Nothing that was said meanwhile is lost or shown twice; what never left is not on the server.
    visitor.page.unroute("**/conversations/*")
    expect(visitor.says("Y a-t-il un internat ?")).to_contain_text("ne rien inventer")
    said = visitor.said()
    visitor.page.reload()
    expect(visitor.log.locator(".message.visitor").last).to_contain_text("internat")
    assert visitor.said() == (said if by == "asking again" else said[1:])


def test_history_that_does_not_load_does_not_keep_one_from_asking(visitor):
    visitor.opens().says(PRICE)
    visitor.page.route("**/conversations/*", lambda route: route.abort())
    visitor.page.reload()
    expect(visitor.trouble).to_be_visible()
    visitor.page.route(MESSAGES, lambda route: route.fulfill(status=503, json={}), times=1)
    visitor.sends("Et le financement ?")
    expect(visitor.trouble).to_be_visible()
    visitor.page.unroute("**/conversations/*")
    visitor.presses("Réessayer")
    expect(visitor.log.locator(".message.bot").last).to_contain_text("OPCO")
    assert [line for line in visitor.said() if line.startswith("Vous")] == [f"Vous: {PRICE}", "Vous: Et le financement ?"]


def test_starting_again_while_an_answer_is_awaited(visitor):
    visitor.page.route(MESSAGES, lambda route: None, times=1)
    visitor.opens().sends(PRICE)
    expect(visitor.log.locator(".typing")).to_be_visible()
    visitor.presses("Options")
    visitor.presses("Recommencer")
    expect(visitor.log.locator(".typing")).to_have_count(0)
    expect(visitor.says(PRICE)).to_contain_text("115")
    assert len(visitor.log.locator(".message.visitor").all()) == 1


def _spoil_token(visitor) -> None:
    visitor.page.evaluate(
        """() => {
            const [key, value] = Object.entries(sessionStorage)[0];
            const memory = JSON.parse(value);
            memory.credentials.token += 'x';
            sessionStorage.setItem(key, JSON.stringify(memory));
        }"""
    )
