"""Backups of the conversations, made while they are written, and the way back."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import Settings
from bot.cli import main
from bot.dialogue.query import Query
from bot.evaluation.running import SECRET
from bot.privacy import reference
from bot.privacy.reference import reference_of
from bot.starting import hold
from tests.channels.small_server import Parrot, serving
from tests.channels.web.visitor import Visitor
from tests.staff.told import Told

PRICE = Query("open", "price")


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    """The server's store and secret, as the command finds them."""
    file = tmp_path / "store" / "conversations.db"
    file.parent.mkdir()
    (tmp_path / "copies").mkdir()
    reference._own_key.cache_clear()
    with (
        patch.dict(os.environ, {"BOT_STORE": str(file), "BOT_SECRET": SECRET}),
        patch("bot.publishing.releases.Releases.__init__.__defaults__", (tmp_path / "releases", tmp_path / "models")),
    ):
        yield file
    reference._own_key.cache_clear()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where the copy goes."""
    return tmp_path / "copies" / "lundi.db"


def settings(store: Path) -> Settings:
    return Settings(SECRET, f"sqlite:///{store}", frozenset(), 100_000, 100_000, 100_000)


def said(file: Path) -> set[str]:
    """Whose words are in a database."""
    with sqlite3.connect(file) as connection:
        return {sender for (sender,) in connection.execute("select distinct sender_id from events")}


def lose(store: Path) -> None:
    for file in store.parent.glob(f"{store.name}*"):
        if not file.name.endswith(".forgotten"):
            file.unlink()


def test_conversations_go_on_after_the_store_was_lost(store, copy, capsys):
    with serving(WebChannel(settings(store)), Parrot(store)) as server:
        visitor, stop = Visitor(server), threading.Event()
        visitor.says("le prix ?")

        def write() -> None:
            other = Visitor(server)
            while not stop.is_set():
                other.says("encore")

        writing = threading.Thread(target=write)
        writing.start()
        try:
            for _ in range(5):
                assert main(["backup", str(copy)]) == 0
        finally:
            stop.set()
            writing.join()
        assert capsys.readouterr().out.count("vérifiée") == 5
        assert visitor.says("et la durée ?") == "et la duree ?"
    assert sorted(file.name for file in copy.parent.iterdir()) == [copy.name]
    assert copy.stat().st_mode & 0o077 == 0
    lose(store)
    assert main(["restore", str(copy)]) == 0
    with serving(WebChannel(settings(store)), Parrot(store)) as server:
        visitor.server = server
        assert [entry["text"] for entry in visitor.history()] == ["le prix ?", "le prix ?"]
        assert visitor.says("et la durée ?") == "et la duree ?"
        assert len(visitor.history()) == 4


def test_who_was_forgotten_after_a_backup_does_not_come_back_with_it(store, copy):
    with serving(WebChannel(settings(store)), Parrot(store)) as server:
        gone, stays = Visitor(server), Visitor(server)
        gone.says("je m'appelle Jeanne Untel")
        stays.says("le prix ?")
        assert main(["backup", str(copy)]) == 0
        assert gone.call("DELETE").status_code == 204
    lose(store)
    assert main(["restore", str(copy)]) == 0
    assert said(store) == {f"web:{stays.conversation}"}
    assert b"Jeanne" not in store.read_bytes()


def test_the_next_backup_forgets_in_the_earlier_copies(store, copy, capsys):
    told = Told(store)
    for sender in ("web:mine", "web:on", "telegram:1"):
        told.say(f"mon code est 4711 {sender}", PRICE, conversation=sender)
    assert main(["backup", str(copy)]) == 0
    made = copy.stat().st_mtime
    told.store.forget("web:mine")
    told.store.forget("web:on")
    told.say("je continue", PRICE, conversation="web:on")
    assert main(["person", "--forget", reference_of("telegram:1")]) == 0
    later = copy.with_name("mardi.db")
    capsys.readouterr()
    assert main(["backup", str(later)]) == 0
    assert "lundi.db : 3 conversations." in capsys.readouterr().out.replace("\u00a0", " ")
    assert said(copy) == set()
    assert b"4711" not in copy.read_bytes()
    assert copy.stat().st_mtime == made
    # What was said after being forgotten is no part of it.
    assert said(later) == {"web:on"}


def test_a_copy_forgets_with_time(store, copy):
    told = Told(store)
    told.say("prix ?", PRICE, conversation="web:old", days_ago=29.9999)
    told.say("prix ?", PRICE, conversation="web:new")
    assert main(["backup", str(copy)]) == 0
    with patch("bot.backup.time.time", lambda now=time.time: now() + 60):
        assert main(["restore", str(copy)]) == 0
    assert said(store) == {"web:new"}


def test_an_emptied_store_empties_no_copy(store, copy):
    told = Told(store)
    told.say("prix ?", PRICE, conversation="web:a")
    assert main(["backup", str(copy)]) == 0
    lose(store)
    Told(store)
    assert main(["backup", str(copy.with_name("mardi.db"))]) == 0
    assert said(copy) == {"web:a"}


def test_what_stood_there_is_kept_aside(store, copy, capsys):
    told = Told(store)
    told.say("prix ?", PRICE, conversation="web:a")
    assert main(["backup", str(copy)]) == 0
    told.say("prix ?", PRICE, conversation="web:b")
    assert main(["restore", str(copy)]) == 0
    assert said(store) == {"web:a"}
    aside = store.with_name("conversations.db.avant")
    assert str(aside) in capsys.readouterr().out
    assert said(aside) == {"web:a", "web:b"}


def refused(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    assert main(list(command)) == 1
    return capsys.readouterr().err.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_copy_that_is_none_is_not_restored(store, copy, capsys):
    told = Told(store)
    told.say("prix ?", PRICE, conversation="web:a")
    assert "n’existe pas" in refused(capsys, "restore", str(copy))
    copy.write_text("Bonjour")
    assert "file is not a database" in refused(capsys, "restore", str(copy))
    with sqlite3.connect(copy.with_name("other.db")) as connection:
        connection.execute("create table other (id)")
    assert "n’est pas une base de conversations" in refused(capsys, "restore", str(copy.with_name("other.db")))
    assert main(["backup", str(copy)]) == 0
    with copy.open("r+b") as content:
        content.seek(4096)
        content.write(b"\xff" * 4096)
    assert "prenez une copie plus ancienne" in refused(capsys, "restore", str(copy))
    assert said(store) == {"web:a"}


def test_nothing_is_restored_under_a_running_bot(store, copy, tmp_path, capsys):
    Told(store).say("prix ?", PRICE, conversation="web:a")
    assert main(["backup", str(copy)]) == 0
    (tmp_path / "releases").mkdir()
    live = tmp_path / "releases" / f"live-{os.getppid()}"
    live.write_text("1")
    assert "arrêtez-le d’abord" in refused(capsys, "restore", str(copy))
    live.unlink()
    # While it starts it answers nobody yet, but holds the conversations.
    with hold(f"sqlite:///{store}", is_shared=False):
        assert "sert déjà à un autre robot" in refused(capsys, "restore", str(copy))


def test_a_backup_that_cannot_be_made(store, copy, capsys):
    assert "n’a encore rien gardé" in refused(capsys, "backup", str(copy))
    Told(store)
    assert "donnez un autre nom" in refused(capsys, "backup", str(store))
    assert "No such file or directory" in refused(capsys, "backup", str(copy.parent / "none" / "copy.db"))
    with patch.dict(os.environ, {"BOT_STORE": "postgresql://robot@localhost/clercs"}):
        assert "employez pg_dump" in refused(capsys, "backup", str(copy))
        assert "employez pg_restore" in refused(capsys, "restore", str(copy))
    assert list(copy.parent.iterdir()) == []
