"""Compare the systems and write the report: `python -m benchmarks.classifiers`.

This process stays small and imports neither Rasa nor TensorFlow: Linux counts what a process held when it started another
as that other's memory.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.classifiers.exchange import Task
from benchmarks.classifiers.report import Comparison, text_of_report
from benchmarks.classifiers.sampling import sample
from benchmarks.classifiers.systems import run, systems
from bot.evaluation import machine
from bot.evaluation.messages import load_blind, load_training
from bot.training import ROOT, fingerprint

DOCS = ROOT / "docs"


def compare(kept: float, docs: Path = DOCS) -> None:
    """Train and ask all systems, one after another, and report.

    Args:
        kept: the share of the training examples that the systems learn from, 0 to 1.
        docs: the folder of the report.
    """
    made_of, machine_then = fingerprint(), machine.description()
    blind, training = load_blind(), load_training()
    drawn = sample(training, kept)
    task = Task(tuple(drawn), tuple(message.text for part in blind.values() for message in part))
    outcomes = []
    for system in systems():
        print(f"Comparison: {system.name} learns {len(drawn)} examples and reads {len(task.messages)} messages…", flush=True)
        outcomes.append(run(system, task))
    docs.mkdir(exist_ok=True)
    report = text_of_report(Comparison(made_of, machine_then, kept, blind, training, drawn, outcomes))
    (docs / "classifier_comparison.md").write_text(report, encoding="utf-8")
    print(f"Comparison: {docs / 'classifier_comparison.md'} is written.", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classifiers", description=__doc__.splitlines()[0])
    parser.add_argument("--kept", type=float, default=0.12, help="the share of the examples that the systems learn from, 0 to 1")
    compare(parser.parse_args().kept)
