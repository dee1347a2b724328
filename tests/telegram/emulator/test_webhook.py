"""Webhooks: core.telegram.org/bots/api#setwebhook; delivery as telegram-bot-api/WebhookActor.cpp."""

import json
import threading
from itertools import pairwise
from urllib.parse import urlencode

import pytest

from tests.telegram.emulator import Emulator, Fault
from tests.telegram.emulator.conftest import Bot

SECRET = "A-secret_0123456789"


@pytest.fixture
def alice(telegram):
    """Someone who may write."""
    return telegram.person("Alice")


@pytest.fixture
def set_hook(bot, hook):
    """The webhook, set."""
    assert bot("setWebhook", url=hook.url, secret_token=SECRET).result is True
    return hook


def test_setting_and_deleting(bot, hook):
    first = bot("setWebhook", url=hook.url)
    assert first.body == {"ok": True, "result": True, "description": "Webhook was set"}
    assert bot("setWebhook", url=hook.url).body["description"] == "Webhook is already set"
    assert bot("getWebhookInfo").result == {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 40,
        "ip_address": "127.0.0.1",
    }
    assert bot("deleteWebhook").body == {"ok": True, "result": True, "description": "Webhook was deleted"}
    assert bot("deleteWebhook").body["description"] == "Webhook is already deleted"
    assert bot("getWebhookInfo").result == {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


def test_an_empty_address_deletes(bot, hook):
    bot("setWebhook", url=hook.url)
    assert bot("setWebhook", url="").body["description"] == "Webhook was deleted"


@pytest.mark.parametrize("secret", ["", "a", "A" * 256, SECRET])
def test_secrets(bot, hook, secret):
    assert bot("setWebhook", url=hook.url, secret_token=secret).result is True


@pytest.mark.parametrize(
    ("secret", "error"),
    [
        ("A" * 257, "secret token is too long"),
        ("é", "secret token contains unallowed characters"),
        ("a b", "secret token contains unallowed characters"),
        ("a=", "secret token contains unallowed characters"),
        ("a\n", "secret token contains unallowed characters"),
    ],
    ids=lambda value: value[:10],
)
def test_secrets_are_checked(bot, hook, secret, error):
    assert bot("setWebhook", url=hook.url, secret_token=secret).error == f"Bad Request: {error}"
    assert bot("getWebhookInfo").result["url"] == ""


@pytest.mark.parametrize("url", ["https://exemple.fr/x", "https://exemple.fr:8443/x", "https://exemple.fr:88", "exemple.fr/x"])
def test_addresses(url):
    with Emulator().running() as telegram:
        assert Bot(telegram)("setWebhook", url=url).result is True


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://exemple.fr/x", "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://exemple.fr:5005/x", "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("ftp://exemple.fr", "invalid webhook URL specified"),
        ("https://", "invalid webhook URL specified"),
        ("https://exemple.fr:port/", "invalid webhook URL specified"),
    ],
)
def test_addresses_are_checked(url, error):
    with Emulator().running() as telegram:
        assert Bot(telegram)("setWebhook", url=url).error == f"Bad Request: {error}"


@pytest.mark.parametrize(
    "params",
    [
        {"max_connections": 0},
        {"max_connections": 101},
        {"allowed_updates": ["messages"]},
        {"allowed_updates": "message"},
        {"ip_address": "1.2.3.4"},
    ],
    ids=str,
)
def test_other_parameters_are_checked(bot, hook, params):
    assert bot("setWebhook", url=hook.url, **params).status == 400


def test_an_update_is_posted_with_the_secret(telegram, set_hook, alice):
    message = alice.says("bonjour")
    telegram.settle(quiet=0)
    [body], [headers] = set_hook.bodies, set_hook.headers
    assert body["update_id"] == message.update_id
    assert body["message"]["text"] == "bonjour"
    assert headers["X-Telegram-Bot-Api-Secret-Token"] == SECRET
    assert headers["Content-Type"] == "application/json"


def test_no_secret_no_header(bot, telegram, hook, alice):
    bot("setWebhook", url=hook.url)
    alice.says("bonjour")
    telegram.settle(quiet=0)
    assert "X-Telegram-Bot-Api-Secret-Token" not in hook.headers[0]


def test_what_waited_is_posted_once_the_webhook_is_set(bot, telegram, hook, alice):
    alice.says("un")
    bot("setWebhook", url=hook.url)
    alice.says("deux")
    telegram.settle(quiet=0)
    assert [body["message"]["text"] for body in hook.bodies] == ["un", "deux"]


