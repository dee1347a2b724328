"""A certificate that somebody names is one that they hold only where they say so."""

from __future__ import annotations

from pathlib import Path

from bot.nlu.titles import has_its_title, held
from tests.nlu.rows import check_rows


def test_every_row_is_read() -> None:
    def held_certificate(text: str) -> str | None:
        before, name = text.split("{")[0], "clerc assistant"
        return held(text.format(name), len(before), len(before) + len(name))

    check_rows(Path(__file__).with_name("titles.yml"), {"held": held_certificate, "its title": has_its_title})
