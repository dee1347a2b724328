"""Methods that send, change and delete messages, and that answer pressed buttons."""

from __future__ import annotations

from typing import Any

from tests.telegram.emulator.chats import Chat, Message
from tests.telegram.emulator.errors import bad_request, undocumented
from tests.telegram.emulator.formatting import read_text, utf16
from tests.telegram.emulator.keyboards import read_markup
from tests.telegram.emulator.methods import method
from tests.telegram.emulator.parameters import Parameters, field
from tests.telegram.emulator.world import World

ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location"
    " record_video_note upload_video_note".split()
)
DELETABLE_SECONDS = 48 * 3600
MAX_NOTIFICATION = 200


@method(
    "sendMessage",
    "chat_id message_thread_id text parse_mode entities link_preview_options disable_web_page_preview disable_notification"
    " protect_content reply_parameters reply_to_message_id allow_sending_without_reply reply_markup",
)
def send_message(world: World, parameters: Parameters) -> dict[str, Any]:
    """Send a text (core.telegram.org/bots/api#sendmessage)."""
    raw = parameters.text("text")
    text, entities = read_text(raw, _parse_mode(parameters))
    preview = _preview(parameters)
    keyboard = read_markup(parameters)
    silent = parameters.flag("disable_notification")
    parameters.flag("protect_content")
    chat = world.writable(parameters.chat())
    topic = _topic(parameters, chat)
    reply_to = _reply_to(parameters, chat.messages)
    world.limits.count(chat.id, world.now())
    message = world.add_message(
        chat,
        world.bot,
        text,
        html=raw,
        entities=entities,
        keyboard=keyboard,
        preview=preview,
        silent=silent,
        reply_to=reply_to,
        # What answers a message is where that is.
        topic=reply_to.topic if reply_to else topic,
    )
    return message.api()


@method(
    "editMessageText",
    "chat_id message_id text parse_mode entities link_preview_options disable_web_page_preview reply_markup",
)
def edit_message_text(world: World, parameters: Parameters) -> dict[str, Any]:
    """Change a text; its keyboard goes when no new one is given (core.telegram.org/bots/api#editmessagetext)."""
    raw = parameters.text("text")
    text, entities = read_text(raw, _parse_mode(parameters), too_long="MESSAGE_TOO_LONG")
    preview = _preview(parameters)
    keyboard = read_markup(parameters, inline_only=True)
    message = _own_message(world, parameters)
    if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
        raise _not_modified()
    world.limits.count(message.chat.id, world.now())
    message.text, message.entities, message.html, message.preview = text, entities, raw, preview
    message.keyboard, message.edited = keyboard, int(world.now())
    return message.api()


@method("editMessageReplyMarkup", "chat_id message_id reply_markup")
def edit_message_reply_markup(world: World, parameters: Parameters) -> dict[str, Any]:
    """Change the buttons alone; none given takes them away (core.telegram.org/bots/api#editmessagereplymarkup)."""
    keyboard = read_markup(parameters, inline_only=True)
    message = _own_message(world, parameters)
    if keyboard == message.keyboard:
        raise _not_modified()
    message.keyboard = keyboard
    return message.api()


@method("deleteMessage", "chat_id message_id")
def delete_message(world: World, parameters: Parameters) -> bool:
    """Delete a message younger than 48 hours: an own one, or any in a private chat.

    Source: core.telegram.org/bots/api#deletemessage.
    """
    message = _message(world, parameters, "message to delete")
    too_old = message.date < world.now() - DELETABLE_SECONDS
    if too_old or (message.user != world.bot and message.chat.type != "private"):
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    return True


@method("sendChatAction", "chat_id message_thread_id action")
def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Show that something is coming (core.telegram.org/bots/api#sendchataction)."""
    if parameters.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    _topic(parameters, world.writable(parameters.chat()))
    return True


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """Tell a client that its pressed button was heard: once, and in time.

    Source: core.telegram.org/bots/api#answercallbackquery (text of 0 to 200 characters); MESSAGE_TOO_LONG is what the API was
    seen to answer (github.com/eternnoir/pyTelegramBotAPI/issues/500).
    """
    text, alert = parameters.text("text"), parameters.flag("show_alert")
    parameters.integer("cache_time")
    if parameters.text("url"):
        raise bad_request("URL_INVALID")
    if utf16(text) > MAX_NOTIFICATION:
        raise bad_request("MESSAGE_TOO_LONG")
    press = world.presses.get(parameters.text("callback_query_id"))
    if press is None or press.answer is not None or world.now() > press.time + world.callback_seconds:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.answer = {"text": text, "show_alert": alert}
    return True


def _parse_mode(parameters: Parameters) -> str:
    if "entities" in parameters:
        raise undocumented("explicit entities are not emulated: use parse_mode HTML")
    return parameters.text("parse_mode")


def _preview(parameters: Parameters) -> bool:
    """Whether a link may show a preview (core.telegram.org/bots/api#linkpreviewoptions, or the older parameter)."""
    options = parameters.json("link_preview_options", dict, "link preview options JSON object")
    if options is None:
        return not parameters.flag("disable_web_page_preview")
    for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        field(options, name, bool)
    field(options, "url", str)
    return not options.get("is_disabled", False)


def _topic(parameters: Parameters, chat: Chat) -> int | None:
    """The forum topic named, which must be one of the chat's.

    Raises:
        Refused: it is none.
    """
    topic = parameters.integer("message_thread_id") or None
    if topic is not None and topic not in chat.topics:
        raise bad_request("message thread not found")
    return topic


def _reply_to(parameters: Parameters, messages: dict[int, Message]) -> Message | None:
    """The message that is answered (core.telegram.org/bots/api#replyparameters, or the older parameters)."""
    options = parameters.json("reply_parameters", dict, "reply parameters JSON object")
    if options:
        message_id = field(options, "message_id", int, required=True)
        without = field(options, "allow_sending_without_reply", bool) or False
        if set(options) - {"message_id", "allow_sending_without_reply"}:
            raise undocumented(f"reply parameters {sorted(options)}: replies to other chats and quotes are not emulated")
    else:
        message_id = parameters.integer("reply_to_message_id")
        without = parameters.flag("allow_sending_without_reply")
    message = messages.get(message_id)
    if message is not None and not message.deleted:
        return message
    if message_id and not without:
        raise bad_request("message to be replied not found")
    return None


def _message(world: World, parameters: Parameters, what: str) -> Message:
    """The message that a call is about.

    Wording of errors: check_message in Telegram's Client.cpp.
    """
    message_id = parameters.integer("message_id")
    if not message_id:
        raise bad_request("Message identifier is not specified")
    chat = world.writable(parameters.chat())
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request(f"{what} not found")
    return message


def _own_message(world: World, parameters: Parameters) -> Message:
    message = _message(world, parameters, "message to edit")
    if message.user != world.bot:
        raise bad_request("message can't be edited")
    return message


def _not_modified() -> Exception:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and"
        " reply markup of the message"
    )
