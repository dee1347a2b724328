"""Bring the certificates' names from knowledge/ into Rasa's training data, so that adding one is adding data only."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import load_knowledge

CERTIFICATE_LOOKUP = "certificate"
LOOKALIKE_LOOKUP = "certificate_lookalike"


class KnowledgeImporter(TrainingDataImporter):
    """Gives lookup tables and synonyms made from the knowledge files; everything else comes from Rasa's own importer."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        """Takes what Rasa passes to every importer; the knowledge folder is found without it."""

    def get_nlu_data(self, language: str | None = "fr") -> TrainingData:
        """Lookup tables of names and look-alikes, and the synonym that leads from each name to its id."""
        knowledge = load_knowledge()
        certificates = knowledge.certificates.values()
        names = {name: c.id for c in certificates for name in (c.name, *c.aliases)}
        lookalikes = [expression for c in certificates for expression in c.lookalikes]
        return TrainingData(
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
