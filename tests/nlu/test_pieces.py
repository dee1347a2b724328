"""A message falls into sentences, clauses and items of a list, each with its place."""

from __future__ import annotations

import pytest

from bot.nlu.pieces import Span, pieces_of


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("prix et durée?", ["prix", "durée"]),
        ("quel est le prix, et la durée?", ["quel est le prix", "la durée"]),
        ("c'est combien? ça dure longtemps?", ["c'est combien", "ça dure longtemps"]),
        ("le prix. la durée", ["le prix", "la durée"]),
        ("le prix... la durée", ["le prix", "la durée"]),
        ("le prix; la durée", ["le prix", "la durée"]),
        ("le prix + la durée", ["le prix", "la durée"]),
        ("le prix / la durée", ["le prix", "la durée"]),
        ("le prix & la durée", ["le prix", "la durée"]),
        ("le prix - la durée", ["le prix", "la durée"]),
        ("le prix\nla durée", ["le prix", "la durée"]),
        ("« le prix », (la durée)", ["le prix", "la durée"]),
        ("combien ça coûte et puis comment s'inscrire", ["combien ça coûte", "comment s'inscrire"]),
        ("c'est quoi le prix mais aussi la durée", ["c'est quoi le prix", "la durée"]),
        ("quelle durée ainsi que le rythme", ["quelle durée", "le rythme"]),
        ("bonjour, le prix svp", ["bonjour", "le prix svp"]),
        ("des stages, combien d'heures, et où?", ["des stages", "combien d'heures", "où"]),
    ],
)
def test_a_message_falls_into_its_pieces(text: str, pieces: list[str]) -> None:
    assert [text[piece.start : piece.end] for piece in pieces_of(text)] == pieces


@pytest.mark.parametrize(
    "text",
    [
        "le prix",
        "le prix?",
        "et le prix?",
        "1 823,03 euros",
        "j'ai vingt et un ans",
        "soixante et onze ans",
        "où puis-je m'inscrire",
        "un mi-temps en étude près de sète",
        "le secteur est-il en crise",
        "? !",
        "",
    ],
)
def test_what_is_one_piece_is_no_piece(text: str) -> None:
    assert pieces_of(text) == []


def test_equal_pieces_have_their_own_places() -> None:
    assert pieces_of("  où, et où ?") == [Span(2, 4), Span(9, 11)]
