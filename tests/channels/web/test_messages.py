"""What is typed reaches Rasa as plain text; that no text becomes an intent is tried on the real bot in test_api.py."""

from __future__ import annotations

import pytest

from bot.channels.web.errors import WebError
from bot.channels.web.messages import Message, Said, check, typed


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("et le prix ?", "et le prix ?"),
        ("  et le prix ?\n", "et le prix ?"),
        ("deux\nlignes", "deux\nlignes"),
        ("24/7 ?", "24/7 ?"),
        ("clerc expert/gestionnaire", "clerc expert/gestionnaire"),
        ("😬 pas de barre", "😬 pas de barre"),
        ("/prix du clerc expert", "prix du clerc expert"),
        ("//prix", "prix"),
        ("😀/greet", "greet"),
        ("\u200b/greet", "greet"),
        ("／greet", "greet"),
        ("<b>/greet", "b>/greet"),
        (":D/greet", "D/greet"),
        ("🄋/greet", "greet"),
        ("(h/f) quel salaire ?", "h/f) quel salaire ?"),
        ("/", "?"),
        ("😬 / ?", "?"),
    ],
)
def test_rasa_reads_a_text_with_a_slash_from_its_first_letter_or_digit_on(text, read):
    assert typed(text) == Said(read, text.strip())


def test_control_characters_become_spaces():
    assert typed("et\x00le\x1bprix") == Said("et le prix", "et le prix")


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
    with pytest.raises(WebError) as caught:
        check(message)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "message", [Message("a"), Message("?"), Message("😬"), Message("a" * 1000), Message(button="x"), Message(button="")]
)
def test_other_messages_pass(message):
    check(message)
