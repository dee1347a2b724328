"""Some of a topic's facts put into the topic's sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.answers.closed import BRIEF, closed, is_closed, named_facts
from bot.answers.facts import sources_of, with_sheets
from bot.answers.notes import contact_note, old_note
from bot.answers.reply import Asked, Note, Saying
from bot.answers.selection import NEAR_ENOUGH, meant_by_name, named_beside
from bot.answers.sources import source_note
from bot.answers.telling import told_in
from bot.knowledge import Fact, Knowledge

# More facts than these on a topic of the centre are a recital: those nearest to the message are told.
_MOST = 6
_MOST_NEAR = 3


def compose_facts(
    knowledge: Knowledge,
    asked: Asked,
    certificate: str,
    facts: Sequence[Fact],
    openings: Sequence[Note] = (),
    *,
    topic: str | None = None,
    response: str | None = None,
) -> Saying:
    """Of a topic just these facts, in the topic's sentence; after « oui » or « non » where one is due.

    Args:
        knowledge: holds the facts.
        asked: the query.
        certificate: whose facts.
        facts: those that are meant.
        openings: said before.
        topic: under which they stand; none: the one asked.
        response: the sentence; none: the topic's own.
    """
    topic = topic or asked.query.intent
    if any(fact.salary for fact in facts):
        # What a salary is (« minimum conventionnel au… ») goes with it.
        entry = knowledge.facts_of(certificate, topic)
        facts = [*facts, *(fact for fact in (entry.facts if entry else ()) if fact.dated and fact not in facts)]
    values = {"certificate": knowledge.certificates[certificate].name, "facts": told_in(facts)}
    notes = (*old_note(facts, asked.today), *sources_of(knowledge, certificate, facts))
    return Saying(response or topic, values, notes, tuple(openings), with_sheets(knowledge, certificate, facts))


def compose_beside(knowledge: Knowledge, asked: Asked, certificate: str, names: Collection[str]) -> Saying | None:
    """What a message on these topics or silences names by a word of its own, though it stands under another topic.

    Args:
        knowledge: holds the facts.
        asked: the query.
        certificate: whose facts.
        names: the topics and the silences' names.
    """
    found = named_beside(knowledge, asked, certificate, names)
    if found is None:
        return None
    topic, answers = found
    facts = list(dict.fromkeys(fact for fact, _ in answers))
    # « Mes sept ans pourraient servir ? »: another way in that is named judges nobody.
    openings = [] if asked.query.act == "verdict" else closed(asked, answers)
    return compose_facts(knowledge, asked, certificate, facts, openings, topic=topic)


def compose_of_centre(knowledge: Knowledge, asked: Asked, topic: str) -> Saying:
    """What the centre or its sheet tells of a topic, or just what of it is meant.

    Args:
        knowledge: holds the facts.
        asked: the query.
        topic: one of the centre's.
    """
    every = knowledge.centre.topics[topic].facts
    facts: Sequence[Fact] = [fact for fact in every if fact.said]
    named = named_facts(knowledge, asked, "centre", every)
    meant = meant_by_name(asked, facts, named)
    sheet = knowledge.centre.sheet
    openings = tuple(closed(asked, named)) if meant else ()
    parts = asked.reading.parts.get(topic) if is_closed(asked) and asked.reading.words <= BRIEF and not meant else None
    if parts == ():
        return Saying("unknown_of_centre", {"label": knowledge.topics[topic].label}, (contact_note(knowledge),))
    facts = meant or [every[place] for place in parts or ()] or _without_recital(asked, topic, every, facts)
    used = tuple((fact.origin(sheet), fact) for fact in facts)
    notes = tuple(source_note(knowledge, {origin for origin, _ in used}))
    return Saying(topic, {"facts": told_in(facts)}, notes, openings, used)


def _without_recital(asked: Asked, topic: str, every: Sequence[Fact], facts: Sequence[Fact]) -> Sequence[Fact]:
    """Of many facts those nearest to the message, in their order; all where they are few or none is near."""
    near = [
        every[score.index]
        for score in asked.reading.facts
        if (score.holder, score.topic) == ("centre", topic) and score.score >= NEAR_ENOUGH and every[score.index] in facts
    ][:_MOST_NEAR]
    return [fact for fact in facts if fact in near] if near and len(facts) > _MOST else facts
