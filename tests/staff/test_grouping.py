"""What means about the same stands together."""

from __future__ import annotations

from bot.staff.grouping import grouped

TEXTS = [
    "y a-t-il un internat ?",
    "quel temps fait-il à Paris ?",
    "est-ce qu'il y a un internat sur place ?",
    "Y a-t-il un  internat ?",
]


def test_questions_of_one_meaning_are_one_group_the_largest_first():
    assert [sorted(group) for group in grouped(TEXTS)] == [[0, 2, 3], [1]]


def test_few_or_no_questions_are_groups_too():
    assert grouped([]) == []
    assert grouped(["prix ?"]) == [[0]]
    assert grouped(["prix ?", "Prix ?"]) == [[0, 1]]


def test_without_the_encoder_each_question_stands_alone(monkeypatch):
    monkeypatch.setattr("bot.nlu.embeddings._encoder", lambda: None)
    assert sorted(map(sorted, grouped(TEXTS))) == [[0, 3], [1], [2]]
