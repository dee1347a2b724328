"""The Bot API's methods that the bot calls, by name. A parameter that is not among a method's is an error."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.telegram.emulator.chats import Message
from tests.telegram.emulator.faults import Refused, bad_request, conflict
from tests.telegram.emulator.texts import read_html, utf16
from tests.telegram.emulator.world import Poll, Webhook, World

Json = dict[str, Any]

MAX_TEXT = 4096
MAX_DATA_BYTES = 64


def get_me(world: World) -> Json:
    """The bot (core.telegram.org/bots/api#getme)."""
    return world.bot


def set_my_commands(world: World, commands: list[Json]) -> bool:
    """The menu (core.telegram.org/bots/api#setmycommands)."""
    return True


def set_chat_menu_button(world: World, menu_button: Json) -> bool:
    """What the button beside the text field opens (core.telegram.org/bots/api#setchatmenubutton)."""
    return True


def send_message(
    world: World,
    chat_id: int,
    text: str,
    parse_mode: str,
    link_preview_options: Json,
    message_thread_id: int | None = None,
    reply_parameters: Json | None = None,
    reply_markup: Json | None = None,
) -> Json:
    """Send a text (core.telegram.org/bots/api#sendmessage)."""
    if parse_mode != "HTML":
        raise bad_request("unsupported parse_mode")
    try:
        shown = read_html(text)
    except ValueError as error:
        raise bad_request(str(error)) from None
    if not shown:
        raise bad_request("message text is empty")
    if utf16(shown) > MAX_TEXT:
        raise bad_request("message is too long")
    keyboard = _keyboard(reply_markup)
    chat = world.writable(chat_id)
    if message_thread_id is not None and message_thread_id not in chat.topics:
        raise bad_request("message thread not found")
    reply_to = chat.messages.get((reply_parameters or {}).get("message_id", 0))
    if reply_to is not None and reply_to.deleted:
        reply_to = None
    if reply_to is None and reply_parameters and not reply_parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    world.limits.count(chat.id, world.now())
    # What answers a message is where that is.
    topic = reply_to.topic if reply_to else message_thread_id
    preview = not link_preview_options.get("is_disabled", False)
    more: Json = {"html": text, "keyboard": keyboard, "preview": preview, "reply_to": reply_to, "topic": topic}
    return world.add_message(chat, world.bot, shown, **more).api()


def edit_message_reply_markup(world: World, chat_id: int, message_id: int, reply_markup: Json) -> Json:
    """Change the buttons alone (core.telegram.org/bots/api#editmessagereplymarkup)."""
    keyboard = _keyboard(reply_markup)
    message: Message | None = world.writable(chat_id).messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if message.user != world.bot:
        raise bad_request("message can't be edited")
    if keyboard == message.keyboard:
        raise bad_request("message is not modified")
    message.keyboard = keyboard
    return message.api()


def send_chat_action(world: World, chat_id: int, action: str, message_thread_id: int | None = None) -> bool:
    """Show that something is coming (core.telegram.org/bots/api#sendchataction)."""
    world.writable(chat_id)
    return True


def answer_callback_query(world: World, callback_query_id: str, text: str = "", show_alert: bool = False) -> bool:
    """Tell a client that its pressed button was heard: once, and in time (core.telegram.org/bots/api#answercallbackquery)."""
    press = world.presses.get(callback_query_id)
    if press is None or press.answer is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.answer = {"text": text, "show_alert": show_alert}
    return True


def set_webhook(world: World, url: str, secret_token: str, allowed_updates: list[str]) -> bool:
    """Say where updates are to be posted (core.telegram.org/bots/api#setwebhook)."""
    world.updates.allowed = frozenset(allowed_updates)
    world.webhook = Webhook(url, secret_token)
    world.end_poll("terminated by setWebhook request")
    return True


def delete_webhook(world: World) -> bool:
    """Go back to getUpdates (core.telegram.org/bots/api#deletewebhook)."""
    world.webhook = None
    return True


async def get_updates(
    world: World, timeout: float, allowed_updates: list[str], offset: int = 0, limit: int = 100
) -> list[dict[str, Any]]:
    """Wait for updates (core.telegram.org/bots/api#getupdates).

    Raises:
        Refused: 409 while a webhook is set, when another call begins, when a webhook is set meanwhile.
    """
    with world.lock:
        if world.webhook is not None:
            raise conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
        world.updates.allowed = frozenset(allowed_updates)
        world.end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        poll = world.poll = Poll()
    deadline = time.monotonic() + timeout
    while True:
        alarm = world.alarm()
        with world.lock:
            if poll.ended:
                alarm.stop()
                raise conflict(poll.ended)
            updates = world.updates.take(offset, limit)
            world.lock.notify_all()
        left = deadline - time.monotonic()
        if updates or left <= 0:
            alarm.stop()
            return updates
        await alarm.wait(left)


def _keyboard(markup: Json | None) -> list[list[dict[str, str]]]:
    """Inline buttons, checked (core.telegram.org/bots/api#inlinekeyboardbutton)."""
    rows: list[list[dict[str, str]]] = (markup or {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if set(button) != {"text", "callback_data"} or not button["text"].strip():
            raise bad_request("can't parse inline keyboard button")
        if len(button["callback_data"].encode()) > MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    return rows


METHODS: dict[str, Callable[..., Any]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "sendMessage": send_message,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getUpdates": get_updates,
}


async def carry_out(world: World, name: str, parameters: Json) -> Any:
    """Do what a call asks.

    Args:
        world: where.
        name: the method's.
        parameters: the method's.

    Raises:
        Refused: Telegram's answer is no.
    """
    if name not in METHODS:
        raise Refused(404, "Not Found: method not found")
    with world.lock:
        try:
            result = METHODS[name](world, **parameters)
        except TypeError as error:
            raise bad_request(f"not as documented: {error}") from None
        world.changed()
    return await result if name == "getUpdates" else result
