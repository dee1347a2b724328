"""What is answered of what Telegram tells, and what is left alone."""

from __future__ import annotations

import json
import time
from typing import Any

import msgspec
import pytest
from telegram import User

from bot.channels.telegram import updates
from bot.channels.telegram.updates import Heard, Moved, Pressed, Sent, Wrote, button_data, parse, read
from tests.telegram.emulator.people import SPECIMENS

ME = User(7, "Clercs", is_bot=True, username="Clercs_bot")
ANNE = {"id": 41, "is_bot": False, "first_name": "Anne"}
PRIVATE = {"id": 41, "type": "private"}
GROUP = {"id": -500, "type": "supergroup"}


def message(text: str | None = "prix ?", chat: Any = PRIVATE, **more: Any) -> dict[str, Any]:
    words = {} if text is None else {"text": text}
    return {"message_id": 3, "date": int(time.time()), "chat": chat, "from": ANNE, **words, **more}


def entity(kind: str, text: str, part: str, **more: Any) -> dict[str, Any]:
    before = len(text[: text.index(part)].encode("utf-16-le")) // 2
    return {"type": kind, "offset": before, "length": len(part.encode("utf-16-le")) // 2, **more}


def heard(**update: Any) -> Heard | None:
    parsed = parse(json.dumps({"update_id": 9, **update}).encode())
    assert parsed, update
    return read(parsed, ME)


def test_a_message_in_a_private_chat():
    told = heard(message=message())
    assert told == Wrote(update=9, chat=41, person=None, message=3, text="prix ?")
    assert told.conversation == "41"


def test_an_edited_message_is_a_message():
    assert heard(edited_message=message("durée ?")) == Wrote(
        update=9, chat=41, person=None, message=3, text="durée ?", edited=True
    )


def test_a_message_that_is_too_old_to_be_edited_is_left_alone_when_something_of_it_changes():
    assert heard(edited_message=message("durée ?", date=int(time.time()) - 49 * 3600)) is None


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "location", "document", "contact", "dice", "video_note"])
def test_what_is_no_text_is_answered_once_and_not_while_it_changes(kind):
    assert heard(message=message(None, **{kind: SPECIMENS[kind]})) == Sent(update=9, chat=41, person=None, message=3)
    assert heard(edited_message=message(None, **{kind: SPECIMENS[kind]})) is None


def test_the_caption_of_a_picture_is_what_is_written():
    told = heard(message=message(None, photo=SPECIMENS["photo"], caption="quel prix ?", media_group_id="a"))
    assert told == Wrote(update=9, chat=41, person=None, message=3, text="quel prix ?", album="a")
    assert heard(edited_message=message(None, photo=SPECIMENS["photo"], caption="quel prix ?"))


@pytest.mark.parametrize(
    ("change", "content"),
    [
        ("new_chat_members", [ANNE]),
        ("left_chat_member", ANNE),
        ("message_auto_delete_timer_changed", {"message_auto_delete_time": 60}),
        ("something_newer_than_the_library", {}),
    ],
)
def test_changes_in_a_chat_are_not_answered(change, content):
    assert heard(message=message(None, **{change: content})) is None


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"channel_post": message(chat={"id": -1, "type": "channel"})},
        {"message": message(chat={"id": -1, "type": "channel"})},
        {"message": {**message(), "from": {"id": 8, "is_bot": True, "first_name": "Robot"}}},
        {"message": {k: v for k, v in message().items() if k != "from"}},
        {"something_new": {}},
        {"message": None},
        {"callback_query": {"id": "q", "from": ANNE, "chat_instance": "1", "inline_message_id": "x", "data": "1.1.1"}},
        {"callback_query": {"id": "q", "from": ANNE, "chat_instance": "1", "message": message(), "game_short_name": "x"}},
    ],
)
def test_what_is_nothing_for_us_is_left_alone(update):
    assert heard(**update) is None


ADDRESSED = [
    ("@clercs_bot quel prix ?", "mention", "@clercs_bot", {}, "quel prix ?"),
    ("😀 dis @Clercs_Bot, quel prix ?", "mention", "@Clercs_Bot", {}, "😀 dis quel prix ?"),
    (
        "Le robot, quel prix ?",
        "text_mention",
        "Le robot",
        {"user": {"id": 7, "is_bot": True, "first_name": "Clercs"}},
        "Le robot, quel prix ?",
    ),
    ("/aide", "bot_command", "/aide", {}, "/aide"),
    ("/aide@clercs_bot svp", "bot_command", "/aide@clercs_bot", {}, "/aide svp"),
    ("@clercs_bot", "mention", "@clercs_bot", {}, ""),
]


@pytest.mark.parametrize(("text", "kind", "part", "more", "read_as"), ADDRESSED)
def test_in_a_group_who_calls_the_bot_is_heard(text, kind, part, more, read_as):
    told = heard(message=message(text, GROUP, entities=[entity(kind, text, part, **more)]))
    assert told == Wrote(update=9, chat=-500, person=41, message=3, text=read_as)
    assert told.conversation == "-500:41"


