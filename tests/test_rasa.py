"""Rasa stays Rasa: its own checks and tests work in the checkout, and adding a certificate is adding data."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.conversations import readable
from tests.knowledge.spoiling import edit

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


def test_rasa_data_validate_finds_nothing_wrong():
    run = subprocess.run(
        [sys.executable, "-m", "rasa", "data", "validate"], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "No story structure conflicts found" in run.stdout + run.stderr


@pytest.mark.long
def test_rasa_test_passes_all_stories(tmp_path):
    """`rasa test core` on tests/stories: every story's actions are predicted."""
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "rasa",
            "test",
            "core",
            "--no-plot",
            "--model",
            "models/bot.tar.gz",
            "--stories",
            "tests/stories",
            f"--out={tmp_path}",
        ],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    failed = (
        yaml.safe_load((tmp_path / "failed_test_stories.yml").read_text())
        if (tmp_path / "failed_test_stories.yml").exists()
        else None
    )
    assert not (failed or {}).get("stories"), failed
    assert (tmp_path / "story_report.json").exists()


SHEET = "Clerc archiviste\nLa formation de clerc archiviste dure 7 mois.\nIl gagne 2 100 € brut par mois au 1er mai 2024."
SERVES = ("bot/channels/", "bot/connections.py", "bot/database.py", "bot/monitoring/", "bot/privacy/")
CERTIFICATE = """\
name: clerc archiviste
aliases: [archiviste d'étude]
sheet: clerc_archiviste
topics:
  role:
    facts: [{text: le clerc archiviste, quote: Clerc archiviste}]
  duration:
    facts: [{text: 7 mois, quote: La formation de clerc archiviste dure 7 mois.}]
  salary:
    facts:
      - text: 2 100 € brut par mois au 1er mai 2024
        quote: Il gagne 2 100 € brut par mois au 1er mai 2024.
        salary: {from: 2100, basis: market_offers, as_of: 2024-05-01}
"""
STEP = """\
  - from: bac
    to: clerc_archiviste
    text: clerc archiviste, en 7 mois
    sheet: clerc_archiviste
    quote: La formation de clerc archiviste dure 7 mois.
"""


@pytest.fixture(scope="module")
def project_with_fifth_certificate(tmp_path_factory):
    """A copy of the project with one sheet, one YAML and one step more, trained on a part of the examples to save time."""
    project = tmp_path_factory.mktemp("fifth")
    for name in ("config.yml", "domain.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, project)
    for name in ("bot", "actions", "knowledge", "data/stories", "data/encoder"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    (project / "data" / "nlu").mkdir()
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        whole = path.stem in ("duration", "salary", "price", "follow_up", "out_of_scope")
        (project / "data" / "nlu" / path.name).write_text("".join(lines if whole else lines[:14]), encoding="utf-8")
    (project / "data" / "conversations").mkdir()
    for name in ("a01", "a02", "isolated"):
        shutil.copy(ROOT / "data" / "conversations" / f"{name}.yml", project / "data" / "conversations")
    knowledge = project / "knowledge"
    (knowledge / "sheets" / "clerc_archiviste.txt").write_text(SHEET, encoding="utf-8")
    (knowledge / "certificates" / "clerc_archiviste.yml").write_text(CERTIFICATE, encoding="utf-8")
    with (knowledge / "sheets.yml").open("a", encoding="utf-8") as sheets:
        sheets.write("clerc_archiviste: {title: Clerc archiviste, publisher: null, edition: '2024'}\n")
    edit(
        knowledge / "paths.yml",
        "steps:\n",
        "  clerc_archiviste: {name: clerc archiviste, certificate: clerc_archiviste}\nsteps:\n",
    )
    with (knowledge / "paths.yml").open("a", encoding="utf-8") as paths:
        paths.write(STEP)
    return project


TALK = """
import asyncio, importlib.util, sys
from pathlib import Path
from bot.training import MODEL, ROOT, sources, train
opened = set()
sys.addaudithook(lambda event, arguments: opened.add(str(arguments[0])) if event == "open" else None)
train()
for path in sorted(opened):
    path = Path(importlib.util.source_from_cache(path) if path.endswith(".pyc") else path)
    if path.is_file() and ROOT in path.parents and path.parent != MODEL.parent and path not in sources():
        print("READ", path.relative_to(ROOT))
from bot.cli import main
assert main(["check"]) == 0
from bot.serving import load_agent
agent = load_agent()
async def talk():
    for text in sys.argv[1:]:
        for message in await agent.handle_text(text, sender_id="visitor"):
            print("ANSWER", message["text"].replace(chr(10), " "))
asyncio.run(talk())
"""


@pytest.mark.long
def test_a_fifth_certificate_is_data_only(project_with_fifth_certificate):
    questions = ["combien de temps dure la formation de clerc archivste ?", "et le salaire ?", "durée archiviste d'étude"]
    run = subprocess.run(
        [sys.executable, "-c", TALK, *questions],
        cwd=project_with_fifth_certificate,
        env={**ENVIRONMENT, "PYTHONPATH": str(project_with_fifth_certificate)},
        capture_output=True,
        text=True,
        check=False,
    )
    answers = [readable(line) for line in run.stdout.splitlines() if line.startswith("ANSWER")]
    assert len(answers) == len(questions), run.stdout + run.stderr
    assert "7 mois" in answers[0]
    assert "2100€" in answers[1]
    assert "7 mois" in answers[2]
    # All that the training read asks for a new one when it changes, but for how it is started and what serves (changes of Rasa
    # for both stand together); of what the staff write it learns a part (bot.training.learnt).
    read = {line.removeprefix("READ ") for line in run.stdout.splitlines() if line.startswith("READ")}
    assert {path for path in read if not path.startswith(("knowledge/", "domain.yml", *SERVES))} <= {"bot/rasa_changes.py"}
