"""What a message or a pressed button is answered, whatever was said before."""

from __future__ import annotations

from bot.dialogue.interpreter import Interpretation
from bot.dialogue.query import Candidate
from tests.answers.asking import (
    ALL,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    NEW,
    PROCEDURES,
    Said,
    adviser,
    ask,
    heard,
    query,
    say,
    spoken_of,
    telling,
)
from tests.figures import PROCEDURES_LATER_PAY, PROCEDURES_PAY


def test_a_verdict_is_not_given_twice_in_a_row() -> None:
    asked = query("admission", EXPERT, act="verdict")
    first = say(asked, reading=telling(years_after_bac=2))
    conditions = say(asked, reading=heard("il faut autre chose encore ?"), state=first.state)
    assert conditions.responses == ["admission"]
    once_more = say(asked, reading=heard("mais mon cas à moi ?"), state=say(asked, state=conditions.state).state)
    assert once_more.responses == ["not_again"]
    assert CONTACT["phone"] in once_more.text


def test_a_word_that_nobody_explains_gives_way_to_what_else_may_be_meant() -> None:
    reading = heard("c'est quoi la différence")
    assert say(query("define"), reading=reading, others=[query("role", *ALL)], state=spoken_of(EXPERT)).responses == [
        "certificates"
    ]
    assert say(query("define"), reading=reading, state=spoken_of(EXPERT)).responses == ["unknown_word"]


def test_a_pressed_button_means_what_it_says_whatever_was_said_before() -> None:
    reply, state = adviser().pressed("price", [GESTIONNAIRE], ask("salary", EXPERT).state)
    assert [saying.response for saying in reply.sayings] == ["price"]
    assert state.last == query("price", GESTIONNAIRE)
    reply, _ = adviser().pressed("greet", [], NEW)
    assert [saying.response for saying in reply.sayings] == ["greet"]


def test_what_was_told_further_back_is_told_again() -> None:
    before = say(query("price", GESTIONNAIRE), reading=heard("combien ça coûte ?"))
    state = ask("duration", GESTIONNAIRE, state=before.state).state
    again = query("price", GESTIONNAIRE)
    found = Interpretation((again,), "revise", (Candidate(again, "revise", 0.0),), 1.0)
    assert Said(*adviser().answer(found, heard("non, le prix"), state)).responses == ["price"]


def test_a_pressed_button_without_a_certificate_is_about_the_one_talked_about() -> None:
    reply, state = adviser().pressed("salary", [], spoken_of(EXPERT))
    assert [saying.values["certificate"] for saying in reply.sayings] == ["clerc expert"]
    assert state.discussed == (EXPERT,)
    reply, state = adviser().pressed("salary", [PROCEDURES], spoken_of(EXPERT))
    assert [saying.values["certificate"] for saying in reply.sayings] == ["clerc aux procédures"]
    assert (state.discussed, state.previous) == ((PROCEDURES,), (EXPERT,))


def test_whoever_hears_the_same_again_hears_what_was_not_told_yet_then_that_there_is_no_more() -> None:
    first = say(query("salary", PROCEDURES), reading=heard("un débutant gagne combien ?"))
    assert PROCEDURES_PAY in first.text
    more = say(query("salary", PROCEDURES), reading=heard("un débutant, ensuite ça monte ?"), state=first.state)
    assert PROCEDURES_PAY not in more.text
    assert PROCEDURES_LATER_PAY in more.text
    shown = say(query("salary", EXPERT), reading=heard("ça gagne combien ?"))
    no_more = say(query("salary", EXPERT), reading=heard("vous n'avez rien d'autre ?"), state=shown.state)
    assert no_more.responses == ["nothing_more_of_certificate"]
    assert no_more.text.startswith(
        "Sur le salaire, la fiche **clerc expert** ne dit rien de plus que ce que je viens de vous donner."
    )
    assert CONTACT["phone"] in no_more.text
    asked_for = say(query("repeat", act="repeat"), reading=heard("redites-moi ça"), state=shown.state)
    assert "nothing_more_of_certificate" not in asked_for.responses
