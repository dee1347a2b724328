"""One query, answered by the move that it asks for: a topic, a verdict, a comparison, a way, a definition, advice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgspec import structs

from bot.answers.advice import SITUATION, advise, open_certificates
from bot.answers.beyond import about_beyond, goal_beyond, subject_beyond
from bot.answers.buttons import start_buttons
from bot.answers.certificates import list_certificates
from bot.answers.clarification import rejected
from bot.answers.closed import is_closed
from bot.answers.comparison import compare, who_does
from bot.answers.courtesies import COURTESIES, courtesy
from bot.answers.dates import dates
from bot.answers.eligibility import Verdict, conditions, told_of
from bot.answers.glossary import define
from bot.answers.paths import ahead_of, certificates_between, path, way_between, years_confirmed
from bot.answers.people import is_personal
from bot.answers.reply import Asked, Note, Reply, Saying
from bot.answers.sources import sources
from bot.answers.topics import answer_topics
from bot.answers.verdicts import standing
from bot.dialogue.interpreter import asks_dates
from bot.dialogue.query import Query
from bot.dialogue.situation import Situation
from bot.dialogue.state import Pending
from bot.knowledge import Knowledge
from bot.knowledge.checks import numbers_in
from bot.knowledge.texts import least_age
from bot.typography import listing

# A topic this likely beside comparing is what is compared: for the examples' classifier, for what whole conversations teach.
LIKELY_BESIDE, LIKELY_IN_TALK = 0.004, 0.3
_CAN_BE_REPEATED = frozenset(["comparison", "path", "certificates", "recommendation"])
# What a short question about a person's case is answered by.
_PERSONAL = ("admission", "apprentice_pay")


def is_plain_topic(knowledge: Knowledge, asked: Asked) -> bool:
    """Whether a query is on a topic and no more: several of them are told together.

    Args:
        knowledge: names topics and jobs.
        asked: the query.
    """
    query = asked.query
    return (
        query.intent in knowledge.topics
        and not goal_beyond(knowledge, asked)
        and not years_confirmed(knowledge, asked)
        and not certificates_between(knowledge, asked)
        and not _open_ahead(knowledge, asked)
        and not _asks_whether_it_is_closed(knowledge, asked)
        and not (query.act == "define" and asked.reading.terms)
        and (query.act not in ("choose", "compare") or len(query.certificates) == 1)
        and not _asks_what_is_open(knowledge, asked)
        and not _asks_of_their_age(knowledge, asked)
        and not is_personal(query)
        and query.intent != "foreign_applicants"
        and not subject_beyond(knowledge, query)
    )


def answer_query(knowledge: Knowledge, asked: Asked) -> Reply:
    """The answer to one query.

    Args:
        knowledge: holds the facts.
        asked: the query.
    """
    query = asked.query
    if query.intent in COURTESIES:
        return courtesy(knowledge, asked)
    if query.act == "define" and asked.reading.terms:
        return define(knowledge, asked)
    if confirmed := years_confirmed(knowledge, asked):
        return confirmed
    if goal := goal_beyond(knowledge, asked):
        return _instead(knowledge, asked, Query("path", "path", (goal,), query.person))
    if ends := certificates_between(knowledge, asked):
        return way_between(knowledge, *ends)
    if _asks_whether_it_is_closed(knowledge, asked):
        return _instead(knowledge, asked, structs.replace(query, act="verdict", intent="admission"))
    if ahead := _open_ahead(knowledge, asked):
        return _with_what_is_open(knowledge, asked, ahead)
    if move := _MOVES.get(query.intent):
        return move(knowledge, asked)
    if _tells_foreign_diploma(asked):
        # What a foreign diploma opens if it is recognised is more than that no sheet speaks of it.
        return _instead(knowledge, asked, structs.replace(query, act="verdict", intent="admission"))
    if _asks_of_their_age(knowledge, asked):
        return _instead(knowledge, asked, structs.replace(query, act="verdict", intent="admission"))
    if query.act == "verdict" and "something else" in asked.reading.cues and asked.situation.tells_diploma_or_work:
        # « Clerc assistant, ou il y a mieux ? »
        return _instead(knowledge, asked, Query("advise", "recommendation", (), query.person))
    if beyond := subject_beyond(knowledge, query):
        return about_beyond(knowledge, asked, beyond)
    if _asks_what_is_open(knowledge, asked):
        return _ask_diploma() if _lacks_diploma(knowledge, asked) else open_certificates(knowledge, asked)
    compares = query.act in ("choose", "compare") and len(query.certificates) != 1
    if compares and (only := _only_holder(asked)):
        return _instead(knowledge, asked, structs.replace(query, act="confirm", certificates=(only,)))
    if compares and knowledge.topics[query.intent].scope == "certificate":
        return compare(knowledge, asked)
    return answer_topics(knowledge, [asked])


def _asks_whether_it_is_closed(knowledge: Knowledge, asked: Asked) -> bool:
    """« Gestionnaire, c'est mort alors ? », of who told their diploma, whatever was asked before."""
    query, reading = asked.query, asked.reading
    closed_to = "hopeless" in reading.cues and is_closed(asked) and query.intent in knowledge.topics
    named = {*query.certificates} & {*reading.named()} & knowledge.certificates.keys()
    about_it = any(fact.topic == query.intent for fact in reading.named_facts)
    return closed_to and bool(named) and query.intent != "admission" and not about_it and asked.situation.tells_diploma_or_work


