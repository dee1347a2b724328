"""The sheets' figures by name, as answers write them: « clerc_gestionnaire.price.total » is « 7 955 € »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from bot.answers.rules import MOST_PEOPLE, apprentice_pay, total_price
from bot.knowledge import Fact, Knowledge
from bot.knowledge.texts import MONTHS, NUMBER_WORDS
from bot.typography import day, euros

# A name as it is written in a text.
NAME = re.compile(r"<(\w+(?:\.\w+)+)>")
# At these ages somebody asks what an apprentice is paid.
_AGES = range(15, 66)
_NUMBER = rf"(?<![\w,])(?:\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+|\d+|{'|'.join(NUMBER_WORDS)})(?:,\d+)?"
# Words that name nothing; of dates there is one name for all.
_NO_NAME = rf"(?:dans|pour|après|depuis|{'|'.join(MONTHS)})\b"
# « 61 % de femmes », « 235 heures »: what is counted comes after its number…
_COUNTED = re.compile(rf"({_NUMBER}(?: ?[%€])?) (?:(?:des?|du|en|à|par) |d['’])*(?!{_NO_NAME})([^\W\d_]{{3,}})")
# … and « niveau 5 », « coefficient 540 »: what is numbered, before it.
_NUMBERED = re.compile(rf"\b(?!{_NO_NAME})([^\W\d_]{{3,}}) \d+(?= ?[(),;.:]|$)")
_PERCENT = re.compile(r"\d+(?:,\d+)? ?%")
_DATE = re.compile(rf"(?:\b\d+(?:er|e|ème)? )?(?:{'|'.join(MONTHS)}|trimestre) (\d{{4}})")


def figures(knowledge: Knowledge) -> dict[str, str]:
    """All figures, by certificate (or `centre`, `smic`), topic, and the field or the word of the text that they go with.

    A fact that is left out takes its names with it.

    Args:
        knowledge: holds the facts; what is worked out from them has names too.
    """
    centre, smic = msgspec.structs.asdict(knowledge.centre), knowledge.reference.smic
    found = {f"centre.{field}": value for field, value in centre.items() if isinstance(value, str)}
    found |= {"smic.monthly_gross": euros(smic.monthly_gross), "smic.hourly_gross": euros(smic.hourly_gross)}
    found |= {"smic.since": day(smic.since), "smic.source": smic.source}
    for key, certificate in knowledge.certificates.items():
        found[f"{key}.edition"] = knowledge.sheets[certificate.sheet].edition
        found |= {f"{key}.{name}": value for name, value in _worked_out(knowledge, key)}
    for holder, topics in knowledge.topics_by_holder().items():
        for topic, entry in topics.items():
            for name, value in (*_amounts(entry.facts), *_in_words(entry.facts)):
                # Of two with one name the first is meant.
                found.setdefault(f"{holder}.{topic}.{name}", value)
    return found


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """A text with figures for their names, or whatever holds such texts.

    Args:
        value: « <centre.phone> »; all else is left as it is.
        names: the figures by name.

    Raises:
        KeyError: there is no figure of that name.
    """
    match value:
        case str():
            return NAME.sub(lambda name: names[name[1]], value)
        case dict():
            return {key: filled(one, names) for key, one in value.items()}
        case list() | tuple():
            return type(value)(filled(one, names) for one in value)
    return value


def _worked_out(knowledge: Knowledge, certificate: str) -> Iterator[tuple[str, str]]:
    if price := total_price(knowledge, certificate):
        yield "price.total", euros(price.total)
        yield from ((f"price.total_of_{n}", euros(n * price.total)) for n in range(2, MOST_PEOPLE + 1))
    for age in _AGES:
        if pay := apprentice_pay(knowledge, certificate, age):
            yield f"apprentice_pay.at_{age}", euros(pay.monthly)
            yield f"apprentice_pay.percent_at_{age}", f"{pay.percent} %"


def _amounts(facts: tuple[Fact, ...]) -> Iterator[tuple[str, str]]:
    """The amounts in euros that facts hold as values."""
    for fact in facts:
        if fact.price:
            amounts = {"tuition": fact.price.tuition, "hourly": fact.price.hourly, "fee": fact.price.fee}
            yield from ((name, euros(amount)) for name, amount in amounts.items() if amount)
    pays = sorted({pay for fact in facts if fact.salary for pay in (fact.salary.from_, fact.salary.to) if pay})
    if pays:
        yield "from", euros(pays[0])
    if len(pays) > 1:
        yield from (("to", euros(pays[-1])), ("difference", euros(round(pays[-1] - pays[0], 2))))


def _in_words(facts: tuple[Fact, ...]) -> Iterator[tuple[str, str]]:
    """The figures that the facts' texts hold, each with the word that it goes with; of dates and percentages the first."""
    for fact in facts:
        if date := _DATE.search(fact.text):
            yield from (("date", date[0]), ("year", date[1]))
        if percent := _PERCENT.search(fact.text):
            yield "percent", percent[0]
        for counted in _COUNTED.finditer(fact.text):
            yield counted[2], counted[1] if counted[1][-1] in "%€" else counted[0]
        yield from ((numbered[1], numbered[0]) for numbered in _NUMBERED.finditer(fact.text))
