"""Nothing is said twice that nobody asked for again."""

from __future__ import annotations

from tests.answers.asking import (
    CONTACT,
    GESTIONNAIRE,
    ask,
    heard,
    query,
    say,
)
from tests.figures import PHONE


def test_a_silence_is_not_told_twice_in_a_row() -> None:
    first = say(query("housing"), reading=heard("où dormir ?"))
    again = query("housing")
    other = say(again, reading=heard("et donc ?"), state=first.state, others=[query("address")])
    assert (other.responses, other.openings) == (["address"], ["sorry"])
    later = say(again, reading=heard("et pour dormir ?"), state=ask("duration", GESTIONNAIRE, state=first.state).state)
    assert later.responses == ["unknown"]
    price = say(query("price", GESTIONNAIRE), reading=heard("combien ça coûte ?"))
    assert say(query("price", GESTIONNAIRE), reading=heard("et donc ?"), state=price.state).responses == [
        "nothing_more_of_certificate"
    ]


def test_of_two_answers_the_one_just_given_is_left_out() -> None:
    first = say(query("price", GESTIONNAIRE), reading=heard("combien ça coûte ?"))
    both = say(query("price", GESTIONNAIRE), query("duration", GESTIONNAIRE), reading=heard("et ça dure ?"), state=first.state)
    assert both.responses == ["duration"]


def test_whom_to_ask_is_given_in_full_once_a_conversation() -> None:
    first = ask("housing")
    assert CONTACT["phone"] in first.text
    second = ask("payment_terms", state=first.state)
    assert second.text.endswith(f"\nLe centre vous répond au {PHONE}.")
    assert CONTACT["email"] not in second.text
    # Who asks for it is given it again; who was given it needs no more than the telephone.
    assert CONTACT["phone"] in ask("contact", state=second.state).text
    assert CONTACT["email"] not in ask("housing", state=ask("contact").state).text
    assert CONTACT["phone"] in ask("housing", state=ask("price", GESTIONNAIRE).state).text
