"""What a training costs in all: the price with the fee, for one or for several, and who pays it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from bot.answers import rules
from bot.answers.closed import BRIEF, is_choice, is_closed, named_facts
from bot.answers.composing import compose_facts
from bot.answers.facts import sources_of, topic_facts, with_sheets
from bot.answers.notes import with_gap
from bot.answers.reply import Asked, Note, Saying
from bot.answers.selection import holds_figure, meant_by_status
from bot.answers.telling import told_in
from bot.knowledge import Fact, Knowledge
from bot.typography import euros, listing

_PRICES = ("price", "fees")
# A message asks of a topic that is at least so likely for a piece of it.
_LIKELY = 0.5


def total_notes(knowledge: Knowledge, asked: Asked, certificate: str) -> list[Note]:
    """The price with the fee, and for as many people as the message's figure is the price of; nothing of other topics.

    Args:
        knowledge: holds the prices.
        asked: the query.
        certificate: what is paid for.
    """
    total = rules.total_price(knowledge, certificate) if asked.query.intent in _PRICES else None
    if total is None:
        return []
    if asked.situation.status in total.waived_for:
        return paid_by(knowledge, asked, certificate)
    amounts = {"total": total.total, "tuition": total.tuition, "fee": total.fee}
    note = "note_total_price" if "apprentice" in total.waived_for else "note_total_price_for_all"
    several = [n for n in _people_paid_for(knowledge, asked, certificate) if n > 1]
    sums: list[Note] = [("note_price_of_several", {"number": str(n), "sum": euros(n * total.total)}) for n in several]
    return [(note, {key: euros(value) for key, value in amounts.items()}), *sums, *_may_be_paid_by(knowledge, asked, certificate)]


def paid_by(knowledge: Knowledge, asked: Asked, certificate: str) -> list[Note]:
    """Who may pay for what a person is while they train: an apprentice's training is not theirs to pay.

    Args:
        knowledge: holds who pays.
        asked: the query.
        certificate: what is paid for.
    """
    payers_ = meant_by_status(asked, topic_facts(knowledge, "funding", certificate))
    return [("note_paid_by", {"facts": told_in(payers_)})] if payers_ else []


def _may_be_paid_by(knowledge: Knowledge, asked: Asked, certificate: str) -> list[Note]:
    """« Au chômage, ça me coûte combien ? »: who may pay for whom the message calls so, where it does not ask that besides."""
    status, pieces = asked.situation.status, (asked.reading.whole, *asked.reading.pieces)
    if asked.query.intent != "price" or status not in asked.reading.statuses or is_closed(asked):
        return []
    facts = [fact for fact in meant_by_status(asked, topic_facts(knowledge, "funding", certificate)) if not fact.self_paid]
    asked_too = any(piece.likely("funding") >= _LIKELY for piece in pieces)
    told = {"facts": listing([fact.text for fact in facts], "ou")}
    return [(f"note_may_pay_{status}", told)] if facts and not asked_too else []


def waived(knowledge: Knowledge, asked: Asked, certificate: str) -> Saying | None:
    """« Je paie les 115 € ? », asked by somebody who does not pay them.

    Args:
        knowledge: holds the fee.
        asked: the query.
        certificate: what is paid for.
    """
    total = rules.total_price(knowledge, certificate)
    if total is None or asked.situation.status not in total.waived_for or asked.query.intent not in _PRICES:
        return None
    names_fee = any(float(figure) == total.fee for figure in asked.reading.figures)
    if not (names_fee or asked.query.intent == "fees") or not (is_closed(asked) or is_choice(asked)):
        return None
    fees = [fact for fact in topic_facts(knowledge, "fees", certificate) if fact.price and fact.price.fee]
    beside = paid_by(knowledge, asked, certificate) if asked.query.intent == "price" else []
    notes = (*beside, *sources_of(knowledge, certificate, fees))
    return Saying("fee_waived", {"fee": euros(total.fee)}, notes, facts=with_sheets(knowledge, certificate, fees))


def not_all_included(knowledge: Knowledge, asked: Asked, certificate: str) -> Saying | None:
    """« 7 840 €, c'est tout compris ? », where a fee comes on top.

    Args:
        knowledge: holds the fee.
        asked: the query.
        certificate: what is paid for.
    """
    total = rules.total_price(knowledge, certificate) if asked.query.intent in _PRICES else None
    if total is None or "all included" not in asked.reading.cues or checks_total(knowledge, asked, certificate):
        return None
    if not is_closed(asked) or asked.situation.status in total.waived_for:
        return None
    fees = [fact for fact in topic_facts(knowledge, "fees", certificate) if fact.price and fact.price.fee]
    priced = replace(asked, query=structs.replace(asked.query, intent="price"))
    notes = (*total_notes(knowledge, priced, certificate), *sources_of(knowledge, certificate, fees))
    return Saying("not_all_included", {"fee": euros(total.fee)}, notes, facts=with_sheets(knowledge, certificate, fees))


def checks_total(knowledge: Knowledge, asked: Asked, certificate: str) -> bool:
    """Whether a closed question names the price with the fee, of one or of several, which no fact holds.

    Args:
        knowledge: holds the prices.
        asked: the query.
        certificate: what is paid for.
    """
    # « 7 955 €, c'est énorme, qui peut m'aider ? » asks more than whether it is so.
    brief = asked.reading.words <= 2 * BRIEF or "confirms" in asked.reading.cues
    return asked.query.act in ("confirm", "yesno") and brief and bool(_people_paid_for(knowledge, asked, certificate))


def _people_paid_for(knowledge: Knowledge, asked: Asked, certificate: str) -> list[int]:
    total = rules.total_price(knowledge, certificate) if asked.query.intent in _PRICES else None
    found = [rules.people_paid_for(total, float(figure)) for figure in asked.reading.figures] if total else []
    return [number for number in found if number]


def payers(knowledge: Knowledge, asked: Asked, certificate: str) -> Saying | None:
    """« C'est bien 7 840 € que je dois payer moi-même ? »: the price is one thing, who pays it another.

    Args:
        knowledge: holds who pays.
        asked: the query.
        certificate: what is paid for.
    """
    topic = asked.query.intent
    facts = topic_facts(knowledge, "funding", certificate)
    named = named_facts(knowledge, asked, certificate, facts)
    if topic == "funding" and is_closed(asked) and named:
        return _for_status(knowledge, asked, certificate, facts, [fact for fact, _ in named])
    # With « de ma poche » it may be read as a question on the funding.
    priced = "price" if topic == "funding" and asked.query.act == "confirm" else topic
    if priced not in _PRICES or not holds_figure(asked, certificate, priced):
        return None
    return _not_necessarily(knowledge, asked, certificate, facts) if named else None


def _for_status(
    knowledge: Knowledge, asked: Asked, certificate: str, facts: Sequence[Fact], named: Sequence[Fact]
) -> Saying | None:
    """« C'est moi qui paie ? » is one way of several; who pays for somebody else is no « oui » for an apprentice."""
    own = meant_by_status(asked, facts)
    if all(fact.self_paid for fact in named):
        return _not_necessarily(knowledge, asked, certificate, own or facts)
    status = asked.situation.status
    if status and status != "apprentice" and own and all(fact.statuses == ("apprentice",) for fact in named):
        # « En CDI, l'OPCO paie ? », of what the sheet itself ties to a contract of apprenticeship.
        return compose_facts(knowledge, asked, certificate, [*own, *named], [(f"not_for_{status}", {})], topic="funding")
    if own and not any(fact in own for fact in named):
        return compose_facts(knowledge, asked, certificate, [*own, *named], topic="funding")
    return None


def _not_necessarily(knowledge: Knowledge, asked: Asked, certificate: str, facts: Sequence[Fact]) -> Saying:
    saying = compose_facts(knowledge, asked, certificate, facts, [("not_necessarily", {})], topic="funding")
    return with_gap(knowledge, saying, certificate, "funding")
