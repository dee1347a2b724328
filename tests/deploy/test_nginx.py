"""The shipped configuration of nginx: what passes under /assistant/, with what headers, and what does not."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.channels.web.visitor import Visitor, refusal
from tests.staff.member import Staff

pytestmark = pytest.mark.long


def status(address: str, path: str) -> int:
    """What is answered to a path that no client may tidy up."""
    parts = urlsplit(address)
    connection = http.client.HTTPSConnection(parts.netloc, context=ssl._create_unverified_context(), timeout=60)
    connection.request("GET", parts.path + path)
    return connection.getresponse().status


def test_a_visitor_talks_through_it(site):
    visitor = Visitor(site)
    assert visitor.says("le prix ?") == "le prix ?"
    assert [entry["text"] for entry in visitor.history()] == ["le prix ?", "le prix ?"]
    assert visitor.call("DELETE").status_code == 204


def test_the_page_knows_its_path_and_the_widget_is_there(site):
    page = requests.get(f"{site}/", timeout=60)
    assert f'src="{site}/widget.js"' in page.text.replace("&lt;", "<").replace("&quot;", '"')
    for path in ("/widget.js", "/widget.d.ts", "/demo/icon.svg", "/webhooks/web/openapi.json"):
        assert requests.get(site + path, timeout=60).status_code == 200, path
    assert requests.get(site, timeout=60, allow_redirects=False).headers["location"].endswith("/assistant/")


def test_the_health_is_seen_from_outside(site, parrot):
    ready = f"{site}/webhooks/web/health/ready"
    assert requests.get(ready, timeout=60).json() == {"status": "ready"}
    parrot.ready = False
    assert requests.get(ready, timeout=60).status_code == 503


def test_every_answer_has_the_headers_once(site):
    for path in ("/", "/widget.js", "/webhooks/web/health/live", "/none", "/equipe"):
        headers = requests.get(site + path, timeout=60).raw.headers
        assert headers.getlist("strict-transport-security") == ["max-age=31536000"], path
        assert headers.getlist("x-content-type-options") == ["nosniff"], path
        assert headers.getlist("referrer-policy") == ["same-origin"], path
        assert headers.getlist("server") == ["nginx"]


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/rest/webhook",
        "/webhooks/rest/",
        "/webhooks/web/../rest/",
        "/webhooks/web/%2e%2e/rest/",
        "/webhooks/web/..%2frest/",
        "/metrics",
        "/version",
        "/conversations/a/tracker",
        "/webhooks/telegram/",
    ],
)
def test_what_is_not_for_visitors_is_refused(site, path):
    assert status(site, path) == 404


def test_telegram_comes_through(site):
    answer = requests.post(f"{site}/webhooks/telegram/webhook", json={}, timeout=60)
    # There is none here: it is the bot that says so, not nginx.
    assert refusal(answer) == (404, "not_found")


def test_rasas_rest_channel_is_open_behind_and_closed_in_front(site, bot):
    said = {"sender": "a", "message": "bonjour"}
    assert requests.post(f"{bot}/webhooks/rest/webhook", json=said, timeout=60).status_code == 200
    assert requests.post(f"{site}/webhooks/rest/webhook", json=said, timeout=60).status_code == 404


def test_bodies_that_are_too_big_are_refused(site):
    visitor = Visitor(site)
    assert refusal(visitor.call("POST", "/messages", json={"text": "a" * 20_000})) == (413, "body_too_large")
    assert visitor.call("POST", "/messages", json={"text": "a" * 70_000}).status_code == 413


def test_another_site_is_refused_and_this_one_is_not(site):
    opening = f"{site}/webhooks/web/conversations"
    assert requests.post(opening, headers={"Origin": "https://autre.exemple"}, timeout=60).status_code == 403
    own = site.removesuffix("/assistant")
    assert requests.post(opening, headers={"Origin": own}, timeout=60).status_code == 201


def test_a_visitor_cannot_choose_the_address_that_is_counted(site, heard):
    requests.post(f"{site}/webhooks/web/conversations", headers={"X-Forwarded-For": "198.51.100.9"}, timeout=60)
    assert heard[-1] == "127.0.0.1"


def test_the_staff_come_in_from_here_and_nobody_else(site):
    assert Staff(site).enters().gets().status_code == 200
    parts = urlsplit(site)
    context = ssl._create_unverified_context()
    for path in ("/equipe", "/equipe/connexion"):
        # Another address of this machine.
        other = http.client.HTTPSConnection("127.0.0.1", parts.port, context=context, source_address=("127.0.0.2", 0), timeout=60)
        other.request("GET", parts.path + path, headers={"Host": parts.netloc})
        assert other.getresponse().status == 403


def test_a_flood_is_stopped(site):
    def flood(_: int) -> set[int]:
        with requests.Session() as session:
            return {session.head(f"{site}/demo/icon.svg", timeout=60).status_code for _ in range(50)}

    with ThreadPoolExecutor(8) as pool:
        assert set().union(*pool.map(flood, range(8))) == {200, 429}


def test_the_log_names_nobody(site, tmp_path: Path):
    visitor = Visitor(site)
    visitor.says("le prix ?")
    log = (tmp_path / "clercs.log").read_text()
    assert "POST /assistant/webhooks/web/conversations/*/messages" in log
    assert visitor.conversation not in log
    assert "127.0.0.1" not in log


def test_without_a_bot_it_says_so(nginx: Callable[[str], str]):
    assert status(nginx("http://127.0.0.1:9"), "/webhooks/web/health/ready") == 502
