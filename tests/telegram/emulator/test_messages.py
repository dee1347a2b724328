"""sendMessage, editMessageText, editMessageReplyMarkup, deleteMessage, sendChatAction: core.telegram.org/bots/api."""

import pytest

from tests.telegram.emulator import Emulator, Person

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)


@pytest.fixture
def alice(telegram: Emulator) -> Person:
    """Someone who has started the bot."""
    alice = telegram.person("Alice")
    alice.starts()
    return alice


def keyboard(*rows):
    return {"inline_keyboard": [[{"text": title, "callback_data": title} for title in row] for row in rows]}


def test_a_message_is_answered_and_shown(bot, telegram, alice):
    message = bot("sendMessage", chat_id=alice.id, text="<b>Bonjour</b>", parse_mode="HTML").result
    assert message["from"] == {"id": 123456, "is_bot": True, "first_name": "Bot", "username": "test_bot"}
    assert message["chat"] == {"id": alice.id, "type": "private", "first_name": "Alice"}
    assert (message["text"], message["entities"]) == ("Bonjour", [{"type": "bold", "offset": 0, "length": 7}])
    shown = telegram.shows(alice)[-1]
    assert (shown.message_id, shown.sender, shown.text, shown.html) == (
        message["message_id"],
        "bot",
        "Bonjour",
        "<b>Bonjour</b>",
    )
    assert (shown.buttons, shown.edited, shown.reply_to, shown.preview, shown.silent) == ([], False, None, True, False)


def test_message_ids_grow(bot, telegram, alice):
    first, second = (bot.says(alice.id, "a")["message_id"] for _ in range(2))
    assert first < second


@pytest.mark.parametrize(
    ("options", "preview"),
    [
        ({}, True),
        ({"link_preview_options": {"is_disabled": True}}, False),
        ({"link_preview_options": {"is_disabled": False}}, True),
        ({"link_preview_options": {}}, True),
        ({"disable_web_page_preview": True}, False),
    ],
)
def test_link_previews_can_be_off(bot, telegram, alice, options, preview):
    assert bot("sendMessage", chat_id=alice.id, text="https://exemple.fr", **options).status == 200
    assert telegram.shows(alice)[-1].preview is preview


def test_link_preview_options_are_checked(bot, alice):
    answer = bot("sendMessage", chat_id=alice.id, text="a", link_preview_options={"is_disabled": "yes"})
    assert answer.error == 'Bad Request: field "is_disabled" must be of type Boolean'


def test_a_message_may_come_silently(bot, telegram, alice):
    bot("sendMessage", chat_id=alice.id, text="a", disable_notification=True)
    assert telegram.shows(alice)[-1].silent


def test_a_message_may_answer_another(bot, telegram, alice):
    asked = alice.says("combien ?")
    answer = bot("sendMessage", chat_id=alice.id, text="7 840 €", reply_parameters={"message_id": asked.message_id}).result
    assert answer["reply_to_message"]["text"] == "combien ?"
    assert telegram.shows(alice)[-1].reply_to == asked.message_id
    older = bot("sendMessage", chat_id=alice.id, text="a", reply_to_message_id=asked.message_id).result
    assert older["reply_to_message"]["message_id"] == asked.message_id


@pytest.mark.parametrize(
    "options", [{"reply_parameters": {"message_id": 999}}, {"reply_to_message_id": 999}], ids=["parameters", "older"]
)
def test_an_answer_to_a_message_that_is_gone(bot, telegram, alice, options):
    assert bot("sendMessage", chat_id=alice.id, text="a", **options).error == "Bad Request: message to be replied not found"


def test_an_answer_to_a_deleted_message(bot, telegram, alice):
    asked = alice.says("combien ?")
    alice.deletes(asked)
    options = {"message_id": asked.message_id}
    assert bot("sendMessage", chat_id=alice.id, text="a", reply_parameters=options).status == 400
    options["allow_sending_without_reply"] = True
    assert "reply_to_message" not in bot("sendMessage", chat_id=alice.id, text="a", reply_parameters=options).result


