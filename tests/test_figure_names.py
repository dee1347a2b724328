"""Figures have names that go with their facts: a fact that says another figure gives another, one that is left out none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from bot.figure_names import figures
from bot.knowledge.models import ApprenticeShare, Certificate, Fact, Price, Salary, TopicFacts
from tests.answers.asking import KNOWLEDGE


def fact(text: str, **values: Any) -> Fact:
    """A fact of some sheet."""
    return Fact(text=text, quote="…", **values)


def salary(amount: float, years: int) -> Fact:
    """What is paid after so many years."""
    return fact("…", salary=Salary(from_=amount, after_years=years, basis="conventional_minimum", as_of=date(2019, 1, 1)))


def of(topics: dict[str, list[Fact]]) -> dict[str, str]:
    """The figures of the one certificate that has these facts, by topic."""
    told = {topic: TopicFacts(facts=tuple(facts)) for topic, facts in topics.items()}
    clerk = Certificate(name="clerc", aliases=(), sheet="clerc_expert", topics=told, id="clerc")
    return figures(replace(KNOWLEDGE, certificates={"clerc": clerk}))


@pytest.mark.parametrize(
    ("text", "word", "figure"),
    [
        ("252 heures sur 10 mois", "heures", "252 heures"),
        ("252 heures sur 10 mois", "mois", "10 mois"),
        ("481 heures réparties sur deux ans", "ans", "deux ans"),
        ("14 semaines au centre", "semaines", "14 semaines"),
        ("environ 1 700 offices et 12 000 salariés, dont 9 % de cadres", "salariés", "12 000 salariés"),
        ("environ 1 700 offices et 12 000 salariés, dont 9 % de cadres", "cadres", "9 %"),
        ("76 % d'employés", "employés", "76 %"),
        ("à 90 %, les études", "percent", "90 %"),
        ("débutant (coefficient 316) : 1 890,60 € brut par mois", "coefficient", "coefficient 316"),
        ("enregistrée pour 3 ans, jusqu'au 18 juillet 2028", "date", "18 juillet 2028"),
        ("en septembre 2027", "date", "septembre 2027"),
        ("le minimum au 1er avril 2016", "date", "1er avril 2016"),
        ("le minimum au 1er avril 2016", "year", "2016"),
    ],
)
def test_a_figure_is_named_by_the_word_that_it_goes_with(text: str, word: str, figure: str) -> None:
    assert of({"rhythm": [fact(text)]})[f"clerc.rhythm.{word}"] == figure


def test_amounts_are_written_as_answers_write_them() -> None:
    found = of({"price": [fact("…", price=Price(tuition=8330, hourly=17))], "fees": [fact("…", price=Price(fee=120))]})
    assert found["clerc.price.tuition"] == "8\u202f330\u00a0€"
    assert found["clerc.price.hourly"] == "17\u00a0€"
    assert found["clerc.fees.fee"] == "120\u00a0€"
    assert found["clerc.price.total"] == "8\u202f450\u00a0€"
    assert found["clerc.price.total_of_2"] == "16\u202f900\u00a0€"


def test_an_apprentices_pay_is_worked_out_from_the_minimum_wage() -> None:
    found = of({"apprentice_pay": [fact("…", share=ApprenticeShare(percent=50, age_from=18, age_to=20))]})
    smic = KNOWLEDGE.reference.smic.monthly_gross
    assert found["clerc.apprentice_pay.percent_at_19"] == "50 %"
    assert found["clerc.apprentice_pay.at_19"] == f"{smic / 2:.2f}".replace(".", ",") + "\u00a0€"
    assert "clerc.apprentice_pay.at_21" not in found


def test_a_fact_that_is_left_out_takes_its_names_with_it() -> None:
    both = of({"salary": [salary(1990.90, 2), salary(1890.60, 0)]})
    assert both["clerc.salary.from"] == "1\u202f890,60\u00a0€"
    assert both["clerc.salary.to"] == "1\u202f990,90\u00a0€"
    assert both["clerc.salary.difference"] == "100,30\u00a0€"
    assert "clerc.salary.to" not in of({"salary": [salary(1890.60, 0)]})
    assert not [name for name in of({"salary": []}) if name.startswith("clerc.salary")]


def test_the_centre_the_minimum_wage_and_the_editions_have_names_too() -> None:
    found, centre = of({}), KNOWLEDGE.centre
    assert (found["centre.phone"], found["centre.email"], found["centre.street"]) == (centre.phone, centre.email, centre.street)
    assert found["clerc.edition"] == KNOWLEDGE.sheets["clerc_expert"].edition
    assert found["smic.source"] == KNOWLEDGE.reference.smic.source
