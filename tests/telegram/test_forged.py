"""Whoever knows the webhook's address and not the secret gets nowhere; what is no update does no harm."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.channels.telegram.channel import MOST_BYTES
from bot.channels.telegram.line import PATH
from bot.channels.telegram.settings import secret_of
from tests.telegram.bots import answering

HEADER = "X-Telegram-Bot-Api-Secret-Token"
EXAMPLES = 2_500
KINDS = ("message", "edited_message", "callback_query", "channel_post", "my_chat_member", "poll", "inline_query")
INTENTS = ("/ask_price", '/greet{"a":1}', "/restart", " /session_start", "/forget_me{}")

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
person = st.fixed_dictionaries({"id": st.integers(-5, 5) | junk, "is_bot": st.booleans() | junk, "first_name": st.text() | junk})
chat = st.fixed_dictionaries(
    {"id": st.integers(-5, 5) | junk, "type": st.sampled_from(["private", "supergroup", "channel"]) | junk}
)
message = st.fixed_dictionaries(
    {"message_id": st.integers(1, 9) | junk, "date": st.integers(0, 2**31), "chat": chat | junk},
    optional={
        "from": person | junk,
        "text": st.text(max_size=50) | st.sampled_from(INTENTS) | junk,
        "entities": junk,
        "photo": junk,
        "reply_to_message": junk,
        "sender_chat": junk,
    },
)
query = st.fixed_dictionaries(
    {"id": st.text(max_size=9) | junk, "from": person | junk, "chat_instance": st.text(max_size=9)},
    optional={"message": message | junk, "data": st.text(max_size=70) | junk},
)
content = st.dictionaries(st.sampled_from(KINDS), message | query | junk, max_size=2)
broken = st.binary(max_size=60) | st.sampled_from(
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"[" * 50_000,
        b'{"update_id":1e999}',
        b'{"update_id":"1"}',
        b'\xef\xbb\xbf{"update_id":1}',
        b'{"update_id":-1}',
    ]
)
wrong_secret = (
    st.none()
    | st.sampled_from(["", "x", secret_of("another"), secret_of("123456:TEST-token")[:-1], "é"])
    | st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=64)
)


@pytest.fixture
def webhook(telegram, parrot, database):
    """The webhook's address."""
    with answering(telegram, parrot, database) as server:
        yield server + PATH


@pytest.mark.long
def test_forged_replayed_and_malformed_updates_are_not_answered(webhook, telegram, parrot, alice):
    secret = secret_of(telegram.token)
    genuine = alice.says("une vraie question")
    telegram.done()
    seen: dict[int, int] = {}
    session = requests.Session()

    def post(body: bytes, shown: str | None) -> int:
        headers = {} if shown is None else {HEADER: shown.encode()}
        response = session.post(webhook, data=body, headers=headers, timeout=30)
        assert response.content == b""
        seen[response.status_code] = seen.get(response.status_code, 0) + 1
        return response.status_code

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(st.sampled_from(["forged", "replayed", "malformed", "odd"]), content, broken, wrong_secret, st.integers(10**9, 2**63))
    def send(way: str, parts: dict[str, Any], raw: bytes, shown: str | None, number: int) -> None:
        heard = len(parrot.heard)
        if way == "forged":
            update = {
                "update_id": number,
                "message": {"message_id": 1, "date": 1, "chat": alice.chat.api(), "from": alice.user, "text": "/help"},
            }
            assert post(json.dumps(update).encode(), shown) == 403
        elif way == "replayed":
            update = {"update_id": genuine.update_id, "message": {**genuine.api(), "text": "autre chose"}}
            assert post(json.dumps(update).encode(), secret) == 200
        elif way == "malformed":
            assert post(raw, secret) == 200
        else:
            # With the secret it is Telegram's: it may be answered, and never with an error.
            assert post(json.dumps({"update_id": number, **parts}).encode(), secret) == 200
            return
        assert len(parrot.heard) == heard

    send()
    telegram.done()
    assert sum(seen.values()) >= 2_000
    assert set(seen) == {200, 403}
    assert telegram.said(alice) == ["une vraie question"]
    assert not [text for text in parrot.heard if text.startswith("/") and text not in ("/greet", "/help")]
    alice.says("encore une")
    assert telegram.said(alice) == ["une vraie question", "encore une"]


def test_what_is_too_big_is_dropped(webhook, telegram, alice):
    secret = secret_of(telegram.token)
    for body in (b"x" * (MOST_BYTES + 1), b'{"update_id": 1, "x": "' + b"x" * MOST_BYTES + b'"}'):
        assert requests.post(webhook, data=body, headers={HEADER: secret}, timeout=30).status_code == 200
    alice.says("a")
    assert telegram.said(alice) == ["a"]


def test_other_methods_have_nothing_there(webhook):
    assert requests.get(webhook, timeout=30).status_code == 405


def test_the_polling_server_has_nothing_there(telegram, parrot, database):
    with answering(telegram, parrot, database, "polling") as server:
        assert requests.post(server + PATH, timeout=30).status_code == 404


def test_the_same_update_at_the_same_time_is_answered_once(webhook, telegram, alice):
    update = {
        "update_id": 10**9,
        "message": {"message_id": 1, "date": 1, "chat": alice.chat.api(), "from": alice.user, "text": "a"},
    }
    alice.says("bonjour")
    telegram.done()
    threads = [
        threading.Thread(
            target=requests.post, args=(webhook,), kwargs={"json": update, "headers": {HEADER: secret_of(telegram.token)}}
        )
        for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert telegram.said(alice) == ["bonjour", "a"]
