"""How a verdict on admission is told: of one certificate, and of all for a person."""

from __future__ import annotations

from bot.answers.certificates import capital
from bot.answers.eligibility import Verdict, eligibility, told_of
from bot.answers.reply import Note, Saying, Situation
from bot.answers.sources import source_note
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
    values = {"told": told_of(knowledge, situation), "certificate": knowledge.certificates[certificate].name}
    if found.verdict is Verdict.NO:
        open_ = [key for key in knowledge.certificates if eligibility(knowledge, key, situation).verdict is Verdict.YES]
        names = listing([knowledge.certificates[key].name for key in open_], "ou")
        return [("verdict_no", values), *([("verdict_open", {"certificates": names})] if open_ else [])]
    if found.verdict is Verdict.YES:
        preferred = condition.preferred and situation.field not in condition.preferred
        significant = condition.experience_years == 0
        outside = condition.employees and situation.workplace != "office" and situation.job is None
        kind = "_preferred" if preferred else "_significant" if significant else "_employees" if outside else ""
        return [(f"verdict_yes{kind}", values)]
    return [_dependence(knowledge, condition, situation, values)]


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


def open_to(knowledge: Knowledge, situation: Situation, brief: bool = False) -> Saying:
    """All certificates with the verdict for a person.

    Args:
        knowledge: holds the conditions.
        situation: what is known of the person.
        brief: without the conditions.
    """
    words = {verdict: f"verdict_{'brief' if brief else 'word'}_{verdict.value}" for verdict in Verdict}
    notes: list[Note] = []
    used: list[tuple[str, Fact]] = []
    for key, certificate in knowledge.certificates.items():
        found = eligibility(knowledge, key, situation)
        admission = knowledge.facts_of(key, "admission")
        fact = next((f for f in (admission.facts if admission else ()) if f.conditions), None)
        condition = fact.text if fact else ""
        notes.append((words[found.verdict], {"certificate": capital(certificate.name), "condition": condition}))
        used += [(fact.sheet or certificate.sheet, fact)] if fact else []
    notes += source_note(knowledge, {sheet for sheet, _ in used})
    values = {"told": told_of(knowledge, situation)}
    return Saying("open_to", values, tuple(notes), facts=tuple(used), listed=tuple(knowledge.certificates))
