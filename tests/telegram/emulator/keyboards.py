"""Keyboards under messages: reply_markup as the Bot API documents it."""

from __future__ import annotations

import re
from typing import Any

from tests.telegram.emulator.errors import bad_request, explained, undocumented
from tests.telegram.emulator.parameters import Parameters, field

MAX_DATA_BYTES = 64
# Of a whole keyboard; more is REPLY_MARKUP_TOO_LONG.
MAX_BUTTONS = 100
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
EMULATED = ("url", "callback_data")

Rows = list[list[dict[str, str]]]


def read_markup(parameters: Parameters, inline_only: bool = False) -> Rows:
    """The inline keyboard of a call, checked; no rows when there is none.

    Source: core.telegram.org/bots/api#inlinekeyboardmarkup; wording of errors: get_reply_markup in Telegram's Client.cpp.

    Args:
        parameters: the call's; "reply_markup" may be missing.
        inline_only: whether it is of a method that edits: those take no other kind of keyboard.

    Raises:
        Refused: not a keyboard, or one that is not emulated (a custom keyboard in place of the phone's).
    """
    markup = parameters.json("reply_markup", dict, "reply keyboard markup JSON object")
    if not markup:
        return []
    if "inline_keyboard" not in markup:
        if not inline_only and (markup.get("remove_keyboard") is True or markup.get("force_reply") is True):
            return []
        raise undocumented(f"reply_markup {markup!r:.80}: an inline keyboard, remove_keyboard or force_reply are emulated")
    if len(markup) > 1:
        raise undocumented("an InlineKeyboardMarkup has the one field inline_keyboard")
    rows = field(markup, "inline_keyboard", list, required=True)
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return [[_button(button) for button in row] for row in rows if row]


def _button(button: Any) -> dict[str, str]:
    """One button: a label and exactly one action (core.telegram.org/bots/api#inlinekeyboardbutton)."""
    with explained("Can't parse inline keyboard button"):
        if not isinstance(button, dict):
            raise bad_request("InlineKeyboardButton must be an Object")
        text = field(button, "text", str, required=True)
        actions = [name for name in ACTIONS if button.get(name) not in (None, "")]
        if not actions:
            raise bad_request("Text buttons are unallowed in the inline keyboard")
    if not text.strip():
        raise undocumented("an inline button without a label")
    if len(actions) > 1 or set(button) - {"text", *actions}:
        raise undocumented(f"an inline button has text and exactly one of {', '.join(ACTIONS)}, not {sorted(button)}")
    if actions[0] not in EMULATED:
        raise undocumented(f"inline buttons with {actions[0]} are not emulated")
    value = field(button, actions[0], str, required=True)
    if actions[0] == "callback_data" and len(value.encode()) > MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if actions[0] == "url" and not re.fullmatch(r"(?:https?|tg)://\S+", value):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Unsupported URL protocol")
    return {"text": text, actions[0]: value}
