"""The site: the widgets' pages and the others' scripts. The bot is a server of its own."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.widgets.candidates import CANDIDATES

PAGES = Path(__file__).parent / "pages"


class Site(ThreadingHTTPServer):
    """Serves `/<a policy's number, -1 for none>/<a page>`, and what the pages need."""

    bot = ""

    @property
    def address(self) -> str:
        """Its own address."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"
    # Else the system may hold back an answer's second packet for tens of milliseconds.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        _, *policy, name = urlsplit(self.path).path.split("/")
        file = f"{name}.html" if policy else name
        content = compressed(file, self.server.bot)
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", f"{mimetypes.guess_type(file)[0]}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        if policy:
            candidate = next(candidate for candidate in CANDIDATES if candidate.page == name)
            header = [*candidate.policies.values(), ""][int(policy[0])]
            self.send_header("Content-Security-Policy", header.replace("$bot", self.server.bot))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


@cache
def compressed(name: str, bot: str = "") -> bytes:
    """A file of a page or a widget's script, as it is sent; empty if there is none."""
    if (PAGES / name).is_file():
        return gzip.compress((PAGES / name).read_bytes().replace(b"$bot", bot.encode()))
    for candidate in CANDIDATES:
        for script in filter(None, (candidate.script, candidate.fuller)):
            if candidate.package and Path(script).name == name:
                return gzip.compress(candidate.package.file(script))
    return b""


@contextmanager
def serving() -> Iterator[Site]:
    """The site, for as long as the block lasts; it wants to be told the bot's address."""
    with Site(("127.0.0.1", 0), _Handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()
