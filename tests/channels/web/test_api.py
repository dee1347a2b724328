"""The contract in front of the real bot: what is answered, and what is refused; what the bot says is tested elsewhere."""

from __future__ import annotations

import json
import socket
import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from bot.channels.errors import error_texts
from tests.channels.web.visitor import Visitor, refusal
from tests.figures import TUITION

BASE = "/webhooks/web"


def test_an_answer_is_a_line_of_json_with_text_and_buttons(visitor):
    answer, end = visitor.sends(text="c'est combien le clerc gestionnaire ?")
    assert sorted(answer) == ["buttons", "citations", "id", "table", "text", "type", "understood"]
    assert answer["type"] == "answer"
    assert TUITION in answer["text"].replace("\u202f", " ").replace("\u00a0", " ")
    assert [sorted(button) for button in answer["buttons"]] == [["id", "title"]] * len(answer["buttons"])
    assert "Le financement" in [button["title"] for button in answer["buttons"]]
    assert end == {"type": "end"}
    (citation,) = answer["citations"]
    assert citation["title"] == "Clerc gestionnaire"
    assert answer["understood"] is True
    # The history gives the same again.
    assert {key: visitor.history()[-1][key] for key in ("citations", "table")} == {
        "citations": answer["citations"],
        "table": answer["table"],
    }


def test_a_pressed_button_is_answered_and_shown_by_its_title(visitor):
    buttons = visitor.sends(text="c'est combien le clerc gestionnaire ?")[0]["buttons"]
    funding = next(button for button in buttons if button["title"] == "Le financement")
    assert "OPCO" in visitor.sends(button=funding["id"])[0]["text"]
    assert [m["text"] for m in visitor.history() if m["from"] == "visitor"][-1] == "Le financement"


def test_a_button_offered_long_ago_may_still_be_pressed(visitor):
    button = visitor.sends(text="c'est combien le clerc gestionnaire ?")[0]["buttons"][0]
    visitor.sends(text="et pour le clerc expert ?")
    assert visitor.sends(button=button["id"])[-1] == {"type": "end"}


def test_what_a_button_stands_for_never_leaves_the_server(visitor):
    lines = visitor.sends(text="quelles sont les missions ?")
    assert "ask_" not in json.dumps(lines) + visitor.call("GET").text


def test_history_is_what_was_said_with_the_same_ids(visitor):
    question = "  c'est combien le clerc gestionnaire ?\n"
    answer = visitor.sends(text=question)[0]
    first, second = visitor.history()
    assert (first["from"], first["text"], first["id"], first["buttons"]) == ("visitor", question.strip(), None, [])
    assert (second["from"], second["text"], second["id"]) == ("bot", answer["text"], answer["id"])
    assert second["buttons"] == answer["buttons"]
    times = [datetime.fromisoformat(message["at"].replace("Z", "+00:00")) for message in (first, second)]
    assert times == sorted(times)
    assert datetime.now(timezone.utc) - times[0] < timedelta(minutes=5)


def test_history_of_a_new_conversation_is_empty(visitor):
    response = visitor.call("GET")
    assert response.json() == {"conversation": visitor.conversation, "messages": []}


def test_feedback_is_kept_with_question_and_answer_and_may_be_changed(visitor, server_database):
    visitor.says("bonjour")
    answer = visitor.sends(text="c'est combien le clerc gestionnaire ?")[0]
    for helpful, comment in ((True, ""), (False, "Il manque les frais, merci ! 😬")):
        body = {"answer": answer["id"], "helpful": helpful, **({"comment": comment} if comment else {})}
        response = visitor.call("POST", "/feedback", json=body)
        assert (response.status_code, response.content) == (204, b"")
    with sqlite3.connect(server_database) as connection:
        query = "select answer, helpful, comment, question, text from web_feedback where conversation = ?"
        rows = connection.execute(query, (visitor.conversation,)).fetchall()
    question = "c'est combien le clerc gestionnaire ?"
    assert rows == [(answer["id"], 0, "Il manque les frais, merci ! 😬", question, answer["text"])]


