"""A price is told with its total, for one or for several."""

from __future__ import annotations

import pytest

from tests.answers.asking import (
    GESTIONNAIRE,
    about,
    ask,
    heard,
    knowing,
    query,
    say,
    telling,
)
from tests.figures import FEE, TOTAL, TOTAL_OF_TWO, TUITION


@pytest.mark.parametrize("topic", ["price", "fees"])
def test_the_price_is_told_with_its_total(topic: str) -> None:
    assert f"Soit **{TOTAL}** en tout ({TUITION} + {FEE} de frais)" in ask(topic, GESTIONNAIRE).text


def test_a_sum_for_several_people_is_confirmed() -> None:
    said = about(f"donc c'est bien {TOTAL_OF_TWO} pour les deux ?", "price", GESTIONNAIRE, "confirm")
    assert said.openings == ["confirmed"]
    assert f"Pour 2 personnes : {TOTAL_OF_TWO}." in said.text
    assert about("donc c'est bien 15 000 € pour les deux ?", "price", GESTIONNAIRE, "confirm").openings != ["confirmed"]


def test_an_apprentice_hears_that_the_fee_is_not_theirs_and_no_total() -> None:
    state = knowing(age=20, status="apprentice")
    fee = say(query("fees", GESTIONNAIRE, act="yesno"), reading=heard("je dois payer les frais ?"), state=state)
    assert fee.text.splitlines()[0] == f"Un apprenti **ne paie pas** les {FEE} de frais d’inscription."
    price = say(query("price", GESTIONNAIRE), reading=heard("ça coûte combien ?"), state=state)
    assert "en tout" not in price.text
    assert "Pour un apprenti, la formation peut être financée par : l’OPCO" in price.text.replace("'", "’")


@pytest.mark.parametrize(("status", "others"), [(None, True), ("apprentice", False)])
def test_who_asks_whether_they_pay_themselves_hears_not_necessarily(status: str | None, others: bool) -> None:
    asked = query("funding", GESTIONNAIRE, act="yesno")
    said = say(asked, reading=heard("c'est moi qui paie ?"), state=knowing(status=status))
    assert said.openings == ["not_necessarily"]
    assert ("France Travail" in said.text) is others


def test_a_funder_of_employees_is_no_yes_to_an_apprentice() -> None:
    asked = query("funding", GESTIONNAIRE, act="yesno")
    said = say(asked, reading=heard("c'est le patron qui paie ?"), state=knowing(status="apprentice"))
    assert said.openings == []
    assert "OPCO" in said.text


def test_a_price_repeated_in_astonishment_is_not_confirmed() -> None:
    text = f"{TOTAL}, mais c'est énorme, je n'ai pas cette somme et ma famille non plus, qui pourrait nous aider à la payer ?"
    assert "confirmed" not in say(query("price", GESTIONNAIRE, act="yesno"), reading=heard(text)).openings


def test_who_is_no_apprentice_hears_the_total() -> None:
    told = heard("je ne suis pas apprenti, ça coûte combien ?")
    assert told.statuses == ()
    assert f"**{TOTAL}** en tout" in say(query("price", GESTIONNAIRE), reading=told).text


def test_who_asks_whether_all_is_included_hears_of_the_fee() -> None:
    said = say(query("price", GESTIONNAIRE, act="confirm"), reading=heard("les 7 840 €, c'est bien tout compris ?"))
    assert said.responses == ["not_all_included"]
    assert f"**Non**, il s’y ajoute {FEE} de frais" in said.text
    apprentice = say(
        query("price", GESTIONNAIRE, act="confirm"), reading=heard("c'est tout compris ?"), state=knowing(status="apprentice")
    )
    assert apprentice.responses != ["not_all_included"]


@pytest.mark.parametrize(
    ("text", "payer"), [("au chômage, ça me coûte combien ?", "France Travail"), ("je suis salarié, le prix ?", "Transition Pro")]
)
def test_who_says_what_they_are_hears_who_may_pay(text: str, payer: str) -> None:
    told = say(query("price", GESTIONNAIRE), reading=heard(text)).text
    assert TOTAL in told
    assert f"{payer}" in told.splitlines()[-2]
    assert payer not in say(query("price", GESTIONNAIRE), reading=heard("ça me coûte combien ?")).text


def test_what_a_child_is_decides_what_their_parents_pay() -> None:
    before = say(query("apprentice_pay", GESTIONNAIRE, person="son"), reading=telling("son", age=19, status="apprentice"))
    due = heard("donc on ne paie rien ?")
    said = say(query("funding", GESTIONNAIRE, act="confirm"), reading=due, state=before.state)
    assert f"Un apprenti **ne paie pas** les {FEE}" in said.text
    assert "OPCO" in said.text
    assert "France Travail" not in said.text
    assert "France Travail" in say(query("funding", GESTIONNAIRE, act="confirm"), reading=due).text
