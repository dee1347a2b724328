"""A certificate that somebody names is one that they hold only where they say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.titles import has_its_title, has_no_title, held
from tests.nlu.rows import check_rows


def test_every_row_is_read() -> None:
    def held_certificate(text: str) -> str | None:
        before, name = text.split("{")[0], "clerc assistant"
        return held(text.format(name), len(before), len(before) + len(name))

    check_rows(Path(__file__).with_name("titles.yml"), {"held": held_certificate, "its title": has_its_title})


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("mes 5 ans sans titre ni master, ça suffit ?", True),
        ("jamais passé le titre enp", True),
        ("je n'ai pas le titre", True),
        ("je n'ai pas encore eu de titre", True),
        ("j'ai le titre de clerc aux procédures", False),
        ("il ne faut pas de titre ?", False),
        ("ça ne remplace pas le titre ?", False),
    ],
)
def test_who_has_no_title_says_so(text: str, none: bool) -> None:
    assert has_no_title(text) is none
