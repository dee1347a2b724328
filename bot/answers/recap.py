"""What somebody sums up to have it confirmed: one verdict on all its figures, whatever topics and certificates they are of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.answers import rules
from bot.answers.closed import MONTHS_OF_YEAR, OF_MONEY, is_choice
from bot.answers.composing import compose_facts
from bot.answers.facts import holds, with_sheets
from bot.answers.figures import LEAST_FIGURE, same_figure
from bot.answers.notes import old_note
from bot.answers.own import sum_compared
from bot.answers.prices import total_notes
from bot.answers.reply import Asked, Note, Reply, Saying
from bot.answers.silence import not_told
from bot.answers.sources import source_note
from bot.dialogue.query import Query
from bot.dialogue.reading import SaidFigure, Unit
from bot.knowledge import Fact, Knowledge
from bot.knowledge.checks import measures_in, numbers_in
from bot.knowledge.texts import in_digits
from bot.typography import NO_BREAK, euros, french, listing

# Topics whose facts' own words are figures.
_OF_FIGURES = ("level", "duration", "hours", "opening", "certification")


# A longer time, in months, is an age or a working life.
_LONGEST = 60


class _Holder(NamedTuple):
    """A certificate's fact that holds a figure, or from which it is worked out, and the topic it stands under."""

    certificate: str
    topic: str
    fact: Fact


class _Checked(NamedTuple):
    """A figure, the certificates it is said of, and what holds it; nothing does where it is wrong."""

    said: SaidFigure
    certificates: tuple[str, ...]
    holders: tuple[_Holder, ...]


def confirmed_in_one(knowledge: Knowledge, asked: Sequence[Asked]) -> tuple[Reply, tuple[Query, ...]] | None:
    """One verdict on the figures that a message sums up, and the queries that it leaves to be answered.

    Args:
        knowledge: holds the facts.
        asked: the message's queries.

    Returns:
        None when nothing is summed up, or what is said of a figure cannot be checked.
    """
    one = asked[0]
    if not _sums_up(asked):
        return None
    checked = [_check(knowledge, one, figure) for figure in _figures(asked)]
    if not _is_of_several(knowledge, checked):
        return None
    if any(found.said.denied and not _is_waived(one, found) for found in checked):
        # « Ça ne coûte pas 7 840 € ? »
        return None
    wrong = [found for found in checked if not found.holders]
    if not all(_is_of_the_sheet(asked, checked, found.said) for found in wrong):
        return None
    denied, own = _denied(asked, checked), _own_sums(knowledge, one, checked)
    sayings = _put_right(knowledge, one, checked, wrong) if wrong else [_confirmed(knowledge, one, checked, bool(denied or own))]
    if sayings is None:
        return None
    first, *more = sayings
    sayings = [replace(first, notes=(*own, *first.notes)), *more]
    left = tuple(a.query for a in asked if a.query.intent in knowledge.topics and not _covers(knowledge, checked, a.query))
    answered = tuple(a.query for a in asked if a.query not in left)
    asked_of = {(q.intent, c) for q in left for c in q.certificates}
    also = [Query("yesno", topic, (c,), one.query.person) for c, topic in denied if (topic, c) not in asked_of]
    return Reply(tuple(sayings), answered=answered), (*left, *also)


def repeats_only(knowledge: Knowledge, asked: Asked) -> bool:
    """« Ah ok, 966 brut. Et les frais ? »: a query of the words that repeat a figure just told, and ask nothing.

    Args:
        knowledge: holds the facts.
        asked: the query.
    """
    reading, intent = asked.reading, asked.query.intent
    if "confirms" in reading.cues:
        return False
    piece = max(reading.pieces, key=lambda one: one.intents.get(intent, 0.0) + one.turns.get(intent, 0.0), default=None)
    return piece is not None and any(
        figure.repeats and piece.start <= figure.start < piece.end and _check(knowledge, asked, figure).holders
        for figure in reading.said_figures
    )


def _sums_up(asked: Sequence[Asked]) -> bool:
    one = asked[0]
    confirms = "confirms" in one.reading.cues or any(a.query.act == "confirm" for a in asked)
    return confirms and not is_choice(one) and "bound" not in one.reading.cues


