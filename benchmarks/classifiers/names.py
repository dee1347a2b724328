"""The certificates' names for a training, without the turns of conversations that the bot itself learns from."""

from __future__ import annotations

from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.importer import KnowledgeImporter


class NamesImporter(KnowledgeImporter):
    """Gives lookup tables and synonyms only."""

    def get_nlu_data(self, language: str | None = "fr") -> TrainingData:
        """Names and look-alikes, and the synonym that leads from each name to its id."""
        data = super().get_nlu_data(language)
        return TrainingData(entity_synonyms=data.entity_synonyms, lookup_tables=data.lookup_tables)
