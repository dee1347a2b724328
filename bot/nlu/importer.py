"""Bring into Rasa's training data what is not its own: names and topics from knowledge/, turns of whole conversations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.dialogue.annotations import AnnotatedTurn, Role, load_authors
from bot.dialogue.query import rasa_intent
from bot.knowledge import load_knowledge
from bot.knowledge.domain import completed
from bot.knowledge.loader import read_yaml
from bot.knowledge.takeover import taken_over
from bot.nlu.certificate_names import certificate_names

CERTIFICATE_LOOKUP = "certificate"
LOOKALIKE_LOOKUP = "certificate_lookalike"
# Which turn of data/conversations an example is: the conversation's id and the turn's number, from 0; and what it teaches.
TURN, TEACHES = "turn", "teaches"


def _turn(turn: AnnotatedTurn, place: tuple[str, int], role: Role) -> dict[str, Any]:
    """A turn as an example; one that asks one thing teaches the classifier too, unless the weights are learnt from it."""
    intents = {query.intent for query in turn.asked}
    one = intents.pop() if role == "words" and len(intents) == 1 else None
    return {TEXT: turn.user, TURN: place, TEACHES: role} | ({INTENT: rasa_intent(one)} if one else {})


class KnowledgeImporter(RasaFileImporter):
    """Gives what Rasa's files hold and what follows from the knowledge: what a topic or a certificate needs to be understood.

    Args:
        config_file: as Rasa gives it; so are the others.
        domain_path: domain.yml.
        training_data_paths: the folders of examples and stories.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)

    @cached_method
    def get_nlu_data(self, language: str | None = "fr") -> TrainingData:
        """The examples; names and look-alikes, the synonym that leads from each name to its id, and turns of conversations."""
        knowledge = load_knowledge()
        certificates = knowledge.certificates.values()
        names = certificate_names(knowledge)
        lookalikes = [expression for c in certificates for expression in c.lookalikes]
        turns = [
            Message(_turn(turn, (conversation.id, number), author.role))
            for author in load_authors()
            if author.role != "held out"
            for conversation in author.conversations
            for number, turn in enumerate(conversation.turns)
        ]
        written = super().get_nlu_data(language or "fr")
        for example in written.intent_examples:
            topic = example.get(INTENT).removeprefix("ask_")
            if topic in knowledge.topics:
                example.set(INTENT, rasa_intent(taken_over(knowledge.topics, topic, example.get(TEXT) or "")))
        return written.merge(
            TrainingData(
                training_examples=turns,
                entity_synonyms=names,
                lookup_tables=[
                    {"name": CERTIFICATE_LOOKUP, "elements": list(names)},
                    {"name": LOOKALIKE_LOOKUP, "elements": lookalikes},
                ],
            )
        )

    def get_domain(self) -> Domain:
        """domain.yml, completed by each topic's intent and response."""
        if not self._domain_path:
            return Domain.empty()
        written = read_yaml(Path(self._domain_path), dict[str, Any])
        return Domain.from_dict(completed(written, load_knowledge().topics))

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The rules, and the one that every topic has."""
        steps = [{"or": [{"intent": rasa_intent(topic)} for topic in load_knowledge().topics]}, {"action": "action_reply"}]
        reader = YAMLStoryReader(self.get_domain())
        rule = reader.read_from_parsed_yaml({"version": "3.1", "rules": [{"rule": "un sujet", "steps": steps}]})
        return super().get_stories(exclusion_percentage).merge(StoryGraph(rule))
