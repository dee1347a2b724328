"""Multilingual-e5-small under one linear layer a head: as it learns, and as a file that onnxruntime reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from torch import Tensor, nn
from torch.nn import functional

from bot.tuning.packed import PackedModel

_DROPOUT = 0.1
# Longer texts are cut (bot/nlu/encoder.py), so later positions are not needed.
_POSITIONS = 64
_OPSET = 17
# Eight bits and a scale for each 32 weights: 99.5 % of messages keep their likeliest intent, where one scale a row keeps 88.
_BITS, _BLOCK, _EIGHT_BIT_PRODUCTS = 8, 32, 4


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self.width, self.heads = width, heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.attended, self.done = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, hidden: Tensor, unseen: Tensor) -> Tensor:
        """The next layer's hidden states."""
        batch, length, _ = hidden.shape
        each = self.width // self.heads
        query, key, value = self.qkv(hidden).view(batch, length, 3, self.heads, each).permute(2, 0, 3, 1, 4)
        looks = torch.softmax(query @ key.transpose(-1, -2) / each**0.5 + unseen, -1)
        seen = (looks.to(value.dtype) @ value).transpose(1, 2).reshape(batch, length, self.width)
        hidden = self.attended(hidden + self.dropout(self.out(seen)))
        result: Tensor = self.done(hidden + self.dropout(self.outer(functional.gelu(self.inner(hidden)))))
        return result


class Network(nn.Module):
    """E5's encoder, and for each head the margins of its values.

    Args:
        base: the weights to begin with.
        rows: the numbers of the pieces that are kept.
        values: of each head.
    """

    def __init__(self, base: PackedModel, rows: Sequence[int], values: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        width = base.width
        self.values = values
        word = base.matrix("emb.word", width)[list(rows)]
        # Pieces' vectors do not learn: eight bits and a scale hold them.
        scale = np.maximum(np.abs(word).max(axis=1, keepdims=True), 1e-8) / 127
        self.register_buffer("word", torch.from_numpy(np.rint(word / scale).astype(np.int8)))
        self.register_buffer("scale", torch.from_numpy(scale.astype(np.float32)))
        position = base.vector("emb.pos").reshape(-1, width)[:_POSITIONS] + base.vector("emb.type").reshape(-1, width)[0]
        self.register_buffer("position", torch.from_numpy(position))
        self.embedding = nn.LayerNorm(width, 1e-12)
        self.layers = nn.ModuleList(Layer(width, base.inner, base.attention_heads) for _ in range(base.layers))
        self.head = nn.ModuleDict({head: nn.Linear(width, len(values[head])) for head in values})
        self.dropout = nn.Dropout(_DROPOUT)
        self._take_over(base)

    def forward(self, numbers: Tensor, there: Tensor) -> tuple[Tensor, ...]:
        """Margins of each head's values, in the heads' order.

        Args:
            numbers: of pieces, shape (texts, pieces).
            there: 1 where a piece stands, 0 where a shorter text is filled up.
        """
        hidden = self.word[numbers].float() * self.scale[numbers] + self.position[: numbers.shape[1]]
        hidden = self.dropout(self.embedding(hidden))
        unseen = ((1 - there) * -1e9)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, unseen)
        mean = (hidden.float() * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        pooled = self.dropout(mean)
        return tuple(linear(pooled).float() for linear in self.head.values())

    def write(self, path: Path) -> None:
        """Write the network in eight bits, with its heads' values as metadata.

        Args:
            path: of the ONNX file.
        """
        self.eval()
        example = torch.tensor([[0, 5, 6, 2], [0, 5, 2, 1]]), torch.tensor([[1.0, 1, 1, 1], [1, 1, 1, 0]])
        axes = {0: "texts", 1: "pieces"}
        names = {"input_names": ["numbers", "there"], "output_names": list(self.values)}
        shapes = {"numbers": axes, "there": axes}
        torch.onnx.export(self, example, str(path), dynamic_axes=shapes, opset_version=_OPSET, dynamo=False, **names)
        quantizer = MatMulNBitsQuantizer(
            onnx.load(path), bits=_BITS, block_size=_BLOCK, is_symmetric=True, accuracy_level=_EIGHT_BIT_PRODUCTS
        )
        quantizer.process()
        model = quantizer.model.model
        for head, values in self.values.items():
            told = model.metadata_props.add()
            told.key, told.value = f"values.{head}", json.dumps(list(values))
        onnx.save(model, path)

    @torch.no_grad()
    def _take_over(self, base: PackedModel) -> None:
        for head in self.head.values():
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        named = [(self.embedding, ["emb.ln"], 0)]
        for number, layer in enumerate(self.layers):
            named += [
                (layer.qkv, [f"l{number}.{part}" for part in "qkv"], base.width),
                (layer.out, [f"l{number}.ao"], base.width),
                (layer.inner, [f"l{number}.fi"], base.width),
                (layer.outer, [f"l{number}.fo"], base.inner),
                (layer.attended, [f"l{number}.aln"], 0),
                (layer.done, [f"l{number}.oln"], 0),
            ]
        for module, names, columns in named:
            weights = [base.matrix(f"{n}.w", columns) if columns else base.vector(f"{n}.w") for n in names]
            module.weight.copy_(torch.from_numpy(np.concatenate(weights)))
            module.bias.copy_(torch.from_numpy(np.concatenate([base.vector(f"{n}.b") for n in names])))
