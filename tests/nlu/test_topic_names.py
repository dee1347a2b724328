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
        ("vous me redonnez le tarif", ["price"]),
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


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("il me faut niveau, tarif et durée de chacune", ["level", "price", "duration"]),
        ("le prix, la durée, le niveau et les débouchés", ["price", "duration", "level", "jobs"]),
        ("je veux la durée, pas le prix", ["duration"]),
        ("pas le salaire mais les débouchés", ["jobs"]),
        ("le niveau de la certification (5, 6...), pas les conditions d'entrée", ["level"]),
        ("le prix et la durée", []),
        ("je connais le prix, pas la durée", []),
        ("le prix je l'ai, pas la durée", []),
        ("niveau salaire, durée, débouchés", ["salary", "duration", "jobs"]),
    ],
)
def test_topics_in_a_list_or_beside_one_that_is_ruled_out_are_wanted(names: TopicNames, text: str, topics: list[str]) -> None:
    assert [one.topic for one in names.wanted(text)] == topics


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("le prix et le niveau", True),
        ("quel niveau, et quelle durée?", True),
        ("clerc expert: niveau 5 ou 6?", True),
        ("niveau salaire et durée", False),
        ("le niveau demandé et la durée", False),
    ],
)
def test_the_level_is_named_by_a_word_that_stands_alone(names: TopicNames, text: str, named: bool) -> None:
    assert ("level" in names.asked(text)) is named