def _open_ahead(knowledge: Knowledge, asked: Asked) -> tuple[str, ...]:
    """« J'ai le titre et cinq ans derrière, comment évoluer ? »: what is open to who has the certificate that they ask of."""
    query, situation = asked.query, asked.situation
    own = {one for one in (situation.title, situation.job) if one}
    if query.intent != "career" or is_closed(asked) or not own or not set(query.certificates) <= own:
        return ()
    return tuple(c for c in ahead_of(knowledge, situation) if standing(knowledge, c, situation) is Verdict.YES)


def _with_what_is_open(knowledge: Knowledge, asked: Asked, ahead: tuple[str, ...]) -> Reply:
    """How one goes on from a certificate, after what is open to this person; both are spoken of from then on."""
    reply = answer_topics(knowledge, [asked])
    first, *rest = reply.sayings
    names = listing([f"**{knowledge.certificates[c].name}**" for c in ahead])
    opening: Note = ("open_ahead", {"told": told_of(knowledge, asked.situation), "certificates": names})
    sayings = (replace(first, openings=(opening, *first.openings)), *rest)
    return replace(reply, sayings=sayings, answered=(structs.replace(asked.query, certificates=ahead),))


def _only_holder(asked: Asked) -> str | None:
    """« Les 481 heures, c'est pour lequel ? »: the one certificate that holds the figure on this topic."""
    if asked.query.act != "choose":
        return None
    holders = {held.holder for held in asked.reading.held_figures if held.topic == asked.query.intent}
    return holders.pop() if len(holders) == 1 else None


def _instead(knowledge: Knowledge, asked: Asked, query: Query) -> Reply:
    """The answer to another query than the one that was asked in so many words."""
    return replace(answer_query(knowledge, replace(asked, query=query)), answered=(query,))


def _tells_foreign_diploma(asked: Asked) -> bool:
    """Whether a question on foreign diplomas tells of one and does not ask whether it is recognised."""
    asks_recognition = any(silence.topic == asked.query.intent for silence in asked.reading.silences)
    tells = any(telling.situation.years_after_bac is not None for telling in asked.reading.told)
    return asked.query.intent == "foreign_applicants" and tells and not asks_recognition


def _asks_of_their_age(knowledge: Knowledge, asked: Asked) -> bool:
    """« Elle aura 18 ans en novembre, elle peut entrer ? », where a certificate asks for an age: no pay is asked."""
    if asked.query.intent != "apprentice_pay" or not is_closed(asked) or "apprentice" in asked.reading.statuses:
        return False
    ages = any(telling.situation.age is not None for telling in asked.reading.told)
    of_money = "apprentice_pay" in asked.reading.named_topics or any(one.unit in ("€", "%") for one in asked.reading.said_figures)
    also = (one for c in asked.certificates(knowledge) for condition in conditions(knowledge, c) for one in condition.also)
    return ages and not of_money and any(least_age(one) is not None for one in also)


