"""More connections than the server bears, some that drip, and their end when it stops."""

from __future__ import annotations

import json
import resource
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests

from bot import connections
from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import Settings
from bot.evaluation.running import SECRET
from tests.channels.small_server import Parrot, serving
from tests.channels.web.visitor import Visitor, refusal

LIVE = "/webhooks/web/health/live"
HEAD = f"GET {LIVE} HTTP/1.1\r\nHost: a\r\n\r\n".encode()


@pytest.fixture
def dial():
    """Makes connections, which are closed at the end."""
    with ExitStack() as stack:

        def connect(server):
            host, port = server.removeprefix("http://").split(":")
            return stack.enter_context(socket.create_connection((host, int(port)), timeout=30))

        yield connect


def all_of(connection):
    """What comes until the server closes it."""
    received = b""
    while part := connection.recv(65536):
        received += part
    return received


def refused(received):
    """The error that an answer tells."""
    assert received.startswith(b"HTTP/1.1 503")
    error = json.loads(received.partition(b"\r\n\r\n")[2])["error"]
    assert "05 49 61 60 74" in error["message"].replace("\u202f", " ").replace("\xa0", " ")
    return error["code"]


def test_silent_connections_give_way_to_who_has_something_to_say(serve, dial):
    server = serve(connections=10)
    silent = [dial(server) for _ in range(30)]
    assert Visitor(server).sends(text="bonjour")[0]["text"] == "bonjour"
    assert all_of(silent[0]) == b"", "the one that was silent for longest is closed"


def test_who_finds_no_room_reads_why_in_french_and_other_sites_may_read_it(serve, parrot, monkeypatch, dial):
    monkeypatch.setattr(connections, "_SURPLUS", 2)
    server = serve(connections=4, origins=frozenset({"https://a.fr"}))
    visitors = [Visitor(server) for _ in range(5)]
    with ThreadPoolExecutor() as pool:
        busy = [pool.submit(visitor.sends, text="attends") for visitor in visitors[:4]]
        until(lambda: parrot.heard.count("attends") == 4)
        response = visitors[4].call("POST", "/messages", headers={"Origin": "https://a.fr"}, json={"text": "et moi ?"})
        assert refusal(response) == (503, "too_many_connections")
        assert response.headers["access-control-allow-origin"] == "https://a.fr"
        assert response.headers["connection"] == "close"
        assert requests.get(server + LIVE, timeout=30).status_code == 200, "who watches over it does not take it for dead"
        parrot.go_on.set()
        assert [call.result()[0]["text"] for call in busy] == ["attends"] * 4
    assert visitors[4].sends(text="et moi ?")[0]["text"] == "et moi ?"
    assert "et moi ?" not in parrot.heard[:4]


def test_those_after_them_read_it_at_once(serve, parrot, monkeypatch, dial):
    monkeypatch.setattr(connections, "_SURPLUS", 0)
    server = serve(connections=2)
    visitors = [Visitor(server) for _ in range(2)]
    with ThreadPoolExecutor() as pool:
        busy = [pool.submit(visitor.sends, text="attends") for visitor in visitors]
        until(lambda: parrot.heard.count("attends") == 2)
        assert refused(all_of(dial(server))) == "too_many_connections"
        parrot.go_on.set()
        assert all(call.result() for call in busy)


@pytest.fixture
def hasty(monkeypatch):
    """A head has a second to come."""
    monkeypatch.setattr(connections, "_SECONDS_FOR_A_HEAD", 1)


def test_who_sends_nothing_is_cut_off(serve, dial, hasty):
    begun = time.monotonic()
    assert all_of(dial(serve())) == b""
    assert time.monotonic() - begun < 5


def test_a_head_that_drips_is_cut_off(serve, dial, hasty):
    connection = dial(serve())
    begun = time.monotonic()
    connection.settimeout(0.2)
    received = b""
    for byte in HEAD[:-4] + b"\r\nX: " + b"a" * 1000:
        try:
            connection.sendall(bytes([byte]))
            received += connection.recv(65536)
        except TimeoutError:
            continue
        except OSError:
            break
        if received:
            break
    assert time.monotonic() - begun < 5
    assert received.startswith(b"HTTP/1.1 408")
    assert json.loads(received.partition(b"\r\n\r\n")[2])["error"]["code"] == "request_timeout"


