"""What looks the same is read the same, whatever code points were typed or pasted."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from bot.evaluation.messages import load_blind
from bot.folding import as_seen
from bot.nlu.normaliser import Normaliser

MESSAGES = [message.text for messages in load_blind().values() for message in messages]


def full_width(text: str) -> str:
    """Letters and digits as they are typed in East Asian fonts."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def other(*characters: str) -> Callable[[str], str]:
    """Write the first of these characters as each of the others."""
    plain, *lookalikes = characters
    return lambda text: text.translate({ord(plain): lookalikes[len(text) % len(lookalikes)]})


WAYS: dict[str, Callable[[str], str]] = {
    "apostrophes": other("'", "’", "‘", "‛", "′", "´", "`", "ʹ", "ʼ"),
    "hyphens": other("-", "\u2010", "\u2011", "\u2012", "\u2212"),
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "full width": full_width,
    "soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "zero-width spaces": lambda text: text.replace("a", "\u200ba"),
    "no-break spaces": lambda text: text.replace(" ", "\u202f"),
    "ligatures": lambda text: text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ"),
}


@pytest.fixture(scope="module")
def normaliser() -> Normaliser:
    """One that knows no words: only characters matter here."""
    return Normaliser({}, {})


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_messages_are_read_the_same_whatever_their_code_points(way: Callable[[str], str], normaliser: Normaliser) -> None:
    # Full-width marks that stand for others are not what people type.
    texts = [text for text in MESSAGES if as_seen(text) == text]
    assert len(texts) >= 300
    differ = [text for text in texts if normaliser.normalise(way(text)) != normaliser.normalise(text)]
    assert differ == []
