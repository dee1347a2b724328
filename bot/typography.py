"""French typography for what visitors read: spaces, euros, percentages, lists, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as date_type

NARROW = "\u202f"  # narrow no-break space: before ; : ! ? and inside numbers
NO_BREAK = "\u00a0"  # no-break space: inside guillemets and before units
_SPACES = "[ \u00a0\u202f]"


def french(text: str) -> str:
    """Put the no-break spaces where French wants them. Web addresses and times are left alone; doing it twice is harmless.

    Args:
        text: French with ordinary spaces, as it is written in the knowledge files and in domain.yml.
    """
    return "".join(part if number % 2 else _french(part) for number, part in enumerate(re.split(r"(https?://[^\s)]+)", text)))


def _french(text: str) -> str:
    text = re.sub(rf"{_SPACES}+([;!?])", NARROW + r"\1", text)
    text = re.sub(rf"{_SPACES}+:(?!//)", NO_BREAK + ":", text)
    text = re.sub(rf"«{_SPACES}*", "«" + NO_BREAK, text)
    text = re.sub(rf"{_SPACES}*»", NO_BREAK + "»", text)
    text = re.sub(rf"(?<!\d)\d{{1,3}}(?:{_SPACES}\d{{3}})+(?!\d)", lambda m: re.sub(_SPACES, NARROW, m[0]), text)
    text = re.sub(rf"(?<=\d){_SPACES}?(?=[€%])", NO_BREAK, text)
    return re.sub(r"(?<=\w)'(?=[\w«*])", "’", text)


def euros(amount: float) -> str:
    """An amount of money: 1823.03 is « 1 823,03 € », 7840 is « 7 840 € »."""
    whole, cents = divmod(round(amount * 100), 100)
    number = f"{whole:,}".replace(",", NARROW)
    return f"{number},{cents:02d}{NO_BREAK}€" if cents else f"{number}{NO_BREAK}€"


def capital(text: str) -> str:
    """The text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def listing(items: Sequence[str], last: str = "et") -> str:
    """Items in one sentence: « a, b et c »."""
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def number_word(number: int) -> str:
    """A small number in words as French text has it, others in figures: « quatre », « 17 »."""
    words = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
    return words[number] if 0 <= number < len(words) else str(number)


def number_of_years(years: int) -> str:
    """A number of years in words: « un an », « deux ans »."""
    return f"{number_word(years)} {'an' if years == 1 else 'ans'}"


def bullets(items: Sequence[str]) -> str:
    """Items as a Markdown list, each on a line of its own."""
    return "\n".join(f"- {item}" for item in items)


_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def day(date: date_type) -> str:
    """A day in words: « 1er janvier 2026 »."""
    return f"{'1er' if date.day == 1 else date.day} {_MONTHS[date.month - 1]} {date.year}"
