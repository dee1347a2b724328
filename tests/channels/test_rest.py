"""The channel for trials: this machine alone is answered, for nobody else, and in nobody else's conversation."""

from __future__ import annotations

import http.client
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from bot.channels.messages import MOST_CHARACTERS
from bot.channels.rest import RestChannel
from tests.channels.small_server import Parrot, serving

PATH = "/webhooks/rest/webhook"


@pytest.fixture
def parrot(tmp_path: Path) -> Parrot:
    """A bot that says back what it is told."""
    return Parrot(tmp_path / "conversations.db")


@pytest.fixture
def server(parrot: Parrot) -> Iterator[str]:
    """A server with this channel alone."""
    with serving(RestChannel(), parrot) as address:
        yield address


def say(server: str, text: str = "bonjour", sender: str = "moi", **headers: str) -> requests.Response:
    """Say something, as a program on this machine does."""
    body = json.dumps({"sender": sender, "message": text})
    return requests.post(server + PATH, body, headers={"Content-Type": "application/json", **headers}, timeout=30)


def test_a_program_on_this_machine_is_answered_as_by_rasas_own_channel(server):
    answers = say(server, "bonjour", "a" * 32).json()
    assert [(answer["recipient_id"], answer["text"]) for answer in answers] == [("a" * 32, "bonjour")]
    assert answers[0]["buttons"] == [{"title": "Encore", "payload": "/again bonjour"}]
    assert say(server, "bonjour", Host="localhost:1234").status_code == 200
    assert say(server, "bonjour", Host="[::1]:1234").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "192.0.2.7"},
        {"X-Forwarded-Proto": "https"},
        {"X-Real-IP": "192.0.2.7"},
        {"Forwarded": "for=192.0.2.7"},
        {"Via": "1.1 proxy"},
        {"Host": "www.exemple.fr"},
        {"Host": "127.0.0.1.exemple.fr"},
        {"Host": "[rien"},
    ],
)
def test_nobody_is_answered_through_a_proxy_or_under_another_name(server, parrot, headers):
    response = say(server, **headers)
    assert response.status_code == 403
    assert "127.0.0.1" in response.json()["error"]["message"]
    assert parrot.heard == []


def test_nor_through_one_that_adds_nothing_but_speaks_http_1_0(server, parrot):
    class Old(http.client.HTTPConnection):
        _http_vsn, _http_vsn_str = 10, "HTTP/1.0"

    connection = Old(urlsplit(server).netloc, timeout=30)
    connection.request("POST", PATH, '{"sender": "moi", "message": "bonjour"}', {"Content-Type": "application/json"})
    assert connection.getresponse().status == 403
    assert parrot.heard == []


@pytest.mark.parametrize("sender", ["web:abc", "telegram:12", "telegram:-5:1", "autre:1", "", "a" * 101])
def test_nobody_speaks_in_the_conversation_of_another_channel(server, parrot, sender):
    response = say(server, sender=sender)
    assert response.status_code == 422
    assert "deux-points" in response.json()["error"]["message"]
    assert parrot.heard == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/plain; a=application/json"])
def test_what_any_page_may_have_a_browser_send_is_refused(server, parrot, kind):
    response = say(server, **{"Content-Type": kind})
    assert response.status_code == 415
    assert parrot.heard == []


def test_a_message_is_no_longer_than_on_the_site(server, parrot):
    assert say(server, "a" * MOST_CHARACTERS).status_code == 200
    for text in ("a" * (MOST_CHARACTERS + 1), "a" * 100_000):
        response = say(server, text)
        assert response.json()["error"]["code"] in ("text_too_long", "body_too_large")
    assert len(parrot.heard) == 1


def test_who_sends_a_message_does_not_say_what_was_shown_or_by_which_channel_it_came(server, parrot, tmp_path):
    said: dict[str, Any] = {"sender": "moi", "message": "bonjour", "input_channel": "web", "metadata": {"shown": "au revoir"}}
    assert requests.post(server + PATH, json=said, timeout=30).status_code == 200
    assert [event.metadata for event in parrot.tracker_store.said("moi") if event.type_name == "user"] == [{}]


def test_what_is_no_message_is_refused(server, parrot):
    for body in ("", "[]", "{", '{"sender": "moi"}', '{"sender": "moi", "message": null}', '{"message": "bonjour"}'):
        response = requests.post(server + PATH, body, headers={"Content-Type": "application/json"}, timeout=30)
        assert response.status_code == 400
    assert parrot.heard == []


def test_what_fails_is_told_and_logged_without_what_was_said(server, caplog):
    with caplog.at_level(logging.ERROR):
        response = say(server, "panne", "jeanne.martin")
    assert (response.status_code, response.json()["error"]["code"]) == (500, "internal_error")
    assert PATH in caplog.text
    assert "jeanne.martin" not in caplog.text
    assert all("panne" not in record.getMessage() for record in caplog.records)
