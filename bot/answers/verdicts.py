"""How a verdict on admission is told: of one certificate, and of all for a person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.eligibility import (
    Eligibility,
    Verdict,
    condition_facts,
    condition_of,
    conditions,
    eligibility,
    in_words,
    is_met_but_for_more,
    lacking_besides,
    told_of,
    told_that_may_count,
    unknown_besides,
    ways_in,
    what_counts,
    years_left,
    years_left_in_words,
)
from bot.answers.facts import with_sheets
from bot.answers.paths import ahead_of
from bot.answers.reply import Note, Saying
from bot.answers.sources import source_note
from bot.dialogue.situation import Situation
from bot.knowledge import Knowledge
from bot.knowledge.models import Condition
from bot.typography import capital, listing


def verdict(knowledge: Knowledge, certificate: str, situation: Situation, answers: bool = True) -> list[Note]:
    """Whether a person may enter a certificate's training, in a sentence that says on what it depends; none when it is unknown.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        situation: what is known of the person.
        answers: whether « oui » and « non » are due; else it is said how things stand (« donc c'est mort ? »).
    """
    found = eligibility(knowledge, certificate, situation)
    condition, asked = found.condition, conditions(knowledge, certificate)
    if lacking := _lacks_for_all(knowledge, certificate, situation):
        values = {
            "needed": lacking,
            "certificate": knowledge.certificates[certificate].name,
            "condition": ways_in(asked),
        }
        return [("verdict_no_without", values), *alternatives(knowledge, situation, found)]
    if found.verdict is Verdict.UNKNOWN or condition is None or not told_of(knowledge, situation):
        return []
    values = {
        "told": what_counts(knowledge, found.met or [condition], situation),
        "certificate": knowledge.certificates[certificate].name,
        "condition": condition_of(knowledge, certificate),
    }
    if found.verdict is Verdict.NO:
        values |= {"told": what_counts(knowledge, asked, situation)}
        elsewhere: list[Note] = [("note_years_elsewhere", {})] if _worked_elsewhere(asked, situation) else []
        return [("verdict_no" if answers else "verdict_not_open", values), *elsewhere, *alternatives(knowledge, situation, found)]
    if found.verdict is Verdict.YES:
        kind = _kind_of_yes(condition, situation)
        if kind == "_preferred":
            names = knowledge.reference.field_names
            values |= {"preferred": listing([names.get(field, field) for field in condition.preferred], "ou")}
        if kind == "_preferred" and not answers:
            return [("verdict_open_to", values), ("note_preference_only", {"preferred": values["preferred"]})]
        # « Open » with a condition that is not met is no answer either way.
        return [(f"verdict_yes{kind}" if answers or condition.employees else "verdict_open_to", values)]
    if is_met_but_for_more(condition, situation):
        values |= {"needed": listing(unknown_besides(condition, situation)), "condition": ways_in(asked)}
        return [("verdict_depends_also", values)]
    return [_dependence(knowledge, condition, situation, values)]


def _worked_elsewhere(asked: Sequence[Condition], situation: Situation) -> bool:
    """Whether somebody has as many years as a condition asks for, and none of them where it wants them worked."""
    years, where = situation.experience_years, situation.workplace
    if not years or not where:
        return False
    return any(
        one.experience_years and one.workplaces and where not in one.workplaces and years >= one.experience_years for one in asked
    )


def _lacks_for_all(knowledge: Knowledge, certificate: str, situation: Situation) -> str | None:
    """What somebody lacks without which a certificate lets nobody in."""
    lacking = [lacking_besides(one, situation) for one in conditions(knowledge, certificate)]
    return listing(lacking[0]) if lacking and all(lacking) else None


def alternatives(knowledge: Knowledge, situation: Situation, found: Eligibility) -> list[Note]:
    """What is open to somebody who is not let in, and does not lie behind them.

    Args:
        knowledge: holds the conditions.
        situation: what is known of the person.
        found: how they stand to what they asked of.
    """
    if found.verdict is not Verdict.NO:
        return []
    open_ = [key for key in ahead_of(knowledge, situation) if standing(knowledge, key, situation) is Verdict.YES]
    names = listing([knowledge.certificates[key].name for key in open_], "ou")
    return [("verdict_open", {"certificates": names})] if open_ else []


def other_way(knowledge: Knowledge, certificate: str, situation: Situation) -> list[Note]:
    """How somebody who told of work may get there without the diploma that is asked for, where the sheet tells another way.

    Args:
        knowledge: holds the ways.
        certificate: its id.
        situation: what is known of the person.
    """
    ways = [fact.text for fact in knowledge.beside(certificate, {"admission"})]
    works = situation.experience_years or situation.job or situation.workplace
    if not ways or not works or standing(knowledge, certificate, situation) is Verdict.YES:
        return []
    return [("note_other_way", {"certificate": knowledge.certificates[certificate].name, "facts": listing(ways)})]


def _kind_of_yes(condition: Condition, situation: Situation) -> str:
    if condition.preferred and situation.field not in condition.preferred:
        return "_preferred"
    if not condition.employees or works_in_office(situation):
        return ""
    # Who says that they have no post hears no « oui » first.
    return "_employees" if situation.works else "_without_post"


def works_in_office(situation: Situation) -> bool:
    """Whether somebody works in a bailiff's office now, as far as they told.

    Args:
        situation: what is known of the person.
    """
    return situation.works and (situation.workplace == "office" or situation.job is not None)


def _dependence(knowledge: Knowledge, condition: Condition, situation: Situation, values: dict[str, str]) -> Note:
    """On what it depends whether a condition is met."""
    if situation.abroad and condition.years_after_bac is not None:
        return "verdict_depends_abroad", values
    if condition.experience_years == 0 and situation.workplace in condition.workplaces:
        return "verdict_depends_significant", values
    if condition.years_after_bac is not None and situation.years_after_bac is None:
        return "verdict_depends_diploma", values
    if condition.years_after_bac is None and situation.experience_years is None and situation.title is None:
        return "verdict_depends_more", values
    if condition.certificate and situation.title != condition.certificate:
        return "verdict_depends_certificate", values | {"needed": knowledge.certificates[condition.certificate].name}
    if condition.certificate:
        return "verdict_depends_years", values | {"years": str(condition.experience_years)}
    if condition.general:
        return "verdict_depends_general", values
    return ("verdict_depends_field" if condition.field else "verdict_depends_experience"), values


def open_to(knowledge: Knowledge, situation: Situation, certificates: Sequence[str] = ()) -> Saying:
    """The certificates that do not lie behind a person, by what they are to them: open, open on a condition, not yet.

    Args:
        knowledge: holds the conditions.
        situation: what is known of the person.
        certificates: those that are meant; none: all.
    """
    standings = {key: standing(knowledge, key, situation) for key in certificates or ahead_of(knowledge, situation)}
    open_ = [knowledge.certificates[key].name for key, found in standings.items() if found is Verdict.YES]
    lines: list[Note] = [("open", {"certificates": listing(open_)})] if open_ else []
    for wanted in (Verdict.DEPENDS, Verdict.UNKNOWN, Verdict.NO):
        lines += [not_simply_open(knowledge, key, situation) for key, found in standings.items() if found is wanted]
    ways = {key: other_way(knowledge, key, situation) for key in standings}
    told = {c: [*condition_facts(knowledge, c)[:1], *(knowledge.beside(c, {"admission"}) if ways[c] else ())] for c in standings}
    used = [one for certificate, facts in told.items() for one in with_sheets(knowledge, certificate, facts)]
    notes = (*lines, *(note for found in ways.values() for note in found), *source_note(knowledge, {sheet for sheet, _ in used}))
    counts = told_that_may_count(knowledge, situation)
    response = "open_to" if counts else "open_to_anybody"
    return Saying(response, {"told": counts}, notes, facts=tuple(used), listed=tuple(standings))


def not_simply_open(knowledge: Knowledge, certificate: str, situation: Situation) -> Note:
    """How one certificate that is not simply open stands to a person: of its conditions those that they may still meet.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        situation: what is known of the person.
    """
    values = {"certificate": capital(knowledge.certificates[certificate].name), "condition": condition_of(knowledge, certificate)}
    eligible = eligibility(knowledge, certificate, situation)
    if eligible.verdict is Verdict.NO:
        years = years_left(knowledge, certificate, situation)
        return ("not_open_years", values | {"years": years_left_in_words(years, situation)}) if years else ("not_open", values)
    if eligible.verdict is Verdict.YES:
        return "open_if_employee", values
    condition = eligible.condition
    if situation.abroad and condition is not None and condition.years_after_bac is not None and not condition.employees:
        return "open_if_recognised", values
    if condition is not None and is_met_but_for_more(condition, situation):
        return "open_if", values | {"condition": listing(unknown_besides(condition, situation))}
    left = [condition for condition in eligible.left if not _is_short_of(condition, situation)]
    return "open_if", values | {"condition": in_words(left or eligible.left) or values["condition"]}


def _is_short_of(condition: Condition, situation: Situation) -> bool:
    """Whether somebody who told of their diploma lacks the one that a condition asks for, besides the work it asks for."""
    return (
        condition.certificate is not None and situation.title != condition.certificate and situation.job != condition.certificate
    )


def standing(knowledge: Knowledge, certificate: str, situation: Situation) -> Verdict:
    """What a certificate is to a person: open only when what is told meets every condition, being employed in an office included.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        situation: what is known of the person.
    """
    found = eligibility(knowledge, certificate, situation)
    for_employees = found.condition is not None and found.condition.employees and not works_in_office(situation)
    return Verdict.DEPENDS if found.verdict is Verdict.YES and for_employees else found.verdict
