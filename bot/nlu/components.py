"""The pipeline's Rasa components. Each is a thin cover of a module that knows nothing of Rasa."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.folding import as_seen
from bot.french_words import french_words
from bot.knowledge.live import live
from bot.knowledge.models import Knowledge, Reference
from bot.nlu.certificates import CertificateRecogniser, Mention
from bot.nlu.importer import CERTIFICATE_LOOKUP, LOOKALIKE_LOOKUP, TEACHES, TURN
from bot.nlu.intents import IntentModel
from bot.nlu.names import names_in, unknown_words
from bot.nlu.normaliser import Normaliser, words_of
from bot.nlu.pieces import Span, pieces_of
from bot.nlu.scope import OUT_OF_SCOPE, decide_scope
from bot.nlu.situation import SituationReader
from bot.nlu.text_features import Text
from bot.nlu.titles import held

# Start, end and intents of each piece of a message that has several; all intents of the whole.
PIECES, WHOLE = "pieces", "whole"
NORMALISED_TEXT = "normalised_text"
# Where a message keeps its first names, and the words that nobody knows.
NAMES, UNKNOWN_WORDS = "names", "unknown_words"
_TOKENS = "text_tokens"
# What stands in a text where a certificate's name stood, so that what is learnt of one holds for all.
_MASK = "ce clerc"
# « Pourquoi pas gestionnaire ? » asks for it.
_REJECTED = re.compile(
    r"\b(?<!pourquoi )(pas|ni|sauf|hors|laisse[zr]?|laissons)( parl[ée]| question)?( pour| le| la| du| de| clerc| un)* ?(l'|d')?$"
)
# « Ça ne compte pas pour expert ? », « le bac suffit pas pour gestionnaire » rule nothing out: they ask of what is named.
_FALLS_SHORT = re.compile(
    r"\b(?:compt\w+|suffi\w*|march\w+|pass\w+|ser(?:t|vent|vira|virait)|vau\w+|aid\w+|permet\w*|ouvr\w+|joue\w*|va|vont|est|sera|serait"
    r"|accept\w+) pas(?: \w+)? (?:pour|en|au)(?: le| un)? ?$"
)
# « Clerc gestionnaire, non attends, clerc assistant »
_TAKEN_BACK = re.compile(
    r"^[ ,.…]*(?:(?:ah|euh|oups|enfin|mais) )*"
    r"(?:(?:non|nan|pardon(?! de )|oups|attends|attendez)\b(?! ?\?| plus|-vous)|je (?:voulais|veux) dire\b)"
)
_RANKING_LENGTH = 20
_SPACY_BATCH = 256
# What is told of a person, and what else is told with it.
_RIDERS = {
    "age": (),
    "level": ("years_after_bac", "field", "bac", "expected", "abroad"),
    "experience_years": ("workplace", "part_of_year", "past"),
}
_WEIGHTS = {"word_weight": 0.5, "meaning_weight": 1.0, "regularisation": 0.5, "temperature": 4.0}


class TrainedComponent(GraphComponent):
    """What all trainable components here share: where their training is kept."""

    file_name = "trained.json"

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self.config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> Any:
        """A component that is not trained yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Any:
        """A component as it was trained."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._read(folder / cls.file_name)
        return component

    def _persist(self) -> Resource:
        with self._storage.write_to(self._resource) as folder:
            self._write(folder / self.file_name)
        return self._resource

    def _write(self, path: Any) -> None:
        path.write_text(json.dumps(self._state(), ensure_ascii=False), encoding="utf-8")

    def _read(self, path: Any) -> None:
        self._restore(json.loads(path.read_text(encoding="utf-8")))

    def _state(self) -> dict[str, Any]:
        raise NotImplementedError

    def _restore(self, state: dict[str, Any]) -> None:
        raise NotImplementedError


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MessageNormaliser(TrainedComponent):
    """Replaces a message's text by plain French for the components after it. The tracker keeps what was typed."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learn, and keep what was learnt."""
        self.learn(training_data)
        return self._persist()

    def learn(self, training_data: TrainingData) -> None:
        """Learn the domain's vocabulary from the training examples and the lookup tables."""
        cleaner = Normaliser({}, {})
        counts: Counter[str] = Counter()
        for example in training_data.training_examples:
            if example.get(TURN):
                # How visitors of whole conversations misspell words is no vocabulary.
                continue
            counts.update(words_of(cleaner.clean(example.get(TEXT) or "")))
        for name in _lookup(training_data, CERTIFICATE_LOOKUP):
            for word in words_of(name.lower()):
                counts[word] += 100
        self._restore({"vocabulary": counts})

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Normalise all examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Normalise messages in place."""
        for message in messages:
            if (text := message.get(TEXT)) and not is_payload(message):
                # « 😀/greet » was typed and is no button's payload, though it would look like one without its emoji.
                names = names_in(as_seen(text), self.normaliser.is_word)
                message.set(NAMES, names)
                message.set(UNKNOWN_WORDS, unknown_words(self.normaliser.clean(text), self.normaliser.is_word))
                normalised = self.normaliser.normalise(text, [name.name for name in names]).lstrip(f"{INTENT_MESSAGE_PREFIX} ")
                message.set(TEXT, normalised)
                message.set(NORMALISED_TEXT, normalised, add_to_output=True)
        return messages

    def _state(self) -> dict[str, Any]:
        return {"vocabulary": self.normaliser.vocabulary}

    def _restore(self, state: dict[str, Any]) -> None:
        self.normaliser = Normaliser(dict(state["vocabulary"]), french_words())


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="TokensAndLemmas",
)
class TokensAndLemmas(SpacyNLP):
    """Rasa's SpacyNLP with only the parts that tokens and lemmas need: no parser, no named entities."""

    @staticmethod
    @lru_cache(maxsize=1)
    def load_model(spacy_model_name: str) -> SpacyModel:
        """Load the spaCy model without the parts nobody here reads; once, though Rasa asks once for each step."""
        import spacy

        return SpacyModel(spacy.load(spacy_model_name, exclude=["parser", "ner", "senter"]), spacy_model_name)

    def process_training_data(self, training_data: TrainingData, model: SpacyModel) -> TrainingData:
        """Read all examples, in batches larger than SpacyNLP's: that takes about half the time."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        docs = model.model.pipe((self._get_text(example, TEXT) for example in examples), batch_size=_SPACY_BATCH)
        for example, doc in zip(examples, docs, strict=True):
            example.set(SPACY_DOCS[TEXT], doc)
        return training_data


# Also a featurizer: Rasa's recipe hands training examples only to featurizers and tokenizers before the classifier learns.
@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True
)
class CertificateExtractor(TrainedComponent, EntityExtractorMixin):
    """Finds certificates; the entity's value is the certificate's id, whatever was typed."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learn, and keep what was learnt."""
        self.learn(training_data)
        return self._persist()

    def learn(self, training_data: TrainingData) -> None:
        """Take names and look-alikes from the lookup tables."""
        names = {name: training_data.entity_synonyms[name] for name in _lookup(training_data, CERTIFICATE_LOOKUP)}
        self._restore({"names": names, "lookalikes": _lookup(training_data, LOOKALIKE_LOOKUP)})

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Mark the certificates of all examples, for the classifier after it."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add `certificate` entities."""
        for message in messages:
            text = message.get(TEXT) or ""
            mentions = self.recogniser.find(text)
            # « Pas l'assistant, le gestionnaire » names one; « pas le gestionnaire ? » alone names it all the same.
            wanted = [m for m in mentions if not _is_rejected(text[: m.start]) and not _is_taken_back(text, m, mentions)]
            _add_entities(message, self, [("certificate", m.certificate, m.start, m.end) for m in wanted or mentions])
            if not wanted:
                for entity in message.get(ENTITIES, []):
                    entity["rejected"] = True
        return messages

    def _state(self) -> dict[str, Any]:
        return self._trained

    def _restore(self, state: dict[str, Any]) -> None:
        self._trained = state
        self.recogniser = CertificateRecogniser(state["names"], state["lookalikes"])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SituationExtractor(GraphComponent, EntityExtractorMixin):
    """Finds `age`, diploma `level` and `experience_years`, and says of a certificate whether somebody holds it.

    What goes with an entity rides on it under a key of its own (_RIDERS, and `held` on a certificate).
    """

    def __init__(self, reference: Reference) -> None:
        self.reader = SituationReader(reference)

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SituationExtractor:
        """One that knows the diplomas and fields of the live knowledge."""
        return cls(live().knowledge.reference)

    def with_knowledge(self, knowledge: Knowledge) -> SituationExtractor:
        """One that knows the diplomas and fields of other knowledge."""
        return SituationExtractor(knowledge.reference)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities."""
        for message in messages:
            text: str = message.get(TEXT) or ""
            for entity in message.get(ENTITIES, []):
                if entity["entity"] == "certificate":
                    if how := held(text, entity["start"], entity["end"]):
                        entity["held"] = how
                    else:
                        # A certificate's name says where somebody wants to go, not what they have.
                        text = text[: entity["start"]] + " " * (entity["end"] - entity["start"]) + text[entity["end"] :]
            told = self.reader.read(text)
            values = {t.kind: t.value for t in told}
            _add_entities(message, self, [(t.kind, t.value, t.start, t.end) for t in told if t.kind in _RIDERS])
            for entity in message.get(ENTITIES, []):
                entity.update({kind: values[kind] for kind in _RIDERS.get(entity["entity"], ()) if kind in values})
        return messages


# Also a featurizer, so that the turns of whole conversations reach the turn reader with their intents.
@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True
)
class PieceClassifier(TrainedComponent, IntentClassifier):
    """Ranks the intents of a message and, when it has several pieces, of each (`whole` and `pieces` in the message)."""

    file_name = "intents.joblib"

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The weights of IntentModel and the thresholds of decide_scope; see there."""
        return {**_WEIGHTS, "not_ours": 0.2, "not_ours_with_certificate": 0.6}

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        self.model = IntentModel(**{key: self.config[key] for key in _WEIGHTS})
        self.model.fit([text_of(e) for e in examples], [e.get(INTENT) for e in examples])
        return self._persist()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read the turns that teach weights: those that this classifier has not learnt from."""
        self.process([example for example in training_data.training_examples if example.get(TEACHES) == "weights"])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent`, `intent_ranking`, `whole` and `pieces`."""
        read = [message for message in messages if not is_payload(message)]
        pieces = [pieces_of(message.get(TEXT) or "") for message in read]
        texts: list[Text] = []
        for message, found in zip(read, pieces, strict=True):
            texts += [text_of(message), *(text_of(message, piece) for piece in found)]
        rankings = iter(self._rankings(texts) if texts else [])
        for message, found in zip(read, pieces, strict=True):
            self._set(message, next(rankings), [(piece, next(rankings)) for piece in found])
        return messages

    def _set(self, message: Message, whole: list[tuple[str, float]], pieces: list[tuple[Span, list[tuple[str, float]]]]) -> None:
        if not any(character.isalnum() for character in message.get(TEXT) or ""):
            # Emoji or punctuation alone: there is nothing to learn from, so nothing was learnt.
            whole = [(OUT_OF_SCOPE, 1.0)]
        message.set(WHOLE, dict(whole))
        message.set(PIECES, [(piece.start, piece.end, dict(ranking)) for piece, ranking in pieces])
        names_certificate = any(e["entity"] == "certificate" for e in message.get(ENTITIES, []))
        decided = decide_scope(whole, names_certificate, self.config["not_ours"], self.config["not_ours_with_certificate"])
        ranking = [{"name": name, "confidence": confidence} for name, confidence in decided[:_RANKING_LENGTH]]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def _rankings(self, texts: Sequence[Text]) -> list[list[tuple[str, float]]]:
        labels = self.model.labels
        return [
            sorted(((label, float(p)) for label, p in zip(labels, row, strict=True)), key=lambda item: -item[1])
            for row in self.model.probabilities(texts)
        ]

    def _write(self, path: Any) -> None:
        joblib.dump(self.model, path)

    def _read(self, path: Any) -> None:
        self.model = joblib.load(path)


