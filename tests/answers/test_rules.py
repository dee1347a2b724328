"""What is worked out rests on the sheets' figures and on the SMIC on file; what they do not give is not worked out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.answers.rules import TotalPrice, apprentice_pay, people_paid_for, total_price
from bot.knowledge import Fact, Knowledge, TopicFacts, load_knowledge
from bot.knowledge.models import Price

KNOWLEDGE = load_knowledge()
GESTIONNAIRE = "clerc_gestionnaire"
WITHOUT_FIGURES = sorted(KNOWLEDGE.certificates.keys() - {GESTIONNAIRE})


def with_smic(monthly_gross: float) -> Knowledge:
    """Give the knowledge another minimum wage."""
    smic = replace(KNOWLEDGE.reference.smic, monthly_gross=monthly_gross)
    return replace(KNOWLEDGE, reference=replace(KNOWLEDGE.reference, smic=smic))


def with_prices(**prices: Price | None) -> Knowledge:
    """Give the clerc gestionnaire other prices by topic; None takes a topic away."""
    certificate = KNOWLEDGE.certificates[GESTIONNAIRE]
    topics = {key: entry for key, entry in certificate.topics.items() if key not in prices}
    topics |= {key: TopicFacts((Fact(text="un prix", quote="un prix", price=price),)) for key, price in prices.items() if price}
    return replace(KNOWLEDGE, certificates={**KNOWLEDGE.certificates, GESTIONNAIRE: replace(certificate, topics=topics)})


@pytest.mark.parametrize(
    ("age", "percent", "monthly"),
    [
        (15, 27, 492.22),
        (17, 27, 492.22),
        (18, 43, 783.90),
        (20, 43, 783.90),
        (21, 53, 966.21),
        (25, 53, 966.21),
        (26, 100, 1823.03),
        (58, 100, 1823.03),
    ],
)
def test_an_apprentice_gets_the_sheets_share_of_the_smic(age: int, percent: int, monthly: float) -> None:
    pay = apprentice_pay(with_smic(1823.03), GESTIONNAIRE, age)
    assert pay is not None
    assert (pay.age, pay.percent, pay.monthly) == (age, percent, monthly)
    assert f"{percent} % du SMIC" in pay.fact.text
    assert pay.fact in KNOWLEDGE.certificates[GESTIONNAIRE].topics["apprentice_pay"].facts


def test_an_apprentices_pay_follows_the_smic() -> None:
    pay = apprentice_pay(with_smic(2000), GESTIONNAIRE, 19)
    assert pay is not None
    assert pay.monthly == 860


@pytest.mark.parametrize("certificate", WITHOUT_FIGURES)
def test_no_pay_where_the_sheet_gives_no_share(certificate: str) -> None:
    assert apprentice_pay(KNOWLEDGE, certificate, 19) is None


def test_no_pay_for_an_age_that_the_sheet_leaves_out() -> None:
    certificate = KNOWLEDGE.certificates[GESTIONNAIRE]
    adults = tuple(fact for fact in certificate.topics["apprentice_pay"].facts if fact.share and fact.share.age_from)
    topics = {**certificate.topics, "apprentice_pay": TopicFacts(adults)}
    knowledge = replace(KNOWLEDGE, certificates={GESTIONNAIRE: replace(certificate, topics=topics)})
    assert apprentice_pay(knowledge, GESTIONNAIRE, 17) is None
    assert apprentice_pay(knowledge, GESTIONNAIRE, 18) is not None


@pytest.mark.parametrize("certificate", WITHOUT_FIGURES)
def test_no_total_where_the_sheet_gives_no_price(certificate: str) -> None:
    assert total_price(KNOWLEDGE, certificate) is None


@pytest.mark.parametrize(
    ("price", "fees", "expected"),
    [
        (Price(tuition=5000), Price(fee=90.5), TotalPrice(5000, 90.5, ())),
        (Price(tuition=5000, fee=90, fee_except=("apprentice",)), None, TotalPrice(5000, 90, ("apprentice",))),
        (Price(tuition=5000), None, None),
        (None, Price(fee=90), None),
        (Price(hourly=16), Price(fee=90), None),
    ],
    ids=["both", "both in one fact", "no fee", "no tuition", "price of an hour alone"],
)
def test_a_total_needs_tuition_and_fee(price: Price | None, fees: Price | None, expected: TotalPrice | None) -> None:
    assert total_price(with_prices(price=price, fees=fees), GESTIONNAIRE) == expected


def test_a_sum_is_the_price_of_as_many_people() -> None:
    price = TotalPrice(7840, 115, ())
    assert [people_paid_for(price, figure) for figure in (7955, 15910, 39775, 7840, 0)] == [1, 2, 5, None, None]
