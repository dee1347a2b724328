"""How many questions of the wide world the bot takes for its own: `python -m bot.evaluation.outside FILE [--most N]`.

The file holds a sentence a line, or is CoNLL-U, whose sentences stand in lines « # text = … ». Each is read as a first message.
One counts as answered when its first question is neither not ours nor a courtesy: the sheets answer it, or it is said that they
are silent. What a strict bot loses is told beside it: our own blind messages that it refuses.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.dialogue.features import Context
from bot.dialogue.interpreter import Interpreter
from bot.dialogue.query import NOT_OURS, Query
from bot.dialogue.reading import Reading
from bot.dialogue.state import State
from bot.evaluation.markdown import counted, table
from bot.evaluation.scores import Share

_CONLLU = "# text ="
_NOT_ANSWERED = ("not_ours", "social")
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


class Taken(NamedTuple):
    """A sentence and what it was taken for.

    Attributes:
        text: the sentence.
        query: its first question.
        confidence: how likely its intent is.
        foreign: how likely all intents that are not ours are together.
    """

    text: str
    query: Query
    confidence: float
    foreign: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether the sheets would be asked for an answer."""
        return self.query.act not in _NOT_ANSWERED

    @property
    def refused(self) -> bool:
        """Whether it is said not to be ours."""
        return self.query.act == "not_ours"


def sentences(text: str) -> list[str]:
    """The sentences of a file, each once, in order.

    Args:
        text: a sentence a line, or CoNLL-U.
    """
    lines = [line.strip() for line in text.splitlines()]
    marked = [line.removeprefix(_CONLLU).strip() for line in lines if line.startswith(_CONLLU)]
    return list(dict.fromkeys(marked or [line for line in lines if line and not line.startswith("#")]))


def drawn(found: Sequence[str], most: int | None) -> list[str]:
    """So many of the sentences, always the same ones; all when there are no more."""
    return list(found) if most is None or most >= len(found) else random.Random(0).sample(found, most)


def take(texts: Sequence[str], readings: Sequence[Reading], interpreter: Interpreter) -> list[Taken]:
    """What each text means as a first message.

    Args:
        texts: the messages.
        readings: what they say by themselves.
        interpreter: chooses meanings.
    """
    taken = []
    for text, reading in zip(texts, readings, strict=True):
        found = interpreter.interpret(reading, State())
        ranked = interpreter.rank_intents(Context(reading, State(), interpreter.knowledge))
        foreign = math.fsum(math.exp(log_p) for intent, log_p in ranked if intent in NOT_OURS)
        taken.append(Taken(text, found.queries[0], found.confidence, foreign))
    return taken


def text_of(outside: Sequence[Taken], ours: Sequence[Taken], unclear: float, most: int = 30) -> str:
    """What is printed.

    Args:
        outside: sentences from elsewhere.
        ours: blind messages that ask for something of ours.
        unclear: an intent less likely than this may be asked back instead of answered.
        most: how many examples are shown of each.
    """
    answered = sorted((one for one in outside if one.answered), key=lambda one: -one.confidence)
    refused = sorted((one for one in ours if one.refused), key=lambda one: -one.confidence)
    unsure = sum(one.confidence < unclear for one in answered)
    intents = Counter(one.query.intent for one in answered).most_common()
    lines = [
        f"Answered from the sheets or with their silence: {counted(Share(len(answered), len(outside)))} of the sentences; "
        f"{unsure} of them so unsurely (under {unclear:g}) that topics may be offered instead.",
        f"By intent: {', '.join(f'{intent} {count}' for intent, count in intents) or 'none'}.",
        *_examples(answered, most),
        "",
        f"Our own blind messages that are refused: {counted(Share(len(refused), len(ours)))}.",
        *_examples(refused, most),
        "",
        "If a message were refused from this probability of not being ours on, whatever it is:",
        table(("Threshold", "Answered outside ", "Ours refused "), [_moved(outside, ours, t) for t in THRESHOLDS]),
    ]
    return "\n".join(lines)


def _moved(outside: Sequence[Taken], ours: Sequence[Taken], threshold: float) -> tuple[str, str, str]:
    """What holds when what is not ours is refused by another rule; a courtesy stays one."""
    answered = sum(one.foreign < threshold and one.query.act != "social" for one in outside)
    refused = sum(one.foreign >= threshold for one in ours)
    return f"{threshold:g}", counted(Share(answered, len(outside))), counted(Share(refused, len(ours)))


def _examples(taken: Sequence[Taken], most: int) -> list[str]:
    """The first ones, and every so many after them: the sure ones are not the only ones."""
    step = max(1, -(-len(taken) // most))
    return [f"- {one.text} → {one.query.intent} ({one.confidence:.2f})" for one in taken[::step]]


def main(arguments: list[str] | None = None) -> int:
    """Read a file and print; gives 1 when there is nothing in it."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.outside", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, help="a sentence a line, or CoNLL-U")
    parser.add_argument("--most", type=int, help="draw so many of its sentences, always the same ones")
    parser.add_argument("--examples", type=int, default=30, help="how many are shown")
    options = parser.parse_args(arguments)
    found = sentences(options.file.read_text(encoding="utf-8"))
    if not found:
        print("The file holds no sentence.", file=sys.stderr)
        return 1
    for variable, value in (
        ("RASA_TELEMETRY_ENABLED", "false"),
        ("TF_CPP_MIN_LOG_LEVEL", "3"),
        ("SQLALCHEMY_SILENCE_UBER_WARNING", "1"),
    ):
        os.environ.setdefault(variable, value)
    for category in (DeprecationWarning, FutureWarning, PendingDeprecationWarning):
        warnings.simplefilter("ignore", category)
    # Rasa and TensorFlow are loaded once it is clear that they are needed, and after they were told to be quiet.
    from bot.answers.clarification import UNCLEAR
    from bot.evaluation.messages import load_blind
    from bot.evaluation.trained import TrainedModel

    model = TrainedModel()
    chosen = drawn(found, options.most)
    blind = [m.text for part in load_blind().values() for m in part if m.in_scope]
    outside = take(chosen, asyncio.run(model.parse(chosen)), model.interpreter)
    ours = take(blind, asyncio.run(model.parse(blind)), model.interpreter)
    print(f"{len(chosen)} of the file's {len(found)} different sentences.")
    print(text_of(outside, ours, UNCLEAR, options.examples))
    return 0


if __name__ == "__main__":
    sys.exit(main())
