"""First names are people where the words around them speak of people; places and words of the subject are not."""

from __future__ import annotations

import pytest

from bot.dialogue.reading import SELF, PersonName
from bot.nlu.names import known_names, names_in
from bot.nlu.normaliser import Normaliser


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Léa a un BTS", {"léa": None}),
        ("et pour Théo ?", {"théo": None}),
        ("Kévin, 19 ans, peut entrer ?", {"kévin": None}),
        ("Kévin (19 ans)", {"kévin": None}),
        ("Léa a un M1, Théo juste un bac pro", {"léa": None, "théo": None}),
        ("entre Léa et Théo ?", {"léa": None, "théo": None}),
        ("Léa et Théo veulent s'inscrire", {"léa": None, "théo": None}),
        ("Jean-Marc prépare un bac", {"jean-marc": None}),
        # Who it is that has the name.
        ("moi, c'est Jules", {"jules": SELF}),
        ("je m'appelle Inès et j'ai le bac", {"inès": SELF}),
        ("ma fille Léa a un BTS", {"léa": "daughter"}),
        ("mon pote, Kévin, a 19 ans", {"kévin": "friend"}),
        ("Léa a un BTS. Ma fille Léa, elle peut ?", {"léa": "daughter"}),
        ("Tom, mon neveu, a un BTS", {"tom": "nephew"}),
        ("je parlais de Léa", {"léa": None}),
        ("Léa : un BTS, Tom : mon fils, un bac", {"léa": None, "tom": None}),
        ("pour récapituler : Léa, clerc assistant ; Tom, rien", {"léa": None, "tom": None}),
        # One of several is not who the word for them stands for.
        ("j'ai deux élèves : Léa, terminale", {"léa": None}),
        ("mes enfants Léa et Théo", {"léa": None, "théo": None}),
        # A word of French is a name only beside a person.
        ("ma fille Rose", {"rose": "daughter"}),
        ("Rose a un bac", {}),
    ],
)
def test_a_first_name_is_found_with_whom_it_stands_for(normaliser: Normaliser, text: str, names: dict[str, str | None]) -> None:
    assert names_in(text, normaliser.is_word) == [PersonName(name, who) for name, who in names.items()]


@pytest.mark.parametrize(
    "text",
    [
        "là c'est Manon qui parle",
        "attends c'est manon là, ça passe ?",
        "ici Manon maintenant",
        "ok là c'est Manon, et moi ?",
        "ici Manon. sans le bac ça passe ?",
        "re c'est Manon, qui paye ?",
        "ok cool. Manon là : et moi ?",
        "Manon: et moi je peux ?",
        "manon : moi j'ai pas le bac",
        "manon maintenant : avec mon bac, je peux ?",
    ],
)
def test_who_takes_the_turn_is_told_by_name(normaliser: Normaliser, text: str) -> None:
    assert names_in(text, normaliser.is_word) == [PersonName("manon", SELF, takes_turn=True)]


@pytest.mark.parametrize(
    "text",
    [
        "j'habite à Limoges",
        "près de Niort",
        "Poitiers est loin ?",
        "Chartres est loin ?",
        "l'Université de Nantes",
        "Pôle emploi peut payer ?",
        "France Travail peut payer ?",
        "le Clerc Expert gagne combien",
        "C'est Bien ?",
        "BONJOUR ET MERCI",
        "LÉA A UN BTS",
        "et pour léa ?",
        "",
    ],
)
def test_what_is_no_first_name(normaliser: Normaliser, text: str) -> None:
    assert names_in(text, normaliser.is_word) == []


def test_names_known_already_are_found_where_they_stand() -> None:
    assert known_names("léa et lea, pas théobald ni théo", ["léa", "théo"]) == [("léa", 0, 3), ("léa", 7, 10), ("théo", 28, 32)]
    assert known_names("léa", []) == []
