"""The widget's French is set as French is set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.typography import french

LABELS = Path(__file__).resolve().parents[2] / "widget" / "src" / "labels.fr.ts"
WORDS = [
    text
    for pair in re.findall(r"'((?:[^'\\]|\\.)*)'|`([^`]*)`", LABELS.read_text())
    for text in pair
    if " " in text or "’" in text
]


@pytest.mark.parametrize("words", WORDS)
def test_french_spaces_and_apostrophes(words):
    assert re.sub(r"\$\{[^}]*\}", "", words) == re.sub(r"\$\{[^}]*\}", "", french(words))
