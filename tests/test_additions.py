"""What the guide says how to add, added to a copy of the project: a fifth certificate and a topic. It trains, for minutes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.knowledge.spoiling import edit

ROOT = Path(__file__).resolve().parents[1]
ADDITIONS = Path(__file__).parent / "additions"
SHEET = """\
clerc_numerique:
  title: Clerc numérique
  publisher: Campus Saint-Jacques de Compostelle
  edition: "2026"
  left_out:
    - reason: titres sans valeur
      lines:
        - "Clerc numérique\nCampus Saint-Jacques de Compostelle, édition 2026"
        - Le métier
        - Admission
        - La formation
        - Blocs
        - Salaire
        - Et après ?
"""
STEP = """\
  - from: bac_plus_2
    to: clerc_numerique
    text: "clerc numérique, avec un bac + 2 : 320 heures sur 8 mois"
    lasts: [{months: 8}]
    sheet: clerc_numerique
    quote: [Être titulaire d'un diplôme de niveau 5 (Bac +2), "Durée : 8 mois, 320 heures de cours"]
"""
FACTS = """\
  internat:
    facts:
      - text: 45 places, du dimanche soir au vendredi
        source: le secrétariat du centre
        since: 2026-11-16
      - text: 3 200 € l'année, petits déjeuners et dîners compris
        source: le secrétariat du centre
        since: 2026-11-16
      - text: les demandes se font au secrétariat, avant le 30 juin
        source: le secrétariat du centre
        since: 2026-11-16
"""
TOPIC = (
    "internat: {label: l'internat, button: L'internat, scope: centre, from: housing, words: [internat, pensionnat, dortoir], "
    "next: [address, contact]}\n"
)
# Holds the conversations of a folder, and says of each file which messages got a wrong answer, and how many there were.
HOLD = """
import asyncio, json, sys
from pathlib import Path
from bot.cli import main
assert main(["check"]) == 0 and main(["train"]) == 0
from bot.conversations import hold, load_conversations
from bot.serving import load_agent
agent, found = load_agent(), {}
async def talk():
    for name, conversation in load_conversations(Path(sys.argv[1])).items():
        right, wrong = found.setdefault(name.split(":")[0], ([], []))
        for outcome in await hold(agent, conversation):
            (wrong if outcome.faults else right).append([outcome.visitor, outcome.answer])
asyncio.run(talk())
print("FOUND", json.dumps(found))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with what the guide says to write for a certificate and for a topic."""
    copy = Path(shutil.copytree(ROOT, tmp_path / "project", ignore=shutil.ignore_patterns(".*", "models", "var", "node_modules")))
    knowledge = copy / "knowledge"
    shutil.copy(ADDITIONS / "clerc_numerique.txt", knowledge / "sheets")
    shutil.copy(ADDITIONS / "clerc_numerique.yml", knowledge / "certificates")
    shutil.copy(ADDITIONS / "internat.yml", copy / "data" / "nlu")
    for name, text in (("sheets.yml", SHEET), ("paths.yml", STEP), ("centre.yml", FACTS), ("topics.yml", TOPIC)):
        with (knowledge / name).open("a", encoding="utf-8") as file:
            file.write(text)
    place = "  clerc_numerique: {name: clerc numérique, certificate: clerc_numerique}\n"
    edit(knowledge / "paths.yml", "steps:\n", f"{place}steps:\n")
    edit(knowledge / "topics.yml", "words: [logement, loger, internat, ", "words: [logement, loger, ")
    return copy


@pytest.mark.trains
def test_a_certificate_and_a_topic_are_data_only(project: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", HOLD, str(ADDITIONS / "questions")],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project), "BOT_STORE": str(project / "store.db"), "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.removeprefix("FOUND ") for line in run.stdout.splitlines() if line.startswith("FOUND ")]
    assert lines, run.stdout + run.stderr
    found = json.loads(lines[0])
    assert {name: len(right) + len(wrong) for name, (right, wrong) in found.items()} == LENGTHS
    missed = {name: wrong for name, (right, wrong) in found.items() if len(right) < LEAST[name]}
    assert missed == {}


LENGTHS = {"certificate": 28, "topic": 14, "neighbours": 10}
# As many answers must be right.
LEAST = {"certificate": 25, "topic": 12, "neighbours": 10}
