"""The figures of whole conversations, worked out by hand on a few turns."""

from __future__ import annotations

import math

import pytest

from bot.dialogue.annotations import AnnotatedConversation, Author, Role
from bot.dialogue.interpreter import Interpreter, Weights
from bot.dialogue.query import Query
from bot.dialogue.ranker import ConditionalLogit
from bot.evaluation.held_out import (
    Bin,
    HeldOut,
    Misread,
    calibration,
    calibration_error,
    hold_out,
    meaning_right,
    misread,
    part_shares,
    sure_of_intent,
    sure_of_meaning,
    turns_of,
)
from bot.evaluation.held_out_report import section
from bot.evaluation.scores import Share
from tests.evaluation.turns import KNOWLEDGE, asked, measured, reading, turn

EXPERT = "clerc_expert"
RIGHT = measured(turn(asked("price", EXPERT), edit="refer"), Query("open", "price", (EXPERT,)), edit="refer", sure=0.92)
OTHER_CERTIFICATE = measured(turn(asked("price", EXPERT)), Query("open", "price"), sure=0.95)
OTHER_INTENT = measured(turn(asked("price")), Query("open", "fees"), sure=0.31)
TWO_ASKED = measured(turn(asked("price"), asked("duration")), Query("open", "price"), sure=0.33)
TURNS = [RIGHT, OTHER_CERTIFICATE, OTHER_INTENT, TWO_ASKED]


def test_a_meaning_is_right_when_all_its_parts_are() -> None:
    assert [meaning_right(item) for item in TURNS] == [True, False, False, True]


def test_shares_count_where_a_part_is_asked() -> None:
    shares = part_shares(TURNS)
    assert shares["intent"] == Share(3, 4)
    assert shares["certificates"] == Share(3, 4)
    assert shares["all"] == shares["exactly"] == Share(0, 1)
    assert shares["split by mistake"] == Share(0, 3)
    assert shares["meaning"] == Share(2, 4)


def test_another_careful_reading_counts_as_right() -> None:
    item = measured(turn(asked("price"), other=asked("fees")), Query("open", "fees"))
    assert part_shares([item])["intent"] == Share(1, 1)


def test_calibration_sets_predicted_beside_observed() -> None:
    bins = calibration(TURNS, sure_of_intent, lambda item: item.right("intent"))
    assert [b.observed for b in bins] == [Share(1, 2), Share(2, 2)]
    assert [b.predicted for b in bins] == [pytest.approx(0.32), pytest.approx(0.935)]
    assert calibration_error(bins) == pytest.approx((0.18 + 0.065) / 2)
    assert calibration_error([]) == 0.0


def test_what_is_certain_falls_into_the_last_group() -> None:
    item = measured(turn(asked("price")), Query("open", "price"), log_probability=0.0)
    assert calibration([item], sure_of_meaning, meaning_right) == [Bin(1.0, Share(1, 1))]
    assert sure_of_meaning(RIGHT) == pytest.approx(math.exp(-1))


def test_turns_that_ask_several_things_are_no_misreadings() -> None:
    assert misread([*TURNS, OTHER_INTENT], 5) == [Misread("price", "fees", 2, "combien ?")]


def test_only_held_out_authors_are_measured() -> None:
    def author(name: str, role: Role) -> Author:
        return Author(name, role, (AnnotatedConversation(f"{name}-1", (turn(asked("price")), turn(asked("price")))),))

    authors = [author("a01", "weights"), author("a03", "held out")]
    places = turns_of(authors)
    assert list(places) == [("a01-1", 0), ("a01-1", 1), ("a03-1", 0), ("a03-1", 1)]
    interpreter = Interpreter(KNOWLEDGE, Weights(intent=ConditionalLogit({"whole": 1.0})))
    found = hold_out(authors, {place: reading(price=0.9, fees=0.1) for place in places}, interpreter)
    assert (found.conversations, len(found.all)) == ({"a03": 1}, 2)
    assert part_shares(found.all)["intent"] == Share(2, 2)
    assert [part.part for part in found.ablation] == ["intent", "also", "act", "certificates", "person"]


def test_the_section_tells_authors_turns_and_features() -> None:
    held_out = HeldOut({"a03": 2}, {"a03": TURNS}, [])
    text = section(held_out)
    assert "1 held-out authors of data/conversations, whom no training has seen: 2 conversations, 4 turns, 1 of which" in text
    assert "| intent (topic or act) | 75.0 % (3/4) | 66.7 % (2/3) | 100.0 % (1/1) |" in text
    assert "| a03 | 2 | 4 | 75.0 % |" in text
