"""Which topic an example teaches: a new topic takes over, from the one that had them, the questions that name it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz.distance import OSA

from bot.folding import fold_accents
from bot.knowledge.models import Topic

# Shorter words are too near to others.
_MISSPELT = 6


def taken_over(topics: Mapping[str, Topic], topic: str, text: str) -> str:
    """The topic that a question is of now: the one that takes the topic's questions with one of its words, else the topic.

    Args:
        topics: all topics; a new one says `from` which it takes, and its `words`.
        topic: the one that the question was of when it was written down.
        text: the question, as it was typed.
    """
    folded = fold_accents(text)
    for key, other in topics.items():
        if other.from_ == topic and any(_names(word, folded) for word in other.words):
            return key
    return topic


def _names(word: str, folded: str) -> bool:
    """Whether a text has a word, its plural or a misspelling of it; « linternat » has it too."""
    wanted = fold_accents(word)
    if re.search(rf"\b[ld]?{re.escape(wanted)}[sx]?\b", folded):
        return True
    return len(wanted) >= _MISSPELT and any(_is_slip(one, wanted) for one in re.findall(r"\w+", folded))


def _is_slip(written: str, word: str) -> bool:
    """Whether a letter is swapped, missing or too many; another one in its place may make another word (« internet »)."""
    slips = len(written) != len(word) or sorted(written) == sorted(word)
    return slips and OSA.distance(written, word, score_cutoff=1) == 1
