"""How methods are called: core.telegram.org/bots/api#authorizing-your-bot and #making-requests."""

import json

import pytest
import requests

from tests.telegram.emulator import Emulator
from tests.telegram.emulator.conftest import SECONDS, Bot


def test_a_call_answers_ok_and_a_result(bot):
    answer = bot("getMe")
    assert answer.body["ok"] is True
    assert answer.result["id"] == 123456
    assert answer.result["is_bot"] is True
    assert answer.result["username"] == "test_bot"
    assert answer.result["can_read_all_group_messages"] is True


def test_an_error_answers_its_code_and_description(bot):
    answer = bot("sendMessage", chat_id=1, text="a")
    assert answer.status == 400
    assert answer.body == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}


@pytest.mark.parametrize("token", ["123456:wrong", "123457:TEST-token", "x"])
def test_a_wrong_token_is_unauthorized(bot, token):
    assert bot.request("getMe", token=token).body == {"ok": False, "error_code": 401, "description": "Unauthorized"}


def test_a_wrong_token_is_told_before_anything_else(bot):
    assert bot.request("noMethod", token="123456:wrong").status == 401


def test_an_unknown_method_is_not_found(bot):
    answer = bot("sendMessages")
    assert (answer.status, answer.error) == (404, "Not Found: method not found")


@pytest.mark.parametrize("path", ["/", "/getMe", "/bot", "/bot123456:TEST-token"])
def test_any_other_path_is_not_found(telegram, path):
    answer = requests.get(telegram.url + path, timeout=SECONDS)
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")


def test_method_names_are_case_insensitive(bot, telegram):
    assert bot("GETME").result == bot("getme").result
    assert [call.method for call in telegram.calls] == ["getMe", "getMe"]


@pytest.mark.parametrize("how", ["GET", "POST"])
def test_get_and_post_are_accepted(bot, how):
    assert bot.request("getMe", how).result["id"] == 123456


def sent(bot, telegram, **more):
    alice = telegram.person("Alice")
    alice.starts()
    values = {"chat_id": alice.id, "text": "Été & <b>fête</b>", "parse_mode": "HTML", "disable_notification": "true"}
    values["reply_markup"] = json.dumps({"inline_keyboard": [[{"text": "Prix", "callback_data": "p"}]]})
    how = {name: {**value, **values} if isinstance(value, dict) else value for name, value in more.items()}
    assert bot.request("sendMessage", **how).status == 200
    return telegram.shows(alice)[-1]


@pytest.mark.parametrize("form", [{"params": {}}, {"data": {}}])
def test_parameters_in_the_address_or_a_form(bot, telegram, form):
    message = sent(bot, telegram, **form)
    assert (message.text, message.buttons, message.silent) == ("Été & fête", [["Prix"]], True)


def test_parameters_in_a_multipart_form(bot, telegram):
    alice = telegram.person("Alice")
    alice.starts()
    answer = bot.request("sendMessage", files={"chat_id": (None, str(alice.id)), "text": (None, "Bonjour")})
    assert answer.result["text"] == "Bonjour"


def test_json_takes_objects_and_serialised_objects(bot, telegram):
    alice = telegram.person("Alice")
    alice.starts()
    markup = {"inline_keyboard": [[{"text": "Prix", "callback_data": "p"}]]}
    for value in (markup, json.dumps(markup)):
        assert bot("sendMessage", chat_id=alice.id, text="a", reply_markup=value).result["reply_markup"] == markup


def test_a_chat_id_may_be_a_string(bot, telegram):
    alice = telegram.person("Alice")
    alice.starts()
    assert bot("sendMessage", chat_id=str(alice.id), text="a").status == 200


def test_a_body_that_is_no_json_object_is_refused(bot):
    for body in ("{", "[]", "1"):
        assert bot.request("getMe", data=body, headers={"Content-Type": "application/json"}).status == 400


def test_a_body_of_another_kind_is_refused(bot):
    assert bot.request("getMe", data="<a/>", headers={"Content-Type": "text/xml"}).status == 400


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"chat_id": 1, "text": 5}),
        ("sendMessage", {"chat_id": 1, "text": None}),
        ("sendMessage", {"chat_id": 1.5, "text": "a"}),
        ("sendMessage", {"chat_id": True, "text": "a"}),
        ("sendMessage", {"chat_id": 1, "text": "a", "disable_notification": "true"}),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": []}),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": "[]"}),
        ("editMessageText", {"chat_id": 1, "message_id": "1", "text": "a"}),
        ("setMyCommands", {"commands": {}}),
        ("getUpdates", {"timeout": 1.5}),
        ("getUpdates", {"allowed_updates": "message"}),
        ("answerCallbackQuery", {"callback_query_id": 5}),
    ],
)
def test_a_parameter_of_another_type_is_refused(bot, method, params):
    answer = bot(method, **params)
    assert answer.status == 400
    assert "must be of type" in answer.error or "Can't parse" in answer.error or "can't parse" in answer.error


def test_a_form_with_a_word_for_a_number_is_refused(bot):
    assert bot.request("getUpdates", data={"limit": "many"}).status == 400
    assert bot.request("sendMessage", data={"chat_id": "1", "text": "a", "disable_notification": "perhaps"}).status == 400


def test_an_unknown_parameter_is_refused(bot):
    answer = bot("sendMessage", chat_id=1, text="a", parsemode="HTML")
    assert (answer.status, answer.error) == (
        400,
        "Bad Request: not as documented: unknown parameter parsemode (or one that is not emulated)",
    )


def test_every_call_is_recorded(bot, telegram):
    bot("getMe")
    bot("sendMessage", chat_id=1, text="a")
    bot("noMethod", a=1)
    bot.request("getMe", token="123456:wrong")
    told = [(call.method, call.params, call.status, call.carried_out) for call in telegram.calls]
    assert told == [
        ("getMe", {}, 200, True),
        ("sendMessage", {"chat_id": 1, "text": "a"}, 400, False),
        ("noMethod", {"a": 1}, 404, False),
        ("getMe", {}, 401, False),
    ]
    assert telegram.calls[0].result["id"] == 123456
    assert telegram.calls[1].description == "Bad Request: chat not found"
    assert telegram.calls[0].time <= telegram.calls[1].time
    assert [call.method for call in telegram.calls_of("getMe")] == ["getMe", "getMe"]
    assert str(telegram.calls[1]) == 'sendMessage({"chat_id": 1, "text": "a"}): 400 Bad Request: chat not found'


def test_the_token_and_the_username_are_the_bots():
    with Emulator(token="42:secret", username="clerc_bot").running() as telegram:
        me = Bot(telegram)("getMe").result
        assert (me["id"], me["username"], me["can_read_all_group_messages"]) == (42, "clerc_bot", False)
        assert telegram.url.startswith("http://127.0.0.1:")


def test_an_emulator_can_be_looked_at_after_it_ran():
    with Emulator().running() as telegram:
        alice = telegram.person("Alice")
        alice.starts()
        Bot(telegram)("getMe")
    assert [call.method for call in telegram.calls] == ["getMe"]
    assert [message.text for message in telegram.shows(alice)] == ["/start"]
