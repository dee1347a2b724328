"""A database that fails: a visitor reads an answer that is kept, or an error and nothing of it is; nobody waits for long."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import requests

from bot import database as used
from bot.cli import main
from bot.evaluation.running import SECRET
from bot.privacy.stores import WEB, Stores
from tests.channels.small_server import Parrot
from tests.channels.web.visitor import Visitor, refusal

LIVE = "/webhooks/web/health/live"
READY = "/webhooks/web/health/ready"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """What waits for a database waits less long."""
    monkeypatch.setattr(used, "SECONDS_TO_RETRY", 1.0)
    monkeypatch.setattr("bot.channels.web.readiness._SECONDS_KEPT", 0.0)
    monkeypatch.setattr(used, "_logged", {})


@pytest.fixture
def locked(database):
    """Another process that keeps the database to itself until its `commit`."""
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    yield other
    other.close()


def ready(server):
    """The status that the server gives of itself."""
    return requests.get(server + READY, timeout=30).status_code


def texts(visitor):
    """What the visitor reads of the conversation."""
    return [message["text"] for message in visitor.history()]


def test_while_another_process_writes_history_is_there_and_what_cannot_be_kept_is_an_error(serve, locked, caplog):
    server = serve()
    visitor = Visitor(server)
    visitor.sends(text="avant")
    locked.execute("begin exclusive")
    assert texts(visitor) == ["avant", "avant"]
    assert refusal(visitor.call("POST", "/messages", json={"text": "pendant"})) == (500, "internal_error")
    assert texts(visitor) == ["avant", "avant"]
    assert refusal(visitor.call("POST", "/messages", json={"button": "x.1.1"})) == (422, "unknown_button")
    assert refusal(visitor.call("DELETE")) == (500, "internal_error")
    assert ready(server) == 503
    locked.execute("commit")
    assert ready(server) == 200
    assert [line["type"] for line in visitor.sends(text="après")] == ["answer", "end"]
    assert texts(visitor) == ["avant", "avant", "après", "après"]
    assert "un autre programme la garde pour lui seul" in caplog.text


def test_nobody_else_waits_for_a_locked_database(serve, locked):
    server = serve()
    visitors = [Visitor(server) for _ in range(20)]
    other = Visitor(server)
    other.sends(text="avant")
    locked.execute("begin exclusive")
    with ThreadPoolExecutor(len(visitors)) as pool:
        waiting = [pool.submit(visitor.call, "POST", "/messages", json={"text": "pendant"}) for visitor in visitors]
        slowest = 0.0
        while not all(call.done() for call in waiting):
            begun = time.monotonic()
            assert requests.get(server + LIVE, timeout=30).status_code == 200
            assert texts(other) == ["avant", "avant"]
            slowest = max(slowest, time.monotonic() - begun)
    assert {refusal(call.result()) for call in waiting} == {(500, "internal_error")}
    assert slowest < 3, "each of them waited two seconds, one after the other"


def test_what_the_staff_delete_while_it_is_answered_is_not_written_again(serve, parrot, database, monkeypatch):
    monkeypatch.setenv("BOT_STORE", str(database))
    monkeypatch.setenv("BOT_SECRET", SECRET)
    visitor = Visitor(serve())
    visitor.sends(text="mon secret")
    with ThreadPoolExecutor(1) as pool:
        answering = pool.submit(visitor.sends, text="attends")
        while "attends" not in parrot.heard:
            time.sleep(0.01)
        assert main(["person", "--forget", visitor.conversation]) == 0
        parrot.go_on.set()
        assert answering.result()[0]["text"] == "attends"
    with closing(Stores(f"sqlite:///{database}")) as stores:
        assert stores.rows(WEB + visitor.conversation) == {}


def test_a_database_that_is_free_again_in_time_is_waited_for(serve, locked):
    visitor = Visitor(serve())
    locked.execute("begin exclusive")
    threading.Timer(0.5, locked.execute, ["commit"]).start()
    assert visitor.sends(text="bonjour")[0]["text"] == "bonjour"
    assert texts(visitor) == ["bonjour", "bonjour"]


def test_a_full_disk_is_an_error_until_there_is_room(serve, database, monkeypatch, caplog):
    set_up, full = used._set_up, False

    def small(connection, record):
        set_up(connection, record)
        if full:
            # Asked for less than there is, SQLite takes as much as there is.
            connection.execute("PRAGMA max_page_count = 1")

    monkeypatch.setattr(used, "_set_up", small)
    filled = Visitor(serve(Parrot(database)))
    full = True
    for _ in range(40):
        response = filled.call("POST", "/messages", json={"text": "m" * 900})
        if response.status_code != 200:
            break
    assert refusal(response) == (500, "internal_error")
    assert "il n'y a plus de place" in caplog.text.replace("’", "'")
    kept = texts(filled)
    assert kept.count("m" * 900) % 2 == 0, "no message is kept without its answer"
    full = False
    assert [line["type"] for line in filled.sends(text="après")] == ["answer", "end"]
    assert texts(filled) == [*kept, "après", "après"]


def test_a_database_that_is_deleted_is_told_and_a_restart_makes_a_new_one(serve, database, caplog):
    server = serve()
    visitor = Visitor(server)
    visitor.sends(text="avant")
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    assert refusal(visitor.call("POST", "/messages", json={"text": "pendant"})) == (500, "internal_error")
    assert ready(server) == 503
    assert "son fichier a été effacé ou remplacé" in caplog.text
    after = serve(Parrot(database))
    assert refusal(visitor.call("GET")) == (404, "unknown_conversation")
    assert Visitor(after).sends(text="après")[0]["text"] == "après"


@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_a_database_that_is_damaged_is_told(serve, database, caplog, damage):
    server = serve()
    visitor = Visitor(server)
    for number in range(30):
        visitor.sends(text=f"avant {number} " + "x" * 500)
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 3] if damage == "cut" else b"x" * len(content))
    assert refusal(visitor.call("POST", "/messages", json={"text": "pendant"})) == (500, "internal_error")
    assert ready(server) == 503
    assert "docs/exploitation.md" in caplog.text
    assert "Traceback" not in caplog.text
