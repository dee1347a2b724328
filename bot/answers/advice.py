"""What a person should do: which certificates are open to them, which of them fits, and how to go on from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.buttons import certificate_buttons, topic_button
from bot.answers.closed import BRIEF
from bot.answers.eligibility import (
    Verdict,
    condition_facts,
    condition_of,
    conditions,
    eligibility,
    in_words,
    told_of,
    told_that_may_count,
    what_counts,
)
from bot.answers.facts import with_sheets
from bot.answers.notes import before_sources, contact
from bot.answers.paths import ahead_of
from bot.answers.reply import Asked, Button, Cell, Note, Reply, Saying, Table
from bot.answers.sources import source_note
from bot.answers.steps import first_step, first_steps, steps_by_work
from bot.answers.topics import answer_topics
from bot.answers.verdicts import not_simply_open, open_to, standing, works_in_office
from bot.dialogue.query import Query
from bot.dialogue.situation import Situation
from bot.dialogue.state import Pending
from bot.knowledge import Fact, Knowledge
from bot.typography import capital, listing

# What the bot asks of somebody who wants advice: diploma and work.
SITUATION = "situation"
_AFTER_OPEN = ("role", "duration", "price")
_AFTER_ADVICE = ("role", "application", "career")
# What a table says of a person, by what their line says.
_CELLS = {
    "person_open": "cell_open",
    "person_depends": "cell_depends",
    "person_closed": "cell_closed",
    "person_unknown": "cell_unknown",
    "person_advised": "cell_advised",
    "person_advised_of_several": "cell_advised_of_several",
}
# Of as many named, at most, it is said of each why not.
_MOST_NAMED = 3


def open_certificates(knowledge: Knowledge, asked: Asked) -> Reply:
    """All certificates as they stand to a person; those open are spoken of from then on.

    Args:
        knowledge: holds the conditions.
        asked: the query; it tells of the person.
    """
    situation = asked.situation
    standings = {c: standing(knowledge, c, situation) for c in ahead_of(knowledge, situation)}
    if _is_closed(situation, standings) and (ways := _not_yet(knowledge, asked, tuple(standings))):
        return ways
    told = [c for c, found in standings.items() if found is Verdict.YES]
    told = told or [c for c, found in standings.items() if found is Verdict.DEPENDS]
    buttons = _buttons(knowledge, told[0], _AFTER_OPEN) if len(told) == 1 else certificate_buttons(knowledge, "role", told)
    return Reply((open_to(knowledge, situation),), buttons, tuple(told))


def for_each(knowledge: Knowledge, people: Mapping[str, Situation], advises: bool) -> Saying:
    """What is open to each of several people, one line each.

    Args:
        knowledge: holds the conditions.
        people: each person's situation by name.
        advises: whether one is recommended to each.
    """
    lines = tuple(_line_of(knowledge, name, situation, advises) for name, situation in people.items())
    used = [one for c in knowledge.certificates for one in with_sheets(knowledge, c, condition_facts(knowledge, c)[:1])]
    notes = (*lines, *source_note(knowledge, {sheet for sheet, _ in used}))
    heads: tuple[Cell, ...] = (("head_person", {}), ("head_told", {}), ("head_advised" if advises else "head_open", {}))
    table = Table(heads, tuple(_row_of(*line) for line in lines), len(lines)) if len(lines) > 1 else None
    return Saying("advice_each" if advises else "open_each", {}, notes, facts=tuple(used), table=table)


def _row_of(response: str, values: dict[str, str]) -> tuple[Cell, ...]:
    """The line of one person as a row: who, with what, and what that opens."""
    return values["person"], values["told"] or "–", (_CELLS[response], values)


def _line_of(knowledge: Knowledge, name: str, situation: Situation, advises: bool) -> Note:
    """What is open to one person among several; advised is the most demanding of it."""
    values = {"person": name, "told": told_that_may_count(knowledge, situation)}
    if not values["told"]:
        return "person_unknown", values
    standings = {c: standing(knowledge, c, situation) for c in ahead_of(knowledge, situation)}
    open_ = [c for c, found in standings.items() if found is Verdict.YES]
    names = [knowledge.certificates[c].name for c in open_]
    if not open_:
        depends = [knowledge.certificates[c].name for c, found in standings.items() if found is Verdict.DEPENDS]
        closed = not depends or _is_closed(situation, standings)
        return ("person_closed", values) if closed else ("person_depends", values | {"certificates": listing(depends, "ou")})
    if not advises:
        return "person_open", values | {"certificates": listing(names)}
    best = knowledge.certificates[max(open_, key=lambda c: _demands(knowledge, c, situation))].name
    too = listing([one for one in names if one != best])
    values |= {"certificate": best}
    return ("person_advised_of_several", values | {"certificates": too}) if too else ("person_advised", values)


def advise(knowledge: Knowledge, asked: Asked) -> Reply:
    """What fits somebody: of what is open to them the most demanding; when nothing is known of them, what each one asks.

    Args:
        knowledge: holds the conditions, and how to apply.
        asked: the query.
    """
    situation = asked.situation
    if begun := _begun(knowledge, asked):
        return first_steps(knowledge, asked, begun)
    if not told_of(knowledge, situation):
        saying = open_to(knowledge, Situation())
        buttons = certificate_buttons(knowledge, "role", tuple(knowledge.certificates))
        return Reply((replace(saying, response="no_advice"),), buttons, pending=Pending(SITUATION))
    spoken_of = [c for c in asked.reading.named() if c in knowledge.certificates]
    if "something else" in asked.reading.cues:
        # « Clerc assistant, ou autre chose ? »
        spoken_of = []
    if len(spoken_of) == 1 and standing(knowledge, spoken_of[0], situation) is not Verdict.UNKNOWN:
        # « Pourquoi pas clerc expert ? »
        query = Query("verdict", "admission", tuple(spoken_of), asked.query.person)
        return replace(answer_topics(knowledge, [replace(asked, query=query)]), answered=(query,))
    ahead = ahead_of(knowledge, situation)
    # What is under discussion is only meant where the message says so.
    some = 1 < len(asked.query.certificates) < len(knowledge.certificates)
    wanted = spoken_of or [c for c in asked.query.certificates if c in ahead and some]
    left = [c for c in wanted or ahead if c not in asked.state.excluded]
    found = {c: standing(knowledge, c, situation) for c in left}
    if _is_closed(situation, found) and wanted and (others := [c for c in ahead if c not in left]):
        # « Aux procédures ou gestionnaire ? », where only another is open.
        open_ = [c for c in others if standing(knowledge, c, situation) is Verdict.YES]
        if open_:
            names = listing([knowledge.certificates[c].name for c in open_], "ou")
            saying = open_to(knowledge, situation, left)
            notes = before_sources(saying.notes, [("verdict_open", {"certificates": names})])
            return Reply((replace(saying, notes=notes),), certificate_buttons(knowledge, "role", open_), tuple(open_))
    if _is_closed(situation, found) and (ways := _not_yet(knowledge, asked, left)):
        return ways
    # Of what is open the most demanding; of what depends the one with the least to depend on.
    for verdict, response, pick in ((Verdict.YES, "advice", max), (Verdict.DEPENDS, "advice_depends", min)):
        fitting = [c for c in left if found[c] is verdict]
        if fitting:
            best = pick(fitting, key=lambda c: _demands(knowledge, c, situation))
            if _was_advised(asked, best) and not spoken_of:
                # Longer, « laquelle choisir ? » asks for what else there is; the rest how to go on from there.
                weighs = "which" in asked.reading.cues and asked.reading.words > BRIEF
                return open_certificates(knowledge, asked) if weighs else first_steps(knowledge, asked, best)
            others = [c for c in wanted if c in left and c != best] if len(wanted) <= _MOST_NAMED else []
            return _advised(knowledge, asked, best, response, others or [c for c in fitting if c != best], bool(others))
    return open_certificates(knowledge, asked)


def _begun(knowledge: Knowledge, asked: Asked) -> str | None:
    """The one certificate of which somebody asks for the first step: named, or spoken of and not closed to them."""
    if "step" not in asked.reading.cues or "which" in asked.reading.cues:
        return None
    meant = [c for c in asked.reading.named() or asked.state.discussed if c in knowledge.certificates]
    if len(meant) != 1 or standing(knowledge, meant[0], asked.situation) is Verdict.NO:
        return None
    return meant[0]


def _is_closed(situation: Situation, standings: Mapping[str, Verdict]) -> bool:
    """Whether nothing is open to somebody, and no more is left to be told of their diploma or work that might open it."""
    without_bac = situation.years_after_bac is not None and situation.years_after_bac < 0
    waits = Verdict.DEPENDS in standings.values() and (not without_bac or bool(situation.experience_years))
    return Verdict.YES not in standings.values() and not waits


def _not_yet(knowledge: Knowledge, asked: Asked, left: Sequence[str]) -> Reply | None:
    """To whom nothing is open: the ways in by work, which ask for no diploma; once they were told, where to begin."""
    by_work = {c: [one for one in conditions(knowledge, c) if one.workplaces and not one.certificate] for c in left}
    ways = tuple(certificate for certificate, found in by_work.items() if found)
    if not ways:
        return None
    if any(turn.told_of == ways and asked.query.person in {q.person for q in turn.queries} for turn in asked.state.turns):
        return steps_by_work(knowledge, ways, asked.query.person)
    lines: list[Note] = [
        ("way_by_work", {"certificate": capital(knowledge.certificates[way].name), "condition": in_words(by_work[way])})
        for way in ways
    ]
    used = [one for way in ways for one in with_sheets(knowledge, way, condition_facts(knowledge, way))]
    notes = (*lines, ("note_next", contact(knowledge)), *source_note(knowledge, {sheet for sheet, _ in used}))
    saying = Saying("advice_not_yet", {"told": told_of(knowledge, asked.situation)}, notes, facts=tuple(used), listed=ways)
    return Reply((saying,), certificate_buttons(knowledge, "role", ways), ways)


def _demands(knowledge: Knowledge, certificate: str, situation: Situation) -> tuple[int, int]:
    """How much a certificate asks for, in years after the bac and, of who tells of work or is in post, of that."""
    asks = conditions(knowledge, certificate)
    studied, worked = [c.years_after_bac or 0 for c in asks], [c.experience_years or 0 for c in asks]
    works = situation.experience_years is not None or works_in_office(situation)
    return max(studied, default=0), max(worked, default=0) if works else 0


def _advised(knowledge: Knowledge, asked: Asked, certificate: str, response: str, others: Sequence[str], weighed: bool) -> Reply:
    """One certificate as advice: what it rests on, why not the others that were weighed, what to know and what to do first."""
    situation = asked.situation
    found = eligibility(knowledge, certificate, situation)
    caveats = _caveats(knowledge, certificate)
    used = with_sheets(knowledge, certificate, [*condition_facts(knowledge, certificate)[:1], *caveats])
    values = {
        "certificate": knowledge.certificates[certificate].name,
        "told": what_counts(knowledge, found.met, situation),
        "condition": in_words(found.left) or condition_of(knowledge, certificate),
    }
    step = first_step(knowledge, certificate, situation)
    names = listing([knowledge.certificates[other].name for other in others])
    open_too: list[Note] = [("note_open_too", {"certificates": names})] if others and response == "advice" else []
    notes = (
        *([_apart(knowledge, situation, certificate, other) for other in others] if weighed else open_too),
        *([("note_caveat", {"facts": listing([fact.brief or fact.text for fact in caveats])})] if caveats else []),
        step,
        *([("note_next", contact(knowledge))] if step[0] != "step_call" else []),
        *source_note(knowledge, {sheet for sheet, _ in used}),
    )
    # « À 48 ans, c'est trop tard ? »
    silences = [one.name for one in asked.reading.silences if knowledge.topics[one.topic].scope == "unanswered"]
    openings: list[Note] = [("silent_beside", {"label": listing(silences, "ni sur")})] if silences else []
    saying = Saying(response, values, notes, tuple(openings), facts=used)
    query = Query("advise", "recommendation", (certificate,), asked.query.person)
    return Reply((saying,), _buttons(knowledge, certificate, _AFTER_ADVICE), (certificate,), answered=(query,))


def _caveats(knowledge: Knowledge, certificate: str) -> list[Fact]:
    """What is to be known before relying on a training."""
    entries = knowledge.certificates[certificate].topics.values()
    return [fact for entry in entries for fact in entry.facts if fact.caveat]


def _apart(knowledge: Knowledge, situation: Situation, certificate: str, other: str) -> Note:
    """Why not another one: what it asks that somebody lacks, else by what it is less."""
    if standing(knowledge, other, situation) is not Verdict.YES:
        return not_simply_open(knowledge, other, situation)
    names = {"certificate": knowledge.certificates[certificate].name, "other": knowledge.certificates[other].name}
    level, lower = _level(knowledge, certificate), _level(knowledge, other)
    if level and lower and level != lower:
        return "apart_level", names | {"level": level, "lower": lower}
    if _demands(knowledge, certificate, situation) > _demands(knowledge, other, situation):
        met = eligibility(knowledge, other, situation).met
        return "apart_condition", names | {"condition": in_words(met)}
    return "note_open_too", {"certificates": names["other"]}


def _level(knowledge: Knowledge, certificate: str) -> str | None:
    entry = knowledge.facts_of(certificate, "level")
    return next((fact.brief or fact.text for fact in entry.facts), None) if entry else None


def _was_advised(asked: Asked, certificate: str) -> bool:
    """Whether the person was advised a certificate before."""
    return any(
        query.act == "advise" and turn.told_of == (certificate,) and query.person == asked.query.person
        for turn in asked.state.turns
        for query in turn.queries
    )


def _buttons(knowledge: Knowledge, certificate: str, topics: tuple[str, ...]) -> tuple[Button, ...]:
    return tuple(topic_button(knowledge, topic, [certificate]) for topic in topics)
