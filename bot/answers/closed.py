"""Closed questions: the facts that a message means, « oui » or « non » before them, and whether its figures are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.answers.reply import Asked, Note
from bot.answers.rules import ApprenticePay
from bot.knowledge import Fact, Knowledge
from bot.knowledge.checks import numbers_in

# Smaller figures are ages, places in a list, years of work; from here on people leave the cents out.
LEAST_FIGURE, ROUNDED_FROM = 27.0, 100.0
# What is said beside a figure (« au début », « sur deux ans ») is not checked: a longer message gets the fact without « oui ».
BRIEF = 9
# « Son français, c'est éliminatoire ? » is a verdict on one condition.
CLOSED = ("yesno", "confirm", "verdict")


class CheckedFigures(NamedTuple):
    """The facts that hold a message's figures, or might have; `right` is None where more was said than figures."""

    facts: list[Fact]
    right: bool | None


def is_closed(asked: Asked) -> bool:
    """Whether a query is answered « oui » or « non »."""
    return asked.query.act in CLOSED


def named_facts(knowledge: Knowledge, asked: Asked, holder: str, facts: Sequence[Fact]) -> list[tuple[Fact, str]]:
    """Those of a topic's facts that the message names by a word of their own, each with what a closed question gets.

    Args:
        knowledge: holds the facts.
        asked: the query.
        holder: a certificate's id, or `centre`.
        facts: the topic's facts that may be told.
    """
    topics = knowledge.topics_by_holder()[holder]
    found = [(topics[n.topic].facts[n.index], n.answer) for n in asked.reading.named_facts if n.holder == holder]
    return [(fact, answer) for fact, answer in found if fact in facts]


def closed(asked: Asked, named: Sequence[tuple[Fact, str]]) -> list[Note]:
    """« Oui » or « non » before the facts that a closed question names; nothing where they disagree, or a negation turns it."""
    if not is_closed(asked):
        return []
    answers = {answer for _, answer in named}
    cues = asked.reading.cues
    if answers == {"no"}:
        return [("no", {})]
    turned = "negated" in cues and "closed" not in cues
    return [("yes", {})] if answers == {"yes"} and not turned else []


def figures_told(asked: Asked) -> frozenset[str]:
    """The figures of a message that are no age and no years of work."""
    people = [asked.situation, *(telling.situation for telling in asked.reading.told)]
    return asked.reading.figures - {str(n) for person in people for n in (person.age, person.experience_years) if n is not None}


def check_figures(asked: Asked, facts: Sequence[Fact]) -> CheckedFigures | None:
    """Whether a closed question's figures are those of the facts; None when it has none, or none of the facts might hold them.

    Args:
        asked: the query.
        facts: the topic's facts.
    """
    numbers = figures_told(asked)
    figures = {figure for figure in numbers if float(figure) >= LEAST_FIGURE}
    if not figures or not is_closed(asked):
        return None
    held = [fact for fact in facts if any(_same(f, n) for f in figures for n in numbers_in(fact.text))]
    all_held = {f for f in figures if any(_same(f, n) for fact in facts for n in numbers_in(fact.text))}
    # A figure can only be wrong beside one that might have been it.
    with_numbers = [fact for fact in facts if any(float(number) >= LEAST_FIGURE for number in numbers_in(fact.text))]
    if not with_numbers or (held and all_held != figures):
        return None
    # A single figure that no fact holds is wrong in a longer message too.
    longest = BRIEF if held else 2 * BRIEF
    sure = asked.reading.words <= longest and not asked.reading.cues & {"net", "negated"}
    sure = sure and (numbers <= all_held if held else len(figures) == len(numbers) == 1)
    return CheckedFigures(held or with_numbers, bool(held) if sure else None)


def checked_pay(asked: Asked, pay: ApprenticePay) -> tuple[Note, ...]:
    """Whether the percentage or the amount that a closed question names is the one of its age."""
    figures = {figure for figure in figures_told(asked) if float(figure) >= LEAST_FIGURE}
    if not figures or not is_closed(asked):
        return ()
    right = any(all(_same(figure, held) for figure in figures) for held in (str(pay.percent), f"{pay.monthly:.2f}"))
    return (("confirmed" if right else "not_confirmed", {}),)


def _same(said: str, held: str) -> bool:
    """Whether somebody means a figure: « 1890 » is 1 890,60; « 90 » is not 900."""
    return said == held or (float(said) >= ROUNDED_FROM and float(said) in (int(float(held)), round(float(held))))
