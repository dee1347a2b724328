"""Sentences become unit vectors, alike however many are encoded at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.nlu import embeddings
from bot.nlu.embeddings import DIMENSIONS, embed


def test_sentences_are_unit_vectors_and_an_empty_one_is_one_too() -> None:
    vectors = embed(["combien ça coûte", ""])
    assert vectors.shape == (2, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert embed([]).shape == (0, DIMENSIONS)


def test_many_sentences_in_threads_read_like_each_alone(monkeypatch) -> None:
    texts = ["le prix", "quelle est la durée de la formation ?", "bonjour", "et après ?", "il gagne combien"]
    alone = np.concatenate([embed([text]) for text in texts])
    monkeypatch.setattr(embeddings, "_CHUNK", 2)
    assert np.allclose(embed(texts), alone, atol=1e-5)


def test_what_many_say_alike_is_read_once(monkeypatch) -> None:
    monkeypatch.setattr(embeddings, "_KEPT", 3)
    read: list[str] = []
    encoded = embeddings._encoded

    def recorded(texts: list[str]) -> npt.NDArray[np.float32]:
        read.extend(texts)
        return encoded(texts)

    monkeypatch.setattr(embeddings, "_encoded", recorded)
    texts = ["le prix", "la durée", "le prix", "le lieu", "la durée"]
    vectors = embed(texts)
    assert read == ["le prix", "la durée", "le lieu"]
    assert np.allclose(vectors, encoded(texts), atol=1e-5)


def test_without_the_package_nothing_is_known_of_meaning(monkeypatch) -> None:
    monkeypatch.setattr(embeddings, "_encoder", lambda: None)
    assert not embed(["le prix"]).any()
