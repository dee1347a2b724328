"""One thing at a time in a conversation, an answer to every message, nothing lost when somebody stops listening."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from bot.channels.dialogue import Dialogue
from tests.channels.small_server import DEFAULT
from tests.channels.web.visitor import Visitor, refusal
from tests.figures import PHONE


def test_a_bot_that_says_nothing_says_the_default_sentence_and_history_has_it(serve):
    visitor = Visitor(serve())
    answer, end = visitor.sends(text="rien")
    assert (answer["text"], end) == (DEFAULT, {"type": "end"})
    assert [(m["from"], m["text"], m["id"]) for m in visitor.history()] == [
        ("visitor", "rien", None),
        ("bot", DEFAULT, answer["id"]),
    ]


def test_a_bot_that_fails_at_once_is_an_error_without_a_stack_trace(serve):
    visitor = Visitor(serve())
    response = visitor.call("POST", "/messages", json={"text": "panne"})
    assert refusal(response) == (500, "internal_error")
    assert PHONE in response.json()["error"]["message"]
    assert visitor.sends(text="et maintenant ?")[0]["text"] == "et maintenant ?"


def test_a_bot_that_fails_in_the_middle_has_said_nothing(serve):
    """Neither has the visitor read an answer, nor is any kept."""
    visitor = Visitor(serve())
    response = visitor.call("POST", "/messages", json={"text": "panne au milieu"})
    assert refusal(response) == (500, "internal_error")
    assert "stack trace" not in response.text
    assert visitor.history() == []


@pytest.fixture
def asked(monkeypatch):
    """Fills with what asks for its turn in a conversation, in the order it came."""
    seen: list[str] = []
    alone = Dialogue.alone

    def noted(self, agent, conversation):
        seen.append(conversation)
        return alone(self, agent, conversation)

    monkeypatch.setattr(Dialogue, "alone", noted)
    return seen


def _until(holds):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_messages_sent_at_once_are_answered_in_the_order_they_came(serve, parrot, asked):
    visitor = Visitor(serve())
    with ThreadPoolExecutor() as pool:
        first = pool.submit(visitor.sends, text="attends")
        _until(lambda: "attends" in parrot.heard)
        others = []
        for number in range(5):
            others.append(pool.submit(visitor.sends, text=f"message {number}"))
            _until(lambda: len(asked) == len(others) + 1)
        assert parrot.heard == ["attends"]
        parrot.go_on.set()
        answers = [call.result()[0]["text"] for call in (first, *others)]
    said = ["attends", *(f"message {number}" for number in range(5))]
    assert answers == said
    assert [m["text"] for m in visitor.history() if m["from"] == "visitor"] == said


def test_another_conversation_does_not_wait(serve, parrot):
    server = serve()
    waiting, other = Visitor(server), Visitor(server)
    thread = threading.Thread(target=waiting.sends, kwargs={"text": "attends"})
    thread.start()
    assert other.sends(text="bonjour")[0]["text"] == "bonjour"
    parrot.go_on.set()
    thread.join()


def test_a_message_whose_sender_leaves_is_answered_and_kept(serve, parrot):
    visitor = Visitor(serve())
    call = ThreadPoolExecutor().submit(_leaves_early, visitor)
    _until(lambda: "attends" in parrot.heard)
    call.result()
    parrot.go_on.set()
    assert [m["text"] for m in visitor.history()] == ["attends", "attends"]


def _leaves_early(visitor):
    address = f"{visitor.server}/webhooks/web/conversations/{visitor.conversation}/messages"
    try:
        requests.post(address, json={"text": "attends"}, headers={"Authorization": f"Bearer {visitor.token}"}, timeout=0.5)
    except requests.Timeout:
        return
    raise AssertionError("it was answered before it left")


def test_a_message_that_waits_while_its_conversation_is_deleted_is_refused(serve, parrot, asked):
    visitor = Visitor(serve())
    with ThreadPoolExecutor() as pool:
        first = pool.submit(visitor.sends, text="attends")
        _until(lambda: "attends" in parrot.heard)
        deletion = pool.submit(visitor.call, "DELETE")
        _until(lambda: len(asked) == 2)
        late = pool.submit(visitor.call, "POST", "/messages", json={"text": "trop tard"})
        _until(lambda: len(asked) == 3)
        parrot.go_on.set()
        assert first.result()[0]["text"] == "attends"
        assert deletion.result().status_code == 204
        assert refusal(late.result()) == (404, "unknown_conversation")
    assert "trop tard" not in parrot.heard
