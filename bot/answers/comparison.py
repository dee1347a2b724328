"""Certificates side by side, and which of them does something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.buttons import certificate_buttons, next_steps
from bot.answers.closed import named_facts
from bot.answers.facts import holds, topic_facts, with_sheets
from bot.answers.notes import before_sources, contact_note, old_note
from bot.answers.overview import MANY, overview
from bot.answers.reply import Asked, Button, Cell, Note, Reply, Saying, Table
from bot.answers.selection import NEAR_ENOUGH
from bot.answers.sources import source_note
from bot.answers.telling import as_much_as_fits, listed
from bot.answers.verdicts import open_to
from bot.dialogue.query import Query
from bot.knowledge import Fact, Knowledge
from bot.typography import bullets, capital, euros, listing

# What is compared when no topic is named, in this order.
OVERALL_TOPICS = ("role", "level", "admission", "duration", "salary")
# What is compared of more than two.
OVERALL_OF_MANY = ("admission", "duration")
# As long as the facts of a comparison may be in a chat.
MOST_CHARACTERS = 560
# « Mieux payé que », « le plus long ».
_RANKS = frozenset(["most", "least", "longest"])
# Topics that tell what somebody does, and how they work.
_DOING = ("activities", "role")
_BEING = ("working_conditions",)
# Acts that want to hear what is told, whole.
_TELLING = ("open", "compare")


def compare(knowledge: Knowledge, asked: Asked) -> Reply:
    """Two certificates or more on one topic, or on what matters most when no topic is named.

    Args:
        knowledge: holds the facts.
        asked: the query; fewer than two certificates are filled up from what is under discussion, else all are compared.
    """
    query = asked.query
    chosen = _compared(knowledge, asked)
    topic = query.intent if query.intent in knowledge.topics else None
    if topic == "role" and query.act == "compare" and topic not in asked.reading.named_topics:
        # « C'est quoi la différence entre les deux ? » asks of more than what they do.
        topic = None
    if query.act == "choose" and topic in (None, *_DOING, *_BEING) and (found := who_does(knowledge, asked)):
        return found
    if topic == "admission" and any(telling.situation.tells_diploma_or_work for telling in asked.reading.told):
        # « Assistant ou gestionnaire, avec un bac pro ? »: what each asks is told for their case.
        return Reply((open_to(knowledge, asked.situation, chosen),), _buttons(knowledge, chosen), chosen)
    if topic:
        saying = overview(knowledge, asked, chosen, _superlative(knowledge, asked, topic, chosen))
        return Reply((saying,), _buttons(knowledge, chosen), chosen)
    compared = OVERALL_TOPICS if len(chosen) == 2 else OVERALL_OF_MANY
    return Reply((_side_by_side(knowledge, asked, chosen, compared),), _buttons(knowledge, chosen), chosen)


def who_does(knowledge: Knowledge, asked: Asked) -> Reply | None:
    """« Lequel fait des constats ? »: the certificate whose tasks are nearest to the question; None when none is, or several.

    Args:
        knowledge: holds the facts.
        asked: the query; who does it is looked for among its certificates, else among all.
    """
    doer = _doer(knowledge, asked, _compared(knowledge, asked))
    if doer is None:
        return None
    certificate, facts = doer
    values = {"certificate": knowledge.certificates[certificate].name, "facts": listed(facts)}
    sheet = knowledge.certificates[certificate].sheet
    saying = Saying("does", values, tuple(source_note(knowledge, {sheet})), facts=tuple((sheet, fact) for fact in facts))
    topic = asked.query.intent if asked.query.intent in _BEING else "activities"
    done = Query("choose", topic, (certificate,), asked.query.person)
    return Reply((saying,), _buttons(knowledge, [certificate]), (certificate,), answered=(done,))


def grid(knowledge: Knowledge, asked: Sequence[Asked]) -> Reply | None:
    """Several topics of the same certificates in one message; None where a message a topic is as short.

    Args:
        knowledge: holds the facts.
        asked: the queries, each on a topic.
    """
    topics = tuple(dict.fromkeys(one.query.intent for one in asked))
    chosen = asked[0].certificates(knowledge)
    same = all(one.certificates(knowledge) == chosen and one.query.act in _TELLING for one in asked)
    told = all(knowledge.topics[topic].scope == "certificate" and knowledge.holders(topic) for topic in topics)
    if len(topics) < 2 or len(chosen) < MANY or not same or not told:
        return None
    saying = _side_by_side(knowledge, asked[0], chosen, topics)
    silences = {topic: [c for c in chosen if not holds(knowledge, c, topic)] for topic in topics}
    short = {topic: knowledge.topics[topic].button[:1].lower() + knowledge.topics[topic].button[1:] for topic in topics}
    silent = [
        f"{short[topic]} ({', '.join(knowledge.certificates[c].name for c in found)})"
        for topic, found in silences.items()
        if found
    ]
    missing: list[Note] = [("grid_not_told", {"facts": " ; ".join(silent)}), contact_note(knowledge)] if silent else []
    values = {"label": capital(listing([*short.values()]))}
    saying = replace(saying, response="topic_of_all", values=values, notes=before_sources(saying.notes, missing))
    return Reply((saying,), next_steps(knowledge, topics, chosen), chosen)


def _compared(knowledge: Knowledge, asked: Asked) -> tuple[str, ...]:
    """The certificates asked about; fewer than two are filled up from what is under discussion, else all are compared."""
    chosen = asked.certificates(knowledge)
    if len(chosen) < 2:
        chosen = tuple(dict.fromkeys((*chosen, *(c for c in asked.state.discussed if c not in chosen))))
    return chosen if len(chosen) > 1 else tuple(knowledge.certificates)


def _side_by_side(knowledge: Knowledge, asked: Asked, chosen: Sequence[str], compared: Sequence[str]) -> Saying:
    """What is told of several certificates on several topics."""
    most = MOST_CHARACTERS // (len(chosen) * len(compared))
    notes: list[Note] = []
    used: list[tuple[str, Fact]] = []
    told: dict[tuple[str, str], Cell] = {}
    heads = {topic: capital(knowledge.topics[topic].button) for topic in compared}
    for key in chosen:
        lines = []
        for topic in compared:
            entry = knowledge.facts_of(key, topic)
            facts = [fact for fact in entry.facts if fact.said] if entry else []
            if facts:
                text, number = as_much_as_fits([f.brief or f.text for f in facts], most)
                told[key, topic] = text
                lines.append(f"{heads[topic]} : {text}")
                used += with_sheets(knowledge, key, facts[:number])
        if lines:
            notes.append(("compared", {"certificate": capital(knowledge.certificates[key].name), "facts": bullets(lines)}))
    of_certificates = {key: capital(knowledge.certificates[key].name) for key in chosen}
    table = replace(_table(of_certificates, heads, told), notes=len(notes))
    names = listing([knowledge.certificates[key].name for key in chosen])
    notes += [*old_note([fact for _, fact in used], asked.today), *source_note(knowledge, {sheet for sheet, _ in used})]
    values = {"certificates": capital(names)}
    return Saying("comparison", values, tuple(notes), facts=tuple(used), listed=tuple(chosen), table=table)


def _table(certificates: Mapping[str, str], topics: Mapping[str, str], told: Mapping[tuple[str, str], Cell]) -> Table:
    """What is told of each certificate on each topic: of two side by side, of more one under the other."""
    silent: Cell = ("cell_not_told", {})
    rows: list[tuple[Cell, ...]]
    if len(certificates) == 2:
        columns: tuple[Cell, ...] = (("head_topic", {}), *certificates.values())
        rows = [(head, *(told.get((key, topic), silent) for key in certificates)) for topic, head in topics.items()]
    else:
        columns = (("head_certificate", {}), *topics.values())
        rows = [(name, *(told.get((key, topic), silent) for topic in topics)) for key, name in certificates.items()]
    return Table(columns, tuple(row for row in rows if any(cell != silent for cell in row[1:])), len(certificates))


def _superlative(knowledge: Knowledge, asked: Asked, topic: str, chosen: Sequence[str]) -> list[Note]:
    """Which certificate is first on a topic that can be ranked, with what the rank is worth."""
    cues = asked.reading.cues
    facts = {key: entry.facts for key in chosen if (entry := knowledge.facts_of(key, topic))}
    if len(chosen) == 2 and len(facts) == 1 and cues & _RANKS:
        (silent,) = set(chosen) - facts.keys()
        return [("cannot_rank", {"certificate": knowledge.certificates[silent].name})]
    paid = {basis for found in facts.values() for basis in {fact.salary.basis for fact in found if fact.salary}}
    if topic == "salary" and len(facts) == 2 and paid == {"market_offers", "conventional_minimum"} and cues & _RANKS:
        return [("paid_by_other_measures", {})]
    if topic == "salary" and "least" not in cues and asked.query.act == "choose":
        starts = {
            key: fact.salary.from_
            for key, found in facts.items()
            for fact in found
            if fact.salary and fact.salary.basis == "conventional_minimum" and fact.salary.after_years == 0
        }
        if len(starts) > 1:
            best = max(starts, key=lambda key: starts[key])
            return [("best_paid", {"certificate": knowledge.certificates[best].name, "amount": euros(starts[best])})]
    if topic == "duration":
        lengths = {
            key: fact.duration.in_months
            for key, found in facts.items()
            for fact in found
            if fact.duration and fact.duration.in_months
        }
        if len(lengths) > 1:
            longest = "longest" in cues
            first = (max if longest else min)(lengths, key=lambda key: lengths[key] or 0)
            values = {"certificate": knowledge.certificates[first].name, "months": str(lengths[first])}
            return [("longest" if longest else "shortest", values)]
    return []


def _doer(knowledge: Knowledge, asked: Asked, chosen: Sequence[str]) -> tuple[str, list[Fact]] | None:
    """The certificate whose tasks are nearest to the question, with the nearest; None when two are as near."""
    # « Pas derrière un bureau » wants the others.
    denied = any(one.denied for one in asked.reading.named_facts)
    if asked.query.intent in _BEING:
        # « Lequel est sédentaire ? »
        return None if denied else _only_one(_agreed(knowledge, asked, chosen, _BEING))
    if not denied and (named := _only_one(_agreed(knowledge, asked, chosen, _DOING))):
        return named
    near = [s for s in asked.reading.facts if s.topic in _DOING and s.holder in chosen and s.score >= NEAR_ENOUGH]
    holders = {score.holder for score in near}
    if len(holders) != 1:
        return None
    best = near[0]
    entry = knowledge.facts_of(best.holder, best.topic)
    return (best.holder, [entry.facts[best.index]]) if entry else None


def _agreed(knowledge: Knowledge, asked: Asked, chosen: Sequence[str], topics: Sequence[str]) -> dict[str, list[Fact]]:
    """Of each certificate the facts of some topics that the message names, and that say yes to it; only those that have some."""
    found = {
        key: [
            fact
            for topic in topics
            for fact, answer in named_facts(knowledge, asked, key, topic_facts(knowledge, topic, key))
            if answer == "yes"
        ]
        for key in chosen
    }
    return {key: facts for key, facts in found.items() if facts}


def _only_one(found: Mapping[str, list[Fact]]) -> tuple[str, list[Fact]] | None:
    return next(iter(found.items())) if len(found) == 1 else None


def _buttons(knowledge: Knowledge, certificates: Sequence[str]) -> tuple[Button, ...]:
    return certificate_buttons(knowledge, "role", certificates)
