"""The figures of the evaluation, worked out by hand on a few messages."""

from __future__ import annotations

import pytest

from bot.evaluation.curve import Point, curve
from bot.evaluation.messages import Blind, Example, duplicates
from bot.evaluation.scores import (
    Confusion,
    Found,
    Reading,
    Share,
    attracted,
    confusions,
    entities,
    in_scope,
    out_of_scope,
    several,
    share,
    shares_by,
    style_of,
)

PRICE = Blind("c'est combien ?", ("ask_price",), "clean", also=("ask_fees",))
RHYTHM = Blind("quel rythme pour l'expert ?", ("ask_rhythm",), "sms", certificates=("clerc_expert",), age=22)
BOTH = Blind("prix et rythme ?", ("ask_price", "ask_rhythm"), "clean")
WEATHER = Blind("il pleut ?", ("out_of_scope",), "clean")


def test_another_accepted_intent_is_right() -> None:
    assert Reading(PRICE, "ask_fees", 0.0).right
    assert not Reading(PRICE, "ask_rhythm", 0.0).right


def test_any_out_of_scope_intent_is_caught_but_only_the_right_kind_is_right() -> None:
    reading = Reading(WEATHER, "legal_advice", 0.0)
    assert (reading.caught, reading.right) == (True, False)


def test_messages_are_told_apart_by_what_they_ask() -> None:
    readings = [Reading(message, "ask_price", 0.0) for message in (PRICE, RHYTHM, BOTH, WEATHER)]
    assert [r.message for r in in_scope(readings)] == [PRICE, RHYTHM]
    assert [r.message for r in several(readings)] == [BOTH]
    assert [r.message for r in out_of_scope(readings)] == [WEATHER]
    assert shares_by(in_scope(readings), style_of, lambda r: r.right) == {"clean": Share(1, 1), "sms": Share(0, 1)}


def test_a_share_of_nothing_is_zero() -> None:
    assert share([], lambda r: r.right).value == 0.0


def test_confusions_begin_with_the_most_frequent_and_leave_several_questions_out() -> None:
    readings = [
        Reading(WEATHER, "ask_price", 0.0),
        Reading(RHYTHM, "ask_duration", 0.0),
        Reading(RHYTHM, "ask_duration", 0.0),
        Reading(BOTH, "ask_duration", 0.0),
    ]
    expected = [
        Confusion("ask_rhythm", "ask_duration", 2, RHYTHM.text),
        Confusion("out_of_scope", "ask_price", 1, WEATHER.text),
    ]
    assert confusions(readings, 20) == expected
    assert confusions(readings, 1) == expected[:1]


def test_an_intent_attracts_the_messages_that_do_not_accept_it() -> None:
    readings = [Reading(WEATHER, "ask_price", 0.0), Reading(PRICE, "ask_price", 0.0), Reading(BOTH, "ask_duration", 0.0)]
    assert attracted(readings) == {"ask_price": 1, "ask_duration": 1}


def test_entities_count_by_value() -> None:
    readings = [
        Reading(RHYTHM, "ask_rhythm", 0.0, entities={"certificate": {"clerc_expert", "clerc_assistant"}, "age": {23}}),
        Reading(PRICE, "ask_price", 0.0),
    ]
    assert entities(readings, "certificate") == Found(right=1, wrong=1, missed=0)
    assert entities(readings, "age") == Found(right=0, wrong=1, missed=1)
    assert Found(right=1, wrong=1, missed=0).f1 == pytest.approx(2 / 3)


def test_the_curve_refuses_by_all_foreign_intents_together() -> None:
    readings = [
        Reading(PRICE, "", 0.0, ranking=[("ask_price", 0.4), ("legal_advice", 0.3), ("out_of_scope", 0.3)]),
        Reading(RHYTHM, "", 0.0, ranking=[("ask_rhythm", 0.6), ("out_of_scope", 0.4)]),
        Reading(WEATHER, "", 0.0, ranking=[("out_of_scope", 0.4), ("ask_price", 0.3), ("legal_advice", 0.3)]),
    ]
    assert curve(readings, [0.5, 0.65, 0.8]) == [
        Point(0.5, accuracy=0.5, recall=1.0),
        Point(0.65, accuracy=1.0, recall=1.0),
        Point(0.8, accuracy=1.0, recall=0.0),
    ]


def test_duplicates_are_found_whatever_accents_capitals_and_punctuation() -> None:
    training = [Example("C’EST COMBIEN", "ask_price"), Example("il pleut beaucoup", "out_of_scope")]
    assert duplicates([PRICE, WEATHER], training) == [PRICE.text]
