"""The words of French, held once for all who look them up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache


@lru_cache(maxsize=1)
def french_words() -> Mapping[str, int]:
    """Correct French words with their frequency, from pyspellchecker's French dictionary (MIT)."""
    # Loaded on first use: it takes a tenth of a second.
    from spellchecker import SpellChecker

    words: Mapping[str, int] = SpellChecker(language="fr").word_frequency.dictionary
    return words
