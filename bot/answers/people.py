"""Questions on what people may or should do: which of several people they concern, and an answer to each by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgspec import structs

from bot.answers.advice import for_each
from bot.answers.eligibility import Verdict
from bot.answers.reply import Note, Reply
from bot.answers.verdicts import standing
from bot.dialogue.people import names_after
from bot.dialogue.query import Query
from bot.dialogue.reading import SELF, Reading
from bot.dialogue.situation import Situation
from bot.dialogue.state import State
from bot.dialogue.update import people_after
from bot.knowledge import Knowledge
from bot.typography import capital

# What is asked of people beside verdicts: what is open to them, what is advised.
_OF_PEOPLE = frozenset(["admission", "recommendation", "certificates", "tell_situation"])


def is_personal(query: Query) -> bool:
    """Whether the answer is about one person and nobody else."""
    return query.act in ("verdict", "advise")


def people_meant(queries: Sequence[Query], reading: Reading, state: State) -> dict[str, Situation]:
    """Of whom it is asked what they may or should do, where they are several of whom something is known.

    Args:
        queries: what is asked.
        reading: what the message says by itself.
        state: the conversation before it.
    """
    asks = any(is_personal(query) or query.intent in _OF_PEOPLE for query in queries)
    if not asks or (len(reading.people) < 2 and "each person" not in reading.cues):
        return {}
    known = people_after(state, reading, queries, state.number + 1)
    meant = reading.people if len(reading.people) > 1 else tuple(reversed(known))
    found = {person: known[person].situation if person in known else Situation() for person in meant}
    return found if sum(situation.tells_diploma_or_work for situation in found.values()) > 1 else {}


def asks_of_one_certificate(knowledge: Knowledge, queries: Sequence[Query], reading: Reading) -> bool:
    """Whether the question is on one certificate, the same for all people.

    Args:
        knowledge: names the certificates.
        queries: what is asked.
        reading: what the message says by itself.
    """
    named = [c for c in reading.named() if c in knowledge.certificates]
    return len(named) == 1 and any(is_personal(query) for query in queries)


def for_each_person(queries: Sequence[Query], reading: Reading, meant: Sequence[str]) -> list[Query]:
    """One query for each person who is meant or of whom the message tells, where it asks what they may or should do.

    Args:
        queries: what is asked.
        reading: what the message says by itself.
        meant: the people who are meant, where they are several.
    """
    told = [telling.person for telling in reading.told if telling.person and telling.situation.tells_diploma_or_work]
    told = list(meant) or told
    if len(told) < 2 or len({query.person for query in queries}) > 1:
        return list(queries)
    each: list[Query] = []
    for query in queries:
        each += [structs.replace(query, person=person) for person in told] if is_personal(query) else [query]
    return each


def answer_for_each(
    knowledge: Knowledge, people: Mapping[str, Situation], queries: Sequence[Query], reading: Reading, state: State
) -> Reply:
    """One line a person; « oui » first where what the message says of each is so.

    Args:
        knowledge: holds the conditions.
        people: what is known of each.
        queries: what is asked.
        reading: what the message says by itself.
        state: the conversation before it.
    """
    names = names_after(state, reading)
    advises = any(query.act == "advise" for query in queries)
    named = {capital(_name_of(knowledge, person, names)): situation for person, situation in people.items()}
    saying = for_each(knowledge, named, advises)
    claims = [claim for claim in reading.claims if claim.person in people]
    asks = [query for query in queries if query.intent in _OF_PEOPLE and query.act in ("confirm", "yesno", "verdict")]
    if asks and any(claim.certificates for claim in claims):
        openings = _confirmed(knowledge, [(claim.certificates, people[claim.person]) for claim in claims])
        saying = replace(saying, openings=openings)
    query = Query("advise", "recommendation") if advises else Query("verdict", "admission")
    return Reply((saying,), answered=tuple(structs.replace(query, person=person) for person in people))


def _confirmed(knowledge: Knowledge, claims: Sequence[tuple[tuple[str, ...], Situation]]) -> tuple[Note, ...]:
    """« Oui » where all that is said to be open to each is, « non » where some of it is closed; of whom nothing is named,
    nothing is said to be open. What depends is neither.
    """
    every = tuple(knowledge.certificates)
    said = [[standing(knowledge, c, situation) for c in named] for named, situation in claims]
    nothing = [[standing(knowledge, c, situation) for c in every] for named, situation in claims if not named]
    if any(Verdict.NO in found for found in said):
        return (("no", {}),)
    right = all(set(found) <= {Verdict.YES} for found in said) and all(set(found) == {Verdict.NO} for found in nothing)
    return (("yes", {}),) if right else ()


def by_name(knowledge: Knowledge, reply: Reply, person: str, names: Mapping[str, str]) -> Reply:
    """The reply with the name of whom it is about; of several each hears of themselves.

    Args:
        knowledge: says what people are called who have no first name.
        reply: what is said to them.
        person: whom it is about.
        names: the people by their first names.
    """
    opening: Note = ("for_person", {"person": _name_of(knowledge, person, names)})
    first, *rest = reply.sayings
    return replace(reply, sayings=(replace(first, openings=(opening, *first.openings)), *rest))


def _name_of(knowledge: Knowledge, person: str, names: Mapping[str, str]) -> str:
    """What a person is called: by their first name where one is known."""
    first_name = next((name for name, who in names.items() if who == person != SELF), None)
    return first_name.title() if first_name else knowledge.reference.people.get(person, person.title())
