"""What somebody still lacks for a certificate: years of work that can be counted, else the conditions left to them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.eligibility import (
    Verdict,
    condition_of,
    conditions,
    eligibility,
    in_words,
    told_of,
    what_counts,
    years_left,
    years_left_in_words,
)
from bot.answers.reply import Asked, Note
from bot.answers.verdicts import alternatives, standing
from bot.dialogue.query import Query
from bot.dialogue.situation import Situation
from bot.knowledge import Knowledge
from bot.knowledge.models import Condition
from bot.typography import number_of_years

# « Dans un an, c'est bon ? » may be taken for a question on any of these, « il me reste combien d'années ? » for these too.
_OF_ENTRY = frozenset(["admission", "path", "recommendation", "certificates", "tell_situation"])
_OF_TIME = frozenset(["duration", "hours", "career"])


def asks_what_lacks(knowledge: Knowledge, asked: Asked, queries: Sequence[Query]) -> Query | None:
    """The verdict that is meant by « il me manque quoi ? », « dans un an, c'est bon ? », of the one certificate in question.

    Args:
        knowledge: holds the conditions.
        asked: the first query.
        queries: all that the message was taken to ask.
    """
    reading, situation = asked.reading, asked.situation
    lacks = "lacks" in reading.cues
    about = {*(query.intent for query in queries), *reading.named_topics} - (_OF_TIME if lacks else set())
    beyond = any(what not in knowledge.certificates for what in reading.named())
    if not (lacks or reading.years_ahead) or not about <= _OF_ENTRY or beyond:
        return None
    meant = [c for c in reading.named() or asked.query.certificates or asked.state.discussed if c in knowledge.certificates]
    short = [c for c in meant or knowledge.certificates if years_left(knowledge, c, situation)]
    last = asked.state.last
    judged = last is not None and last.act == "verdict" and lacks and situation.tells_diploma_or_work
    found = short or (meant if judged else [])
    return Query("verdict", "admission", (found[0],), asked.query.person) if len(found) == 1 else None


def lacking(knowledge: Knowledge, certificate: str, asked: Asked) -> tuple[list[Note], list[Note]] | None:
    """What is said first, and what somebody lacks; None where that is nothing, or no number of years and nobody asked.

    Args:
        knowledge: holds the conditions.
        certificate: its id.
        asked: the query.
    """
    situation = asked.situation
    found = eligibility(knowledge, certificate, situation)
    open_ = standing(knowledge, certificate, situation) is Verdict.YES
    if open_ or not told_of(knowledge, situation):
        return None
    asks = "lacks" in asked.reading.cues
    by_years = asks or asked.reading.years_ahead is not None
    # A diploma that was told may let in on a condition of its own.
    depends = found.verdict is not Verdict.NO and situation.years_after_bac is not None
    if (years := years_left(knowledge, certificate, situation)) and (by_years or not depends):
        by_work = [one for one in conditions(knowledge, certificate) if one.years_after_bac is None]
        values = {
            "told": what_counts(knowledge, by_work, situation),
            "certificate": knowledge.certificates[certificate].name,
            "years": years_left_in_words(years, situation),
            "condition": condition_of(knowledge, certificate),
        }
        others = [] if by_years else alternatives(knowledge, situation, found)
        return _opening(asked, years), [("verdict_years_left", values), *others]
    return ([], [_lacks(knowledge, certificate, asked)]) if asks else None


def _opening(asked: Asked, years: int) -> list[Note]:
    """Whether the years that the message speaks of are those that lack."""
    ahead = asked.reading.years_ahead
    if "lacks" in asked.reading.cues:
        return [("yes" if ahead == years else "no", {})] if ahead else []
    if ahead:
        return [("in_time" if ahead >= years else "too_soon", {"years": number_of_years(ahead)})]
    return [("not_yet", {})] if asked.query.act == "verdict" else []


def _lacks(knowledge: Knowledge, certificate: str, asked: Asked) -> Note:
    """The ways that are left to somebody, or the post in an office that they still need."""
    situation = asked.situation
    found = eligibility(knowledge, certificate, situation)
    values = {"certificate": knowledge.certificates[certificate].name}
    if found.verdict is Verdict.YES:
        return "verdict_lacks_post", values | {"told": what_counts(knowledge, found.met, situation)}
    asked_for = [one for one in conditions(knowledge, certificate) if one not in found.met]
    left = [one for one in asked_for if one in found.left or not _is_passed(one, situation)]
    return "verdict_lacks", values | {"condition": in_words(left or asked_for)}


def _is_passed(condition: Condition, situation: Situation) -> bool:
    """Whether somebody has as high a diploma as is asked, of another kind: studying on does not lead to it."""
    asked, years = condition.years_after_bac, situation.years_after_bac
    return asked is not None and years is not None and years >= asked