def _asks_what_is_open(knowledge: Knowledge, asked: Asked) -> bool:
    """« Avec un BTS, je peux faire quoi ? »: admission, a situation, and no certificate or all."""
    certificates = asked.certificates(knowledge)
    every = not certificates or len(certificates) == len(knowledge.certificates)
    # « Je suis clerc assistant, j'ai le titre » asks what comes after it.
    own = {asked.situation.title, asked.situation.job} - {*ahead_of(knowledge, asked.situation)}
    every = every or set(certificates) <= own
    # « Ça compte ? » asks of experience what no sheet says; of a foreign diploma that is told it is said of each.
    weighs = any(silence.topic == "admission" for silence in asked.reading.silences) and not asked.situation.abroad
    return asked.query.intent == "admission" and every and asked.situation.tells_diploma_or_work and not weighs


def _compare(knowledge: Knowledge, asked: Asked) -> Reply:
    """Certificates side by side, on the topic that the message likeliest names beside comparing."""
    if found := _difference(knowledge, asked):
        return found
    whole = asked.reading.whole
    likely = [t for t, p in whole.intents.items() if p >= LIKELY_BESIDE]
    likely += [t for t, p in whole.turns.items() if p >= LIKELY_IN_TALK]
    named = [t for t in asked.reading.named_topics if t not in asked.reading.ruled_out_topics]
    if not named and asked.query.act == "choose" and (found := who_does(knowledge, asked)):
        return found
    topic = next((t for t in (*named, *likely) if t in knowledge.topics and knowledge.holders(t)), None)
    query = structs.replace(asked.query, intent=topic) if topic else asked.query
    return replace(compare(knowledge, replace(asked, query=query)), answered=(query,))


def _difference(knowledge: Knowledge, asked: Asked) -> Reply | None:
    """« Combien de différence entre les deux ? », right after two figures of one sheet."""
    last = asked.state.last
    if "difference" not in asked.reading.cues or asked.reading.named() or last is None or len(last.certificates) != 1:
        return None
    found = _instead(knowledge, asked, structs.replace(last, act="open"))
    works_out = any(name.startswith("difference") for saying in found.sayings for name, _ in saying.openings)
    return found if works_out else None


def _certificates(knowledge: Knowledge, asked: Asked) -> Reply:
    """The certificates: to who told of diploma or work, as they stand to them."""
    return open_certificates(knowledge, asked) if asked.situation.tells_diploma_or_work else list_certificates(knowledge)


def _path(knowledge: Knowledge, asked: Asked) -> Reply:
    """The way; to a certificate from nowhere in particular, what its training asks for says it as well or better."""
    way = path(knowledge, asked)
    (saying,) = way.sayings
    if saying.response != "path_in_general" or not way.told_of:
        return way
    admission = Query("open", "admission", way.told_of, asked.query.person)
    admitted = answer_topics(knowledge, [replace(asked, query=admission)])
    return admitted if len(saying.facts) == 1 else replace(admitted, sayings=(saying, *admitted.sayings), buttons=way.buttons)


def _source(knowledge: Knowledge, asked: Asked) -> Reply:
    """Where what was told comes from; of what was not told here the fact, with its date."""
    if asks_dates(asked.reading, asked.state):
        return dates(knowledge, asked)
    named = tuple(c for c in asked.reading.named() if c in knowledge.certificates)
    topics = [q.intent for turn in reversed(asked.state.turns) for q in turn.queries if q.intent in knowledge.topics]
    if named and topics and not set(named) & set(asked.state.discussed):
        # « D'où ça vient ? » — « Et pour le clerc gestionnaire ? » goes on with the topic.
        return _instead(knowledge, asked, Query("open", topics[0], named, asked.query.person))
    # « D'où sort le 27,65 % ? » asks of the one that holds the figure, shown or not.
    meant = [one for one in asked.state.shown if asked.reading.figures & numbers_in(one[1])]
    figures = asked.reading.held_figures
    if figures and not meant:
        holders = dict.fromkeys(one.holder for one in figures if one.topic == figures[0].topic)
        return _instead(knowledge, asked, Query("open", figures[0].topic, tuple(holders), asked.query.person))
    holders_meant = {*asked.certificates(knowledge), *asked.state.discussed}
    near = next((fact for fact in asked.reading.facts if fact.holder in holders_meant), None)
    if asked.state.shown or near is None:
        return sources(knowledge, meant or asked.state.shown)
    return _instead(knowledge, asked, Query("open", near.topic, (near.holder,), asked.query.person))


