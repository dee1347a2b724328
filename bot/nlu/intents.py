"""Which intent a text has: letters, words and meaning as features of one linear classifier."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.nlu.text_features import NGrams, Text, TextFeatures, lemmas, letters_and_words

# As many examples as a topic of the first hour has at least: those of a topic that has fewer count for as many.
_ENOUGH = 60
# Each takes some 250 MB while it learns.
_THREADS = min(4, os.cpu_count() or 1)


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
        self.temperature = temperature
        self._features = TextFeatures(
            [
                NGrams(letters_and_words, analyzer="char_wb", ngram_range=(2, 5), min_df=2),
                NGrams(letters_and_words, word_weight, ngram_range=(1, 2), token_pattern=r"\w+"),
                NGrams(lemmas, word_weight, ngram_range=(1, 2), token_pattern=r"\S+"),
            ],
            meaning_weight,
        )
        self.regularisation = regularisation
        self.labels: list[str] = []

    def fit(self, texts: Sequence[Text], labels: Sequence[str]) -> IntentModel:
        """Learn from labelled texts; afterwards `labels` holds the intents, in the order of the probabilities' columns."""
        features = self._features.fit_transform(texts).astype(np.float64)
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
        # Four weights in five are zero.
        self._weights = csr_matrix(np.vstack([machine.coef_ for machine in machines]).T.astype(np.float32))
        self._bias = np.concatenate([machine.intercept_ for machine in machines])
        return self

    def probabilities(self, texts: Sequence[Text]) -> npt.NDArray[np.float64]:
        """Shape (len(texts), number of labels); each row sums to 1."""
        margins = self.temperature * ((self._features.transform(texts) @ self._weights).toarray() + self._bias)
        margins -= margins.max(axis=1, keepdims=True)
        odds = np.exp(margins)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))
