"""The sheets' own words behind what was said, or the centre's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypedDict

from bot.answers.reply import Note, Reply, Saying
from bot.knowledge import Fact, Knowledge
from bot.knowledge.models import Sheet
from bot.typography import capital, day, french, listing

# As many characters of quotes as are read in a chat.
MOST_CHARACTERS = 900
# As many sheets are named without their editions.
MANY = 3
# What `State.shown` holds instead of a sheet when a value of knowledge/reference.yml was used.
SMIC = "smic"
# The sheets' Markdown: headings, bullets, emphasis, escapes, superscripts, links.
_LINE_MARK = re.compile(r"^\s*(?:#+|[*-])\s+", re.MULTILINE)
_MARK = re.compile(r"(?<!\\)\*+|__|\\(?=\W)|\^\{([^}]*)\}|\[([^\]]*)\]\([^)]*\)")


def sources(knowledge: Knowledge, shown: Sequence[tuple[str, str]]) -> Reply:
    """The quotes of the facts last told, each under its sheet's title, publisher and edition, or under who says it.

    Args:
        knowledge: holds the sheets.
        shown: origin and quote of each fact; SMIC and nothing where the SMIC on file was used.
    """
    quotes: dict[str, list[str]] = {}
    length = 0
    for origin, quote in dict.fromkeys(shown):
        if origin == SMIC:
            continue
        words = plain(quote)
        length += len(words)
        if length <= MOST_CHARACTERS or not quotes:
            quotes.setdefault(origin, []).append(f"> {words}")
    smic = knowledge.reference.smic
    notes: list[Note] = [("note_smic", {"since": day(smic.since), "source": smic.source})] if (SMIC, "") in shown else []
    sayings: list[Saying] = []
    for origin, found in quotes.items():
        sheet = knowledge.sheets.get(origin)
        named = {"sheet": f"{_full_title(sheet)} ({sheet.edition})"} if sheet else {"source": origin}
        values = named | {"quotes": "\n".join(found)}
        sayings.append(Saying("source" if sheet else "source_centre", values, tuple(notes) if not sayings else ()))
    return Reply(tuple(sayings) or (Saying("no_source"),))


class Citation(TypedDict):
    """A sheet's own words behind an answer.

    Attributes:
        title: what the sheet is called in short: the certificate that it is about.
        date: of when it is, or its figures.
        source: its title and publisher in full.
        quotes: the passages, word for word, set as French is set.
    """

    title: str
    date: str
    source: str
    quotes: list[str]


def citations(knowledge: Knowledge, facts: Sequence[tuple[str, Fact]]) -> list[Citation]:
    """What the sheets, or the centre, say of each of these facts, one citation an origin.

    Args:
        knowledge: holds the sheets.
        facts: those that an answer shows, with where each stands.
    """
    quotes: dict[str, dict[str, None]] = {}
    said: dict[str, Fact] = {}
    for origin, fact in facts:
        said[origin] = fact
        quotes.setdefault(origin, {}).update(dict.fromkeys(french(plain(quote)) for quote in fact.quotes))
    names = {certificate.sheet: capital(certificate.name) for certificate in knowledge.certificates.values()}
    return [
        {**_named(knowledge.sheets.get(key), names.get(key), said[key]), "quotes": list(found)} for key, found in quotes.items()
    ]


def _named(sheet: Sheet | None, name: str | None, fact: Fact) -> Citation:
    """What a citation's source is called: a sheet, else who at the centre says the fact."""
    if sheet:
        title, date, source = name or sheet.title, sheet.edition, _full_title(sheet)
    else:
        source = title = capital(fact.source or "")
        date = day(fact.since) if fact.since else ""
    return {"title": french(title), "date": french(date), "source": french(source), "quotes": []}


def _full_title(sheet: Sheet) -> str:
    return f"« {sheet.title} »" + (f", {sheet.publisher}" if sheet.publisher else "")


def plain(quote: str) -> str:
    """A quote on one line, without the marks of the sheet's layout; its words stay as they are."""
    unmarked = _MARK.sub(lambda mark: mark[1] or mark[2] or "", _LINE_MARK.sub("", quote))
    # Word for word, but for the conversion's replacement characters.
    return " ".join(unmarked.replace("\ufffd", "").split())


def source_note(knowledge: Knowledge, origins: set[str]) -> list[Note]:
    """The notes that name these sheets, by title and edition, of many the title only; and who at the centre says the rest."""
    found = [sheet for key, sheet in knowledge.sheets.items() if key in origins]
    titles = [f"« {sheet.title} »" + (f" ({sheet.edition})" if len(found) < MANY else "") for sheet in found]
    notes: list[Note] = [("note_sources" if len(titles) > 1 else "note_source", {"sheets": listing(titles)})] if titles else []
    if of_centre := sorted(origins - knowledge.sheets.keys()):
        notes.append(("note_source_centre", {"source": listing(of_centre)}))
    return notes
