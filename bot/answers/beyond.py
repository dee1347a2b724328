"""Questions on jobs and institutions beside the certificates: commissaire de justice, clerc significateur, the ENP."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.composing import compose_facts
from bot.answers.overview import overview
from bot.answers.paths import path
from bot.answers.reply import Asked, Reply
from bot.answers.silence import silent
from bot.answers.topics import answer_topics
from bot.dialogue.query import Query
from bot.knowledge import Knowledge

# Asked of another job than the certificates', these tell the way to it.
_OF_THE_WAY = frozenset(
    ["career", "admission", "access_paths", "duration", "hours", "jobs", "application", "certification", "role"]
)
_OF_A_GOAL = frozenset(["admission", "recommendation", "career", "tell_situation", "access_paths"])
# What is done at an office is told of those whom the sheets describe.
_DONE_BESIDE = frozenset(["activities", "working_conditions", "qualities", "employers"])


def goal_beyond(knowledge: Knowledge, asked: Asked) -> str | None:
    """The job beyond the certificates that somebody names as where they want to be, and no certificate beside it.

    Args:
        knowledge: names the jobs.
        asked: the query.
    """
    named = asked.reading.named()
    if asked.query.intent not in _OF_A_GOAL or any(c in knowledge.certificates for c in named):
        return None
    return next((what for what in named if what in knowledge.paths.places), None)


def subject_beyond(knowledge: Knowledge, query: Query) -> str | None:
    """The job or institution asked about, when none of the certificates is.

    Args:
        knowledge: names the certificates.
        query: what is asked.
    """
    if any(c in knowledge.certificates for c in query.certificates):
        return None
    return next((c for c in query.certificates if c != "centre"), None)


def about_beyond(knowledge: Knowledge, asked: Asked, subject: str) -> Reply:
    """What the sheets tell of a job without a certificate of its own: « c'est quoi un clerc significateur ? ».

    Args:
        knowledge: holds the facts, and names the jobs.
        asked: the query.
        subject: the job or institution.
    """
    intent = asked.query.intent
    is_place = subject in knowledge.paths.places
    if is_place and intent in _OF_THE_WAY:
        return path(knowledge, asked)
    for key, certificate in knowledge.certificates.items():
        for topic, entry in certificate.topics.items():
            if any(subject.replace("_", " ") in fact.job_names for fact in entry.facts):
                return answer_topics(knowledge, [replace(asked, query=Query(asked.query.act, topic, (key,), asked.query.person))])
    if subject == "enp" and intent in knowledge.topics:
        holders = [key for key in knowledge.holders("certifiers") if key != knowledge.centre.sheet]
        if intent in ("contact", "address") and (own := knowledge.beside(holders[0], {"contact"})):
            return Reply((compose_facts(knowledge, asked, holders[0], own, topic="links"),), told_of=tuple(holders[:1]))
        topic = "links" if intent == "links" else "certifiers"
        return answer_topics(knowledge, [replace(asked, query=Query("open", topic, tuple(holders[:1])))])
    if is_place and intent in _DONE_BESIDE:
        place = {"subject": knowledge.paths.places[subject].name}
        saying = overview(knowledge, asked, tuple(knowledge.certificates), [("beside_subject", place)])
        return Reply((saying,))
    if is_place:
        return silent(knowledge, asked)
    return answer_topics(knowledge, [replace(asked, query=Query(asked.query.act, intent, (), asked.query.person))])
