"""Evaluate the trained model and write the report with its pictures."""

from __future__ import annotations

import asyncio
from itertools import chain
from pathlib import Path

from bot.dialogue.annotations import load_authors
from bot.evaluation import machine
from bot.evaluation.curve import curve
from bot.evaluation.folds import cross_validate
from bot.evaluation.held_out import hold_out, turns_of
from bot.evaluation.held_out_report import calibrations
from bot.evaluation.messages import duplicates, load_blind, load_training
from bot.evaluation.pictures import draw_calibration, draw_confusion, draw_curve, draw_styles
from bot.evaluation.report import Evaluation, text_of_report
from bot.evaluation.scores import in_scope, shares_by, style_of
from bot.evaluation.trained import TrainedModel
from bot.knowledge import load_knowledge
from bot.training import ROOT, fingerprint

DOCS = ROOT / "docs"


def evaluate(docs: Path = DOCS) -> int:
    """Evaluate and report; gives 1 when a blind message stands in the training data, else 0.

    Args:
        docs: the folder of the report; its pictures are in `images` below it.
    """
    made_of, machine_then = fingerprint(), machine.description()
    blind, training, authors = load_blind(), load_training(), load_authors()
    messages = list(chain(*blind.values()))
    model = TrainedModel()
    print(f"Evaluation: reading {len(messages)} blind messages…", flush=True)
    with machine.one_core() as one_core:
        readings = asyncio.run(model.read(messages))
    points = curve(readings)
    turns = turns_of(author for author in authors if author.role == "held out")
    print(f"Evaluation: reading {len(turns)} turns of held-out authors…", flush=True)
    parsed = asyncio.run(model.parse(list(turns.values())))
    held_out = hold_out(authors, dict(zip(turns, parsed, strict=True)), model.interpreter)
    print(f"Evaluation: cross-validation on {len(training)} training examples, some minutes…", flush=True)
    folds = cross_validate(model.texts([e.text for e in training]), [e.intent for e in training], model.untrained)
    repeated = duplicates(messages, training)
    found = Evaluation(
        fingerprint=made_of,
        machine=machine_then,
        one_core=one_core,
        blind=blind,
        training=training,
        duplicates=repeated,
        readings=readings,
        curve=points,
        folds=folds,
        held_out=held_out,
    )
    draw_confusion(in_scope(readings), load_knowledge().topics, docs / "images" / "evaluation_confusion.png")
    draw_curve(points, found.single, found.caught, docs / "images" / "evaluation_curve.png")
    draw_styles(shares_by(in_scope(readings), style_of, lambda r: r.right), docs / "images" / "evaluation_styles.png")
    draw_calibration(calibrations(held_out), docs / "images" / "evaluation_calibration.png")
    (docs / "evaluation.md").write_text(text_of_report(found), encoding="utf-8")
    print(f"Evaluation: {docs / 'evaluation.md'} is written.", flush=True)
    for text in repeated:
        print(f"Evaluation: this blind message stands in the training data: {text}")
    return 1 if repeated else 0
