"""A conversation's state is kept between messages as plain data; one that does not fit is begun afresh."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.query import ACTS, Query
from bot.dialogue.situation import Situation
from bot.dialogue.state import VERSION, Mention, Pending, Person, State, Turn, load_state, store_state
from tests.dialogue.messages import ALL, EXPERT, GESTIONNAIRE, after, query

_certificates = st.lists(st.sampled_from(ALL), max_size=4, unique=True).map(tuple)
_queries = st.builds(
    Query, st.sampled_from(ACTS), st.sampled_from(["price", "salary", "thank"]), _certificates, st.sampled_from(["self", "son"])
)
_situations = st.builds(
    Situation,
    age=st.none() | st.integers(14, 70),
    expected=st.sampled_from([None, True]),
    abroad=st.sampled_from([None, True]),
    years_after_bac=st.none() | st.integers(-1, 8),
    field=st.none() | st.sampled_from(["law", "other"]),
    title=st.none() | st.sampled_from(ALL),
)
_texts = st.text(max_size=20)
_states = st.builds(
    State,
    turns=st.lists(
        st.builds(
            Turn, st.lists(_queries, max_size=3).map(tuple), _certificates, st.none() | _queries, st.lists(_texts).map(tuple)
        ),
        max_size=3,
    ).map(tuple),
    number=st.integers(0, 500),
    people=st.dictionaries(st.sampled_from(["self", "son", "daughter"]), st.builds(Person, _situations, st.integers(0, 9))),
    names=st.dictionaries(_texts, st.sampled_from(["self", "son"]), max_size=2),
    mentions=st.lists(st.builds(Mention, st.sampled_from(ALL), st.sampled_from(["named", "listed"]), st.integers(1, 9))).map(
        tuple
    ),
    discussed=_certificates,
    previous=_certificates,
    excluded=_certificates,
    listed=_certificates,
    shown=st.lists(st.tuples(_texts, _texts), max_size=3).map(tuple),
    pending=st.none() | st.builds(Pending, st.sampled_from(["situation", "topic"]), _certificates),
    misunderstood=st.integers(0, 9),
    contact_told=st.booleans(),
)


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
