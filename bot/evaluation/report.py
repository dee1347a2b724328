"""docs/evaluation.md: all figures of one evaluation, in English, written whole each time."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.evaluation.curve import Point
from bot.evaluation.folds import CrossValidation
from bot.evaluation.held_out import HeldOut, part_shares
from bot.evaluation.held_out_report import section
from bot.evaluation.markdown import counted, percent, table
from bot.evaluation.messages import Blind, Example
from bot.evaluation.scores import (
    ENTITIES,
    Reading,
    Share,
    attracted,
    confusions,
    entities,
    in_scope,
    intent_of,
    out_of_scope,
    several,
    share,
    shares_by,
    style_of,
)
from bot.nlu.scope import NOT_OURS

_WORST = 20


@dataclass(frozen=True)
class Evaluation:
    """Everything that one evaluation found out."""

    fingerprint: str
    machine: str
    one_core: bool
    blind: dict[str, tuple[Blind, ...]]
    training: Sequence[Example]
    duplicates: Sequence[str]
    readings: Sequence[Reading]
    curve: Sequence[Point]
    folds: CrossValidation
    held_out: HeldOut

    @property
    def single(self) -> Share:
        """In-scope accuracy on messages that ask one thing."""
        return share(in_scope(self.readings), lambda r: r.right)

    @property
    def caught(self) -> Share:
        """Out-of-scope messages read as such, of whatever kind."""
        return share(out_of_scope(self.readings), lambda r: r.caught)


def head(title: str, fingerprint: str, blind: dict[str, tuple[Blind, ...]], training: Sequence[Example]) -> str:
    """What a report begins with; tests/evaluation/test_report.py reads these lines."""
    files = ", ".join(f"{name} {len(messages)}" for name, messages in blind.items())
    intents = len({example.intent for example in training})
    return f"""# {title}