@pytest.mark.parametrize("options", [{"allow_sending_without_reply": True}, {"message_id": "1"}, {"message_id": 1, "quote": "a"}])
def test_reply_parameters_are_checked(bot, alice, options):
    assert bot("sendMessage", chat_id=alice.id, text="a", reply_parameters=options).status == 400


@pytest.mark.parametrize("params", [{}, {"chat_id": ""}])
def test_a_chat_must_be_named(bot, params):
    assert bot("sendMessage", text="a", **params).error == "Bad Request: chat_id is empty"


@pytest.mark.parametrize("chat_id", [1, "1", -1, "@nobody", "nobody", 0])
def test_an_unknown_chat(bot, chat_id):
    assert bot("sendMessage", chat_id=chat_id, text="a").error == "Bad Request: chat not found"


def test_the_text_is_checked_before_the_chat(bot):
    assert bot("sendMessage", chat_id=1, text="").error == "Bad Request: message text is empty"


def test_a_person_who_never_wrote_is_unknown(bot, telegram):
    assert bot("sendMessage", chat_id=telegram.person("Bob").id, text="a").error == "Bad Request: chat not found"


def test_a_person_met_in_a_group_cannot_be_written_to(bot, telegram):
    bob = telegram.person("Bob")
    bob.says("bonjour", chat=telegram.group("Classe", [bob]))
    answer = bot("sendMessage", chat_id=bob.id, text="a")
    assert (answer.status, answer.error) == (403, "Forbidden: bot can't initiate conversation with a user")


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"text": "a"}),
        ("editMessageText", {"text": "b", "message_id": 2}),
        ("editMessageReplyMarkup", {"message_id": 2}),
        ("deleteMessage", {"message_id": 2}),
        ("sendChatAction", {"action": "typing"}),
    ],
)
def test_a_person_who_blocked_the_bot(bot, alice, method, params):
    bot.says(alice.id, "a")
    alice.blocks()
    answer = bot(method, chat_id=alice.id, **params)
    assert (answer.status, answer.error) == (403, "Forbidden: bot was blocked by the user")
    alice.unblocks()
    assert bot("sendMessage", chat_id=alice.id, text="a").status == 200


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_a_group_that_removed_the_bot(bot, telegram, alice, kind):
    group = telegram.group("Classe", [alice], kind)
    assert bot("sendMessage", chat_id=group.id, text="a").status == 200
    group.removes_bot()
    answer = bot("sendMessage", chat_id=group.id, text="a")
    assert (answer.status, answer.error) == (403, f"Forbidden: bot was kicked from the {kind} chat")


def test_an_inline_keyboard(bot, telegram, alice):
    markup = {
        "inline_keyboard": [
            [{"text": "Le prix", "callback_data": "p"}, {"text": "Les dates", "callback_data": "d"}],
            [{"text": "Le site", "url": "https://exemple.fr"}],
        ]
    }
    assert bot("sendMessage", chat_id=alice.id, text="a", reply_markup=markup).result["reply_markup"] == markup
    assert telegram.shows(alice)[-1].buttons == [["Le prix", "Les dates"], ["Le site"]]


@pytest.mark.parametrize("data", ["a", "a" * 64, "é" * 32, "🎓" * 16])
def test_the_longest_callback_data(bot, alice, data):
    markup = {"inline_keyboard": [[{"text": "Prix", "callback_data": data}]]}
    assert bot("sendMessage", chat_id=alice.id, text="a", reply_markup=markup).status == 200


UNREADABLE = "can't parse inline keyboard button: "


@pytest.mark.parametrize(
    ("button", "error"),
    [
        ({"text": "a", "callback_data": "a" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, UNREADABLE + "Text buttons are unallowed in the inline keyboard"),
        ({"text": "a"}, UNREADABLE + "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a"}, UNREADABLE + 'Can\'t find field "text"'),
        ({"text": 5, "callback_data": "a"}, UNREADABLE + 'Field "text" must be of type String'),
        ({"text": "a", "callback_data": 5}, 'field "callback_data" must be of type String'),
        ("a", UNREADABLE + "InlineKeyboardButton must be an Object"),
        ({"text": " ", "callback_data": "a"}, "not as documented: an inline button without a label"),
        ({"text": "a", "callback_data": "a", "url": "https://exemple.fr"}, "not as documented: an inline button has text and"),
        ({"text": "a", "callback_data": "a", "colour": "red"}, "not as documented: an inline button has text and exactly one"),
        ({"text": "a", "web_app": {"url": "https://exemple.fr"}}, "not as documented: inline buttons with web_app are not"),
        ({"text": "a", "url": "ftp:rien"}, "inline keyboard button URL 'ftp:rien' is invalid: Unsupported URL protocol"),
    ],
)
def test_buttons_that_are_refused(bot, telegram, alice, button, error):
    answer = bot("sendMessage", chat_id=alice.id, text="a", reply_markup={"inline_keyboard": [[button]]})
    assert answer.status == 400
    assert answer.error.startswith(f"Bad Request: {error}")
    assert len(telegram.shows(alice)) == 1


