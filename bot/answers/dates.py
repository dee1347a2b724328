"""Of when the sheets and their figures are, and who made the sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answers.facts import with_sheets
from bot.answers.reply import Asked, Note, Reply, Saying
from bot.answers.sources import source_note
from bot.knowledge import Fact, Knowledge
from bot.knowledge.checks import numbers_in
from bot.typography import capital, listing

# A year in a fact's own words: « 2 019 € » is none.
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def dates(knowledge: Knowledge, asked: Asked) -> Reply:
    """The year of the figure that is meant, else one line a sheet: its date, and who made it where that is asked.

    Args:
        knowledge: holds the sheets.
        asked: the query, of a message that asks dates.
    """
    of_sheets = asked.reading.cues & {"sheet", "sheets", "asks publisher"}
    if not of_sheets and (figures := _figures(knowledge, asked)):
        return Reply((_of_figures(knowledge, figures),))
    return Reply((_of_sheets(knowledge, asked),))


def _figures(knowledge: Knowledge, asked: Asked) -> list[tuple[str, str, Fact]]:
    """The facts whose year is asked, with certificate and sheet: those that hold the figure said, else those just told."""
    years = {one.figure for one in asked.reading.said_figures if one.unit == "year"}
    held = {(one.holder, one.topic, one.index) for one in asked.reading.held_figures if one.figure not in years}
    about = {*asked.certificates(knowledge), *asked.state.discussed}
    held = {one for one in held if one[0] in about} or held
    found = [(c, fact) for c, topic, place, fact in _all(knowledge) if (c, topic, place) in held]
    if not found:
        shown = {*asked.state.shown}
        told = [(c, fact) for c, _, _, fact in _all(knowledge) if shown & {*_quoted(knowledge, c, fact)}]
        found = [one for one in told if _years(one[1])] or [one for one in told if numbers_in(one[1].text)]
    return [(c, with_sheets(knowledge, c, [fact])[0][0], fact) for c, fact in found]


def _all(knowledge: Knowledge) -> Iterator[tuple[str, str, int, Fact]]:
    for c, certificate in knowledge.certificates.items():
        for topic, entry in certificate.topics.items():
            yield from ((c, topic, place, fact) for place, fact in enumerate(entry.facts))


def _quoted(knowledge: Knowledge, certificate: str, fact: Fact) -> Iterator[tuple[str, str]]:
    origin = fact.origin(knowledge.certificates[certificate].sheet)
    yield from ((origin, quote) for quote in fact.quotes)


def _years(fact: Fact) -> list[str]:
    """The years of which a fact's figures are."""
    stated = fact.as_of.year if fact.as_of else fact.price.year if fact.price else None
    return [str(stated)] if stated else _YEAR.findall(fact.text)


def _of_figures(knowledge: Knowledge, figures: Sequence[tuple[str, str, Fact]]) -> Saying:
    years: dict[str, dict[str, None]] = {}
    for certificate, _, fact in figures:
        years.setdefault(certificate, {}).update(dict.fromkeys(_years(fact)))
    of_year: dict[str, list[str]] = {}
    for certificate, found in years.items():
        of_year.setdefault(listing(sorted(found)), []).append(knowledge.certificates[certificate].name)
    dated = [year if len(of_year) == 1 else f"{year} ({listing(names)})" for year, names in of_year.items() if year]
    used = tuple(dict.fromkeys((sheet, fact) for _, sheet, fact in figures))
    notes = tuple(source_note(knowledge, {sheet for sheet, _ in used}))
    several = len({sheet for sheet, _ in used}) > 1
    if not dated:
        return Saying("figures_undated" if several else "figure_undated", {}, notes, facts=used)
    return Saying("figures_dated" if several else "figure_dated", {"year": listing(dated)}, notes, facts=used)


def _of_sheets(knowledge: Knowledge, asked: Asked) -> Saying:
    certificates = _meant(knowledge, asked)
    publishers = _publishers(knowledge, certificates) if "asks publisher" in asked.reading.cues else []
    if "asks date" not in asked.reading.cues:
        return Saying("publishers", {}, tuple(publishers))
    lines = [
        (known.name, knowledge.sheets[known.sheet].edition) for known in map(knowledge.certificates.__getitem__, certificates)
    ]
    if len(lines) == 1:
        return Saying("date_of_sheet", dict(zip(("certificate", "facts"), lines[0], strict=True)), tuple(publishers))
    told: list[Note] = [("all_told", {"certificate": capital(name), "facts": edition}) for name, edition in lines]
    return Saying("dates_of_sheets", {}, (*told, *publishers))


def _meant(knowledge: Knowledge, asked: Asked) -> list[str]:
    """The certificates whose sheets are meant: those named, the one under discussion, those just cited, else all."""
    every = list(knowledge.certificates)
    reading = asked.reading
    named = [c for c in reading.named() if c in every]
    if "sheets" in reading.cues and reading.pieces:
        # « La durée du clerc expert ? Et de quand datent vos fiches ? »
        asking = [p for p in reading.pieces if any(p.start <= place < p.end for place in reading.dates_asked)]
        named = [c for c in named if any(c in reading.named(p.start, p.end) for p in asking)]
    if named or "sheets" in reading.cues:
        return named or every
    shown = {origin for origin, _ in asked.state.shown}
    cited = [c for c in every if knowledge.certificates[c].sheet in shown]
    discussed = [c for c in asked.state.discussed if c in every] if "sheet" in reading.cues else []
    return discussed or cited or every


def _publishers(knowledge: Knowledge, certificates: Sequence[str]) -> list[Note]:
    """What the sheets say of who made them."""
    notes: list[Note] = []
    silent: list[str] = []
    for certificate in certificates:
        known = knowledge.certificates[certificate]
        publisher = knowledge.sheets[known.sheet].publisher
        if publisher:
            notes.append(("note_published", {"certificate": known.name, "publisher": publisher}))
        else:
            silent.append(known.name)
    if silent:
        response = "note_unpublished" if len(silent) == 1 else "note_unpublished_several"
        notes.append((response, {"certificate": listing(silent)}))
    return notes
