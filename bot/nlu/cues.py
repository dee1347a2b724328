"""Words that may point at what was said before, and words that name people: found as the lexicon lists them, nothing decided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.folding import fold_accents

_LEXICON = Path(__file__).parent / "lexicon"


class Found(NamedTuple):
    """A key of a lexicon and where one of its words stands in the text (characters)."""

    key: str
    start: int
    end: int


class Lexicon:
    """Finds words and word groups by key.

    Args:
        words: by key, the words or groups of words, lower case without accents. « j' » stands before a vowel.
    """

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        keys = {word: key for key, listed in words.items() for word in listed}
        self._keys = keys
        # The longest first: « petite-fille » is no « fille ».
        self._pattern = re.compile("|".join(_as_words(word) for word in sorted(keys, key=len, reverse=True)))

    def find(self, text: str) -> list[Found]:
        """All that stands in a text, in order; of two that overlap the longer one.

        Args:
            text: normalised text.
        """
        return [Found(self._keys[m[0]], m.start(), m.end()) for m in self._pattern.finditer(fold_same_length(text))]


def _as_words(text: str) -> str:
    """An expression for a text that is no part of longer words; « j' » and « ? » may touch what stands beside them."""
    before, after = r"(?<!\w)" if text[0].isalnum() else "", r"(?!\w)" if text[-1].isalnum() else ""
    return before + re.escape(text) + after


def fold_same_length(text: str) -> str:
    """The text without accents, each character in its place; a ligature stays one character."""
    return "".join(folded if len(folded := fold_accents(c)) == 1 else c for c in text)


@lru_cache(maxsize=1)
def cues() -> list[tuple[str, Lexicon]]:
    """One lexicon for each cue: a word may be several cues at once."""
    listed: dict[str, list[str]] = yaml.safe_load((_LEXICON / "cues.yml").read_text(encoding="utf-8"))
    return [(cue, Lexicon({cue: words})) for cue, words in listed.items()]


def cues_in(text: str) -> frozenset[str]:
    """The cues of which a word stands in a normalised text."""
    return frozenset(cue for cue, lexicon in cues() if lexicon.find(text))


@lru_cache(maxsize=1)
def statuses() -> Lexicon:
    """Words for what somebody is while they train: apprentice, job seeker, employee."""
    return Lexicon(yaml.safe_load((_LEXICON / "statuses.yml").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def people() -> Lexicon:
    """The words that name people, by relation."""
    return Lexicon(yaml.safe_load((_LEXICON / "people.yml").read_text(encoding="utf-8")))
