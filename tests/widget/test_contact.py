"""How one reaches the centre: a letter is begun with what was asked, and is the visitor's to send or not."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from bot.typography import french
from tests.widget.visitor import PRICE, Visitor

pytestmark = pytest.mark.long

EMAIL = "centredeformation@stjacquesdecompostelle.com"


def _letter(link: Locator) -> tuple[str, str, str]:
    """Whom a letter is to, its subject and its body."""
    address = urlsplit(link.get_attribute("href") or "")
    assert address.scheme == "mailto"
    begun = parse_qs(address.query)
    return address.path, begun["subject"][0], begun["body"][0]


def test_contact_card_before_anything_was_asked(visitor):
    visitor.opens().presses("Contacter le centre")
    card = visitor.window.locator(".sheet")
    expect(card.get_by_role("link", name="Téléphoner au 05 49 61 60 74")).to_have_attribute("href", "tel:0549616074")
    assert _letter(card.get_by_role("link", name="Écrire à")) == (EMAIL, "Question d’un visiteur du site", "Bonjour,\r\n\r\n")
    # The sheets tell of no hours: none are shown unless the page gives them.
    expect(card).not_to_contain_text("Horaires")


def test_letter_holds_what_was_asked(visitor):
    question = "Le prix & les frais ? 50 % #urgent + « tout »"
    visitor.opens().says(question)
    visitor.presses("Contacter le centre")
    link = visitor.window.locator(".sheet").get_by_role("link", name="Écrire à")
    assert _letter(link) == (
        EMAIL,
        "Question d’un visiteur du site",
        f"Bonjour,\r\n\r\n{french('Ma question :')} {question}\r\n",
    )


def test_letter_of_an_answer_holds_the_question_before_it(visitor):
    visitor.opens().says("Y a-t-il un internat ?")
    link = visitor.log.get_by_role("link", name=EMAIL).first
    visitor.says(PRICE)
    assert "internat" in _letter(link)[2]


def test_long_question_is_cut_between_characters(visitor):
    visitor.opens().says("😀" * 900)
    link = visitor.answer().get_by_role("link", name=EMAIL)
    assert _letter(link)[2].count("😀") == 300
    assert "…" in _letter(link)[2]
    assert len(link.get_attribute("href") or "") < 4000


@pytest.mark.parametrize(
    ("name", "subject", "begins"),
    [
        ("Me faire rappeler", "Demande de rappel", "Pouvez-vous me rappeler"),
        ("M’inscrire", "Inscription", "Je voudrais m’inscrire"),
    ],
)
def test_wish_is_a_letter_where_the_page_has_no_page_for_it(visitor, name, subject, begins):
    visitor.opens().presses("Contacter le centre")
    link = visitor.window.get_by_role("link", name=name)
    assert _letter(link)[:2] == (EMAIL, subject)
    assert begins in _letter(link)[2]
    assert french("Ma question :") not in _letter(link)[2]


def test_page_sets_its_own_pages_and_hours(page):
    visitor = Visitor(page).goes_to("owner.html").opens()
    visitor.presses("Contacter le centre")
    expect(visitor.window.get_by_role("link", name="Me faire rappeler")).to_have_attribute("href", "/rappel")
    expect(visitor.window.get_by_role("link", name="M’inscrire")).to_have_attribute("href", "/inscription")
    expect(visitor.window.locator(".hours")).to_have_text(french("Horaires : du lundi au vendredi, de 9 h à 17 h"))
    page.route("**/messages", lambda route: route.abort())
    visitor.sends(PRICE)
    expect(visitor.trouble.locator(".hours")).to_be_visible()


def test_nothing_is_sent_by_itself(visitor):
    visitor.opens().says(PRICE)
    requests: list[str] = []
    visitor.page.on("request", lambda request: requests.append(request.url))
    visitor.presses("Contacter le centre")
    assert requests == []
