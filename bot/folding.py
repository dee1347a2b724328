"""Text as people see it: whatever code points were typed or pasted, what looks the same is the same."""

from __future__ import annotations

import unicodedata

# Look-alikes of the apostrophe (quotation marks, primes, accents, modifier letters) and of the hyphen (minus, non-breaking…).
_LOOKALIKES = str.maketrans(dict.fromkeys("’‘‛′‵´`ʹʼʻʽˈˊ＇", "'") | dict.fromkeys("‐‑‒−﹣－", "-"))


def as_seen(text: str) -> str:
    """The text in plain characters: straight apostrophes and hyphens, full-width letters, ligatures and accents as one types
    them, without what nobody sees (soft hyphens, zero-width characters).

    Args:
        text: as typed or pasted.
    """
    composed = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES))
    # What nobody sees is not printable; most texts hold none of it.
    if composed.replace("\n", "").isprintable():
        return composed
    return "".join(c for c in composed if unicodedata.category(c) != "Cf")


def fold_accents(text: str) -> str:
    """Lower case without accents or ligatures: « Œuvre » becomes « oeuvre »."""
    text = text.lower()
    if text.isascii():
        return text
    text = text.replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
