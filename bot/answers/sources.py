"""The sheets' own words behind what was said."""

from __future__ import annotations

from bot.answers.reply import Focus, Reply, Saying
from bot.knowledge import Knowledge
from bot.knowledge.checks import fold

# As many characters of quotes as are read in a chat.
MOST_CHARACTERS = 900


def sources(knowledge: Knowledge, focus: Focus) -> Reply:
    """Quotes of the facts of the focus's topics and certificates, each under its sheet's title and edition."""
    quotes: dict[str, list[str]] = {}
    for topic in focus.topics:
        if knowledge.topics[topic].scope == "centre":
            owners = [(knowledge.centre.sheet, knowledge.centre.topics.get(topic))]
        else:
            owners = [(knowledge.certificates[c].sheet, knowledge.facts_of(c, topic)) for c in focus.certificates]
        for sheet, entry in owners:
            for fact in entry.facts if entry else ():
                quotes.setdefault(fact.sheet or sheet, []).extend(fold(quote) for quote in fact.quotes)
    sayings = []
    for sheet, found in quotes.items():
        text, unique = "", list(dict.fromkeys(found))
        for quote in unique:
            if len(text) + len(quote) <= MOST_CHARACTERS:
                text += f"\n> {quote}"
        title = f"« {knowledge.sheets[sheet].title} » ({knowledge.sheets[sheet].edition})"
        sayings.append(Saying("source", {"sheet": title, "quotes": text.strip()}))
    return Reply(tuple(sayings) or (Saying("no_source"),), (), focus)
