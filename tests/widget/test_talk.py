"""What is said, and what a visitor can do with it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from bot.typography import french
from tests.widget.visitor import PRICE, Stream


def test_greeting_says_that_it_is_no_person(visitor):
    visitor.opens()
    expect(visitor.log.locator(".message").first).to_contain_text(
        french("Bonjour ! Je suis un assistant automatique, pas une personne.")
    )


def test_that_it_is_no_person_is_said_once(visitor):
    visitor.opens().says(PRICE)
    assert visitor.log.inner_text().count("assistant automatique") == 1


def test_suggestion_is_asked(visitor):
    visitor.opens().presses("Combien coûte la formation")
    expect(visitor.answer()).to_contain_text("115")
    assert visitor.said()[0] == french("Vous: Combien coûte la formation de clerc gestionnaire ?").replace("\u00a0:", ":")


def test_each_message_names_its_sender(visitor):
    visitor.opens().says(PRICE)
    senders = visitor.log.locator(".sender").all_inner_texts()
    assert senders == ["Assistant", "Vous", "Assistant"]


def test_quick_reply(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Le financement")
    expect(visitor.answer()).to_contain_text("OPCO")
    assert "Vous: Le financement" in visitor.said()
    expect(visitor.window.get_by_role("button", name="Le financement")).to_have_count(0)


def test_unknown_shows_the_centre_as_links(visitor):
    answer = visitor.opens().says("Y a-t-il un internat ?")
    expect(answer.get_by_role("link", name="05 49 61 60 74")).to_have_attribute("href", "tel:0549616074")
    expect(answer.get_by_role("link", name="centredeformation@stjacquesdecompostelle.com")).to_have_attribute(
        "href", re.compile("^mailto:centredeformation@stjacquesdecompostelle.com[?]")
    )


def test_shift_enter_begins_a_line(visitor):
    visitor.opens().field.press_sequentially("Bonjour")
    visitor.field.press("Shift+Enter")
    visitor.field.press_sequentially(PRICE)
    visitor.field.press("Enter")
    expect(visitor.log.locator(".message.visitor")).to_contain_text(re.compile(r"Bonjour\nCombien"), use_inner_text=True)


def test_typing_is_shown_within_two_frames(visitor):
    visitor.page.route("**/messages", lambda route: None)
    visitor.opens().field.fill(PRICE)
    shown = visitor.window.get_by_role("button", name="Envoyer").evaluate(
        """button => new Promise(done => {
            button.click();
            const root = button.getRootNode();
            requestAnimationFrame(() => requestAnimationFrame(() => done(!!root.querySelector('.typing'))));
        })"""
    )
    assert shown
    expect(visitor.log.locator(".typing")).to_have_text("L’assistant écrit")


def test_answers_are_shown_as_they_are_made(context, page):
    stream = Stream(context)
    visitor = stream.visitor(page).goes_to("plain.html").opens().sends("Bonjour")
    stream.answers("Un instant.")
    expect(visitor.log.locator(".message.bot").last).to_contain_text("Un instant.")
    expect(visitor.log.locator(".typing")).to_be_visible()
    assert "instant" not in visitor.announced()
    stream.answers("Voilà.")
    stream.ends()
    expect(visitor.log.locator(".typing")).to_have_count(0)
    assert visitor.announced() == french("Assistant : Un instant. Voilà.")


def test_whole_answers_are_announced_even_when_said_twice(visitor):
    visitor.opens().says("Y a-t-il un internat ?")
    assert "préfère ne rien inventer" in visitor.announced()
    spoken = visitor.window.get_by_role("status").all_inner_texts()
    visitor.says("Y a-t-il un internat ?")
    again = visitor.window.get_by_role("status").all_inner_texts()
    # The other region speaks, for a screen reader says nothing of a region that holds what it held.
    assert [bool(text) for text in spoken] == [not text for text in again]
    assert {bool(text) for text in again} == {True, False}


def test_log_itself_is_silent(visitor):
    visitor.opens()
    expect(visitor.log).to_have_attribute("aria-live", "off")


def test_too_long_is_told_and_kept(visitor):
    visitor.opens().field.fill("é" * 1012)
    expect(visitor.window.locator("#count")).to_have_text(french("1 012 / 1 000 caractères"))
    expect(visitor.field).to_have_attribute("aria-invalid", "true")
    visitor.field.press("Enter")
    told = french("Votre message est trop long : retirez 12 caractères.")
    expect(visitor.window.locator(".done")).to_have_text(told)
    assert visitor.announced() == told
    assert visitor.said() == []
    expect(visitor.field).to_have_value("é" * 1012)


def test_length_is_told_when_it_begins_to_matter(visitor):
    count = visitor.opens().window.locator("#count")
    visitor.field.fill("é" * 799)
    expect(count).to_have_count(0)
    visitor.field.press("e")
    expect(count).to_have_text(french("800 / 1 000 caractères"))
    expect(visitor.field).to_have_accessible_description(french("800 / 1 000 caractères"))


def test_longest_message_goes(visitor):
    visitor.opens().says("é" * 1000)
    assert len(visitor.said()) == 2


def test_empty_message_is_not_sent(visitor):
    visitor.opens().sends("  ")
    expect(visitor.window.locator(".done")).to_have_text("Écrivez d’abord votre question.")
    assert visitor.said() == []


def test_double_click_on_send_sends_once(visitor):
    visitor.opens().field.fill(PRICE)
    visitor.window.get_by_role("button", name="Envoyer").dblclick()
    expect(visitor.answer()).to_contain_text("115")
    expect(visitor.window.locator(".done")).to_have_count(0)
    assert len(visitor.said()) == 2


def test_enter_that_is_held_down_sends_once(visitor):
    visitor.opens().field.fill(PRICE)
    visitor.page.keyboard.down("Enter")
    expect(visitor.answer()).to_contain_text("115")
    visitor.page.keyboard.down("Enter")
    visitor.page.keyboard.up("Enter")
    expect(visitor.field).to_have_value("")
    expect(visitor.window.locator(".done")).to_have_count(0)


@pytest.mark.parametrize("composing", ["keyCode: 229", "isComposing: true"])
def test_enter_that_ends_a_composition_does_not_send(visitor, composing):
    visitor.opens().field.fill("é")
    visitor.field.evaluate(KEY % ("Enter", composing))
    expect(visitor.field).to_have_value("é")
    assert visitor.said() == []


@pytest.mark.parametrize("composing", ["keyCode: 229", "isComposing: true"])
@pytest.mark.parametrize("place", ["window", "page"])
def test_escape_that_ends_a_composition_does_not_close(visitor, composing, place):
    visitor.opens()
    field = visitor.field if place == "window" else visitor.page.get_by_label("Chercher")
    field.evaluate(KEY % ("Escape", composing))
    expect(visitor.window).to_be_visible()


def test_half_an_emoji_is_left_out(visitor):
    visitor.opens().field.evaluate("e => { e.value = 'le prix \\ud83d'; e.dispatchEvent(new Event('input')); }")
    visitor.field.press("Enter")
    expect(visitor.answer()).to_contain_text("115")
    visitor.presses("Non, cette réponse n’est pas utile")
    comment = visitor.window.get_by_label("Que manque-t-il")
    comment.evaluate("e => e.value = 'Bof \\ud83d'")
    # The thumb's own is sent.
    expect(visitor.window.locator(".done")).to_be_visible()
    with visitor.page.expect_response("**/feedback") as response:
        visitor.presses("Envoyer l’avis")
    assert response.value.status == 204


def test_text_runs_as_its_script_does(visitor):
    arabic = "كم تكلفة التدريب؟"
    visitor.opens().field.fill(arabic)
    assert visitor.field.evaluate("e => getComputedStyle(e).direction") == "rtl"
    visitor.field.press("Enter")
    visitor.answer()
    directions = visitor.log.locator(".bubble").evaluate_all("all => all.map(one => getComputedStyle(one).direction)")
    assert directions == ["ltr", "rtl", "ltr"]


def test_thumb_up(visitor):
    visitor.opens().says(PRICE)
    sent = visitor.sends_by(lambda: visitor.presses("Oui, cette réponse est utile"), "**/feedback")
    assert sent["helpful"] is True
    expect(visitor.window.get_by_role("button", name="Oui, cette réponse est utile")).to_have_attribute("aria-pressed", "true")
    expect(visitor.window.locator(".done")).to_have_text("Merci, votre avis est transmis.")


def test_thumb_down_with_a_comment(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Non, cette réponse n’est pas utile")
    comment = visitor.window.get_by_label("Que manque-t-il")
    expect(comment).to_be_focused()
    comment.fill("Le prix de 2028.")
    sent = visitor.sends_by(lambda: visitor.presses("Envoyer l’avis"), "**/feedback")
    assert (sent["helpful"], sent["comment"]) == (False, "Le prix de 2028.")
    expect(comment).to_have_count(0)
    expect(visitor.field).to_be_focused()


def test_thumb_that_does_not_arrive_is_taken_back(visitor):
    visitor.opens().says(PRICE)
    visitor.page.route("**/feedback", lambda route: route.fulfill(status=422, json={"error": {"code": "x", "message": "Non."}}))
    visitor.presses("Oui, cette réponse est utile")
    expect(visitor.window.locator(".done")).to_contain_text("Votre avis n’a pas pu être transmis.")
    expect(visitor.window.get_by_role("button", name="Oui, cette réponse est utile")).to_have_attribute("aria-pressed", "false")


KEY = "(e) => e.dispatchEvent(new KeyboardEvent('keydown', { key: '%s', %s, bubbles: true, composed: true, cancelable: true }))"
TRANSCRIPT = re.compile(
    r"Assistant du campus\n\n.* 20\d\d.*\n\nRéponses automatiques\n\n"
    r"Vous\u00a0:\nCombien coûte la formation de clerc gestionnaire \?\n\n"
    r"Assistant\u00a0:\nLe prix de la formation de clerc gestionnaire\s:\n- 7\s840\s€[\s\S]*\nSource\s: fiche «[\s\S]*"
)


def test_transcript_is_copied(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Options")
    visitor.presses("Copier la conversation")
    expect(visitor.window.locator(".done")).to_have_text("La conversation est copiée.")
    assert TRANSCRIPT.fullmatch(visitor.page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.chromium_only("tells Playwright of no download from a blob")
def test_transcript_is_downloaded(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Options")
    with visitor.page.expect_download() as download:
        visitor.presses("Télécharger la conversation")
    assert download.value.suggested_filename == "conversation.txt"
    assert TRANSCRIPT.fullmatch(download.value.path().read_text(encoding="utf-8"))


def test_start_again(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Options")
    with visitor.page.expect_request(lambda request: request.method == "DELETE"):
        visitor.presses("Recommencer (efface cette conversation)")
    expect(visitor.log.locator(".notice")).to_have_text(
        french("Nouvelle conversation : l’assistant a oublié ce qui précédait, et le serveur l’efface.")
    )
    expect(visitor.log.locator(".message.visitor")).to_have_count(0)
    expect(visitor.field).to_be_focused()
    visitor.says(PRICE)
    expect(visitor.log.locator(".message.visitor")).to_have_count(1)


def test_start_again_tells_when_the_server_keeps_what_was_said(visitor):
    visitor.opens().says(PRICE)
    visitor.page.route("**/conversations/*", lambda route: route.fulfill(status=403, json={}))
    visitor.presses("Options")
    visitor.presses("Recommencer")
    expect(visitor.window.locator(".done")).to_contain_text("n’a pas pu être effacé du serveur")
    expect(visitor.log.locator(".message.visitor")).to_have_count(0)


def test_delete_asks_first(visitor):
    visitor.opens().says(PRICE)
    visitor.presses("Options")
    visitor.presses("Supprimer ma conversation")
    visitor.presses("Non, la garder")
    assert len(visitor.said()) == 2
    visitor.presses("Supprimer ma conversation")
    with visitor.page.expect_response(lambda response: response.request.method == "DELETE") as response:
        visitor.presses("Oui, supprimer")
    assert response.value.status == 204
    expect(visitor.log.locator(".notice")).to_have_text("Votre conversation est supprimée.")
    expect(visitor.log.locator(".message.visitor")).to_have_count(0)
    visitor.page.reload()
    expect(visitor.log.locator(".message.visitor")).to_have_count(0)


def test_delete_that_fails_says_so(visitor):
    visitor.opens().says(PRICE)
    visitor.page.route("**/conversations/*", lambda route: route.fulfill(status=403, json={}))
    visitor.presses("Options")
    visitor.presses("Supprimer ma conversation")
    visitor.presses("Oui, supprimer")
    expect(visitor.window.locator(".done")).to_contain_text("La conversation n’a pas pu être supprimée")
    assert len(visitor.said()) == 2


def test_no_menu_before_there_is_something_to_do(visitor):
    options = visitor.opens().window.get_by_role("button", name="Options")
    expect(options).to_have_count(0)
    visitor.says(PRICE)
    expect(options).to_be_visible()
    options.click()
    visitor.presses("Recommencer")
    expect(options).to_have_count(0)


@pytest.mark.parametrize("where", ["greeting", "options"])
def test_privacy_note(visitor, where):
    visitor.opens()
    if where == "options":
        visitor.says(PRICE)
        visitor.presses("Options")
    note = visitor.window.locator(".sheet .privacy" if where == "options" else ".log .privacy")
    expect(note).to_contain_text("N’écrivez rien de confidentiel.")
    expect(note.get_by_role("link")).to_have_attribute("href", "/confidentialite")
