"""Closed questions: the facts that a message means, and « oui » or « non » before them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.reply import Asked, Note
from bot.knowledge import Fact, Knowledge
from bot.knowledge.checks import numbers_in
from bot.knowledge.marks import marks_in
from bot.knowledge.texts import ages_between
from bot.typography import capital

# What is said beside a figure (« au début », « sur deux ans ») is not checked: a longer message gets the fact without « oui ».
BRIEF = 9
OF_MONEY = frozenset(["apprentice_pay", "price", "fees", "funding"])
# « Son français, c'est éliminatoire ? » is a verdict on one condition.
CLOSED = ("yesno", "confirm", "verdict")
_MAY_CHOOSE = ("open", "choose", "yesno", "confirm")
# Topics whose facts are ways of which one is enough.
_OF_WAYS = frozenset(["access_paths", "funding"])
# A year of a training.
MONTHS_OF_YEAR = 12


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
    if judged := _by_marks(asked, named) or _by_age(asked, named):
        return judged
    answers = {answer for _, answer in named}
    cues = asked.reading.cues
    if answers == {"yes"} and asked.query.intent == "funding" and "certain" in cues:
        # « C'est sûr que France Travail paie ? »
        return [("not_certain", {})]
    if "bound" in cues and any(numbers_in(fact.text) for fact, _ in named):
        # « Plus de 9 sur 10 en CDI ? », where it is 90 %.
        return []
    if (OF_MONEY & set(asked.reading.named_topics)) - {asked.query.intent}:
        # « Payée pendant le stage ? » asks of the pay: that there is a stage is no « oui ».
        return []
    held = {one.figure for one in asked.reading.held_figures}
    sums = [one for one in asked.reading.said_figures if one.own or one.unit == "€"]
    if asked.query.intent in OF_MONEY and any(one.figure not in held for one in sums):
        # « Avec mes 3 000 € de CPF, ça suffit ? » asks of the amount.
        return []
    if answers == {"no"}:
        # « C'est mort sans patron ? »: « non » would say the opposite.
        return [] if "hopeless" in cues else [("no", {})]
    if answers == {"yes"} and asked.query.act == "verdict" and _only_required(asked, named):
        # « Avec mon français, je peux ? »: that it is asked for judges nobody.
        return [("required_judged", {})]
    if answers == {"yes"} and asked.query.intent in _OF_WAYS and "obliged" in cues:
        # « Faut-il passer par l'alternance ? » where it is one way of several.
        return [("not_obliged", {})]
    turned = "negated" in cues and "closed" not in cues
    return [("yes", {})] if answers == {"yes"} and not turned else []


def _by_marks(asked: Asked, named: Sequence[tuple[Fact, str]]) -> list[Note]:
    """What the mark that the named facts ask for makes of those that a message says; nothing where they ask for several.

    « J'ai eu 11 au bloc 1, c'est bon ? » is held against « 12/20 au bloc 1 », and « c'est bien 10 sur 20 ? » against the same.
    """
    asked_for = {one.mark for fact, _ in named for one in marks_in(fact.text)}
    said = asked.reading.marks
    if not said or len(asked_for) != 1:
        return []
    (least,) = asked_for
    if any(one.mark < least for one in said):
        return [("no", {})]
    if all(one.got or one.mark == least for one in said):
        return [("yes", {})]
    # « Il faut 13, c'est bien ça ? » is wrong, « 13 sur 20, ça suffit ? » is not.
    return [("no", {})] if "confirms" in asked.reading.cues else []


def _by_age(asked: Asked, named: Sequence[tuple[Fact, str]]) -> list[Note]:
    """« À 33 ans, en apprentissage ? », where that is from 18 to 29."""
    ages = {found for fact, _ in named if (found := ages_between(fact.text))}
    if len(ages) != 1 or asked.situation.age is None:
        return []
    ((least, most),) = ages
    return [] if least <= asked.situation.age <= most else [("no", {})]


def _only_required(asked: Asked, named: Sequence[tuple[Fact, str]]) -> bool:
    """Whether the facts are conditions of admission that nobody's diploma or work shows to be met."""
    return asked.query.intent == "admission" and not any(fact.conditions for fact, _ in named)


def _chosen(asked: Asked, named: Sequence[tuple[Fact, str]]) -> list[Note]:
    """« Sédentaire ou terrain ? »: the word that the one fact says yes to; « de ma poche ou par l'employeur ? »: both."""
    agreed = [fact for fact, answer in named if answer == "yes"]
    statuses = {*asked.reading.statuses, *filter(None, [asked.situation.status])}
    own = [fact for fact in agreed if set(fact.statuses) & statuses]
    if len(agreed) > len(own) == 1 and all(fact.statuses for fact in agreed):
        # « OPCO ou plan de l'employeur ? » of somebody who is employed.
        words = [one.word for one in asked.reading.named_facts if one.word in own[0].asks]
        return [("side", {"side": capital(words[0])})] if words else []
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
        # « C'est bien 3 080 € brut ? » asks of the figure.
        if right == "gross" in cues and is_closed(asked) and not asked.reading.held_figures:
            return [("side_gross", {})]
    return []


def _sides(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """What the facts' figures are, and what they are not, as cues."""
    found: list[tuple[str, str]] = []
    if any(fact.salary or fact.share for fact in facts):
        found += [("gross", "net"), ("monthly", "yearly")]
    if any(fact.duration and fact.duration.hours and (fact.duration.in_months or 0) > MONTHS_OF_YEAR for fact in facts):
        found += [("total", "yearly")]
    return found
