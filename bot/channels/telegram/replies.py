"""An answer as calls of the Bot API: in JSON, for them to be kept until they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode

from bot.channels.history import Button, Entry
from bot.channels.telegram.formatting import listed, messages, quoted
from bot.channels.telegram.store import Call
from bot.channels.telegram.texts import chosen, sentence
from bot.channels.telegram.updates import Asked, Pressed, Wrote, button_data


def told(asked: Asked, answers: Iterable[Entry]) -> Iterator[Call]:
    """The messages of an answer, in order, with its buttons below the last of each.

    Args:
        asked: what is answered.
        answers: what the bot says.
    """
    for answer in answers:
        table = answer.table
        parts = messages(answer.text.replace(table["replaces"], listed(table)) if table else answer.text)
        # Between others, and for a message further up, it is to be seen what is answered.
        replies = asked.person is not None or (isinstance(asked, Wrote) and asked.edited)
        for number, text in enumerate(parts, 1):
            call = _message(asked, text, replies)
            if number == len(parts) and (below := buttons_below(answer)):
                call.parameters["reply_markup"] = _keyboard(asked, below)
            yield call


def cited(pressed: Pressed, answer: Entry) -> Iterator[Call]:
    """The messages with the sheets' words behind an answer, which may stand further up: they reply to it.

    Args:
        pressed: the button that asks for them.
        answer: the answer that it is below.
    """
    return (_message(pressed, text, replies=True) for text in quoted(answer.citations))


def buttons_below(answer: Entry) -> tuple[Button, ...]:
    """What the bot offers below an answer, and the sheets' words behind it, which stand for nothing that Rasa reads.

    Args:
        answer: as it was said, or as Rasa's events keep it.
    """
    shows = Button(f"{answer.id}.citations", sentence("citations"), payload="")
    return (*answer.buttons, shows) if answer.citations else answer.buttons


def marked(pressed: Pressed, offered: Entry) -> Call:
    """Show below a message which of its buttons was pressed; all can still be pressed.

    Args:
        pressed: the button.
        offered: the answer that it is below.
    """
    keyboard = _keyboard(pressed, buttons_below(offered), pressed.button)
    where = {"chat_id": pressed.chat, "message_id": pressed.message}
    return Call("editMessageReplyMarkup", {**where, "reply_markup": keyboard})


def _message(asked: Asked, html: str, replies: bool) -> Call:
    parameters: dict[str, Any] = {
        **asked.place,
        "text": html,
        "parse_mode": ParseMode.HTML.value,
        "link_preview_options": LinkPreviewOptions(is_disabled=True).to_dict(),
    }
    if replies:
        answered = ReplyParameters(asked.message, allow_sending_without_reply=True)
        parameters["reply_parameters"] = answered.to_dict()
    return Call("sendMessage", parameters)


def _keyboard(asked: Asked, buttons: Iterable[Button], pressed: str | None = None) -> dict[str, Any]:
    """Buttons, one a row."""
    rows = []
    for button in buttons:
        title = chosen(button.title) if button.id == pressed else button.title
        rows.append([InlineKeyboardButton(title, callback_data=button_data(asked, button.id))])
    return InlineKeyboardMarkup(rows).to_dict()
