"""The figures that a message says, each with its unit, the certificates it is said of and whether it is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from bot.dialogue.reading import SaidFigure, Span, Unit
from bot.knowledge.texts import UNITS, canonical
from bot.nlu.cues import fold_same_length
from bot.nlu.own_figures import counted, own_figure
from bot.nlu.pieces import pieces_of
from bot.nlu.years import number_of

_TELEPHONE = re.compile(r"(?<!\d)0\d(?:[ .-]?\d{2}){4}(?!\d)")
_NUMBER = r"(?<!\d)(?<!\d[.,])(\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
_MEASURED = re.compile(_NUMBER + r" ?(?:" + "|".join(f"({words})" for words in UNITS.values()) + ")?")
_LEVEL = re.compile(r"\bniveau (\d)\b")
_LENGTH = re.compile(r"\b(\d{1,2}|une?|deux|trois|six|neuf|dix|douze|dix-huit|vingt-quatre) ?(?:(ans?|annees?)|mois)\b")
# A year in which something opens, is priced or was agreed; no age and no length of time.
_YEARS = range(1950, 2051)
# Smaller numbers without a unit are places in a list, a number of people.
_LEAST = 27
_DENIED_BEFORE, _DENIED_AFTER = re.compile(r"\b(?:sans|pas|ni|aucun|aucune|jamais)\b"), re.compile(r"^[^,;.?!]{0,12}\bnon plus\b")
# What ends what is said of one certificate.
_CLAUSE = re.compile(r"[;?!\n]|[.:](?= |$)")
_ASKS = re.compile(
    r"\b(?:combien|quel|quelle|quels|quelles|comment|pourquoi|quand|qui|quoi|est-ce|c'est)\b|-(?:il|elle|on|ce|t-il|t-elle)\b"
)
# As many words has a clause that says no more than the figure.
_BARE = 6


class _Found(NamedTuple):
    figure: str
    unit: Unit
    start: int
    end: int


def said_figures(text: str, spans: Sequence[Span]) -> tuple[SaidFigure, ...]:
    """The figures of a text in their order.

    Args:
        text: normalised text.
        spans: the certificates and other subjects named in it.
    """
    folded = fold_same_length(text)
    found = _find(folded)
    named = [span for span in spans if span.how == "named"]
    after = bool(found and named and found[0].start < named[0].start)
    return tuple(
        _with_own(
            folded,
            one,
            SaidFigure(
                one.figure,
                one.unit,
                one.start,
                _named_beside(folded, one, named, after),
                _is_denied(folded, one, found[place - 1].end if place else 0),
                _only_repeats(folded, one),
            ),
        )
        for place, one in enumerate(found)
    )


def _with_own(folded: str, found: _Found, said: SaidFigure) -> SaidFigure:
    """The figure with what it is to the visitor; « mes 2 000 » is no year."""
    if said.unit not in ("€", "", "year") or said.denied:
        return said
    own = own_figure(folded, found.start, found.end, said.unit)
    if own is None:
        return said
    unit: Unit = "" if said.unit == "year" else said.unit
    return replace(said, unit=unit, own=own, counted=counted(folded, found.start, found.end) if own != "lacks" else None)


def _find(folded: str) -> list[_Found]:
    found: list[_Found] = []

    def add(figure: str, unit: Unit, match: re.Match[str]) -> None:
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            found.append(_Found(figure, unit, match.start(), match.end()))

    for match in _TELEPHONE.finditer(folded):
        add(re.sub(r"\D", "", match[0]), "telephone", match)
    for match in _LEVEL.finditer(folded):
        add(match[1], "level", match)
    for match in _LENGTH.finditer(folded):
        length = 1 if match[1] in ("un", "une") else number_of(match[1])
        if length:
            add(str(length * 12 if match[2] else length), "months", match)
    for match in _MEASURED.finditer(folded):
        number = canonical(re.sub(r"[ \u00a0\u202f]", "", match[1]))
        if match.lastindex and match.lastindex > 1:
            units: tuple[Literal["€", "%", "h"], ...] = ("€", "%", "h")
            add(number, units[match.lastindex - 2], match)
        elif float(number) in _YEARS:
            add(number, "year", match)
        elif float(number) >= _LEAST:
            add(number, "", match)
    return sorted(found, key=lambda one: one.start)


def _named_beside(folded: str, figure: _Found, named: Sequence[Span], after: bool) -> tuple[str, ...]:
    """What a figure is said of: named before it, or after it where figures come first; in its clause if possible."""
    before = [span for span in named if span.end <= figure.start]
    behind = [span for span in named if span.start >= figure.end]
    same = [span for span in behind if not _CLAUSE.search(folded, figure.end, span.start)]
    if after and same:
        return (same[0].what,)
    if before:
        # « Assistant et gestionnaire : 490 h »
        last = [before[-1]]
        for span in reversed(before[:-1]):
            if not re.fullmatch(r" ?(?:et|,|/|ou) ?(?:le |la |l')?(?:clerc )?", folded[span.end : last[-1].start]):
                break
            last.append(span)
        return tuple(dict.fromkeys(span.what for span in reversed(last)))
    return (behind[0].what,) if behind else ()


def _is_denied(folded: str, figure: _Found, since: int) -> bool:
    """« Sans payer les 115 € », « les 7 840 € non plus »."""
    clause = re.split(r"[,;.?!]| et | mais ", folded[since : figure.start])[-1]
    return bool(_DENIED_BEFORE.search(clause) or _DENIED_AFTER.search(folded[figure.end :]))


def _only_repeats(folded: str, figure: _Found) -> bool:
    """« Ah ok 966 brut. Et il y a des frais ? »: the figure stands in a clause of few words that asks nothing, before others."""
    piece = next((one for one in pieces_of(folded) if one.start <= figure.start < one.end), None)
    if piece is None:
        return False
    words = folded[piece.start : piece.end]
    asks = _ASKS.search(words) or folded[piece.end :].lstrip().startswith("?")
    return not asks and len(words.split()) <= _BARE and "?" in folded[piece.end :]
