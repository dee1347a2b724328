"""What a message asks, by its meaning: multilingual-e5-small (MIT), tuned on annotated conversations by `make encoder`.

`data/encoder` holds the network (eight bits a weight, its vocabulary cut to French) and its tokenizer. Optional as the sentence
embedding is: without onnxruntime the bot still works, and reads less well.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

logger = logging.getLogger(__name__)

ENCODER_DIR = Path(__file__).parents[2] / "data" / "encoder"
# What E5 wants before each text.
PREFIX = "query: "
_BATCH = 32
# As many texts are kept with what was read of them: « oui », « ok », and what training reads twice.
_KEPT = 8192
# Of a longer text the beginning and the end are read, so many pieces of each, with the marks of both.
_BEGINNING, _END = 26, 23


class TurnEncoder:
    """Margins of each head's values.

    Args:
        folder: holds `encoder.onnx` and `tokenizer.json`.
    """

    def __init__(self, folder: Path = ENCODER_DIR) -> None:
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        # One message at a time: more threads would wait for each other.
        options.intra_op_num_threads = 1
        self._session = InferenceSession(str(folder / "encoder.onnx"), options)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        told: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map
        self._kept: dict[str, list[npt.NDArray[np.float32]]] = {}
        self.values: dict[str, list[str]] = {
            output.name: json.loads(told[f"values.{output.name}"]) for output in self._session.get_outputs()
        }

    def margins(self, texts: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Logarithms of probabilities, for each head of shape (texts, its values).

        Args:
            texts: normalised, with certificate names masked.
        """
        unread = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if len(self._kept) + len(unread) > _KEPT:
            self._kept.clear()
            unread = list(dict.fromkeys(texts))
        pieces = [clip(one.ids) for one in self._tokenizer.encode_batch([PREFIX + text for text in unread])]
        # Texts of like length go together: padding is work for nothing. Those of one message are of as many lengths.
        order = sorted(range(len(unread)), key=lambda n: len(pieces[n]))
        size = _BATCH if len(order) > _BATCH else 1
        batches = [order[start : start + size] for start in range(0, len(order), size)]
        with ThreadPoolExecutor() as pool:
            # One message, the usual case, needs no second thread.
            each = pool.map if len(order) > _BATCH else map
            for batch, run in zip(batches, each(lambda batch: self._run([pieces[n] for n in batch]), batches), strict=True):
                self._kept |= {unread[n]: rows for n, *rows in zip(batch, *run, strict=True)}
        found = {}
        for number, (head, values) in enumerate(self.values.items()):
            rows = np.array([self._kept[text][number] for text in texts], dtype=np.float32).reshape(len(texts), len(values))
            found[head] = rows - np.log(np.exp(rows).sum(axis=1, keepdims=True))
        return found

    def _run(self, batch: Sequence[list[int]]) -> list[npt.NDArray[np.float32]]:
        longest = max(map(len, batch))
        numbers = np.zeros((len(batch), longest), dtype=np.int64)
        there = np.zeros((len(batch), longest), dtype=np.float32)
        for row, pieces in enumerate(batch):
            numbers[row, : len(pieces)], there[row, : len(pieces)] = pieces, 1
        rows: list[npt.NDArray[np.float32]] = self._session.run(list(self.values), {"numbers": numbers, "there": there})
        return rows


def clip(pieces: list[int]) -> list[int]:
    """A long text's first and last pieces.

    Args:
        pieces: their numbers, with the marks of beginning and end.
    """
    return pieces if len(pieces) <= _BEGINNING + _END else pieces[:_BEGINNING] + pieces[-_END:]


@lru_cache(maxsize=1)
def turn_encoder() -> TurnEncoder | None:
    """The encoder, read once; None where onnxruntime or the network is not there."""
    if not (ENCODER_DIR / "encoder.onnx").exists():
        logger.warning("%s holds no encoder: messages are read without it (`make encoder`).", ENCODER_DIR)
        return None
    try:
        return TurnEncoder(ENCODER_DIR)
    except ImportError:
        logger.warning("onnxruntime or tokenizers is not installed: messages are read without the tuned encoder.")
        return None
