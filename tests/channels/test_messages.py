"""What is typed reaches Rasa as plain text; that no text becomes an intent is tried on the real bot in web/test_api.py."""

from __future__ import annotations

import pytest

from bot.channels.errors import ChannelError
from bot.channels.messages import Said, check_text, typed


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("et le prix ?", "et le prix ?"),
        ("  et le prix ?\n", "et le prix ?"),
        ("deux\nlignes", "deux\nlignes"),
        ("24/7 ?", "24/7 ?"),
        ("/prix du clerc expert", "prix du clerc expert"),
        ("//prix", "prix"),
        (" / /prix", "prix"),
        ("\x00/greet", "greet"),
        ("/", "?"),
    ],
)
def test_rasa_reads_no_text_that_begins_with_a_slash(text, read):
    assert typed(text) == Said(read, text.replace("\x00", " ").strip())


def test_control_characters_become_spaces():
    assert typed("et\x00le\x1bprix") == Said("et le prix", "et le prix")


@pytest.mark.parametrize(("text", "code"), [("", "empty_text"), ("\u200b \n", "empty_text"), ("a" * 1001, "text_too_long")])
def test_a_text_that_cannot_be_answered_is_refused(text, code):
    with pytest.raises(ChannelError) as caught:
        check_text(text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["a", "?", "😬", "a" * 1000])
def test_other_texts_pass(text):
    check_text(text)
