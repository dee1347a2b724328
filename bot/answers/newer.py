"""« Vous n'avez rien de plus récent ? »: that the sheets hold nothing newer than a dated figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.closed import BRIEF
from bot.answers.composing import compose_facts
from bot.answers.facts import topic_facts, with_sheets
from bot.answers.figures import answer_figures, holds_any
from bot.answers.notes import contact_note
from bot.answers.reply import Asked, Note, Saying
from bot.answers.selection import named_of_topic
from bot.answers.sources import source_note
from bot.dialogue.query import Query
from bot.knowledge import Fact, Knowledge
from bot.typography import listing


def asks_newer(knowledge: Knowledge, asked: Asked, queries: Sequence[Query]) -> tuple[Query, ...]:
    """What a message asks that wants something newer than a dated figure, whatever else it was taken for.

    Args:
        knowledge: holds the figures.
        asked: the first query.
        queries: all that the message was taken to ask.

    Returns:
        Nothing where it asks nothing of the kind.
    """
    reading = asked.reading
    # A year that is later than the figures asks of no opening.
    others = [q for q in queries if q.intent != "opening" or q.intent in reading.named_topics]
    if any(_wants_newer(asked, _facts(_dated(knowledge, q.intent, q.certificates))) for q in others):
        return tuple(others)
    again = next((q for turn in reversed(asked.state.turns) for q in turn.queries if q.intent in knowledge.topics), None)
    if again is None or {*reading.named_topics} - {again.intent} or _says_more(asked):
        return ()
    told = _told(asked, _dated(knowledge, again.intent, again.certificates or asked.state.discussed))
    if not _wants_newer(asked, _facts(told)):
        return ()
    certificates = tuple(dict.fromkeys(c for c, _ in told))
    kept = [q for q in queries if q.act == "define" and reading.asked_terms]
    return (Query("open", again.intent, certificates, again.person), *kept)


def nothing_newer(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> Saying | None:
    """That the sheets hold nothing newer than the dated figures just told, and of these only the one that is named.

    Args:
        knowledge: holds the figures.
        asked: the query, on a topic.
        certificates: of which.

    Returns:
        None where nothing newer is asked for, or the figures were not told yet and none of them is named.
    """
    topic = asked.query.intent
    dated = _dated(knowledge, topic, certificates)
    if not _wants_newer(asked, _facts(dated)):
        return None
    held = [(c, fact) for c, fact in dated if holds_any(asked, [fact])]
    told = held or _told(asked, dated)
    if not told:
        return None
    year = _years(knowledge, told)
    contact = contact_note(knowledge, certificates)
    if held and len({c for c, _ in held}) == 1:
        (certificate, fact), *more = held
        facts = [fact, *(fact for _, fact in more)]
        answered = answer_figures(asked, facts, named_of_topic(knowledge, asked, certificate, facts))
        openings: list[Note] = [("no_newer", {"year": year}), *(answered.openings if answered else ())]
        saying = compose_facts(knowledge, asked, certificate, facts, openings)
        # That the amount is old is said first.
        return replace(saying, notes=tuple(contact if note[0] == "note_old" else note for note in saying.notes))
    used = tuple(one for c, fact in told for one in with_sheets(knowledge, c, [fact]))
    notes = (contact, *source_note(knowledge, {sheet for sheet, _ in used}))
    return Saying("nothing_newer", {"year": year, "label": knowledge.topics[topic].label}, notes, facts=used)


def newer_note(knowledge: Knowledge, asked: Asked, saying: Saying) -> Saying:
    """A message with dated figures, to who asks for newer ones: that there are none is said first."""
    owners = {certificate.sheet: c for c, certificate in knowledge.certificates.items()}
    dated = [(owners[sheet], fact) for sheet, fact in saying.facts if fact.as_of and sheet in owners]
    said = saying.response == "nothing_newer" or any(name == "no_newer" for name, _ in saying.openings)
    if said or not _wants_newer(asked, _facts(dated)):
        return saying
    notes = tuple(note for note in saying.notes if note[0] != "note_old")
    return replace(saying, openings=(("no_newer", {"year": _years(knowledge, dated)}), *saying.openings), notes=notes)


def _says_more(asked: Asked) -> bool:
    """« Il fait quel temps aujourd'hui ? », « aujourd'hui, je suis au chômage »: something else is spoken of."""
    return asked.query.act == "not_ours" or bool(asked.reading.told) or asked.reading.words > 2 * BRIEF


def _facts(dated: Sequence[tuple[str, Fact]]) -> list[Fact]:
    return [fact for _, fact in dated]


def _told(asked: Asked, dated: Sequence[tuple[str, Fact]]) -> list[tuple[str, Fact]]:
    """Those that were told just now."""
    shown = {quote for _, quote in asked.state.shown}
    return [one for one in dated if shown & {*one[1].quotes}]


def _dated(knowledge: Knowledge, topic: str, certificates: Sequence[str]) -> list[tuple[str, Fact]]:
    if topic not in knowledge.topics:
        return []
    holders = [c for c in certificates or knowledge.certificates if c in knowledge.certificates]
    return [(c, fact) for c in holders for fact in topic_facts(knowledge, topic, c) if fact.as_of]


def _wants_newer(asked: Asked, dated: Sequence[Fact]) -> bool:
    """Whether a message asks for what is newer than these facts, in words or by a later year."""
    last = max((fact.as_of.year for fact in dated if fact.as_of), default=None)
    if last is None or asked.reading.dates_asked:
        return False
    years = [int(one.figure) for one in asked.reading.said_figures if one.unit == "year" and not one.denied]
    later = any(last < year <= asked.today.year for year in years)
    return "newer" in asked.reading.cues or later


def _years(knowledge: Knowledge, dated: Sequence[tuple[str, Fact]]) -> str:
    """« 2016 », or of which certificate each year is: « 2016 (clerc expert) et 2019 (clerc aux procédures) »."""
    found: dict[int, dict[str, None]] = {}
    for certificate, fact in dated:
        if fact.as_of:
            found.setdefault(fact.as_of.year, {})[knowledge.certificates[certificate].name] = None
    if len(found) == 1:
        return str(next(iter(found)))
    return listing([f"{year} ({listing(list(names))})" for year, names in sorted(found.items())])
