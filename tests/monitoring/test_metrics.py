"""The figures: who may read them, what they count, and that several processes do not break them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from bot.channels.errors import ChannelError
from bot.channels.web.errors import error_content
from bot.dialogue.query import Query
from bot.monitoring.channel import MetricsChannel
from bot.monitoring.metrics import REFUSALS
from bot.monitoring.settings import Settings
from bot.monitoring.state import State
from bot.privacy.stores import Stores
from bot.publishing.releases import Releases
from tests.channels.small_server import serving
from tests.staff.told import Told

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "t" * 40
PRICE = Query("open", "price")


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Conversations, some of them of today."""
    return Told(tmp_path / "conversations.db")


@pytest.fixture
def state(told: Told, tmp_path: Path) -> State:
    """What is looked up, before anything was published."""
    return State(Stores(told.address), Releases(tmp_path / "releases", tmp_path / "models"))


@pytest.fixture
def server(state: State) -> Iterator[str]:
    """A server with this channel alone."""
    with serving(MetricsChannel(Settings(token=TOKEN), state), None) as address:
        yield address


def value(state: State, name: str) -> list[float]:
    return [sample.value for metric in state.collect() if metric.name == name for sample in metric.samples]


def test_this_machine_reads_them_and_others_with_the_token_alone(server):
    here = requests.get(f"{server}/metrics", timeout=30)
    assert here.status_code == 200
    assert here.headers["content-type"].startswith("text/plain; version=")
    assert "bot_database_up 1.0" in here.text
    for headers, status in (
        ({"X-Forwarded-For": "192.0.2.7"}, 404),
        ({"X-Forwarded-For": "192.0.2.7", "Authorization": "Bearer " + "x" * 40}, 404),
        ({"X-Forwarded-For": "192.0.2.7", "Authorization": "Bearer é"}, 404),
        ({"Host": "www.exemple.fr"}, 404),
        ({"X-Forwarded-For": "192.0.2.7", "Authorization": f"Bearer {TOKEN}"}, 200),
    ):
        encoded = {name: text.encode() for name, text in headers.items()}
        assert requests.get(f"{server}/metrics", headers=encoded, timeout=30).status_code == status, headers


def test_without_a_token_none_is_right(state):
    with serving(MetricsChannel(Settings(), state), None) as server:
        for header in ("", "Bearer ", "Bearer"):
            headers = {"X-Forwarded-For": "192.0.2.7", "Authorization": header}
            assert requests.get(f"{server}/metrics", headers=headers, timeout=30).status_code == 404


def test_conversations_are_open_for_half_an_hour(told, state):
    assert value(state, "bot_open_conversations") == [0]
    for name, minutes in (("web:old", 31), ("web:young", 29), ("telegram:1", 1), ("telegram:1", 0)):
        told.say("prix ?", PRICE, conversation=name, days_ago=minutes / 24 / 60)
    assert value(state, "bot_open_conversations") == [2]


def test_a_database_that_does_not_answer_is_told_and_the_rest_is_there(state, tmp_path):
    (tmp_path / "conversations.db").unlink()
    (tmp_path / "conversations.db").mkdir()
    assert value(state, "bot_database_up") == [0]
    assert value(state, "bot_open_conversations") == []
    assert value(state, "bot_training_running") == [0]


def test_the_release_and_the_years_of_the_sheets_are_told(state, monkeypatch):
    published = datetime.now().astimezone()
    release = SimpleNamespace(number=12, about=SimpleNamespace(published=published))
    monkeypatch.setattr(Releases, "current", lambda self: release)
    assert value(state, "bot_release") == [12]
    assert value(state, "bot_release_published_timestamp_seconds") == [published.timestamp()]
    assert sorted(value(state, "bot_sheet_edition_year")) == [2016, 2019, 2025, 2026]


def test_what_visitors_are_told_is_counted_by_its_code():
    counted = REFUSALS.labels(code="too_many_requests")
    before = counted._value.get()
    error_content(ChannelError("too_many_requests", wait="2 s"))
    assert counted._value.get() == before + 1


WORKERS = """
import os
from bot.monitoring.workers import share_figures
share_figures()
from bot.monitoring import metrics
from prometheus_client import generate_latest
children = []
for number in (1, 2):
    if not (child := os.fork()):
        metrics.MESSAGES.labels(channel="web", outcome="answered").inc(number)
        metrics.LAST_PURGE.set(number)
        with metrics.step("store"):
            pass
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
print(generate_latest(metrics.collected()).decode())
print(os.environ["PROMETHEUS_MULTIPROC_DIR"])
"""


def test_workers_are_added_up_and_leave_nothing_behind():
    environment = {**os.environ, "BOT_WORKERS": "2"}
    run = subprocess.run([sys.executable, "-c", WORKERS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert 'bot_messages_total{channel="web",outcome="answered"} 3.0' in run.stdout
    assert 'bot_step_seconds_count{step="store"} 2.0' in run.stdout
    assert "bot_last_purge_timestamp_seconds 2.0" in run.stdout
    folder = Path(run.stdout.split()[-1])
    assert folder.name.startswith("bot-metrics-")
    deadline = time.monotonic() + 5
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
