"""Faults on demand."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.telegram.emulator import Fault
from tests.telegram.emulator.conftest import SECONDS, Bot


@pytest.fixture
def alice(telegram):
    """Someone who has started the bot."""
    alice = telegram.person("Alice")
    alice.starts()
    return alice


def test_too_many(bot, telegram):
    telegram.inject(Fault.too_many(retry_after=7))
    answer = bot("getMe")
    assert answer.body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert bot("getMe").status == 200
    assert [call.fault for call in telegram.calls] == ["too_many", None]


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        (Fault.forbidden(), 403, "Forbidden: bot was blocked by the user"),
        (Fault.forbidden("Forbidden: user is deactivated"), 403, "Forbidden: user is deactivated"),
        (Fault.unauthorized(), 401, "Unauthorized"),
        (Fault.server_error(500), 500, "Internal Server Error"),
        (Fault.bad_request("Bad Request: chat not found"), 400, "Bad Request: chat not found"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_errors(bot, telegram, alice, fault, status, error):
    telegram.inject(fault, method="sendMessage")
    answer = bot("sendMessage", chat_id=alice.id, text="a")
    assert (answer.status, answer.error) == (status, error)
    assert len(telegram.shows(alice)) == 1
    assert not telegram.calls[-1].carried_out


def test_a_conflict_of_polls(bot, telegram):
    telegram.inject(Fault.conflict(), method="getUpdates")
    assert bot("getMe").status == 200
    answer = bot("getUpdates")
    assert (answer.status, answer.error[:40]) == (409, "Conflict: terminated by other getUpdates")


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateways_error_is_no_json(telegram, status):
    telegram.inject(Fault.server_error(status))
    answer = requests.get(f"{telegram.url}/bot{telegram.token}/getMe", timeout=SECONDS)
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (status, "text/html")
    with pytest.raises(ValueError, match=r"Expecting"):
        answer.json()


def test_a_broken_connection(bot, telegram, alice):
    telegram.inject(Fault.broken())
    with pytest.raises(requests.ConnectionError):
        bot("sendMessage", chat_id=alice.id, text="a")
    call = telegram.calls[-1]
    assert (call.status, call.fault, call.carried_out) == (None, "broken", False)
    assert len(telegram.shows(alice)) == 1
    assert bot("sendMessage", chat_id=alice.id, text="a").status == 200


def test_a_lost_answer(bot, telegram, alice):
    telegram.inject(Fault.lost_answer())
    with pytest.raises(requests.ConnectionError):
        bot("sendMessage", chat_id=alice.id, text="a")
    call = telegram.calls[-1]
    assert (call.status, call.fault, call.carried_out) == (None, "lost_answer", True)
    assert [message.text for message in telegram.shows(alice)] == ["/start", "a"]


def test_a_lost_answer_of_get_updates_confirms_nothing(bot, telegram, alice):
    telegram.inject(Fault.lost_answer(), method="getUpdates")
    with pytest.raises(requests.ConnectionError):
        bot("getUpdates")
    assert len(bot("getUpdates").result) == 1


def test_a_slow_answer(bot, telegram, alice):
    telegram.inject(Fault.slow(0.1))
    began = time.monotonic()
    assert bot("sendMessage", chat_id=alice.id, text="a").status == 200
    assert time.monotonic() - began >= 0.1


def test_what_is_answered_slowly_is_done_at_once(bot, telegram, alice):
    telegram.inject(Fault.slow(50))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(bot, "sendMessage", chat_id=alice.id, text="a")
        telegram.until(lambda: len(telegram.shows(alice)) == 2)
        assert not answer.done()
        telegram.down(True)
        with pytest.raises(requests.ConnectionError):
            answer.result()


def test_faults_of_a_number_of_calls(bot, telegram):
    telegram.inject(Fault.server_error(500), method="getMe", times=2)
    assert [bot("getMe").status for _ in range(3)] == [500, 500, 200]


def test_faults_until_healed(bot, telegram):
    telegram.inject(Fault.unauthorized(), times=None)
    assert [bot("getMe").status for _ in range(3)] == [401] * 3
    telegram.heal()
    assert bot("getMe").status == 200


def test_faults_come_in_the_order_of_their_planning(bot, telegram):
    telegram.inject(Fault.server_error(500), method="getMe")
    telegram.inject(Fault.forbidden())
    assert [bot("getMe").status, bot("getMe").status, bot("getMe").status] == [500, 403, 200]


def test_a_wrong_token_meets_no_fault(bot, telegram):
    telegram.inject(Fault.server_error(500))
    assert bot.request("getMe", token="1:wrong").status == 401
    assert bot("getMe").status == 500


def statuses(telegram, number=100):
    bot = Bot(telegram)
    return [bot("getMe").status for _ in range(number)]


def test_a_share_of_calls(telegram):
    telegram.inject_share(0.2, faults=[Fault.server_error(500), Fault.too_many()], seed=3)
    first = statuses(telegram)
    assert 10 <= 100 - first.count(200) <= 30
    assert {500, 429} <= set(first)
    telegram.heal()
    assert set(statuses(telegram, 20)) == {200}
    telegram.inject_share(0.2, faults=[Fault.server_error(500), Fault.too_many()], seed=3)
    assert statuses(telegram) == first


def test_a_share_of_some_methods(bot, telegram):
    telegram.inject_share(1, faults=[Fault.server_error(500)], methods=["getUpdates"])
    assert (bot("getMe").status, bot("getUpdates").status) == (200, 500)


def test_deliveries_meet_only_their_own_faults(bot, telegram, hook, alice):
    bot("setWebhook", url=hook.url)
    telegram.settle(quiet=0)
    telegram.inject_share(1, faults=[Fault.broken()])
    telegram.inject(Fault.broken(), times=None)
    alice.says("un")
    telegram.settle(quiet=0)
    assert len(hook.bodies) == 2


def test_down_refuses_connections_and_comes_back(bot, telegram, alice):
    assert bot("getMe").status == 200
    url = telegram.url
    telegram.down(True)
    for caller in (bot, Bot(telegram)):
        with pytest.raises(requests.ConnectionError):
            caller("getMe")
    telegram.down(False)
    assert telegram.url == url
    assert bot("getMe").status == 200


def test_down_delivers_nothing(bot, telegram, hook, alice):
    bot("setWebhook", url=hook.url)
    telegram.settle(quiet=0)
    telegram.down(True)
    alice.says("un")
    with pytest.raises(AssertionError, match="1 updates wait"):
        telegram.settle(timeout=0.1)
    assert len(hook.bodies) == 1
    telegram.down(False)
    telegram.settle(quiet=0)
    assert hook.bodies[-1]["message"]["text"] == "un"


def test_hanging_answers_nothing(telegram):
    url = f"{telegram.url}/bot{telegram.token}/getMe"
    telegram.down(True, hang=True)
    with pytest.raises(requests.ReadTimeout):
        requests.get(url, timeout=0.2)
    telegram.down(False)
    assert requests.get(url, timeout=SECONDS).status_code == 200


def test_what_hung_is_lost_when_it_comes_back(bot, telegram):
    telegram.down(True, hang=True)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(bot, "getMe")
        telegram.until(lambda: telegram._server._runner.server.connections)
        telegram.down(False)
        with pytest.raises(requests.ConnectionError):
            answer.result(timeout=SECONDS)
