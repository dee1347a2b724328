"""Numbers of years, as people write them: « vingt-deux », « 2-3 ans », « 18 mois », « dans un an »."""

from __future__ import annotations

import re

from bot.folding import fold_accents
from bot.nlu.expressions import LEXICON, any_of

_UNITS = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_TENS_WORD = any_of(*_TENS)
_UNIT_WORD = any_of(*_UNITS, *(f"dix[- ]{unit}" for unit in ("sept", "huit", "neuf")))
# A number up to 99 in digits or in words.
NUMBER = rf"\d{{1,2}}|(?:{_TENS_WORD}(?:[- ]et)?[- ]?)?{_UNIT_WORD}|{_TENS_WORD}"
YEARS = " ?" + any_of("ans?", "annees?", "balais", "piges") + r"\b"
# « 2,5 ans », « 2-3 ans », « deux ou trois ans », « 18 mois »: the whole years that are certain.
_PART_OF_YEAR = re.compile(r"(\d{1,2})[.,]\d+(?= ?an)")
_BETWEEN = re.compile(
    rf"\b(?:(\d{{1,2}}) ?(?:a|ou|et|-|/) ?\d{{1,2}}|entre ({NUMBER}) et (?:{NUMBER})|({NUMBER}) (?:a|ou) (?:{NUMBER}))"
    r"(?= ?(?:ans|annees)\b)"
)
_AND_A_HALF = re.compile(rf"\b({NUMBER}) ?(?:ans?|annees?) et demie?\b")
_MONTHS = re.compile(r"\b(\d{2,3}) mois\b")
# « Dans un an », « il ne me manque plus que deux ans »: years that are still to come; « pas encore 3 ans » is how many there are.
_YEARS_AHEAD = re.compile(
    rf"(?<!pas )\b{any_of(*LEXICON['years_ahead'])}(?: ?{any_of(*LEXICON['between_years_ahead'])})* *\b({NUMBER}){YEARS}"
)
_LENGTH = re.compile(rf"\b({NUMBER}) ?(?:(ans?|annees?)|mois)\b")
_ONE_YEAR = re.compile(r"\bune(?= annee)")
_YEARS_ALONE = re.compile(rf"\b({NUMBER})(?: ans?| annees?)?[ .!]*$")
# An answer is short; a longer message with a number at its end says something else.
_SHORT_ANSWER = 5


def number_of(text: str) -> int | None:
    """The value of a number up to 99 written in digits or in French words without accents."""
    text = text.strip().replace("-", " ")
    if text.isdigit():
        return int(text)
    total = 0
    for word in text.split():
        if word in _TENS:
            total += _TENS[word]
        elif word in _UNITS:
            total += _UNITS.index(word)
        elif word != "et":
            return None
    return total


def whole_years(text: str) -> str:
    """The text with numbers of years as whole ones, the smaller where two are said; its length stays.

    Args:
        text: lower case without accents.
    """

    def shortened(match: re.Match[str], said: str) -> str:
        return said.rjust(len(match[0]))

    text = _ONE_YEAR.sub(" un", text)
    text = _AND_A_HALF.sub(lambda match: shortened(match, f"{match[1]} ans"), text)
    text = _PART_OF_YEAR.sub(lambda match: shortened(match, match[1]), text)
    text = _BETWEEN.sub(lambda match: shortened(match, match[1] or match[2] or match[3]), text)
    return _MONTHS.sub(lambda match: shortened(match, f"{int(match[1]) // 12} ans") if int(match[1]) > 12 else match[0], text)


def has_part_of_year(text: str) -> bool:
    """Whether more than whole years may be said: « 2 ans et demi », « 2-3 ans », « 18 mois ».

    Args:
        text: lower case without accents.
    """
    return whole_years(text) != _ONE_YEAR.sub(" un", text)


def years_answered(text: str) -> int | None:
    """The number of a short answer to « combien d'années ? »: « 2 ans », « oui cinq », « plus de 10 ans ».

    Args:
        text: normalised text.
    """
    folded = fold_accents(text)
    found = _YEARS_ALONE.search(folded)
    return number_of(found[1]) if found and len(folded.split()) <= _SHORT_ANSWER else None


def without_years_ahead(text: str) -> str:
    """The text with blanks for the years that are still to come; its length stays.

    Args:
        text: folded, its numbers of years whole.
    """
    return _YEARS_AHEAD.sub(lambda ahead: " " * len(ahead[0]), text)


def years_ahead(text: str) -> int | None:
    """The years that a text says are still to come: « dans un an », « il me manque deux ans ».

    Args:
        text: normalised text.
    """
    found = _YEARS_AHEAD.search(whole_years(fold_accents(text)))
    return number_of(found[1]) if found else None


def lengths_in_months(text: str) -> frozenset[int]:
    """The lengths of time that a text says: « un an », « 12 mois » and « une année » are all 12.

    Args:
        text: normalised text.
    """
    found = [(number_of(match[1]), match[2]) for match in _LENGTH.finditer(_ONE_YEAR.sub(" un", fold_accents(text)))]
    return frozenset(number * 12 if years else number for number, years in found if number)
