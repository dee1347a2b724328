"""The contract, row by row and error by error, in front of the real bot; what the bot says is tested elsewhere."""

from __future__ import annotations

import json
import socket
import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import jwt
import pytest
import requests

from bot.channels.errors import error_texts
from bot.evaluation.running import SECRET
from tests.channels.web.visitor import Visitor, refusal

BASE = "/webhooks/web"


def token(conversation, secret=SECRET, algorithm="HS256", **changes):
    claims = {"sub": conversation, "aud": "web", "exp": datetime.now(timezone.utc) + timedelta(hours=1), **changes}
    return jwt.encode({key: value for key, value in claims.items() if value is not None}, secret, algorithm=algorithm)


def test_a_conversation_is_opened_with_a_token_for_a_day(server):
    for body in ({"json": {}}, {}, {"data": b""}):
        response = requests.post(server + BASE + "/conversations", timeout=60, **body)
        assert response.status_code == 201
        opened = response.json()
        assert sorted(opened) == ["conversation", "expires", "token"]
        assert len(opened["conversation"]) == 22
        expires = datetime.fromisoformat(opened["expires"].replace("Z", "+00:00"))
        assert abs(expires - datetime.now(timezone.utc) - timedelta(hours=24)) < timedelta(minutes=1)


def test_an_answer_is_a_line_of_json_with_text_and_buttons(visitor):
    answer, end = visitor.sends(text="c'est combien le clerc gestionnaire ?")
    assert sorted(answer) == ["buttons", "id", "text", "type"]
    assert answer["type"] == "answer"
    assert "7 840 €" in answer["text"].replace("\u202f", " ").replace("\u00a0", " ")
    assert [sorted(button) for button in answer["buttons"]] == [["id", "title"]] * len(answer["buttons"])
    assert "Le financement" in [button["title"] for button in answer["buttons"]]
    assert end == {"type": "end"}


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


def test_a_deleted_conversation_is_forgotten_by_the_server(visitor, server_database):
    answer = visitor.sends(text="j'ai 22 ans, quelle est la paie d'un apprenti clerc gestionnaire ?")[0]
    visitor.call("POST", "/feedback", json={"answer": answer["id"], "helpful": False, "comment": "je m'appelle Jeanne"})
    deleted = visitor.call("DELETE")
    assert (deleted.status_code, deleted.content) == (204, b"")
    with sqlite3.connect(server_database) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        rows = [str(row) for table in tables for row in connection.execute(f"select * from {table}")]
    assert {"events", "web_conversations", "web_feedback"} <= set(tables)
    assert [row for row in rows if visitor.conversation in row] == []
    for method, path, body in (("GET", "", None), ("DELETE", "", None), ("POST", "/messages", {"text": "et là ?"})):
        assert refusal(visitor.call(method, path, json=body)) == (404, "unknown_conversation")
    body = {"answer": answer["id"], "helpful": True}
    assert refusal(visitor.call("POST", "/feedback", json=body)) == (404, "unknown_conversation")


def test_deleting_one_conversation_leaves_the_others(server):
    kept, deleted = Visitor(server), Visitor(server)
    for visitor in (kept, deleted):
        visitor.says("bonjour")
    assert deleted.call("DELETE").status_code == 204
    assert kept.history()[0]["text"] == "bonjour"


def test_who_asks_the_bot_itself_to_be_forgotten_is(visitor, server_database):
    answer = visitor.sends(text="j'ai 22 ans, quelle est la paie d'un apprenti clerc gestionnaire ?")[0]
    visitor.call("POST", "/feedback", json={"answer": answer["id"], "helpful": True, "comment": "merci"})
    assert "j'ai oublie" in visitor.says("efface mes données s'il te plaît")
    assert visitor.history() == []
    with sqlite3.connect(server_database) as connection:
        query = "select count(*) from web_feedback where conversation = ?"
        assert connection.execute(query, (visitor.conversation,)).fetchone() == (0,)
    assert "7840" in visitor.says("c'est combien le clerc gestionnaire ?")


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


