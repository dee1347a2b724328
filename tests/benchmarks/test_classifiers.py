"""The comparison of classifiers: all learn from the same examples, and from nothing else."""

from __future__ import annotations

import yaml

from benchmarks.classifiers.rasa_pipeline import without_conversations
from benchmarks.classifiers.sampling import sample
from bot.evaluation.messages import Example
from bot.training import ROOT


def test_ours_learns_nothing_from_conversations() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    ours = without_conversations(config)
    left_out = [c["name"] for c in config["pipeline"] if c not in ours["pipeline"]]
    assert left_out == ["bot.nlu.turn_reader.TurnReader"]
    assert "benchmarks.classifiers.names.NamesImporter" in [i["name"] for i in ours["importers"]]
    assert "bot.nlu.importer.KnowledgeImporter" not in [i["name"] for i in ours["importers"]]


def test_other_configurations_stay_as_they_are() -> None:
    config = {"pipeline": [{"name": "WhitespaceTokenizer"}, {"name": "DIETClassifier"}]}
    assert without_conversations(config) == config


def test_a_sample_keeps_the_share_of_each_intent_and_is_always_the_same() -> None:
    training = [Example(f"{intent} {n}", intent) for intent in "aab" for n in range(10)] + [Example("c", "c")]
    training += [Example(f"d {n}", "d") for n in range(3)]
    drawn = sample(training, 0.3)
    assert [example.intent for example in drawn] == list("aaaaaabbbcdd")
    assert drawn == sample(training, 0.3)
