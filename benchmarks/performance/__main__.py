"""Measure this bot beside the set-up of `rasa init` and write docs/performance.md: `python -m benchmarks.performance`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from benchmarks.performance.growth import Grown
from benchmarks.performance.load import measure, talk_long
from benchmarks.performance.report import BEGINS, Load, Measured, draw_latency, draw_throughput, text_of_report
from benchmarks.performance.systems import Ours, Stock, System, sampled
from bot.evaluation import machine
from bot.evaluation.messages import load_blind, load_training
from bot.training import ROOT

_PAGE = ROOT / "docs" / "performance.md"
_WARMING = 12


class Extent(msgspec.Struct, frozen=True):
    """How much is measured.

    Attributes:
        each: how many examples of an intent both learn where both are trained.
        epochs: of the stock's networks; None is Rasa's default.
        trained: whether this checkout's model is taken as it is.
        seconds: how long clients talk, each time.
        clients: how many talk at once.
        workers: how many processes answer.
        places: of messages in a long conversation.
        certificates: how many there are.
    """

    each: int = 60
    epochs: int | None = None
    trained: bool = False
    seconds: float = 60
    clients: tuple[int, ...] = (1, 16, 32)
    workers: tuple[int, ...] = (1, 2)
    places: tuple[int, ...] = (10, 100, 300)
    certificates: tuple[int, ...] = (4, 40, 400)


QUICK = Extent(each=8, epochs=2, trained=True, seconds=6)


def run(extent: Extent, page: Path = _PAGE) -> None:
    """Measure and report.

    Args:
        extent: how much.
        page: the report; what stands in it above its mark is kept.
    """
    then = machine.description()
    texts = [message.text for part in ("public", "professionals") for message in load_blind()[part]]
    examples = sampled(load_training(), extent.each)
    # First what takes a minute: where it fails nothing else was measured for nothing.
    growth = [_grown(number) for number in extent.certificates]
    with tempfile.TemporaryDirectory() as folder:
        ours = _measured(Ours(Path(folder, "ours"), extent.trained), texts, extent)
        stock = _measured(Stock(Path(folder, "stock"), examples, extent.epochs), texts, extent)
    about = [
        f"{date.today()}, {then} before the start",
        f"{len(texts)} blind messages (tests/nlu/blind) over the REST channel, conversations of six messages; memory is PSS",
        f"the stock learns {len(examples)} of our examples, at most {extent.each} an intent, with a response, a story and a rule "
        f"each; its networks in {extent.epochs or 100} epochs",
    ]
    if extent.trained:
        about.append("quick: our model was trained before, the stock's only a little: trainings are not to be compared")
    images = page.parent / "images"
    images.mkdir(parents=True, exist_ok=True)
    draw_latency([ours, stock], images / "performance_latency.png")
    draw_throughput([ours, stock], images / "performance_throughput.png")
    above = page.read_text(encoding="utf-8").partition(BEGINS)[0] if page.exists() else "# Speed and memory\n\n"
    page.write_text(f"{above}{BEGINS}\n\n{text_of_report(ours, stock, growth, about)}", encoding="utf-8")
    print(f"Benchmark: {page} is written.", flush=True)


def _measured(system: System, texts: Sequence[str], extent: Extent) -> Measured:
    print(f"Benchmark: {system.name} is trained…", flush=True)
    after = system.memory_after_training()
    training = system.train()
    loads = []
    for workers in (number for number in extent.workers if number <= system.most_workers):
        server = system.serve(workers)
        with server.running:
            idle = server.running.memory_mb()
            if workers == 1:
                ready_seconds, idle_mb = server.ready_seconds, idle
            measure(server.address, texts, 1, 0, at_least=_WARMING)
            for clients in extent.clients:
                print(f"Benchmark: {system.name}, {workers} worker(s), {clients} client(s)…", flush=True)
                loads.append(Load(workers, clients, measure(server.address, texts, clients, extent.seconds)))
            if workers == 1:
                print(f"Benchmark: {system.name}, a long conversation…", flush=True)
                long = talk_long(server.address, texts, extent.places, around=5)
    return Measured(system.name, training, after, ready_seconds, idle_mb, loads, long)


def _grown(number: int) -> Grown:
    print(f"Benchmark: {number} certificates…", flush=True)
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.performance.growth", str(number)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Grown)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.performance", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="five minutes: our trained model, a stock that hardly learns")
    parser.add_argument("--page", type=Path, default=_PAGE, help="the report")
    options = parser.parse_args()
    run(QUICK if options.quick else Extent(), options.page.resolve())