def _repeat(knowledge: Knowledge, asked: Asked) -> Reply:
    """The last answer again; « remettez-moi la durée » names what is wanted again."""
    named = asked.reading.named_topics[:1]
    asked_before = [q for turn in reversed(asked.state.turns) for q in turn.queries]
    last = [q for q in asked_before if q.intent in knowledge.topics or q.intent in _CAN_BE_REPEATED]
    certificates = asked.query.certificates or asked.state.discussed
    if named:
        return _instead(knowledge, asked, Query("open", named[0], certificates, asked.query.person))
    if last:
        # « Ta dernière réponse » is the answer and no item of it.
        reading = structs.replace(asked.reading, cues=asked.reading.cues - {"last"})
        return _instead(knowledge, replace(asked, reading=reading), last[0])
    return Reply((Saying("help"),), start_buttons(knowledge))


def _note_situation(knowledge: Knowledge, asked: Asked) -> Reply:
    """What is told is noted; after a question about a person it is answered for them."""
    last = asked.state.last
    tells_diploma_or_work = any(telling.situation.tells_diploma_or_work for telling in asked.reading.told)
    tells = any(telling.situation != Situation() for telling in asked.reading.told)
    certificates = asked.query.certificates or asked.state.discussed
    verdict = Query("verdict", "admission", certificates, asked.query.person)
    if tells and last and last.intent in _PERSONAL:
        certificates = last.certificates or asked.state.discussed
        asks_verdict = tells_diploma_or_work or last.intent == "admission"
        query = verdict if asks_verdict else Query("open", last.intent, (), asked.query.person)
        return _instead(knowledge, asked, structs.replace(query, certificates=certificates))
    if not tells_diploma_or_work:
        return _of_what_is_named(knowledge, asked) or Reply((Saying("situation_noted"),), start_buttons(knowledge))
    if _lacks_diploma(knowledge, asked):
        return _ask_diploma()
    if _answers_situation(asked) and not asked.reading.named():
        # Told to be advised: whatever was spoken of before, all that there is comes into question.
        verdict = structs.replace(verdict, certificates=())
    return _instead(knowledge, asked, verdict)


def _of_what_is_named(knowledge: Knowledge, asked: Asked) -> Reply | None:
    """Who only names a job wants to hear of it: « huissier », « clerc expert »."""
    named = asked.reading.named()
    beyond = [what for what in named if what in knowledge.paths.places and what not in knowledge.certificates]
    if beyond:
        return _instead(knowledge, asked, Query("path", "path", tuple(beyond[:1]), asked.query.person))
    certificates = tuple(c for c in named if c in knowledge.certificates)
    return _instead(knowledge, asked, Query("open", "role", certificates, asked.query.person)) if certificates else None


def _ask_diploma() -> Reply:
    return Reply((Saying("ask_diploma"),), (), pending=Pending(SITUATION))


def _lacks_diploma(knowledge: Knowledge, asked: Asked) -> bool:
    """Whether somebody told of work and of no diploma, before any certificate came up: the diploma decides what is open."""
    situation = asked.situation
    knows = situation.years_after_bac is not None or situation.title or situation.job or situation.workplace == "office"
    some = asked.query.certificates if len(asked.query.certificates) < len(knowledge.certificates) else ()
    spoken_of = asked.reading.named() or some or asked.state.discussed
    return bool(situation.experience_years) and not knows and not spoken_of and not _answers_situation(asked)


def _answers_situation(asked: Asked) -> bool:
    """Whether the bot had asked for diploma and work."""
    return asked.state.pending is not None and asked.state.pending.asked == SITUATION


_MOVES: dict[str, Callable[[Knowledge, Asked], Reply]] = {
    "comparison": _compare,
    "certificates": _certificates,
    "path": _path,
    "recommendation": advise,
    "source": _source,
    "repeat": _repeat,
    "correct": rejected,
    "tell_situation": _note_situation,
    "define": define,
}
