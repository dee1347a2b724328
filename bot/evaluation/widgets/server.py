"""A server of the pages that answers at once: the web channel for our widget, one address that echoes for the others."""

from __future__ import annotations

import gzip
import json
import mimetypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.evaluation.widgets.candidates import CANDIDATES, PAGES

# A message with this word is answered late.
SLOW = "lentement"
_SLOW_SECONDS = 1.0
_CONVERSATIONS = "/webhooks/web/conversations"


def answer(text: str) -> str:
    """What is answered to a message."""
    return f"Réponse à {text}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Else the system may hold back an answer's second packet for tens of milliseconds.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        _, *folders, name = self.path.split("/")
        if folders:
            return self._page(name, folders[0])
        script = next((candidate.script for candidate in CANDIDATES if candidate.script.name == name), None)
        return self._file(script or PAGES / Path(name).name, {"Cache-Control": "public, max-age=3600"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if self.path == "/talk":
            return self._reply(200, json.dumps({"text": _said(body["messages"][-1]["text"])}).encode(), "application/json")
        if self.path == _CONVERSATIONS:
            opened = {"conversation": "c", "token": "t", "expires": "2099-01-01T00:00:00Z"}
            return self._reply(201, json.dumps(opened).encode(), "application/json")
        if self.path == f"{_CONVERSATIONS}/c/messages":
            events = [{"type": "answer", "id": "a", "text": _said(body["text"]), "buttons": []}, {"type": "end"}]
            return self._reply(200, "".join(json.dumps(event) + "\n" for event in events).encode(), "application/x-ndjson")
        return self._reply(404, b"{}", "application/json")

    def _page(self, name: str, policy: str) -> None:
        candidate = next((candidate for candidate in CANDIDATES if candidate.page == name), None)
        if candidate is None or policy not in candidate.policies:
            return self._reply(404, b"", "text/plain")
        header = candidate.policies[policy]
        return self._file(PAGES / f"{name}.html", {"Content-Security-Policy": header} if header else {})

    def _file(self, path: Path, headers: dict[str, str]) -> None:
        if not path.is_file():
            return self._reply(404, b"", "text/plain")
        kind = f"{mimetypes.guess_type(path)[0]}; charset=utf-8"
        return self._reply(200, compressed(path), kind, {**headers, "Content-Encoding": "gzip"})

    def _reply(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


def _said(text: str) -> str:
    if SLOW in text:
        time.sleep(_SLOW_SECONDS)
    return answer(text)


@lru_cache(maxsize=None)
def compressed(path: Path) -> bytes:
    """A file as it is sent."""
    return gzip.compress(path.read_bytes(), mtime=0)


@contextmanager
def running() -> Iterator[str]:
    """The server's address, for as long as the block lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
