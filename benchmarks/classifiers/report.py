"""docs/classifier_comparison.md: the same messages read by other systems that learnt from the same examples."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.classifiers.systems import Outcome
from bot.evaluation.markdown import percent, table
from bot.evaluation.messages import Blind, Example
from bot.evaluation.report import head
from bot.evaluation.scores import Reading, in_scope, out_of_scope, share, shares_by, style_of

_STYLES = ("clean", "sms", "typo", "noaccent")


@dataclass(frozen=True)
class Comparison:
    """Everything that one comparison found out."""

    fingerprint: str
    machine: str
    kept: float
    blind: dict[str, tuple[Blind, ...]]
    training: Sequence[Example]
    drawn: Sequence[Example]
    outcomes: Sequence[Outcome]


def text_of_report(found: Comparison) -> str:
    """The whole report."""
    header = ("System", "In scope ", "Out of scope ", *(f"{style} " for style in _STYLES), "Training ", "A message ", "Memory ")
    messages = [message for part in found.blind.values() for message in part]
    return "\n".join(
        [
            head("Beside other systems", found.fingerprint, found.blind, found.training),
            "Written by `make compare` (benchmarks/classifiers); do not edit.\n",
            f"Each system learnt in this run from the same {len(found.drawn)} examples, {percent(found.kept)} of each intent's, "
            "drawn once with a fixed seed: DIET takes hours on all of them. It then read the same blind messages. So the figures "
            "compare the systems with each other; how well the bot reads with all its examples is in "
            "[evaluation.md](evaluation.md). Ours is the classifier alone: what the interpreter makes of a reading is learnt "
            "from conversations, of which no other system can learn.\n",
            table(header, [_row(outcome, messages) for outcome in found.outcomes]),
            "- In scope: messages that ask one thing, intent right; clean, sms, typo and noaccent are those written so. "
            "Out of scope: messages read as any out-of-scope intent; no answer counts as one (nlu_fallback; None; ours: an "
            "intent less likely than 0.15).\n"
            "- Training and memory: of a process of its own that trains and then reads on all cores; memory is the most it held "
            "resident. A message: the median, one after another, without Rasa's server.\n"
            "- Systems: `rasa init`'s pipeline (benchmarks/classifiers/rasa_default.yml), NLU only; config.yml's pipeline up to "
            "the classifier; nlp.js with its French language and its default settings (benchmarks/classifiers/nlpjs.mjs).\n"
            f"- Machine: {found.machine} when it began.\n",
        ]
    )


def _row(outcome: Outcome, messages: Sequence[Blind]) -> tuple[str, ...]:
    answers = outcome.answers
    readings = [
        Reading(message, _known(intent), seconds)
        for message, intent, seconds in zip(messages, answers.intents, answers.seconds, strict=True)
    ]
    ours = in_scope(readings)
    by_style = shares_by(ours, style_of, lambda r: r.right)
    return (
        outcome.system.name,
        percent(share(ours, lambda r: r.right)),
        percent(share(out_of_scope(readings), lambda r: r.caught)),
        *(percent(by_style[style]) for style in _STYLES),
        f"{answers.train_seconds:.0f} s",
        f"{1000 * statistics.median(answers.seconds):.1f} ms",
        f"{outcome.peak_megabytes:.0f} MB",
    )


def _known(intent: str | None) -> str:
    """What a system read; no answer is an answer: out of scope."""
    return "out_of_scope" if intent in (None, "nlu_fallback") else str(intent)
