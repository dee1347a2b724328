"""The training examples: each where it is looked for, enough of each kind, none twice, none that the blind tests ask."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from bot.folding import fold_accents
from bot.knowledge import load_knowledge
from bot.nlu.certificates import CertificateRecogniser

# Messages that nothing is learnt from, only measured on.
HELD_OUT = [Path(__file__).parent / "blind"]
TOPICS = sorted(load_knowledge().topics)
# Files whose intents are part of a conversation and no topic of a sheet.
DIALOGUE_INTENTS = {
    "certificates": {"ask_certificates"},
    "comparison": {"ask_comparison"},
    "path": {"ask_path"},
    "recommendation": {"ask_recommendation"},
    "source": {"ask_source"},
    "follow_up": {"change_certificate", "correct", "tell_situation"},
    "small_talk": {
        "greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "help", "talk_to_human", "complain",
    },
    "forget_me": {"forget_me"},
    "privacy": {"ask_privacy"},
    "repeat": {"ask_repeat"},
    "out_of_scope": {"out_of_scope"},
    "legal_advice": {"legal_advice"},
    "other_training": {"other_training"},
    "manipulation": {"manipulation"},
    "foreign_language": {"foreign_language"},
}  # fmt: skip
ASKED_MOST = (
    "role", "activities", "working_conditions", "admission", "application", "access_paths", "blocks", "duration", "rhythm",
    "opening", "assessment", "price", "funding", "apprentice_pay", "certification", "jobs", "career", "contact", "disability",
    "salary", "employment_figures",
)  # fmt: skip
LONG = 8
MOST_SHARED = 0.85


class Example(NamedTuple):
    """A training example and where it stands."""

    file: str
    line: int
    intent: str
    text: str

    def __str__(self) -> str:
        return f"data/nlu/{self.file}.yml:{self.line}: {self.text}"


@pytest.fixture(scope="module")
def examples(training_lines: list[tuple[str, int, str, str]]) -> list[Example]:
    """All training examples."""
    return [Example(*line) for line in training_lines]


def words_in(text: str) -> list[str]:
    """Give the words without accents or case."""
    return re.findall(r"\w+", fold_accents(text))


def folded(text: str) -> str:
    """Drop accents, case and punctuation; a message without words is kept as it is."""
    return " ".join(words_in(text)) or text.strip()


def without_names(text: str, recogniser: CertificateRecogniser) -> str:
    """Take the certificates' names out of a text."""
    for mention in reversed(recogniser.find(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return folded(text)


def repeated(examples: Iterable[tuple[Hashable, Example]]) -> str:
    """Tell the examples that have the same key, with file and line; an empty text when there are none."""
    groups: dict[Hashable, list[Example]] = defaultdict(list)
    for key, example in examples:
        groups[key].append(example)
    return "\n\n".join("\n".join(map(str, group)) for group in groups.values() if len(group) > 1)


def counted(words: list[str]) -> set[tuple[str, int]]:
    """The words, each with how often it came before: a set in which none is lost."""
    return {(word, words[:place].count(word)) for place, word in enumerate(words)}


def shared(one: set[tuple[str, int]], other: set[tuple[str, int]]) -> float:
    """The words two texts have in common, divided by the words of the longer one."""
    return len(one & other) / max(len(one), len(other))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_a_file_of_its_name_with_its_intent_alone(topic: str, examples: list[Example]) -> None:
    assert {example.intent for example in examples if example.file == topic} == {f"ask_{topic}"}


@pytest.mark.parametrize("file", DIALOGUE_INTENTS)
def test_a_dialogue_file_holds_its_intents_alone(file: str, examples: list[Example]) -> None:
    assert {example.intent for example in examples if example.file == file} == DIALOGUE_INTENTS[file]


def test_every_file_is_of_a_topic_or_of_the_dialogue(examples: list[Example]) -> None:
    assert {example.file for example in examples} == {*TOPICS, *DIALOGUE_INTENTS}


def test_every_intent_has_enough_examples(examples: list[Example]) -> None:
    wanted = {f"ask_{topic}": 40 for topic in ASKED_MOST} | {"out_of_scope": 300}
    counts = Counter(example.intent for example in examples)
    assert {intent: count for intent, count in counts.items() if count < wanted.get(intent, 20)} == {}
    assert wanted.keys() <= counts.keys()


def test_no_example_stands_twice(examples: list[Example]) -> None:
    assert repeated((folded(example.text), example) for example in examples) == ""


@pytest.mark.parametrize("folder", HELD_OUT, ids=lambda folder: folder.name)
def test_no_example_is_a_held_out_message(examples: list[Example], folder: Path) -> None:
    messages = [entry["text"] for path in folder.glob("*.yml") for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert len(messages) > 500
    held_out = {folded(message) for message in messages}
    assert "\n".join(str(example) for example in examples if folded(example.text) in held_out) == ""


def test_no_two_examples_of_an_intent_differ_by_the_certificate_alone(
    examples: list[Example], recogniser: CertificateRecogniser
) -> None:
    assert repeated(((example.intent, without_names(example.text, recogniser)), example) for example in examples) == ""


def test_no_two_long_examples_of_an_intent_share_nearly_all_their_words(examples: list[Example]) -> None:
    long: dict[str, list[tuple[set[tuple[str, int]], Example]]] = defaultdict(list)
    for example in examples:
        if len(words := words_in(example.text)) > LONG:
            long[example.intent].append((counted(words), example))
    near = [
        f"{a}\n{b}"
        for group in long.values()
        for (words, a), (others, b) in combinations(group, 2)
        if shared(words, others) > MOST_SHARED
    ]
    assert "\n\n".join(near) == ""
