"""Closed questions: the facts that a message means, « oui » or « non » before them, and whether its figures are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bot.answers.reply import Asked, Note
from bot.answers.rules import ApprenticePay
from bot.knowledge import Fact, Knowledge
from bot.knowledge.checks import measures_in, numbers_in
from bot.typography import capital, euros

# Smaller figures are ages, places in a list, years of work; from here on people leave the cents out.
LEAST_FIGURE, ROUNDED_FROM = 27.0, 100.0
# What is said beside a figure (« au début », « sur deux ans ») is not checked: a longer message gets the fact without « oui ».
BRIEF = 9
OF_MONEY = frozenset(["apprentice_pay", "price", "fees", "funding"])
# « Son français, c'est éliminatoire ? » is a verdict on one condition.
CLOSED = ("yesno", "confirm", "verdict")
_MAY_CHOOSE = ("open", "choose", "yesno", "confirm")
# A year of a training.
_MONTHS_OF_YEAR = 12
# What is asked of figures beside whether they are right.
_TURNS_FIGURES = frozenset(["net", "negated", "yearly", "bound"])
# Figures of more than as many times a pay are none that somebody took for it: « 7 955 €, il les paie aussi en apprentissage ? ».
_MOST_PAY = 4
# What is said first of figures.
_CONFIRMED = {"yes": "confirmed", "no": "not_confirmed"}


class CheckedFigures(NamedTuple):
    """The facts that hold a message's figures, or might have; `right` is None where more was said than figures."""

    facts: list[Fact]
    right: Literal["yes", "no", "partly"] | None


class Answered(NamedTuple):
    """What is said first to a closed question, and the facts that it rests on."""

    openings: list[Note]
    facts: list[Fact]


def is_closed(asked: Asked) -> bool:
    """Whether a query is answered « oui » or « non »: it is taken so, or says so itself (« vrai ou faux ? »)."""
    # « Non, je parlais du 316 » puts something right and asks for no « oui ».
    asks = asked.query.act in CLOSED and not {"corrects person", "denies"} <= asked.reading.cues
    return asks or "closed" in asked.reading.cues


def is_choice(asked: Asked) -> bool:
    """Whether a query offers one thing or another (« net ou brut ? »): « oui » and « non » are no answers to it."""
    return "either" in asked.reading.cues and "closed" not in asked.reading.cues and asked.query.act in _MAY_CHOOSE


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
    """« Oui » or « non » before the facts that a closed question names; nothing where they disagree, or a negation turns it.

    Of two things that are offered the one that the fact decides for is said instead, or that it is both.
    """
    if is_choice(asked):
        return _chosen(asked, named)
    if not is_closed(asked):
        return []
    answers = {answer for _, answer in named}
    cues = asked.reading.cues
    if "bound" in cues and any(numbers_in(fact.text) for fact, _ in named):
        # « Plus de 9 sur 10 en CDI ? », where it is 90 %.
        return []
    if (OF_MONEY & set(asked.reading.named_topics)) - {asked.query.intent}:
        # « Payée pendant le stage ? » asks of the pay: that there is a stage is no « oui ».
        return []
    if answers == {"no"}:
        return [("no", {})]
    turned = "negated" in cues and "closed" not in cues
    return [("yes", {})] if answers == {"yes"} and not turned else []


def _chosen(asked: Asked, named: Sequence[tuple[Fact, str]]) -> list[Note]:
    """« Sédentaire ou terrain ? »: the word that the one fact says yes to; « de ma poche ou par l'employeur ? »: both."""
    agreed = [fact for fact, answer in named if answer == "yes"]
    if {answer for _, answer in named} == {"yes"} and len(agreed) > 1:
        return [("both", {})]
    # One word alone may be the side that the sheet says nothing of; the other must be named, and denied.
    if {answer for _, answer in named} != {"yes", "no"} or {fact.text for fact, _ in named} != {agreed[0].text}:
        return []
    words = [named_fact.word for named_fact in asked.reading.named_facts if named_fact.word in agreed[0].asks]
    return [("side", {"side": capital(words[0])})] if words else []


def sides(asked: Asked, facts: Sequence[Fact]) -> list[Note]:
    """What the facts' values decide of « net ou brut ? », « par an ou en tout ? »: the side that it is, or « non » to the other.

    Args:
        asked: the query.
        facts: those that are told.
    """
    cues = asked.reading.cues
    choice = is_choice(asked)
    for right, wrong in _sides(facts):
        both = choice and right in cues
        if wrong in cues and (both or is_closed(asked)):
            return [(f"side_{right}" if both else f"not_{wrong}", {})]
    return []


