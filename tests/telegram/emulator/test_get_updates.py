"""Polling: core.telegram.org/bots/api#getupdates."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.telegram.emulator.conftest import Bot

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@pytest.fixture
def alice(telegram):
    """Someone who may write."""
    return telegram.person("Alice")


def texts(answer):
    return [update["message"]["text"] for update in answer.result]


def wait_for_poll(telegram, number=1):
    telegram.until(lambda: len([call for call in telegram.calls_of("getUpdates") if call.status is None]) >= number)


def test_no_updates(bot):
    assert bot("getUpdates").result == []


def test_updates_come_in_order_and_stay_until_confirmed(bot, telegram, alice):
    for text in ("un", "deux", "trois"):
        alice.says(text)
    assert texts(bot("getUpdates")) == ["un", "deux", "trois"]
    updates = bot("getUpdates").result
    assert [update["update_id"] for update in updates] == [updates[0]["update_id"] + number for number in range(3)]
    assert texts(bot("getUpdates", offset=updates[1]["update_id"])) == ["deux", "trois"]
    assert texts(bot("getUpdates")) == ["deux", "trois"]
    assert bot("getUpdates", offset=updates[2]["update_id"] + 1).result == []
    assert bot("getUpdates").result == []


def test_a_negative_offset_forgets_all_but_the_last(bot, alice):
    for text in ("un", "deux", "trois"):
        alice.says(text)
    assert texts(bot("getUpdates", offset=-2)) == ["deux", "trois"]
    assert texts(bot("getUpdates")) == ["deux", "trois"]
    assert texts(bot("getUpdates", offset=-9)) == ["deux", "trois"]


def test_the_limit(bot, alice):
    for number in range(101):
        alice.says(str(number))
    assert len(bot("getUpdates").result) == 100
    assert texts(bot("getUpdates", limit=2)) == ["0", "1"]


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 101}, {"timeout": -1}, {"timeout": 51}])
def test_limit_and_timeout_are_checked(bot, params):
    assert bot("getUpdates", **params).status == 400


def test_a_long_poll_waits_for_an_update(bot, telegram, alice):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(bot, "getUpdates", timeout=10)
        wait_for_poll(telegram)
        alice.says("un")
        assert texts(waiting.result()) == ["un"]


def test_a_long_poll_ends_empty(bot):
    began = time.monotonic()
    assert bot("getUpdates", timeout=1).result == []
    assert time.monotonic() - began >= 1


def test_a_second_poll_ends_the_first(bot, telegram, alice):
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(bot, "getUpdates", timeout=10)
        wait_for_poll(telegram)
        second = pool.submit(Bot(telegram), "getUpdates", timeout=10)
        assert (first.result().status, first.result().error) == (409, OTHER)
        alice.says("un")
        assert texts(second.result()) == ["un"]


def test_no_poll_while_a_webhook_is_set(bot, hook):
    bot("setWebhook", url=hook.url)
    answer = bot("getUpdates")
    assert answer.status == 409
    assert answer.error.startswith("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")
    bot("deleteWebhook")
    assert bot("getUpdates").result == []


def test_a_webhook_ends_a_poll(bot, telegram, hook):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(bot, "getUpdates", timeout=10)
        wait_for_poll(telegram)
        Bot(telegram)("setWebhook", url=hook.url)
        assert waiting.result().error == "Conflict: terminated by setWebhook request"


def test_a_poll_ends_with_its_connection(telegram, alice):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(Bot(telegram), "getUpdates", timeout=10)
        wait_for_poll(telegram)
        telegram.down(True)
        with pytest.raises(requests.ConnectionError):
            waiting.result()
    telegram.down(False)
    alice.says("un")
    assert texts(Bot(telegram)("getUpdates")) == ["un"]


def test_wanted_kinds(bot, telegram, alice):
    assert bot("getUpdates", allowed_updates=["callback_query"]).result == []
    message = alice.says("un")
    assert message.update_id is None
    bot.says(alice.id, "a", "Prix")
    alice.presses("Prix")
    assert bot.kinds() == ["callback_query"]
    # "If not specified, the previous setting will be used."
    alice.says("deux")
    assert bot.kinds() == []
    # "Specify an empty list to receive all update types except chat_member, …"
    bot("getUpdates", allowed_updates=[])
    alice.says("trois")
    alice.blocks()
    assert bot.kinds() == ["message", "my_chat_member"]


def test_kinds_that_are_not_documented_are_refused(bot):
    assert bot("getUpdates", allowed_updates=["messages"]).status == 400


def test_updates_are_kept_for_a_day(bot, telegram, alice):
    alice.says("un")
    telegram.later(24 * 3600 - 60)
    assert texts(bot("getUpdates")) == ["un"]
    telegram.later(120)
    assert bot("getUpdates").result == []


def test_any_update_can_be_sent(bot, telegram):
    assert telegram.raw_update({"channel_post": {"message_id": 1}}) > 0
    assert telegram.raw_update({"update_id": 900_000_000, "brand_new": True}) == 900_000_000
    telegram.raw_update({})
    updates = bot("getUpdates", allowed_updates=["message"]).result
    assert updates[0]["channel_post"] == {"message_id": 1}
    assert updates[1:] == [{"update_id": 900_000_000, "brand_new": True}, {"update_id": 900_000_001}]


def test_an_update_id_can_be_odd(bot, telegram):
    odd: list[Any] = ["un", None, [], 1.5]
    numbers = [telegram.raw_update({"update_id": one}) for one in odd]
    assert [update["update_id"] for update in bot("getUpdates").result] == odd
    assert bot("getUpdates", offset=max(numbers) + 1).result == []


def test_updates_that_are_sent_stay_in_order_with_the_chat(bot, telegram, alice):
    alice.says("un")
    telegram.raw_update({"message": {"chat": alice.chat.api(), "text": "deux"}})
    one, two = telegram._world.updates.waiting
    assert one.queue == two.queue
