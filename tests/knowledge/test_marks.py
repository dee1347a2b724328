"""Marks out of 20 are read as people write them, and apart from ages, dates and years of work."""

from __future__ import annotations

import pytest

from bot.knowledge.marks import Mark, marks_in


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("12/20 exigé au bloc 1, 10/20 aux trois autres blocs", [Mark(12), Mark(10)]),
        ("c'est bien 10 sur 20 qu'il faut avoir ?", [Mark(10)]),
        ("j'ai eu 11 au bloc 1, c bon ?", [Mark(11, got=True)]),
        ("elle a eu 9,5/20 à l'oral", [Mark(9.5, got=True)]),
        ("avec 13 de moyenne je passe ?", [Mark(13, got=True)]),
        ("j'ai 18 ans et 2 ans en étude", []),
        ("rentrée le 11/12/2026", []),
        ("j'ai eu 3 enfants", []),
    ],
)
def test_a_mark_is_out_of_20_or_one_that_somebody_got(text: str, marks: list[Mark]) -> None:
    assert list(marks_in(text)) == marks
