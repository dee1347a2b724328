"""A price is told with its total, for one or for several."""

from __future__ import annotations

import pytest

from tests.answers.asking import (
    GESTIONNAIRE,
    about,
    ask,
)
from tests.figures import FEE, TOTAL, TOTAL_OF_TWO, TUITION


@pytest.mark.parametrize("topic", ["price", "fees"])
def test_the_price_is_told_with_its_total(topic: str) -> None:
    assert f"Soit **{TOTAL}** en tout ({TUITION} + {FEE} de frais)" in ask(topic, GESTIONNAIRE).text


def test_a_sum_for_several_people_is_confirmed() -> None:
    said = about(f"donc c'est bien {TOTAL_OF_TWO} pour les deux ?", "price", GESTIONNAIRE, "confirm")
    assert said.openings == ["confirmed"]
    assert f"Pour 2 personnes : {TOTAL_OF_TWO}." in said.text
    assert about("donc c'est bien 15 000 € pour les deux ?", "price", GESTIONNAIRE, "confirm").openings != ["confirmed"]
