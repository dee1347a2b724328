"""The trained model: what it reads through Rasa, what the interpreter makes of it, and the classifier inside it."""

from __future__ import annotations

import inspect
import math
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.features import Context
from bot.dialogue.interpreter import Interpreter, load_weights
from bot.dialogue.query import rasa_intent
from bot.dialogue.reading import READING, Piece
from bot.dialogue.reading import Reading as MessageReading
from bot.dialogue.state import State
from bot.evaluation.messages import Blind
from bot.evaluation.scores import ENTITIES, Reading
from bot.knowledge import load_knowledge
from bot.nlu.components import CertificateExtractor, PieceClassifier, text_of
from bot.nlu.intents import IntentModel
from bot.nlu.scope import Ranking
from bot.nlu.text_features import Text
from bot.serving import load_agent
from bot.training import MODEL, WEIGHTS

_BATCH = 500


class TrainedModel:
    """A trained model in this process.

    Args:
        path: Rasa's model archive.
        weights: what the interpreter learnt in the same training.
    """

    def __init__(self, path: Path = MODEL, weights: Path = WEIGHTS) -> None:
        self._agent = load_agent(path)
        self._classifier = _classifier_in(path)
        self.interpreter = Interpreter(load_knowledge(), load_weights(weights))

    async def read(self, messages: Sequence[Blind]) -> list[Reading]:
        """Read messages one after another as the running bot reads first messages, each timed; the first waits for nothing."""
        await self._agent.parse_message("bonjour")
        readings = []
        for message in messages:
            start = time.perf_counter()
            parse = await self._agent.parse_message(message.text)
            read = _reading_in(parse)
            found = self.interpreter.interpret(read, State())
            seconds = time.perf_counter() - start
            values = {kind: {e["value"] for e in parse["entities"] if e["entity"] == kind} for kind in ENTITIES}
            questions = tuple(rasa_intent(query.intent) for query in found.queries)
            likeliest = rasa_intent(found.candidates[0].query.intent)
            words = parse["intent"]["name"]
            readings.append(Reading(message, likeliest, seconds, questions, values, words, self._ranking(read)))
        return readings

    async def parse(self, texts: Sequence[str]) -> list[MessageReading]:
        """What messages say by themselves."""
        return [_reading_in(await self._agent.parse_message(text)) for text in texts]

    def _ranking(self, reading: MessageReading) -> Ranking:
        """The intents that a message may have when nothing was said before it, likeliest first."""
        context = Context(reading, State(), self.interpreter.knowledge)
        return [(rasa_intent(intent), math.exp(log_p)) for intent, log_p in self.interpreter.rank_intents(context)]

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

    def untrained(self) -> IntentModel:
        """A classifier with the same settings that has learnt nothing yet."""
        settings = inspect.signature(IntentModel).parameters
        return IntentModel(**{name: self._classifier.config[name] for name in settings})


def _reading_in(parse: Mapping[str, Any]) -> MessageReading:
    """The reading in a parse; Rasa itself parses what begins like a pressed button, and then there is none."""
    return msgspec.convert(parse[READING], MessageReading) if READING in parse else MessageReading(0, Piece(0, 0, {}))


def _classifier_in(path: Path) -> PieceClassifier:
    with tempfile.TemporaryDirectory() as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), path)
        node = next(node for node in metadata.predict_schema.nodes.values() if node.uses is PieceClassifier)
        classifier: PieceClassifier = PieceClassifier.load(
            node.config, storage, node.resource, ExecutionContext(metadata.predict_schema)
        )
    return classifier
