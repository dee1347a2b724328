"""The systems that are compared, each as a command that takes a task's file and an answers' file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.classifiers.exchange import Answers, Task
from bot.training import ROOT

_HERE = Path(__file__).parent
_NLPJS = ROOT / ".tools" / "nlpjs"
# An intent of the classifier less sure than this counts as no answer. (What the bot itself does when it is unsure is decided
# by the interpreter, which no other system has.)
_UNCLEAR = 0.15
# What a system prints is of interest only when it fails, and then its end.
_LINES_OF_LOG = 20


class System(NamedTuple):
    """A system: its name and the command that runs it."""

    name: str
    command: tuple[str, ...]


class Outcome(NamedTuple):
    """What a system answered, and the most memory its process held."""

    system: System
    answers: Answers
    peak_megabytes: float


def systems() -> list[System]:
    """All systems that can run here: nlp.js needs npm.

    Raises:
        subprocess.CalledProcessError: npm could not install nlp.js.
    """
    python = (sys.executable, "-m", "benchmarks.classifiers.rasa_pipeline")
    found = [
        System("ours (the classifier of config.yml)", (*python, str(ROOT / "config.yml"), str(_UNCLEAR))),
        # Its own FallbackClassifier says when it is unsure.
        System("Rasa 3.6, pipeline of `rasa init`", (*python, str(_HERE / "rasa_default.yml"), "0")),
    ]
    return [*found, _nlpjs()] if shutil.which("npm") else found


def _nlpjs() -> System:
    """Install nlp.js beside its script: that is where Node looks for packages."""
    _NLPJS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "nlpjs.mjs"):
        shutil.copy(_HERE / name, _NLPJS)
    subprocess.run(["npm", "ci", "--silent", "--ignore-scripts", "--prefix", str(_NLPJS)], check=True)
    return System("nlp.js", ("node", str(_NLPJS / "nlpjs.mjs")))


def run(system: System, task: Task) -> Outcome:
    """Run a system in a process of its own.

    Raises:
        RuntimeError: it failed; with the end of what it printed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        task_path, answers_path, log_path = folder / "task.json", folder / "answers.json", folder / "log.txt"
        task_path.write_bytes(msgspec.json.encode(task))
        # Rasa must not find in its cache what an earlier run trained.
        environment = {**os.environ, "RASA_CACHE_DIRECTORY": str(folder / "cache")}
        with log_path.open("wb") as log:
            command = [*system.command, str(task_path), str(answers_path)]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
            # Popen waits without telling what the process used.
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            end = log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-_LINES_OF_LOG:]
            raise RuntimeError(f"{system.name} failed:\n" + "\n".join(end))
        answers = msgspec.json.decode(answers_path.read_bytes(), type=Answers)
    unit = 1024 if sys.platform == "linux" else 1024**2  # Linux tells kilobytes, macOS bytes
    return Outcome(system, answers, usage.ru_maxrss / unit)
