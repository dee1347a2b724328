"""Of all that a message may mean the best is chosen: with weights set by hand, so that it is known why."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from bot.dialogue.interpreter import Interpretation, Interpreter, Weights, load_weights, save_weights
from bot.dialogue.query import Query
from bot.dialogue.ranker import ConditionalLogit
from bot.dialogue.reading import AskedTerm, AskedTopic, Reading, Span, Telling, Words
from bot.dialogue.situation import Situation
from bot.dialogue.state import Person, State, Turn
from tests.dialogue.messages import (
    ALL,
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    PROCEDURES,
    after,
    in_pieces,
    message,
    query,
)

WEIGHTS = Weights(
    intent=ConditionalLogit({"whole": 1.0, "last: refer": 8.0}),
    also=ConditionalLogit({"bias": -6.0, "likely in a piece": 1.3}),
    act=ConditionalLogit({"words": 1.0, "is open": 0.5}),
    certificates=ConditionalLogit(
        {
            "named": 4.0,
            "named here": 4.0,
            "discussed": 2.0,
            "leaves a name out": -4.0,
            "spoken of before: other": 5.0,
            "as many as said": 5.0,
            "all: all": 5.0,
            "all but those ruled out: all": 5.0,
            "all but those ruled out": 3.0,
            "in the place said": 6.0,
        }
    ),
    person=ConditionalLogit({"named": 3.0, "last": 2.0, "first spoken of": 1.0, "self: mine": 3.0}),
)
INTERPRETER = Interpreter(KNOWLEDGE, WEIGHTS)


def interpret(reading: Reading, state: State = NEW) -> Interpretation:
    """What a message means in a conversation."""
    return INTERPRETER.interpret(reading, state)


def test_what_is_named_by_words_of_a_topic_alone_is_not_refused() -> None:
    """« La cantine prend la carte ? », where nothing was learnt of canteens but a few examples."""
    canteen = structs.replace(KNOWLEDGE.topics["housing"], from_="campus_life")
    knowledge = structs.replace(KNOWLEDGE, topics={**KNOWLEDGE.topics, "canteen": canteen})
    reading = message({"out_of_scope": 0.8, "canteen": 0.05}, named_topics=("canteen",))
    assert Interpreter(knowledge, WEIGHTS).interpret(reading, NEW).queries[0].intent == "canteen"
    assert (
        interpret(message({"out_of_scope": 0.8, "housing": 0.05}, named_topics=("housing",))).queries[0].intent == "out_of_scope"
    )


# One question ---------------------------------------------------------------------------------------------------------


def test_a_message_asks_what_it_looks_like_of_the_one_it_names() -> None:
    found = interpret(message({"price": 0.9, "fees": 0.05}, named=[GESTIONNAIRE]))
    assert found.queries == (query("price", GESTIONNAIRE),)
    assert found.confidence > 0.9


def test_how_sure_it_is_comes_with_it() -> None:
    sure = interpret(message({"price": 0.9, "fees": 0.01})).confidence
    unsure = interpret(message({"price": 0.3, "fees": 0.28})).confidence
    assert sure > 0.9 > 0.6 > unsure > 0.4


def test_a_follow_up_asks_the_last_question_of_another() -> None:
    """« Et pour le gestionnaire ? »"""
    reading = message({"role": 0.3, "price": 0.1}, named=[GESTIONNAIRE], heads={"edit": {"refer": 0.9, "new": 0.1}})
    found = interpret(reading, after(query("salary", EXPERT)))
    assert found.queries == (query("salary", GESTIONNAIRE),)
    assert found.edit == "refer"


def test_without_a_name_the_one_discussed_is_meant() -> None:
    assert interpret(message({"price": 0.9}), after(query("salary", EXPERT))).queries == (query("price", EXPERT),)


@pytest.mark.parametrize(
    ("cue", "state", "meant"),
    [
        ("other", after(query("price", EXPERT), query("price", ASSISTANT), previous=(EXPERT,)), (EXPERT,)),
        ("two", after(query("price", EXPERT), listed=(EXPERT, GESTIONNAIRE)), (EXPERT, GESTIONNAIRE)),
        ("first", after(query("price", EXPERT), listed=(PROCEDURES, EXPERT)), (PROCEDURES,)),
        ("all", after(query("price", EXPERT)), ALL),
    ],
)
def test_a_word_that_points_finds_the_certificates(cue: str, state: State, meant: tuple[str, ...]) -> None:
    assert interpret(message({"salary": 0.9}, cues=[cue]), state).queries == (query("salary", *meant),)


def test_what_is_ruled_out_is_never_meant_however_much_speaks_for_it() -> None:
    state = after(query("price", EXPERT), listed=(EXPERT, ASSISTANT), previous=(EXPERT,))
    (found,) = interpret(message({"salary": 0.9}, named=[EXPERT], how="ruled_out", cues=["all"]), state).queries
    assert found.certificates == (ASSISTANT, PROCEDURES, GESTIONNAIRE)


def test_a_person_that_is_named_is_concerned_and_stays_so() -> None:
    first = interpret(message({"admission": 0.9}, people=("son",))).queries[0]
    assert first.person == "son"
    state = after(first, people={"son": Person(Situation(), 1)})
    assert interpret(message({"price": 0.9}), state).queries[0].person == "son"
    assert interpret(message({"price": 0.9}, cues=["mine"]), state).queries[0].person == "self"


def concerned(reading: Reading, state: State = NEW) -> str:
    """Whom a message concerns, for an interpreter that has learnt to take everything as the visitor's."""
    weights = Weights(intent=WEIGHTS.intent, person=ConditionalLogit({"named": -9.0, "last": -9.0, "told of": -9.0}))
    return Interpreter(KNOWLEDGE, weights).interpret(reading, state).queries[0].person


