"""A text as numbers: its n-grams by TF-IDF, and its meaning as a sentence embedding, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.folding import fold_accents
from bot.nlu.embeddings import DIMENSIONS, embed

_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Text:
    """A text to classify: its normalised form with certificate names masked, and the lemmas of its words."""

    plain: str
    lemmas: tuple[str, ...]


class NGrams:
    """Rows of unit length with a column for each n-gram, learnt with scikit-learn; counts enter by their logarithm.

    scikit-learn itself reads many texts at once as fast, and a single one in ten times as long.

    Args:
        source: gives what is read of a text; a function of a module, to be kept in a file.
        weight: what the rows are multiplied by.
        **options: TfidfVectorizer's.
    """

    def __init__(self, source: Callable[[Text], str], weight: float = 1.0, **options: Any) -> None:
        self._source, self._weight = source, weight
        self._vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options)

    def fit_transform(self, texts: Sequence[Text]) -> csr_matrix:
        """Learn the n-grams of texts; gives their rows."""
        rows = self._vectorizer.fit_transform([self._source(text) for text in texts])
        # Those too rare to be learnt: nobody reads them, and they take as much as those that are.
        self._vectorizer.stop_words_ = None
        return self._weight * rows

    def row(self, text: Text) -> tuple[npt.NDArray[np.int32], _Floats]:
        """The columns of a text that are not zero, and their values."""
        vocabulary = self._vectorizer.vocabulary_
        counts = Counter(column for gram in self._analyse(self._source(text)) if (column := vocabulary.get(gram)) is not None)
        columns = np.fromiter(counts, np.int32, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self._rareness[columns]
        return columns, values * np.float32(self._weight / (np.linalg.norm(values) or 1.0))

    def __len__(self) -> int:
        """How many n-grams were learnt."""
        return len(self._vectorizer.vocabulary_)

    def __getstate__(self) -> dict[str, Any]:
        """What is kept in a file."""
        return {name: value for name, value in vars(self).items() if name not in ("_analyse", "_rareness")}

    @cached_property
    def _analyse(self) -> Callable[[str], list[str]]:
        analyse: Callable[[str], list[str]] = self._vectorizer.build_analyzer()
        return analyse

    @cached_property
    def _rareness(self) -> _Floats:
        return np.asarray(self._vectorizer.idf_, dtype=np.float32)


class TextFeatures:
    """Several kinds of n-grams beside an embedding.

    Args:
        ngrams: the kinds.
        meaning_weight: how much the embedding counts beside them.
        bias: whether there is a last column that is 1, for what has no bias of its own.
    """

    def __init__(self, ngrams: Sequence[NGrams], meaning_weight: float, bias: bool = False) -> None:
        self._ngrams = ngrams
        self._meaning_weight = meaning_weight
        self._bias = bias

    def fit_transform(self, texts: Sequence[Text]) -> csr_matrix:
        """Learn the n-grams of texts; gives their rows."""
        blocks = [ngrams.fit_transform(texts) for ngrams in self._ngrams]
        return hstack([*blocks, csr_matrix(self._dense(texts))], format="csr")

    def transform(self, texts: Sequence[Text]) -> csr_matrix:
        """The rows of texts."""
        widths = [len(ngrams) for ngrams in self._ngrams]
        starts = np.cumsum([0, *widths], dtype=np.int32)
        dense = np.arange(starts[-1], starts[-1] + DIMENSIONS + self._bias, dtype=np.int32)
        columns, values, ends = list[npt.NDArray[np.int32]](), list[_Floats](), [0]
        for text, row in zip(texts, self._dense(texts), strict=True):
            blocks = [(*ngrams.row(text), start) for ngrams, start in zip(self._ngrams, starts[:-1], strict=True)]
            columns += [*(found + start for found, _, start in blocks), dense]
            values += [*(found for _, found, _ in blocks), row]
            ends.append(ends[-1] + sum(len(found) for found, _, _ in blocks) + len(dense))
        shape = (len(texts), int(starts[-1]) + len(dense))
        return csr_matrix((np.concatenate(values), np.concatenate(columns), np.array(ends, np.int32)), shape=shape)

    def _dense(self, texts: Sequence[Text]) -> _Floats:
        meaning = np.float32(self._meaning_weight) * embed([text.plain for text in texts])
        return np.hstack([meaning, np.ones((len(texts), int(self._bias)), dtype=np.float32)])


def letters_and_words(text: Text) -> str:
    """What is read of a text letter by letter and word by word."""
    return fold_accents(text.plain)


def lemmas(text: Text) -> str:
    """What is read of a text lemma by lemma."""
    return " ".join(fold_accents(lemma) for lemma in text.lemmas)
