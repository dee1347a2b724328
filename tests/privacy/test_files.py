"""What visitors wrote is read by the account that runs the bot, and by no other of the machine."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot import starting
from bot.channels.settings import kept_secret
from bot.channels.web.store import Store
from bot.dialogue.query import Query
from bot.knowledge.live import go_live, load_content
from bot.knowledge.loader import KNOWLEDGE_DIR
from bot.privacy.reference import reference_of
from bot.privacy.stores import Stores
from bot.staff.writing import write_report
from bot.starting import check_store
from tests.staff.told import Told

ROOT = Path(__file__).resolve().parents[2]
ENDS = ("", "-wal", "-shm")


def rights(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))[2:]


@pytest.fixture(autouse=True)
def open_to_all():
    """As accounts are set up: what a program makes may be read by all."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file for conversations."""
    return tmp_path / "conversations.db"


def beside(database: Path) -> dict[str, str]:
    """The rights of the database's files, while it is open."""
    return {end: rights(database.with_name(database.name + end)) for end in ENDS}


def test_the_database_and_what_sqlite_writes_beside_it_are_the_owners_alone(database):
    # SQLite removes what it wrote beside a database when the last one closes it.
    told, reader = Told(database), sqlite3.connect(database)
    told.say("bonjour", Query("open", "price"))
    reader.execute("select * from events").fetchall()
    told.say("merci", Query("open", "price"))
    assert beside(database) == dict.fromkeys(ENDS, "600")
    reader.close()


@pytest.mark.parametrize("opened", [lambda address: check_store(address), Store, Stores])
def test_one_that_all_could_read_is_tightened_when_it_is_opened(database, opened):
    with sqlite3.connect(database) as kept:
        kept.execute("PRAGMA journal_mode = WAL")
        kept.execute("create table t (x)")
        kept.commit()
        for end in ENDS:
            database.with_name(database.name + end).chmod(0o644)
        opened(f"sqlite:///{database}")
        assert beside(database) == dict.fromkeys(ENDS, "600")


def test_the_folder_of_the_store_is_the_owners_alone_whether_new_or_old(tmp_path, monkeypatch):
    monkeypatch.setattr(starting, "STORE_FOLDER", tmp_path / "var")
    for _ in range(2):
        check_store(f"sqlite:///{tmp_path}/var/conversations.db")
        assert rights(tmp_path / "var") == "700"
        (tmp_path / "var").chmod(0o755)


def test_a_folder_that_somebody_chose_is_left_as_it_is(tmp_path):
    (tmp_path / "mine").mkdir(0o755)
    check_store(f"sqlite:///{tmp_path}/mine/conversations.db")
    assert rights(tmp_path / "mine") == "755"
    assert rights(tmp_path / "mine" / "conversations.db") == "600"


def test_so_is_the_folder_that_the_secret_makes(tmp_path):
    kept_secret(tmp_path / "var" / "secret")
    assert rights(tmp_path / "var") == "700"


def test_so_are_reports_even_where_older_ones_were_not(database, tmp_path):
    go_live(load_content(KNOWLEDGE_DIR))
    told = Told(database)
    folder = tmp_path / "rapport"
    for _ in range(2):
        write_report(told.address, 30, folder)
        assert rights(folder) == "700"
        assert {rights(file) for file in folder.iterdir()} == {"600"}
        for file in folder.iterdir():
            file.chmod(0o644)


def test_so_is_what_is_handed_over_where_it_is_printed_to_a_file(database, tmp_path):
    Told(database).say("bonjour", Query("open", "price"), conversation="web:a")
    environment = {**os.environ, "BOT_SECRET": "s" * 40, "BOT_STORE": str(database)}
    command = [sys.executable, "-m", "bot.cli", "person", "--export", reference_of("web:a", "s" * 40)]
    copy = tmp_path / "copie.json"
    with copy.open("w") as output:
        subprocess.run(command, cwd=ROOT, env=environment, stdout=output, check=True)
    assert "bonjour" in copy.read_text()
    assert rights(copy) == "600"
