"""The sheets' own words behind what was said."""

from __future__ import annotations

import re

from bot.answers.reply import Focus, Note, Reply, Saying
from bot.knowledge import Knowledge
from bot.knowledge.checks import fold
from bot.nlu.normaliser import fold_accents
from bot.typography import day, listing

# As many characters of quotes as are read in a chat.
MOST_CHARACTERS = 900
# As many sheets are named without their editions.
MANY = 3
# What `Focus.told` holds instead of a sheet when a value of knowledge/reference.yml was used.
SMIC = "smic"
# The sheets' Markdown: headings, bullets, emphasis, escapes, superscripts, links.
_LINE_MARK = re.compile(r"^\s*(?:#+|[*-])\s+", re.MULTILINE)
_MARK = re.compile(r"(?<!\\)\*+|__|\\(?=\W)|\^\{([^}]*)\}|\[([^\]]*)\]\([^)]*\)")

# « De quand datent ces montants ? », « c'est de quelle année ce chiffre », « date des chiffres ? »
_FIGURE = r"(?:chiffre|montant|donnee|salaire|prix|tarif|info|pourcentage|minima|stat|taux)"
_WHEN = r"(?:de\squand|[qk]u?elle\sannee|date\sd[eu]|datee?|datent|millesime|remonte)"
_DATE_OF_FIGURE = re.compile(
    rf"\b{_WHEN}\b(?:\W+\w+){{0,4}}?\W+{_FIGURE}|\b{_FIGURE}\w*(?:\W+\w+){{0,5}}?\W+{_WHEN}\b|\bdates?(?: de[s]?)? {_FIGURE}"
)
_NO_FIGURE = re.compile(r"\b(?:rentree|limite|inscription|session|commence|debut)")


def asks_for_date(text: str) -> bool:
    """Whether a message asks of when the figures are that were told.

    Args:
        text: the message in plain French.
    """
    folded = fold_accents(text)
    return bool(_DATE_OF_FIGURE.search(folded)) and not _NO_FIGURE.search(folded)


def sources(knowledge: Knowledge, focus: Focus) -> Reply:
    """The quotes of the facts last told, each under its sheet's title, publisher and edition."""
    quotes: dict[str, list[str]] = {}
    length = 0
    for sheet, quote in dict.fromkeys(focus.told):
        if sheet == SMIC:
            continue
        words = plain(quote)
        length += len(words)
        if length <= MOST_CHARACTERS or not quotes:
            quotes.setdefault(sheet, []).append(f"> {words}")
    smic = knowledge.reference.smic
    notes: list[Note] = [("note_smic", {"since": day(smic.since), "source": smic.source})] if (SMIC, "") in focus.told else []
    sayings: list[Saying] = []
    for sheet, found in quotes.items():
        of = knowledge.sheets[sheet]
        title = f"« {of.title} »" + (f", {of.publisher}" if of.publisher else "") + f" ({of.edition})"
        sayings.append(Saying("source", {"sheet": title, "quotes": "\n".join(found)}, tuple(notes) if not sayings else ()))
    return Reply(tuple(sayings) or (Saying("no_source"),), (), focus)


def plain(quote: str) -> str:
    """A quote on one line, without the marks of the sheet's layout; its words stay as they are."""
    return fold(_MARK.sub(lambda mark: mark[1] or mark[2] or "", _LINE_MARK.sub("", quote)))


def source_note(knowledge: Knowledge, sheets: set[str]) -> list[Note]:
    """The note that names these sheets: title and edition, of many the title only."""
    found = [sheet for key, sheet in knowledge.sheets.items() if key in sheets]
    titles = [f"« {sheet.title} »" + (f" ({sheet.edition})" if len(found) < MANY else "") for sheet in found]
    return [("note_sources" if len(titles) > 1 else "note_source", {"sheets": listing(titles)})] if titles else []
