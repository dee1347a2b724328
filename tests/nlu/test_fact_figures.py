"""A figure that somebody says leads to the facts that hold it."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.nlu.fact_figures import FactFigures
from tests.figures import EXPERT_HOURS, FEE, TUITION, number


@pytest.fixture(scope="module")
def figures(knowledge: Knowledge) -> FactFigures:
    """The figures of all facts."""
    return FactFigures(knowledge)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (f"les {EXPERT_HOURS}", {("clerc_expert", "hours"), ("clerc_expert", "duration")}),
        (f"{TUITION}, c'est quoi?", {("clerc_gestionnaire", "price")}),
        (f"et les {number(FEE)}?", {("clerc_gestionnaire", "fees")}),
        # Who leaves the cents out, or rounds them, means the amount.
        ("1891 euros", {("clerc_aux_procedures", "salary")}),
        ("12 000 salariés", {("clerc_expert", "employment_figures"), ("clerc_aux_procedures", "employment_figures")}),
        # The unit that is said is the fact's.
        ("490 euros", set()),
        # An age, a length of time, a year, a small number.
        ("j'ai 53 ans", set()),
        ("en 2027", set()),
        ("4 blocs", set()),
        ("6 500 €", set()),
    ],
)
def test_the_facts_that_hold_a_figure(figures: FactFigures, text: str, held: set[tuple[str, str]]) -> None:
    found = {(one.holder, one.topic) for one in figures.find(text)}
    assert found >= held
    assert bool(found) == bool(held)
