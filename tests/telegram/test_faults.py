"""What goes wrong between the bot and Telegram: nothing is lost, nothing is sent twice, other chats do not wait."""

from __future__ import annotations

import time

import pytest
import requests
from rasa.core.channels.channel import UserMessage

from bot.channels.telegram.channel import TelegramChannel
from tests.channels.small_server import Parrot
from tests.telegram.bots import MODES, Telegram, answering
from tests.telegram.emulator import Fault

NOT_CARRIED_OUT = [Fault.too_many(1), Fault.server_error(500), Fault.server_error(502), Fault.broken()]


@pytest.mark.parametrize("fault", NOT_CARRIED_OUT, ids=lambda fault: f"{fault.name} {fault.status}")
def test_what_was_not_carried_out_is_sent_again_and_in_order(line, telegram, alice, fault):
    telegram.inject(fault, "sendMessage", times=2)
    for number in range(3):
        alice.says(f"message {number}")
    assert telegram.said(alice) == [f"message {number}" for number in range(3)]


def test_an_answer_whose_receipt_is_lost_is_rather_sent_twice_than_never(line, telegram, alice):
    """The Bot API has no way to ask whether a message was sent (bot/channels/telegram/delivery.py)."""
    telegram.inject(Fault.lost_answer(), "sendMessage")
    alice.says("a")
    alice.says("b")
    assert telegram.said(alice) == ["a", "a", "b"]


def test_the_time_that_telegram_names_is_waited_in_that_chat_and_not_in_others(line, telegram, alice):
    telegram.inject(Fault.too_many(2), "sendMessage")
    alice.says("a")
    telegram.until(lambda: any(call.status == 429 for call in telegram.calls))
    bob = telegram.person("Bob")
    bob.says("b")
    telegram.until(lambda: telegram.said_so_far(bob) == ["b"])
    assert telegram.said_so_far(alice) == []
    assert telegram.said(alice) == ["a"]
    refused, _, sent = telegram.calls_of("sendMessage")
    assert sent.time - refused.time >= 2


@pytest.mark.long
def test_real_limits_are_kept_to(database, parrot):
    """About one message a second in a chat and thirty in all: what is too fast waits, and comes in order."""
    with Telegram(database, limits=True).running() as telegram, answering(telegram, parrot, database):
        people = [telegram.person(f"Person {number}") for number in range(40)]
        for person in people:
            person.says("un")
            person.says("deux")
        telegram.done()
        assert [telegram.said_so_far(person) for person in people] == [["un", "deux"]] * 40


@pytest.mark.parametrize(
    "fault", [Fault.forbidden(), Fault.bad_request("Bad Request: chat not found")], ids=lambda fault: fault.name
)
def test_what_telegram_will_never_carry_out_is_not_tried_again(line, telegram, parrot, alice, fault):
    telegram.inject(fault, "sendMessage")
    alice.says("a")
    telegram.done()
    alice.says("b")
    assert telegram.said(alice) == ["b"]
    assert len(telegram.calls_of("sendMessage")) == 2


def test_who_blocks_the_bot_while_it_answers_hears_no_more_and_nothing_is_said_of_it(line, telegram, parrot, alice, caplog):
    alice.says("attends")
    alice.says("et encore")
    telegram.until(lambda: parrot.heard)
    alice.blocks()
    parrot.go_on.set()
    telegram.done()
    assert telegram.said_so_far(alice) == []
    assert not caplog.records
    alice.unblocks()
    alice.says("me revoilà")
    assert telegram.said(alice) == ["me revoilà"]


def test_marking_a_button_that_cannot_be_marked_does_not_keep_it_from_being_answered(line, telegram, alice):
    alice.says("a")
    telegram.done()
    telegram.inject(Fault.bad_request("Bad Request: message can't be edited"), "editMessageReplyMarkup")
    telegram.inject(Fault.bad_request("Bad Request: query is too old"), "answerCallbackQuery")
    alice.presses("Encore")
    assert telegram.said(alice) == ["a", "/again a"]


def test_another_program_that_fetches_the_same_updates_is_told_of_and_waited_for(telegram, parrot, database, alice, caplog):
    telegram.inject(Fault.conflict(), "getUpdates", times=3)
    with answering(telegram, parrot, database, "polling"):
        alice.says("a")
        assert telegram.said(alice) == ["a"]
    (record,) = caplog.records
    assert "un autre programme reçoit les messages de ce robot" in record.message


