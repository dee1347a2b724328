"""The pipeline's last component: puts a message's reading together, and learns from whole conversations."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import joblib
import msgspec
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.annotations import load_authors
from bot.dialogue.interpreter import save_weights
from bot.dialogue.learning import Step, labels_of, learn, replay
from bot.dialogue.reading import READING, FactScore, Piece, Reading
from bot.knowledge import Knowledge, load_knowledge
from bot.knowledge.live import live
from bot.nlu.components import NAMES, PIECES, UNKNOWN_WORDS, WHOLE, TrainedComponent, is_payload, text_of
from bot.nlu.facts import FactIndex, facts_stems
from bot.nlu.importer import TURN
from bot.nlu.pieces import Span
from bot.nlu.reading import MessageReader, likeliest
from bot.nlu.scope import NOT_OURS
from bot.nlu.turns import TurnModel
from bot.nlu.words import stems
from bot.nlu.young_topics import YoungTopics
from bot.training import WEIGHTS

# A new topic this likely leaves no doubt that the message is ours.
_LIKELY = 0.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TurnReader(TrainedComponent, IntentClassifier):
    """Adds `reading` to the parse: all that a message says by itself (bot.dialogue.reading).

    Its training learns from data/conversations twice: what words show of acts, edits and referents (kept in Rasa's model), and
    how much each thing that speaks for a meaning weighs (models/dialogue.json, which the actions read).
    """

    file_name = "turns.joblib"

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the turns among the examples."""
        knowledge = load_knowledge()
        authors = load_authors()
        ours = (e for e in training_data.intent_examples if e.get(INTENT) not in NOT_OURS and e.get(TEXT))
        known = frozenset(stem for example in ours for stem in stems(example.get(TEXT)))
        self._begin(knowledge, TurnModel(), known, YoungTopics({}, {}))
        messages = {tuple(m.get(TURN)): m for m in training_data.training_examples if m.get(TURN)}
        # What the classifier and the turn model will predict is no part of what the turn model learns from.
        plain = {place: self._read_one(message, ()) for place, message in messages.items()}
        words, weights = (
            [step for a in authors if a.role == role for c in a.conversations for step in replay(c, plain, knowledge)]
            for role in ("words", "weights")
        )
        if not words or not weights:
            raise ValueError(
                "data/conversations holds too few authors: some that teach words and some that teach weights are needed"
            )
        self.model.fit([text_of(messages[step.place]) for step in words], _labels(words))
        self.model.calibrate([text_of(messages[step.place]) for step in weights], _labels(weights))
        places = [step.place for step in weights]
        readings = dict(zip(places, self._read_all([messages[place] for place in places]), strict=True))
        save_weights(learn(authors, readings, knowledge), WEIGHTS)
        examples = ((e.get(INTENT).removeprefix("ask_"), e.get(TEXT)) for e in training_data.intent_examples if e.get(TEXT))
        young = YoungTopics.learn(examples, self.topics - self.model.known("intent"))
        self._begin(knowledge, self.model, known, young)
        return self._persist()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `reading`; a pressed button says its intent and nothing else."""
        read = [message for message in messages if not is_payload(message)]
        for message, reading in zip(read, self._read_all(read) if read else (), strict=True):
            message.set(READING, msgspec.to_builtins(reading), add_to_output=True)
        return messages

    def _read_all(self, messages: Sequence[Message]) -> list[Reading]:
        """The readings with what whole conversations teach of them; all at once, since models read many texts faster."""
        facts = self.facts.nearest([message.get(TEXT) or "" for message in messages])
        plain = [self._read_one(message, near) for message, near in zip(messages, facts, strict=True)]
        texts = [
            text_of(message, span)
            for message, reading in zip(messages, plain, strict=True)
            for span in (None, *(Span(piece.start, piece.end) for piece in reading.pieces))
        ]
        predicted = iter(self.model.predict(texts))
        new = self.topics - self.model.known("intent")
        taught = [
            with_heads(reading, next(predicted), [next(predicted)["intent"] for _ in reading.pieces], new)
            for reading in (self._with_young(m.get(TEXT) or "", one) for m, one in zip(messages, plain, strict=True))
        ]
        # Emoji or punctuation alone are nothing that words could tell of.
        return [full if full.words else reading for full, reading in zip(taught, plain, strict=True)]

    def _with_young(self, text: str, reading: Reading) -> Reading:
        """The reading with what single words say of topics that conversations teach nothing of; the same where they do not."""
        if not self.young.likely(text, bool(reading.named())):
            return reading
        likely = [
            self.young.likely(text[piece.start : piece.end], bool(reading.named()), text)
            for piece in (reading.whole, *reading.pieces)
        ]
        whole, *pieces = (
            msgspec.structs.replace(piece, intents=with_young(piece.intents, found))
            for piece, found in zip((reading.whole, *reading.pieces), likely, strict=True)
        )
        foreign = round(sum(p for intent, p in whole.intents.items() if intent in NOT_OURS), 4)
        parts = self.young.parts(text)
        return msgspec.structs.replace(
            reading, whole=whole, pieces=tuple(pieces), foreign=min(reading.foreign, foreign), parts=parts
        )

    def _read_one(self, message: Message, facts: tuple[FactScore, ...]) -> Reading:
        """All but what whole conversations teach."""
        certificates = [e for e in message.get(ENTITIES, []) if e["entity"] == "certificate"]
        pieces = [Piece(start, end, likeliest(intents)) for start, end, intents in message.get(PIECES) or ()]
        names, unknown = message.get(NAMES) or (), message.get(UNKNOWN_WORDS) or ()
        read = self.reader.read(message.get(TEXT) or "", certificates, message.get(WHOLE) or {}, pieces, facts, names)
        return msgspec.structs.replace(read, unknown_words=tuple(unknown))

    def with_knowledge(self, knowledge: Knowledge) -> TurnReader:
        """The same, for other knowledge: what is learnt holds for it, and what it says is looked up."""
        other = copy.copy(self)
        other._begin(knowledge, self.model, self.known, self.learnt_young)
        return other

    def _begin(self, knowledge: Knowledge, model: TurnModel, known: frozenset[str], young: YoungTopics) -> None:
        self.model = model
        # The stems of the examples' words; the knowledge has its own.
        self.known = known
        self.topics = frozenset(knowledge.topics)
        self.reader = MessageReader(knowledge, known | facts_stems(knowledge))
        self.facts = FactIndex(knowledge)
        # What their facts say is read anew with them.
        self.learnt_young, self.young = young, young.with_facts(knowledge)

    def _write(self, path: Any) -> None:
        joblib.dump((self.model, self.known, self.learnt_young), path)

    def _read(self, path: Any) -> None:
        self._begin(live().knowledge, *joblib.load(path))


def _labels(steps: Sequence[Step]) -> dict[str, list[list[str]]]:
    found = [labels_of(step) for step in steps]
    return {head: [labels[head] for labels in found] for head in found[0]}


def with_heads(
    reading: Reading, heads: Mapping[str, Mapping[str, float]], pieces: Sequence[Mapping[str, float]], new: Collection[str] = ()
) -> Reading:
    """The reading with what whole conversations teach of it.

    Args:
        reading: without.
        heads: of the whole message.
        pieces: the intents of each piece.
        new: the topics that conversations teach too little of.
    """
    found = tuple(
        msgspec.structs.replace(p, turns=_with_new_topics(turns, p.intents, new))
        for p, turns in zip(reading.pieces, pieces, strict=True)
    )
    whole = reading.whole
    whole = msgspec.structs.replace(whole, turns=_with_new_topics(heads["intent"], whole.intents, new))
    return msgspec.structs.replace(reading, whole=whole, pieces=found, heads=heads)


def with_young(intents: Mapping[str, float], young: Mapping[str, float]) -> dict[str, float]:
    """How likely each intent is, with the new topics that words speak for: unlikely only where neither thinks so.

    Args:
        intents: as the examples' classifier says.
        young: as the words say, of topics that are new.
    """
    newer = {topic: round(1 - (1 - likely) * (1 - intents.get(topic, 0.0)), 4) for topic, likely in young.items()}
    return _beside(newer, intents) if newer else {**intents}


def _beside(newer: Mapping[str, float], intents: Mapping[str, float]) -> dict[str, float]:
    """New topics among all intents, which share what they leave; where they are likely, nothing foreign is meant any more."""
    likely = sum(newer.values())
    others = {i: p for i, p in intents.items() if i not in newer and (likely < _LIKELY or i not in NOT_OURS)}
    left = max(0.0, 1 - likely) / max(sum(intents.values()) - sum(intents.get(topic, 0.0) for topic in newer), 1e-6)
    found = {**{intent: round(min(p, p * left), 4) for intent, p in others.items()}, **newer}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _with_new_topics(turns: Mapping[str, float], examples: Mapping[str, float], new: Collection[str]) -> dict[str, float]:
    """The intents that conversations show, and the topics that are newer than they are, as likely as examples make those."""
    return _beside({intent: examples.get(intent, 0.0) for intent in new}, turns) if new else {**turns}