def test_a_button_that_was_not_offered_here_is_refused(server):
    mine, theirs = Visitor(server), Visitor(server)
    offered = theirs.sends(text="c'est combien le clerc gestionnaire ?")[0]["buttons"][0]["id"]
    mine.says("c'est combien le clerc gestionnaire ?")
    for button in (offered, "", "Le financement", "/ask_price", '/ask_price{"certificate": "clerc_expert"}'):
        assert refusal(mine.call("POST", "/messages", json={"button": button})) == (422, "unknown_button")


def test_feedback_on_what_the_bot_did_not_answer_here_is_refused(server):
    mine, theirs = Visitor(server), Visitor(server)
    answer = theirs.sends(text="bonjour")[0]["id"]
    mine.says("bonjour")
    for unknown in (answer, "", answer + "0"):
        body = {"answer": unknown, "helpful": True}
        assert refusal(mine.call("POST", "/feedback", json=body)) == (422, "unknown_answer")


@pytest.mark.parametrize(
    "path",
    [
        "/rien",
        BASE,
        BASE + "/",
        BASE + "/rien",
        BASE + "/conversations/a/b",
        "/demo/rien",
        "/demo/..%2fapi.py",
        "/%ff",
        "/widget.js.map",
    ],
)
def test_other_addresses_are_not_found(server, path):
    assert refusal(requests.get(server + path, timeout=60)) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/conversations", {"POST"}),
        ("PUT", "/conversations", {"POST"}),
        ("POST", "/conversations/x", {"GET", "DELETE"}),
        ("GET", "/conversations/x/messages", {"POST"}),
        ("DELETE", "/conversations/x/feedback", {"POST"}),
        ("POST", "/health/live", {"GET", "HEAD"}),
        ("TRACE", "/openapi.json", {"GET", "HEAD"}),
        ("RIEN", "/openapi.json", {"GET", "HEAD"}),
    ],
)
def test_other_methods_are_told_which_there_are(server, method, path, allowed):
    response = requests.request(method, server + BASE + path, timeout=60)
    assert refusal(response) == (405, "method_not_allowed")
    assert set(response.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize("path", [BASE + "/health/live", BASE + "/health/ready", BASE + "/openapi.json", "/demo/demo.css", "/"])
def test_head_is_answered_as_get_without_a_body(server, path):
    asked, head = (requests.request(method, server + path, timeout=60) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == asked.headers["content-type"]


def test_head_of_the_widget_is_answered_as_get(server):
    asked, head = (requests.request(method, f"{server}/widget.js", timeout=60) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content, head.headers.get("etag")) == (asked.status_code, b"", asked.headers.get("etag"))


def test_what_is_no_http_gets_an_error_in_json(server):
    address = urlsplit(server)
    sent_and_status = {
        b"rien\r\n\r\n": b"400",
        b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n": b"400",
        b"POST /webhooks/web/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: beaucoup\r\n\r\n": b"400",
        b"POST /webhooks/web/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n": b"400",
        b"GET /webhooks/web/health/live HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n": b"413",
    }
    for sent, status in sent_and_status.items():
        with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
            connection.sendall(sent)
            received = connection.recv(10_000)
        head, _, body = received.partition(b"\r\n\r\n")
        assert head.split(b" ")[1] == status, received
        assert json.loads(body)["error"]["code"] in ("invalid_request", "body_too_large")


def test_answers_of_the_interface_are_not_kept_by_browsers_and_proxies(visitor):
    for response in (visitor.call("GET"), visitor.call("POST", "/messages", json={"text": "bonjour"}), visitor.call("PUT")):
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"


def test_every_error_of_the_contract_is_tried_here():
    """Each code stands in a test of this folder."""
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [code for code in error_texts() if f'"{code}"' not in tests] == []


def test_a_long_conversation_goes_on_as_it_was(visitor):
    """The bot knows what it is about, and says once that it is none of us, though Rasa has seen several sessions of it."""
    visitor.says("c'est combien le clerc gestionnaire ?")
    for _ in range(40):
        visitor.says("merci")
    assert "clerc gestionnaire" in visitor.says("et la durée ?")
    told = [message["text"] for message in visitor.history()]
    assert len(told) == 2 * 42
    assert sum("assistant automatique" in text for text in told) == 1
