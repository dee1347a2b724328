"""Pressed buttons: core.telegram.org/bots/api#callbackquery and #answercallbackquery."""

import pytest

from tests.telegram.emulator import Emulator, Person

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def alice(telegram: Emulator, bot) -> Person:
    """Someone who was offered two buttons."""
    alice = telegram.person("Alice", username="alice")
    alice.starts()
    bot.says(alice.id, "Que voulez-vous savoir ?", "Le prix", "Les dates")
    bot.kinds()
    return alice


def test_a_press_is_a_callback_query(bot, telegram, alice):
    query_id = alice.presses("Les dates")
    [update] = bot("getUpdates").result
    query = update["callback_query"]
    assert query["id"] == query_id
    assert query["from"] == {"id": alice.id, "is_bot": False, "first_name": "Alice", "username": "alice", "language_code": "fr"}
    assert query["data"] == "data of Les dates"
    assert query["message"]["text"] == "Que voulez-vous savoir ?"
    assert query["message"]["reply_markup"]["inline_keyboard"][1][0]["text"] == "Les dates"
    assert isinstance(query["chat_instance"], str)


def test_the_latest_message_with_the_button_is_meant(bot, telegram, alice):
    bot.says(alice.id, "Encore ?", "Le prix")
    bot.says(alice.id, "Autre chose ?", "Le site")
    alice.presses("Le prix")
    assert bot("getUpdates").result[0]["callback_query"]["message"]["text"] == "Encore ?"


def test_a_message_can_be_named(bot, telegram, alice):
    first = telegram.shows(alice)[-1]
    bot.says(alice.id, "Encore ?", "Le prix")
    alice.presses("Le prix", message=first)
    alice.presses("Le prix", message=first.message_id)
    texts = [update["callback_query"]["message"]["text"] for update in bot("getUpdates").result]
    assert texts == ["Que voulez-vous savoir ?"] * 2


def test_a_client_may_still_show_buttons_that_are_gone(bot, telegram, alice):
    before = telegram.shows(alice)[-1]
    bot("editMessageReplyMarkup", chat_id=alice.id, message_id=before.message_id)
    alice.presses("Le prix", message=before)
    bot("deleteMessage", chat_id=alice.id, message_id=before.message_id)
    alice.presses("Le prix", message=before)
    edited, deleted = (update["callback_query"] for update in bot("getUpdates").result)
    assert (edited["data"], "reply_markup" in edited["message"]) == ("data of Le prix", False)
    # core.telegram.org/bots/api#inaccessiblemessage
    assert deleted["message"] == {"chat": edited["message"]["chat"], "message_id": before.message_id, "date": 0}


def test_a_button_that_is_not_there(bot, telegram, alice):
    with pytest.raises(LookupError, match=r"Le site.*Le prix"):
        alice.presses("Le site")
    shown = telegram.shows(alice)
    with pytest.raises(LookupError):
        alice.presses("Le prix", message=shown[0])
    bot("deleteMessage", chat_id=alice.id, message_id=shown[-1].message_id)
    with pytest.raises(LookupError):
        alice.presses("Le prix")


def test_a_link_gives_no_callback_query(bot, alice):
    markup = {"inline_keyboard": [[{"text": "Le site", "url": "https://exemple.fr"}]]}
    bot("sendMessage", chat_id=alice.id, text="a", reply_markup=markup)
    with pytest.raises(RuntimeError, match="opens a link"):
        alice.presses("Le site")


def test_anyone_in_a_group_may_press(bot, telegram, alice):
    bob = telegram.person("Bob")
    group = telegram.group("Classe", [alice, bob])
    bot.says(group.id, "Que voulez-vous savoir ?", "Le prix")
    bot.kinds()
    bob.presses("Le prix", chat=group)
    query = bot("getUpdates").result[0]["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (bob.id, group.id)


def test_an_answer_is_shown(bot, alice):
    first, second = alice.presses("Le prix"), alice.presses("Les dates")
    assert (alice.notified(), alice.unanswered()) == ([], 2)
    assert bot("answerCallbackQuery", callback_query_id=second).result is True
    assert bot("answerCallbackQuery", callback_query_id=first, text="Le voici", show_alert=True).result is True
    assert alice.notified() == [{"text": "Le voici", "show_alert": True}, {"text": "", "show_alert": False}]
    assert alice.unanswered() == 0


def test_a_query_is_answered_once(bot, alice):
    query = alice.presses("Le prix")
    assert bot("answerCallbackQuery", callback_query_id=query).status == 200
    assert bot("answerCallbackQuery", callback_query_id=query).error == TOO_OLD


@pytest.mark.parametrize("params", [{}, {"callback_query_id": ""}, {"callback_query_id": "1"}, {"callback_query_id": "a"}])
def test_an_unknown_query(bot, alice, params):
    answer = bot("answerCallbackQuery", **params)
    assert (answer.status, answer.error) == (400, TOO_OLD)


def test_a_query_that_is_too_old(bot, telegram, alice):
    query = alice.presses("Le prix")
    telegram.later(61)
    assert bot("answerCallbackQuery", callback_query_id=query).error == TOO_OLD
    assert alice.unanswered() == 1


def test_an_answer_has_at_most_200_characters(bot, alice):
    query = alice.presses("Le prix")
    assert bot("answerCallbackQuery", callback_query_id=query, text="é" * 201).error == "Bad Request: MESSAGE_TOO_LONG"
    assert bot("answerCallbackQuery", callback_query_id=query, text="é" * 200).result is True


def test_an_answer_opens_no_address(bot, alice):
    query = alice.presses("Le prix")
    assert bot("answerCallbackQuery", callback_query_id=query, url="https://exemple.fr").error == "Bad Request: URL_INVALID"


def test_whoever_blocked_the_bot_presses_nothing(alice):
    alice.blocks()
    with pytest.raises(RuntimeError, match="blocked"):
        alice.presses("Le prix")
