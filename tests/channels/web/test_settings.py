"""Environment variables: what each gives, and what is said of one that cannot be used."""

from __future__ import annotations

import stat

import pytest

from bot.channels.settings import SettingsError, kept_secret
from bot.channels.web.settings import Settings
from bot.evaluation.running import SECRET

ENOUGH = {"BOT_SECRET": SECRET}


def test_what_is_not_set_has_its_default():
    settings = Settings.from_environment(ENOUGH)
    assert settings == Settings(SECRET, "sqlite:///var/conversations.db", frozenset(), 20, 300, 100, 30)


def test_what_is_set_counts():
    settings = Settings.from_environment(
        {
            **ENOUGH,
            "BOT_STORE": "/srv/bot.db",
            "BOT_ORIGINS": " https://www.exemple.fr,http://localhost:8080 ,,https://[::1]:5005",
            "BOT_MESSAGES_PER_MINUTE": "1",
            "BOT_REQUESTS_PER_MINUTE": "2",
            "BOT_CONVERSATIONS_PER_HOUR": "3",
            "BOT_KEEP_DAYS": "4",
        }
    )
    origins = frozenset(["https://www.exemple.fr", "http://localhost:8080", "https://[::1]:5005"])
    assert settings == Settings(SECRET, "sqlite:////srv/bot.db", origins, 1, 2, 3, 4)


def test_a_database_elsewhere_is_given_by_its_address():
    address = "postgresql://bot@localhost/bot"
    assert Settings.from_environment({**ENOUGH, "BOT_STORE": address}).database == address


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "https://*.exemple.fr",
        "www.exemple.fr",
        "https://www.exemple.fr/",
        "https://www.exemple.fr/page",
        "HTTPS://EXEMPLE.FR",
        "null",
        "ftp://exemple.fr",
    ],
)
def test_an_origin_that_no_browser_would_write_is_told(origin):
    with pytest.raises(SettingsError, match="BOT_ORIGINS contient") as caught:
        Settings.from_environment({**ENOUGH, "BOT_ORIGINS": f"https://www.exemple.fr, {origin}"})
    assert f"« {origin} »" in str(caught.value)


@pytest.mark.parametrize("value", ["0", "-1", "beaucoup", "1.5", "²"])
def test_a_number_that_is_none_is_told(value):
    with pytest.raises(SettingsError, match=r"BOT_KEEP_DAYS vaut « .+ » : donnez-lui un nombre entier"):
        Settings.from_environment({**ENOUGH, "BOT_KEEP_DAYS": value})


def test_a_short_secret_is_refused_and_not_shown():
    with pytest.raises(SettingsError, match="BOT_SECRET est trop court") as caught:
        Settings.from_environment({"BOT_SECRET": "s3cret"})
    assert "s3cret" not in str(caught.value)


def test_settings_do_not_print_their_secret():
    assert SECRET not in repr(Settings.from_environment(ENOUGH))


def test_without_a_secret_one_is_made_once_that_its_owner_alone_can_read(tmp_path):
    file = tmp_path / "var" / "secret"
    first = Settings.from_environment({}, file).secret
    assert Settings.from_environment({}, file).secret == first == file.read_text()
    assert len(first) >= 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert kept_secret(tmp_path / "other") != first


def test_rights_on_the_secret_that_were_loosened_are_tightened(tmp_path):
    file = tmp_path / "secret"
    kept_secret(file)
    file.chmod(0o644)
    kept_secret(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_that_cannot_be_kept_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"secret ne peut pas être lu et écrit \(.+\) : donnez-en le droit à ce compte"):
        Settings.from_environment({}, tmp_path / "file" / "secret")
