"""The examples and the certificates' names for a training, without the turns of conversations that the bot itself learns from."""

from __future__ import annotations

from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.importer import TURN, KnowledgeImporter


class NamesImporter(KnowledgeImporter):
    """Gives no turns."""

    def get_nlu_data(self, language: str | None = "fr") -> TrainingData:
        """The examples; names and look-alikes, and the synonym that leads from each name to its id."""
        data = super().get_nlu_data(language)
        examples = [example for example in data.training_examples if not example.get(TURN)]
        return TrainingData(examples, entity_synonyms=data.entity_synonyms, lookup_tables=data.lookup_tables)
