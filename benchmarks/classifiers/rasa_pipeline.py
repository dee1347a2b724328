"""A Rasa pipeline in a process of its own: `python -m benchmarks.classifiers.rasa_pipeline CONFIG UNCLEAR TASK ANSWERS`."""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec
import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.utils.log_utils import configure_structlog

from benchmarks.classifiers.exchange import Answers, Task
from bot.evaluation.messages import Example

_TURN_READER = "bot.nlu.turn_reader.TurnReader"
_WITH_TURNS = "bot.nlu.importer.KnowledgeImporter"
_NAMES_ONLY = "benchmarks.classifiers.names.NamesImporter"


def main(config: Path, unclear: float, task_path: Path, answers_path: Path) -> None:
    """Train the pipeline of a configuration on a task's examples and read its messages.

    Args:
        config: Rasa's configuration.
        unclear: an intent less sure than this is no answer: the bot asks back instead.
        task_path: the task's file.
        answers_path: the file that the answers are written to.

    Raises:
        RuntimeError: Rasa made no model.
    """
    configure_structlog(logging.WARNING)
    task = msgspec.json.decode(task_path.read_bytes(), type=Task)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "nlu.yml")
        data.write_text(_rasa_data(task.training), encoding="utf-8")
        start = time.perf_counter()
        # A copy of the configuration: Rasa writes into it what it misses there.
        copy = Path(folder, "config.yml")
        copy.write_text(
            yaml.safe_dump(without_conversations(yaml.safe_load(config.read_text(encoding="utf-8")))), encoding="utf-8"
        )
        model = train_nlu(str(copy), str(data), output=folder)
        train_seconds = time.perf_counter() - start
        if model is None:
            raise RuntimeError(f"Rasa trained no model from {config}")
        agent = Agent.load(model)
    intents, seconds = asyncio.run(_read(agent, task.messages, unclear))
    answers_path.write_bytes(msgspec.json.encode(Answers(train_seconds, intents, seconds)))


def without_conversations(config: dict[str, Any]) -> dict[str, Any]:
    """The configuration without what learns from data/conversations: all systems learn from the same examples.

    The component that is left out would write over models/dialogue.json too.

    Args:
        config: as config.yml has it.
    """
    ours = dict(config)
    if "importers" in ours:
        ours["importers"] = [{**i, "name": _NAMES_ONLY} if i["name"] == _WITH_TURNS else i for i in ours["importers"]]
    ours["pipeline"] = [component for component in ours["pipeline"] if component["name"] != _TURN_READER]
    return ours


def _rasa_data(examples: tuple[Example, ...]) -> str:
    by_intent: dict[str, list[str]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(f"- {example.text}\n")
    entries = [{"intent": intent, "examples": "".join(lines)} for intent, lines in by_intent.items()]
    return yaml.safe_dump({"version": "3.1", "nlu": entries}, allow_unicode=True)


async def _read(agent: Agent, messages: tuple[str, ...], unclear: float) -> tuple[tuple[str | None, ...], tuple[float, ...]]:
    await agent.parse_message("bonjour")  # what is loaded on first use is not a message's time
    intents: list[str | None] = []
    seconds = []
    for message in messages:
        start = time.perf_counter()
        parse = await agent.parse_message(message)
        seconds.append(time.perf_counter() - start)
        intents.append(parse["intent"]["name"] if parse["intent"]["confidence"] >= unclear else None)
    return tuple(intents), tuple(seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
