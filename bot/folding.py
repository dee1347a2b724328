"""Text as it is compared: lower case, without accents or ligatures."""

from __future__ import annotations

import unicodedata


def fold_accents(text: str) -> str:
    """Lower case without accents or ligatures: « Œuvre » becomes « oeuvre »."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
