"""The two set-ups: this project's bot, and what `rasa init` of the same Rasa makes, taught from the same examples."""

from __future__ import annotations

import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import rasa
import yaml

from benchmarks.performance.processes import Running
from bot.evaluation.messages import Example
from bot.evaluation.running import ENVIRONMENT, free_port
from bot.training import MODELS, ROOT

_SCAFFOLD = Path(rasa.__file__).parent / "cli" / "initial_project"
_TRAINING_SECONDS = 4 * 3600
_START_SECONDS = 600
_QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


class Training(NamedTuple):
    """A training: what it took, and the model it left."""

    seconds: float
    peak_mb: float
    model_mb: float


class Server(NamedTuple):
    """A server that is ready: where, after how many seconds, and what it runs in."""

    address: str
    ready_seconds: float
    running: Running


class Ours:
    """This checkout, with models, conversations and releases in a folder of their own.

    Args:
        folder: that folder.
        trained: whether to take the checkout's model instead of training one.
    """

    name = "this bot"

    def __init__(self, folder: Path, trained: bool) -> None:
        folder.mkdir()
        self._folder = folder
        self._models = folder / "models"
        self._trained = trained

    @property
    def most_workers(self) -> int:
        """Two where this environment names what several share (BOT_REDIS, and a database server in BOT_STORE), else one."""
        return 2 if os.environ.get("BOT_REDIS") and "://" in os.environ.get("BOT_STORE", "") else 1

    def train(self) -> Training | None:
        """Train; None where the checkout's model is taken."""
        if self._trained:
            shutil.copytree(MODELS, self._models)
            return None
        with self._start(["train", "--force"]) as running:
            seconds = running.wait(_TRAINING_SECONDS)
            return Training(seconds, running.peak_mb, _megabytes(self._models.iterdir()))

    def memory_after_training(self) -> float | None:
        """What a server holds at rest that has to train first; None where nothing is trained. To be asked before `train`."""
        if self._trained:
            return None
        with self._start(["serve", "--port", str(free_port())]) as running:
            running.wait_for("Prêt.", _TRAINING_SECONDS)
            return running.memory_mb()

    def serve(self, workers: int = 1) -> Server:
        """Start a server.

        Args:
            workers: how many processes answer.
        """
        port = free_port()
        shared = {"BOT_WORKERS": str(workers), "BOT_STORE": os.environ["BOT_STORE"]} if workers > 1 else {}
        running = self._start(["serve", "--port", str(port)], **shared)
        return Server(f"http://127.0.0.1:{port}", _wait_or_stop(running, "Prêt."), running)

    def _start(self, arguments: Sequence[str], **environment: str) -> Running:
        own = {
            "BOT_MODELS": str(self._models),
            "BOT_RELEASES": str(self._folder / "releases"),
            "BOT_STORE": str(self._folder / "conversations.db"),
            "BOT_REST": "1",
            "PYTHONUNBUFFERED": "1",
        }
        return Running([sys.executable, "-m", "bot.cli", *arguments], ROOT, {**ENVIRONMENT, **_QUIET, **own, **environment})


class Stock:
    """A project as `rasa init` makes it, its examples and intents replaced by ours, with a response, a story and a rule each.

    Args:
        folder: where it is made.
        examples: what it learns from.
        epochs: how often its networks go over them; None leaves Rasa's default of 100.
    """

    name = "rasa init"
    # More need a lock store in Redis, which `rasa init` does not set up.
    most_workers = 1

    def __init__(self, folder: Path, examples: Sequence[Example], epochs: int | None = None) -> None:
        self._folder = folder
        shutil.copytree(_SCAFFOLD, folder)
        by_intent: dict[str, list[str]] = defaultdict(list)
        for example in examples:
            by_intent[example.intent].append(f"- {example.text}\n")
        self._write("data/nlu.yml", nlu=[{"intent": i, "examples": "".join(lines)} for i, lines in by_intent.items()])
        steps = {i: [{"intent": i}, {"action": f"utter_{i}"}] for i in by_intent}
        self._write("data/stories.yml", stories=[{"story": i, "steps": steps[i]} for i in by_intent])
        # Rules, which `rasa init` has too, so that each message is answered however little was learnt.
        steps["nlu_fallback"] = [{"intent": "nlu_fallback"}, {"action": "utter_default"}]
        self._write("data/rules.yml", rules=[{"rule": i, "steps": steps[i]} for i in steps])
        responses = {f"utter_{i}": [{"text": f"Voici la réponse à propos de {i} ({len(by_intent[i])})."}] for i in by_intent}
        responses["utter_default"] = [{"text": "Pouvez-vous le dire autrement ?"}]
        self._write("domain.yml", intents=list(by_intent), responses=responses)
        # What Rasa takes when a configuration names no pipeline and no policies, as that of `rasa init` does.
        config = yaml.safe_load((ROOT / "benchmarks" / "classifiers" / "rasa_default.yml").read_text(encoding="utf-8"))
        config["policies"] = [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 100},
            {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True},
        ]
        for component in (*config["pipeline"], *config["policies"]):
            if epochs is not None and "epochs" in component:
                component["epochs"] = epochs
        (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")

    def train(self) -> Training:
        """Train."""
        with Running([sys.executable, "-m", "rasa", "train"], self._folder, _QUIET) as running:
            seconds = running.wait(_TRAINING_SECONDS)
            return Training(seconds, running.peak_mb, _megabytes((self._folder / "models").glob("*.tar.gz")))

    def memory_after_training(self) -> None:
        """Nothing: `rasa run` does not train."""

    def serve(self, workers: int = 1) -> Server:
        """Start a server.

        Args:
            workers: one.
        """
        port = free_port()
        command = [sys.executable, "-m", "rasa", "run", "--port", str(port), "--interface", "127.0.0.1"]
        running = Running(command, self._folder, {**_QUIET, "PYTHONUNBUFFERED": "1"})
        return Server(f"http://127.0.0.1:{port}", _wait_or_stop(running, "Rasa server is up and running."), running)

    def _write(self, name: str, **content: Any) -> None:
        text = yaml.safe_dump({"version": "3.1", **content}, allow_unicode=True, sort_keys=False)
        (self._folder / name).write_text(text, encoding="utf-8")


System = Ours | Stock


def sampled(examples: Sequence[Example], each: int) -> list[Example]:
    """The first examples of each intent.

    Args:
        examples: all.
        each: how many of an intent.
    """
    counts: dict[str, int] = defaultdict(int)
    kept = []
    for example in examples:
        counts[example.intent] += 1
        if counts[example.intent] <= each:
            kept.append(example)
    return kept


def _wait_or_stop(running: Running, said: str) -> float:
    try:
        return running.wait_for(said, _START_SECONDS)
    except BaseException:
        running.__exit__()
        raise


def _megabytes(files: Iterable[Path]) -> float:
    return sum(file.stat().st_size for file in files) / 1e6
