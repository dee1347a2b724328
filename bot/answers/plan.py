"""The queries of a message, answered in order as one reply: what covers what, what is told together, for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from msgspec import structs

from bot.answers.closed import CLOSED, OF_MONEY
from bot.answers.comparison import grid
from bot.answers.moves import answer_query, is_plain_topic
from bot.answers.own import asked_of_the_pay, asked_of_the_price, asked_of_what_is_due
from bot.answers.paths import years_confirmed
from bot.answers.people import answer_for_each, asks_of_one_certificate, by_name, for_each_person, is_personal, people_meant
from bot.answers.recap import confirmed_in_one, repeats_only
from bot.answers.reply import Asked, Reply, Saying
from bot.answers.telling import shortened
from bot.answers.topics import answer_topics
from bot.dialogue.interpreter import asks_dates
from bot.dialogue.people import names_after
from bot.dialogue.query import Query
from bot.dialogue.reading import SELF, Reading
from bot.dialogue.situation import Situation
from bot.dialogue.state import Person, State
from bot.dialogue.update import people_after
from bot.knowledge import Knowledge

# What somebody may pay for another.
_COSTS = OF_MONEY - {"apprentice_pay"}
# What a message may be taken for that sums up how long a way takes.
_OF_THE_WAY = frozenset(["path", "duration", "hours", "career", "admission", "level"])


def answer_queries(knowledge: Knowledge, queries: Sequence[Query], reading: Reading, state: State, today: date) -> Reply:
    """One reply to all queries, in order; topics that stand beside each other are told together.

    Args:
        knowledge: holds the facts.
        queries: what is asked.
        reading: what the message says by itself.
        state: the conversation before it.
        today: decides which figures are old.
    """
    apprentice = any(asked_of(q, reading, state, queries, today).situation.status == "apprentice" for q in queries)
    queries = asked_of_what_is_due(asked_of_the_price(knowledge, queries, reading), reading, apprentice)
    queries = asked_of_the_pay(knowledge, queries, reading, state.turns[-1].queries if state.turns else ())
    if summed_up := _confirmed_in_one(knowledge, queries, reading, state, today):
        return summed_up
    if len(queries) > 1:
        queries = _without_repeated(knowledge, _without_covered(knowledge, queries, reading, state), reading, state, today)
    people = people_meant(queries, reading, state)
    if people and not asks_of_one_certificate(knowledge, queries, reading):
        return answer_for_each(knowledge, people, queries, reading, state)
    queries = for_each_person(queries, reading, list(people))
    names = names_after(state, reading) if _concerns_several(queries, reading, state) else None
    asked = [asked_of(query, reading, state, queries, today) for query in queries]
    persons = {query.person for query in queries}
    replies: list[Reply] = []
    for plain, together in groupby(asked, lambda one: is_plain_topic(knowledge, one)):
        group = list(together)
        if plain:
            reply = grid(knowledge, group) or answer_topics(knowledge, group)
            replies.append(replace(reply, answered=tuple(one.query for one in group)))
            continue
        for one in group:
            reply = answer_query(knowledge, one)
            # Whom one speaks to knows that they are meant, unless others are answered beside them.
            if names is not None and is_personal(one.query) and (one.query.person != SELF or len(persons) > 1):
                reply = by_name(knowledge, reply, one.query.person, names)
            replies.append(reply if reply.answered else replace(reply, answered=(one.query,)))
    return _together(replies)


def _confirmed_in_one(
    knowledge: Knowledge, queries: Sequence[Query], reading: Reading, state: State, today: date
) -> Reply | None:
    """One verdict first on all that a message sums up, then what it asks besides; None when it sums nothing up."""
    asked = [asked_of(query, reading, state, queries, today) for query in queries]
    if len(queries) > 1 and (years := next(filter(None, (years_confirmed(knowledge, one) for one in asked)), None)):
        beside = [query for query in queries if query.intent not in _OF_THE_WAY]
        rest = structs.replace(reading, figures=frozenset(), months=frozenset(), held_figures=(), said_figures=())
        return _together([years, *([answer_queries(knowledge, beside, rest, state, today)] if beside else [])])
    found = confirmed_in_one(knowledge, asked)
    if found is None:
        return None
    reply, left = found
    if not left:
        return reply
    # What was confirmed is not checked again.
    rest = structs.replace(reading, figures=frozenset(), months=frozenset(), held_figures=(), said_figures=())
    return _together([reply, answer_queries(knowledge, left, rest, state, today)])


def _without_repeated(
    knowledge: Knowledge, queries: Sequence[Query], reading: Reading, state: State, today: date
) -> Sequence[Query]:
    """Several queries without those of words that only repeat a figure: « ah ok, 966 brut. Et les frais ? »."""
    asking = [q for q in queries if not repeats_only(knowledge, asked_of(q, reading, state, queries, today))]
    return asking or queries


def _without_covered(knowledge: Knowledge, queries: Sequence[Query], reading: Reading, state: State) -> Sequence[Query]:
    """Several queries without those that the others answer too."""
    # What is answered beside it names its sheet already; whoever asks dates is told them.
    dated = any(_is_dated(knowledge, query) for query in queries)
    asks_of_others = asks_dates(reading, state) and not dated
    queries = [query for query in queries if query.act != "source" or asks_of_others] or queries
    # « Il sera payé combien ? » asks nothing of apprentices.
    apprentice = "apprentice" in reading.statuses or "apprentice_pay" in reading.named_topics
    if not apprentice and any(query.intent == "salary" for query in queries):
        queries = [query for query in queries if query.intent != "apprentice_pay"]
    # « Clerc expert, c'est quoi ? » asks for the job, and for no word.
    if not reading.terms and any(query.intent == "role" for query in queries):
        queries = [query for query in queries if query.act != "define"]
    # « Lequel paie le mieux ? » compares on one topic.
    on_topics = any(query.intent in knowledge.topics for query in queries)
    queries = [query for query in queries if query.intent != "comparison" or not on_topics]
    # « Devenir commissaire, lequel est le mieux ? » asks one way.
    beyond = [query for query in queries if query.intent == "path" and not {*query.certificates} <= {*knowledge.certificates}]
    queries = [query for query in queries if query.intent != "path" or query in beyond[:1] or not beyond]
    # Advice tells what of all is open; a verdict on what was named is the advice.
    # « J'hésite entre les deux, quelle est la différence ? »
    compares = any(query.act == "compare" and len(query.certificates) > 1 for query in queries)
    if compares and "difference" in reading.cues and "which" not in reading.cues:
        queries = [query for query in queries if query.act != "advise"]
    advised = any(query.act == "advise" for query in queries)
    every = ((), tuple(knowledge.certificates))
    queries = [query for query in queries if not (advised and query.act == "verdict" and query.certificates in every)]
    queries = [query for query in queries if not (advised and query.act == "compare" and query.intent == "admission")]
    # « Mon titre est de niveau 5, ça suffit ? » asks of the person's level.
    verdicts = [query.certificates for query in queries if query.act == "verdict"]
    queries = [q for q in queries if not (q.intent == "level" and q.act in CLOSED and q.certificates in verdicts)]
    judged = bool(verdicts)
    return [query for query in queries if query.act != "advise" or not judged]


def _is_dated(knowledge: Knowledge, query: Query) -> bool:
    """Whether the answer to a query says of when its figures are."""
    entries = [knowledge.facts_of(c, query.intent) for c in query.certificates if c in knowledge.certificates]
    return any(fact.as_of for entry in entries if entry for fact in entry.facts)


def _concerns_several(queries: Sequence[Query], reading: Reading, state: State) -> bool:
    """Whether it must be said whom an answer is about: several are asked about, or facts of several are known."""
    told_before = {person for person, known in state.people.items() if known.situation.tells_of_somebody}
    told_now = {telling.person for telling in reading.told if telling.person}
    return len({query.person for query in queries}) > 1 or len(told_before | told_now) > 1


def asked_of(query: Query, reading: Reading, state: State, queries: Sequence[Query], today: date) -> Asked:
    """A query with all that its answer needs.

    Args:
        query: what is asked.
        reading: what the message says by itself.
        state: the conversation before it.
        queries: all that the message asks.
        today: decides which figures are old.
    """
    people = people_after(state, reading, [query, *queries], state.number + 1)
    named = reading.named()
    in_order = sorted(query.certificates, key=lambda what: named.index(what) if what in named else len(named))
    query = structs.replace(query, certificates=tuple(in_order))
    whose = _paid_for(query, people, state) or query.person
    situation = people[whose].situation if whose in people else Situation()
    return Asked(query, reading.of_pieces([q.intent for q in queries], query.intent), state, situation, today)


def _paid_for(query: Query, people: Mapping[str, Person], state: State) -> str | None:
    """« Donc on ne paie rien ? », after what was said of a son's training: what he is decides what the visitor pays for it."""
    last, own = state.last, people[SELF].situation if SELF in people else Situation()
    if last is None or query.person != SELF or query.intent not in _COSTS or own.status or own.tells_of_somebody:
        return None
    return last.person if last.certificates == query.certificates else None


