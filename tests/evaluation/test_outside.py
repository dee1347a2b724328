"""Sentences from elsewhere: how they are read from a file and what is counted."""

from __future__ import annotations

from pathlib import Path

from bot.dialogue.interpreter import Interpreter, Weights
from bot.dialogue.query import Query
from bot.dialogue.ranker import ConditionalLogit
from bot.evaluation.outside import Taken, drawn, main, sentences, take, text_of
from tests.evaluation.turns import KNOWLEDGE, reading

WEATHER = Taken("Quel temps fait-il ?", Query("not_ours", "out_of_scope"), 0.9, foreign=0.95)
HELLO = Taken("Bonjour", Query("social", "greet"), 0.9)
TWINGO = Taken("C'est combien une twingo ?", Query("open", "price"), 0.15, foreign=0.35)


def test_a_sentence_a_line() -> None:
    assert sentences("# une liste\nQui ?\n\n  Quand ?  \nQui ?\n") == ["Qui ?", "Quand ?"]


def test_sentences_of_a_treebank() -> None:
    conllu = "# sent_id = 1\n# text = Qui ?\n1\tQui\tqui\tPRON\n\n# sent_id = 2\n# text = Quand ?\n1\tQuand\tquand\tADV\n"
    assert sentences(conllu) == ["Qui ?", "Quand ?"]


def test_the_same_sentences_are_drawn_each_time() -> None:
    found = [str(number) for number in range(50)]
    assert drawn(found, 5) == drawn(found, 5)
    assert len(set(drawn(found, 5))) == 5
    assert drawn(found, None) == drawn(found, 50) == found


def test_what_is_neither_foreign_nor_a_courtesy_is_answered() -> None:
    assert [taken.answered for taken in (WEATHER, HELLO, TWINGO)] == [False, False, True]
    text = text_of([WEATHER, HELLO, TWINGO], [WEATHER, TWINGO], unclear=0.2)
    assert "33.3 % (1/3) of the sentences; 1 of them so unsurely" in text
    assert "By intent: price 1." in text
    assert "refused: 50.0 % (1/2)" in text
    assert "| 0.3 | 0.0 % (0/3) | 100.0 % (2/2) |" in text
    assert "| 0.5 | 33.3 % (1/3) | 50.0 % (1/2) |" in text
    assert "- C'est combien une twingo ? → price (0.15)" in text


def test_a_message_is_taken_for_its_first_question() -> None:
    interpreter = Interpreter(KNOWLEDGE, Weights(intent=ConditionalLogit({"whole": 1.0})))
    (taken,) = take(["combien ?"], [reading(price=0.9, fees=0.01)], interpreter)
    assert (taken.query.intent, taken.answered) == ("price", True)
    assert taken.confidence > 0.9


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("\n")
    assert main([str(empty)]) == 1
