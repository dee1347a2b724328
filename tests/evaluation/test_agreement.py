"""Two annotators' agreement, counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.annotations import AnnotatedConversation, AnnotatedQuery, AnnotatedTurn, Author
from bot.evaluation.agreement import Pair, agreement, disagreements, main, pairs_of
from bot.evaluation.scores import Share
from tests.evaluation.turns import EVERYTHING, asked, turn

SAME = turn(asked("price", "clerc_expert"))


def shares(*pairs: Pair) -> dict[str, Any]:
    return {field: found.share for field, found in agreement(pairs, EVERYTHING).items()}


def test_the_same_is_the_same() -> None:
    found = shares(Pair(SAME, SAME))
    assert found.pop("several") == Share(0, 0)
    assert set(found.values()) == {Share(1, 1)}


def test_what_goes_with_an_intent_is_compared_where_both_have_it() -> None:
    found = shares(Pair(SAME, turn(asked("price", person="son"))), Pair(SAME, turn(asked("fees"))))
    assert found["intent"] == found["all intents"] == Share(1, 2)
    assert found["certificates"] == found["person"] == Share(0, 1)
    assert found["act"] == Share(1, 1)


def test_another_reading_may_be_what_the_other_annotator_took() -> None:
    found = shares(Pair(turn(asked("fees"), other=asked("price")), SAME))
    assert (found["intent"], found["intent, with doubts"]) == (Share(0, 1), Share(1, 1))


def test_several_questions_are_to_be_found_by_the_other_too() -> None:
    both = turn(asked("price"), asked("fees"))
    found = shares(Pair(both, both), Pair(both, turn(asked("fees"))))
    assert (found["intent"], found["several"], found["all intents"]) == (Share(2, 2), Share(1, 2), Share(1, 2))


def test_all_certificates_are_the_same_as_each_of_them() -> None:
    every = turn(AnnotatedQuery("open", "price", all=True))
    assert shares(Pair(every, turn(asked("price", *EVERYTHING))))["certificates"] == Share(1, 1)


def test_an_edit_counts_where_there_is_one() -> None:
    none, refer = turn(asked("price"), edit="none"), turn(asked("price"), edit="refer")
    found = agreement([Pair(none, refer), Pair(refer, none), Pair(refer, refer)], EVERYTHING)
    assert found["edit"].share == Share(1, 2)


def test_kappa_takes_chance_away() -> None:
    price, fees = turn(asked("price")), turn(asked("fees"))
    half = agreement([Pair(price, price), Pair(fees, fees), Pair(price, fees), Pair(fees, price)], EVERYTHING)["intent"]
    assert half.share == Share(2, 4)
    assert half.kappa == pytest.approx(0.0)


def test_turns_are_paired_by_place_and_text() -> None:
    def author(*turns: AnnotatedTurn) -> Author:
        return Author("a01", "words", (AnnotatedConversation("c1", turns),))

    pairs = pairs_of([author(SAME, SAME)], [author(turn(asked("fees")), turn(asked("fees"), text="un autre texte"))])
    assert [(pair.one.user, pair.other.queries[0].topic) for pair in pairs] == [("combien ?", "fees")]
    assert disagreements(pairs, EVERYTHING) == [("price", "fees", 1, "combien ?")]


def test_the_command_prints_a_table(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    text = "- id: c1\n  turns:\n    - {user: combien, queries: [{act: open, topic: price}], edit: new}\n"
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a01.yml").write_text(text)
    assert main(tmp_path / "one", tmp_path / "other") == 0
    assert "| intent | 1 | 1 | 100.0 % | 1.00 |" in capsys.readouterr().out
    assert main(tmp_path / "one", tmp_path) == 1
