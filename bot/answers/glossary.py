"""What a word means: from knowledge/glossary.yml, else what the nearest fact tells."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.composing import compose_facts
from bot.answers.notes import contact_note
from bot.answers.reply import Asked, Note, Reply, Saying
from bot.answers.selection import NEAR_ENOUGH
from bot.answers.sources import source_note
from bot.answers.topics import answer_fact
from bot.knowledge import Knowledge
from bot.knowledge.checks import numbers_in
from bot.typography import day

# As many words are explained at once.
MOST_TERMS = 2


def define(knowledge: Knowledge, asked: Asked) -> Reply:
    """What the words mean that a message asks about; where nothing tells it, that the sheets do not say it.

    Args:
        knowledge: holds the glossary and the facts.
        asked: the query.
    """
    if terms := tuple(one.term for one in asked.reading.asked_terms) or asked.reading.terms:
        meant = [_definition(knowledge, term) for term in terms[:MOST_TERMS]]
        return Reply((*meant, *_with_figures(knowledge, asked, meant)))
    near = asked.reading.facts[0] if asked.reading.facts else None
    if near and near.score >= NEAR_ENOUGH and near.holder in knowledge.certificates:
        return answer_fact(knowledge, asked, near.holder, near.topic, near.index)
    return Reply((Saying("unknown_word", notes=(contact_note(knowledge),)),))


def _with_figures(knowledge: Knowledge, asked: Asked, meant: Sequence[Saying]) -> list[Saying]:
    """« Coefficient 316, c'est quoi ? »: what holds the figure, one fact of each certificate, unless the meaning says it."""
    said = {number for saying in meant for number in numbers_in(saying.values["meaning"])}
    held = [one for one in asked.reading.held_figures if one.figure not in said and one.holder in knowledge.certificates]
    first = {one.holder: one for one in reversed(held)}
    return [
        compose_facts(
            knowledge, asked, holder, [knowledge.certificates[holder].topics[one.topic].facts[one.index]], topic=one.topic
        )
        for holder, one in first.items()
    ]


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
