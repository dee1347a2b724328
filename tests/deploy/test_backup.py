"""The nightly backup, as its timer runs it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from bot.dialogue.query import Query
from bot.evaluation.running import SECRET
from tests.deploy.conftest import DEPLOY
from tests.staff.told import Told


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder as /opt/clercs, whose var/ is elsewhere."""
    folder = tmp_path / "clercs"
    for name in ("deploy", "knowledge", "data/nlu"):
        shutil.copytree(DEPLOY.parent / name, folder / name)
    for name in ("bot", "domain.yml", "pyproject.toml"):
        (folder / name).symlink_to(DEPLOY.parent / name)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (folder / ".venv" / "bin" / "python").chmod(0o755)
    (tmp_path / "state").mkdir()
    (folder / "var").symlink_to(tmp_path / "state")
    (tmp_path / "state" / "secret").write_text(SECRET)
    (tmp_path / "settings.env").write_text("BOT_KEEP_DAYS='30'\n")
    (tmp_path / "backups").mkdir()
    return folder


def test_a_database_server_is_copied_by_its_own_tool(installed, tmp_path):
    tool = tmp_path / "pg_dump"
    tool.write_text('#!/bin/sh\nfor argument; do case $argument in --file=*) echo "$@" > "${argument#--file=}";; esac; done\n')
    tool.chmod(0o755)
    settings = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "BOT_STORE": "postgresql+psycopg2://clercs:secret@db/clercs"}
    subprocess.run([installed / "deploy" / "backup.sh", tmp_path / "backups"], env={**os.environ, **settings}, check=True)
    copy = tmp_path / "backups" / f"conversations-{time.strftime('%u')}.dump"
    assert copy.read_text().split()[-1] == "postgresql://clercs:secret@db/clercs"
    assert "--format=custom" in copy.read_text()
    assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.long
def test_the_night_copies_what_cannot_be_made_again(installed, tmp_path):
    store = tmp_path / "state" / "conversations.db"
    Told(store).say("prix ?", Query("open", "price"), conversation="web:a")
    settings = {"CLERCS_SETTINGS": str(tmp_path / "settings.env"), "BOT_STORE": str(store), "BOT_SECRET": SECRET}
    command = [installed / "deploy" / "backup.sh", tmp_path / "backups"]
    # Twice: one night follows another.
    for _ in range(2):
        subprocess.run(command, env={**os.environ, **settings}, check=True, capture_output=True)
    day = time.strftime("%u")
    assert sorted(file.name for file in (tmp_path / "backups").iterdir()) == [f"conversations-{day}.db", f"fichiers-{day}.tar.gz"]
    for file in (tmp_path / "backups").iterdir():
        assert file.stat().st_mode & 0o077 == 0
    with sqlite3.connect(tmp_path / "backups" / f"conversations-{day}.db") as connection:
        assert connection.execute("select distinct sender_id from events").fetchall() == [("web:a",)]
    with tarfile.open(tmp_path / "backups" / f"fichiers-{day}.tar.gz") as archive:
        names = archive.getnames()
    assert {"domain.yml", "knowledge/centre.yml", "data/nlu/price.yml", "var/secret"} <= set(names)
    assert any(name.endswith("settings.env") for name in names)
    assert not any("conversations" in name for name in names)
