"""The command, and what it says when it cannot do what it is asked."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.cli import main
from bot.evaluation.running import ENVIRONMENT, free_port
from bot.training import MODEL, WEIGHTS, damage
from tests.knowledge.spoiling import edit

ROOT = Path(__file__).resolve().parents[1]
# Long enough to see that it does not start, even on a busy machine.
SECONDS = 120


def start(*options: str, code: str = "", **environment: str) -> str:
    """Try to start a server that cannot; gives what it says of why.

    Args:
        *options: of `bot serve`.
        code: Python that is run before.
        **environment: more environment variables.
    """
    releases = tempfile.mkdtemp()
    command = f"{code}\nimport sys\nfrom bot.cli import main\nsys.exit(main(['serve', *sys.argv[1:]]))"
    run = subprocess.run(
        [sys.executable, "-c", command, *options],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT, "BOT_STORE": f"{releases}/store.db", "BOT_RELEASES": releases, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert run.returncode not in (0, None)
    assert "Prêt." not in run.stdout
    assert "Traceback" not in run.stdout + run.stderr
    return run.stderr.strip()


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """What the command sets in the environment is gone after the test."""
    with patch.dict(os.environ):
        yield


@pytest.fixture
def port() -> str:
    """A port that nobody uses."""
    return str(free_port())


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_a_port_that_is_in_use(host):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert start("--host", host, "--port", str(port)) == (
            f"Démarrage : Le port {port} est déjà pris : arrêtez ce qui s'en sert, ou choisissez un autre port (--port)."
        )


@pytest.mark.parametrize("port", ["80000", "0", "-1", "http", "5005.0", "²"])
def test_what_is_no_port(port, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["serve", f"--port={port}"])
    assert caught.value.code == 2
    assert f"« {port} » n'est pas un port : choisissez-en un de 1 à 65535" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["203.0.113.7", "nowhere.invalid"])
def test_an_address_of_another_machine(port, host):
    assert start("--host", host, "--port", port) == (
        f"Démarrage : {host} n'est pas une adresse de cette machine : choisissez-en une autre (--host)."
    )


def test_a_store_whose_folder_is_not_there(port, tmp_path):
    assert start("--port", port, BOT_STORE=str(tmp_path / "rien" / "conversations.db")) == (
        f"Démarrage : Le dossier de BOT_STORE, {tmp_path / 'rien'}, n'existe pas :"
        " créez-le, ou nommez un autre fichier dans BOT_STORE."
    )


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no folder here that nobody may write in")
def test_a_store_that_this_account_may_not_write(port):
    assert start("--port", port, BOT_STORE="/proc/conversations.db") == (
        "Démarrage : BOT_STORE ne peut pas servir (unable to open database file) :"
        " donnez à ce compte le droit d'y écrire, ou nommez un autre fichier."
    )


def test_a_store_that_is_no_database(port, tmp_path):
    (tmp_path / "conversations.db").write_text("Cher journal, " * 100, encoding="utf-8")
    assert start("--port", port, BOT_STORE=str(tmp_path / "conversations.db")) == (
        "Démarrage : BOT_STORE ne peut pas servir (file is not a database) :"
        " donnez à ce compte le droit d'y écrire, ou nommez un autre fichier."
    )


SETTINGS = {
    "BOT_KEEP_DAYS": ("un mois", "BOT_KEEP_DAYS vaut « un mois » : donnez-lui un nombre entier, à partir de 1."),
    "BOT_SECRET": ("court", "BOT_SECRET est trop court pour être sûr : donnez-lui au moins 32 caractères tirés au hasard."),
    "BOT_ORIGINS": (
        "exemple.fr",
        "BOT_ORIGINS contient « exemple.fr » : écrivez chaque site en minuscules, sans rien après son nom,"
        " comme https://www.exemple.fr.",
    ),
    "BOT_STAFF_PASSWORD": (
        "secret",
        "BOT_STAFF_PASSWORD n'est pas ce qu'écrit « .venv/bin/python -m bot.cli password » :"
        " lancez cette commande et recopiez sa ligne.",
    ),
    "BOT_TELEGRAM_API": ("telegram", "BOT_TELEGRAM_API vaut « telegram » : écrivez une adresse comme https://robot.exemple.fr."),
}


@pytest.mark.parametrize("variable", SETTINGS)
def test_a_setting_that_cannot_be_used(port, variable):
    value, said = SETTINGS[variable]
    assert start("--port", port, **{"BOT_TELEGRAM_TOKEN": "1:a", variable: value}) == f"Démarrage : {said}"


def test_a_broken_file_is_told_before_anything_else(port, tmp_path):
    shutil.copy(ROOT / "domain.yml", tmp_path)
    folder = Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))
    edit(folder / "centre.yml", "city: Poitiers", "city Poitiers")
    assert start("--port", port, BOT_KNOWLEDGE=str(folder)).splitlines()[-1] == "    → Écrivez « city: »."


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A copy of the trained model, to be damaged."""
    for file in (MODEL, WEIGHTS):
        shutil.copy(file, tmp_path)
    return tmp_path


