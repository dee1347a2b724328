"""One call of the Bot API, and how it fails."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from bot.channels.telegram.api import Api, RefusedError, UnreachableError
from bot.evaluation.running import free_port
from tests.telegram.emulator import Fault


def call(telegram, method: str, token: str | None = None, **parameters: Any) -> Any:
    """Make one call."""
    return call_at(telegram.url if telegram else f"http://127.0.0.1:{free_port()}", method, token, **parameters)


def call_at(address: str, method: str, token: str | None = None, **parameters: Any) -> Any:
    """Make one call at an address of the API."""

    async def make() -> Any:
        api = Api(address, token or "123456:TEST-token")
        try:
            return json.loads(bytes(await api.call(method, **parameters)))
        finally:
            await api.close()

    return asyncio.run(make())


def test_a_result(telegram):
    assert call(telegram, "getMe")["username"] == "test_bot"


@pytest.mark.parametrize(
    ("fault", "code", "may_pass", "retry_after"),
    [
        (Fault.too_many(7), 429, True, 7),
        (Fault.server_error(500), 500, True, None),
        (Fault.server_error(502), 502, True, None),
        (Fault.unauthorized(), 401, True, None),
        (Fault.forbidden(), 403, False, None),
        (Fault.conflict(), 409, False, None),
        (Fault.bad_request("Bad Request: chat not found"), 400, False, None),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_a_no(telegram, fault, code, may_pass, retry_after):
    telegram.inject(fault)
    with pytest.raises(RefusedError) as caught:
        call(telegram, "getMe")
    assert (caught.value.code, caught.value.may_pass, caught.value.retry_after) == (code, may_pass, retry_after)


@pytest.mark.parametrize("fault", [Fault.broken(), Fault.lost_answer()], ids=lambda fault: fault.name)
def test_no_answer(telegram, fault):
    telegram.inject(fault)
    with pytest.raises(UnreachableError, match="getMe: no answer"):
        call(telegram, "getMe")


def test_an_answer_that_is_too_late(telegram):
    telegram.inject(Fault.slow(2))
    with pytest.raises(UnreachableError, match="getMe: no answer"):
        call(telegram, "getMe", answer_within=0.1)


@pytest.mark.parametrize("token", ["123456:SECRET-token", "not a token/../x?y#z", "123456:SECRET\ntoken"])
def test_no_error_shows_the_token(telegram, token):
    for where in (telegram, None):
        with pytest.raises((UnreachableError, RefusedError)) as caught:
            call(where, "getMe", token)
        error = caught.value
        assert error.__suppress_context__ or error.__context__ is None
        assert "SECRET" not in repr(error)
        assert "not a token" not in repr(error)


def test_a_file_from_another_server_is_no_answer(telegram):
    with pytest.raises(RefusedError) as caught:
        call(telegram, "../../elsewhere")
    assert caught.value.code == 404


class Proxy(ThreadingHTTPServer):
    """An HTTP proxy that hands on what is posted, opens no tunnel, and knows what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """What the proxy does."""

    server: Proxy

    def do_POST(self) -> None:
        """Hand on a request."""
        self.server.asked.append(f"POST {self.path}")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(self.path, data=body, headers={"Content-Type": self.headers["Content-Type"]}, timeout=30)
        self.send_response(answer.status_code)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def do_CONNECT(self) -> None:
        """Refuse a tunnel."""
        self.server.asked.append(f"CONNECT {self.path}")
        self.send_error(502)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy, not yet named in the environment; nor is any other."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with Proxy() as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True).start()
        yield proxy
        proxy.shutdown()


def test_calls_go_by_the_proxy_that_the_environment_names(telegram, proxy, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    assert call(telegram, "getMe")["username"] == "test_bot"
    assert proxy.asked == [f"POST {telegram.url}/bot123456:TEST-token/getMe"]


def test_calls_go_to_telegram_by_a_tunnel_that_is_asked_of_the_proxy(proxy, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    with pytest.raises(UnreachableError, match="getMe: no answer"):
        call_at("https://telegram.invalid", "getMe")
    assert proxy.asked == ["CONNECT telegram.invalid:443"]


def test_calls_to_what_needs_no_proxy_do_not_go_by_it(telegram, proxy, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert call(telegram, "getMe")["username"] == "test_bot"
    assert proxy.asked == []


@pytest.mark.parametrize("address", ["proxy.exemple.fr:3128", "nothing", "http://proxy.exemple.fr:99999"])
def test_a_proxys_address_that_is_none_gets_no_answer(telegram, proxy, monkeypatch, address):
    monkeypatch.setenv("HTTP_PROXY", address)
    with pytest.raises(UnreachableError, match="getMe: no answer"):
        call(telegram, "getMe")
