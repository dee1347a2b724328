"""How the channel sits in Rasa's server: what is at « / », and whether Rasa's REST channel is there."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
import yaml
from rasa.core.run import create_http_input_channels

from bot import serving
from bot.channels.settings import SettingsError
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.web.channel import WebChannel
from bot.evaluation.running import SECRET
from bot.monitoring.channel import MetricsChannel
from bot.publishing.releases import Release, Releases
from bot.staff.channel import StaffChannel
from tests.channels.web.visitor import refusal

ROOT = Path(__file__).resolve().parents[3]
WEB = "bot.channels.web.channel.WebChannel"
TELEGRAM = "bot.channels.telegram.channel.TelegramChannel"
STAFF = "bot.staff.channel.StaffChannel"
METRICS = "bot.monitoring.channel.MetricsChannel"
REST = "bot.channels.rest.RestChannel"


@pytest.fixture
def release(monkeypatch):
    """The files as they stand, for a server that is not started."""
    monkeypatch.setattr(serving, "go_live", lambda content: None)
    return Release(ROOT)


def test_our_page_stands_where_rasa_has_its_own(server):
    for method in ("GET", "HEAD"):
        response = requests.request(method, server + "/", timeout=60)
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "Hello from Rasa" not in requests.get(server + "/", timeout=60).text
    assert refusal(requests.post(server + "/", timeout=60)) == (405, "method_not_allowed")


def test_on_this_machine_the_rest_channel_is_there_for_testing(server):
    response = requests.post(server + "/webhooks/rest/webhook", json={"sender": "x", "message": "bonjour"}, timeout=60)
    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("host", "asked_for", "channels"),
    [
        ("127.0.0.1", None, [WEB, TELEGRAM, STAFF, METRICS, REST]),
        ("::1", None, [WEB, TELEGRAM, STAFF, METRICS, REST]),
        ("localhost", None, [WEB, TELEGRAM, STAFF, METRICS, REST]),
        ("0.0.0.0", None, [WEB, TELEGRAM, STAFF, METRICS]),
        ("192.0.2.1", "0", [WEB, TELEGRAM, STAFF, METRICS]),
        ("0.0.0.0", "1", [WEB, TELEGRAM, STAFF, METRICS, REST]),
    ],
)
def test_the_rest_channel_is_there_for_this_machine_alone_or_when_asked_for(monkeypatch, release, host, asked_for, channels):
    given = []
    app = SimpleNamespace(register_listener=lambda *_: None, run=lambda *_: None)
    monkeypatch.setattr(serving, "create_http_input_channels", lambda _, credentials: given.append(credentials))
    monkeypatch.setattr(serving, "configure_app", lambda *_, **__: app)
    monkeypatch.setenv("BOT_STORE", "unused.db")
    if asked_for is None:
        monkeypatch.delenv("BOT_REST", raising=False)
    else:
        monkeypatch.setenv("BOT_REST", asked_for)
    serving.serve(Releases(), release, host, 5005, ROOT / "endpoints.yml", ROOT / "credentials.yml")
    assert list(yaml.safe_load(Path(given[0]).read_text())) == channels


@pytest.mark.parametrize(
    ("environment", "there"),
    [
        ({}, True),
        ({"SANIC_PROXIES_COUNT": "0"}, True),
        # A proxy on this machine hands on what strangers send.
        ({"SANIC_PROXIES_COUNT": "1"}, False),
        ({"SANIC_PROXIES_COUNT": "1", "BOT_REST": "1"}, True),
        ({"BOT_REST": "0"}, False),
    ],
)
def test_behind_a_proxy_the_rest_channel_is_there_only_when_asked_for(environment, there):
    assert serving._has_rest("127.0.0.1", environment) is there


def test_rasa_makes_the_channel_from_its_credentials_file(monkeypatch, tmp_path):
    monkeypatch.setenv("BOT_SECRET", SECRET)
    monkeypatch.delenv("BOT_TELEGRAM_TOKEN", raising=False)
    web, telegram, staff, metrics = create_http_input_channels(None, str(ROOT / "credentials.yml"))
    assert isinstance(web, WebChannel)
    assert isinstance(telegram, TelegramChannel)
    assert isinstance(staff, StaffChannel)
    assert isinstance(metrics, MetricsChannel)
    assert (web.name(), telegram.name(), staff.name(), metrics.name()) == ("web", "telegram", "staff", "metrics")


def test_a_setting_that_cannot_be_used_stops_the_start_with_its_name(monkeypatch, tmp_path, release):
    monkeypatch.setenv("BOT_SECRET", SECRET)
    monkeypatch.setenv("BOT_ORIGINS", "*")
    monkeypatch.setenv("BOT_STORE", str(tmp_path / "unused.db"))
    with pytest.raises(SettingsError, match=r"BOT_ORIGINS contient « \* »"):
        serving.serve(Releases(), release, "127.0.0.1", 5005, ROOT / "endpoints.yml", ROOT / "credentials.yml")
