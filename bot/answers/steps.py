"""The first step towards a certificate: how to apply where its sheet tells it, else through whom or whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.buttons import topic_button
from bot.answers.eligibility import condition_facts, conditions
from bot.answers.facts import sources_of, with_sheets
from bot.answers.reply import Asked, Button, Note, Reply, Saying
from bot.answers.sources import source_note
from bot.answers.telling import listed
from bot.answers.topics import answer_topics
from bot.answers.verdicts import works_in_office
from bot.dialogue.query import Query
from bot.dialogue.situation import Situation
from bot.knowledge import Fact, Knowledge
from bot.knowledge.models import Condition

# As many facts on how to apply are told beside an advice.
_MOST_FACTS = 2
# What a sheet that is silent on how to apply tells of the ways in.
_WAYS_IN = ("access_paths", "certifiers")
_AFTER_STEPS = ("admission", "duration", "role")


def first_step(knowledge: Knowledge, certificate: str, situation: Situation) -> Note:
    """The first step in a line.

    Args:
        knowledge: holds how to apply, and the centre's contact.
        certificate: its id.
        situation: who has a post speaks with their employer, others look for one.
    """
    if applying := _facts(knowledge, certificate, ["application"]):
        return "step_apply", {"facts": " ; ".join(fact.text for fact in applying[:_MOST_FACTS])}
    if _is_for_employees(knowledge, certificate):
        response = "step_in_post" if works_in_office(situation) else "step_post"
        return response, {"facts": " ; ".join(fact.text for fact in _facts(knowledge, certificate, ["address"]))}
    return "step_call", {}


def first_steps(knowledge: Knowledge, asked: Asked, certificate: str) -> Reply:
    """What to do first, to who asks for it; to who was told already, to call.

    Args:
        knowledge: tells how to apply.
        asked: the query.
        certificate: the one that is meant.
    """
    query = Query("open", "application", (certificate,), asked.query.person)
    if any(query in turn.queries for turn in asked.state.turns):
        return _steps(knowledge, "steps_call", query, [])
    if _facts(knowledge, certificate, ["application"]):
        (saying,) = answer_topics(knowledge, [replace(asked, query=query)]).sayings
        return Reply((saying,), _buttons(knowledge, certificate), (certificate,), answered=(query,))
    for_employees = _is_for_employees(knowledge, certificate)
    return _steps(knowledge, "steps_employer" if for_employees else "steps", query, _facts(knowledge, certificate, _WAYS_IN))


def steps_by_work(knowledge: Knowledge, ways: Sequence[str], person: str) -> Reply:
    """What to do first, to whom nothing is open yet.

    Args:
        knowledge: holds the conditions.
        ways: the certificates that let in by work.
        person: whom it concerns.
    """
    asked = [condition for key in knowledge.certificates for condition in conditions(knowledge, key) if _is_diploma(condition)]
    least = min(asked, key=lambda condition: condition.years_after_bac or 0)
    notes = tuple(source_note(knowledge, {knowledge.certificates[way].sheet for way in ways}))
    used = tuple(one for way in ways for one in with_sheets(knowledge, way, condition_facts(knowledge, way)))
    saying = Saying("steps_by_work", {"condition": least.name}, notes, facts=used, listed=tuple(ways))
    return Reply((saying,), (), tuple(ways), answered=(Query("advise", "recommendation", (), person),))


def _steps(knowledge: Knowledge, response: str, query: Query, facts: Sequence[Fact]) -> Reply:
    (certificate,) = query.certificates
    used = with_sheets(knowledge, certificate, facts)
    values = {"certificate": knowledge.certificates[certificate].name}
    if response != "steps_call":
        values["facts"] = listed(facts)
    saying = Saying(response, values, tuple(sources_of(knowledge, certificate, facts)), facts=used)
    return Reply((saying,), _buttons(knowledge, certificate), (certificate,), answered=(query,))


def _facts(knowledge: Knowledge, certificate: str, topics: Sequence[str]) -> list[Fact]:
    entries = [knowledge.facts_of(certificate, topic) for topic in topics]
    return [fact for entry in entries if entry for fact in entry.facts if fact.said]


def _is_for_employees(knowledge: Knowledge, certificate: str) -> bool:
    return any(condition.employees for condition in conditions(knowledge, certificate))


def _is_diploma(condition: Condition) -> bool:
    return condition.years_after_bac is not None and not condition.employees


def _buttons(knowledge: Knowledge, certificate: str) -> tuple[Button, ...]:
    held = [topic for topic in _AFTER_STEPS if _facts(knowledge, certificate, [topic])]
    return tuple(topic_button(knowledge, topic, [certificate]) for topic in held)
