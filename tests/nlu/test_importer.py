"""What the importer adds to Rasa's training data: names of certificates, and the turns of whole conversations."""

from __future__ import annotations

from collections import defaultdict

import pytest
from msgspec.structs import replace
from rasa.shared.core.events import UserUttered
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.annotations import Author, load_authors
from bot.knowledge import Knowledge
from bot.knowledge.errors import ROOT
from bot.knowledge.models import Topic
from bot.nlu import importer
from bot.nlu.importer import CERTIFICATE_LOOKUP, TURN, KnowledgeImporter


@pytest.fixture(scope="module")
def data() -> TrainingData:
    """All that the importer gives."""
    return KnowledgeImporter().get_nlu_data()


@pytest.fixture(scope="module")
def by_conversation(data: TrainingData) -> dict[str, list[Message]]:
    """The turns of each conversation."""
    found: dict[str, list[Message]] = defaultdict(list)
    for message in data.training_examples:
        found[message.get(TURN)[0]].append(message)
    return found


@pytest.fixture(scope="module")
def authors() -> tuple[Author, ...]:
    """Who wrote the conversations."""
    return load_authors()


def test_every_name_of_a_certificate_leads_to_its_id(data: TrainingData, knowledge: Knowledge) -> None:
    (table,) = [table for table in data.lookup_tables if table["name"] == CERTIFICATE_LOOKUP]
    for certificate in knowledge.certificates.values():
        for name in (certificate.name, *certificate.aliases):
            assert name in table["elements"]
            assert data.entity_synonyms[name] == certificate.id


def test_nothing_is_learnt_from_conversations_that_are_held_out(
    by_conversation: dict[str, list[Message]], authors: list[Author]
) -> None:
    held_out = {conversation.id for author in authors if author.role == "held out" for conversation in author.conversations}
    assert held_out
    assert not held_out & by_conversation.keys()


def test_all_other_turns_are_there_in_their_places(by_conversation: dict[str, list[Message]], authors: list[Author]) -> None:
    for author in authors:
        for conversation in author.conversations if author.role != "held out" else ():
            turns = by_conversation[conversation.id]
            assert [message.get(TURN) for message in turns] == [(conversation.id, n) for n in range(len(conversation.turns))]
            assert [message.get(TEXT) for message in turns] == [turn.user for turn in conversation.turns]


def test_the_classifier_learns_from_none_of_those_that_weights_are_learnt_from(
    by_conversation: dict[str, list[Message]], authors: list[Author]
) -> None:
    teach = {c.id for author in authors if author.role == "words" for c in author.conversations}
    with_intent = {name for name, turns in by_conversation.items() if any(message.get(INTENT) for message in turns)}
    assert with_intent
    assert with_intent <= teach


@pytest.fixture
def with_boarding(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> KnowledgeImporter:
    """An importer of the project's files for knowledge with one topic more, which takes over questions of housing."""
    new = Topic(label="l'internat", button="L'internat", scope="centre", from_="housing", words=("internat",))
    more = replace(knowledge, topics={**knowledge.topics, "boarding": new})
    monkeypatch.setattr(importer, "load_knowledge", lambda: more)
    return KnowledgeImporter(None, str(ROOT / "domain.yml"), [str(ROOT / "data" / "nlu" / "housing.yml")])


@pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed")
def test_every_topic_has_its_intent_and_its_rule_of_itself(with_boarding: KnowledgeImporter) -> None:
    assert "ask_boarding" in with_boarding.get_domain().intents
    steps = with_boarding.get_stories().story_steps
    read = {event.intent_name for step in steps for event in step.events if isinstance(event, UserUttered)}
    assert {"ask_boarding", "ask_housing", "ask_price"} <= read


def test_examples_that_name_a_new_topic_teach_it(with_boarding: KnowledgeImporter) -> None:
    written = [one for one in with_boarding.get_nlu_data().intent_examples if not one.get(TURN)]
    of_topic = {one.get(TEXT): one.get(INTENT) for one in written}
    assert of_topic["Y a-t-il un internat sur le campus ?"] == "ask_boarding"
    assert of_topic["je pieute où ?"] == "ask_housing"
