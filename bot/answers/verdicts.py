"""How a verdict on admission is told: of one certificate, and of all for a person."""

from __future__ import annotations

from msgspec.structs import replace

from bot.answers.certificates import capital
from bot.answers.eligibility import Verdict, eligibility, told_of
from bot.answers.reply import Note, Saying
from bot.answers.sources import source_note
from bot.dialogue.situation import Situation
from bot.knowledge import Fact, Knowledge
from bot.knowledge.models import Condition
from bot.typography import listing


def verdict(knowledge: Knowledge, certificate: str, situation: Situation) -> list[Note]:
    """Whether a person may enter a certificate's training, in a sentence that says on what it depends; none when it is unknown.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        situation: what is known of the person.
    """
    found = eligibility(knowledge, certificate, situation)
    condition = found.condition
    if found.verdict is Verdict.UNKNOWN or condition is None:
        return []
    values = {"told": _what_counts(knowledge, condition, situation), "certificate": knowledge.certificates[certificate].name}
    if found.verdict is Verdict.NO:
        open_ = [key for key in knowledge.certificates if standing(knowledge, key, situation) is Verdict.YES]
        names = listing([knowledge.certificates[key].name for key in open_], "ou")
        return [("verdict_no", values), *([("verdict_open", {"certificates": names})] if open_ else [])]
    if found.verdict is Verdict.YES:
        preferred = condition.preferred and situation.field not in condition.preferred
        significant = condition.experience_years == 0
        outside = condition.employees and situation.workplace != "office" and situation.job is None
        kind = "_preferred" if preferred else "_significant" if significant else "_employees" if outside else ""
        return [(f"verdict_yes{kind}", values)]
    return [_dependence(knowledge, condition, situation, values)]


def _what_counts(knowledge: Knowledge, condition: Condition, situation: Situation) -> str:
    """What somebody told that bears on a condition: a diploma on one of diplomas, work and title on one of work."""
    if condition.years_after_bac is not None and situation.years_after_bac is not None:
        counts = replace(situation, experience_years=None, title=None)
    else:
        counts = replace(situation, years_after_bac=None)
    return told_of(knowledge, counts) or told_of(knowledge, situation)


def _dependence(knowledge: Knowledge, condition: Condition, situation: Situation, values: dict[str, str]) -> Note:
    """On what it depends whether a condition is met."""
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


def open_to(knowledge: Knowledge, situation: Situation) -> Saying:
    """All certificates by what they are to a person: open, open on a condition, not yet.

    Args:
        knowledge: holds the conditions.
        situation: what is known of the person.
    """
    lines: list[Note] = []
    used: list[tuple[str, Fact]] = []
    open_ = [key for key in knowledge.certificates if standing(knowledge, key, situation) is Verdict.YES]
    if open_:
        lines.append(("open", {"certificates": listing([knowledge.certificates[key].name for key in open_])}))
    for wanted, response in ((Verdict.DEPENDS, "open_if"), (Verdict.UNKNOWN, "open_if"), (Verdict.NO, "not_open")):
        for key, certificate in knowledge.certificates.items():
            if standing(knowledge, key, situation) is wanted:
                values = {"certificate": capital(certificate.name), "condition": condition_of(knowledge, key)}
                lines.append((response, values))
    for key, certificate in knowledge.certificates.items():
        used += [(fact.sheet or certificate.sheet, fact) for fact in conditions(knowledge, key)[:1]]
    notes = (*lines, *source_note(knowledge, {sheet for sheet, _ in used}))
    response = "open_to" if told_of(knowledge, situation) else "open_to_anybody"
    return Saying(
        response, {"told": told_of(knowledge, situation)}, notes, facts=tuple(used), listed=tuple(knowledge.certificates)
    )


def standing(knowledge: Knowledge, certificate: str, situation: Situation) -> Verdict:
    """What a certificate is to a person: open only when what is told meets every condition, being employed in an office included.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        situation: what is known of the person.
    """
    found = eligibility(knowledge, certificate, situation)
    employees = found.condition is not None and found.condition.employees
    works_there = situation.workplace == "office" or situation.job is not None
    return Verdict.DEPENDS if found.verdict is Verdict.YES and employees and not works_there else found.verdict


def conditions(knowledge: Knowledge, certificate: str) -> list[Fact]:
    """The facts that say what a certificate asks of whom it lets in, in the sheet's order.

    Args:
        knowledge: holds them.
        certificate: its id.
    """
    admission = knowledge.facts_of(certificate, "admission")
    return [fact for fact in (admission.facts if admission else ()) if fact.conditions]


def condition_of(knowledge: Knowledge, certificate: str) -> str:
    """The first of a certificate's conditions in few words; nothing when its sheet holds none.

    Args:
        knowledge: holds them.
        certificate: its id.
    """
    return next((fact.brief or fact.text for fact in conditions(knowledge, certificate)), "")
