"""A visitor's own pay is compared with the sheets', and their own sums with the whole price."""

from __future__ import annotations

import pytest

from bot.dialogue.query import Act
from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    NEW,
    PROCEDURES,
    about,
    heard,
    knowing,
    query,
    say,
)
from tests.figures import EXPERT_LATER_PAY, EXPERT_PAY, PROCEDURES_PAY, PROCEDURES_RISE, TOTAL, typed

# What the total comes to less 2 500 € and 1 000 €.
WHOLE = int(typed(TOTAL))
MISSING = f"{WHOLE - 2500:,} €".replace(",", " ")
MISSING_AFTER_BOTH = f"{WHOLE - 3500:,} €".replace(",", " ")


# What is paid ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["et là, c'est mieux que mes 1 800 brut ?", "je suis à 1 800 brut, je gagne combien de plus ?"])
def test_each_salary_is_told_with_how_much_more_it_is_than_the_visitors(text: str) -> None:
    said = about(text, "salary", PROCEDURES)
    assert said.text.startswith("Par rapport à vos 1 800 € par mois, pour un **clerc aux procédures**")
    assert f"{PROCEDURES_PAY} brut par mois, soit **90,60 € de plus**" in said.text
    assert "soit **190,90 € de plus**" in said.text
    assert "convention collective" in said.text
    assert "ils ont pu changer depuis" in said.text
    # What the years of work add is not what was asked.
    assert PROCEDURES_RISE not in said.text


def test_less_is_said_to_be_less() -> None:
    said = about("moi je tourne à 3 200 brut, ça donne quoi ?", "salary", EXPERT)
    assert f"{EXPERT_PAY} brut par mois, soit **120 € de moins**" in said.text
    assert f"{EXPERT_LATER_PAY} brut par mois, soit **446 € de plus**" in said.text


@pytest.mark.parametrize(
    ("pay", "told"),
    [
        ("2 000", "soit **de 152 € de moins à 2 487 € de plus**"),
        ("1 700", "soit **de 148 € à 2 787 € de plus**"),
        ("5 000", "soit **de 513 € à 3 152 € de moins**"),
    ],
)
def test_a_range_of_offers_is_compared_at_both_ends(pay: str, told: str) -> None:
    said = about(f"je suis à {pay} € brut, c'est mieux ?", "salary", ASSISTANT)
    assert told in said.text
    assert "K1901" in said.text


def test_a_pay_that_is_not_said_to_be_gross_is_compared_on_that_condition() -> None:
    assert "si vos 1 800 € le sont aussi" in about("c'est mieux que mes 1 800 ?", "salary", PROCEDURES).text
    assert "le sont aussi" not in about("c'est mieux que mes 1 800 brut ?", "salary", PROCEDURES).text


@pytest.mark.parametrize("text", ["je touche 1 500 € net, c'est mieux ?", "je gagne 25 000 € par an, c'est mieux ?"])
def test_a_net_or_yearly_pay_is_not_compared_and_that_is_said(text: str) -> None:
    said = about(text, "salary", PROCEDURES, "yesno")
    assert "comparer" in said.text.splitlines()[0]
    assert PROCEDURES_PAY in said.text
    assert "de plus**" not in said.text
    assert "not_confirmed" not in said.openings


def test_several_certificates_are_compared_each() -> None:
    said = say(query("salary", ASSISTANT, EXPERT, GESTIONNAIRE), reading=heard("c'est mieux que mes 3 200 brut ?"))
    assert said.responses == ["own_pay_of_several"]
    assert "**Clerc expert** :\n" in said.text
    assert "soit **120 € de moins**" in said.text
    assert "- **Clerc gestionnaire** : la fiche ne le dit pas" in said.text


def test_a_pay_said_before_is_what_more_is_asked_beside() -> None:
    told = about("je suis à 1 800 brut, c'est mieux ?", "salary", PROCEDURES).state
    said = say(query("salary", EXPERT), state=told, reading=heard("et là ça ferait combien de plus ?"))
    assert "vos 1 800 €" in said.text
    again = say(query("salary", EXPERT), state=told, reading=heard("moi je suis à 1 800, je gagnerais combien ?"))
    assert "le sont aussi" not in again.text
    named = say(query("salary", EXPERT), state=told, reading=heard("combien de plus avec l'ancienneté ?"))
    assert named.openings == ["difference_of_pay"]


@pytest.mark.parametrize("text", ["je touche bien 1 890 € au début ?", "je gagne 1 890 au début ?"])
def test_a_figure_of_the_sheet_is_confirmed_as_before(text: str) -> None:
    assert about(text, "salary", PROCEDURES, "confirm").openings == ["confirmed"]


