"""Too often is told with the time to wait; others are not held up."""

from __future__ import annotations

import asyncio

import pytest
import requests

from bot.channels.errors import ChannelError
from bot.channels.web.limits import Limits, household
from bot.channels.web.settings import Settings
from tests.channels.web.visitor import Visitor, refusal

SETTINGS = Settings("secret", "sqlite://", messages_per_minute=3, requests_per_minute=3, conversations_per_hour=3)


@pytest.mark.parametrize(
    ("count", "code", "longest"),
    [
        (Limits.message, "too_many_requests", 20),
        (Limits.request, "too_many_requests", 20),
        (Limits.conversation, "too_many_conversations", 1200),
    ],
)
def test_the_fourth_is_one_too_many_for_one_and_not_for_another(count, code, longest):
    limits = Limits(SETTINGS)
    for _ in range(3):
        asyncio.run(count(limits, "192.0.2.1"))
    with pytest.raises(ChannelError) as caught:
        asyncio.run(count(limits, "192.0.2.1"))
    assert caught.value.code == code
    assert 1 <= int(caught.value.headers["Retry-After"]) <= longest
    asyncio.run(count(limits, "192.0.2.2"))


def test_what_is_counted_apart_does_not_add_up():
    limits = Limits(SETTINGS)
    for _ in range(3):
        asyncio.run(limits.message("same"))
        asyncio.run(limits.request("same"))
        asyncio.run(limits.conversation("same"))


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("203.0.113.6:50001", "203.0.113.6"),
        ("[2001:db8:1:2::1]:50001", "2001:db8:1:2::/64"),
        ("[::ffff:192.0.2.1]:50001", "192.0.2.1"),
        ("unix", "unix"),
        ("unix:1", "unix:1"),
        ("", ""),
    ],
)
def test_an_ipv6_household_counts_as_one(address, counted):
    assert household(address) == counted


def test_the_port_that_a_proxy_tells_is_no_new_address(serve, monkeypatch):
    monkeypatch.setenv("SANIC_PROXIES_COUNT", "1")
    server = serve(conversations_per_hour=1)

    def opened(address):
        headers = {"X-Forwarded-For": address}
        return requests.post(server + "/webhooks/web/conversations", headers=headers, timeout=60).status_code

    assert [opened(f"203.0.113.6:{port}") for port in (50001, 50002)] == [201, 429]
    assert [opened(f"[2001:db8::1]:{port}") for port in (50001, 50002)] == [201, 429]


def test_messages_in_one_conversation(serve):
    server = serve(messages_per_minute=2)
    visitor, other = Visitor(server), Visitor(server)
    for _ in range(2):
        visitor.sends(text="bonjour")
    response = visitor.call("POST", "/messages", json={"text": "bonjour"})
    assert refusal(response) == (429, "too_many_requests")
    assert 1 <= int(response.headers["Retry-After"]) <= 30
    assert f"{response.headers['Retry-After']} s." in response.json()["error"]["message"]
    assert len(visitor.history()) == 4
    assert other.sends(text="bonjour")


def test_requests_from_one_address_also_with_wrong_tokens(serve):
    visitor = Visitor(serve(requests_per_minute=4))
    wrong = {"Authorization": "Bearer wrong"}
    assert [visitor.call("GET", headers=wrong).status_code for _ in range(4)] == [401, 401, 401, 429]
    assert refusal(visitor.call("GET")) == (429, "too_many_requests")
    assert requests.get(visitor.server + "/webhooks/web/health/live", timeout=60).status_code == 200


def test_conversations_from_one_address(serve):
    server = serve(conversations_per_hour=2)
    visitor = Visitor(server)
    Visitor(server)
    response = requests.post(server + "/webhooks/web/conversations", timeout=60)
    assert refusal(response) == (429, "too_many_conversations")
    assert 60 <= int(response.headers["Retry-After"]) <= 1800
    assert " min." in response.json()["error"]["message"]
    assert visitor.sends(text="bonjour")


def test_an_address_cannot_be_made_up_unless_a_proxy_is_said_to_be_there(serve, monkeypatch):
    def opened(server, number):
        headers = {"X-Forwarded-For": f"192.0.2.{number}"}
        return requests.post(server + "/webhooks/web/conversations", headers=headers, timeout=60).status_code

    server = serve(conversations_per_hour=1)
    assert [opened(server, number) for number in (1, 2)] == [201, 429]
    monkeypatch.setenv("SANIC_PROXIES_COUNT", "1")
    behind_proxy = serve(conversations_per_hour=1)
    assert [opened(behind_proxy, number) for number in (1, 2, 2)] == [201, 201, 429]
