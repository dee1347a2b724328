"""Whom a situation lets in: a person's diploma and experience against a certificate's conditions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.dialogue.situation import Situation
from bot.knowledge import Knowledge
from bot.knowledge.models import Condition
from bot.typography import listing


class Verdict(Enum):
    """Whether a condition, or a certificate, lets somebody in. UNKNOWN: too little is told."""

    YES = "yes"
    DEPENDS = "depends"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Eligibility:
    """The verdict and the condition it rests on (None when no condition of the sheet applies)."""

    verdict: Verdict
    condition: Condition | None = None


# The best verdict of all conditions counts: a certificate lets in whoever meets any of them.
_ORDER = (Verdict.YES, Verdict.DEPENDS, Verdict.UNKNOWN, Verdict.NO)


def eligibility(knowledge: Knowledge, certificate: str, situation: Situation) -> Eligibility:
    """Whether a person may enter a certificate's training, as far as its sheet tells.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        situation: what is known of the person.
    """
    entry = knowledge.facts_of(certificate, "admission")
    conditions = [condition for fact in (entry.facts if entry else ()) for condition in fact.conditions]
    if not conditions or not situation.tells_diploma_or_work:
        return Eligibility(Verdict.UNKNOWN)
    judged = [Eligibility(_judge(condition, situation), condition) for condition in conditions]
    best = min(judged, key=lambda e: _ORDER.index(e.verdict))
    if best.verdict is Verdict.UNKNOWN:
        # What was told does not let in; what was not told may.
        refused = any(e.verdict is Verdict.NO for e in judged)
        return Eligibility(Verdict.DEPENDS if refused else Verdict.UNKNOWN, best.condition)
    return best


def told_of(knowledge: Knowledge, situation: Situation) -> str:
    """What somebody told of diploma, title and experience, in a few words; empty when nothing."""
    rows = [row for row in knowledge.reference.diploma_levels.levels if row.years_after_bac == situation.years_after_bac]
    diploma = next((row.name for row in rows if row.years_after_bac or row.bac == situation.bac), None)
    title = knowledge.certificates[situation.title].name if situation.title else None
    years = situation.experience_years
    one, many = knowledge.reference.experience_unit
    return listing(
        [
            *([diploma] if diploma else []),
            *([f"le titre de {title}"] if title else []),
            *([f"{years} {one if years == 1 else many}"] if years else []),
        ]
    )


def _judge(condition: Condition, situation: Situation) -> Verdict:
    if condition.years_after_bac is not None:
        return _judge_diploma(condition, situation)
    return _judge_experience(condition, situation)


def _judge_diploma(condition: Condition, situation: Situation) -> Verdict:
    years = situation.years_after_bac
    if years is None or condition.years_after_bac is None:
        return Verdict.UNKNOWN
    if years < condition.years_after_bac:
        return Verdict.NO
    if condition.field and situation.field != condition.field:
        return Verdict.DEPENDS if situation.field is None else Verdict.NO
    if condition.general and situation.bac != "general":
        # A diploma above the bac does not tell which bac it was.
        return Verdict.DEPENDS if situation.bac is None else Verdict.NO
    return Verdict.YES


def _judge_experience(condition: Condition, situation: Situation) -> Verdict:
    years = situation.experience_years
    if condition.certificate and situation.title is None and years is None:
        # Who had the title needed would have said so; who has the job may have it.
        return Verdict.DEPENDS if situation.job == condition.certificate else Verdict.NO
    if condition.experience_years is None or (years is None and situation.title is None):
        return Verdict.UNKNOWN
    # « Significant » experience (0 in the condition) is more than none.
    if years is not None and years < max(condition.experience_years, 1):
        return Verdict.NO
    if condition.certificate:
        return Verdict.YES if years is not None and situation.title == condition.certificate else Verdict.DEPENDS
    if years is None:
        return Verdict.UNKNOWN
    if situation.workplace is None:
        return Verdict.DEPENDS
    return Verdict.YES if situation.workplace in condition.workplaces else Verdict.NO
