"""Which intent a text has: letters, words and meaning as features of one linear classifier."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.folding import fold_accents
from bot.nlu.embeddings import embed

# As many examples as a topic of the first hour has at least: those of a topic that has fewer count for as many.
_ENOUGH = 60
# Each takes some 250 MB while it learns.
_THREADS = min(4, os.cpu_count() or 1)


@dataclass(frozen=True)
class Text:
    """A text to classify: its normalised form with certificate names masked, and the lemmas of its words."""

    plain: str
    lemmas: tuple[str, ...]


class IntentModel:
    """Linear support vector machines over character n-grams, word n-grams, lemmas and a sentence embedding.

    Args:
        word_weight: how much words and lemmas count beside character n-grams.
        meaning_weight: how much the embedding counts beside character n-grams.
        regularisation: the machines' C.
        temperature: what margins are multiplied by before they become probabilities (softmax).
    """

    def __init__(
        self, word_weight: float = 0.5, meaning_weight: float = 1.0, regularisation: float = 0.5, temperature: float = 4.0
    ) -> None:
        self.word_weight = word_weight
        self.meaning_weight = meaning_weight
        self.temperature = temperature
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True, dtype=np.float32)
        self._words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", min_df=1, sublinear_tf=True, dtype=np.float32)
        self._lemmas = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\S+", min_df=1, sublinear_tf=True, dtype=np.float32)
        self.regularisation = regularisation
        self.labels: list[str] = []

    def fit(self, texts: Sequence[Text], labels: Sequence[str]) -> IntentModel:
        """Learn from labelled texts; afterwards `labels` holds the intents, in the order of the probabilities' columns."""
        features = self._features(texts, fit=True).astype(np.float64)
        wanted = np.asarray(labels)
        self.labels = sorted(set(labels))
        counts = Counter(labels)
        counted_for = np.array([max(1.0, _ENOUGH / counts[label]) for label in labels])

        def tell_apart(label: str) -> LinearSVC:
            weights = np.where(wanted == label, counted_for, 1.0)
            return LinearSVC(C=self.regularisation, random_state=0).fit(features, wanted == label, weights)

        # One machine for each intent against all others: they know nothing of each other, and learn outside Python's lock.
        with ThreadPoolExecutor(_THREADS) as pool:
            machines = list(pool.map(tell_apart, self.labels))
        self._weights = np.ascontiguousarray(np.vstack([machine.coef_ for machine in machines]).T, dtype=np.float32)
        self._bias = np.concatenate([machine.intercept_ for machine in machines])
        return self

    def __getstate__(self) -> dict[str, Any]:
        """What is kept in a file. Four weights in five are zero: without them Rasa packs its archive four times faster."""
        return {**vars(self), "_weights": csr_matrix(self._weights)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Weights in use are dense: multiplying sparse ones takes a hundred times as long."""
        vars(self).update(state, _weights=state["_weights"].toarray())

    def probabilities(self, texts: Sequence[Text]) -> npt.NDArray[np.float64]:
        """Shape (len(texts), number of labels); each row sums to 1."""
        margins = self.temperature * (self._features(texts) @ self._weights + self._bias)
        margins -= margins.max(axis=1, keepdims=True)
        odds = np.exp(margins)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def _features(self, texts: Sequence[Text], fit: bool = False) -> csr_matrix:
        plain = [fold_accents(text.plain) for text in texts]
        lemmas = [" ".join(fold_accents(lemma) for lemma in text.lemmas) for text in texts]
        blocks = []
        for weight, vectorizer, source in (
            (1.0, self._letters, plain),
            (self.word_weight, self._words, plain),
            (self.word_weight, self._lemmas, lemmas),
        ):
            blocks.append(weight * (vectorizer.fit_transform(source) if fit else vectorizer.transform(source)))
        blocks.append(csr_matrix(self.meaning_weight * embed([text.plain for text in texts])))
        return hstack(blocks, format="csr")