def telling(who: str | None, people: tuple[str, ...] = (), cues: tuple[str, ...] = ()) -> Reading:
    """A message that tells an age of somebody."""
    return message({"price": 0.9}, people=people, told=(Telling(who, Situation(age=17)),), cues=cues)


def test_whom_alone_a_message_tells_of_by_name_it_concerns() -> None:
    """« Ma fille a 17 ans, c'est combien ? »"""
    assert concerned(telling("daughter", ("daughter",))) == "daughter"
    about_son = State(people={"son": Person(Situation(), 1)})
    assert concerned(telling("self", cues=("mine",)), about_son) == "self"


def test_where_others_are_named_beside_it_the_weights_decide() -> None:
    assert concerned(telling("daughter", ("daughter", "son"))) == "self"


def test_somebody_spoken_of_before_who_is_named_again_is_concerned() -> None:
    """« Ça, c'est pour Jules. Et Manon ? »"""
    known = State(people={"jules": Person(Situation(), 1), "manon": Person(Situation(), 1)})
    assert concerned(message({"price": 0.9}, people=("jules", "manon")), known) == "manon"
    assert concerned(message({"price": 0.9}, people=("manon",), cues=["mine"]), known) == "self"
    assert concerned(message({"price": 0.9}, people=("manon",))) == "self"


def test_what_is_told_of_nobody_is_told_of_the_one_just_spoken_of() -> None:
    """« 22 ans. Combien par mois ? »"""
    about_son = State(people={"son": Person(Situation(), 1)})
    assert concerned(telling(None), about_son) == "son"
    assert concerned(telling(None, cues=("mine",)), about_son) == "self"
    assert concerned(telling(None)) == "self"
    assert concerned(message({"price": 0.9}), about_son) == "self"


def test_a_verdict_is_wanted_of_admission_alone_however_likely_its_words() -> None:
    heads = {"act": {"verdict": 0.95}}
    assert interpret(message({"admission": 0.9}, heads=heads)).queries[0].act == "verdict"
    assert interpret(message({"price": 0.9}, heads=heads)).queries[0].act != "verdict"


def test_a_message_that_looks_like_nothing_is_not_ours() -> None:
    assert interpret(message({})).queries == (query("out_of_scope"),)


def test_what_only_changes_the_certificate_is_no_meaning_of_its_own() -> None:
    found = interpret(message({"change_certificate": 0.9}, named=[EXPERT]), after(query("salary", ASSISTANT)))
    assert found.queries == (query("salary", EXPERT),)


