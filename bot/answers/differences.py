"""How much more, or less, or by year: what two figures that facts hold come to, with the working."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from bot.answers.closed import is_choice, is_closed
from bot.answers.figures import figures_told, same_figure
from bot.answers.reply import Asked, Note
from bot.knowledge import Fact
from bot.knowledge.checks import numbers_in
from bot.typography import euros

# Of what hours are told, and what they are spread over: the cue, its months, and its word.
_OF_LENGTH = ("duration", "hours")
_SPREAD = (("yearly", 12, "an"), ("monthly", 1, "mois"))


class Difference(NamedTuple):
    """A difference in words, and the two facts that it is worked out from."""

    openings: list[Note]
    facts: list[Fact]


class _Figure(NamedTuple):
    value: float
    fact: Fact


def difference(asked: Asked, facts: Sequence[Sequence[Fact]]) -> Difference | None:
    """The difference that a message asks for; None where it asks for none, or the facts hold no two figures of a kind.

    Args:
        asked: the query, on a topic.
        facts: the topic's facts of one certificate, or of each of two.
    """
    if "difference" not in asked.reading.cues or asked.query.intent not in _FIGURES:
        return None
    response, figures_of, in_words = _FIGURES[asked.query.intent]
    if len(facts) == 2:
        # « Écart avec mon coefficient 333 ? » names which figure of one is meant.
        held = {one.figure for one in asked.reading.held_figures}
        facts = [[fact for fact in one if held & numbers_in(fact.text)] or one for one in facts]
    pair = figures_of(facts)
    if len(pair) != 2 or pair[0].value == pair[1].value:
        return None
    lesser, greater = sorted(pair, key=attrgetter("value"))
    amount = round(greater.value - lesser.value, 2)
    values = {"greater": in_words(greater.value), "lesser": in_words(lesser.value), "difference": in_words(amount)}
    return Difference([*_checked(asked, amount, pair), (response, values)], [lesser.fact, greater.fact])


def _checked(asked: Asked, amount: float, pair: Sequence[_Figure]) -> list[Note]:
    """Whether the difference that a closed question names is right; nothing where it only names what is compared."""
    said = figures_told(asked)
    if is_closed(asked) and any(same_figure(figure, str(amount)) for figure in said):
        return [("confirmed", {})]
    said -= {one.figure for one in asked.reading.held_figures}
    named = {figure for figure in said if any(same_figure(figure, str(one.value)) for one in pair)}
    return [("not_confirmed", {})] if is_closed(asked) and len(said - named) == 1 else []


def _pay(facts: Sequence[Sequence[Fact]]) -> list[_Figure]:
    """What is paid at the start and at the end of one pay scale, or at the start of two."""
    scales = [[_Figure(f.salary.from_, f) for f in one if f.salary and f.salary.after_years is not None] for one in facts]
    if len(scales) == 1:
        return [scales[0][0], scales[0][-1]] if len(scales[0]) > 1 else []
    return _of_each(scales)


def _hours(facts: Sequence[Sequence[Fact]]) -> list[_Figure]:
    return _of_each([[_Figure(f.duration.hours, f) for f in one if f.duration and f.duration.hours] for one in facts])


def _months(facts: Sequence[Sequence[Fact]]) -> list[_Figure]:
    return _of_each([[_Figure(m, f) for f in one if f.duration and (m := f.duration.in_months)] for one in facts])


def _of_each(figures: Sequence[Sequence[_Figure]]) -> list[_Figure]:
    return [one[0] for one in figures if one] if len(figures) == 2 else []


def _count(number: float) -> str:
    return f"{number:.0f}"


# By topic: the response, where the two figures are, and how a figure is written.
_FIGURES: dict[str, tuple[str, Callable[[Sequence[Sequence[Fact]]], list[_Figure]], Callable[[float], str]]] = {
    "salary": ("difference_of_pay", _pay, euros),
    "hours": ("difference_of_hours", _hours, _count),
    "duration": ("difference_of_months", _months, _count),
}


def hours_spread(asked: Asked, facts: Sequence[Fact]) -> list[Note]:
    """« 481 heures sur deux ans, ça fait combien par an ? »: the hours by year or month, on average, with the working.

    Args:
        asked: the query, on the length of a training.
        facts: what is told of it.
    """
    if asked.query.intent not in _OF_LENGTH or is_closed(asked) or is_choice(asked):
        return []
    for cue, months, unit in _SPREAD:
        for length in (fact.duration for fact in facts if fact.duration):
            parts = (length.in_months or 0) / months
            if cue in asked.reading.cues and length.hours and parts > 1:
                each = f"{length.hours / parts:.1f}".replace(".", ",").removesuffix(",0")
                values = {"hours": str(length.hours), "parts": f"{parts:g}".replace(".", ","), "each": each, "unit": unit}
                return [("hours_spread", values)]
    return []
