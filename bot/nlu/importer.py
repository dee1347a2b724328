"""Bring into Rasa's training data what is not its own: the certificates' names from knowledge/, turns of whole conversations."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.annotations import AnnotatedTurn, Role, load_authors
from bot.dialogue.query import rasa_intent
from bot.knowledge import load_knowledge

CERTIFICATE_LOOKUP = "certificate"
LOOKALIKE_LOOKUP = "certificate_lookalike"
# Which turn of data/conversations an example is: the conversation's id and the turn's number, from 0; and what it teaches.
TURN, TEACHES = "turn", "teaches"


def _turn(turn: AnnotatedTurn, place: tuple[str, int], role: Role) -> dict[str, Any]:
    """A turn as an example; one that asks one thing teaches the classifier too, unless the weights are learnt from it."""
    intents = {query.intent for query in turn.asked}
    one = intents.pop() if role == "words" and len(intents) == 1 else None
    return {TEXT: turn.user, TURN: place, TEACHES: role} | ({INTENT: rasa_intent(one)} if one else {})


class KnowledgeImporter(TrainingDataImporter):
    """Gives lookup tables, synonyms and the turns that are learnt from; everything else comes from Rasa's own importer."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        """Takes what Rasa passes to every importer; the knowledge folder is found without it."""

    def get_nlu_data(self, language: str | None = "fr") -> TrainingData:
        """Names and look-alikes, the synonym that leads from each name to its id, and turns, which have no intent here."""
        knowledge = load_knowledge()
        certificates = knowledge.certificates.values()
        names = {name: c.id for c in certificates for name in (c.name, *c.aliases)}
        lookalikes = [expression for c in certificates for expression in c.lookalikes]
        turns = [
            Message(_turn(turn, (conversation.id, number), author.role))
            for author in load_authors()
            if author.role != "held out"
            for conversation in author.conversations
            for number, turn in enumerate(conversation.turns)
        ]
        return TrainingData(
            training_examples=turns,
            entity_synonyms=names,
            lookup_tables=[
                {"name": CERTIFICATE_LOOKUP, "elements": list(names)},
                {"name": LOOKALIKE_LOOKUP, "elements": lookalikes},
            ],
        )

    def get_domain(self) -> Domain:
        """Nothing: domain.yml is read by Rasa's importer."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Nothing: data/stories is read by Rasa's importer."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Nothing: tests/stories is read by Rasa's importer."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Nothing: config.yml is read by Rasa's importer."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """No automatic configuration: config.yml is complete."""
        return None