def _together(replies: Sequence[Reply]) -> Reply:
    """Several replies as one: each thing is said once, the last one's buttons are offered."""
    if len(replies) == 1:
        return replies[0]
    sayings: list[Saying] = []
    for saying in (saying for reply in replies for saying in reply.sayings):
        place = next((place for place, other in enumerate(sayings) if _says_the_same(saying, other)), None)
        if place is None:
            sayings.append(saying)
        elif not sayings[place].openings:
            sayings[place] = saying
    # Beside an answer, « de quel métier parlez-vous ? » is one question too many.
    answers = [saying for saying in sayings if saying.response != "which_certificate"]
    asks_back = not answers
    sayings = answers or sayings[:1]
    buttons = next((reply.buttons for reply in reversed(replies) if reply.buttons), ())
    told_of = tuple(dict.fromkeys(c for reply in replies for c in reply.told_of))
    pendings = [reply.pending for reply in replies if reply.pending and (asks_back or reply.pending.asked != "certificate")]
    answered = tuple(q for reply in replies for q in reply.answered)
    return Reply(tuple(shortened(sayings)), buttons, told_of, next(iter(pendings), None), answered)


def _says_the_same(one: Saying, other: Saying) -> bool:
    """Whether a second message adds nothing but who it is for; two people may hear the same, each by name."""
    same = (one.response, one.values, one.facts, one.listed) == (other.response, other.values, other.facts, other.listed)
    if not one.facts:
        same = replace(one, openings=()) == replace(other, openings=())
    return same and (one.openings == other.openings or not one.openings or not other.openings)
