"""What a server needs, and what several can share, tried before anything is loaded and told in one sentence."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from bot.channels.settings import SettingsError
from bot.evaluation.running import free_port
from bot.locks import ConversationLocks
from bot.starting import ROOT, StartError, check_rasa_files, check_redis, check_store, hold, workers
from tests.backing import postgresql, redis_server
from tests.test_cli import start

SERVER = "postgresql://bot@127.0.0.1/bot"
ENDPOINTS = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
CREDENTIALS = (ROOT / "credentials.yml").read_text(encoding="utf-8")


@pytest.fixture
def said(tmp_path, monkeypatch):
    """What is said of the files as they are given, None where nothing is; without a text there is no file."""
    store = tmp_path / "conversations.db"
    monkeypatch.setenv("BOT_STORE", str(store))

    def say(endpoints: str | None = ENDPOINTS, credentials: str | None = CREDENTIALS, database: str = f"sqlite:///{store}"):
        files = (tmp_path / "endpoints.yml", tmp_path / "credentials.yml")
        for file, text in zip(files, (endpoints, credentials), strict=True):
            if text is not None:
                file.write_text(text, encoding="utf-8")
        try:
            check_rasa_files(files[0], files[1], database)
        except StartError as error:
            message = str(error)
            assert "\n" not in message
            assert message.endswith(" : corrigez-le, ou reprenez celui du dépôt.")
            return message.removesuffix(" : corrigez-le, ou reprenez celui du dépôt.")
        return None

    return say


def test_the_files_of_the_checkout_pass(said):
    assert said() is None


def test_files_that_are_not_there(said):
    assert said(endpoints=None) == "endpoints.yml ne peut pas servir (il n'est pas là)"


def test_credentials_that_are_not_there(said):
    assert said(credentials=None) == "credentials.yml ne peut pas servir (il n'est pas là)"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a:\nb: [\n", "ce n'est pas du YAML, ligne 3"),
        ("a: b: c", "ce n'est pas du YAML, ligne 1"),
        ("\tx", "ce n'est pas du YAML, ligne 1"),
        ("- 1\n- 2\n", "il n'y a pas de noms suivis de leurs réglages"),
        ("", "il n'y a pas de noms suivis de leurs réglages"),
    ],
)
def test_what_is_no_yaml_of_the_kind(said, text, reason):
    assert said(endpoints=text) == f"endpoints.yml ne peut pas servir ({reason})"
    assert said(credentials=text) == f"credentials.yml ne peut pas servir ({reason})"


def test_credentials_that_name_no_channel(said):
    assert said(credentials="bot.channels.web.channel.Webchannel:\n") == (
        "credentials.yml ne peut pas servir (« bot.channels.web.channel.Webchannel » n'est pas un canal)"
    )


def test_endpoints_that_keep_conversations_nowhere(said):
    assert said("models:\n  url: http://a\n") == (
        "endpoints.yml ne peut pas servir (il ne dit pas où garder les conversations (tracker_store))"
    )


def test_endpoints_with_a_store_that_forgets_nothing(said, tmp_path):
    assert said(f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {tmp_path}/conversations.db\n") == (
        "endpoints.yml ne peut pas servir (son tracker_store n'est pas bot.store.ConversationStore)"
    )


def test_endpoints_with_another_database_than_the_channels(said, tmp_path):
    other = f"sqlite:///{tmp_path}/other.db"
    assert said(database=other) == "endpoints.yml ne peut pas servir (son tracker_store n'est pas la base de BOT_STORE)"


def test_endpoints_with_a_lock_that_nobody_answers_for(said):
    """Redis, at a port where nobody is."""
    told = said(f"{ENDPOINTS.partition('lock_store')[0]}\nlock_store:\n  type: redis\n  url: 127.0.0.1\n  port: 1\n")
    assert told is not None
    assert told.startswith("endpoints.yml ne peut pas servir (")


def test_a_database_of_which_a_part_is_lost_or_overwritten(tmp_path):
    file: Path = tmp_path / "conversations.db"
    with sqlite3.connect(file) as database:
        database.execute("create table a (b text)")
        database.executemany("insert into a values (?)", [("x" * 500,) for _ in range(200)])
    content = file.read_bytes()
    check_store(f"sqlite:///{file}")
    for damaged in (content[: len(content) // 2], content[:20000] + b"x" * 8192 + content[28192:]):
        file.write_bytes(damaged)
        with pytest.raises(StartError) as caught:
            check_store(f"sqlite:///{file}")
        assert "docs/exploitation.md" in str(caught.value) or "BOT_STORE ne peut pas servir" in str(caught.value)


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="sqlite3 is not installed: `apt-get install sqlite3`")
def test_what_can_be_read_of_a_damaged_database_is_saved_as_the_manual_says(tmp_path):
    manual = (ROOT / "docs" / "exploitation.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"`(sqlite3 conversations\.db \.dump [^`]+)`", manual)
    file: Path = tmp_path / "conversations.db"
    with sqlite3.connect(file) as database:
        database.execute("create table a (b text)")
        database.executemany("insert into a values (?)", [("x" * 500,) for _ in range(200)])
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    subprocess.run(command.replace("\\|", "|"), shell=True, cwd=tmp_path, check=True, stderr=subprocess.DEVNULL)
    saved = tmp_path / "lisible.db"
    check_store(f"sqlite:///{saved}")
    with sqlite3.connect(saved) as database:
        assert 50 < database.execute("select count(*) from a").fetchone()[0] < 200


def test_a_file_is_for_one_server_until_that_ends(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'conversations.db'}"
    with hold(database, is_shared=False):
        for is_shared in (False, True):
            with (
                pytest.raises(StartError, match=r"sert déjà à un autre robot \(processus \d+\) : arrêtez-le"),
                hold(database, is_shared),
            ):
                pass
        with hold(f"sqlite:///{tmp_path / 'other.db'}", is_shared=False):
            pass
    with hold(database, is_shared=False):
        pass


def test_a_second_server_on_a_file_is_refused_before_the_model_is_loaded(tmp_path: Path) -> None:
    store = tmp_path / "conversations.db"
    with hold(f"sqlite:///{store}", is_shared=False):
        said = start("--port", str(free_port()), BOT_STORE=str(store))
    assert said.startswith(f"Démarrage : BOT_STORE, {store}, sert déjà à un autre robot (processus ")
    assert len(said.splitlines()) == 1


def test_a_postgresql_is_for_one_server_or_for_all_that_share_a_redis() -> None:
    with postgresql() as database:
        with hold(database, is_shared=False):
            for is_shared in (False, True):
                with pytest.raises(StartError, match="donnez à tous le même BOT_REDIS"), hold(database, is_shared):
                    pass
        shared = hold(database, is_shared=True), hold(database, is_shared=True)
        with shared[0], shared[1], pytest.raises(StartError), hold(database, is_shared=False):
            pass
        with hold(database, is_shared=False):
            pass


@pytest.mark.parametrize(
    ("database", "environment", "said"),
    [
        ("sqlite:///x.db", {"BOT_WORKERS": "2"}, "BOT_WORKERS vaut 2, et BOT_STORE est un fichier SQLite"),
        ("sqlite:///x.db", {"BOT_WORKERS": "2", "BOT_REDIS": "redis://127.0.0.1"}, "est un fichier SQLite"),
        (SERVER, {"BOT_WORKERS": "3"}, "BOT_WORKERS vaut 3 : donnez aussi à BOT_REDIS l'adresse d'un Redis"),
    ],
)
def test_workers_that_cannot_share_what_they_need_are_refused(database: str, environment: dict[str, str], said: str) -> None:
    with pytest.raises(StartError, match=said):
        workers(database, environment)


def test_workers_are_as_many_as_asked_for_and_one_otherwise() -> None:
    assert workers("sqlite:///x.db", {}) == 1
    assert workers("sqlite:///x.db", {"BOT_WORKERS": "1"}) == 1
    assert workers(SERVER, {"BOT_WORKERS": "2", "BOT_REDIS": "redis://127.0.0.1"}) == 2


@pytest.mark.parametrize("variable", ["BOT_WORKERS", "BOT_REDIS"])
def test_a_setting_that_cannot_be_used_is_named(variable: str) -> None:
    with pytest.raises(SettingsError, match=f"^{variable} vaut « deux »"):
        workers(SERVER, {"BOT_WORKERS": "2", variable: "deux"})


def test_servers_that_sign_with_different_secrets_are_not_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SECRET", "a" * 40)
    with redis_server() as (address, _):
        check_redis(address)
        first = ConversationLocks(address=address)
        check_redis(address)
        monkeypatch.setenv("BOT_SECRET", "b" * 40)
        with pytest.raises(StartError, match="donnez à tous le même"):
            check_redis(address)
        first.close()


def test_a_redis_that_does_not_answer_is_told() -> None:
    check_redis("")
    with redis_server() as (address, _):
        check_redis(address)
    with pytest.raises(StartError, match=r"^BOT_REDIS ne répond pas"):
        check_redis(address)
