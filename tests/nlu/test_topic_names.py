"""Topics called by their names, and those ruled out, are found; words that many names share name none."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.nlu.topic_names import TopicNames


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> TopicNames:
    """Knows the real topics."""
    return TopicNames(knowledge)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("le prix", ["price"]),
        ("les salaires", ["salary"]),
        ("la durée de la formation", ["duration"]),
        ("le prix et la durée", ["price", "duration"]),
        ("la durée, pas le prix", ["duration"]),
        ("niveau salaire", ["salary"]),
        ("je parlais du financement", ["funding"]),
        ("la formation", []),
        ("et l'autre?", []),
        ("", []),
    ],
)
def test_a_topic_is_found_by_its_name(names: TopicNames, text: str, topics: list[str]) -> None:
    assert names.asked(text)[: len(topics) or None] == topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("pas le prix, la durée", ["price"]),
        ("non pas du salaire", ["salary"]),
        ("ça c'est encore les conditions", ["admission"]),
        ("il n'y a pas de stages?", []),
        ("c'est toujours le prix ?", []),
        ("le prix", []),
    ],
)
def test_a_topic_that_is_ruled_out_is_found_apart(names: TopicNames, text: str, topics: list[str]) -> None:
    assert names.ruled_out(text)[: len(topics) or None] == topics
    assert not set(topics) & set(names.asked(text))


def test_a_topic_on_which_no_sheet_says_anything_has_no_name(names: TopicNames, knowledge: Knowledge) -> None:
    unanswered = {key for key, topic in knowledge.topics.items() if topic.scope == "unanswered"}
    found = {topic for described in knowledge.topics.values() for topic in names.asked(described.label)}
    assert found
    assert not found & unanswered
