"""What somebody may ask about what they wrote: found, handed over, and gone from everywhere."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.channels.telegram.store import Call
from bot.channels.telegram.store import Store as TelegramStore
from bot.channels.telegram.updates import Wrote
from bot.channels.web.store import Opinion
from bot.channels.web.store import Store as WebStore
from bot.cli import main
from bot.dialogue.query import Query
from bot.evaluation.running import SECRET
from bot.locks import ConversationLocks
from bot.privacy import reference
from bot.privacy.person import Proof, conversations_of, conversations_with, exported, forget
from bot.privacy.reference import reference_of
from bot.privacy.stores import Stores
from tests.staff.told import Told

PRICE = Query("open", "price")
MINE, OTHER, CHAT, GROUP = "web:mine", "web:other", "telegram:4100", "telegram:-5:4100"
SECRET_WORDS = "je m'appelle Jeanne, mon numéro est le 06 12 34 56 78"
WAITING = "un message qui attend encore sa réponse de Jeanne, 2026"


@pytest.fixture(autouse=True)
def secret() -> Iterator[None]:
    """The server's."""
    reference._own_key.cache_clear()
    with patch.dict(os.environ, {"BOT_SECRET": SECRET}):
        yield
    reference._own_key.cache_clear()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file that holds conversations of several people, in all tables."""
    file = tmp_path / "conversations.db"
    told = Told(file)
    for sender in (MINE, OTHER, CHAT, GROUP, "telegram:41"):
        told.say(f"prix ? ({sender})", PRICE, conversation=sender)
    told.say(SECRET_WORDS, PRICE, conversation=MINE, answer="Bonjour Jeanne")
    web = WebStore(told.address)
    for conversation in ("mine", "other"):
        web.open(conversation)
        web.keep_opinion(conversation, Opinion("t.1", False, f"avis de {conversation}", "prix ?", "7 840 €", time.time()))
    telegram = TelegramStore(told.address, "key")
    for number, chat in ((1, 4100), (2, 41)):
        telegram.keep(Wrote(update=number, chat=chat, person=None, message=3, text=WAITING if chat == 4100 else "prix ?"))
    telegram.answer(1, [Call("sendMessage", {"chat_id": 4100, "text": "la réponse"})])
    return file


@pytest.fixture
def stores(database: Path) -> Iterator[Stores]:
    """All that is kept in it."""
    stores = Stores(f"sqlite:///{database}")
    yield stores
    stores.close()


def everything(database: Path) -> str:
    """All rows of all tables."""
    with sqlite3.connect(database) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return str([(table, connection.execute(f"select * from {table}").fetchall()) for table in tables])


def forgotten(stores: Stores, shown: str) -> Proof:
    """The conversations of whoever shows this, deleted."""
    return asyncio.run(forget(stores, conversations_of(stores, shown), ConversationLocks(address="")))


def senders(found) -> list[str]:
    return [one.sender for one in found]


@pytest.mark.parametrize(
    "shown",
    [
        lambda: reference_of(MINE),
        lambda: reference_of(MINE).lower().replace("-", " "),
        lambda: f" {reference_of(MINE)} ",
        lambda: "mine",
        lambda: "web:mine",
    ],
)
def test_who_shows_a_reference_is_found_however_it_is_written(stores, shown):
    assert senders(conversations_of(stores, shown())) == [MINE]


def test_a_number_in_telegram_finds_the_person_in_groups_too_and_nobody_else(stores):
    assert set(senders(conversations_of(stores, "4100"))) == {CHAT, GROUP}
    assert senders(conversations_of(stores, "41")) == ["telegram:41"]
    assert conversations_of(stores, "100") == conversations_of(stores, "") == []


def test_words_find_the_conversation_in_which_they_were_written(stores):
    assert senders(conversations_with(stores, "06 12 34 56 78")) == [MINE]
    assert senders(conversations_with(stores, "AVIS DE OTHER")) == [OTHER]
    assert senders(conversations_with(stores, "attend encore")) == [CHAT]


def test_a_reference_cannot_be_worked_out_without_the_secret():
    assert reference_of(CHAT) != reference_of(CHAT, "another secret of another server")
    assert len({reference_of(f"web:{n}") for n in range(1000)}) == 1000


def test_all_that_is_kept_is_handed_over(stores):
    (mine,) = json.loads(exported(stores, conversations_of(stores, "mine")))
    assert mine["référence"] == reference_of(MINE)
    assert [(said["qui"], said["texte"]) for said in mine["échanges"]][-2:] == [
        ("visiteur", SECRET_WORDS),
        ("assistant", "Bonjour Jeanne"),
    ]
    assert set(mine["tables"]) == {"events", "web_conversations", "web_feedback"}
    assert mine["tables"]["web_feedback"][0]["comment"] == "avis de mine"
    assert OTHER not in json.dumps(mine)
    (chat,) = json.loads(exported(stores, conversations_of(stores, CHAT)))
    assert chat["tables"]["telegram_updates"][0]["heard"]["text"] == WAITING


@pytest.mark.parametrize(("shown", "gone", "words"), [("mine", [MINE], SECRET_WORDS), ("4100", [CHAT, GROUP], WAITING)])
def test_what_is_deleted_is_gone_from_all_tables_and_files_while_others_stay(stores, database, shown, gone, words):
    # Another program has the database open, as the server has.
    other = sqlite3.connect(database)
    other.execute("select count(*) from events").fetchone()
    before = everything(database)
    proof = forgotten(stores, shown)
    after = everything(database)
    for sender in gone:
        assert f"'{sender}'" in before
        assert f"'{sender}'" not in after
    assert words.split(",")[0][:20] not in after
    assert proof.left == ()
    assert database in proof.searched
    for file in database.parent.glob(f"{database.name}*"):
        assert json.dumps(words)[1:-1].encode() not in file.read_bytes()
    for sender in {MINE, OTHER, CHAT, GROUP, "telegram:41"} - set(gone):
        assert f"'{sender}'" in after
    assert conversations_of(stores, shown) == []
    other.close()


def test_a_message_of_telegram_that_was_deleted_is_not_answered_when_it_comes_again(stores, database):
    forgotten(stores, CHAT)
    telegram = TelegramStore(f"sqlite:///{database}", "key")
    assert [kept.heard.chat for kept in telegram.waiting()] == [41]
    assert telegram.keep(Wrote(update=1, chat=4100, person=None, message=3, text=WAITING)) is None


def test_a_copy_that_still_holds_it_is_named(stores, database):
    copy = database.with_name("sauvegarde.db")
    stores.write_out()
    shutil.copy(database, copy)
    proof = forgotten(stores, "mine")
    assert proof.left == (copy,)
    again = forgotten(Stores(f"sqlite:///{copy}"), "mine")
    assert (copy in again.searched, again.left) == (True, ())


def test_another_database_beside_is_no_copy_though_somebody_wrote_the_same_there(stores, database):
    other = Told(database.with_name("autre.db"))
    other.say(SECRET_WORDS, PRICE, conversation="web:somebody")
    with closing(sqlite3.connect(database.with_name("courses.db"))) as foreign:
        foreign.execute("create table lists (item text)")
    proof = forgotten(stores, "mine")
    assert {file.name.removesuffix("-wal").removesuffix("-journal") for file in proof.searched} == {database.name}
    assert proof.left == ()


def test_the_staff_do_it_with_one_command(database, capsys, tmp_path):
    def person(*arguments: str) -> tuple[int, str, str]:
        with patch.dict(os.environ, {"BOT_STORE": str(database)}):
            code = main(["person", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    code, out, _ = person("--find", "06 12 34 56 78")
    assert (code, reference_of(MINE) in out, reference_of(OTHER) in out) == (0, True, False)
    code, out, _ = person("--export", reference_of(MINE))
    assert (code, json.loads(out)[0]["conversation"]) == (0, MINE)
    shutil.copy(database, copy := tmp_path / "copie.db")
    code, out, _ = person("--forget", reference_of(MINE))
    assert code == 1, "a copy holds it still"
    assert "web_feedback\u00a0: 1" in out
    assert "copie.db" in out
    code, out, _ = person("--forget", reference_of(MINE), "--in", str(copy))
    assert (code, "plus rien" in out) == (0, True)
    code, _, err = person("--forget", reference_of(MINE))
    assert (code, "aucune conversation" in err) == (1, True)
    code, _, err = person("--export", "Jeanne")
    assert (code, "référence" in err) == (1, True), "words alone are nobody's"
