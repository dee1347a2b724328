"""Whether a message's figures are those of the facts, and what is said of them first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bot.answers.closed import BRIEF, MONTHS_OF_YEAR, is_choice, is_closed, sides
from bot.answers.reply import Asked, Note
from bot.answers.rules import ApprenticePay
from bot.knowledge import Fact, Knowledge
from bot.knowledge.checks import measures_in, numbers_in
from bot.typography import euros

# Smaller figures are ages, places in a list, years of work; from here on people leave the cents out.
LEAST_FIGURE, ROUNDED_FROM = 27.0, 100.0
# What is asked of figures beside whether they are right.
_TURNS_FIGURES = frozenset(["net", "negated", "yearly", "bound"])
# Figures of more than as many times a pay are none that somebody took for it: « 7 955 €, il les paie aussi en apprentissage ? ».
_MOST_PAY = 4
# What is said first of figures.
CONFIRMED = {"yes": "confirmed", "no": "not_confirmed"}


class CheckedFigures(NamedTuple):
    """The facts that hold a message's figures, or might have; `right` is None where more was said than figures."""

    facts: list[Fact]
    right: Literal["yes", "no", "partly"] | None


class Answered(NamedTuple):
    """What is said first to a closed question, and the facts that it rests on."""

    openings: list[Note]
    facts: list[Fact]


def figures_told(asked: Asked) -> frozenset[str]:
    """The figures of a message that are no age, no years of work and no sum of the visitor's own."""
    people = [asked.situation, *(telling.situation for telling in asked.reading.told)]
    own = {one.figure for one in asked.reading.said_figures if one.own in ("pay", "sum")}
    held = {one.figure for one in asked.reading.held_figures}
    years = {str(n) for person in people for n in (person.age, person.experience_years) if n is not None}
    # « Elle aura 18 ans en novembre 2027 » says the year of nothing else.
    birthdays = {one.figure for one in asked.reading.said_figures if one.unit == "year" and any(p.age_to_come for p in people)}
    return asked.reading.figures - years - birthdays - (own - held)


class _Said(NamedTuple):
    """What a message says in figures: all its numbers, those large enough to be checked, and lengths of time in months."""

    numbers: frozenset[str]
    figures: frozenset[str]
    months: frozenset[int]


def check_figures(asked: Asked, facts: Sequence[Fact]) -> CheckedFigures | None:
    """Whether a closed question's figures and lengths of time are those of the facts.

    Args:
        asked: the query.
        facts: the topic's facts.

    Returns:
        None when it has none, or none of the facts might hold them.
    """
    said = _said(asked, facts)
    if not (said.figures or said.months) or not (is_closed(asked) or is_choice(asked)):
        return None
    held = [fact for fact in facts if _holds(fact, said.figures) or _length(fact) in said.months]
    # A figure can only be wrong beside one that might have been it.
    might = [fact for fact in facts if _has_figure(fact, said) or (said.months and fact.duration)]
    found = {figure for figure in said.figures if any(_holds(fact, {figure}) for fact in facts)}
    wrong = said.figures - found - _held_on_other_topics(asked)
    if not might or (held and not wrong and found != said.figures):
        return None
    turned = _is_turned(asked, said)
    if held and (wrong or not said.months <= {_length(fact) for fact in facts}):
        return None if turned else CheckedFigures(list(dict.fromkeys([*held, *might])), "partly")
    if turned or not _says_no_more(asked, said, found, bool(held)):
        return CheckedFigures(held or might, None)
    return CheckedFigures(held or might, "yes" if held else "no")


def _is_turned(asked: Asked, said: _Said) -> bool:
    """Whether more is asked of the figures than whether they are right; « pas 12 000 clercs, 12 000 salariés » says what is."""
    cues = asked.reading.cues
    if "confirms" not in cues:
        return bool(cues & _TURNS_FIGURES) or is_choice(asked)
    plain = {one.figure for one in asked.reading.said_figures if not one.denied}
    return bool(cues & (_TURNS_FIGURES - ({"negated"} if said.figures <= plain else set())))


