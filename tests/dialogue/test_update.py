"""What a conversation is about after each message: who, which certificates, what was listed, what is waited for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.query import Query
from bot.dialogue.reading import PersonName, Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import MOST_TURNS, Mention, Pending, Person, State, Turn
from bot.dialogue.update import people_after, update
from tests.dialogue.messages import (
    ALL,
    ASSISTANT,
    COMMISSAIRE,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    PROCEDURES,
    message,
    query,
)


def go_on(state: State, *queries: Query, reading: Reading | None = None, **rest: Any) -> State:
    """The state after a message that was taken to mean these queries."""
    got = {name: rest.pop(name) for name in Turn.__struct_fields__ if name in rest}
    return update(state, reading or message(), Turn(queries, **got), KNOWLEDGE, **rest)


def tells(person: str | None, **told: Any) -> Reading:
    """A message that tells this of a person; None: it does not say of whom."""
    return message(told=(Telling(person, Situation(**told)),), people=(person,) if person and person != "self" else ())


# Certificates ---------------------------------------------------------------------------------------------------------


def test_what_is_asked_about_is_under_discussion_and_takes_the_place_of_the_one_before() -> None:
    first = go_on(NEW, query("price", EXPERT))
    assert (first.discussed, first.previous) == ((EXPERT,), ())
    second = go_on(first, query("price", ASSISTANT))
    assert (second.discussed, second.previous) == ((ASSISTANT,), (EXPERT,))
    third = go_on(second, query("salary", ASSISTANT))
    assert (third.discussed, third.previous) == ((ASSISTANT,), (EXPERT,))


def test_a_question_of_none_leaves_what_is_under_discussion() -> None:
    state = go_on(go_on(NEW, query("price", EXPERT)), query("contact"))
    assert state.discussed == (EXPERT,)


@pytest.mark.parametrize("asked", [(), ALL, (EXPERT, GESTIONNAIRE)])
def test_asked_of_none_or_several_those_that_the_answer_singled_out_are_under_discussion(asked: tuple[str, ...]) -> None:
    assert go_on(NEW, query("funding", *asked), told_of=(GESTIONNAIRE,)).discussed == (GESTIONNAIRE,)


def test_what_is_asked_about_is_under_discussion_though_the_answer_told_of_another() -> None:
    assert go_on(NEW, query("salary", EXPERT), told_of=(PROCEDURES,)).discussed == (EXPERT,)


def test_another_profession_is_mentioned_and_not_under_discussion() -> None:
    state = go_on(go_on(NEW, query("price", EXPERT)), query("path", COMMISSAIRE), reading=message(named=[COMMISSAIRE]))
    assert state.discussed == (EXPERT,)
    assert state.mentions[0] == Mention(COMMISSAIRE, "named", 2)


def test_what_is_ruled_out_stays_so_until_it_is_named_again() -> None:
    ruled_out = go_on(NEW, query("certificates"), reading=message(named=[EXPERT], how="ruled_out"))
    assert ruled_out.excluded == (EXPERT,)
    assert go_on(ruled_out, query("price", ASSISTANT)).excluded == (EXPERT,)
    assert go_on(ruled_out, query("price", EXPERT), reading=message(named=[EXPERT])).excluded == ()


def test_those_listed_are_counted_in_their_order() -> None:
    state = go_on(NEW, query("duration", *ALL), listed=[EXPERT, ASSISTANT])
    assert state.listed == (EXPERT, ASSISTANT)


def test_without_a_list_those_spoken_of_are_counted() -> None:
    state = go_on(go_on(NEW, query("duration", EXPERT)), query("duration", PROCEDURES))
    assert state.listed == (EXPERT, PROCEDURES)
    assert go_on(state, query("contact")).listed == (EXPERT, PROCEDURES)


def test_each_subject_is_mentioned_once_the_last_first() -> None:
    state = go_on(NEW, query("price", EXPERT), reading=message(named=[EXPERT]))
    state = go_on(state, query("price", ASSISTANT), listed=[ASSISTANT, GESTIONNAIRE])
    state = go_on(state, query("salary", EXPERT))
    assert state.mentions == (
        Mention(EXPERT, "pointed", 3),
        Mention(ASSISTANT, "pointed", 2),
        Mention(GESTIONNAIRE, "listed", 2),
    )


# People ---------------------------------------------------------------------------------------------------------------


def test_what_is_told_is_told_of_the_person_that_the_message_names() -> None:
    state = go_on(NEW, query("admission", person="daughter"), reading=tells("daughter", years_after_bac=2))
    assert state.situation_of("daughter").years_after_bac == 2
    assert state.situation_of("self") == Situation()
    assert state.person == "daughter"


def test_what_is_told_of_somebody_unsaid_is_of_the_one_concerned() -> None:
    state = go_on(NEW, query("admission", person="son"), reading=tells(None, age=17))
    assert state.situation_of("son").age == 17


def test_what_is_told_of_nobody_named_is_of_the_visitor_where_nobody_else_is_concerned() -> None:
    assert go_on(NEW, query("tell_situation"), reading=tells(None, age=45)).situation_of("self").age == 45
    spoken_of = go_on(NEW, query("admission", person="son"), reading=tells("son", age=17))
    later = go_on(spoken_of, query("tell_situation"), reading=tells(None, age=45))
    assert (later.situation_of("self").age, later.situation_of("son").age) == (45, 17)


def test_the_visitors_own_is_kept_apart() -> None:
    state = go_on(NEW, query("admission", person="son"), reading=tells("son", age=17))
    state = go_on(state, query("admission"), reading=tells("self", age=45))
    assert (state.situation_of("son").age, state.situation_of("self").age) == (17, 45)
    assert list(state.people) == ["self", "son"]


def test_a_message_that_is_not_ours_tells_nothing_of_anybody() -> None:
    before = go_on(NEW, query("admission"), reading=tells("self", age=45))
    assert go_on(before, query("other_training"), reading=tells("self", years_after_bac=-1)).people == before.people


def test_each_telling_has_its_turn() -> None:
    state = go_on(go_on(NEW, query("thank")), query("tell_situation"), reading=tells("self", age=45))
    assert state.people == {"self": Person(Situation(age=45), 2)}


def test_several_people_in_a_message_have_each_their_own() -> None:
    told = (Telling("daughter", Situation(years_after_bac=2)), Telling("self", Situation(years_after_bac=-1)))
    people = people_after(NEW, message(told=told), [query("admission", person="daughter")], 1)
    assert {person: known.situation.years_after_bac for person, known in people.items()} == {"daughter": 2, "self": -1}
    assert next(iter(people)) == "daughter"


def test_a_first_name_is_remembered_with_whom_it_stands_for() -> None:
    named = go_on(NEW, query("admission", person="daughter"), reading=message(names=(PersonName("léa", "daughter"),)))
    assert named.names == {"léa": "daughter"}
    assert go_on(named, query("thank")).names == {"léa": "daughter"}
    assert go_on(NEW, query("thank"), reading=message(names=(PersonName("théo"),))).names == {}


def test_who_had_a_name_alone_keeps_what_was_told_once_it_is_said_who_that_is() -> None:
    alone = go_on(NEW, query("admission", person="jules"), reading=tells("jules", age=19))
    known = go_on(alone, query("thank"), reading=message(names=(PersonName("jules", "self"),)))
    assert known.people == {"self": Person(Situation(age=19), 1)}


# The rest -------------------------------------------------------------------------------------------------------------


def test_what_was_shown_stands_until_something_else_is() -> None:
    shown = go_on(NEW, query("price", EXPERT), shown=[("clerc_expert", "3 080 €")])
    assert go_on(shown, query("thank")).shown == (("clerc_expert", "3 080 €"),)
    assert go_on(shown, query("housing"), shown=[]).shown == ()


def test_what_is_waited_for_is_waited_for_once() -> None:
    waiting = go_on(NEW, query("recommendation"), pending=Pending("diploma"))
    assert waiting.pending == Pending("diploma")
    assert go_on(waiting, query("price", EXPERT)).pending is None


def test_that_the_contact_was_given_is_not_forgotten() -> None:
    told = go_on(NEW, query("housing"), contact_told=True)
    assert told.contact_told
    assert go_on(told, query("price", EXPERT)).contact_told
    assert not go_on(NEW, query("price", EXPERT)).contact_told


def test_messages_not_understood_are_counted_in_a_row() -> None:
    once = go_on(NEW, query("out_of_scope"))
    assert (once.misunderstood, go_on(once, query("out_of_scope")).misunderstood) == (1, 2)
    assert go_on(once, query("thank")).misunderstood == 1
    assert go_on(once, query("price", EXPERT)).misunderstood == 0


def test_turns_are_numbered_and_only_the_last_are_kept() -> None:
    state = NEW
    for _ in range(MOST_TURNS + 3):
        state = go_on(state, query("price", EXPERT), runner_up=query("fees", EXPERT), said=("abc",))
    assert state.number == MOST_TURNS + 3
    assert len(state.turns) == MOST_TURNS
    assert state.turns[-1].runner_up == query("fees", EXPERT)
    assert state.turns[-1].said == ("abc",)


def test_the_state_before_is_left_as_it_was() -> None:
    before = go_on(NEW, query("admission", person="son"), reading=tells("son", age=17))
    kept = dict(before.people)
    go_on(before, query("admission", person="son"), reading=tells("son", age=18))
    assert before.people == kept


def test_what_somebody_is_called_is_kept_with_them_where_one_word_says_it() -> None:
    state = go_on(NEW, query("funding", GESTIONNAIRE, person="son"), reading=message(statuses=("employee",)))
    assert state.situation_of("son") == Situation(status="employee")
    assert not state.situation_of("son").tells_of_somebody
    both = go_on(state, query("funding", GESTIONNAIRE, person="son"), reading=message(statuses=("employee", "apprentice")))
    assert both.situation_of("son") == Situation(status="employee")
