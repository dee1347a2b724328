"""The trained model: what it reads through Rasa, and the texts and the classifier inside it."""

from __future__ import annotations

import inspect
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.evaluation.messages import Blind
from bot.evaluation.scores import ENTITIES, Reading
from bot.nlu.components import QUESTIONS, CertificateExtractor, QuestionClassifier, text_of
from bot.nlu.intents import IntentModel, Text
from bot.nlu.scope import Ranking
from bot.serving import load_agent
from bot.training import MODEL

_BATCH = 500


class TrainedModel:
    """A trained model in this process.

    Args:
        path: Rasa's model archive.
    """

    def __init__(self, path: Path = MODEL) -> None:
        self._agent = load_agent(path)
        self._classifier = _classifier_in(path)

    @property
    def not_ours(self) -> tuple[float, float]:
        """The thresholds of decide_scope: for messages that name no certificate, and for those that do."""
        return self._classifier.config["not_ours"], self._classifier.config["not_ours_with_certificate"]

    async def read(self, messages: Sequence[Blind]) -> list[Reading]:
        """Read messages one after another as the running bot does, each timed; the first waits for nothing."""
        await self._agent.parse_message("bonjour")
        readings = []
        for message in messages:
            start = time.perf_counter()
            parse = await self._agent.parse_message(message.text)
            seconds = time.perf_counter() - start
            values = {kind: {e["value"] for e in parse["entities"] if e["entity"] == kind} for kind in ENTITIES}
            questions = tuple(question["intent"] for question in parse.get(QUESTIONS, ()))  # none in a message of emoji
            readings.append(Reading(message, parse["intent"]["name"], seconds, questions, values))
        return readings

    def texts(self, messages: Sequence[str]) -> list[Text]:
        """Messages as they reach the classifier: made by the model's own graph, which is run up to the node before it."""
        nodes = self._agent.processor.model_metadata.predict_schema.nodes
        last = next(name for name, node in nodes.items() if node.uses is CertificateExtractor)
        texts: list[Text] = []
        for start in range(0, len(messages), _BATCH):
            batch = [UserMessage(text) for text in messages[start : start + _BATCH]]
            processed: list[Message] = self._agent.processor.graph_runner.run({PLACEHOLDER_MESSAGE: batch}, targets=[last])[last]
            texts += [text_of(message) for message in processed]
        return texts

    def rankings(self, texts: Sequence[Text]) -> list[Ranking]:
        """All intents of each text, likeliest first; what Rasa passes on is decided already and ends after ten."""
        model = self._classifier.model
        rows = model.probabilities(texts).tolist()
        return [sorted(zip(model.labels, row, strict=True), key=lambda item: -item[1]) for row in rows]

    def untrained(self) -> IntentModel:
        """A classifier with the same settings that has learnt nothing yet."""
        settings = inspect.signature(IntentModel).parameters
        return IntentModel(**{name: self._classifier.config[name] for name in settings})


def _classifier_in(path: Path) -> QuestionClassifier:
    with tempfile.TemporaryDirectory() as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), path)
        node = next(node for node in metadata.predict_schema.nodes.values() if node.uses is QuestionClassifier)
        classifier: QuestionClassifier = QuestionClassifier.load(
            node.config, storage, node.resource, ExecutionContext(metadata.predict_schema)
        )
    return classifier
