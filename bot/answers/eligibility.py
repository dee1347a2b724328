"""Whom a situation lets in: a person's diploma and experience against a certificate's conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from msgspec.structs import replace

from bot.answers.closed import is_closed
from bot.answers.reply import Asked, Note
from bot.dialogue.situation import Situation
from bot.knowledge import Fact, Knowledge
from bot.knowledge.models import Condition
from bot.knowledge.texts import least_age
from bot.typography import listing, number_of_years


class Verdict(Enum):
    """Whether a condition, or a certificate, lets somebody in. UNKNOWN: too little is told."""

    YES = "yes"
    DEPENDS = "depends"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Eligibility:
    """The verdict, the condition it rests on (None when no condition applies), those that are not refused, and those met."""

    verdict: Verdict
    condition: Condition | None = None
    left: tuple[Condition, ...] = ()
    met: tuple[Condition, ...] = ()


# The best verdict of all conditions counts: a certificate lets in whoever meets any of them.
_ORDER = (Verdict.YES, Verdict.DEPENDS, Verdict.UNKNOWN, Verdict.NO)


def eligibility(knowledge: Knowledge, certificate: str, situation: Situation) -> Eligibility:
    """Whether a person may enter a certificate's training, as far as its sheet tells.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        situation: what is known of the person.
    """
    asked = conditions(knowledge, certificate)
    if not asked or not situation.tells_diploma_or_work:
        return Eligibility(Verdict.UNKNOWN)
    situation = _with_level_of_title(knowledge, situation)
    verdicts = [(_judge(condition, situation), condition) for condition in asked]
    left = tuple(condition for verdict, condition in verdicts if verdict is not Verdict.NO)
    met = tuple(condition for verdict, condition in verdicts if verdict is Verdict.YES)
    judged = [Eligibility(verdict, condition, left, met) for verdict, condition in verdicts]
    best = min(judged, key=lambda e: (_ORDER.index(e.verdict), not is_met_but_for_more(e.condition, situation)))
    if best.verdict is Verdict.UNKNOWN:
        # What was told does not let in; what was not told may.
        refused = any(e.verdict is Verdict.NO for e in judged)
        return Eligibility(Verdict.DEPENDS if refused else Verdict.UNKNOWN, best.condition, left)
    return best


def _with_level_of_title(knowledge: Knowledge, situation: Situation) -> Situation:
    """The situation with the level that a title held gives, where no diploma that was told is as high."""
    years = _years_of_title(knowledge, situation)
    if years is None or years <= (situation.years_after_bac or 0):
        return situation
    return replace(situation, years_after_bac=years, field=None, expected=None, abroad=None)


def _years_of_title(knowledge: Knowledge, situation: Situation) -> int | None:
    """The years after the bac of the level to which a title held stands in its sheet; None where the sheet gives none."""
    entry = knowledge.facts_of(situation.title, "level") if situation.title else None
    given = {fact.reference for fact in entry.facts} if entry else set()
    levels = knowledge.reference.diploma_levels.levels
    return min((row.years_after_bac for row in levels if f"level_{row.level}" in given), default=None)


def years_left(knowledge: Knowledge, certificate: str, situation: Situation) -> int | None:
    """The years of work that somebody still needs where all else that a condition asks is there; None where that is unsure.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        situation: what is known of the person.
    """
    asked = conditions(knowledge, certificate)
    left = [
        condition.experience_years - situation.experience_years
        for condition in asked
        if condition.experience_years and situation.experience_years is not None and _years_count(condition, situation)
    ]
    return min((years for years in left if years > 0), default=None)


def years_left_in_words(years: int, situation: Situation) -> str:
    """How long somebody still has to work: of who has worked some months more, that it is at most so long.

    Args:
        years: as `years_left` has them.
        situation: what is known of the person.
    """
    return number_of_years(years) + (" au plus" if situation.part_of_year else "")


def _years_count(condition: Condition, situation: Situation) -> bool:
    """Whether the years told are of the kind that a condition asks for: with its title, or where it wants them worked."""
    if condition.certificate:
        return situation.title == condition.certificate and situation.workplace in (None, "office")
    return situation.workplace in condition.workplaces


def told_of(knowledge: Knowledge, situation: Situation) -> str:
    """What somebody told of diploma, title and experience, in a few words; empty when nothing."""
    rows = [row for row in knowledge.reference.diploma_levels.levels if row.years_after_bac == situation.years_after_bac]
    diploma = next((row.name for row in rows if row.years_after_bac or row.bac == situation.bac), None)
    if diploma and situation.expected:
        diploma += f" {knowledge.reference.expected}"
    if situation.years_after_bac is None and (lacks := _level_lacked(knowledge, situation)):
        diploma = knowledge.reference.below.format(diploma=lacks)
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


def _level_lacked(knowledge: Knowledge, situation: Situation) -> str | None:
    """The diploma that somebody said they do not have, with its article: « le bac + 2 »."""
    levels = knowledge.reference.diploma_levels.levels
    name = next((row.name for row in levels if row.years_after_bac == situation.below), None)
    return name.replace("un ", "le ", 1) if name else None


def what_counts(knowledge: Knowledge, asked: Sequence[Condition], situation: Situation) -> str:
    """What somebody told that bears on conditions: a diploma on those of diplomas, work and title on those of work.

    Args:
        knowledge: names diplomas and certificates.
        asked: those that are met, or that the verdict rests on.
        situation: what is known of the person.
    """
    counts = situation
    if all(one.years_after_bac is not None for one in asked) and _tells_level(knowledge, situation):
        of_title = _with_level_of_title(knowledge, situation) != situation
        counts = replace(
            counts, experience_years=None, **({"years_after_bac": None, "below": None} if of_title else {"title": None})
        )
    elif all(condition.years_after_bac is None for condition in asked):
        counts = replace(counts, years_after_bac=None, below=None)
    return told_of(knowledge, counts) or told_of(knowledge, situation)


def _tells_level(knowledge: Knowledge, situation: Situation) -> bool:
    told = (situation.years_after_bac, situation.below, _years_of_title(knowledge, situation))
    return any(one is not None for one in told)


def told_that_may_count(knowledge: Knowledge, situation: Situation) -> str:
    """What somebody told, without years of work that were spent where no sheet counts them, if anything else was told.

    Args:
        knowledge: holds the conditions.
        situation: what is known of the person.
    """
    asked = [one for key in knowledge.certificates for one in conditions(knowledge, key)]
    elsewhere = situation.workplace is not None and not any(situation.workplace in one.workplaces for one in asked)
    counts = replace(situation, experience_years=None) if elsewhere else situation
    return told_of(knowledge, counts) or told_of(knowledge, situation)


def condition_facts(knowledge: Knowledge, certificate: str) -> list[Fact]:
    """The facts that say what a certificate asks of whom it lets in, in the sheet's order.

    Args:
        knowledge: holds them.
        certificate: its id.
    """
    admission = knowledge.facts_of(certificate, "admission")
    return [fact for fact in (admission.facts if admission else ()) if fact.conditions]


def conditions(knowledge: Knowledge, certificate: str) -> list[Condition]:
    """What a certificate asks of whom it lets in: any of these will do.

    Args:
        knowledge: holds them.
        certificate: its id.
    """
    return [condition for fact in condition_facts(knowledge, certificate) for condition in fact.conditions]


def condition_of(knowledge: Knowledge, certificate: str) -> str:
    """A certificate's conditions in few words; nothing when its sheet holds none.

    Args:
        knowledge: holds them.
        certificate: its id.
    """
    return in_words(conditions(knowledge, certificate))


def diploma_needed(knowledge: Knowledge, certificate: str, asked: Asked) -> list[Note]:
    """« Il faut un master 2 ? »: « non » where no condition asks for it, « oui » where nothing else lets in.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        asked: the query; nothing is said to one that asks of somebody, or of something else.
    """
    levels, ways = asked.reading.levels_needed, conditions(knowledge, certificate)
    wanted = {one.years_after_bac for one in ways if one.years_after_bac is not None}
    of_somebody = any(told.situation.tells_diploma_or_work for told in asked.reading.told)
    of_somebody = of_somebody or (asked.query.act == "verdict" and asked.situation.tells_diploma_or_work)
    if asked.query.intent != "admission" or not levels or not wanted or not is_closed(asked) or of_somebody:
        return []
    if not wanted & {*levels}:
        return [("no", {})]
    return [("yes", {}) if len(ways) == 1 else ("not_obliged", {})]


def ways_in(asked: Sequence[Condition]) -> str:
    """Conditions of which any will do, in a sentence (« il faut … »), without what is asked of everybody besides.

    Args:
        asked: the conditions.
    """
    return listing([condition.name for condition in asked], "ou")


def in_words(asked: Sequence[Condition]) -> str:
    """Conditions of which any will do, in a sentence, with what is asked of everybody besides.

    Args:
        asked: the conditions.
    """
    names = ways_in(asked)
    besides = {condition.besides for condition in asked}
    return f"{names}, avec {listing(common)}" if len(besides) == 1 and (common := besides.pop()) else names


def is_met_but_for_more(condition: Condition | None, situation: Situation) -> bool:
    """Whether what a condition asks is there, all but what it asks of everybody besides (« le permis B »).

    Args:
        condition: one of a certificate's; none where no condition applies.
        situation: what is known of the person.
    """
    if condition is None or lacking_besides(condition, situation) or not unknown_besides(condition, situation):
        return False
    return _judge_told(condition, situation) is Verdict.YES


def unknown_besides(condition: Condition, situation: Situation) -> list[str]:
    """What a condition asks of everybody besides, and nobody said whether somebody has it.

    Args:
        condition: one of a certificate's.
        situation: what is known of the person.
    """
    return [one for one in condition.besides if _has(one, situation) is None]


def lacking_besides(condition: Condition, situation: Situation) -> list[str]:
    """What a condition asks of everybody besides, and somebody has not.

    Args:
        condition: one of a certificate's.
        situation: what is known of the person.
    """
    return [one for one in condition.besides if _has(one, situation) is False]


def _has(besides: str, situation: Situation) -> bool | None:
    """Whether somebody has what everybody needs besides; None where that is not known."""
    if (least := least_age(besides)) is not None and situation.age is not None:
        # Whoever reaches that age one day may or may not have reached it by then.
        return None if situation.age_to_come and situation.age == least else situation.age >= least
    return True if besides in situation.has else False if besides in situation.lacks else None


def _judge(condition: Condition, situation: Situation) -> Verdict:
    if lacking_besides(condition, situation):
        return Verdict.NO
    return Verdict.DEPENDS if is_met_but_for_more(condition, situation) else _judge_told(condition, situation)


def _judge_told(condition: Condition, situation: Situation) -> Verdict:
    if condition.years_after_bac is not None:
        return _judge_diploma(condition, situation)
    return _judge_experience(condition, situation)


def _judge_diploma(condition: Condition, situation: Situation) -> Verdict:
    years = situation.years_after_bac
    if condition.years_after_bac is None:
        return Verdict.UNKNOWN
    if years is None:
        lacks = situation.below is not None and situation.below <= condition.years_after_bac
        return Verdict.NO if lacks else Verdict.UNKNOWN
    if years < condition.years_after_bac:
        return Verdict.NO
    if condition.field and situation.field != condition.field:
        return Verdict.DEPENDS if situation.field is None else Verdict.NO
    if condition.general and situation.bac != "general":
        # A diploma above the bac does not tell which bac it was.
        return Verdict.DEPENDS if situation.bac is None else Verdict.NO
    # What a foreign diploma is worth here, no sheet says.
    return Verdict.DEPENDS if situation.abroad else Verdict.YES


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
        return _judge_title(condition, situation)
    if years is None:
        return Verdict.UNKNOWN
    if situation.workplace is None:
        return Verdict.DEPENDS
    if situation.workplace not in condition.workplaces:
        return Verdict.NO
    # Whether experience is « significant » is the centre's to judge.
    return Verdict.YES if condition.experience_years else Verdict.DEPENDS


def _judge_title(condition: Condition, situation: Situation) -> Verdict:
    """Years of work beside a title: who worked elsewhere than in an office and speaks of no title has none."""
    if situation.title == condition.certificate:
        return Verdict.YES if situation.experience_years is not None else Verdict.DEPENDS
    elsewhere = situation.title is None and situation.workplace not in (None, "office")
    return Verdict.NO if elsewhere or (situation.untitled and situation.title is None) else Verdict.DEPENDS
