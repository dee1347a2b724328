"""A message is a text or a button, and one that can be answered."""

from __future__ import annotations

import pytest

from bot.channels.errors import ChannelError
from bot.channels.web.messages import Message, check


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (Message(), "invalid_request"),
        (Message("a", "b"), "invalid_request"),
        (Message(""), "empty_text"),
        (Message("\u200b \n"), "empty_text"),
        (Message("a" * 1001), "text_too_long"),
    ],
)
def test_a_message_that_cannot_be_answered_is_refused(message, code):
    with pytest.raises(ChannelError) as caught:
        check(message)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "message", [Message("a"), Message("?"), Message("😬"), Message("a" * 1000), Message(button="x"), Message(button="")]
)
def test_other_messages_pass(message):
    check(message)
