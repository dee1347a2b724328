"""A visitor's browser hands our answers to the pages of the sites on the list, letter by letter, and to no others."""

from __future__ import annotations

import pytest
import requests

from bot.evaluation.running import OTHER_SITE
from tests.channels.web.visitor import Visitor, refusal

BASE = "/webhooks/web"
STRANGE = [
    "https://evil.example",
    "http://www.exemple.fr",
    "https://exemple.fr",
    "https://www.exemple.fr.evil.example",
    "https://evil.example/https://www.exemple.fr",
    "https://www.exemple.fr:8443",
    "https://www.exemple.fr/",
    "HTTPS://WWW.EXEMPLE.FR",
    "null",
    "*",
    "https://*.exemple.fr",
]


def cors(response):
    """The headers that speak of origins."""
    return {name.lower(): value for name, value in response.headers.items() if name.lower().startswith("access-control-")}


@pytest.fixture(params=["own", "listed"])
def origin(request, server):
    return server if request.param == "own" else OTHER_SITE


def test_own_and_listed_sites_may_read_every_answer(server, origin):
    visitor = Visitor(server)
    headers = {"Origin": origin}
    answers = [
        requests.post(f"{server}{BASE}/conversations", headers=headers, timeout=60),
        visitor.call("POST", "/messages", json={"text": "bonjour"}, headers=headers),
        visitor.call("GET", headers=headers),
        visitor.call("GET", headers={**headers, "Authorization": None}),
        visitor.call("PUT", headers=headers),
        requests.get(f"{server}{BASE}/rien", headers=headers, timeout=60),
        visitor.call("DELETE", headers=headers),
    ]
    assert [response.status_code for response in answers] == [201, 200, 200, 401, 405, 404, 204]
    for response in answers:
        assert cors(response) == {"access-control-allow-origin": origin, "access-control-expose-headers": "Retry-After"}
        assert response.headers["vary"] == "Origin"


def test_a_preflight_is_answered(server, origin):
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    for path in ("/conversations", "/conversations/x", "/conversations/x/messages", "/conversations/x/feedback"):
        response = requests.options(server + BASE + path, headers=headers, timeout=60)
        assert (response.status_code, response.content) == (204, b"")
        allowed = cors(response)
        assert allowed["access-control-allow-origin"] == origin
        assert set(allowed["access-control-allow-methods"].split(", ")) == {"GET", "POST", "DELETE"}
        assert set(allowed["access-control-allow-headers"].split(", ")) == {"Authorization", "Content-Type"}
        assert "access-control-allow-credentials" not in allowed


@pytest.mark.parametrize("origin", STRANGE)
def test_other_sites_are_refused_and_nothing_is_done(server, origin):
    visitor = Visitor(server)
    visitor.says("bonjour")
    headers = {"Origin": origin}
    answers = [
        requests.post(f"{server}{BASE}/conversations", headers=headers, timeout=60),
        visitor.call("POST", "/messages", json={"text": "clerc expert ?"}, headers=headers),
        visitor.call("GET", headers=headers),
        visitor.call("DELETE", headers=headers),
        requests.options(f"{server}{BASE}/conversations", headers=headers, timeout=60),
    ]
    for response in answers:
        assert refusal(response) == (403, "origin_not_allowed")
        assert cors(response) == {}
        assert response.headers["vary"] == "Origin"
    assert [message["text"] for message in visitor.history() if message["from"] == "visitor"] == ["bonjour"]


def test_a_request_without_an_origin_is_no_pages(server):
    response = requests.post(f"{server}{BASE}/conversations", timeout=60)
    assert response.status_code == 201
    assert cors(response) == {}


def test_the_script_alone_allows_all_sites_and_nothing_allows_credentials(server):
    for path in ("/", "/widget.js", "/demo/demo.css", "/rien", f"{BASE}/health/live", f"{BASE}/rien"):
        for headers in ({}, {"Origin": OTHER_SITE}, {"Origin": "https://evil.example"}):
            allowed = cors(requests.get(server + path, headers=headers, timeout=60))
            # It is the same for everybody and says nothing of anybody: a module of another site may fetch it.
            assert (allowed.get("access-control-allow-origin") == "*") is (path == "/widget.js")
            assert "access-control-allow-credentials" not in allowed


@pytest.mark.parametrize(
    "told",
    [
        {"X-Forwarded-Host": "robot.exemple.fr:443"},
        {"X-Forwarded-Host": "robot.exemple.fr, robot.exemple.fr"},
        {"X-Forwarded-Host": "robot.exemple.fr, interne:5005"},
        {"X-Forwarded-Proto": "https, http"},
        {"X-Forwarded-Proto": "https,http", "X-Forwarded-Host": "robot.exemple.fr:443, interne"},
        {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "robot.exemple.fr:80", "Origin": "http://robot.exemple.fr"},
        {"X-Forwarded-Host": "robot.exemple.fr:8443", "Origin": "https://robot.exemple.fr:8443"},
    ],
)
def test_our_own_site_is_known_however_a_proxy_writes_it(serve, monkeypatch, told):
    monkeypatch.setenv("SANIC_PROXIES_COUNT", "1")
    usual = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "robot.exemple.fr"}
    headers = {**usual, "Origin": "https://robot.exemple.fr", **told}
    address = serve() + BASE + "/conversations"
    assert requests.post(address, headers=headers, timeout=60).status_code == 201
    strange = {**headers, "Origin": "https://interne"}
    assert refusal(requests.post(address, headers=strange, timeout=60)) == (403, "origin_not_allowed")


def test_behind_a_proxy_our_own_site_is_the_one_that_visitors_see(serve, monkeypatch):
    monkeypatch.setenv("SANIC_PROXIES_COUNT", "1")
    server = serve()
    proxy = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "robot.exemple.fr"}
    statuses = [
        requests.post(f"{server}{BASE}/conversations", headers={**proxy, "Origin": origin}, timeout=60).status_code
        for origin in ("https://robot.exemple.fr", "http://robot.exemple.fr", server)
    ]
    assert statuses == [201, 403, 403]
