"""A price is told with its total, for one or for several."""

from __future__ import annotations

import pytest

from tests.answers.asking import (
    GESTIONNAIRE,
    about,
    ask,
)


@pytest.mark.parametrize("topic", ["price", "fees"])
def test_the_price_is_told_with_its_total(topic: str) -> None:
    amounts = {"total": "7\u202f955\u00a0€", "tuition": "7\u202f840\u00a0€", "fee": "115\u00a0€"}
    assert ask(topic, GESTIONNAIRE).note("note_total_price") == amounts


def test_a_sum_for_several_people_is_confirmed() -> None:
    said = about("donc c'est bien 15 910 € pour les deux ?", "price", GESTIONNAIRE, "confirm")
    assert said.openings == ["confirmed"]
    assert "Pour 2 personnes : 15 910 €." in said.text
    assert about("donc c'est bien 15 000 € pour les deux ?", "price", GESTIONNAIRE, "confirm").openings != ["confirmed"]
