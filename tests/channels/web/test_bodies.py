"""What a request may hold: no other bodies than messages, no texts that are empty, nothing too large or too late."""

from __future__ import annotations

import json
import socket
import sqlite3
from urllib.parse import urlsplit

import pytest
import requests

from tests.channels.web.visitor import refusal

BASE = "/webhooks/web"


@pytest.mark.parametrize(
    "text",
    [
        "/greet",
        "/restart",
        '/ask_price{"certificate": "clerc_gestionnaire"}',
        '/ask_price@1.0{"certificate": "clerc_gestionnaire"}',
        " \n /greet",
        "\u200b/greet",
        "\ufeff/greet",
        "😀/greet",
        "😀 / greet",
        "／greet",
        "<b>/greet",
        "</b> /greet",
        ":D/greet",
        "🄋/greet",
        "...<i>/greet",
    ],
)
def test_typed_text_is_plain_text_whatever_it_begins_with(visitor, server_database, text):
    """The one that names an intent is Rasa's handler of « /intent », which gives no other intent a chance."""
    visitor.says(text)
    with sqlite3.connect(server_database) as connection:
        query = "select data from events where sender_id = ? and type_name = 'user'"
        (event,) = connection.execute(query, (f"web:{visitor.conversation}",)).fetchone()
    parsed = json.loads(event)["parse_data"]
    assert "normalised_text" in parsed, parsed
    assert parsed["intent"]["name"] == "out_of_scope" or len(parsed["intent_ranking"]) > 1
    assert visitor.history()[0]["text"] == text.strip()


@pytest.mark.parametrize("text", ["/", "/{", "//", "😬", "?", "a" * 1000, "<script>alert(1)</script>", "\x00", "أهلا", "‮abc"])
def test_odd_texts_are_answered_or_refused_as_empty(visitor, text):
    response = visitor.call("POST", "/messages", json={"text": text})
    if response.status_code == 200:
        assert json.loads(response.content.splitlines()[0])["text"]
    else:
        assert refusal(response) == (422, "empty_text")
        assert not text.isprintable()


BAD_BODIES = {
    b"{": "malformed_json",
    b"bonjour": "malformed_json",
    b'{"text": "bonjour"} {}': "malformed_json",
    b"[" * 16_000: "invalid_request",
    b'{"text": "\\ud800"}': "malformed_json",
    b'{"text": "\xff"}': "invalid_encoding",
    '{"text": "é"}'.encode("latin-1"): "invalid_encoding",
    '{"text": "é"}'.encode("utf-16"): "invalid_encoding",
    b"": "invalid_request",
    b"null": "invalid_request",
    b'["bonjour"]': "invalid_request",
    b'{"text": 1}': "invalid_request",
    b'{"text": ["bonjour"]}': "invalid_request",
    b'{"text": null, "button": null}': "invalid_request",
    b'{"text": "bonjour", "button": "x"}': "invalid_request",
    b'{"text": "bonjour", "sender": "web:other"}': "invalid_request",
    b'{"message": "bonjour"}': "invalid_request",
}


@pytest.mark.parametrize(("body", "code"), BAD_BODIES.items(), ids=[repr(body[:30]) for body in BAD_BODIES])
def test_a_body_that_is_not_a_message_is_refused(visitor, body, code):
    assert refusal(visitor.call("POST", "/messages", data=body)) == (400, code)
    assert visitor.history() == []


@pytest.mark.parametrize(
    "body", [{}, {"answer": "x.1"}, {"helpful": True}, {"answer": "x.1", "helpful": "oui"}, {"answer": 1, "helpful": True}]
)
def test_a_body_that_is_no_feedback_is_refused(visitor, body):
    assert refusal(visitor.call("POST", "/feedback", json=body)) == (400, "invalid_request")


def test_a_body_that_is_not_empty_opens_nothing(server):
    for body, code in ((b'{"id": "mine"}', "invalid_request"), (b"[]", "invalid_request"), (b"\xff", "invalid_encoding")):
        assert refusal(requests.post(server + BASE + "/conversations", data=body, timeout=60)) == (400, code)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u2060", "\u00a0", "\x00\x01"])
def test_an_empty_text_is_refused(visitor, text):
    assert refusal(visitor.call("POST", "/messages", json={"text": text})) == (422, "empty_text")


def test_a_text_has_a_thousand_characters_at_most(visitor):
    assert visitor.sends(text="é😬" * 500)[-1] == {"type": "end"}
    response = visitor.call("POST", "/messages", json={"text": "é" * 1001})
    assert refusal(response) == (422, "text_too_long")
    assert "1\u202f001 caractères, pour 1\u202f000 au plus" in response.json()["error"]["message"]


def test_a_comment_has_a_thousand_characters_at_most(visitor):
    answer = visitor.sends(text="bonjour")[0]["id"]
    assert visitor.call("POST", "/feedback", json={"answer": answer, "helpful": True, "comment": "a" * 1000}).status_code == 204
    body = {"answer": answer, "helpful": True, "comment": "a" * 1001}
    assert refusal(visitor.call("POST", "/feedback", json=body)) == (422, "text_too_long")


@pytest.mark.parametrize("size", [16 * 1024 + 1, 200_000, 900_000, 5_000_000])
def test_a_body_has_16_kilobytes_at_most(visitor, size):
    assert refusal(visitor.call("POST", "/messages", data=b'"' + b"a" * (size - 2) + b'"')) == (413, "body_too_large")
    assert visitor.says("bonjour")


def test_a_body_in_pieces_has_16_kilobytes_at_most_too(visitor):
    assert refusal(visitor.call("POST", "/messages", data=(b"a" * 1000 for _ in range(100)))) == (413, "body_too_large")
    pieces = [b'{"text": ', b'"bonjour"', b"}"]
    assert visitor.call("POST", "/messages", data=iter(pieces)).status_code == 200


def test_a_body_that_does_not_come_to_its_end_is_not_waited_for(serve, monkeypatch):
    monkeypatch.setattr("bot.channels.web.messages._SECONDS_TO_ARRIVE", 0.1)
    address = urlsplit(serve())
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.sendall(b"POST /webhooks/web/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
        received = connection.recv(10_000)
    assert received.split(b" ")[1] == b"408"
    assert json.loads(received.partition(b"\r\n\r\n")[2])["error"]["code"] == "request_timeout"