@pytest.mark.parametrize(
    "markup",
    [
        {"inline_keyboard": {}},
        {"inline_keyboard": [{"text": "a", "callback_data": "a"}]},
        {"inline_keyboard": [[]], "resize_keyboard": True},
        {"keyboard": [["a"]]},
        {"buttons": []},
        "{",
    ],
    ids=str,
)
def test_keyboards_that_are_refused(bot, alice, markup):
    assert bot("sendMessage", chat_id=alice.id, text="a", reply_markup=markup).status == 400


def test_a_keyboard_has_at_most_a_hundred_buttons(bot, alice):
    rows = [["a"]] * 100
    assert bot("sendMessage", chat_id=alice.id, text="a", reply_markup=keyboard(*rows)).status == 200
    answer = bot("sendMessage", chat_id=alice.id, text="a", reply_markup=keyboard(*rows, ["b"]))
    assert answer.error == "Bad Request: reply markup is too long"


@pytest.mark.parametrize("markup", [{}, {"inline_keyboard": []}, {"remove_keyboard": True}, {"force_reply": True}], ids=str)
def test_markup_without_buttons(bot, telegram, alice, markup):
    assert bot("sendMessage", chat_id=alice.id, text="a", reply_markup=markup).status == 200
    assert telegram.shows(alice)[-1].buttons == []


def test_editing_a_text(bot, telegram, alice):
    sent = bot.says(alice.id, "un", "Prix")
    ids = {"chat_id": alice.id, "message_id": sent["message_id"]}
    edited = bot("editMessageText", **ids, text="<i>deux</i>", parse_mode="HTML", reply_markup=keyboard(["Dates"])).result
    assert (edited["message_id"], edited["text"], edited["date"]) == (sent["message_id"], "deux", sent["date"])
    assert edited["edit_date"] >= sent["date"]
    shown = telegram.shows(alice)[-1]
    assert (shown.text, shown.html, shown.buttons, shown.edited) == ("deux", "<i>deux</i>", [["Dates"]], True)


def test_editing_a_text_takes_its_buttons_away(bot, telegram, alice):
    sent = bot.says(alice.id, "un", "Prix")
    bot("editMessageText", chat_id=alice.id, message_id=sent["message_id"], text="deux")
    assert telegram.shows(alice)[-1].buttons == []


def test_editing_the_buttons(bot, telegram, alice):
    sent = bot.says(alice.id, "un", "Prix")
    ids = {"chat_id": alice.id, "message_id": sent["message_id"]}
    assert bot("editMessageReplyMarkup", **ids, reply_markup=keyboard(["Dates"])).result["text"] == "un"
    assert telegram.shows(alice)[-1].buttons == [["Dates"]]
    assert bot("editMessageReplyMarkup", **ids).status == 200
    shown = telegram.shows(alice)[-1]
    assert (shown.text, shown.buttons, shown.edited) == ("un", [], False)


def test_an_edit_that_changes_nothing(bot, alice):
    sent = bot("sendMessage", chat_id=alice.id, text="<b>un</b>", parse_mode="HTML", reply_markup=keyboard(["a"])).result
    ids = {"chat_id": alice.id, "message_id": sent["message_id"]}
    same = bot("editMessageText", **ids, text=" <b>un</b>", parse_mode="HTML", reply_markup=keyboard(["a"]))
    assert (same.status, same.error) == (400, NOT_MODIFIED)
    assert bot("editMessageReplyMarkup", **ids, reply_markup=keyboard(["a"])).error == NOT_MODIFIED
    assert bot("editMessageText", **ids, text="un", reply_markup=keyboard(["a"])).status == 200
    assert bot("editMessageReplyMarkup", **ids).status == 200
    assert bot("editMessageReplyMarkup", **ids).error == NOT_MODIFIED


