"""The tuned encoder tells what a message asks by its meaning, alone and among others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import encoder as module
from bot.nlu.encoder import TurnEncoder, clip, turn_encoder


@pytest.fixture(scope="module")
def encoder() -> TurnEncoder:
    """As it is served."""
    return TurnEncoder()


@pytest.mark.parametrize(
    ("text", "head", "value"),
    [
        ("je vais devoir sortir combien de ma poche pour étudier chez vous ?", "intent", "price"),
        ("une fois titulaire, on est rémunéré à quelle hauteur ?", "intent", "salary"),
        ("on m'a soufflé que ça durait un an, vous confirmez ?", "act", "confirm"),
        ("non, ma question portait sur la durée", "edit", "revise"),
        ("ma nièce aimerait s'inscrire, elle peut ?", "person", "other"),
    ],
)
def test_meaning_is_read_without_the_words_of_examples(encoder: TurnEncoder, text: str, head: str, value: str) -> None:
    rows = encoder.margins([text])[head]
    likely = [encoder.values[head][number] for number in np.argsort(-rows[0])[:2]]
    assert value in likely


def test_a_message_is_read_the_same_among_others(encoder: TurnEncoder) -> None:
    texts = ["c'est combien ?", "et le salaire, après quelques années de maison, vous le connaissez, vous ?", "ok"]
    together = encoder.margins(texts)
    for number, text in enumerate(texts):
        for head, rows in encoder.margins([text]).items():
            assert np.allclose(np.exp(rows[0]), np.exp(together[head][number]), atol=0.02)


def test_margins_are_logarithms_of_probabilities(encoder: TurnEncoder) -> None:
    for rows in encoder.margins(["bonjour", ""]).values():
        assert np.allclose(np.exp(rows).sum(axis=1), 1, atol=1e-4)


def test_of_a_long_text_beginning_and_end_are_read() -> None:
    assert clip(list(range(10))) == list(range(10))
    assert clip(list(range(100))) == [*range(26), *range(77, 100)]


def test_without_its_files_messages_are_read_without_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "ENCODER_DIR", tmp_path)
    assert turn_encoder.__wrapped__() is None