def _says_no_more(asked: Asked, said: _Said, found: set[str], held: bool) -> bool:
    """Whether a message says little beside its figures; a single one that no fact holds is wrong in a longer one too."""
    asks_that = bool(asked.reading.cues & {"confirms", "closed"})
    most = BRIEF if held and not said.months and not asks_that else 2 * BRIEF
    if asked.reading.words > (3 * BRIEF if held and "confirms" in asked.reading.cues else most):
        return False
    return said.numbers <= found if held else len(said.figures) + len(said.months) == 1 == len(said.numbers | said.months)


def _said(asked: Asked, facts: Sequence[Fact]) -> _Said:
    """The message's figures; lengths of time only where the facts have any, and their numbers are not counted twice."""
    months = _lengths_told(asked) if any(_length(fact) for fact in facts) else frozenset[int]()
    numbers = figures_told(asked) - {str(n) for length in months for n in (length, length // MONTHS_OF_YEAR)}
    return _Said(numbers, frozenset(figure for figure in numbers if float(figure) >= LEAST_FIGURE), months)


def _length(fact: Fact) -> int | None:
    return fact.duration.in_months if fact.duration else None


def _has_figure(fact: Fact, said: _Said) -> bool:
    """Whether a fact has a figure that might have been one of the message's: « 15 000 » is no percentage."""
    least = ROUNDED_FROM if said.figures and all(float(figure) >= ROUNDED_FROM for figure in said.figures) else LEAST_FIGURE
    return any(float(number) >= least for number in numbers_in(fact.text))


def _lengths_told(asked: Asked) -> frozenset[int]:
    """The lengths of time that a message says, in months: no age, no years of work."""
    people = [asked.situation, *(telling.situation for telling in asked.reading.told)]
    return asked.reading.months - {n * MONTHS_OF_YEAR for person in people for n in (person.age, person.experience_years) if n}


def _held_on_other_topics(asked: Asked) -> set[str]:
    """The message's figures that the certificates asked about hold, whatever the topic: they are none of this one's mistakes."""
    about = asked.query.certificates
    return {held.figure for held in asked.reading.held_figures if not about or held.holder in about}


def answer_figures(asked: Asked, facts: Sequence[Fact], named: Sequence[tuple[Fact, str]]) -> Answered | None:
    """What a closed question's figures get: they are right only for what the message says that they are of.

    Args:
        asked: the query.
        facts: the topic's facts.
        named: those that the message names by words of their own.
    """
    found = check_figures(asked, facts)
    if found is None:
        return None
    meant = [fact for fact, _ in named]
    both = [fact for fact in found.facts if fact in meant]
    if is_choice(asked) and not found.right:
        return Answered(sides(asked, found.facts), both or found.facts)
    if found.right == "partly":
        return Answered([("partly_confirmed", {})], found.facts)
    denied = [fact for fact, answer in named if answer == "no" and (found.right != "no" or fact not in found.facts)]
    if denied:
        return Answered([("no", {})], [*found.facts, *(fact for fact in denied if fact not in found.facts)])
    if decided := sides(asked, found.facts):
        return Answered(decided, found.facts)
    if meant and not both and holds_any(asked, found.facts) and _same_kind(meant, found.facts):
        # « Un débutant gagne bien 3 646 € ? »: the figure is there, but of something else.
        return Answered([("not_confirmed", {})], [*dict.fromkeys(meant), *found.facts])
    if end := _end_of_range(asked, found.facts):
        return Answered([end], found.facts)
    return Answered([(CONFIRMED[found.right], {})] if found.right else [], found.facts)


def holds_any(asked: Asked, facts: Sequence[Fact]) -> bool:
    """Whether one of these facts holds a figure of the message."""
    return any(_holds(fact, figures_told(asked)) for fact in facts)


def _same_kind(some: Sequence[Fact], others: Sequence[Fact]) -> bool:
    """Whether each of some facts has a figure that might have been mistaken for one of the others."""
    units = {measure.split()[1] for fact in others for measure in measures_in(fact.text)}
    return all(units & {measure.split()[1] for measure in measures_in(fact.text)} for fact in some)


def _end_of_range(asked: Asked, facts: Sequence[Fact]) -> Note | None:
    """« C'est 1 848 € au départ ? »: one end of what offers give, or a sum within, is no salary that everybody gets."""
    for salary in (fact.salary for fact in facts):
        if salary and salary.to:
            said = [end for end in (salary.from_, salary.to) if any(same_figure(f, str(end)) for f in figures_told(asked))]
            if len(said) == 1:
                return ("low_end" if said[0] == salary.from_ else "high_end", {"amount": euros(said[0])})
            amounts = [float(one.figure) for one in asked.reading.said_figures if one.unit in ("€", "")]
            if len(amounts) == 1 and salary.from_ < amounts[0] < salary.to:
                return "within_range", {"amount": euros(amounts[0])}
    return None


def checked_pay(
    asked: Asked, pay: ApprenticePay, later: ApprenticePay | None = None, told: ApprenticePay | None = None
) -> tuple[Note, ...]:
    """Whether the percentages and amounts that a closed question names are those of its age, or of the next birthday.

    Args:
        asked: the query.
        pay: at the age that was told.
        later: a year later, where it is another.
        told: at the age that was told before: « 966 €, donc. Et à 26 ans ? » asks of the other.
    """
    # « 18 ans en novembre 2027 » says no sum.
    counted = {one.figure for one in asked.reading.said_figures if one.unit in ("€", "%", "") and not one.own}
    # « 966 brut, et les 115 aussi ? »: what else it holds is no pay.
    fees = {one.figure for one in asked.reading.held_figures if one.topic != "apprentice_pay"}
    figures = {
        figure for figure in figures_told(asked) & counted - fees if LEAST_FIGURE <= float(figure) <= _MOST_PAY * pay.monthly
    }
    if not figures or not is_closed(asked):
        return ()
    if told and told.percent != pay.percent:
        same = (str(told.percent), f"{told.monthly:.2f}")
        figures = {figure for figure in figures if not any(same_figure(figure, one) for one in same)}
        if not figures:
            return ()
    held = [figure for one in (pay, later) if one for figure in (str(one.percent), f"{one.monthly:.2f}")]
    now = [figure for figure in figures if any(same_figure(figure, one) for one in held[:2])]
    right = bool(now) and all(any(same_figure(figure, one) for one in held) for figure in figures)
    return (("confirmed" if right else "not_confirmed", {}),)


def figure_of_another(knowledge: Knowledge, asked: Asked, certificate: str) -> tuple[Note, str, Fact] | None:
    """« Les 490 h, c'est pour l'assistant aussi ? »: the one other certificate whose fact holds the figure, and that fact."""
    topics = (asked.query.intent, *knowledge.topics[asked.query.intent].with_)
    held = [one for one in asked.reading.held_figures if one.topic in topics]
    holders = {one.holder for one in held}
    if not is_closed(asked) or len(holders) != 1 or certificate in holders:
        return None
    one = held[0]
    fact = knowledge.certificates[one.holder].topics[one.topic].facts[one.index]
    values = {"certificate": knowledge.certificates[one.holder].name, "facts": fact.brief or fact.text}
    return ("figure_of_another", values), one.holder, fact


def _holds(fact: Fact, figures: set[str] | frozenset[str]) -> bool:
    return any(same_figure(figure, number) for figure in figures for number in numbers_in(fact.text))


def same_figure(said: str, held: str) -> bool:
    """Whether somebody means a figure: « 1890 » is 1 890,60; « 90 » is not 900."""
    return said == held or (float(said) >= ROUNDED_FROM and float(said) in (int(float(held)), round(float(held))))