def _sides(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """What the facts' figures are, and what they are not, as cues."""
    found: list[tuple[str, str]] = []
    if any(fact.salary for fact in facts):
        found += [("gross", "net"), ("monthly", "yearly")]
    if any(fact.duration and fact.duration.hours and (fact.duration.in_months or 0) > _MONTHS_OF_YEAR for fact in facts):
        found += [("total", "yearly")]
    return found


def figures_told(asked: Asked) -> frozenset[str]:
    """The figures of a message that are no age and no years of work."""
    people = [asked.situation, *(telling.situation for telling in asked.reading.told)]
    return asked.reading.figures - {str(n) for person in people for n in (person.age, person.experience_years) if n is not None}


def check_figures(asked: Asked, facts: Sequence[Fact]) -> CheckedFigures | None:
    """Whether a closed question's figures and lengths of time are those of the facts.

    Args:
        asked: the query.
        facts: the topic's facts.

    Returns:
        None when it has none, or none of the facts might hold them.
    """
    lengths = {fact.duration.in_months for fact in facts if fact.duration and fact.duration.in_months}
    months = _lengths_told(asked) if lengths else frozenset[int]()
    numbers = figures_told(asked) - {str(n) for length in months for n in (length, length // _MONTHS_OF_YEAR)}
    figures = {figure for figure in numbers if float(figure) >= LEAST_FIGURE}
    if not (figures or months) or not (is_closed(asked) or is_choice(asked)):
        return None
    held = [fact for fact in facts if _holds(fact, figures) or (fact.duration and fact.duration.in_months in months)]
    all_held = {f for f in figures if any(_holds(fact, {f}) for fact in facts)}
    wrong = figures - all_held - _held_on_other_topics(asked)
    # A figure can only be wrong beside one that might have been it.
    might = [
        fact
        for fact in facts
        if any(float(number) >= LEAST_FIGURE for number in numbers_in(fact.text)) or (months and fact.duration)
    ]
    unsure = asked.reading.cues & _TURNS_FIGURES or is_choice(asked)
    if not might or (held and not wrong and all_held != figures):
        return None
    if held and (wrong or not months <= lengths):
        return None if unsure else CheckedFigures(list(dict.fromkeys([*held, *might])), "partly")
    # A single figure that no fact holds is wrong in a longer message too.
    longest = BRIEF if held and not months else 2 * BRIEF
    sure = asked.reading.words <= longest and not unsure
    sure = sure and (numbers <= all_held if held else len(figures) + len(months) == 1 == len(numbers | months))
    return CheckedFigures(held or might, ("yes" if held else "no") if sure else None)


def _lengths_told(asked: Asked) -> frozenset[int]:
    """The lengths of time that a message says, in months: no age, no years of work."""
    people = [asked.situation, *(telling.situation for telling in asked.reading.told)]
    return asked.reading.months - {n * _MONTHS_OF_YEAR for person in people for n in (person.age, person.experience_years) if n}


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
    if is_choice(asked):
        return Answered(sides(asked, found.facts), both or found.facts)
    if found.right == "partly":
        return Answered([("partly_confirmed", {})], found.facts)
    denied = [fact for fact, answer in named if answer == "no" and (found.right != "no" or fact not in found.facts)]
    if denied:
        return Answered([("no", {})], [*found.facts, *(fact for fact in denied if fact not in found.facts)])
    if decided := sides(asked, found.facts):
        return Answered(decided, found.facts)
    if meant and not both and _holds_any(asked, found.facts) and _same_kind(meant, found.facts):
        # « Un débutant gagne bien 3 646 € ? »: the figure is there, but of something else.
        return Answered([("not_confirmed", {})], [*dict.fromkeys(meant), *found.facts])
    if end := _end_of_range(asked, found.facts):
        return Answered([end], found.facts)
    return Answered([(_CONFIRMED[found.right], {})] if found.right else [], found.facts)


def _holds_any(asked: Asked, facts: Sequence[Fact]) -> bool:
    return any(_holds(fact, figures_told(asked)) for fact in facts)


def _same_kind(some: Sequence[Fact], others: Sequence[Fact]) -> bool:
    """Whether each of some facts has a figure that might have been mistaken for one of the others."""
    units = {measure.split()[1] for fact in others for measure in measures_in(fact.text)}
    return all(units & {measure.split()[1] for measure in measures_in(fact.text)} for fact in some)


def _end_of_range(asked: Asked, facts: Sequence[Fact]) -> Note | None:
    """« C'est 1 848 € au départ ? »: one end of what offers give is no salary that everybody gets."""
    for salary in (fact.salary for fact in facts):
        if salary and salary.to:
            said = [end for end in (salary.from_, salary.to) if any(same_figure(f, str(end)) for f in figures_told(asked))]
            if len(said) == 1:
                return ("low_end" if said[0] == salary.from_ else "high_end", {"amount": euros(said[0])})
    return None


def checked_pay(asked: Asked, pay: ApprenticePay) -> tuple[Note, ...]:
    """Whether the percentage or the amount that a closed question names is the one of its age."""
    figures = {figure for figure in figures_told(asked) if LEAST_FIGURE <= float(figure) <= _MOST_PAY * pay.monthly}
    if not figures or not is_closed(asked):
        return ()
    right = any(all(same_figure(figure, held) for figure in figures) for held in (str(pay.percent), f"{pay.monthly:.2f}"))
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
