"""What people type becomes plain French: SMS, lost accents and typos are mended, what is right already is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from bot.folding import fold_accents
from bot.nlu.normaliser import Normaliser, words_of
from tests.nlu.rows import check_rows


def test_every_row_is_read(normaliser: Normaliser) -> None:
    def left_alone(text: str) -> bool:
        return normaliser.normalise(text) == text

    ways: dict[str, Callable[[str], Any]] = {
        "normalised": normaliser.normalise,
        "left alone": left_alone,
        "left alone after « une »": lambda word: left_alone(f"une {word}"),
        "folded": fold_accents,
        "words": words_of,
    }
    check_rows(Path(__file__).with_name("normaliser.yml"), ways)


def test_a_name_is_left_as_it_is(normaliser: Normaliser) -> None:
    assert normaliser.normalise("Slt, Noëlya g un bts", ["noëlya"]) == "salut, noëlya j'ai un bts"


@pytest.mark.parametrize(
    ("word", "known"), [("rose", True), ("huissier", True), ("svp", True), ("étude", True), ("jérémy", False), ("léa", False)]
)
def test_a_word_of_french_or_of_the_subject_is_told_from_another(normaliser: Normaliser, word: str, known: bool) -> None:
    assert normaliser.is_word(word) is known


def test_what_is_normalised_stays_as_it_is(normaliser: Normaliser, training_lines: list[tuple[str, int, str, str]]) -> None:
    sample = sorted((text for _, _, _, text in training_lines), key=lambda text: crc32(text.encode()))[:300]
    once = [normaliser.normalise(text) for text in sample]
    assert [normaliser.normalise(text) for text in once] == once