CALLS = [
    ("GET", "", None),
    ("DELETE", "", None),
    ("POST", "/messages", {"text": "bonjour"}),
    ("POST", "/feedback", {"answer": "x.1", "helpful": True}),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_nothing_is_read_changed_or_deleted_without_the_conversations_token(server, method, path, body):
    theirs, mine = Visitor(server), Visitor(server)
    theirs.says("j'ai 22 ans, quelle est la paie d'un apprenti clerc gestionnaire ?")
    before = theirs.history()

    def refused(authorization):
        response = theirs.call(method, path, headers={"Authorization": authorization}, json=body)
        assert "22 ans" not in response.text
        return refusal(response)

    signed_by_nobody = jwt.encode({"sub": theirs.conversation, "aud": "web"}, None, algorithm="none")
    head, claims, signature = theirs.token.split(".")
    bearers = {
        f"Bearer {mine.token}": "invalid_token",
        f"Bearer {token(theirs.conversation, secret='another secret of more than 32 characters')}": "invalid_token",
        f"Bearer {token(theirs.conversation, aud='other')}": "invalid_token",
        f"Bearer {token(theirs.conversation, aud=None)}": "invalid_token",
        f"Bearer {token(theirs.conversation, exp=None)}": "invalid_token",
        f"Bearer {token(None)}": "invalid_token",
        f"Bearer {signed_by_nobody}": "invalid_token",
        f"Bearer {head}.{claims}.{signature[:-4]}AAAA": "invalid_token",
        f"Bearer {head}.{mine.token.split('.')[1]}.{signature}": "invalid_token",
        f"Bearer {theirs.conversation}": "invalid_token",
        "Bearer ü": "invalid_token",
        "Bearer ": "missing_token",
        "Bearer": "missing_token",
        f"Basic {theirs.token}": "missing_token",
        "": "missing_token",
    }
    if method != "DELETE":
        bearers[f"Bearer {_expired(theirs.conversation)}"] = "expired_token"
    assert {bearer: refused(bearer.encode()) for bearer in bearers} == {bearer: (401, code) for bearer, code in bearers.items()}
    assert refusal(theirs.call(method, path, headers={"Authorization": None}, json=body)) == (401, "missing_token")
    assert theirs.history() == before


def test_who_comes_back_after_a_day_may_still_have_the_conversation_deleted(visitor, server_database):
    visitor.says("bonjour")
    assert visitor.call("DELETE", headers={"Authorization": f"Bearer {_expired(visitor.conversation)}"}).status_code == 204
    assert refusal(visitor.call("GET")) == (404, "unknown_conversation")
    with sqlite3.connect(server_database) as connection:
        query = "select count(*) from events where sender_id = ?"
        assert connection.execute(query, (f"web:{visitor.conversation}",)).fetchone() == (0,)


def _expired(conversation):
    return token(conversation, exp=datetime.now(timezone.utc) - timedelta(seconds=1))


def test_the_scheme_is_read_as_http_reads_it(visitor):
    assert visitor.call("GET", headers={"Authorization": f"bearer {visitor.token}"}).status_code == 200


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
        ("POST", "/health/live", {"GET"}),
        ("TRACE", "/openapi.json", {"GET"}),
        ("RIEN", "/openapi.json", {"GET"}),
    ],
)
def test_other_methods_are_told_which_there_are(server, method, path, allowed):
    response = requests.request(method, server + BASE + path, timeout=60)
    assert refusal(response) == (405, "method_not_allowed")
    assert set(response.headers["allow"].split(", ")) == allowed


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


def test_a_body_that_does_not_come_to_its_end_is_not_waited_for(serve, monkeypatch):
    monkeypatch.setattr("bot.channels.web.messages._SECONDS_TO_ARRIVE", 0.1)
    address = urlsplit(serve())
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.sendall(b"POST /webhooks/web/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
        received = connection.recv(10_000)
    assert received.split(b" ")[1] == b"408"
    assert json.loads(received.partition(b"\r\n\r\n")[2])["error"]["code"] == "request_timeout"


def test_health(server):
    assert requests.get(server + BASE + "/health/live", timeout=60).json() == {"status": "live"}
    assert requests.get(server + BASE + "/health/ready", timeout=60).json() == {"status": "ready"}


def test_answers_of_the_interface_are_not_kept_by_browsers_and_proxies(visitor):
    for response in (visitor.call("GET"), visitor.call("POST", "/messages", json={"text": "bonjour"}), visitor.call("PUT")):
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"


def test_without_an_agent_it_lives_and_is_not_ready(serve):
    server = serve(agent=None)
    assert requests.get(server + BASE + "/health/live", timeout=60).status_code == 200
    assert refusal(requests.get(server + BASE + "/health/ready", timeout=60)) == (503, "not_ready")
    visitor = Visitor(server)
    for method, path, body in CALLS:
        assert refusal(visitor.call(method, path, json=body)) == (503, "not_ready")


def test_without_a_model_it_is_not_ready(serve, parrot):
    server = serve()
    parrot.ready = False
    assert refusal(requests.get(server + BASE + "/health/ready", timeout=60)) == (503, "not_ready")
    assert refusal(Visitor(server).call("POST", "/messages", json={"text": "bonjour"})) == (503, "not_ready")


def test_without_its_database_it_is_not_ready(serve, database):
    server = serve()
    assert requests.get(server + BASE + "/health/ready", timeout=60).status_code == 200
    database.unlink()
    database.mkdir()
    assert refusal(requests.get(server + BASE + "/health/ready", timeout=60)) == (503, "not_ready")


def test_with_wrong_knowledge_it_is_not_ready(serve, monkeypatch):
    monkeypatch.setattr("bot.channels.web.api.problems", lambda knowledge: ["a quote is not in its sheet"])
    assert refusal(requests.get(serve() + BASE + "/health/ready", timeout=60)) == (503, "not_ready")


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
