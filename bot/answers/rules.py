"""What is worked out from facts: an apprentice's pay, the total price. Each result names what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge import Fact, Knowledge

# Older people can sign a contract of apprenticeship in few cases only (Code du travail, article L6222-1); the sheets do not say.
OLDEST_APPRENTICE = 29


@dataclass(frozen=True)
class ApprenticePay:
    """An apprentice's gross monthly pay in euros at an age, and the fact with the percentage."""

    age: int
    percent: int
    monthly: float
    fact: Fact


def apprentice_pay(knowledge: Knowledge, certificate: str, age: int) -> ApprenticePay | None:
    """An apprentice's pay: the sheet's percentage for the age, applied to the SMIC on file and rounded to the cent.

    Args:
        knowledge: holds the percentages and the SMIC.
        certificate: its id.
        age: in whole years.

    Returns:
        None when the certificate's sheet gives no percentage for this age.
    """
    entry = knowledge.facts_of(certificate, "apprentice_pay")
    for fact in entry.facts if entry else ():
        if fact.share and fact.share.covers(age):
            return ApprenticePay(age, fact.share.percent, share_of_smic(knowledge, fact.share.percent), fact)
    return None


def share_of_smic(knowledge: Knowledge, percent: int) -> float:
    """A percentage of the SMIC on file, in euros a month, gross and rounded to the cent.

    Args:
        knowledge: holds the SMIC.
        percent: how much of it.
    """
    return round(knowledge.reference.smic.monthly_gross * percent / 100, 2)


@dataclass(frozen=True)
class TotalPrice:
    """Tuition plus registration fee in euros; `waived_for` says who pays tuition alone."""

    tuition: float
    fee: float
    waived_for: tuple[str, ...]

    @property
    def total(self) -> float:
        """What someone who pays all of it pays."""
        return self.tuition + self.fee


# For as many people somebody may have worked out what all pay.
MOST_PEOPLE = 5


def people_paid_for(price: TotalPrice, figure: float) -> int | None:
    """For how many people a figure is the total: 15 910 € for two; None when for none.

    Args:
        price: of one.
        figure: in euros.
    """
    return next((number for number in range(1, MOST_PEOPLE + 1) if figure == number * price.total), None)


def total_price(knowledge: Knowledge, certificate: str) -> TotalPrice | None:
    """The total price, when the sheet gives tuition and fee; None otherwise."""
    prices = [
        fact.price
        for topic in ("price", "fees")
        if (entry := knowledge.facts_of(certificate, topic))
        for fact in entry.facts
        if fact.price
    ]
    tuition = next((p.tuition for p in prices if p.tuition), None)
    fee = next((p for p in prices if p.fee), None)
    if tuition is None or fee is None or fee.fee is None:
        return None
    return TotalPrice(tuition, fee.fee, fee.fee_except)
