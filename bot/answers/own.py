"""What a visitor's own figures come to beside the sheets': how much more or less is paid, how much is missing for the price."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from bot.answers import rules
from bot.answers.closed import CLOSED, OF_MONEY
from bot.answers.facts import topic_facts, with_sheets
from bot.answers.figures import same_figure
from bot.answers.notes import gap_note, old_note
from bot.answers.reply import Asked, Note, Saying
from bot.answers.rules import TotalPrice
from bot.answers.sources import source_note
from bot.dialogue.query import Query
from bot.dialogue.reading import Own, Reading, SaidFigure
from bot.knowledge import Fact, Knowledge
from bot.typography import capital, day, euros, listing

# What is worked out first; what is told after it is not checked against the visitor's figures again.
SUMS = frozenset(["own_sum_enough", "own_sum_short", "own_sum_implied", "own_sum_lacks", "own_sum_lacks_other"])
_COST = OF_MONEY - {"apprentice_pay"}
_NOT_COMPARED = {"net": "own_pay_net", "not monthly": "own_pay_not_monthly"}


def without_own(reading: Reading) -> Reading:
    """The reading without the visitor's own figures and what is asked of them, once that is answered."""
    own = {one.figure for one in reading.said_figures if one.own}
    return structs.replace(
        reading,
        figures=reading.figures - own,
        said_figures=tuple(one for one in reading.said_figures if not one.own),
        held_figures=tuple(one for one in reading.held_figures if one.figure not in own),
        cues=reading.cues - {"difference", "lacks"},
    )


# What is paid ---------------------------------------------------------------------------------------------------------