@pytest.mark.parametrize("method", ["setWebhook", "deleteWebhook"])
def test_what_waited_can_be_dropped(bot, telegram, hook, alice, method):
    alice.says("un")
    bot(method, drop_pending_updates=True, **({"url": hook.url} if method == "setWebhook" else {}))
    assert bot("getWebhookInfo").result["pending_update_count"] == 0
    bot("setWebhook", url=hook.url)
    alice.says("deux")
    telegram.settle(quiet=0)
    assert [body["message"]["text"] for body in hook.bodies] == ["deux"]


def test_wanted_kinds(bot, telegram, hook, alice):
    bot("setWebhook", url=hook.url, allowed_updates=["message"])
    assert bot("getWebhookInfo").result["allowed_updates"] == ["message"]
    alice.starts()
    alice.blocks()
    telegram.settle(quiet=0)
    assert ["message" in body for body in hook.bodies] == [True]


@pytest.mark.parametrize("status", [301, 400, 403, 404, 429, 500, 503])
def test_an_error_is_posted_again(bot, telegram, set_hook, alice, status):
    answers = iter([status, status, status, 200])
    set_hook.reply = lambda update: (next(answers), {}, b"")
    message = alice.says("un")
    telegram.settle(quiet=0)
    assert set_hook.ids == [message.update_id] * 4
    assert f"Wrong response from the webhook: {status}" in bot("getWebhookInfo").result["last_error_message"]


@pytest.mark.parametrize("status", [200, 201, 204])
def test_any_2xx_is_an_answer(telegram, set_hook, alice, status):
    set_hook.reply = lambda update: (status, {}, b"")
    alice.says("un")
    telegram.settle(quiet=0)
    assert len(set_hook.ids) == 1


def test_a_failed_update_keeps_those_of_its_chat_waiting_and_no_others(telegram, set_hook, alice):
    bob = telegram.person("Bob")
    healed = threading.Event()
    set_hook.reply = lambda update: (500 if update["message"]["text"] == "un" and not healed.is_set() else 200, {}, b"")
    alice.says("un")
    alice.says("deux")
    bob.says("trois")

    def said():
        return [body["message"]["text"] for body in set_hook.bodies]

    telegram.until(lambda: said().count("un") >= 3 and "trois" in said())
    assert "deux" not in said()
    healed.set()
    telegram.settle(quiet=0)
    of_alice = [body["message"]["text"] for body in set_hook.bodies if body["message"]["from"]["id"] == alice.id]
    assert (of_alice[-2:], of_alice.count("deux")) == (["un", "deux"], 1)


def test_waits_grow(telegram, set_hook, alice):
    answers = iter([500] * 5 + [200])
    times = []

    def reply(update):
        times.append(telegram._world.now())
        return next(answers), {}, b""

    set_hook.reply = reply
    alice.says("un")
    telegram.settle(quiet=0)
    waits = [later - earlier for earlier, later in pairwise(times)]
    # At once, then 0.01 s doubled each time.
    assert all(wait >= least for wait, least in zip(waits, (0, 0.01, 0.02, 0.04, 0.08), strict=True))


def test_retry_after_is_obeyed(bot, telegram, set_hook, alice):
    answers = iter([(503, {"Retry-After": "3000"}, b""), (200, {}, b"")])
    set_hook.reply = lambda update: next(answers)
    alice.says("un")
    telegram.until(lambda: "last_error_message" in bot("getWebhookInfo").result)
    telegram.later(2990)
    with pytest.raises(AssertionError, match="1 updates wait"):
        telegram.settle(timeout=0.1)
    telegram.later(20)
    telegram.settle(quiet=0)
    assert len(set_hook.ids) == 2


def test_a_webhook_that_does_not_answer_in_time(hook):
    go_on = threading.Event()
    hook.reply = lambda update: (200 if len(hook.bodies) > 1 or go_on.wait(10) else 500, {}, b"")
    with Emulator(allow_http=True, webhook_seconds=0.1).running() as telegram:
        Bot(telegram)("setWebhook", url=hook.url)
        message = telegram.person("Alice").says("un")
        telegram.settle(quiet=0)
        go_on.set()
    assert len(hook.ids) >= 2
    assert set(hook.ids) == {message.update_id}


def test_a_webhook_that_is_not_there(bot, telegram, hook, alice):
    bot("setWebhook", url="http://127.0.0.1:9/")
    alice.says("un")
    telegram.until(lambda: "last_error_message" in bot("getWebhookInfo").result)
    assert bot("getWebhookInfo").result["pending_update_count"] == 1
    bot("setWebhook", url=hook.url)
    telegram.settle(quiet=0)
    assert len(hook.ids) == 1