@pytest.mark.parametrize(
    ("method", "what"), [("editMessageText", "edit"), ("editMessageReplyMarkup", "edit"), ("deleteMessage", "delete")]
)
def test_messages_that_cannot_be_changed(bot, telegram, alice, method, what):
    text = {"text": "b"} if method == "editMessageText" else {}
    gone = bot.says(alice.id, "a")["message_id"]
    bot("deleteMessage", chat_id=alice.id, message_id=gone)
    for message_id in (gone, 999):
        assert bot(method, chat_id=alice.id, message_id=message_id, **text).error == f"Bad Request: message to {what} not found"
    assert bot(method, chat_id=alice.id, **text).error == "Bad Request: message identifier is not specified"
    assert bot(method, message_id=1, **text).error == "Bad Request: chat_id is empty"
    assert bot(method, chat_id=1, message_id=1, **text).error == "Bad Request: chat not found"


def test_a_persons_message_cannot_be_edited(bot, alice):
    written = alice.says("un")
    answer = bot("editMessageText", chat_id=alice.id, message_id=written.message_id, text="deux")
    assert answer.error == "Bad Request: message can't be edited"


@pytest.mark.parametrize(
    ("text", "error"),
    [("", "message text is empty"), ("a" * 4097, "MESSAGE_TOO_LONG"), ("<p>", "can't parse entities: Unsup")],
    ids=str,
)
def test_edited_texts_are_checked(bot, alice, text, error):
    sent = bot.says(alice.id, "un")
    answer = bot("editMessageText", chat_id=alice.id, message_id=sent["message_id"], text=text, parse_mode="HTML")
    assert answer.error.startswith(f"Bad Request: {error}")


def test_an_edit_takes_inline_keyboards_only(bot, alice):
    ids = {"chat_id": alice.id, "message_id": bot.says(alice.id, "un")["message_id"]}
    assert bot("editMessageText", **ids, text="deux", reply_markup={"remove_keyboard": True}).status == 400


def test_deleting(bot, telegram, alice):
    sent = bot.says(alice.id, "un")
    written = alice.says("deux")
    for message_id in (sent["message_id"], written.message_id):
        assert bot("deleteMessage", chat_id=alice.id, message_id=message_id).result is True
    assert [message.text for message in telegram.shows(alice)] == ["/start"]


def test_others_messages_in_a_group_cannot_be_deleted(bot, telegram, alice):
    group = telegram.group("Classe", [alice])
    written = alice.says("un", chat=group)
    answer = bot("deleteMessage", chat_id=group.id, message_id=written.message_id)
    assert answer.error == "Bad Request: message can't be deleted for everyone"
    own = bot.says(group.id, "deux")
    assert bot("deleteMessage", chat_id=group.id, message_id=own["message_id"]).result is True


def test_a_message_cannot_be_deleted_after_48_hours(bot, telegram, alice):
    sent = bot.says(alice.id, "un")
    telegram.later(48 * 3600 + 1)
    answer = bot("deleteMessage", chat_id=alice.id, message_id=sent["message_id"])
    assert answer.error == "Bad Request: message can't be deleted for everyone"


@pytest.mark.parametrize("action", ["typing", "upload_document", "choose_sticker"])
def test_chat_actions(bot, alice, action):
    assert bot("sendChatAction", chat_id=alice.id, action=action).result is True


@pytest.mark.parametrize("params", [{}, {"action": ""}, {"action": "dancing"}])
def test_unknown_chat_actions(bot, alice, params):
    answer = bot("sendChatAction", chat_id=alice.id, **params)
    assert (answer.status, answer.error) == (400, "Bad Request: wrong parameter action in request")


def test_explicit_entities_are_not_emulated(bot, alice):
    assert bot("sendMessage", chat_id=alice.id, text="a", entities=[]).status == 400