# Several questions ----------------------------------------------------------------------------------------------------


def test_several_questions_come_in_the_order_in_which_they_are_asked() -> None:
    found = interpret(in_pieces({"duration": 0.7}, {"price": 0.9}, {"rhythm": 0.8}))
    assert [one.intent for one in found.queries] == ["duration", "price", "rhythm"]
    backwards = interpret(in_pieces({"rhythm": 0.8}, {"price": 0.9}, {"duration": 0.7}))
    assert [one.intent for one in backwards.queries] == ["rhythm", "price", "duration"]


def test_each_question_has_the_certificate_named_beside_it() -> None:
    spans = message(named=[EXPERT]).spans + tuple(
        msgspec.structs.replace(span, start=60, end=68) for span in message(named=[GESTIONNAIRE]).spans
    )
    found = interpret(in_pieces({"salary": 0.9}, {"price": 0.9}, spans=spans))
    assert [one.intent for one in found.queries] == ["salary", "price"]
    assert EXPERT in found.queries[0].certificates
    assert GESTIONNAIRE in found.queries[1].certificates


def test_a_message_of_one_piece_asks_one_thing() -> None:
    assert len(interpret(message({"price": 0.5, "duration": 0.5})).queries) == 1


def test_a_courtesy_beside_a_question_is_not_answered_by_itself() -> None:
    found = interpret(in_pieces({"greet": 0.9}, {"price": 0.95}))
    assert [one.intent for one in found.queries] == ["price"]


def test_thanks_do_not_hide_a_question_beside_them() -> None:
    found = interpret(in_pieces({"thank": 0.95}, {"price": 0.3}))
    assert [one.intent for one in found.queries] == ["price"]


@pytest.mark.parametrize("intent", ["thank", "out_of_scope", "tell_situation", "correct"])
def test_what_asks_nothing_of_ours_stands_alone(intent: str) -> None:
    reading = in_pieces({intent: 0.95}, {intent: 0.6, "price": 0.3})
    assert [one.intent for one in interpret(reading).queries] == [intent]


def test_no_more_is_asked_in_a_message_than_people_ask() -> None:
    topics = ("price", "duration", "rhythm", "salary", "opening", "blocks", "level")
    assert 1 < len(interpret(in_pieces(*({topic: 0.9} for topic in topics))).queries) <= 4


# Why ------------------------------------------------------------------------------------------------------------------


def test_the_meanings_considered_come_likeliest_first_and_say_why() -> None:
    reading = message({"price": 0.6, "fees": 0.2}, named=[GESTIONNAIRE], told=(Telling("self", Situation(age=20)),))
    found = INTERPRETER.interpret(reading, NEW, explain=True)
    intents = [candidate.query.intent for candidate in found.candidates]
    assert intents[:2] == ["price", "fees"]
    best = found.candidates[0]
    assert best.features["intent: whole"] == pytest.approx(math.log(0.6 / 0.002))
    assert best.features["certificates: named"] == 4.0
    assert best.features["person: first spoken of"] == 1.0
    # Said only to who asks for it.
    unexplained = interpret(reading)
    assert [candidate.features for candidate in unexplained.candidates] == [{}] * len(found.candidates)
    assert unexplained.queries == found.queries


# Files ----------------------------------------------------------------------------------------------------------------


def test_weights_are_kept_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "models" / "dialogue.json"
    save_weights(WEIGHTS, path)
    assert load_weights(path) == WEIGHTS


def test_a_missing_or_damaged_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_weights(tmp_path / "absent.json")
    damaged = tmp_path / "damaged.json"
    damaged.write_text(json.dumps({"intent": [1, 2]}), encoding="utf-8")
    with pytest.raises(msgspec.ValidationError):
        load_weights(damaged)


def test_a_correction_of_the_person_asks_the_last_question_again_for_them() -> None:
    people = {"léa": Person(Situation(years_after_bac=2), 1), "tom": Person(Situation(years_after_bac=0), 2)}
    state = State(people=people, turns=(Turn((Query("verdict", "admission", (EXPERT,), "tom"),)),))
    meant = message(people=("léa",), cues=["corrects person", "mine"])
    assert INTERPRETER.interpret(meant, state).queries == (Query("verdict", "admission", (EXPERT,), "léa"),)


