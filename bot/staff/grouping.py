"""Questions that mean about the same, together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering

from bot.folding import fold_accents
from bot.nlu.embeddings import embed

# Cosine distance between groups on average: what is further apart is not asked alike. Of eight topics of data/nlu, 93 % of
# questions then share their group with questions of their topic.
_APART = 0.55
# The work grows with the square of the number of texts; the newest ones count.
_MOST = 2000


def grouped(texts: Sequence[str]) -> list[list[int]]:
    """The places of texts that mean about the same, largest group first; within it, the one nearest to all others first.

    Args:
        texts: questions, oldest first.
    """
    places: dict[str, list[int]] = {}
    for place, text in list(enumerate(texts))[-_MOST:]:
        places.setdefault(" ".join(fold_accents(text).split()), []).append(place)
    if len(places) < 2:
        return list(places.values())
    vectors = embed(list(places))
    labels = AgglomerativeClustering(
        n_clusters=None, affinity="cosine", linkage="average", distance_threshold=_APART
    ).fit_predict(_never_zero(vectors))
    each = list(places.values())
    groups = []
    for label in range(max(labels) + 1):
        members = np.flatnonzero(labels == label)
        nearness = vectors[members] @ vectors[members].sum(axis=0)
        groups.append([place for member in members[np.argsort(-nearness, kind="stable")] for place in each[member]])
    return sorted(groups, key=len, reverse=True)


def _never_zero(vectors: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
    """Without the sentence encoder all vectors are zero, which has no direction: then each text is a group of its own."""
    return vectors if vectors.any() else np.eye(len(vectors))
