"""An answer as calls of the Bot API: in JSON, for them to be kept until they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode

from bot.channels.history import Button, Entry
from bot.channels.telegram.formatting import messages
from bot.channels.telegram.store import Call
from bot.channels.telegram.texts import chosen
from bot.channels.telegram.updates import Asked, Pressed, Wrote, button_data


def told(asked: Asked, answers: Iterable[Entry]) -> Iterator[Call]:
    """The messages of an answer, in order, with its buttons below the last of each.

    Args:
        asked: what is answered.
        answers: what the bot says.
    """
    for answer in answers:
        parts = messages(answer.text)
        for number, text in enumerate(parts, 1):
            parameters: dict[str, Any] = {
                **asked.place,
                "text": text,
                "parse_mode": ParseMode.HTML.value,
                "link_preview_options": LinkPreviewOptions(is_disabled=True).to_dict(),
            }
            # Between others, and for a message further up, it is to be seen what is answered.
            if asked.person is not None or (isinstance(asked, Wrote) and asked.edited):
                answered = ReplyParameters(asked.message, allow_sending_without_reply=True)
                parameters["reply_parameters"] = answered.to_dict()
            if number == len(parts) and answer.buttons:
                parameters["reply_markup"] = _keyboard(asked, answer.buttons)
            yield Call("sendMessage", parameters)


def marked(pressed: Pressed, offered: Entry) -> Call:
    """Show below a message which of its buttons was pressed; all can still be pressed.

    Args:
        pressed: the button.
        offered: the answer that it is below.
    """
    keyboard = _keyboard(pressed, offered.buttons, pressed.button)
    where = {"chat_id": pressed.chat, "message_id": pressed.message}
    return Call("editMessageReplyMarkup", {**where, "reply_markup": keyboard})


def _keyboard(asked: Asked, buttons: Iterable[Button], pressed: str | None = None) -> dict[str, Any]:
    """Buttons, one a row."""
    rows = []
    for button in buttons:
        title = chosen(button.title) if button.id == pressed else button.title
        rows.append([InlineKeyboardButton(title, callback_data=button_data(asked, button.id))])
    return InlineKeyboardMarkup(rows).to_dict()