def _figures(asked: Sequence[Asked]) -> list[SaidFigure]:
    """The figures that are to be confirmed: no age, no years of work and nothing of the visitor's own."""
    one = asked[0]
    people = [*(a.situation for a in asked), *(telling.situation for telling in one.reading.told)]
    years = {n for person in people for n in (person.age, person.experience_years) if n}
    own = {str(n * 12) for n in years}
    return [
        figure
        for figure in one.reading.said_figures
        if figure.own is None
        and not (figure.unit == "months" and (figure.figure in own or int(figure.figure) > _LONGEST))
        and not (figure.unit == "" and float(figure.figure) in years)
    ]


def _is_of_several(knowledge: Knowledge, checked: Sequence[_Checked]) -> bool:
    """Whether no single question is asked of all the figures: they are of several topics or certificates."""
    kinds = [_alike(knowledge, found) for found in checked if found.holders]
    if len(checked) < 2 or not kinds:
        return False
    certificates = {found.certificates for found in checked}
    return len(certificates) > 1 or not frozenset.intersection(*kinds) or len(kinds) < len(checked)


def _is_of_the_sheet(asked: Sequence[Asked], checked: Sequence[_Checked], said: SaidFigure) -> bool:
    """Whether a figure that nothing holds is said of the sheet: « mes deux ans de fac » is not, nor a year worked out."""
    topics = {a.query.intent for a in asked}
    if said.unit == "months":
        return bool(topics & {"duration", "hours"})
    return said.unit != "year" or ("opening" in topics and all(found.said.unit != "months" for found in checked))


def _denied(asked: Sequence[Asked], checked: Sequence[_Checked]) -> list[tuple[str, str]]:
    """« 490 h, à distance, c'est ça ? »: what beside the figures is denied by a word of its own, as certificate and topic."""
    about = {found.certificates[0] for found in checked if len(found.certificates) == 1}
    named = [n for n in asked[0].reading.named_facts if n.holder in about and n.topic not in _OF_FIGURES]
    answers: dict[tuple[str, str], set[str]] = {}
    for one in named:
        answers.setdefault((one.holder, one.topic), set()).add(one.answer)
    return [where for where, found in answers.items() if found == {"no"}]


def _own_sums(knowledge: Knowledge, asked: Asked, checked: Sequence[_Checked]) -> list[Note]:
    """« Donc il me manque 5 000 € », summed up with the sheet's figures."""
    about = dict.fromkeys(holder.certificate for found in checked for holder in found.holders if holder.topic == "price")
    priced = [replace(asked, query=Query("confirm", "price", (c,), asked.query.person)) for c in about]
    return sum_compared(knowledge, priced[0], next(iter(about))) if len(about) == 1 else []


def _alike(knowledge: Knowledge, found: _Checked) -> frozenset[str]:
    """The topics under which a figure stands, and those that are told with them."""
    topics = {holder.topic for holder in found.holders}
    return frozenset(topics | {other for topic in topics for other in knowledge.topics[topic].with_})


def _covers(knowledge: Knowledge, checked: Sequence[_Checked], query: Query) -> bool:
    """Whether a verdict on figures answers a query: it is on their topics, and on a certificate that they are said of."""
    if query.intent not in knowledge.topics or query.act == "verdict":
        return False
    if query.certificates and not any(
        set(query.certificates) & {*found.certificates} or not found.certificates for found in checked
    ):
        return False
    told = {topic for found in checked for topic in _alike(knowledge, found)}
    own = {query.intent, *knowledge.topics[query.intent].with_}
    return bool(told & own) or any(not found.holders and _has_unit(knowledge, found, query) for found in checked)


def _has_unit(knowledge: Knowledge, found: _Checked, query: Query) -> bool:
    return any(_of_unit(knowledge, c, query.intent, found.said.unit) for c in found.certificates)


# What holds a figure -------------------------------------------------------------------------------------------------


def _check(knowledge: Knowledge, asked: Asked, said: SaidFigure) -> _Checked:
    beside = tuple(c for c in said.about if c in knowledge.certificates)
    spoken_of = (*asked.certificates(knowledge), *asked.reading.named(), *asked.state.discussed)
    certificates = beside or tuple(dict.fromkeys(c for c in spoken_of if c in knowledge.certificates))
    if said.unit == "telephone":
        certificates = ()
        holders = [
            _Holder("", topic, fact)
            for topic, entry in knowledge.centre.topics.items()
            for fact in entry.facts
            if said.figure in fact.text.replace(" ", "")
        ]
    else:
        certificates = certificates or tuple(knowledge.certificates)
        holders = [holder for c in certificates for holder in _held(knowledge, asked, c, said)]
    return _Checked(said, certificates, tuple(holders))