def cut(file: Path) -> None:
    """Leave half of a file."""
    with file.open("r+b") as content:
        content.truncate(file.stat().st_size // 2)


def change(file: Path) -> None:
    """Change a byte in the middle of a file."""
    with file.open("r+b") as content:
        content.seek(file.stat().st_size // 2)
        byte = content.read(1)[0]
        content.seek(-1, os.SEEK_CUR)
        content.write(bytes([byte ^ 0xFF]))


def empty(file: Path) -> None:
    """Leave nothing in a file."""
    file.write_bytes(b"")


DAMAGES = [(MODEL.name, cut), (MODEL.name, change), (MODEL.name, empty), (MODEL.name, Path.unlink)]
DAMAGES += [(WEIGHTS.name, cut), (WEIGHTS.name, empty), (WEIGHTS.name, Path.unlink)]


@pytest.mark.parametrize(("name", "spoil"), DAMAGES)
def test_a_damaged_model_is_seen(models, monkeypatch, name, spoil):
    monkeypatch.setattr("bot.training.MODEL", models / MODEL.name)
    monkeypatch.setattr("bot.training.WEIGHTS", models / WEIGHTS.name)
    assert damage() is None
    spoil(models / name)
    assert damage()


def test_a_damaged_model(port, models):
    cut(models / MODEL.name)
    code = f"from pathlib import Path; import bot.training as t; t.MODEL = Path({str(models / MODEL.name)!r})"
    said = start("--port", port, code=code)
    assert re.fullmatch(r"Modèle : il ne se lit pas \(.+\) : lancez « make train », qui le refait\.", said)


def test_a_model_of_another_version_of_rasa(models, monkeypatch):
    with tarfile.open(models / MODEL.name, "w:gz") as archive:
        content = json.dumps({"rasa_open_source_version": "3.1.0"}).encode()
        metadata = tarfile.TarInfo("metadata.json")
        metadata.size = len(content)
        archive.addfile(metadata, io.BytesIO(content))
    monkeypatch.setattr("bot.training.MODEL", models / MODEL.name)
    assert damage() == "fait par Rasa 3.1.0, et non 3.6.21"


def test_weights_of_another_version_of_the_bot(models, monkeypatch):
    (models / WEIGHTS.name).write_text('{"intent": [1, 2]}', encoding="utf-8")
    monkeypatch.setattr("bot.training.WEIGHTS", models / WEIGHTS.name)
    assert damage() == "Expected `object`, got `array` - at `$.intent`"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no folder here that nobody may write in")
def test_a_folder_of_the_model_that_this_account_may_not_write(monkeypatch, capsys):
    monkeypatch.setattr("bot.training.MODEL", Path("/proc/models/bot.tar.gz"))
    assert main(["train"]) == 1
    assert capsys.readouterr().err == (
        "Modèle : /proc/models ne peut pas être écrit (No such file or directory) :"
        " donnez à ce compte le droit d'écrire dans models/.\n"
    )


def test_a_damaged_model_is_made_anew_when_it_is_trained(models, monkeypatch, capsys):
    trained = []
    monkeypatch.setattr("bot.training.train", lambda force: trained.append(force))
    assert main(["train"]) == 0
    assert trained == []
    cut(models / MODEL.name)
    monkeypatch.setattr("bot.training.MODEL", models / MODEL.name)
    assert main(["train"]) == 0
    assert trained == [True]
    assert "Modèle : entraîné." in capsys.readouterr().out


def test_a_mistake_in_a_conversation_is_told_before_anything_is_trained(tmp_path, capsys):
    path = tmp_path / "mine.yml"
    path.write_text("- titre: le prix\n  echanges:\n    - visiteur: <centre.fone> ?\n", encoding="utf-8")
    assert main(["stories", "--file", str(path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{path}, ligne 3 : le chiffre « centre.fone » n'existe pas.")


def test_the_names_of_figures_are_shown_with_their_values(capsys):
    assert main(["stories", "--names"]) == 0
    assert re.search(r"<centre\.phone> +\d\d \d\d", capsys.readouterr().out)
