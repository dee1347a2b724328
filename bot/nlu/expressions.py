"""Parts of the expressions that read what people tell of themselves: words of lexicon/situation.yml, and any of several."""

from __future__ import annotations

import re

import yaml

from bot.nlu.normaliser import LEXICON_DIR

LEXICON: dict[str, list[str]] = yaml.safe_load((LEXICON_DIR / "situation.yml").read_text(encoding="utf-8"))


def any_of(*expressions: str) -> str:
    """A group that matches any of these, the longest first."""
    return "(?:" + "|".join(sorted(expressions, key=len, reverse=True)) + ")"


def standing_before(key: str) -> re.Pattern[str]:
    """What stands before something else: a word of the lexicon, and little words between."""
    return re.compile(rf"\b{any_of(*LEXICON[key])}(?: {any_of(*LEXICON['between'])})* ?$")
