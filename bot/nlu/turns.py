"""What the words of a message show of its act, its edit, its referents and its intent: learnt from whole conversations.

Kernel ridge regression over letters, words and a sentence embedding: with some thousand turns all heads are solved at once in
seconds. Beside it counts what the tuned encoder says, as much as proves right on turns that neither has learnt from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bot.nlu.encoder import turn_encoder
from bot.nlu.text_features import NGrams, Text, TextFeatures, letters_and_words

# A head, each turn's values in it; none when the turn tells nothing of it.
Labels = Mapping[str, Sequence[Sequence[str]]]
Distribution = dict[str, float]
# The logarithm of the least probability that the encoder's word counts for; what it never learnt gets it.
_UNHEARD = -7.0
# A column is shared by many when more than this part of the rows has it.
_SHARED = 0.01
# Smaller probabilities are left out of what is passed on.
_LEAST = 0.005


class TurnModel:
    """Predicts the heads of a message from its words alone.

    Args:
        regularisation: ridge; larger trusts single words less.
        meaning_weight: how much the embedding counts beside letters and words.
    """

    def __init__(self, regularisation: float = 0.6, meaning_weight: float = 1.0) -> None:
        self.regularisation = regularisation
        self._features = TextFeatures(
            [
                NGrams(letters_and_words, analyzer="char_wb", ngram_range=(2, 5), min_df=2),
                NGrams(letters_and_words, ngram_range=(1, 3), token_pattern=r"\w+|[?!]", min_df=2),
            ],
            meaning_weight,
            bias=True,
        )
        self._values: dict[str, list[str]] = {}
        # How much the regression's and the encoder's margins count, by head.
        self._counts: dict[str, tuple[float, float]] = {}

    def known(self, head: str) -> frozenset[str]:
        """The values that conversations taught both the regression and the encoder."""
        values, encoder = frozenset(self._values[head]), turn_encoder()
        return values.intersection(encoder.values[head]) if encoder else values

    def fit(self, texts: Sequence[Text], labels: Labels) -> TurnModel:
        """Learn from annotated turns.

        Args:
            texts: the turns' texts.
            labels: for each head, each turn's values.
        """
        features = self._features.fit_transform(texts)
        kernel = _similarities(features)
        self._values = {head: sorted({value for row in rows for value in row}) for head, rows in labels.items()}
        self._counts = dict.fromkeys(labels, (1.0, 0.0))
        targets = [
            np.where(np.array([bool(row) for row in rows])[:, None], _targets(rows, self._values[head]), 0.0)
            for head, rows in labels.items()
        ]
        kernel[np.diag_indices_from(kernel)] += self.regularisation
        solved = solve(kernel, np.hstack(targets), assume_a="pos", overwrite_a=True, check_finite=False)
        # Half precision changes no decision.
        self._weights = np.asarray(features.T @ solved, dtype=np.float16)
        return self

    def calibrate(self, texts: Sequence[Text], labels: Labels) -> None:
        """Choose how much the regression and the encoder count, and so how sure the model is, on turns that neither has learnt.

        Args:
            texts: the turns' texts.
            labels: for each head, each turn's values.
        """
        regression, encoder = self._margins(texts)
        for head, rows in labels.items():
            known = np.array([bool(row) and set(row) <= set(self._values[head]) for row in rows])
            meant = [row for row, is_known in zip(rows, known, strict=True) if is_known]
            self._counts[head] = _best_counts(regression[head][known], encoder[head][known], _targets(meant, self._values[head]))

    def predict(self, texts: Sequence[Text]) -> list[dict[str, Distribution]]:
        """For each text the probability of each head's values."""
        regression, encoder = self._margins(texts)
        margins = {head: by * regression[head] + beside * encoder[head] for head, (by, beside) in self._counts.items()}
        return self._distributions(margins)

    def _margins(self, texts: Sequence[Text]) -> tuple[dict[str, npt.NDArray[Any]], dict[str, npt.NDArray[Any]]]:
        """What the regression and what the encoder make of texts, by head."""
        rows = self._features.transform(texts)
        # A row touches few of the weights, and NumPy multiplies by those of a row faster than SciPy by all.
        places = [slice(start, end) for start, end in pairwise(rows.indptr)]
        margins = [rows.data[place] @ self._weights[rows.indices[place]].astype(np.float32) for place in places]
        return self._by_head(np.stack(margins)), self._encoded([text.plain for text in texts])

    def _encoded(self, texts: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
        """The encoder's margins in the order of the model's values; zeros for a head that it does not know."""
        margins = {head: np.zeros((len(texts), len(values))) for head, values in self._values.items()}
        if (encoder := turn_encoder()) is None:
            return margins
        for head, found in encoder.margins(texts).items():
            heard = dict(zip(encoder.values[head], np.maximum(found, _UNHEARD).T, strict=True))
            for number, value in enumerate(self._values.get(head, ())):
                margins[head][:, number] = heard.get(value, _UNHEARD)
        return margins

    def _by_head(self, margins: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
        ends = np.cumsum([len(values) for values in self._values.values()])[:-1]
        return dict(zip(self._values, np.hsplit(np.asarray(margins), ends), strict=True))

    def _distributions(self, margins: Mapping[str, npt.NDArray[Any]]) -> list[dict[str, Distribution]]:
        shares = {head: _softmax(rows) for head, rows in margins.items()}
        number = len(next(iter(shares.values())))
        return [
            {
                head: {v: round(float(p), 4) for v, p in zip(self._values[head], rows[turn], strict=True) if p >= _LEAST}
                for head, rows in shares.items()
            }
            for turn in range(number)
        ]


def _similarities(features: csr_matrix) -> npt.NDArray[np.float32]:
    """Each row's product with each other, shape (rows, rows).

    Columns that many rows share are multiplied dense: as sparse ones they take ten times as long. Single precision halves
    the time and the memory, some gigabytes.
    """
    shared = np.bincount(features.indices, minlength=features.shape[1]) > len(features.indptr) * _SHARED
    dense, sparse = features[:, shared].toarray(), features[:, ~shared]
    product = (sparse @ sparse.T).toarray()
    product += dense @ dense.T
    return np.asarray(product, dtype=np.float32)


def _targets(rows: Sequence[Sequence[str]], values: Sequence[str]) -> npt.NDArray[np.float32]:
    place = {value: number for number, value in enumerate(values)}
    targets = np.full((len(rows), len(values)), -1.0, dtype=np.float32)
    for number, row in enumerate(rows):
        for value in row:
            targets[number, place[value]] = 1.0
    return targets


def _softmax(margins: npt.NDArray[Any]) -> npt.NDArray[Any]:
    odds = np.exp(margins - margins.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _best_counts(regression: npt.NDArray[Any], encoder: npt.NDArray[Any], targets: npt.NDArray[Any]) -> tuple[float, float]:
    """What both margins are multiplied by before they become probabilities: most likely makes what was meant."""
    if not len(regression):
        return 1.0, 0.0
    meant = targets > 0

    def surprise(counts: npt.NDArray[Any]) -> float:
        shares = _softmax(counts[0] * regression + counts[1] * encoder)
        return float(-np.log(np.maximum((shares * meant).sum(axis=1), 1e-9)).mean())

    best = minimize(surprise, x0=(3.0, 0.5), bounds=((0.0, 20.0), (0.0, 2.0)), method="L-BFGS-B").x
    return float(best[0]), float(best[1])
