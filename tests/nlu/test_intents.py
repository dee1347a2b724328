"""The classifier learns, and reads alike after it was put in a file and taken out again."""

from __future__ import annotations

import pickle
from pathlib import Path

import joblib
import numpy as np
import pytest

from bot.nlu.intents import IntentModel
from bot.nlu.text_features import Text

EXAMPLES = {
    "ask_price": ["c'est combien", "quel est le prix", "combien ça coûte", "le tarif de la formation"],
    "ask_duration": ["ça dure longtemps", "quelle est la durée", "combien de mois", "la longueur de la formation"],
    "greet": ["bonjour", "salut", "bonsoir à vous", "coucou"],
}


def text(plain: str) -> Text:
    """Take words for lemmas."""
    return Text(plain, tuple(plain.split()))


@pytest.fixture(scope="module")
def model() -> IntentModel:
    """A classifier that has learnt the examples."""
    texts = [text(example) for examples in EXAMPLES.values() for example in examples]
    return IntentModel().fit(texts, [intent for intent, examples in EXAMPLES.items() for _ in examples])


@pytest.mark.parametrize(("plain", "intent"), [("c'est quoi le prix", "ask_price"), ("la durée en mois", "ask_duration")])
def test_it_reads_what_it_never_saw(model: IntentModel, plain: str, intent: str) -> None:
    (row,) = model.probabilities([text(plain)])
    assert model.labels[int(row.argmax())] == intent
    assert row.sum() == pytest.approx(1)


def test_labels_stand_in_the_order_of_the_columns(model: IntentModel) -> None:
    assert model.labels == sorted(EXAMPLES)
    assert model.probabilities([text("bonjour"), text("salut")]).shape == (2, len(EXAMPLES))


def test_it_reads_alike_after_a_file_which_holds_no_zeros(model: IntentModel, tmp_path: Path) -> None:
    joblib.dump(model, tmp_path / "model.joblib")
    again: IntentModel = joblib.load(tmp_path / "model.joblib")
    texts = [text("combien de mois ?"), text("salut, le prix svp")]
    assert np.array_equal(again.probabilities(texts), model.probabilities(texts))
    assert again.labels == model.labels
    assert b"csr" in pickle.dumps(model)