# What is missing for the price ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic", "act"),
    [
        ("j'ai 2 500 € sur mon cpf, ça suffit ?", "funding", "yesno"),
        ("j'ai 2 500 € sur mon cpf, il me manquerait combien ?", "price", "open"),
        ("est-ce que 2 500 € suffisent, oui ou non ?", "price", "yesno"),
        ("mon cpf, il doit y avoir dans les 2 500, ça irait ?", "funding", "yesno"),
        ("et avec mes 2 500 € ?", "fees", "open"),
    ],
)
def test_how_much_is_missing_is_said_first_and_no_oui(text: str, topic: str, act: Act) -> None:
    said = about(text, topic, GESTIONNAIRE, act)
    assert said.openings == ["own_sum_short"]
    assert said.text.startswith(f"2 500 € ne suffisent pas à eux seuls : il manquerait **{MISSING}** ({TOTAL} en tout")


def test_two_sums_are_taken_together() -> None:
    said = about("j'ai 2 500 € sur mon cpf et 1 000 € de côté, ça suffit ?", "price", GESTIONNAIRE, "yesno")
    assert f"2 500 € et 1 000 € ne suffisent pas à eux seuls : il manquerait **{MISSING_AFTER_BOTH}**" in said.text


def test_enough_is_said_to_be_enough() -> None:
    said = about("mes 9 000 € suffisent ?", "price", GESTIONNAIRE, "yesno")
    assert said.text.startswith(f"**Oui**, 9 000 € suffisent : la formation coûte {TOTAL} en tout")


def test_what_the_visitor_calls_missing_is_confirmed_or_put_right_a_turn_later() -> None:
    told = about("j'ai 2 500 € sur mon cpf, ça suffit ?", "funding", GESTIONNAIRE, "yesno").state
    asked = query("price", GESTIONNAIRE, act="confirm")
    right = say(asked, state=told, reading=heard(f"donc il me manque {MISSING} ?"))
    assert right.text.startswith(f"**Oui**, il manquerait **{MISSING}**")
    wrong = say(asked, state=told, reading=heard("donc il me manque 4 000 € ?"))
    assert wrong.text.startswith(f"**Non**, il manquerait **{MISSING}**")
    # Nothing was said that it could be missing beside.
    alone = say(asked, state=NEW, reading=heard(f"donc il me manque {MISSING} ?"))
    assert alone.text.startswith(f"**Oui**, si vous avez déjà 2 500 € ({TOTAL} en tout")


def test_how_much_is_missing_may_be_asked_a_turn_later() -> None:
    told = about("j'ai 2 500 € sur mon cpf", "funding", GESTIONNAIRE).state
    said = say(query("price", GESTIONNAIRE), state=told, reading=heard("ça coûte combien, et il me manquerait combien ?"))
    assert said.openings == ["own_sum_short"]


def test_two_questions_hear_it_once() -> None:
    reading = heard("mes 2 500 € suffisent ? et qui peut payer le reste ?")
    said = say(query("price", GESTIONNAIRE, act="yesno"), query("funding", GESTIONNAIRE), reading=reading)
    assert said.openings == ["own_sum_short"]
    assert said.responses == ["price", "funding"]


def test_whether_a_sum_is_enough_is_no_verdict_on_admission() -> None:
    verdict = query("admission", GESTIONNAIRE, act="verdict")
    alone = say(verdict, reading=heard("j'ai 2 500 € de côté, ça suffit ?"))
    assert alone.responses == ["price"]
    assert alone.openings == ["own_sum_short"]
    beside = say(query("funding", GESTIONNAIRE, act="yesno"), verdict, reading=heard("j'ai 2 500 € sur mon cpf, ça suffit ?"))
    assert beside.responses == ["funding"]
    # Who tells of a diploma asks of that too.
    reading = heard("j'ai un bts et 2 500 € de côté, ça suffit ?")
    assert "admission" in [q.intent for q in say(verdict, reading=reading).state.turns[-1].queries]


def test_an_apprentice_does_not_pay_and_hears_of_nothing_missing() -> None:
    reading = heard("j'ai 2 500 € sur mon cpf, ça suffit ?")
    said = say(query("price", GESTIONNAIRE, act="yesno"), reading=reading, state=knowing(status="apprentice"))
    assert "manquerait" not in said.text


def test_where_no_sheet_gives_a_price_nothing_is_worked_out() -> None:
    said = about("j'ai 2 500 € sur mon cpf, ça suffit ?", "price", EXPERT, "yesno")
    assert "2 500" not in said.text
    assert said.responses == ["unknown_of_certificate"]


@pytest.mark.parametrize(("missing", "verdict"), [(MISSING, "**Oui**"), ("4 000 €", "**Non**")])
def test_what_is_missing_is_checked_in_what_is_summed_up(missing: str, verdict: str) -> None:
    text = f"je récapitule : gestionnaire, 12 mois, {TOTAL}, et j'ai 2 500 € de cpf donc il me manque {missing}, c'est ça ?"
    said = say(query("price", GESTIONNAIRE, act="confirm"), reading=heard(text))
    assert said.text.startswith("Ces chiffres sont exacts.")
    assert f"{verdict}, il manquerait **{MISSING}**" in said.text


@pytest.mark.parametrize("text", [f"c'est bien {TOTAL} en tout ?", f"donc mes {TOTAL}, c'est bien ça ?"])
def test_the_price_itself_is_checked_as_before(text: str) -> None:
    assert about(text, "price", GESTIONNAIRE, "confirm").openings == ["confirmed"]