def test_a_browser_may_be_silent_between_two_requests(serve, dial, hasty):
    connection = dial(serve())
    for _ in range(2):
        connection.sendall(HEAD)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        time.sleep(2.5)
    connection.sendall(HEAD)
    assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def test_no_more_is_borne_than_files_may_be_open(monkeypatch):
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (asked[-1][0] if asked else 256, 512))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: asked.append(limits))
    assert connections._affordable(500) == 512 - connections._SURPLUS - connections._FILES_BESIDE
    assert asked == [(512, 512)]


def test_without_a_file_to_spare_an_error_is_told_in_french(serve, dial):
    server = serve()
    visitor = Visitor(server)
    visitor.sends(text="avant")
    connection = dial(server)
    connection.sendall(HEAD)
    assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    content = b'{"text":"pendant"}'
    path = f"/webhooks/web/conversations/{visitor.conversation}"
    head = f"POST {path}/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {visitor.token}\r\n"
    files, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, limit))
    try:
        connection.sendall(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
        received = connection.recv(65536)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, limit))
    assert received.startswith(b"HTTP/1.1 500")
    assert "le centre peut vous aider" in received.decode()
    assert [message["text"] for message in visitor.history()] == ["avant", "avant"]


def until(holds):
    """Wait for something."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def stopping(parrot, database, request):
    """A server in front of the parrot, and what has it stop: it comes back once it did."""
    settings = Settings(SECRET, f"sqlite:///{database}", stop_seconds=getattr(request, "param", 10))
    stack = ExitStack()
    server = stack.enter_context(serving(WebChannel(settings), parrot))
    yield server, stack.close
    stack.close()


def test_a_server_that_stops_finishes_what_it_answers_and_refuses_what_waits(stopping, parrot, database, dial):
    server, stop = stopping
    visitor = Visitor(server)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(visitor.call, "POST", "/messages", json={"text": "attends"})
        until(lambda: parrot.heard)
        second = pool.submit(visitor.call, "POST", "/messages", json={"text": "et encore"})
        silent, begun = dial(server), dial(server)
        begun.sendall(b"GET / HT")
        time.sleep(0.3)
        stopped = pool.submit(stop)
        assert all_of(silent) == b""
        assert all_of(begun) == b""
        host, port = server.removeprefix("http://").split(":")
        until(lambda: not listens(host, int(port)))
        assert not first.done()
        parrot.go_on.set()
        assert first.result().status_code == 200
        assert first.result().headers["connection"] == "close"
        assert refusal(second.result()) == (503, "stopping")
        stopped.result(timeout=5)
    with serving_again(database) as again:
        visitor.server = again
        assert [message["text"] for message in visitor.history()] == ["attends", "attends"]


@pytest.mark.parametrize("stopping", [1], indirect=True)
def test_a_server_that_stops_waits_no_longer_than_it_may(stopping, parrot, database):
    server, stop = stopping
    visitor = Visitor(server)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(visitor.call, "POST", "/messages", json={"text": "attends"})
        until(lambda: parrot.heard)
        begun = time.monotonic()
        stop()
        assert time.monotonic() - begun < 4
        answered(first)
    with serving_again(database) as again:
        visitor.server = again
        assert visitor.history() == []


def test_who_left_is_answered_before_the_server_stops(stopping, parrot, database):
    server, stop = stopping
    visitor = Visitor(server)
    address = f"{server}/webhooks/web/conversations/{visitor.conversation}/messages"
    with pytest.raises(requests.Timeout):
        requests.post(address, json={"text": "attends"}, headers={"Authorization": f"Bearer {visitor.token}"}, timeout=0.5)
    threading.Timer(1, parrot.go_on.set).start()
    stop()
    with serving_again(database) as again:
        visitor.server = again
        assert [message["text"] for message in visitor.history()] == ["attends", "attends"]


def answered(call):
    """Nobody was told that it is kept."""
    try:
        assert call.result().status_code == 503
    except requests.ConnectionError:
        return


def listens(host, port):
    """Whether somebody does."""
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True


def serving_again(database):
    """The next server."""
    return serving(WebChannel(Settings(SECRET, f"sqlite:///{database}")), Parrot(database))
