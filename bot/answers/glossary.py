"""What a word means, from knowledge/glossary.yml."""

from __future__ import annotations

from bot.answers.reply import Note, Saying
from bot.answers.sources import source_note
from bot.knowledge import Knowledge
from bot.typography import day


def define(knowledge: Knowledge, term: str) -> Saying:
    """A definition, with the sheet it stands in or the public text it comes from.

    Args:
        knowledge: holds the glossary.
        term: its key.
    """
    definition = knowledge.glossary[term]
    fact, notes = definition.fact, list[Note]()
    if fact and definition.sheet:
        notes += source_note(knowledge, {definition.sheet})
    elif definition.source and definition.since:
        notes.append(("note_public_source", {"source": definition.source, "since": day(definition.since)}))
    facts = ((definition.sheet, fact),) if fact and definition.sheet else ()
    return Saying("definition", {"name": definition.name, "meaning": definition.text}, tuple(notes), facts=facts)