- Date: {date.today().isoformat()}
- Fingerprint of what the model is made of: `{fingerprint}`
- Blind messages: {sum(map(len, blind.values()))} ({files})
- Training examples: {len(training)} in {intents} intents
"""


def text_of_report(found: Evaluation) -> str:
    """The whole report."""
    return "\n".join(
        [
            head("How well messages are read", found.fingerprint, found.blind, found.training),
            "Written by `make evaluate` (bot/evaluation); do not edit. Beside other systems: [classifier_comparison.md]"
            "(classifier_comparison.md).\n",
            "The blind messages (tests/nlu/blind) were written without sight of the training examples and say what each means "
            "and what else is accepted. Those quoted below stay blind: no training example is written from them. Each is "
            "read as the first message of a conversation: what it means is what the interpreter makes of its reading. How whole "
            "conversations are understood is told [below](#in-conversation).\n",
            _duplicates(found.duplicates),
            _summary(found),
            _styles(found),
            _out_of_scope(found),
            _several(found),
            _entities(found.readings),
            _confusions(found.readings),
            _topics(found),
            section(found.held_out),
            _latency(found),
            _cross_validation(found.folds),
        ]
    )


def _duplicates(texts: Sequence[str]) -> str:
    if not texts:
        return "No blind message stands in the training examples (accents, capitals and punctuation aside).\n"
    lines = "".join(f"- {text}\n" for text in texts)
    return f"**Blind messages that stand in the training examples, so that the figures below flatter:**\n\n{lines}"


def _summary(found: Evaluation) -> str:
    ours = in_scope(found.readings)
    median, p95 = _latencies(found.readings)
    told = part_shares(found.held_out.all)
    rows = [
        ("In scope, one question: intent right", counted(found.single)),
        (
            "The same by the classifier alone, without the interpreter",
            counted(share(ours, lambda r: r.words in r.message.accepted)),
        ),
        ("Out of scope: caught", counted(found.caught)),
        ("In scope, taken for out of scope (false alarms)", counted(share(ours, lambda r: r.caught))),
        ("Several questions: exactly the right list", counted(share(several(found.readings), _exact))),
        ("One question split by mistake", counted(share(ours, lambda r: len(r.questions) > 1))),
        ("Certificates: F1", percent(entities(found.readings, "certificate").f1)),
        ("In conversation, held-out authors: intent right", counted(told["intent"])),
        ("In conversation: the whole first question right", counted(told["meaning"])),
        ("Reading a message: median, 95th percentile", f"{median:.1f} ms, {p95:.1f} ms"),
        ("Cross-validation on the training examples: accuracy, macro F1", _folds_line(found.folds)),
    ]
    return "## In short\n\n" + table(("What", "Figure "), rows)


def _styles(found: Evaluation) -> str:
    shares = shares_by(in_scope(found.readings), style_of, lambda r: r.right)
    rows = [(style, s.total, s.part, percent(s)) for style, s in shares.items()]
    return (
        "## By style of writing\n\nMessages in scope that ask one thing.\n\n"
        + table(("Style", "Messages ", "Right ", "Accuracy "), rows)
        + "\n![In-scope accuracy by style](images/evaluation_styles.png)\n"
    )


def _out_of_scope(found: Evaluation) -> str:
    readings = out_of_scope(found.readings)
    rows = []
    for kind in sorted(NOT_OURS):
        of_kind = [r for r in readings if intent_of(r) == kind]
        far = share([r for r in of_kind if not r.message.near], lambda r: r.caught)
        near = share([r for r in of_kind if r.message.near], lambda r: r.caught)
        caught, right = share(of_kind, lambda r: r.caught), share(of_kind, lambda r: r.right)
        rows.append((kind, len(of_kind), percent(caught), counted(far), counted(near), percent(right)))
    far = share([r for r in readings if not r.message.near], lambda r: r.caught)
    near = share([r for r in readings if r.message.near], lambda r: r.caught)
    right = share(readings, lambda r: r.right)
    rows.append(("all", len(readings), percent(found.caught), counted(far), counted(near), percent(right)))
    alarms = [r for r in in_scope(found.readings) if r.caught]
    told = Counter(r.intent for r in alarms).most_common()
    tenths = [p for p in found.curve if round(100 * p.threshold) % 10 == 0]
    points = [(f"{p.threshold:.1f}", percent(p.accuracy), percent(p.recall)) for p in tenths]
    return (
        "## Out of scope\n\nCaught: read as any of these kinds. Near: in words or surroundings of our domain. Right kind: the "
        "kind that was meant or another accepted intent.\n\n"
        + table(("Kind", "Messages ", "Caught ", "Far ", "Near ", "Right kind "), rows)
        + f"\nFalse alarms: {counted(Share(len(alarms), len(in_scope(found.readings))))} of the messages in scope are taken for "
        + (", ".join(f"{intent} ({count})" for intent, count in told) or "none")
        + ".\n\n### If the decision moved\n\n"
        "The bot takes the likeliest intent. Here a message is refused instead when the out-of-scope intents together are at "
        "least as likely as a threshold, and else gets the likeliest intent in scope. A threshold chosen by this table is "
        "flattered by it.\n\n"
        + table(("Threshold", "In-scope accuracy ", "Out-of-scope recall "), points)
        + "\n![In-scope accuracy against out-of-scope recall](images/evaluation_curve.png)\n"
    )


def _several(found: Evaluation) -> str:
    readings = several(found.readings)
    rows = [
        ("exactly the right list, in order", counted(share(readings, _exact))),
        ("the right list in any order", counted(share(readings, lambda r: set(r.questions) == set(r.message.intents)))),
        ("part of the list and nothing else", counted(share(readings, lambda r: set(r.questions) < set(r.message.intents)))),
        ("something that was not asked", counted(share(readings, lambda r: not set(r.questions) <= set(r.message.intents)))),
    ]
    ours = in_scope(found.readings)
    split = [r for r in ours if len(r.questions) > 1]
    examples = "".join(f"- {r.message.text} ({', '.join(r.questions)})\n" for r in split)
    return (
        "## Several questions in a message\n\n"
        + table((f"Of {len(readings)} messages that ask several things", "Share "), rows)
        + f"\nMessages that ask one thing and are split by mistake: {counted(Share(len(split), len(ours)))}.\n\n"
        + examples
    )


def _entities(readings: Sequence[Reading]) -> str:
    rows = []
    for kind in ENTITIES:
        e = entities(readings, kind)
        rows.append(
            (kind, e.right + e.missed, e.right, e.wrong, e.missed, percent(e.precision), percent(e.recall), percent(e.f1))
        )
    header = ("Entity", "Told ", "Found ", "Wrong ", "Missed ", "Precision ", "Recall ", "F1 ")
    return "## Entities\n\nBy value, over all blind messages.\n\n" + table(header, rows)


def _confusions(readings: Sequence[Reading]) -> str:
    rows = [(c.intent, c.read_as, c.times, c.example) for c in confusions(readings, _WORST)]
    return (
        f"## The {_WORST} most frequent confusions\n\n"
        + table(("Meant", "Read as", "Times ", "For example"), rows)
        + "\nTopics in the order of knowledge/topics.yml; « conversation » is every other intent in scope. Blue: right, red: "
        "wrong, deeper the larger its share of the row.\n\n![What was meant and what was read](images/evaluation_confusion.png)\n"
    )


def _topics(found: Evaluation) -> str:
    shares = shares_by(in_scope(found.readings), intent_of, lambda r: r.right)
    drawn = attracted(found.readings)
    intents = sorted({*shares, *drawn}, key=lambda intent: (shares.get(intent, Share(1, 1)).value, -drawn[intent], intent))
    rows = []
    for intent in intents:
        s = shares.get(intent)
        rows.append((intent, s.total if s else "–", s.part if s else "–", percent(s) if s else "–", drawn[intent]))
    return (
        "## By topic\n\nMessages in scope that ask one thing, worst first. Attracts: how many of all "
        f"{len(found.readings)} messages are read as this intent though they do not accept it. Intents without messages stand "
        "here when they attract some.\n\n" + table(("Intent", "Messages ", "Right ", "Accuracy ", "Attracts "), rows)
    )


def _latency(found: Evaluation) -> str:
    median, p95 = _latencies(found.readings)
    cores = "with all threads of the process kept on one core" if found.one_core else "on all cores"
    return (
        f"## Time\n\n`Agent.parse_message` and `Interpreter.interpret`: median {median:.1f} ms, 95th percentile {p95:.1f} "
        f"ms. Measured in this process, {cores}, over the {len(found.readings)} blind messages one after another, after one "
        f"message to warm up. Machine: {found.machine} when it began.\n"
    )


def _cross_validation(folds: CrossValidation) -> str:
    intents = sorted(folds.intents, key=lambda score: score.f1)
    rows = [(s.intent, s.examples, percent(s.precision), percent(s.recall), percent(s.f1)) for s in intents]
    return (
        "## Cross-validation on the training examples\n\nFive stratified folds; the classifier is learnt anew for each, the "
        "spelling and the names once from all; the turns of conversations, which it learns from too, are left out. In all, "
        f"{_folds_line(folds)}; accuracy of each fold: "
        + ", ".join(percent(accuracy) for accuracy in folds.fold_accuracies)
        + ".\n\n"
        + table(("Intent", "Examples ", "Precision ", "Recall ", "F1 "), rows)
    )


def _exact(reading: Reading) -> bool:
    return reading.questions == reading.message.intents


def _folds_line(folds: CrossValidation) -> str:
    return f"accuracy {percent(folds.accuracy)}, macro F1 {percent(folds.macro_f1)}"


def _latencies(readings: Sequence[Reading]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    times = [1000 * reading.seconds for reading in readings]
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]
