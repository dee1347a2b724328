"""The facts of a topic that a certificate's sheet holds, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.reply import Note
from bot.answers.sources import source_note
from bot.knowledge import Fact, Knowledge, TopicFacts


def holds(knowledge: Knowledge, certificate: str, topic: str) -> bool:
    """Whether a certificate's sheet has a fact on a topic."""
    entry = knowledge.facts_of(certificate, topic)
    return bool(entry and entry.facts)


def topic_entries(knowledge: Knowledge, topic: str, certificate: str) -> list[TopicFacts]:
    """The topic's facts and those of the topics that are told with it."""
    topics = (topic, *knowledge.topics[topic].with_)
    found = [knowledge.facts_of(certificate, t) for t in topics]
    return [entry for entry in found if entry]


def topic_facts(knowledge: Knowledge, topic: str, certificate: str) -> list[Fact]:
    """What may be told to anybody who asks of the topic; one sentence of the sheet once."""
    facts: list[Fact] = []
    for entry in topic_entries(knowledge, topic, certificate):
        facts += [f for f in entry.facts if f.said and not _says_no_more(f, facts)]
    return facts


def _says_no_more(fact: Fact, others: Sequence[Fact]) -> bool:
    return any(set(fact.quotes) & set(other.quotes) for other in others if other.group is None)


def topic_length(knowledge: Knowledge, topic: str, certificates: Sequence[str]) -> int:
    """As many characters as the topic's facts of these certificates have together."""
    return sum(len(fact.text) for certificate in certificates for fact in topic_facts(knowledge, topic, certificate))


def with_sheets(knowledge: Knowledge, certificate: str, facts: Sequence[Fact]) -> tuple[tuple[str, Fact], ...]:
    """A certificate's facts with where each stands (Fact.origin)."""
    own = knowledge.certificates[certificate].sheet
    return tuple((fact.origin(own), fact) for fact in facts)


def sources_of(knowledge: Knowledge, certificate: str, facts: Sequence[Fact]) -> list[Note]:
    """The note that names the sheets in which a certificate's facts stand."""
    return source_note(knowledge, {sheet for sheet, _ in with_sheets(knowledge, certificate, facts)})
