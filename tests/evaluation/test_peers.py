"""Other systems: what ours leaves out so that all learn from the same examples."""

from __future__ import annotations

import yaml

from bot.evaluation.peers.rasa_peer import without_conversations
from bot.training import ROOT


def test_ours_learns_nothing_from_conversations() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    ours = without_conversations(config)
    left_out = [c["name"] for c in config["pipeline"] if c not in ours["pipeline"]]
    assert left_out == ["bot.nlu.turn_reader.TurnReader"]
    assert "bot.evaluation.peers.names.NamesImporter" in [i["name"] for i in ours["importers"]]
    assert "bot.nlu.importer.KnowledgeImporter" not in [i["name"] for i in ours["importers"]]


def test_other_configurations_stay_as_they_are() -> None:
    config = {"pipeline": [{"name": "WhitespaceTokenizer"}, {"name": "DIETClassifier"}]}
    assert without_conversations(config) == config
