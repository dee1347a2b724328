"""Under each answer what it rests on, to unfold in its place; comparisons and grids are tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from bot.typography import french
from tests.widget.conftest import PHONE
from tests.widget.visitor import PRICE, Visitor, box

pytestmark = pytest.mark.long


def test_source_unfolds_in_its_place_and_nothing_is_said(visitor):
    answer = visitor.opens().says(PRICE)
    source = answer.locator("summary")
    expect(source).to_have_text(french("Source : Clerc gestionnaire (2026)"))
    expect(answer.locator("blockquote").first).to_be_hidden()
    # The line of text that names the sheet is not there beside it.
    expect(answer.get_by_text("Source")).to_have_count(1)
    requests: list[str] = []
    visitor.page.on("request", lambda request: requests.append(request.url))
    source.click()
    expect(answer.locator("blockquote").first).to_have_text(french("Tarif 2027 : 7 840 € net de taxe, soit 16 €/h"))
    expect(answer.locator("details p")).to_contain_text("Campus Saint-Jacques de Compostelle")
    source.click()
    expect(answer.locator("blockquote").first).to_be_hidden()
    assert len(visitor.said()) == 2
    assert requests == []


def test_each_sheet_has_its_own_and_older_answers_keep_theirs(visitor):
    first = visitor.opens().says("Quelle durée ?")
    sources = first.get_by_role("list", name="Sources").locator("summary")
    expect(sources).to_have_text(
        [french("Source : Clerc expert (non datée, salaires de 2016)"), french("Source : Clerc gestionnaire (2026)")]
    )
    visitor.says(PRICE)
    visitor.log.locator("summary").first.click()
    expect(visitor.log.locator("blockquote").first).to_contain_text("481 heures")
    visitor.page.reload()
    expect(visitor.log.locator("summary")).to_have_count(3)
    expect(visitor.log.get_by_role("table")).to_have_count(1)


def test_answer_without_citations_keeps_its_line(visitor):
    visitor.page.route("**/messages", _answered("Oui.\n_Source : fiche « Clerc expert »_"))
    expect(visitor.opens().says("Bonjour").locator(".source")).to_have_text("Source : fiche « Clerc expert »")


def test_a_source_is_printed_as_the_visitor_left_it(visitor):
    visitor.opens().says("Quelle durée ?")
    visitor.log.locator("summary").first.click()
    visitor.page.emulate_media(media="print")
    expect(visitor.log.locator("blockquote").first).to_be_visible()
    expect(visitor.log.locator("summary").last).to_be_visible()
    expect(visitor.log.locator("blockquote").last).to_be_hidden()


def test_table_has_its_caption_and_heads(visitor):
    answer = visitor.opens().says("Quelle durée ?")
    expect(answer.get_by_role("table")).to_match_aria_snapshot(
        """
        - table "La durée de la formation, métier par métier":
          - caption: La durée de la formation, métier par métier
          - rowgroup:
            - row "Métier La durée":
              - columnheader "Métier"
              - columnheader "La durée"
          - rowgroup:
            - row:
              - rowheader "Clerc expert"
              - cell "481 heures réparties sur deux ans"
            - row:
              - rowheader "Clerc gestionnaire"
              - cell
            - row:
              - rowheader "Clerc assistant"
              - cell "la fiche ne le dit pas"
        """
    )
    # It stands in place of the lines; what follows them follows it.
    expect(answer.get_by_role("list", name="Sources")).to_be_visible()
    expect(answer.locator("td, .bubble > p, .bubble > ul:not(.sources)").filter(has_text="481 heures")).to_have_count(1)
    expect(answer.get_by_role("link", name="05 49 61 60 74")).to_be_visible()


@pytest.mark.parametrize("question", ["Quelle durée ?", "Compare les deux"])
def test_cells_stand_below_each_other_on_a_small_phone(new_context, question):
    context = new_context(**{**PHONE, "viewport": {"width": 320, "height": 568}})
    visitor = Visitor(context.new_page()).goes_to("plain.html").opens()
    table = visitor.says(question).get_by_role("table")
    head, *cells = (box(cell) for cell in table.get_by_role("row").nth(1).locator("th, td").all())
    assert all(cell["y"] >= head["y"] + head["height"] - 1 for cell in cells)
    assert table.get_by_role("cell").first.evaluate("e => getComputedStyle(e, '::before').display") == "block"
    assert table.get_by_role("cell").first.get_attribute("data-head")
    # It is a table all the same.
    expect(table.get_by_role("rowheader")).to_have_count(3 if "durée" in question else 2)


def test_cells_stand_side_by_side_where_there_is_room(visitor):
    table = visitor.opens().says("Quelle durée ?").get_by_role("table")
    head, cell = (box(one) for one in table.get_by_role("row").nth(1).locator("th, td").all())
    assert head["x"] + head["width"] <= cell["x"] + 1
    visitor.presses("Agrandir")
    wide = visitor.says("Compare les deux").get_by_role("table")
    places = [box(one)["y"] for one in wide.get_by_role("row").nth(1).locator("th, td").all()]
    assert len({*places}) == 1


def test_table_whose_lines_are_not_in_the_text_leaves_the_text_whole(visitor):
    table = {"caption": "x", "columns": ["a", "b"], "rows": [["c", "d"]], "replaces": "autre chose"}
    visitor.page.route("**/messages", _answered("Deux ans.", table=table))
    answer = visitor.opens().says("Bonjour")
    expect(answer.locator(".bubble")).to_have_text("Deux ans.")
    expect(answer.get_by_role("table")).to_have_count(0)


def _answered(text: str, **more: Any) -> Callable[[Route], None]:
    lines = [{"type": "answer", "id": None, "text": text, "buttons": [], **more}, {"type": "end"}]
    body = "\n".join(map(json.dumps, lines))
    return lambda route: route.fulfill(body=body, content_type="application/x-ndjson")
