"""The page with the graph of paths is made from the data, and is the one in the repository."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.knowledge import Knowledge, load_knowledge
from bot.knowledge.drawing import PAGE, page
from bot.knowledge.models import Place, Step
from bot.typography import french


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Load the knowledge once."""
    return load_knowledge()


def test_the_page_in_the_repository_is_current(knowledge: Knowledge) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(knowledge), "write it again: make draw"


def test_every_place_has_its_box_and_every_step_its_arrow_and_row(knowledge: Knowledge) -> None:
    lines = page(knowledge).splitlines()
    for key, place in knowledge.paths.places.items():
        assert any(line.startswith(f'    {key}["{french(place.name)}"]') for line in lines)
    for number, step in enumerate(knowledge.paths.steps, 1):
        assert f"    {step.from_} -->|{number}| {step.to}" in lines
        (row,) = [line for line in lines if line.startswith(f"| {number} |")]
        assert french(step.text) in row


def test_a_new_step_is_drawn(knowledge: Knowledge) -> None:
    places = {**knowledge.paths.places, "avocat": Place(name="avocat", words=("avocat",))}
    step = Step(from_="clerc_expert", to="avocat", text="une passerelle", sheet="clerc_expert", quote="q")
    drawn = page(replace(knowledge, paths=replace(knowledge.paths, places=places, steps=(*knowledge.paths.steps, step))))
    assert '    avocat["avocat"]:::job' in drawn
    assert f"| {len(knowledge.paths.steps) + 1} | clerc expert | avocat | une passerelle |" in drawn
