"""Whether the server lives, and whether it is ready to answer."""

from __future__ import annotations

import requests

from bot.version import version
from tests.channels.web.visitor import CALLS, Visitor, refusal

BASE = "/webhooks/web"


def test_health(server):
    assert requests.get(server + BASE + "/health/live", timeout=60).json() == {"status": "live", "version": version()}
    assert requests.get(server + BASE + "/health/ready", timeout=60).json() == {"status": "ready"}


def test_without_an_agent_it_lives_and_is_not_ready(serve):
    server = serve(agent=None)
    assert requests.get(server + BASE + "/health/live", timeout=60).status_code == 200
    assert refusal(requests.get(server + BASE + "/health/ready", timeout=60)) == (503, "not_ready")
    visitor = Visitor(server)
    for method, path, body in CALLS:
        assert refusal(visitor.call(method, path, json=body)) == (503, "not_ready")


def test_without_a_model_it_is_not_ready(serve, parrot):
    server = serve()
    parrot.ready = False
    assert refusal(requests.get(server + BASE + "/health/ready", timeout=60)) == (503, "not_ready")
    assert refusal(Visitor(server).call("POST", "/messages", json={"text": "bonjour"})) == (503, "not_ready")


def test_without_its_database_it_is_not_ready(serve, database, monkeypatch):
    monkeypatch.setattr("bot.channels.web.readiness._SECONDS_KEPT", 0.0)
    server = serve()
    assert requests.get(server + BASE + "/health/ready", timeout=60).status_code == 200
    database.unlink()
    database.mkdir()
    assert refusal(requests.get(server + BASE + "/health/ready", timeout=60)) == (503, "not_ready")