def test_in_a_group_an_answer_to_the_bot_is_heard():
    assert heard(
        message=message(
            "et la durée ?",
            GROUP,
            reply_to_message=message("…", GROUP, **{"from": {"id": 7, "is_bot": True, "first_name": "Clercs"}}),
        )
    )


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("quel prix ?", {}),
        ("@clercs_bot_bis quel prix ?", {"entities": [{"type": "mention", "offset": 0, "length": 15}]}),
        ("@autre", {"entities": [{"type": "mention", "offset": 0, "length": 6}]}),
        ("/aide@autre_bot", {"entities": [{"type": "bot_command", "offset": 0, "length": 15}]}),
        ("voir /aide", {"entities": [{"type": "bot_command", "offset": 5, "length": 5}]}),
        (
            "toi",
            {
                "entities": [
                    {"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 8, "is_bot": False, "first_name": "Bob"}}
                ]
            },
        ),
        ("oui", {"reply_to_message": message("…", GROUP)}),
        ("@clercs_bot", {"entities": [{"type": "mention", "offset": 2**40, "length": 2**40}]}),
        (None, {"photo": SPECIMENS["photo"]}),
    ],
)
def test_in_a_group_talk_between_people_is_left_alone(text, more):
    assert heard(message=message(text, GROUP, **more)) is None


def test_in_a_group_a_caption_that_calls_the_bot_is_heard():
    named = {"caption": "@clercs_bot prix ?", "caption_entities": [{"type": "mention", "offset": 0, "length": 11}]}
    told = heard(message=message(None, GROUP, photo=SPECIMENS["photo"], **named))
    assert told == Wrote(update=9, chat=-500, person=41, message=3, text="prix ?")


def test_in_a_group_a_picture_for_the_bot_is_told_that_it_reads_text():
    named = {"caption": "@clercs_bot", "caption_entities": [{"type": "mention", "offset": 0, "length": 11}]}
    assert heard(message=message(None, GROUP, photo=SPECIMENS["photo"], **named)) == Sent(
        update=9, chat=-500, person=41, message=3
    )


def test_who_writes_in_the_name_of_a_group_has_a_conversation_of_that_name():
    anonymous = {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": GROUP}
    told = heard(message=message("/aide", GROUP, entities=[{"type": "bot_command", "offset": 0, "length": 5}], **anonymous))
    assert isinstance(told, Wrote)
    assert told.conversation == "-500:-500"


def test_a_topic_is_told_where_there_are_topics():
    command = {"entities": [{"type": "bot_command", "offset": 0, "length": 5}], "message_thread_id": 2}
    told = heard(message=message("/aide", GROUP, is_topic_message=True, **command))
    assert isinstance(told, Wrote)
    assert told.place == {"chat_id": -500, "message_thread_id": 2}
    told = heard(message=message("/aide", GROUP, **command))
    assert isinstance(told, Wrote)
    assert told.place == {"chat_id": -500}


def test_a_group_that_becomes_a_supergroup_is_told_in_both():
    group = {"id": -7, "type": "group"}
    assert heard(message=message(None, group, migrate_to_chat_id=-500)) == Moved(update=9, chat=-7, old=-7, new=-500)
    assert heard(message=message(None, GROUP, migrate_from_chat_id=-7)) == Moved(update=9, chat=-500, old=-7, new=-500)


def pressed(data: str, chat: Any = PRIVATE, who: int = 41) -> Pressed:
    sender, below = {**ANNE, "id": who}, {"message_id": 3, "chat": chat, "date": 0}
    told = heard(callback_query={"id": "q", "from": sender, "chat_instance": "1", "message": below, "data": data})
    assert isinstance(told, Pressed)
    return told


def test_a_button_is_that_of_the_answer():
    told = pressed("5.1.2")
    assert told == Pressed(update=9, chat=41, person=None, message=3, query="q", button="5.1.2")
    assert pressed(button_data(told, "5.1.2")) == told


def test_in_a_group_a_button_is_for_the_one_who_asked():
    asked = heard(message=message("/aide", GROUP, entities=[{"type": "bot_command", "offset": 0, "length": 5}]))
    assert isinstance(asked, Wrote)
    data = button_data(asked, "5.1.2")
    assert pressed(data, GROUP).button == "5.1.2"
    assert pressed(data, GROUP, who=42).button is None


def test_a_button_of_who_asked_in_the_name_of_a_chat_is_in_that_conversation_whoever_presses_it():
    told = pressed("-500:5.1.2", GROUP, who=42)
    assert (told.button, told.conversation) == ("5.1.2", "-500:-500")


@pytest.mark.parametrize("data", ["-:5.1.2", "--5:5.1.2", "-5x:5.1.2", f"-{'9' * 30}:5.1.2", ":5.1.2", "5.1.2"])
def test_a_button_that_names_nobody_is_nobodys(data):
    told = pressed(data, GROUP)
    assert (told.button, told.person) == (None, 41)


def test_a_button_is_known_by_less_than_64_bytes_however_long_ids_get():
    longest = Wrote(update=2**63 - 1, chat=-(2**63), person=2**63 - 1, message=1, text="")
    assert len(button_data(longest, f"{2**63 - 1}.99.99")) < 64


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"x"', b"\xff", b"[" * 9999, b'{"message":{}}'])
def test_what_is_no_update_is_left_alone(body, monkeypatch):
    # Rasa filters what is logged twice.
    told = []
    monkeypatch.setattr(updates.logger, "warning", lambda message, *_: told.append(message))
    assert parse(body) is None
    assert told == ["An update that cannot be read was dropped (%s)"]


@pytest.mark.parametrize(
    "content",
    [
        {**message(), "message_id": "a"},
        {**message(), "text": 5},
        message(chat={"id": 2**63, "type": "private"}),
        message(chat={"id": {}, "type": "private"}),
    ],
)
def test_what_the_library_lets_pass_and_could_not_be_kept_is_told_as_such(content):
    with pytest.raises((msgspec.ValidationError, TypeError)):
        heard(message=content)