# The meaning of words ---------------------------------------------------------------------------------------------------


def test_the_meaning_of_a_word_that_is_asked_about_is_told_beside_what_else_is_asked() -> None:
    """« Ça ouvre quand et l'OPCO, c'est qui ? »"""
    reading = in_pieces({"opening": 0.9}, {"funding": 0.9}, terms=("opco",), asked_terms=(AskedTerm("opco", 55, 95),))
    found = interpret(reading, after(query("price", GESTIONNAIRE)))
    assert [one.intent for one in found.queries] == ["opening", "define"]


def test_what_is_asked_in_the_same_piece_is_answered_too() -> None:
    reading = in_pieces({"price": 0.9}, {"funding": 0.9}, terms=("opco",), asked_terms=(AskedTerm("opco", 55, 65),))
    assert [one.intent for one in interpret(reading).queries] == ["price", "funding", "define"]


def test_a_message_that_asks_the_meaning_of_a_word_asks_no_more() -> None:
    reading = message({"level": 0.9, "define": 0.05}, terms=("niveau_5",), asked_terms=(AskedTerm("niveau_5", 0, 90),))
    found = interpret(reading)
    assert [one.intent for one in found.queries] == ["define"]
    assert found.candidates[0].query == found.queries[0]


def test_a_word_whose_meaning_nobody_asks_is_not_explained() -> None:
    assert [one.intent for one in interpret(message({"funding": 0.9}, terms=("opco",))).queries] == ["funding"]


# Topics by their names -------------------------------------------------------------------------------------------------


def test_topics_in_a_list_are_all_asked_and_nothing_else_is_read_in_it() -> None:
    """« Niveau, tarif et durée », where the level looks like the conditions of admission."""
    asked = (AskedTopic("level", 20, 26), AskedTopic("price", 36, 42), AskedTopic("duration", 70, 76))
    reading = in_pieces({"admission": 0.9}, {"price": 0.9}, {"duration": 0.9}, asked_topics=asked)
    assert [one.intent for one in interpret(reading).queries] == ["level", "price", "duration"]


def test_what_is_ruled_out_beside_what_is_meant_is_not_asked() -> None:
    asked = (AskedTopic("level", 3, 9),)
    reading = in_pieces({"admission": 0.6, "level": 0.3}, {"admission": 0.9}, asked_topics=asked, ruled_out_topics=("admission",))
    assert [one.intent for one in interpret(reading).queries] == ["level"]


@pytest.mark.parametrize(
    ("rest", "asked"),
    [
        ({}, ["price", "level"]),
        ({"named_topics": ("level",)}, ["level"]),
        ({"words": 12}, ["level"]),
    ],
)
def test_of_another_all_is_asked_that_the_last_message_asked(rest: dict[str, Any], asked: list[str]) -> None:
    """« Et le gestionnaire ? » after the price and the level of another."""
    last = Turn((query("price", EXPERT), query("level", EXPERT)))
    state = State(turns=(last,), number=1, discussed=(EXPERT,))
    reading = message({"role": 0.1}, named=[GESTIONNAIRE], heads={"edit": {"refer": 0.9, "new": 0.1}}, **rest)
    found = interpret(reading, state)
    assert [(one.intent, one.certificates) for one in found.queries] == [(topic, (GESTIONNAIRE,)) for topic in asked]


@pytest.mark.parametrize("cue", ["superlative", "all of them"])
def test_who_asks_for_the_first_of_all_asks_of_all(cue: str) -> None:
    found = interpret(message({"salary": 0.9}, cues=[cue]), after(query("salary", ASSISTANT)))
    assert found.queries[0].certificates == ALL


def test_the_best_paid_of_all_is_chosen_and_of_two_that_are_discussed_one_of_them() -> None:
    reading = message({"salary": 0.9}, cues=["superlative"])
    assert interpret(reading, after(query("salary", ASSISTANT))).queries[0].act == "choose"
    assert interpret(reading, after(query("salary", ASSISTANT, EXPERT))).queries[0].certificates == (ASSISTANT, EXPERT)


