"""A conversation's state is kept between messages as plain data; one that does not fit is begun afresh."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from bot.dialogue.query import Query
from bot.dialogue.situation import Situation
from bot.dialogue.state import VERSION, Mention, Pending, Person, State, Turn, load_state, store_state
from tests.dialogue.messages import COMMISSAIRE, EXPERT, GESTIONNAIRE, KNOWLEDGE, after, query

# Every field that there is, with whatever its type allows.
for kind in (Situation, Query, Mention, Person, Turn, Pending, State):
    st.register_type_strategy(kind, st.builds(kind, **{field.name: st.from_type(field.type) for field in fields(kind)}))
_states = st.from_type(State).map(lambda state: replace(state, version=VERSION))


@settings(max_examples=60, deadline=None, database=None)
@given(_states)
def test_what_is_stored_is_loaded_as_it_was(state: State) -> None:
    assert load_state(json.loads(json.dumps(store_state(state)))) == state


def test_the_order_of_people_is_kept() -> None:
    people = {"daughter": Person(Situation(age=17), 2), "self": Person(Situation(age=45), 1)}
    loaded = load_state(json.loads(json.dumps(store_state(State(people=people)))))
    assert list(loaded.people) == ["daughter", "self"]
    assert loaded.person == "daughter"


def test_the_version_is_stored_though_it_is_the_usual_one() -> None:
    assert store_state(State())["version"] == VERSION


DAMAGED: dict[str, Any] = {
    "nothing": None,
    "text": "clerc expert",
    "a list": [1, 2],
    "an older version": {"version": VERSION - 1, "discussed": [EXPERT]},
    "a newer version": {"version": VERSION + 1, "discussed": [EXPERT]},
    "a number for a list": {"version": VERSION, "discussed": 3},
    "an unknown act": {"version": VERSION, "turns": [{"queries": [{"act": "sing", "intent": "price"}]}]},
    "a person of text": {"version": VERSION, "people": {"self": "19 ans"}},
}


@pytest.mark.parametrize("stored", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_state_that_does_not_fit_is_begun_afresh(stored: Any) -> None:
    assert load_state(stored) == State()


def test_the_last_question_is_the_last_that_asked_something() -> None:
    state = after(query("salary", EXPERT), query("price", GESTIONNAIRE), query("thank"), query("tell_situation"))
    assert state.last == query("price", GESTIONNAIRE)
    assert after(query("thank")).last is None
    assert State().last is None
    two = State(turns=(Turn((query("salary", EXPERT), query("duration", EXPERT))),))
    assert two.last == query("duration", EXPERT)


def test_whom_it_is_about_is_the_visitor_until_somebody_is_spoken_of() -> None:
    assert State().person == "self"
    assert State().situation_of("self") == Situation()
    assert State().situation_of("son") == Situation()


NOTARY = "clerc_de_notaire"
UNKNOWN: dict[str, State] = {
    "under discussion": State(discussed=(NOTARY,)),
    "told of by an answer": State(turns=(Turn((query("funding"),), (NOTARY,)),)),
    "in the next likeliest meaning": State(turns=(Turn((query("price"),), (), query("price", NOTARY)),)),
    "an intent": State(turns=(Turn((query("weather"),)),)),
    "mentioned": State(mentions=(Mention(NOTARY, "named", 1),)),
    "offered": State(pending=Pending("certificate", (EXPERT, NOTARY))),
    "offered as a topic": State(pending=Pending("topic", ("price", "weather"))),
    "held by somebody": State(people={"self": Person(Situation(title=NOTARY), 1)}),
}


@pytest.mark.parametrize("state", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_state_that_speaks_of_what_is_no_more_is_begun_afresh(state: State) -> None:
    assert load_state(store_state(state), KNOWLEDGE) == State()


def test_a_state_that_speaks_of_what_is_known_is_kept() -> None:
    state = State(
        turns=(Turn((query("price", EXPERT), query("thank")), (EXPERT,), query("salary", COMMISSAIRE)),),
        mentions=(Mention(COMMISSAIRE, "named", 1), Mention(EXPERT, "listed", 1)),
        listed=(EXPERT, GESTIONNAIRE),
        # « Je ne veux pas devenir commissaire de justice. »
        excluded=(COMMISSAIRE,),
        pending=Pending("topic", ("price", "salary")),
        people={"self": Person(Situation(age=22, title=EXPERT, field="law"), 1)},
    )
    assert load_state(store_state(state), KNOWLEDGE) == state