def _held(knowledge: Knowledge, asked: Asked, certificate: str, said: SaidFigure) -> Iterator[_Holder]:
    """The facts of a certificate that hold a figure, and those that it is worked out from."""
    if said.unit == "year" and _other_month(asked, certificate):
        return
    age = asked.situation.age or asked.state.situation_of(asked.state.person).age
    for topic, entry in knowledge.certificates[certificate].topics.items():
        for fact in entry.facts:
            # « À 20 ans, 53 % du SMIC ? » is the share of another age.
            of_another_age = fact.share and age is not None and not fact.share.is_of(age)
            if not of_another_age and _holds(topic, fact, said, asked):
                yield _Holder(certificate, topic, fact)
    if said.unit in ("€", ""):
        yield from _worked_out(knowledge, asked, certificate, float(said.figure))


def _holds(topic: str, fact: Fact, said: SaidFigure, asked: Asked) -> bool:
    if said.unit == "months":
        years, rest = divmod(int(said.figure), MONTHS_OF_YEAR)
        # « 1 990 € après deux ans »
        in_text = not rest and f"{years} ans" in in_digits(fact.text)
        return in_text or bool(fact.duration and fact.duration.in_months == int(said.figure))
    if said.unit == "level":
        # What the training leads to; what it asks for is another level.
        asks_entry = "admission" in (asked.query.intent, *asked.reading.named_topics)
        return topic in ("level", *(("admission",) if asks_entry else ())) and f"niveau {said.figure}" in fact.text
    numbers = numbers_in(fact.text)
    if said.unit in ("€", "%", "h"):
        numbers = {m.split()[0] for m in measures_in(fact.text) if m.split()[1] == said.unit}
    if said.unit == "h" and fact.duration and fact.duration.hours:
        numbers |= {str(fact.duration.hours)}
    return any(same_figure(said.figure, number) for number in numbers)


def _other_month(asked: Asked, certificate: str) -> str | None:
    """« En janvier 2027 »: the year is there, and the month is not."""
    named = [n for n in asked.reading.named_facts if n.holder == certificate and n.topic == "opening"]
    return named[0].word if named and {n.answer for n in named} == {"no"} else None


def _worked_out(knowledge: Knowledge, asked: Asked, certificate: str, figure: float) -> Iterator[_Holder]:
    """The fact that a figure rests on, where it is the total price or an apprentice's pay at the person's age."""
    total = rules.total_price(knowledge, certificate)
    pays = asked.state.situation_of(asked.query.person).status not in (total.waived_for if total else ())
    if total and figure == total.total and pays:
        entry = knowledge.facts_of(certificate, "price")
        yield from (_Holder(certificate, "price", fact) for fact in (entry.facts if entry else ()) if fact.price)
    age = asked.situation.age or asked.state.situation_of(asked.state.person).age
    pay = rules.apprentice_pay(knowledge, certificate, age) if age else None
    if pay and same_figure(f"{figure:g}", f"{pay.monthly:.2f}"):
        yield _Holder(certificate, "apprentice_pay", pay.fact)


def _is_apprentice(asked: Asked) -> bool:
    return "apprentice" in (asked.situation.status, *asked.reading.statuses)


def _is_waived(asked: Asked, found: _Checked) -> bool:
    """« Sans payer les 115 € », said of an apprentice."""
    fees = [holder.fact.price.fee_except for holder in found.holders if holder.fact.price and holder.fact.price.fee]
    return _is_apprentice(asked) and any("apprentice" in waived for waived in fees)


# What is said --------------------------------------------------------------------------------------------------------


def _confirmed(knowledge: Knowledge, asked: Asked, checked: Sequence[_Checked], others: bool) -> Saying:
    """That all the figures are right, with their date and source.

    `others`: something beside them is not, which is told after it.
    """
    holders = [holder for found in checked for holder in found.holders[:1]]
    used = tuple(dict.fromkeys(one for holder in holders for one in _with_sheet(knowledge, holder)))
    facts = [holder.fact for holder in holders]
    uses_smic = any(holder.topic == "apprentice_pay" and not numbers_in(holder.fact.text) & {found.said.figure}
                    for found in checked for holder in found.holders[:1])  # fmt: skip
    notes = (*old_note(facts, asked.today), *source_note(knowledge, {sheet for sheet, _ in used}))
    return Saying("figures_right" if others else "figures_confirmed", {}, notes, facts=used, uses_smic=uses_smic)