def test_an_update_can_be_posted_again(telegram, set_hook, alice):
    message = alice.says("un")
    telegram.settle(quiet=0)
    telegram.redeliver(message.update_id)
    telegram.settle(quiet=0)
    assert set_hook.bodies == [set_hook.bodies[0]] * 2
    with pytest.raises(LookupError):
        telegram.redeliver(1)


def test_chats_are_side_by_side_up_to_max_connections(bot, telegram, hook):
    at_once, most, go_on, lock = [], [0], threading.Event(), threading.Lock()

    def reply(update):
        with lock:
            at_once.append(update)
            most[0] = max(most[0], len(at_once))
        go_on.wait(10)
        with lock:
            at_once.remove(update)
        return 200, {}, b""

    hook.reply = reply
    bot("setWebhook", url=hook.url, max_connections=3)
    for number in range(6):
        person = telegram.person(f"Personne {number}")
        person.says("un")
        person.says("deux")
    telegram.until(lambda: len(at_once) == 3)
    go_on.set()
    telegram.settle(quiet=0)
    assert most == [3]
    for person in {body["message"]["from"]["id"] for body in hook.bodies}:
        texts = [body["message"]["text"] for body in hook.bodies if body["message"]["from"]["id"] == person]
        assert texts == ["un", "deux"]


def test_buttons_and_messages_are_not_in_order(bot, telegram, set_hook, alice):
    alice.starts()
    telegram.settle(quiet=0)
    bot.says(alice.id, "a", "Prix")
    go_on = threading.Event()
    set_hook.reply = lambda update: (200 if "callback_query" in update or go_on.wait(10) else 500, {}, b"")
    alice.says("un")
    alice.presses("Prix")
    telegram.until(lambda: any("callback_query" in body for body in set_hook.bodies))
    go_on.set()
    telegram.settle(quiet=0)


def test_a_method_in_the_answer_is_carried_out(telegram, set_hook, alice):
    def reply(update):
        call = {"method": "sendMessage", "chat_id": alice.id, "text": "<b>un</b>", "parse_mode": "HTML"}
        return 200, {"Content-Type": "application/json"}, json.dumps(call).encode()

    set_hook.reply = reply
    alice.says("bonjour")
    telegram.settle(quiet=0.1)
    assert [message.text for message in telegram.shows(alice)] == ["bonjour", "un"]
    [call] = telegram.calls_of("sendMessage")
    assert (call.in_reply, call.carried_out, "method" in call.params) == (True, True, False)


def test_a_method_in_a_form_is_carried_out(telegram, set_hook, alice):
    call = {"method": "sendMessage", "chat_id": alice.id, "text": "été", "disable_notification": "true"}
    answer = (200, {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(call).encode())
    set_hook.reply = lambda update: answer
    alice.says("bonjour")
    telegram.settle(quiet=0.1)
    assert telegram.shows(alice)[-1].text == "été"


def test_an_error_of_a_method_in_the_answer_is_told_to_nobody(telegram, set_hook, alice):
    set_hook.reply = lambda update: (200, {"Content-Type": "application/json"}, b'{"method": "sendMessage", "chat_id": 1}')
    alice.says("bonjour")
    telegram.settle(quiet=0.1)
    assert (len(set_hook.bodies), telegram.calls[-1].status) == (1, 400)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"ok": true}'),
        ("application/json", b"[]"),
        ("application/json", b'{"method": "deleteWebhook"}'),
        ("application/json", b'{"method": "getMe"}'),
        ("text/plain", b'{"method": "sendMessage"}'),
    ],
)
def test_answers_that_ask_for_nothing(telegram, set_hook, alice, kind, body):
    set_hook.reply = lambda update: (200, {"Content-Type": kind}, body)
    alice.says("bonjour")
    telegram.settle(quiet=0.1)
    assert [call.method for call in telegram.calls] == ["setWebhook"]
    assert len(set_hook.bodies) == 1


def test_faults_of_deliveries(telegram, set_hook, alice):
    telegram.inject(Fault.broken(), method="webhook")
    alice.says("un")
    telegram.settle(quiet=0)
    assert len(set_hook.bodies) == 1
    telegram.inject(Fault.lost_answer(), method="webhook", times=2)
    message = alice.says("deux")
    telegram.settle(quiet=0)
    assert set_hook.ids[1:] == [message.update_id] * 3


def test_updates_that_nobody_took_for_a_day_are_lost(bot, telegram, set_hook, alice):
    set_hook.reply = lambda update: (500, {}, b"")
    alice.says("un")
    telegram.until(lambda: set_hook.bodies)
    telegram.later(25 * 3600)
    telegram.settle(quiet=0)
    assert bot("getWebhookInfo").result["pending_update_count"] == 0