def is_payload(message: Message) -> bool:
    """Whether a button was pressed: Rasa itself reads « /intent{"entity": "value"} »."""
    return str(message.get(TEXT) or "").startswith(INTENT_MESSAGE_PREFIX)


def _lookup(training_data: TrainingData, name: str) -> list[str]:
    return [element for table in training_data.lookup_tables if table["name"] == name for element in table["elements"]]


def _add_entities(message: Message, extractor: EntityExtractorMixin, found: Sequence[tuple[str, str | int, int, int]]) -> None:
    entities = [{"entity": kind, "value": value, "start": start, "end": end} for kind, value, start, end in found]
    entities = extractor.add_extractor_name(entities)
    message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)


def text_of(message: Message, piece: Span | None = None) -> Text:
    """A message, or a piece of it, as the classifier reads it: certificate names masked, lemmas from spaCy's tokens."""
    text: str = message.get(TEXT) or ""
    start, end = (piece.start, piece.end) if piece else (0, len(text))
    names = sorted(
        (e["start"], e["end"])
        for e in message.get(ENTITIES, [])
        if e["entity"] == "certificate" and e["start"] >= start and e["end"] <= end
    )
    plain, position = "", start
    for name_start, name_end in names:
        plain += text[position:name_start] + _MASK
        position = name_end
    plain += text[position:end]
    tokens: list[Token] = message.get(_TOKENS) or []
    inside = [t for t in tokens if t.start >= start and t.end <= end]
    lemmas = [t.lemma or t.text for t in inside if not any(s <= t.start and t.end <= e for s, e in names)]
    return Text(plain, tuple(lemmas + [_MASK.replace(" ", "_")] * len(names)))


def _is_rejected(before: str) -> bool:
    """Whether a certificate is ruled out by what stands before it."""
    return bool(_REJECTED.search(before)) and not _FALLS_SHORT.search(before)


def _is_taken_back(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether somebody who names a certificate corrects themselves at once and names another."""
    others = [other for other in mentions if other.start > mention.start and other.certificate != mention.certificate]
    return bool(others) and bool(_TAKEN_BACK.search(text[mention.end : others[0].start]))