@pytest.mark.parametrize(
    "fault", [Fault.too_many(1), Fault.server_error(502), Fault.broken(), Fault.lost_answer()], ids=lambda f: f.name
)
def test_updates_are_fetched_on_after_a_fault(telegram, parrot, database, alice, fault):
    with answering(telegram, parrot, database, "polling"):
        telegram.inject(fault, "getUpdates", times=2)
        for number in range(3):
            alice.says(f"message {number}")
        assert telegram.said(alice) == [f"message {number}" for number in range(3)]


@pytest.mark.parametrize("fault", [Fault.broken(), Fault.lost_answer(), Fault.slow(0.2)], ids=lambda fault: fault.name)
def test_updates_that_are_delivered_again_are_answered_once(telegram, parrot, database, alice, fault):
    with answering(telegram, parrot, database):
        telegram.inject(fault, "webhook", times=2)
        for number in range(3):
            alice.says(f"message {number}")
        assert telegram.said(alice) == [f"message {number}" for number in range(3)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("hang", [False, True], ids=["refuses", "hangs"])
def test_a_start_without_telegram_is_told_and_made_good(telegram, parrot, database, alice, caplog, mode, hang):
    telegram.down(True, hang=hang)
    with answering(telegram, parrot, database, mode, wait=False) as server:
        begun = time.monotonic()
        assert requests.get(server, timeout=5).status_code == 200, "the server is there"
        assert time.monotonic() - begun < 5
        # The line goes up beside the server, and may not have tried yet.
        telegram.until(lambda: hang or "Telegram ne répond pas" in caplog.text)
        telegram.down(False)
        alice.says("a")
        assert telegram.said(alice) == ["a"]
    assert telegram.token.partition(":")[2] not in caplog.text


def test_a_wrong_token_is_told_and_not_shown(telegram, parrot, database, caplog):
    with answering(telegram, parrot, database, "polling", wait=False, token="123456:WRONG-token") as server:
        telegram.until(lambda: "BOT_TELEGRAM_TOKEN" in caplog.text)
        assert requests.get(server, timeout=5).status_code == 200, "the server is there"
    assert "WRONG" not in caplog.text
    assert "Recopiez le jeton que BotFather a donné." in caplog.text


def test_a_webhook_that_telegram_refuses_is_told(telegram, parrot, database, caplog):
    telegram.inject(Fault.bad_request("Bad Request: bad webhook: HTTPS url must be provided for webhook"), "setWebhook", times=3)
    with answering(telegram, parrot, database):
        assert "BOT_TELEGRAM_WEBHOOK est refusé" in caplog.text
        assert len(caplog.records) == 1, "the same thing is told once"


def test_a_menu_that_telegram_refuses_keeps_nobody_from_talking(telegram, parrot, database, alice, caplog):
    telegram.inject(Fault.bad_request("Bad Request: BOT_COMMAND_INVALID"), "setMyCommands")
    with answering(telegram, parrot, database):
        alice.says("a")
        assert telegram.said(alice) == ["a"]
        telegram.until(lambda: "There is no menu in Telegram" in caplog.text)


def test_without_a_token_there_is_no_line(database):
    async def nobody_listens(message: UserMessage) -> None:
        raise AssertionError("something was heard")

    assert not TelegramChannel(None).blueprint(nobody_listens).routes


@pytest.mark.long
@pytest.mark.parametrize("mode", MODES)
def test_a_thousand_updates_with_a_fault_in_one_call_of_five(database, tmp_path, mode):
    """Each is answered once, in its chat's order, and none is lost."""
    people, each = 50, 20
    agent = Parrot(tmp_path / "parrot.db")
    with Telegram(database).running() as telegram, answering(telegram, agent, database, mode):
        telegram.inject_share(0.2, NOT_CARRIED_OUT)
        telegram.inject_share(0.2, [Fault.broken(), Fault.lost_answer()], methods=["webhook"])
        crowd = [telegram.person(f"Person {number}") for number in range(people)]
        for number in range(each):
            for person in crowd:
                person.says(f"{person.name} dit {number}")
        telegram.done(timeout=300)
        for person in crowd:
            assert telegram.said_so_far(person) == [f"{person.name} dit {number}" for number in range(each)]
    calls = telegram.calls_of("sendMessage")
    assert sum(call.fault is not None for call in calls) > len(calls) / 8, "there were faults"
