"""What the page is told for its statistics: what happened, and never what was said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.widget.visitor import PRICE, Visitor

pytestmark = pytest.mark.long

TYPES = Path(__file__).resolve().parents[2] / "widget" / "dist" / "widget.d.ts"
NAMES = "opened closed asked answered not-understood failed rated followed".split()
# Heard where a page hears them: on its document.
HEAR = """names => {
    window.events = [];
    for (const name of names) document.addEventListener(`clercs-${name}`, event => events.push([name, event.detail]));
}"""
# All that an event may hold beside numbers and truth values.
WORDS = {*"text suggestion reply page offline unreachable refused phone mail web callback signup source".split()}


@pytest.fixture
def watched(visitor):
    """Someone on a page that hears all events."""
    visitor.page.evaluate(HEAR, NAMES)
    return visitor


def _events(visitor: Visitor) -> list[list[Any]]:
    events: list[list[Any]] = visitor.page.evaluate("events")
    return events


def test_a_whole_visit_is_told_without_a_word_of_it(watched):
    watched.opens().says(PRICE)
    watched.log.locator("summary").click()
    watched.log.locator("summary").click()
    watched.presses("Le financement")
    watched.answer()
    watched.answer().get_by_role("button", name="Oui, cette réponse est utile").click()
    watched.says("blabla")
    watched.page.evaluate("document.querySelector('clercs-assistant').ask('Y a-t-il un internat ?')")
    expect(watched.log.locator(".message.visitor + .message.bot")).to_have_count(4)
    # The browser has no program for letters and calls.
    watched.page.evaluate("addEventListener('click', event => event.preventDefault())")
    watched.answer().get_by_role("link", name="05 49 61 60 74").click()
    watched.answer().get_by_role("link", name="centredeformation").click()
    watched.presses("Contacter le centre")
    watched.window.get_by_role("link", name="Me faire rappeler").click()
    watched.presses("Fermer")
    assert _events(watched) == [
        ["opened", None],
        ["asked", {"by": "text"}],
        ["answered", {"sources": 1}],
        ["followed", {"kind": "source"}],
        ["asked", {"by": "reply"}],
        ["answered", {"sources": 1}],
        ["rated", {"helpful": True}],
        ["asked", {"by": "text"}],
        ["answered", {"sources": 0}],
        ["not-understood", None],
        ["asked", {"by": "page"}],
        ["answered", {"sources": 0}],
        ["followed", {"kind": "phone"}],
        ["followed", {"kind": "mail"}],
        ["followed", {"kind": "callback"}],
        ["closed", None],
    ]


def test_no_event_holds_content(watched):
    watched.opens().presses("Combien coûte la formation")
    watched.answer()
    watched.presses("Non, cette réponse n’est pas utile")
    watched.window.get_by_label("Que manque-t-il").fill("Mon secret")
    watched.presses("Envoyer l’avis")
    watched.page.route("**/messages", lambda route: route.abort())
    watched.sends("Une question secrète")
    expect(watched.trouble).to_be_visible()
    events = _events(watched)
    assert [name for name, _ in events] == ["opened", "asked", "answered", "rated", "asked", "failed"]
    held = [value for _, detail in events for value in (detail or {}).values()]
    assert {value for value in held if isinstance(value, str)} <= WORDS
    assert all(isinstance(value, (bool, int)) for value in held if not isinstance(value, str))
    assert "secr" not in json.dumps(events)


def test_page_that_was_never_opened_hears_nothing(watched):
    watched.page.reload()
    assert watched.page.evaluate("window.events ?? []") == []


def test_every_event_is_in_the_published_types():
    published = TYPES.read_text(encoding="utf-8")
    assert [name for name in NAMES if f"'clercs-{name}': CustomEvent<" not in published] == []
    assert published.count(": CustomEvent<") == len(NAMES)
