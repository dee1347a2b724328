"""Words that may point at what was said before, and words that name people: found as the lexicon lists them, nothing decided."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.folding import fold_accents

_LEXICON = Path(__file__).parent / "lexicon"
_OR = re.compile(r"\bou\b", re.IGNORECASE)
_BRACKETS = re.compile(r"[()]")
_TOKEN = re.compile(r"\w+|[^\w\s]")


class Found(NamedTuple):
    """A key of a lexicon and where one of its words stands in the text (characters)."""

    key: str
    start: int
    end: int


def variants(word: str) -> Iterator[str]:
    """All that is meant by « (garder|quitter) mon (emploi|poste) »."""
    parts = (part.split("|") for part in _BRACKETS.split(word))
    yield from (" ".join("".join(chosen).split()) for chosen in product(*parts))


class Lexicon:
    """Finds words and word groups by key.

    Args:
        words: by key, the words or groups of words, lower case without accents; a word may have several keys, and be written
            with alternatives.
            « j' » stands before a vowel.
    """

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._keys: dict[str, list[str]] = defaultdict(list)
        for key, listed in words.items():
            for word in (one for written in listed for one in variants(written)):
                self._keys[word].append(key)
        # By what they begin with, the longest first: « petite-fille » is no « fille ».
        self._beginning: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._keys, key=len, reverse=True):
            self._beginning[_TOKEN.findall(word)[0]].append(word)

    def find(self, text: str) -> list[Found]:
        """All that stands in a text, in order; of two that overlap the longer one.

        Args:
            text: normalised text.
        """
        found: list[Found] = []
        for start, (longest, *_) in self._places(fold_same_length(text)):
            if not found or start >= found[-1].end:
                found.append(Found(self._keys[longest][-1], start, start + len(longest)))
        return found

    def keys(self, text: str) -> frozenset[str]:
        """The keys of all that stands in a text, whatever overlaps.

        Args:
            text: normalised text.
        """
        return frozenset(key for _, words in self._places(fold_same_length(text)) for word in words for key in self._keys[word])

    def _places(self, folded: str) -> Iterator[tuple[int, list[str]]]:
        """Where words stand that are no part of longer ones, and which; « j' » and « ? » may touch what comes after them."""
        for token in _TOKEN.finditer(folded):
            start = token.start()
            words = [
                word
                for word in self._beginning.get(token[0], ())
                if folded.startswith(word, start) and not (_in_word(word[-1]) and _in_word(folded[start + len(word) :][:1]))
            ]
            if words:
                yield start, words


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    folded = fold_accents(character)
    return folded if len(folded) == 1 else character


def fold_same_length(text: str) -> str:
    """The text without accents, each character in its place; a ligature stays one character."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def lexicon_words(name: str) -> dict[str, list[str]]:
    """The words of a file of lexicon/, by key."""
    words: dict[str, list[str]] = yaml.safe_load((_LEXICON / f"{name}.yml").read_text(encoding="utf-8"))
    return words


@lru_cache(maxsize=1)
def _cues() -> Lexicon:
    return Lexicon(lexicon_words("cues"))


def cues_in(text: str) -> frozenset[str]:
    """The cues of which a word stands in a normalised text; « où » offers no choice."""
    found = _cues().keys(text)
    return found if _OR.search(text) else found - {"either"}


@lru_cache(maxsize=8)
def _cue(key: str) -> Lexicon:
    return Lexicon({key: lexicon_words("cues")[key]})


def places_of(text: str, *cues: str) -> tuple[int, ...]:
    """Where words of these cues begin in a normalised text, in order."""
    return tuple(sorted({found.start for cue in cues for found in _cue(cue).find(text)}))


@lru_cache(maxsize=1)
def statuses() -> Lexicon:
    """Words for what somebody is while they train: apprentice, job seeker, employee."""
    return Lexicon(lexicon_words("statuses"))


@lru_cache(maxsize=1)
def people() -> Lexicon:
    """The words that name people, by relation."""
    return Lexicon(lexicon_words("people"))
