"""The marks of an examination that a text says: « 11 au bloc 1 », « 10 sur 20 », « 9,5/20 »."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.folding import fold_accents

_MARK = r"(?<![\d.,])(1?\d(?:[.,]\d+)?|20)(?![\d.,]*\d)"
_OF_TWENTY = re.compile(rf"{_MARK} ?(?:/|sur) ?(?:20|vingt)\b")
# « J'ai eu 11 au bloc 1 »: a number that somebody got, and that counts nothing else.
_GOT_BEFORE = r"\b(?:eu|eue|obtenu|note de|moyenne de|fait un|aura|aurai|ai|avec)"
_GOT = re.compile(rf"{_GOT_BEFORE} (?:que |seulement |juste )?{_MARK} (?=au |aux |a l|en |de moyenne|partout|et )")
_IS_GOT = re.compile(rf"{_GOT_BEFORE} (?:que |seulement |juste )?$")


class Mark(NamedTuple):
    """A mark out of 20, and whether somebody got it; else it is one that is asked for."""

    mark: float
    got: bool = False


def marks_in(text: str) -> tuple[Mark, ...]:
    """The marks out of 20 of a text, in order, each with whether somebody got it.

    Args:
        text: of a message or a fact.
    """
    folded = fold_accents(text.lower())
    found = {
        match.start(1): Mark(_number(match[1]), bool(_IS_GOT.search(folded[: match.start(1)])))
        for match in _OF_TWENTY.finditer(folded)
    }
    found |= {match.start(1): Mark(_number(match[1]), True) for match in _GOT.finditer(folded)}
    return tuple(found[start] for start in sorted(found))


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))
