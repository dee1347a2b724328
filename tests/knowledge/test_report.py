"""What `make check` prints: problems and nothing else, the tables when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from bot.knowledge import KnowledgeError
from bot.knowledge.loader import KNOWLEDGE_DIR
from bot.knowledge.report import print_check
from tests.knowledge.spoiling import edit


def test_sound_files_are_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("Vérification : aucun problème.\n", "")


def test_tables_come_on_demand_after_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--tables"]) == 0
    verdict, *tables = capsys.readouterr().out.split("\n\n")
    assert verdict == "Vérification : aucun problème."
    titles = [table.splitlines()[0].partition(" (")[0] for table in tables]
    assert titles == ["Faits par sujet", "Sujets auxquels aucune fiche ne répond", "Couverture des fiches"]


def test_a_problem_is_told_with_its_place_and_remedy(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder / "centre.yml", "city: Poitiers", "city Poitiers")
    assert not print_check(tables=True, folder=folder)
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        f"{folder / 'centre.yml'}, ligne 10 : il manque un deux-points après « city ».",
        "    → Écrivez « city: ».",
    ]
    assert printed.out == "Vérification : 1 problème à corriger.\n"


def test_a_file_of_the_project_is_named_as_the_guide_names_it() -> None:
    error = KnowledgeError(KNOWLEDGE_DIR / "certificates" / "clerc_expert.yml", 3, "il manque un mot")
    assert str(error) == "knowledge/certificates/clerc_expert.yml, ligne 3 : il manque un mot."
