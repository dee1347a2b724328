"""A topic of several certificates in one message, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.answers.closed import closed, sides
from bot.answers.differences import difference
from bot.answers.facts import holds, topic_facts, topic_length, with_sheets
from bot.answers.figures import CONFIRMED, CheckedFigures, check_figures
from bot.answers.notes import contact_note, old_note
from bot.answers.reply import Asked, Cell, Note, Saying, Table
from bot.answers.selection import meant_by_name, named_of_topic
from bot.answers.sources import source_note
from bot.answers.telling import as_much_as_fits, with_group
from bot.knowledge import Fact, Knowledge
from bot.typography import capital, listing

# Facts of several certificates in one reply are cut so that all together are at most this long.
MOST_CHARACTERS = 560
# Of as many certificates or more, what their sheets leave open is not told.
MANY = 3


class _Line(NamedTuple):
    """What is told of one certificate, and what a closed question gets of it."""

    note: Note
    facts: Sequence[Fact]
    answer: list[Note]


def overview(knowledge: Knowledge, asked: Asked, certificates: Sequence[str], openings: Sequence[Note] = ()) -> Saying:
    """One line a certificate; what a sheet does not say is said to be missing.

    Args:
        knowledge: holds the facts.
        asked: the query, on a topic; of its facts those are told that the message means.
        certificates: of which.
        openings: said before.
    """
    topic = asked.query.intent
    whole = topic_length(knowledge, topic, certificates) <= MOST_CHARACTERS
    most = MOST_CHARACTERS if whole else MOST_CHARACTERS // len(certificates)
    crowded = len(certificates) >= MANY
    checked = confirmed_figures(knowledge, asked, certificates)
    meant = checked.facts if checked else ()
    # What has no such figure is not asked of.
    certificates = [c for c in certificates if not meant or {*topic_facts(knowledge, topic, c)} & {*meant}]
    lines = {c: line for c in certificates if (line := _line(knowledge, asked, c, most, crowded, meant))}
    silent = [knowledge.certificates[c].name for c in certificates if c not in lines]
    used = [fact for c, line in lines.items() for fact in with_sheets(knowledge, c, line.facts)]
    facts = [fact for _, fact in used]
    agreed = _agreed(asked, facts, checked, [] if silent else [line.answer for line in lines.values()])
    if found := difference(asked, [topic_facts(knowledge, topic, c) for c in certificates]):
        agreed = found.openings
    missing: list[Note] = [("all_not_told", {"certificate": capital(listing(silent))})] if silent else []
    rows: list[tuple[Cell, ...]] = [(line.note[1]["certificate"], line.note[1]["facts"]) for line in lines.values()]
    rows += [(capital(name), ("cell_not_told", {})) for name in silent]
    columns: tuple[Cell, ...] = (("head_certificate", {}), capital(knowledge.topics[topic].button))
    notes = [
        *(line.note for line in lines.values()),
        *missing,
        *old_note(facts, asked.today),
        *([contact_note(knowledge)] if silent else []),
        *source_note(knowledge, {sheet for sheet, _ in used}),
    ]
    # Of all jobs « le métier, selon le métier » says nothing: these are the jobs.
    every = knowledge.topics[topic].at_a_glance and len(certificates) == len(knowledge.certificates)
    return Saying(
        "certificates" if every else "topic_of_all",
        {"label": capital(knowledge.topics[topic].label)},
        tuple(notes),
        (*openings, *agreed),
        tuple(used),
        listed=tuple(sorted(certificates, key=lambda c: not holds(knowledge, c, topic))),
        table=Table(columns, tuple(rows), len(lines) + len(missing)) if len(rows) > 1 else None,
    )


def confirmed_figures(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> CheckedFigures | None:
    """Whether the figures that a message wants confirmed of several certificates are right or wrong; None where it is neither.

    Args:
        knowledge: holds the facts.
        asked: the query, on a topic.
        certificates: of which.
    """
    if asked.query.act != "confirm" and "confirms" not in asked.reading.cues:
        return None
    checked = check_figures(asked, [fact for c in certificates for fact in topic_facts(knowledge, asked.query.intent, c)])
    return checked if checked and checked.right in CONFIRMED else None


def _line(
    knowledge: Knowledge, asked: Asked, certificate: str, most: int, crowded: bool, confirmed: Sequence[Fact]
) -> _Line | None:
    """One certificate's line, of facts that are confirmed just those; None when its sheet is silent."""
    facts = topic_facts(knowledge, asked.query.intent, certificate)
    if not facts:
        return None
    named = named_of_topic(knowledge, asked, certificate, facts)
    meant = [fact for fact in facts if fact in confirmed] or meant_by_name(asked, facts, named)
    facts = meant or facts
    told, number = as_much_as_fits([fact.brief if fact.brief and crowded else with_group(fact) for fact in facts], most)
    if number < len(facts) and (headings := _headings(facts)):
        told, number = headings, len(facts)
    entry = knowledge.facts_of(certificate, asked.query.intent)
    gap = f" ({entry.gap.rstrip('.')})" if entry and entry.gap and not crowded and not meant else ""
    values = {"certificate": capital(knowledge.certificates[certificate].name), "facts": told + gap}
    return _Line(("all_told", values), facts[:number], closed(asked, named) if meant else [])


def _headings(facts: Sequence[Fact]) -> str:
    """The headings of facts that all have one, where they are too long to be told: no heading is left out."""
    if not all(fact.group for fact in facts):
        return ""
    return listing(list(dict.fromkeys(fact.group[0].lower() + fact.group[1:] for fact in facts if fact.group)))


def _agreed(asked: Asked, facts: Sequence[Fact], checked: CheckedFigures | None, answers: Sequence[list[Note]]) -> list[Note]:
    """What is said for all: a side that the facts are on, a figure that they hold, « oui » only where each says so."""
    if decided := sides(asked, facts):
        return decided
    if checked and checked.right in CONFIRMED:
        return [(CONFIRMED[checked.right], {})]
    return answers[0] if answers and all(answer == answers[0] for answer in answers) else []
