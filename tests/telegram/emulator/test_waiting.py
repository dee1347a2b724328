"""Waiting for the bot: `settle` and `until`."""

import threading
import time

import pytest
import requests

from tests.telegram.emulator import Emulator, Fault
from tests.telegram.emulator.conftest import Bot


@pytest.fixture
def alice(telegram):
    """Someone who may write."""
    return telegram.person("Alice")


def in_background(work, *arguments):
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def test_settled_when_nothing_happens(telegram):
    began = time.monotonic()
    telegram.settle(quiet=0.05)
    assert time.monotonic() - began >= 0.05


def test_not_settled_while_updates_wait(telegram, alice):
    alice.says("combien ?")
    with pytest.raises(AssertionError) as told:
        telegram.settle(timeout=0.1)
    assert "1 updates wait; no webhook is set and getUpdates was not called" in str(told.value)
    assert "combien ?" in str(told.value)


def test_updates_are_waited_for_until_confirmed(bot, telegram, alice):
    message = alice.says("combien ?")
    bot("getUpdates")
    with pytest.raises(AssertionError, match="1 updates wait"):
        telegram.settle(timeout=0.1)
    thread = in_background(lambda: bot("getUpdates", offset=message.update_id + 1))
    telegram.settle(quiet=0)
    thread.join()


def test_a_waiting_poll_does_not_keep_it_from_settling(bot, telegram, alice):
    thread = in_background(lambda: bot("getUpdates", timeout=50))
    telegram.until(lambda: telegram.calls)
    telegram.settle(quiet=0.05)
    assert telegram.calls[0].status is None
    alice.says("un")
    thread.join()


def test_a_running_call_is_waited_for(bot, telegram, alice):
    telegram.inject(Fault.slow(50))

    def call():
        with pytest.raises(requests.ConnectionError):
            bot("getMe")

    thread = in_background(call)
    telegram.until(lambda: telegram.calls)
    with pytest.raises(AssertionError, match=r"calls run: .*getMe"):
        telegram.settle(timeout=0.05)
    telegram.down(True)
    telegram.settle(quiet=0, patience=0)
    thread.join()


def test_quiet_begins_with_the_last_call(bot, telegram):
    bot("getMe")
    ended = time.monotonic()
    with pytest.raises(AssertionError, match="calls without end"):
        telegram.settle(timeout=0.05, quiet=30)
    bot("getMe")
    telegram.settle(quiet=0.1)
    assert time.monotonic() - ended >= 0.1


def test_a_repetition_is_awaited_after_429(bot, telegram):
    telegram.inject(Fault.too_many(retry_after=60))
    bot("getMe")
    with pytest.raises(AssertionError, match="awaited to repeat"):
        telegram.settle(timeout=0.1, quiet=0, patience=0)
    bot("getMe")
    telegram.settle(timeout=1, quiet=0, patience=0)


@pytest.mark.parametrize("fault", [Fault.broken(), Fault.server_error(500), Fault.lost_answer()], ids=lambda fault: fault.name)
def test_a_repetition_is_awaited_for_a_while_after_a_fault(bot, telegram, fault):
    telegram.inject(fault)
    if fault.cut:
        with pytest.raises(requests.ConnectionError):
            bot("getMe")
    else:
        bot("getMe")
    with pytest.raises(AssertionError, match="awaited to repeat"):
        telegram.settle(timeout=0.1, quiet=0, patience=10)
    telegram.settle(timeout=1, quiet=0, patience=0)


def test_a_repetition_is_not_awaited_after_a_refusal(bot, telegram):
    assert bot("sendMessage", chat_id=1, text="a").status == 400
    telegram.settle(timeout=1, quiet=0, patience=10)


def test_the_last_calls_are_told(bot, telegram, alice):
    bot("sendMessage", chat_id=1, text="bonjour")
    alice.says("combien ?")
    with pytest.raises(AssertionError, match=r"(?s)bonjour.*chat not found"):
        telegram.settle(timeout=0.05)


def test_until(telegram, alice):
    def says_later() -> None:
        time.sleep(0.05)
        alice.says("un")

    thread = in_background(says_later)
    assert [message.text for message in telegram.until(lambda: telegram.shows(alice))] == ["un"]
    with pytest.raises(AssertionError, match=r"^the answer did not come true in 0\.05 s"):
        telegram.until(lambda: False, timeout=0.05, what="the answer")
    thread.join()


def test_two_emulators_side_by_side():
    with Emulator(token="1:a").running() as one, Emulator(token="2:b").running() as two:
        assert (Bot(one)("getMe").result["id"], Bot(two)("getMe").result["id"]) == (1, 2)
        assert Bot(one).request("getMe", token="2:b").status == 401