def pay_compared(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> Saying | None:
    """How much more or less than the visitor's pay is each that the sheets tell; None where they said none that can be compared.

    Args:
        knowledge: holds the salaries.
        asked: the query.
        certificates: whose.
    """
    own = _pay(knowledge, asked, certificates)
    told = {c: _told(knowledge, c) for c in certificates if _salaries(knowledge, c)}
    if own is None or own.counted in _NOT_COMPARED or not told:
        return None
    amount = float(own.figure)
    several = len(certificates) > 1
    lines = [line for c in certificates for line in _lines(knowledge, c, amount, told.get(c, []), several)]
    used = tuple(one for c, facts in told.items() for one in with_sheets(knowledge, c, facts))
    notes = (
        *lines,
        *(() if several else gap_note(knowledge, certificates[0], "salary")),
        *(() if own.counted else [("note_if_gross", {"own": euros(amount)})]),
        *old_note([fact for _, fact in used], asked.today),
        *source_note(knowledge, {sheet for sheet, _ in used}),
    )
    if several:
        return Saying("own_pay_of_several", {"own": euros(amount)}, notes, facts=used, listed=tuple(certificates))
    values = {"own": euros(amount), "certificate": knowledge.certificates[certificates[0]].name}
    if amount == (smic := knowledge.reference.smic).monthly_gross:
        values |= {"since": day(smic.since)}
        return Saying("own_pay_smic", values, notes, facts=used, uses_smic=True)
    return Saying("own_pay", values, notes, facts=used)


def pay_not_compared(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> list[Note]:
    """That a pay which is net, or not for a month, is not compared with the sheets'.

    Args:
        knowledge: holds the salaries.
        asked: the query.
        certificates: whose.
    """
    own = _pay(knowledge, asked, certificates)
    if own is None or own.counted not in _NOT_COMPARED or not any(_salaries(knowledge, c) for c in certificates):
        return []
    return [(_NOT_COMPARED[own.counted], {"own": euros(float(own.figure))})]


def _pay(knowledge: Knowledge, asked: Asked, certificates: Sequence[str]) -> SaidFigure | None:
    """The visitor's pay: said now, or before where the message asks for a difference and names nothing that it is between."""
    if asked.query.intent != "salary":
        return None
    if {"at the smic", "difference"} <= asked.reading.cues and not asked.reading.said_figures:
        return SaidFigure(f"{knowledge.reference.smic.monthly_gross:g}", "€", own="pay", counted="gross")
    known = {one.figure for one in asked.state.own if one.own == "pay"}
    said = _own(asked, "pay", "mine") or [one for one in asked.reading.said_figures if one.figure in known]
    if not said and "difference" in asked.reading.cues and not asked.reading.said_figures and not _names_salary(asked):
        said = [one for one in asked.state.own if one.own == "pay"]
    # « Je touche 1 990 après deux ans » is the sheet's figure.
    scales = [fact.salary for c in certificates for fact in _salaries(knowledge, c) if fact.salary]
    held = [f"{number:g}" for salary in scales for number in (salary.from_, salary.to) if number]
    own = next((one for one in said if not any(same_figure(one.figure, number) for number in held)), None)
    # « Moi je suis à 1 850 », said once more: they are as gross as before.
    before = next((one for one in asked.state.own if own and one.own == "pay" and one.figure == own.figure), None)
    return before if own and before and own.counted is None else own


def _names_salary(asked: Asked) -> bool:
    """« Combien de plus avec l'ancienneté ? » is asked of what the sheet tells."""
    return any(one.topic == "salary" for one in asked.reading.named_facts)


def _salaries(knowledge: Knowledge, certificate: str) -> list[Fact]:
    return [fact for fact in topic_facts(knowledge, "salary", certificate) if fact.salary]


def _told(knowledge: Knowledge, certificate: str) -> list[Fact]:
    """The salaries, and what they are."""
    return [fact for fact in topic_facts(knowledge, "salary", certificate) if fact.salary or fact.dated]


def _lines(knowledge: Knowledge, certificate: str, own: float, facts: Sequence[Fact], several: bool) -> list[Note]:
    """Each of a certificate's salaries beside the visitor's pay; under its name where there are several."""
    name = {"certificate": capital(knowledge.certificates[certificate].name)}
    head: Note = ("own_pay_of", name) if facts else ("all_not_told", name)
    return [*([head] if several else []), *(_beside(own, fact) for fact in facts)]


def _beside(own: float, fact: Fact) -> Note:
    """A salary, and how much more or less it is; a line that is none says what the others are."""
    if fact.salary is None:
        return "own_pay_basis", {"facts": fact.text}
    low, high = fact.salary.from_, fact.salary.to
    values = {"facts": fact.text, "difference": euros(abs(low - own))}
    if high is None:
        return ("own_pay_same", {"facts": fact.text}) if low == own else (_more(low > own), values)
    both = {"facts": fact.text, "low": euros(abs(low - own)), "high": euros(abs(high - own))}
    if low < own < high:
        return "own_pay_within", both
    return ("own_pay_all_more" if low >= own else "own_pay_all_less"), both


def _more(more: bool) -> str:
    return "own_pay_more" if more else "own_pay_less"


# What is missing for the price ----------------------------------------------------------------------------------------


def asked_of_the_price(knowledge: Knowledge, queries: Sequence[Query], reading: Reading) -> list[Query]:
    """The queries, with what is asked of a sum of the visitor's taken as asked of the price: « ça suffit ? » is no verdict.

    Args:
        knowledge: holds the prices.
        queries: what the message was taken to ask.
        reading: what it says by itself.
    """
    of_sum = any(one.own in ("sum", "lacks") for one in reading.said_figures)
    if not of_sum or any(telling.situation.tells_diploma_or_work for telling in reading.told):
        return list(queries)
    costs = [query for query in queries if query.intent in _COST]
    found: list[Query] = []
    for query in queries:
        priced = query.intent == "admission" and any(rules.total_price(knowledge, c) for c in query.certificates)
        if not priced:
            found.append(query)
        elif not costs:
            found.append(structs.replace(query, act="yesno", intent="price"))
    return found


def asked_of_what_is_due(queries: Sequence[Query], reading: Reading, apprentice: bool) -> list[Query]:
    """The queries, with what an apprentice has to pay taken as asked of the fees and the funding, not of what they are paid.

    Args:
        queries: what the message was taken to ask.
        reading: what it says by itself.
        apprentice: whether whoever trains is one, as far as was told.
    """
    if "to pay" not in reading.cues or reading.figures:
        return list(queries)
    # « La paie de l'apprenti, et qu'a-t-il à payer ? »
    of_pay = "apprentice_pay" in reading.named_topics
    found: list[Query] = []
    for query in queries:
        of_apprentice = (query.intent == "apprentice_pay" and not of_pay) or (query.intent == "funding" and apprentice)
        due = ("fees", "funding") if of_apprentice and query.act in CLOSED else (query.intent,)
        found += [structs.replace(query, intent=intent) for intent in due if all(one.intent != intent for one in found)]
    return found


def asked_of_the_pay(knowledge: Knowledge, queries: Sequence[Query], reading: Reading, before: Sequence[Query]) -> list[Query]:
    """The queries, with « net ou brut ? », « 783 € donc ? » after an apprentice's pay asked of that, where no salary is told.

    Args:
        knowledge: holds the salaries.
        queries: what the message was taken to ask.
        reading: what it says by itself.
        before: what was asked just before.
    """
    last = next((query for query in before if query.intent == "apprentice_pay"), None)
    if last is None or not (reading.cues & {"gross", "net"} or any(one.unit in ("€", "") for one in reading.said_figures)):
        return list(queries)
    return [
        structs.replace(query, intent="apprentice_pay", person=last.person)
        if query.intent == "salary" and not any(knowledge.facts_of(c, "salary") for c in query.certificates)
        else query
        for query in queries
    ]


def sum_compared(knowledge: Knowledge, asked: Asked, certificate: str) -> list[Note]:
    """Whether the visitor's sums are enough for the whole price, or how much is missing; whether what they call missing is.

    Args:
        knowledge: holds the price.
        asked: the query.
        certificate: what is paid for.
    """
    total = rules.total_price(knowledge, certificate) if asked.query.intent in _COST else None
    lacks = [float(one.figure) for one in _own(asked, "lacks")]
    if total is None or _is_waived(asked, total, bool(lacks)):
        return []
    prices = (total.tuition, total.fee, total.total)
    said = [amount for one in _own(asked, "sum", "mine") if (amount := float(one.figure)) not in prices]
    if not said and (lacks or "lacks" in asked.reading.cues):
        said = [float(one.figure) for one in asked.state.own if one.own == "sum"]
    sums = list(dict.fromkeys(amount for amount in said if amount not in lacks and amount not in prices))
    if lacks:
        return _missing_checked(total, sums, lacks[0])
    return [_missing(total, sums)] if sums else []


def _is_waived(asked: Asked, total: TotalPrice, lacks: bool) -> bool:
    """Whether the training is not the visitor's to pay; who goes on to ask of an apprenticeship did not mean one yet."""
    before = asked.state.situation_of(asked.query.person).status
    return (before if lacks else asked.situation.status) in total.waived_for


def _missing(total: TotalPrice, sums: Sequence[float]) -> Note:
    values = _in_words(total, sums)
    if sum(sums) >= total.total:
        return "own_sum_enough", values
    return "own_sum_short", values | {"missing": euros(total.total - sum(sums))}


def _missing_checked(total: TotalPrice, sums: Sequence[float], said: float) -> list[Note]:
    """Whether what the visitor calls missing is so; where they said of no sum, which it would be so with."""
    if not sums:
        rest = total.total - said
        return [("own_sum_implied", _in_words(total, [rest]) | {"missing": euros(said)})] if rest > 0 else []
    missing = total.total - sum(sums)
    if missing <= 0:
        return [_missing(total, sums)]
    right = same_figure(f"{said:g}", f"{missing:g}")
    values = _in_words(total, sums) | {"missing": euros(missing)}
    return [("own_sum_lacks" if right else "own_sum_lacks_other", values)]


def _in_words(total: TotalPrice, sums: Sequence[float]) -> dict[str, str]:
    amounts = {"total": total.total, "tuition": total.tuition, "fee": total.fee}
    own = [euros(amount) for amount in sums]
    return {key: euros(value) for key, value in amounts.items()} | {"own": listing(own), "less": " − ".join(own)}


def _own(asked: Asked, *kinds: Own) -> list[SaidFigure]:
    return [one for one in asked.reading.said_figures if one.own in kinds]
