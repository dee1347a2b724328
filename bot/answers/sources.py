"""The sheets' own words behind what was said."""

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
    """The quotes of the facts last told, each under its sheet's title, publisher and edition.

    Args:
        knowledge: holds the sheets.
        shown: sheet and quote of each fact; SMIC and nothing where the SMIC on file was used.
    """
    quotes: dict[str, list[str]] = {}
    length = 0
    for sheet, quote in dict.fromkeys(shown):
        if sheet == SMIC:
            continue
        words = plain(quote)
        length += len(words)
        if length <= MOST_CHARACTERS or not quotes:
            quotes.setdefault(sheet, []).append(f"> {words}")
    smic = knowledge.reference.smic
    notes: list[Note] = [("note_smic", {"since": day(smic.since), "source": smic.source})] if (SMIC, "") in shown else []
    sayings: list[Saying] = []
    for sheet, found in quotes.items():
        of = knowledge.sheets[sheet]
        title = f"{_full_title(of)} ({of.edition})"
        sayings.append(Saying("source", {"sheet": title, "quotes": "\n".join(found)}, tuple(notes) if not sayings else ()))
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
    """What the sheets say of each of these facts, one citation a sheet.

    Args:
        knowledge: holds the sheets.
        facts: those that an answer shows, with the sheet that each stands in.
    """
    quotes: dict[str, dict[str, None]] = {}
    for sheet, fact in facts:
        quotes.setdefault(sheet, {}).update(dict.fromkeys(french(plain(quote)) for quote in fact.quotes))
    names = {certificate.sheet: capital(certificate.name) for certificate in knowledge.certificates.values()}
    return [
        {
            "title": french(names.get(key, knowledge.sheets[key].title)),
            "date": french(knowledge.sheets[key].edition),
            "source": french(_full_title(knowledge.sheets[key])),
            "quotes": list(found),
        }
        for key, found in quotes.items()
    ]


def _full_title(sheet: Sheet) -> str:
    return f"« {sheet.title} »" + (f", {sheet.publisher}" if sheet.publisher else "")


def plain(quote: str) -> str:
    """A quote on one line, without the marks of the sheet's layout; its words stay as they are."""
    unmarked = _MARK.sub(lambda mark: mark[1] or mark[2] or "", _LINE_MARK.sub("", quote))
    # Word for word, but for the conversion's replacement characters.
    return " ".join(unmarked.replace("\ufffd", "").split())


def source_note(knowledge: Knowledge, sheets: set[str]) -> list[Note]:
    """The note that names these sheets: title and edition, of many the title only."""
    found = [sheet for key, sheet in knowledge.sheets.items() if key in sheets]
    titles = [f"« {sheet.title} »" + (f" ({sheet.edition})" if len(found) < MANY else "") for sheet in found]
    return [("note_sources" if len(titles) > 1 else "note_source", {"sheets": listing(titles)})] if titles else []
