"""What is set by environment variables."""

from __future__ import annotations

import pytest

from bot.channels.settings import SettingsError
from bot.channels.telegram.settings import TELEGRAM, Settings, secret_of

TOKEN = "123456789:AAE-xyz_0123456789"


def test_without_a_token_there_are_none():
    assert Settings.from_environment({}) is None
    assert Settings.from_environment({"BOT_TELEGRAM_TOKEN": " ", "BOT_TELEGRAM_WEBHOOK": "no address"}) is None


def test_a_token_is_enough():
    settings = Settings.from_environment({"BOT_TELEGRAM_TOKEN": f" {TOKEN}\n"})
    assert settings
    assert (settings.token, settings.api, settings.webhook) == (TOKEN, TELEGRAM, None)
    assert (settings.messages_per_minute, settings.keep_days) == (20, 30)
    assert settings.database == "sqlite:///var/conversations.db"


def test_everything_can_be_set():
    settings = Settings.from_environment(
        {
            "BOT_TELEGRAM_TOKEN": TOKEN,
            "BOT_TELEGRAM_SECRET": "a-Secret_1",
            "BOT_TELEGRAM_WEBHOOK": "https://robot.exemple.fr:8443/clercs/",
            "BOT_TELEGRAM_API": "http://127.0.0.1:8081",
            "BOT_MESSAGES_PER_MINUTE": "5",
            "BOT_KEEP_DAYS": "7",
            "BOT_STORE": "elsewhere.db",
        }
    )
    expected = Settings(
        TOKEN, "a-Secret_1", "sqlite:///elsewhere.db", "https://robot.exemple.fr:8443/clercs", "http://127.0.0.1:8081", 5, 7
    )
    assert settings == expected


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_TELEGRAM_SECRET", "é"),
        ("BOT_TELEGRAM_SECRET", "a b"),
        ("BOT_TELEGRAM_SECRET", "a" * 257),
        ("BOT_TELEGRAM_WEBHOOK", "robot.exemple.fr"),
        ("BOT_TELEGRAM_WEBHOOK", "https://robot.exemple.fr/?a=1"),
        ("BOT_TELEGRAM_WEBHOOK", "https://"),
        ("BOT_TELEGRAM_API", "ftp://telegram.exemple.fr"),
        ("BOT_MESSAGES_PER_MINUTE", "beaucoup"),
    ],
)
def test_what_cannot_be_used_is_told(variable, value):
    with pytest.raises(SettingsError, match=variable) as caught:
        Settings.from_environment({"BOT_TELEGRAM_TOKEN": TOKEN, variable: value})
    assert TOKEN not in str(caught.value)


def test_neither_token_nor_secret_is_printed():
    settings = Settings.from_environment({"BOT_TELEGRAM_TOKEN": TOKEN})
    assert settings
    assert TOKEN not in repr(settings)
    assert settings.secret not in repr(settings)


def test_the_secret_follows_from_the_token_and_is_one_that_telegram_takes():
    assert secret_of(TOKEN) == secret_of(TOKEN) != secret_of(TOKEN + "x")
    assert len(secret_of(TOKEN)) == 64
    assert secret_of(TOKEN).isalnum()
