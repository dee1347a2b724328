"""A bot and a webhook for the emulator's own tests."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.telegram.emulator import Emulator

SECONDS = 10


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are long: they are many, and of what stands in for Telegram rather than of the bot."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("long")


@dataclass
class Answer:
    """What a call was answered."""

    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        """Its result; the test fails when it has none."""
        assert self.status == 200, self.body
        return self.body["result"]

    @property
    def error(self) -> str:
        """An error's description; the test fails when it is none."""
        assert self.body["ok"] is False, self.body
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


class Bot:
    """Calls the emulator as a bot does, one call after the other."""

    def __init__(self, telegram: Emulator) -> None:
        self.telegram = telegram
        self.http = requests.Session()

    def __call__(self, method: str, **params: Any) -> Answer:
        """Call a method with JSON parameters."""
        return self.request(method, json=params)

    def request(self, method: str, how: str = "POST", token: str | None = None, **more: Any) -> Answer:
        """Call a method in any of the ways that HTTP has."""
        url = f"{self.telegram.url}/bot{token or self.telegram.token}/{method}"
        response = self.http.request(how, url, timeout=SECONDS, **more)
        return Answer(response.status_code, response.json())

    def says(self, chat_id: int, text: str, *buttons: str) -> dict[str, Any]:
        """Send a text with a row of buttons for each title; returns the message."""
        rows = [[{"text": title, "callback_data": f"data of {title}"}] for title in buttons]
        message: dict[str, Any] = self("sendMessage", chat_id=chat_id, text=text, reply_markup={"inline_keyboard": rows}).result
        return message

    def kinds(self) -> list[str]:
        """The kinds of the updates that wait, which are confirmed by this."""
        updates = self("getUpdates").result
        if updates:
            self("getUpdates", offset=updates[-1]["update_id"] + 1)
        return [kind for update in updates for kind in update if kind != "update_id"]


@dataclass
class Hook:
    """A bot's webhook that answers as it is told.

    Attributes:
        url: its address.
        bodies, headers: what was posted.
        reply: the status, headers and body of the answer to an update; 200 by default.
    """

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    reply: Callable[[dict[str, Any]], tuple[int, dict[str, str], bytes]] = lambda update: (200, {}, b"")

    @property
    def ids(self) -> list[int]:
        """The ids of the updates posted."""
        return [body["update_id"] for body in self.bodies]


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    """An emulator that takes webhooks on the loopback interface; its bot hears all that is said in groups."""
    with Emulator(allow_http=True, retry_seconds=0.01, privacy=False).running() as telegram:
        yield telegram


@pytest.fixture
def bot(telegram: Emulator) -> Iterator[Bot]:
    """Its bot."""
    bot = Bot(telegram)
    yield bot
    bot.http.close()


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook, not yet set."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            hook.headers.append(dict(self.headers))
            hook.bodies.append(body)
            status, headers, content = hook.reply(body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing of each request."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Say nothing of a connection that was cut before its answer."""

    with Server(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        hook.url = f"http://127.0.0.1:{server.server_address[1]}/webhooks/telegram"
        yield hook
        server.shutdown()
