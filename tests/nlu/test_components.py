"""What the pipeline's components make of a message, each by itself and without having learnt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pytest
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.reading import PersonName, Piece, Reading
from bot.knowledge import Knowledge
from bot.nlu.certificates import CertificateRecogniser
from bot.nlu.components import (
    NAMES,
    NORMALISED_TEXT,
    PIECES,
    UNKNOWN_WORDS,
    WHOLE,
    CertificateExtractor,
    MessageNormaliser,
    PieceClassifier,
    SituationExtractor,
    text_of,
)
from bot.nlu.intents import IntentModel
from bot.nlu.normaliser import Normaliser
from bot.nlu.pieces import Span
from bot.nlu.text_features import Text
from bot.nlu.turn_reader import with_heads, with_young


@pytest.fixture
def component(normaliser: Normaliser) -> MessageNormaliser:
    """Normalises as the trained one does."""
    made = MessageNormaliser({}, None, None)
    made.normaliser = normaliser
    return made


@pytest.mark.parametrize("typed", ["😀/greet", "\u200b/greet", "／greet", "😀 / /greet", "<b>/greet"])
def test_what_was_typed_does_not_become_a_buttons_payload(component: MessageNormaliser, typed: str) -> None:
    (message,) = component.process([Message({TEXT: typed})])
    assert message.get(TEXT).startswith("greet")
    assert message.get(NORMALISED_TEXT) == message.get(TEXT)


def test_names_and_words_that_nobody_knows_are_kept_from_what_was_typed(component: MessageNormaliser) -> None:
    (message,) = component.process([Message({TEXT: "Ma fille Léa a un BTS, et jérémy ?"})])
    assert message.get(NAMES) == [PersonName("léa", "daughter")]
    assert message.get(UNKNOWN_WORDS) == ["léa", "jérémy"]
    assert "léa" in message.get(TEXT)
    (plain,) = component.process([Message({TEXT: "le prix ?"})])
    assert (plain.get(NAMES), plain.get(UNKNOWN_WORDS)) == ([], [])


def test_a_buttons_payload_is_left_alone(component: MessageNormaliser) -> None:
    (message,) = component.process([Message({TEXT: '/ask_price{"certificate": "clerc_expert"}'})])
    assert message.get(TEXT) == '/ask_price{"certificate": "clerc_expert"}'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("les blocs du clerc gestionnaire, non attends, du clerc assistant", ["clerc_assistant"]),
        ("clerc expert euh pardon clerc aux procédures", ["clerc_aux_procedures"]),
        ("le prix du gestionnaire, enfin je veux dire de l'assistant", ["clerc_assistant"]),
        ("pas le clerc expert, le clerc assistant", ["clerc_assistant"]),
        # What falls short of it is asked of it.
        ("mes dix ans chez un notaire ne comptent pas pour expert ?", ["clerc_expert"]),
        ("mon bts ne suffit pas pour expert, et pour assistant ?", ["clerc_expert", "clerc_assistant"]),
        ("clerc expert, non ? et clerc assistant", ["clerc_expert", "clerc_assistant"]),
        ("clerc expert ou clerc assistant", ["clerc_expert", "clerc_assistant"]),
        ("c'est le clerc expert, non pardon", ["clerc_expert"]),
        ("le salaire du clerc expert, non de l'assistant", ["clerc_assistant"]),
        ("clerc expert, attendez-vous un dossier, ou clerc assistant", ["clerc_expert", "clerc_assistant"]),
        ("clerc expert, pardon de vous déranger, et clerc assistant", ["clerc_expert", "clerc_assistant"]),
    ],
)
def test_a_certificate_that_is_taken_back_is_not_asked_about(
    recogniser: CertificateRecogniser, text: str, named: list[str]
) -> None:
    extractor = CertificateExtractor({}, None, None)
    extractor.recogniser = recogniser
    (message,) = extractor.process([Message({TEXT: text})])
    assert [entity["value"] for entity in message.get(ENTITIES)] == named


class Words(IntentModel):
    """A classifier that knows a word for each intent."""

    words: ClassVar[dict[str, str]] = {
        "prix": "ask_price",
        "durée": "ask_duration",
        "salut": "greet",
        "météo": "out_of_scope",
    }

    def __init__(self) -> None:
        self.labels = sorted(self.words.values())

    def probabilities(self, texts: Sequence[Text]) -> npt.NDArray[np.float64]:
        """Each intent is as likely as its words are many."""
        counts = np.array(
            [[sum(w in t.plain for w, i in self.words.items() if i == label) for label in self.labels] for t in texts]
        )
        return np.asarray((counts + 0.1) / (counts + 0.1).sum(axis=1, keepdims=True))


@pytest.fixture
def classifier() -> PieceClassifier:
    """Ranks by words."""
    made = PieceClassifier({}, None, None)
    made.model = Words()
    return made


def test_a_message_and_its_pieces_are_ranked_each_by_itself(classifier: PieceClassifier) -> None:
    (message,) = classifier.process([Message({TEXT: "salut, la durée?"})])
    whole, pieces = message.get(WHOLE), message.get(PIECES)
    assert whole.keys() == set(Words.words.values())
    assert [("salut, la durée?"[start:end], max(found, key=lambda i: found[i])) for start, end, found in pieces] == [
        ("salut", "greet"),
        ("la durée", "ask_duration"),
    ]
    assert whole["greet"] == pytest.approx(whole["ask_duration"])


def test_a_message_of_one_piece_has_no_pieces(classifier: PieceClassifier) -> None:
    (message,) = classifier.process([Message({TEXT: "le prix?"})])
    assert message.get(PIECES) == []
    assert message.get(INTENT)["name"] == "ask_price"
    assert message.get(INTENT_RANKING_KEY)[0] == message.get(INTENT)


def test_several_messages_get_each_their_own(classifier: PieceClassifier) -> None:
    messages = classifier.process([Message({TEXT: text}) for text in ("le prix, la durée", "salut", "la durée")])
    assert [len(message.get(PIECES)) for message in messages] == [2, 0, 0]
    assert [message.get(INTENT)["name"] for message in messages[1:]] == ["greet", "ask_duration"]


@pytest.mark.parametrize("text", ["", "?!", "…"])
def test_a_message_without_a_word_is_not_ours(classifier: PieceClassifier, text: str) -> None:
    (message,) = classifier.process([Message({TEXT: text})])
    assert message.get(INTENT)["name"] == "out_of_scope"


def test_what_a_button_says_is_not_ranked(classifier: PieceClassifier) -> None:
    (message,) = classifier.process([Message({TEXT: "/ask_price"})])
    assert message.get(INTENT) is None
    assert message.get(WHOLE) is None
    assert classifier.process([]) == []


def test_a_piece_is_read_with_its_own_names_masked_and_its_own_lemmas() -> None:
    text = "le prix du clerc expert, et la durée"
    names = [{"entity": "certificate", "value": "clerc_expert", "start": 11, "end": 23}]
    tokens = [Token(word, text.index(word), lemma=f"{word}*") for word in ("le", "prix", "clerc", "expert", "durée")]
    message = Message({TEXT: text, ENTITIES: names, "text_tokens": tokens})
    assert text_of(message).plain == "le prix du ce clerc, et la durée"
    assert text_of(message, Span(0, 23)).plain == "le prix du ce clerc"
    assert text_of(message, Span(28, 36)) == Text("la durée", ("durée*",))
    assert text_of(message, Span(0, 23)).lemmas == ("le*", "prix*", "ce_clerc")


def test_what_is_told_and_held_rides_on_entities(knowledge: Knowledge, recogniser: CertificateRecogniser) -> None:
    certificates, situations = CertificateExtractor({}, None, None), SituationExtractor(knowledge.reference)
    certificates.recogniser = recogniser
    (message,) = situations.process(certificates.process([Message({TEXT: "je suis clerc expert, j'ai 30 ans et un bts compta"})]))
    found = {entity["entity"]: entity for entity in message.get(ENTITIES)}
    assert found["certificate"]["held"] == "job"
    assert found["age"]["value"] == 30
    assert (found["level"]["value"], found["level"]["years_after_bac"], found["level"]["field"]) == (5, 2, "other")


def test_a_single_certificate_that_is_ruled_out_is_marked(recogniser: CertificateRecogniser) -> None:
    extractor = CertificateExtractor({}, None, None)
    extractor.recogniser = recogniser
    (message,) = extractor.process([Message({TEXT: "pas le clerc expert"})])
    assert [(entity["value"], entity.get("rejected")) for entity in message.get(ENTITIES)] == [("clerc_expert", True)]


def test_what_whole_conversations_teach_is_added_to_a_reading() -> None:
    plain = Reading(4, Piece(0, 10, {"price": 0.9}), (Piece(0, 4, {"price": 0.9}), Piece(6, 10, {"duration": 0.8})))
    read = with_heads(plain, {"intent": {"fees": 0.6}, "edit": {"new": 1.0}}, [{"fees": 0.7}, {"hours": 0.5}])
    assert read.heads["edit"] == {"new": 1.0}
    assert (read.whole.intents, read.whole.turns) == ({"price": 0.9}, {"fees": 0.6})
    assert [piece.turns for piece in read.pieces] == [{"fees": 0.7}, {"hours": 0.5}]


def test_a_topic_that_no_conversation_asks_is_as_likely_as_its_examples_make_it() -> None:
    plain = Reading(3, Piece(0, 10, {"boarding": 0.75, "housing": 0.25}))
    read = with_heads(plain, {"intent": {"housing": 0.8, "price": 0.2}}, [], {"boarding"})
    assert read.whole.turns == {"housing": 0.2, "price": 0.05, "boarding": 0.75}


def test_where_words_make_a_new_topic_likely_the_message_is_not_foreign() -> None:
    intents = {"out_of_scope": 0.6, "housing": 0.3, "boarding": 0.1}
    assert with_young(intents, {}) == intents
    read = with_young(intents, {"boarding": 0.8})
    assert (read["boarding"], "out_of_scope" in read) == (0.82, False)
    unsure = with_young(intents, {"boarding": 0.2})
    assert unsure["out_of_scope"] > unsure["boarding"] > 0.2
