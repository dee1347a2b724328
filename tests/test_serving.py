"""How the server starts."""

from __future__ import annotations

import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest
import requests

from bot.evaluation.running import START_SECONDS, free_port, running
from bot.starting import page
from tests.channels.web.visitor import Visitor


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:5005/"),
        ("localhost", "http://localhost:5005/"),
        ("::1", "http://[::1]:5005/"),
        ("2001:db8::7", "http://[2001:db8::7]:5005/"),
        ("0.0.0.0", "http://127.0.0.1:5005/"),
        ("::", "http://[::1]:5005/"),
    ],
)
def test_the_address_that_is_told_is_one_that_a_browser_opens(host, address):
    assert page(host, 5005) == address


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has loaded")
def test_what_trains_networks_is_not_loaded(server):
    port = server.rpartition(":")[2].encode()
    of_server = [
        folder for folder in Path("/proc").glob("[0-9]*") if b"--port\0" + port + b"\0" in (folder / "cmdline").read_bytes()
    ]
    assert of_server
    for process in of_server:
        assert not re.search(r"tensorflow|torch", (process / "maps").read_text())


@pytest.mark.long
def test_a_server_stops_within_seconds_though_browsers_keep_their_connections(tmp_path):
    with ExitStack() as browsers, ExitStack() as server:
        address = server.enter_context(running(tmp_path / "conversations.db"))
        host, port = address.removeprefix("http://").split(":")
        for _ in range(20):
            browsers.enter_context(socket.create_connection((host, int(port))))
        assert browsers.enter_context(requests.Session()).get(address, timeout=60).status_code == 200
        begun = time.monotonic()
        server.close()
        assert time.monotonic() - begun < 15


@pytest.mark.long
def test_who_comes_as_soon_as_it_is_ready_is_understood(tmp_path: Path):
    port, deadline = free_port(), time.monotonic() + START_SECONDS

    def ask() -> str:
        server = f"http://127.0.0.1:{port}"
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{server}/webhooks/web/health/ready", timeout=60).ok:
                    break
            except requests.ConnectionError:
                time.sleep(0.01)
        return Visitor(server).says("combien coûte le clerc gestionnaire ?")

    with ThreadPoolExecutor(1) as pool, patch("bot.evaluation.running.free_port", lambda: port):
        asked = pool.submit(ask)
        with running(tmp_path / "conversations.db"):
            assert "7840" in asked.result(60)
