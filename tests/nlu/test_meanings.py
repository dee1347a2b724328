"""Whether a message asks what a word of the glossary means, and not something of what the word stands for."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.nlu.meanings import Terms


@pytest.fixture(scope="module")
def terms(knowledge: Knowledge) -> Terms:
    """Knows the real glossary."""
    return Terms(knowledge)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("c'est quoi le niveau 6?", ["niveau_6"]),
        ("l'enp, c'est qui?", ["enp"]),
        ("c'est quoi exactement le rncp dont vous parlez, et ça coûte combien", ["rncp"]),
        ("combien de temps et ça veut dire quoi alternance", ["alternance"]),
        ("le coefficient 333: ça veut dire quoi?", ["coefficient"]),
        ("qu'est-ce que la vae et c'est quoi le cpf?", ["vae", "cpf"]),
        ("opco, cpf et vae, ça veut dire quoi?", ["opco", "cpf", "vae"]),
        ("c'est quoi l'opco et le smic il est à combien?", []),
        ("c'est quoi le coefficient d'un clerc expert?", []),
        ("qu'est-ce que l'enp demande comme diplôme?", []),
        ("alternance, ça veut dire que je reste salarié?", []),
        ("c'est quoi le prix?", []),
        ("c'est quoi la différence avec le contrat de professionnalisation?", []),
        ("mon opco paie?", []),
    ],
)
def test_a_word_whose_meaning_is_asked_stands_beside_what_asks_it(terms: Terms, text: str, asked: list[str]) -> None:
    assert [one.term for one in terms.asked(text)] == asked


def test_where_the_meaning_is_asked_is_read_too(terms: Terms) -> None:
    text = "c'est cher? et c'est quoi le cpf?"
    (asked,) = terms.asked(text)
    assert text[asked.start : asked.end] == "c'est quoi le cpf"
