"""What each feature moves, on choices made up so that it can be counted by hand."""

from __future__ import annotations

from bot.dialogue.interpreter import Interpreter, Weights
from bot.dialogue.query import Query
from bot.dialogue.ranker import ConditionalLogit
from bot.evaluation.ablation import Options, ablate, ablate_choices, families
from bot.evaluation.scores import Share
from tests.evaluation.turns import KNOWLEDGE, asked, measured, turn

# Two options a turn, of which the first is meant.
USEFUL = Options([{"useful": 1.0}, {"idle": 0.1}], [True, False])
MISLED = Options([{"idle": 0.0}, {"harmful": 1.0, "unlearnt": 1.0}], [True, False])
MODEL = ConditionalLogit({"useful": 2.0, "harmful": 1.0, "idle": 0.5, "never shown": 1.0, "without weight": 0.0})


def test_a_feature_is_of_use_harmful_or_idle() -> None:
    part = ablate_choices("intent", MODEL, [USEFUL, USEFUL, MISLED])
    assert part.right == Share(2, 3)
    assert {r.name: (r.moved, r.change) for r in part.single} == {"useful": (2, -2), "harmful": (1, 1), "idle": (0, 0)}
    surprise = {r.name: r.surprise or 0.0 for r in part.single}
    assert surprise["useful"] > 0 > surprise["harmful"]


def test_features_without_turns_and_without_weight_are_named() -> None:
    part = ablate_choices("intent", MODEL, [USEFUL, MISLED])
    assert (part.unseen, part.unlearnt) == (["never shown"], ["unlearnt"])


def test_families_begin_or_end_alike() -> None:
    assert families(["last", "last: refer", "last: new", "open: which", "choose: which", "is open", "is choose", "alone: x"]) == {
        "last: …": ["last: new", "last: refer"],
        "…: which": ["choose: which", "open: which"],
        "is …": ["is choose", "is open"],
    }


def test_features_that_stand_in_for_each_other_are_moved_by_their_family_only() -> None:
    twins = Options([{"a: x": 1.0, "a: y": 1.0}, {"other": 1.0}], [True, False])
    part = ablate_choices("act", ConditionalLogit({"a: x": 1.0, "a: y": 1.0, "other": 0.5}), [twins])
    assert [(r.name, r.moved) for r in part.single] == [("a: x", 0), ("a: y", 0), ("other", 0)]
    assert [(r.name, r.features, r.change) for r in part.families] == [("a: …", 2, -1)]


def test_nothing_is_chosen_where_no_turn_is() -> None:
    assert ablate_choices("person", MODEL, []).right == Share(0, 0)


def test_parts_are_judged_as_the_interpreter_would_have_chosen() -> None:
    interpreter = Interpreter(KNOWLEDGE, Weights(person=ConditionalLogit({"self": 1.0})))
    turns = [measured(turn(asked("price")), Query("open", "price")), measured(turn(asked("thank")), Query("social", "thank"))]
    parts = {part.part: part for part in ablate(turns, interpreter)}
    assert parts["person"].right == Share(2, 2)
    assert parts["certificates"].right.total == 2
    assert parts["also"].right == Share(0, 0)
