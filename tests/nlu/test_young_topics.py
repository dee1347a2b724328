"""What single words say of a topic that was just added."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from bot.knowledge import Fact, Knowledge, load_knowledge
from bot.knowledge.models import Topic, TopicFacts
from bot.nlu.young_topics import YoungTopics

QUESTIONS = ("Il y a une cantine ?", "on peut déjeuner à la cantine ?", "c'est combien la cantine", "je mange où le midi ?")
OTHERS = ("combien coûte la formation ?", "le permis est obligatoire ?", "on peut se garer ?", "une twingo coûte combien ?") * 500
FACTS = ("ouverte du lundi au vendredi", "6,20 € le repas, payé avec la carte du centre", "on réserve la veille")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """With a canteen."""
    known = load_knowledge()
    facts = tuple(Fact(text=text, source="le secrétariat", since=date(2026, 11, 16)) for text in FACTS)
    centre = replace(known.centre, topics={**known.centre.topics, "canteen": TopicFacts(facts)})
    topic = Topic(label="la cantine", button="La cantine", scope="centre", words=("réfectoire",))
    return replace(known, centre=centre, topics={**known.topics, "canteen": topic})


@pytest.fixture(scope="module")
def young(knowledge: Knowledge) -> YoungTopics:
    """Learnt from four questions among two thousand."""
    examples = [*(("canteen", text) for text in QUESTIONS), *(("price", text) for text in OTHERS)]
    return YoungTopics.learn(examples, frozenset(["canteen"])).with_facts(knowledge)


@pytest.mark.parametrize(
    "text", ["le déjeuner coûte combien ?", "la cantine accepte les visiteurs ?", "c'est où le réfectoire ?"]
)
def test_a_word_of_the_examples_or_of_the_facts_makes_it_likely(young: YoungTopics, text: str) -> None:
    assert young.likely(text)["canteen"] > 0.5


@pytest.mark.parametrize(
    "text", ["une twingo coûte combien ?", "le permis est obligatoire ?", "bonjour", "quelle est la capitale du pérou"]
)
def test_other_words_do_not(young: YoungTopics, text: str) -> None:
    assert young.likely(text).get("canteen", 0.0) < 0.2


@pytest.mark.parametrize(
    ("text", "read"), [("le clerc expert, c'est payé par carte ?", False), ("la cantine des clercs experts ?", True)]
)
def test_who_names_a_certificate_asks_for_it_only_by_its_name(young: YoungTopics, text: str, read: bool) -> None:
    assert young.likely(text)["canteen"] > 0.5
    assert bool(young.likely(text, of_certificate=True)) is read


def test_words_that_are_only_written_in_the_knowledge_need_no_training(knowledge: Knowledge, young: YoungTopics) -> None:
    assert young.likely("et la buvette ?").get("canteen", 0.0) < 0.5
    topic = replace(knowledge.topics["canteen"], words=("buvette",))
    changed = replace(knowledge, topics={**knowledge.topics, "canteen": topic})
    assert young.with_facts(changed).likely("et la buvette ?")["canteen"] > 0.5


def test_without_young_topics_nothing_is_likely() -> None:
    assert YoungTopics.learn([("price", text) for text in OTHERS], frozenset()).likely("la cantine ?") == {}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("il faut réserver à la cantine ?", (2,)),
        ("il y a des couverts à la cantine ?", ()),
        ("il y a une cantine ?", None),
        ("la cantine est chère ?", None),
    ],
)
def test_what_is_asked_in_particular(young: YoungTopics, text: str, parts: tuple[int, ...] | None) -> None:
    assert young.parts(text).get("canteen") == parts


def test_words_that_others_hold_more_often_ask_for_nothing_new_alone(knowledge: Knowledge) -> None:
    examples = [*(("canteen", text) for text in (*QUESTIONS, "date limite pour la cantine")), *(("price", t) for t in OTHERS)]
    examples += [("deadlines", "quelle est la date limite ?")] * 20
    young = YoungTopics.learn(examples, frozenset(["canteen"])).with_facts(knowledge)
    assert young.likely("la date limite ?") == {}
    assert young.likely("la date limite de la cantine ?")["canteen"] > 0.5
    # A piece of a message that names it elsewhere.
    assert young.likely("la date limite ?", message="la date limite, et on mange quoi à la cantine ?")
