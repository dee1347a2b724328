"""What a training costs in all: the price with the fee, for one or for several, and who pays it."""

from __future__ import annotations

from bot.answers import rules
from bot.answers.closed import named_facts
from bot.answers.composing import compose_facts
from bot.answers.facts import topic_facts
from bot.answers.notes import with_gap
from bot.answers.reply import Asked, Note, Saying
from bot.answers.selection import holds_figure
from bot.knowledge import Knowledge
from bot.typography import euros

_PRICES = ("price", "fees")


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
    amounts = {"total": total.total, "tuition": total.tuition, "fee": total.fee}
    note = "note_total_price" if "apprentice" in total.waived_for else "note_total_price_for_all"
    several = [n for n in _people_paid_for(knowledge, asked, certificate) if n > 1]
    sums: list[Note] = [("note_price_of_several", {"number": str(n), "sum": euros(n * total.total)}) for n in several]
    return [(note, {key: euros(value) for key, value in amounts.items()}), *sums]


def checks_total(knowledge: Knowledge, asked: Asked, certificate: str) -> bool:
    """Whether a closed question names the price with the fee, of one or of several, which no fact holds.

    Args:
        knowledge: holds the prices.
        asked: the query.
        certificate: what is paid for.
    """
    return asked.query.act in ("confirm", "yesno") and bool(_people_paid_for(knowledge, asked, certificate))


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
    # With « de ma poche » it may be read as a question on the funding.
    priced = "price" if topic == "funding" and asked.query.act == "confirm" else topic
    if priced not in _PRICES or not holds_figure(asked, certificate, priced):
        return None
    facts = topic_facts(knowledge, "funding", certificate)
    if not named_facts(knowledge, asked, certificate, facts):
        return None
    saying = compose_facts(knowledge, asked, certificate, facts, [("not_necessarily", {})], topic="funding")
    return with_gap(knowledge, saying, certificate, "funding")
