"""The sheets' own words behind what was said."""

from __future__ import annotations

from bot.answers.reply import Focus, Reply, Saying
from bot.knowledge import Knowledge
from bot.knowledge.checks import fold

# As many characters of quotes as are read in a chat.
MOST_CHARACTERS = 900


def sources(knowledge: Knowledge, focus: Focus) -> Reply:
    """The quotes of the facts last told, each under its sheet's title and edition."""
    quotes: dict[str, list[str]] = {}
    length = 0
    for sheet, quote in dict.fromkeys(focus.told):
        length += len(fold(quote))
        if length <= MOST_CHARACTERS or not quotes:
            quotes.setdefault(sheet, []).append(f"> {fold(quote)}")
    sayings = []
    for sheet, found in quotes.items():
        title = f"« {knowledge.sheets[sheet].title} » ({knowledge.sheets[sheet].edition})"
        sayings.append(Saying("source", {"sheet": title, "quotes": "\n".join(found)}))
    return Reply(tuple(sayings) or (Saying("no_source"),), (), focus)
