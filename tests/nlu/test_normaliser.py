"""What people type becomes plain French: SMS, lost accents and typos are mended, what is right already is left alone."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

from bot.nlu.normaliser import Normaliser, fold_accents, words_of
from tests.nlu.rows import check_rows


def test_every_row_is_read(normaliser: Normaliser) -> None:
    def left_alone(text: str) -> bool:
        return normaliser.normalise(text) == text

    ways = {
        "normalised": normaliser.normalise,
        "left alone": left_alone,
        "left alone after « une »": lambda word: left_alone(f"une {word}"),
        "folded": fold_accents,
        "words": words_of,
    }
    check_rows(Path(__file__).with_name("normaliser.yml"), ways)


def test_what_is_normalised_stays_as_it_is(normaliser: Normaliser, training_lines: list[tuple[str, int, str, str]]) -> None:
    sample = sorted((text for _, _, _, text in training_lines), key=lambda text: crc32(text.encode()))[:300]
    once = [normaliser.normalise(text) for text in sample]
    assert [normaliser.normalise(text) for text in once] == once
