"""What a word means: from knowledge/glossary.yml, else what the nearest fact tells."""

from __future__ import annotations

from bot.answers.notes import contact_note
from bot.answers.reply import Asked, Note, Reply, Saying
from bot.answers.selection import NEAR_ENOUGH
from bot.answers.sources import source_note
from bot.answers.topics import answer_fact
from bot.knowledge import Knowledge
from bot.typography import day

# As many words are explained at once.
MOST_TERMS = 2


def define(knowledge: Knowledge, asked: Asked) -> Reply:
    """What the words mean that a message asks about; where nothing tells it, that the sheets do not say it.

    Args:
        knowledge: holds the glossary and the facts.
        asked: the query.
    """
    if asked.reading.terms:
        return Reply(tuple(_definition(knowledge, term) for term in asked.reading.terms[:MOST_TERMS]))
    near = asked.reading.facts[0] if asked.reading.facts else None
    if near and near.score >= NEAR_ENOUGH and near.holder in knowledge.certificates:
        return answer_fact(knowledge, asked, near.holder, near.topic, near.index)
    return Reply((Saying("unknown_word", notes=(contact_note(knowledge),)),))


def _definition(knowledge: Knowledge, term: str) -> Saying:
    """A definition, with the sheet it stands in or the public text it comes from."""
    definition = knowledge.glossary[term]
    fact, notes = definition.fact, list[Note]()
    if fact and definition.sheet:
        notes += source_note(knowledge, {definition.sheet})
    elif definition.source and definition.since:
        notes.append(("note_public_source", {"source": definition.source, "since": day(definition.since)}))
    facts = ((definition.sheet, fact),) if fact and definition.sheet else ()
    return Saying("definition", {"name": definition.name, "meaning": definition.text}, tuple(notes), facts=facts)
