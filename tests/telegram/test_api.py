"""How the library is set up: proxies, what is not Telegram's answer, and a token that shows nowhere."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from telegram.error import InvalidToken

from bot.channels.telegram import updates
from bot.channels.telegram.api import UnreachableError, connect, sign_in
from tests.telegram.bots import answering
from tests.telegram.emulator import Fault


def name_at(address: str, token: str = "123456:TEST-token") -> str:
    """Sign in at an address of the API; the bot's name."""

    async def sign() -> str:
        bot = connect(address, token)
        try:
            await sign_in(bot)
            return bot.name
        finally:
            await bot.shutdown()

    return asyncio.run(sign())


class Server(ThreadingHTTPServer):
    """An HTTP proxy that hands on what is posted and opens no tunnel, or a server that is not Telegram's."""

    def __init__(self, page: bytes | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.page = page
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """What the server does."""

    server: Server

    def do_POST(self) -> None:
        """Hand on a request, or show the page."""
        self.server.asked.append(f"POST {self.path}")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.server.page
        if answer is None:
            with requests.Session() as session:
                session.trust_env = False
                headers = {"Content-Type": self.headers["Content-Type"]}
                answer = session.post(self.path, data=body, headers=headers, timeout=30).content
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_CONNECT(self) -> None:
        """Refuse a tunnel."""
        self.server.asked.append(f"CONNECT {self.path}")
        self.send_error(502)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A proxy, not yet named in the environment; nor is any other."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with Server() as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True).start()
        yield proxy
        proxy.shutdown()


def test_calls_go_by_the_proxy_that_the_environment_names(telegram, proxy, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    assert name_at(telegram.url) == "@test_bot"
    assert proxy.asked == [f"POST {telegram.url}/bot123456:TEST-token/getMe"]


def test_calls_go_to_telegram_by_a_tunnel_that_is_asked_of_the_proxy(proxy, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    with pytest.raises(UnreachableError, match="no answer"):
        name_at("https://telegram.invalid")
    assert proxy.asked == ["CONNECT telegram.invalid:443"]


def test_calls_to_what_needs_no_proxy_do_not_go_by_it(telegram, proxy, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert name_at(telegram.url) == "@test_bot"
    assert proxy.asked == []


@pytest.mark.parametrize(
    "address", ["proxy.exemple.fr:3128", "nothing", "http://proxy.exemple.fr:99999", "ftp://a.fr", "socks5://127.0.0.1:1"]
)
def test_a_proxys_address_that_is_none_gets_no_answer_and_the_website_does(
    telegram, proxy, parrot, database, monkeypatch, caplog, address
):
    monkeypatch.setenv("HTTP_PROXY", address)
    with answering(telegram, parrot, database, "polling", wait=False) as server:
        telegram.until(
            lambda: "Telegram ne répond pas. Vérifiez la connexion et le pare-feu (BOT_TELEGRAM_API, HTTPS_PROXY)" in caplog.text
        )
        with requests.Session() as session:
            session.trust_env = False
            assert session.get(server, timeout=5).status_code == 200


@pytest.mark.parametrize("page", [b"<html>Merci de vous identifier</html>", b"[]", b"\xff", b""])
def test_a_page_that_is_not_telegrams_is_no_answer(page, proxy, caplog):
    proxy.page = page
    with pytest.raises(UnreachableError, match=r"an answer that is not Telegram's \(HTTP 200\)"):
        name_at(proxy.url)
    assert not caplog.records


@pytest.mark.parametrize("token", ["123456:SECRET-token", "not a SECRET/../x?y#z", "123456:SECRET\ntoken"])
def test_a_wrong_token_is_told_and_shown_nowhere(telegram, token, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(InvalidToken) as caught:
        name_at(telegram.url, token)
    with pytest.raises(UnreachableError):
        name_at("http://127.0.0.1:1", token)
    logging.getLogger("test").error("a traceback", exc_info=caught.value)
    assert "a traceback" in caplog.text
    assert "SECRET" not in caplog.text


@pytest.mark.parametrize(
    "fault",
    [Fault.broken(), Fault.lost_answer(), Fault.server_error(502), Fault.unauthorized(), Fault.too_many(1), Fault.conflict()],
    ids=lambda fault: fault.name,
)
def test_no_line_of_the_log_shows_the_token_whatever_goes_wrong(telegram, parrot, database, alice, caplog, fault):
    caplog.set_level(logging.DEBUG)
    telegram.inject(fault, "getMe")
    telegram.inject(fault, "getUpdates")
    telegram.inject(fault, "sendMessage")
    with answering(telegram, parrot, database, "polling"):
        alice.says("a")
        alice.says("b")
        telegram.done()
    assert "HTTP Request: POST" in caplog.text, "httpx logs addresses"
    assert telegram.token.partition(":")[2] not in caplog.text


def test_an_update_that_the_library_cannot_read_holds_up_no_other(server, telegram, alice, monkeypatch):
    # Rasa filters what is logged twice.
    told = []
    monkeypatch.setattr(updates.logger, "warning", lambda message, *_: told.append(message))
    telegram.odd_update("message", {"of": "a kind that is newer"})
    alice.says("a")
    assert telegram.said(alice) == ["a"]
    telegram.until(lambda: told == ["An update that cannot be read was dropped (%s)"])


@pytest.mark.parametrize("status", [500, 502])
def test_trouble_at_telegrams_is_told_apart_from_no_connection(telegram, parrot, database, caplog, status):
    telegram.inject(Fault.server_error(status), "getMe")
    with answering(telegram, parrot, database, "polling"):
        assert "c'est sans doute Telegram qui est en panne : attendez" in caplog.text
        assert "Vérifiez la connexion" not in caplog.text
