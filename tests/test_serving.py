"""How the server starts."""

from __future__ import annotations

import re
import socket
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from bot.evaluation.running import running
from bot.starting import page


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
