"""Texts as the checks compare them: folded, and the numbers that they hold."""

from __future__ import annotations

import re
import unicodedata

from bot.folding import as_seen

# Numbers that a text may write in digits where its quote writes them in letters, or the other way round.
NUMBER_WORDS = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9",
    "dix": "10", "onze": "11", "douze": "12",
}  # fmt: skip
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def fold(text: str) -> str:
    """As people see it, white space runs as one space; the conversion's replacement characters (U+FFFD) are dropped."""
    return re.sub(r"\s+", " ", as_seen(text).replace("\ufffd", "")).strip()


def in_digits(text: str) -> str:
    """Lower case with its numbers in digits and without thousands separators: « Deux ans, 7 840 € » is « 2 ans, 7840 € »."""
    text = unicodedata.normalize("NFKC", text.lower())
    text = re.sub(r"\b(" + "|".join(NUMBER_WORDS) + r")\b", lambda m: NUMBER_WORDS[m[1]], text)
    return re.sub(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)", lambda m: re.sub(r"\D", "", m[0]), text)


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, without thousands separators, decimal point, « deux » as 2. « K1901 » counts as 1901."""
    return {canonical(n) for n in re.findall(r"\d+(?:[.,]\d+)?", in_digits(text))}


# What people write after a number, by the unit that it is; a number with another word after it counts something else.
UNITS = {"€": r"€|euros?\b|eur\b|balles\b", "%": r"%|pour ?-?cents?\b", "h": r"h\b|heures?\b"}
_MEASURE = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:" + "|".join(f"({words})" for words in UNITS.values()) + ")")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)?) (?:à|a) \d+(?:[.,]\d+)? ?(?:" + "|".join(f"({words})" for words in UNITS.values()) + ")")


def measures_in(text: str) -> set[str]:
    """The numbers of a text that have a unit, with it: « 490 heures » is « 490 h », « 1 890,60 euros » is « 1890.6 € ».

    Both ends of a range have its unit: « de 2 200 à 2 450 € ».
    """
    units, plain = tuple(UNITS), in_digits(text)
    found = {f"{canonical(m[1])} {units[m.lastindex - 2]}" for m in _MEASURE.finditer(plain) if m.lastindex}
    return found | {f"{canonical(m[1])} {units[m.lastindex - 2]}" for m in _RANGE.finditer(plain) if m.lastindex}


def canonical(number: str) -> str:
    """A number as `numbers_in` writes it: « 1890,60 » is « 1890.6 »."""
    whole, _, decimals = number.replace(",", ".").partition(".")
    decimals = decimals.rstrip("0")
    return f"{int(whole)}.{decimals}" if decimals else str(int(whole))


def fold_with_origin(text: str) -> tuple[str, list[int]]:
    """White space of a text as seen folded, with the position in it of each character that is kept."""
    kept: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        if character == "\ufffd":
            continue
        if character.isspace():
            if not kept or kept[-1] == " ":
                continue
            character = " "
        kept.append(character)
        origin.append(position)
    return "".join(kept), origin


_LEAST_AGE = re.compile(r"(?:avoir )?(\d+) ans\b")


_AGES = re.compile(r"\b(\d{2})(?: (?:a|à|et)|-) ?(\d{2}) ans\b")


def ages_between(text: str) -> tuple[int, int] | None:
    """The ages between which something is, both included: « en apprentissage (de 18 à 29 ans) »; None where none are said."""
    found = _AGES.search(text)
    return (int(found[1]), int(found[2])) if found else None


def least_age(asked: str) -> int | None:
    """The age that a condition for everybody asks: 18 of « 18 ans révolus »; None where it asks something else."""
    found = _LEAST_AGE.match(asked.strip().lower())
    return int(found[1]) if found else None