def _with_sheet(knowledge: Knowledge, holder: _Holder) -> tuple[tuple[str, Fact], ...]:
    if holder.certificate:
        return with_sheets(knowledge, holder.certificate, [holder.fact])
    return ((holder.fact.origin(knowledge.centre.sheet), holder.fact),)


def _put_right(knowledge: Knowledge, asked: Asked, checked: Sequence[_Checked], wrong: Sequence[_Checked]) -> list[Saying] | None:
    """Which figures are not so, and what the sheets say instead; None where that is not known."""
    sayings: dict[tuple[str, str], Saying] = {}
    for found in wrong:
        if len(found.certificates) != 1:
            return None
        (certificate,) = found.certificates
        topic = _topic_of(knowledge, asked, certificate, found.said)
        if topic is None:
            return None
        sayings[certificate, topic] = _instead(knowledge, asked, certificate, topic, found.said.unit)
    opening = "figures_partly" if len(wrong) < len(checked) else "figures_wrong"
    said: Note = (opening, {"figures": listing([_in_words(asked, found) for found in wrong])})
    first, *rest = sayings.values()
    return [replace(first, openings=(said,)), *rest]


def _topic_of(knowledge: Knowledge, asked: Asked, certificate: str, said: SaidFigure) -> str | None:
    """What a figure that nothing holds was said of: the one topic with such a figure, or the one that is asked or named."""
    own = [t for t in knowledge.certificates[certificate].topics if _of_unit(knowledge, certificate, t, said.unit)]
    elsewhere = [
        t for c in knowledge.certificates for t in knowledge.certificates[c].topics if _of_unit(knowledge, c, t, said.unit)
    ]
    asked_of = (asked.query.intent, *asked.reading.named_topics, *_where_held(asked, said))
    for topics in (own, elsewhere):
        meant = [t for t in dict.fromkeys(topics) if t in asked_of or set(knowledge.topics[t].with_) & set(asked_of)]
        if meant or len(set(topics)) == 1:
            return (meant or topics)[0]
    return None


def _where_held(asked: Asked, said: SaidFigure) -> tuple[str, ...]:
    """The topics under which other certificates hold a figure."""
    return tuple(dict.fromkeys(held.topic for held in asked.reading.held_figures if held.figure == said.figure))


def _of_unit(knowledge: Knowledge, certificate: str, topic: str, unit: Unit) -> list[Fact]:
    """A topic's facts that have such a figure."""
    entry = knowledge.facts_of(certificate, topic)
    facts = [fact for fact in (entry.facts if entry else ()) if fact.said]
    if unit == "months":
        return [fact for fact in facts if fact.duration and fact.duration.in_months]
    if unit == "h":
        return [fact for fact in facts if fact.duration and fact.duration.hours]
    if unit in ("level", "year"):
        return facts if topic == {"level": "level", "year": "opening"}[unit] else []
    if unit == "€":
        return [fact for fact in facts if fact.price or fact.salary]
    return [fact for fact in facts if topic in OF_MONEY and any(float(n) >= LEAST_FIGURE for n in numbers_in(fact.text))]


def _instead(knowledge: Knowledge, asked: Asked, certificate: str, topic: str, unit: Unit) -> Saying:
    query = Query("open", topic, (certificate,), asked.query.person)
    own = replace(asked, query=query)
    if not holds(knowledge, certificate, topic):
        return not_told(knowledge, own, certificate)
    saying = compose_facts(knowledge, own, certificate, _of_unit(knowledge, certificate, topic, unit), topic=topic)
    return replace(saying, notes=(*total_notes(knowledge, own, certificate), *saying.notes))


def _in_words(asked: Asked, found: _Checked) -> str:
    """A figure as it is read: « 7 955 € », « 12 mois », « niveau 6 », « janvier 2027 »."""
    said = found.said
    month = _other_month(asked, found.certificates[0]) if said.unit == "year" and found.certificates else None
    number = said.figure.replace(".", ",")
    if said.unit == "telephone":
        return " ".join(number[place : place + 2] for place in range(0, len(number), 2))
    if said.unit in ("€", ""):
        amount = euros(float(said.figure))
        return amount if said.unit else amount.removesuffix(f"{NO_BREAK}€")
    words = {"%": f"{number} %", "h": f"{number} h", "months": f"{number} mois", "level": f"niveau {number}"}
    if said.unit == "year":
        return f"{month} {number}" if month and number not in month else month or number
    return french(words[said.unit])