def test_what_somebody_is_already_is_not_asked_about() -> None:
    found = interpret(message({"price": 0.9}, named=["commissaire_de_justice"], how="job"))
    assert found.queries[0].certificates == ()


def test_the_one_who_is_named_beside_oneself_is_concerned() -> None:
    people = {"brother": Person(Situation(years_after_bac=-1), 1), "daughter": Person(Situation(years_after_bac=2), 1)}
    state = State(people=people)
    names = message({"recommendation": 0.9}, people=("daughter",), cues=["mine", "theirs"])
    assert concerned(names, state) == "daughter"


def test_a_topic_is_asked_of_each_certificate_in_its_own_piece() -> None:
    """« L'expert gagne bien 3 080 € ? Et un gestionnaire, il gagne combien ? »"""
    reading = in_pieces({"salary": 0.9}, {"role": 0.4}, {"salary": 0.9})
    spans = (Span(EXPERT, 2, 8, "named"), Span(GESTIONNAIRE, 40, 48, "named"))
    weights = structs.replace(WEIGHTS, certificates=ConditionalLogit({"named here": 4.0}))
    found = Interpreter(KNOWLEDGE, weights).interpret(structs.replace(reading, spans=spans), NEW)
    assert [q.certificates for q in found.queries if q.intent == "salary"] == [(EXPERT,), (GESTIONNAIRE,)]


def test_the_one_that_lasts_as_long_as_is_said_is_meant() -> None:
    reading = message({"admission": 0.9}, cues=["of a length", "that"], months=frozenset([9]))
    assert interpret(reading, after(query("admission", EXPERT))).queries[0].certificates == (PROCEDURES,)


def test_what_is_likelier_not_ours_in_all_than_anything_of_ours_is_not_ours() -> None:
    shares = {"admission": 0.36, "out_of_scope": 0.33, "other_training": 0.3}
    assert interpret(message(shares)).queries[0].intent == "out_of_scope"
    assert interpret(message({"admission": 0.36, "out_of_scope": 0.2, "other_training": 0.1})).queries[0].intent == "admission"


@pytest.mark.parametrize(("asks", "asked"), [(True, ["admission", "access_paths"]), (False, ["access_paths"])])
def test_what_is_only_told_asks_no_conditions(asks: bool, asked: list[str]) -> None:
    reading = in_pieces({"admission": 0.8}, {"access_paths": 0.95})
    told, asking = reading.pieces
    pieces = (structs.replace(told, words=Words(4, asks)), structs.replace(asking, words=Words(4, True)))
    found = interpret(structs.replace(reading, pieces=pieces))
    assert [one.intent for one in found.queries] == asked
    # A message that names them asks for them.
    named = interpret(structs.replace(reading, pieces=pieces, named_topics=("admission",)))
    assert "admission" in [one.intent for one in named.queries]


def test_what_names_one_of_our_subjects_is_ours_unless_it_is_clearly_not() -> None:
    perhaps = {"other_training": 0.5, "price": 0.4}
    subject = (Span("commissaire_de_justice", 20, 28, "workplace"),)
    assert interpret(message(perhaps)).queries[0].intent == "other_training"
    assert interpret(message(perhaps, spans=subject)).queries[0].intent == "price"
    assert interpret(message({"other_training": 0.95, "price": 0.01}, spans=subject)).queries[0].intent == "other_training"


def test_goodbye_after_what_is_no_question_is_goodbye() -> None:
    reading = in_pieces({"salary": 0.9}, {"goodbye": 0.5})
    said, leaving = reading.pieces
    pieces = (structs.replace(said, words=Words(4)), structs.replace(leaving, words=Words(2, cues=frozenset(["goodbye"]))))
    parting = structs.replace(reading, pieces=pieces)
    assert [one.intent for one in interpret(parting).queries] == ["goodbye"]
    asking = structs.replace(parting, cues=frozenset(["question"]))
    assert "salary" in [one.intent for one in interpret(asking).queries]
