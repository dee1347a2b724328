"""What several servers can share, and what they cannot: told in one sentence, before anything is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.settings import SettingsError
from bot.evaluation.running import free_port
from bot.locks import ConversationLocks
from bot.starting import StartError, check_redis, hold, workers
from tests.backing import postgresql, redis_server
from tests.test_cli import start

SERVER = "postgresql://bot@127.0.0.1/bot"


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
