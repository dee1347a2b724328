"""The token: nothing of a conversation is read, changed or deleted without it."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone
from typing import Any

import jwt
import pytest
import requests

from bot.evaluation.running import SECRET
from tests.channels.web.visitor import CALLS, Visitor, refusal

BASE = "/webhooks/web"


def token(conversation, secret=SECRET, algorithm="HS256", **changes):
    claims = {"sub": conversation, "aud": "web", "exp": datetime.now(timezone.utc) + timedelta(hours=1), **changes}
    return jwt.encode({key: value for key, value in claims.items() if value is not None}, secret, algorithm=algorithm)


def _expired(conversation):
    return token(conversation, exp=datetime.now(timezone.utc) - timedelta(seconds=1))


def test_a_conversation_is_opened_with_a_token_for_a_day(server):
    bodies: list[dict[str, Any]] = [{"json": {}}, {}, {"data": b""}]
    for body in bodies:
        response = requests.post(server + BASE + "/conversations", timeout=60, **body)
        assert response.status_code == 201
        opened = response.json()
        assert sorted(opened) == ["conversation", "expires", "token"]
        assert len(opened["conversation"]) == 22
        expires = datetime.fromisoformat(opened["expires"].replace("Z", "+00:00"))
        assert abs(expires - datetime.now(timezone.utc) - timedelta(hours=24)) < timedelta(minutes=1)


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_nothing_is_read_changed_or_deleted_without_the_conversations_token(server, method, path, body):
    theirs, mine = Visitor(server), Visitor(server)
    theirs.says("j'ai 22 ans, quelle est la paie d'un apprenti clerc gestionnaire ?")
    before = theirs.history()

    def refused(authorization):
        response = theirs.call(method, path, headers={"Authorization": authorization}, json=body)
        assert "22 ans" not in response.text
        return refusal(response)

    signed_by_nobody = jwt.encode({"sub": theirs.conversation, "aud": "web"}, "", algorithm="none")
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


def test_the_scheme_is_read_as_http_reads_it(visitor):
    assert visitor.call("GET", headers={"Authorization": f"bearer {visitor.token}"}).status_code == 200
