"""A server that stops in the middle, well or badly: the next one goes on where it was."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby

import pytest

from bot.channels.telegram.store import Store
from bot.evaluation.running import ROOT, free_port
from tests.channels.small_server import Parrot
from tests.telegram.bots import MODES, answering
from tests.telegram.emulator import Fault


@pytest.mark.parametrize("mode", MODES)
def test_what_is_being_worked_out_is_answered_by_the_next_server(telegram, parrot, database, alice, mode):
    with answering(telegram, parrot, database, mode):
        alice.says("attends")
        alice.says("et moi ?")
        telegram.until(lambda: parrot.heard)
        telegram.settle()
    assert telegram.said_so_far(alice) == []
    parrot = Parrot(database)
    parrot.go_on.set()
    with answering(telegram, parrot, database, mode):
        assert telegram.said(alice) == ["attends", "et moi ?"]


def test_what_is_written_while_there_is_no_server_is_answered_by_the_next(telegram, parrot, database, alice):
    with answering(telegram, parrot, database, "polling"):
        alice.says("a")
        telegram.done()
    alice.says("b")
    with answering(telegram, Parrot(database), database, "polling"):
        assert telegram.said(alice) == ["a", "b"]


def test_parts_that_were_sent_are_not_sent_again(telegram, parrot, database, alice):
    parts = [letter * 4000 for letter in "abc"]
    said = parrot._say

    async def say_much(tracker, channel, text):
        await said(tracker, channel, "\n\n".join(parts))

    parrot._say = say_much
    telegram.inject(Fault.slow(0), "sendMessage")
    telegram.inject(Fault.too_many(60), "sendMessage")
    with answering(telegram, parrot, database):
        alice.says("beaucoup")
        telegram.until(lambda: any(call.status == 429 for call in telegram.calls))
    assert telegram.said_so_far(alice) == parts[:1]
    after = Parrot(database)
    with answering(telegram, after, database):
        assert telegram.said(alice) == parts
    assert not after.heard


def test_an_answer_that_rasa_kept_and_we_did_not_is_not_worked_out_again(telegram, parrot, database, alice, monkeypatch):
    with monkeypatch.context() as patch, answering(telegram, parrot, database):
        patch.setattr(Store, "answer", lambda *_: 1 / 0)
        alice.says("a")
        telegram.until(lambda: parrot.heard)
        telegram.settle()
    assert telegram.said_so_far(alice) == []
    after = Parrot(database)
    with answering(telegram, after, database):
        assert telegram.said(alice) == ["a"]
        alice.presses("Encore")
        assert telegram.said(alice) == ["a", "/again a"]
    assert after.heard == ["/again a"]


@pytest.mark.parametrize("mode", MODES)
def test_buttons_work_after_a_restart_and_updates_are_still_known(telegram, parrot, database, alice, mode):
    with answering(telegram, parrot, database, mode):
        message = alice.says("a")
        telegram.done()
    with answering(telegram, Parrot(database), database, mode):
        if mode == "webhook":
            telegram.redeliver(message.update_id)
        alice.presses("Encore")
        assert telegram.said(alice) == ["a", "/again a"]


def test_the_way_that_updates_come_can_be_changed(telegram, parrot, database, alice):
    expected = []
    for mode in ("polling", "webhook", "polling"):
        alice.says(mode)
        expected.append(mode)
        with answering(telegram, Parrot(database), database, mode):
            assert telegram.said(alice) == expected


def test_answers_are_given_up_after_a_day(telegram, parrot, database, alice, monkeypatch, caplog):
    monkeypatch.setattr("bot.channels.telegram.line._SECONDS_KEPT", 0.5)
    telegram.inject(Fault.broken(), "sendMessage", times=None)
    with answering(telegram, parrot, database):
        alice.says("a")
        telegram.done()
        telegram.heal()
        alice.says("b")
        assert telegram.said(alice) == ["b"]
    assert "An answer was lost" in caplog.text


@contextmanager
def process(telegram, database, mode, port) -> Iterator[subprocess.Popen[bytes]]:
    """The parrot's server as a process of its own (small_bot.py); killed at the end."""
    before = len(telegram.calls)
    command = [sys.executable, "-W", "ignore", "-m", "tests.telegram.small_bot"]
    options = [telegram.url, telegram.token, str(database), mode, str(port)]
    running = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        last = "setWebhook" if mode == "webhook" else "getUpdates"
        telegram.until(lambda: any(call.method == last for call in telegram.calls[before:]), timeout=120, what="the process")
        yield running
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()


@pytest.mark.long
def test_killed_twice_in_the_middle_nothing_is_lost(telegram, database):
    """Nor is anything told twice, but for what is being sent at that very moment (delivery.py)."""
    people = [telegram.person(f"Person {number}") for number in range(10)]
    port = free_port()
    telegram.inject_share(0.3, [Fault.slow(0.05)])
    for round_, mode in enumerate(("webhook", "polling", "webhook")):
        with process(telegram, database, mode, port):
            sent = len(telegram.calls_of("sendMessage"))
            for number in range(10):
                for person in people:
                    person.says(f"{person.name} {round_} {number}")
            if round_ < 2:
                telegram.until(lambda sent=sent: len(telegram.calls_of("sendMessage")) > sent + 30, timeout=60)
            else:
                telegram.done()
    twice = 0
    for person in people:
        said = telegram.said_so_far(person)
        once = [text for text, _ in groupby(said)]
        assert once == [f"{person.name} {round_} {number}" for round_ in range(3) for number in range(10)]
        twice += len(said) - len(once)
    # One a chat and kill at the very most.
    assert twice <= 2 * len(people)
