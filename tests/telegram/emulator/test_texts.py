"""That the emulator reads HTML as strictly as Telegram, for a formatting mistake of the bot to be seen."""

from __future__ import annotations

import pytest

from tests.telegram.emulator.texts import find_entities, read_html


def test_tags_go_and_entities_are_read():
    html = '<blockquote><b>2 &lt; 3</b> &amp; <a href="https://a.fr/?x=1&amp;y=2">là</a></blockquote>'
    assert read_html(html) == "2 < 3 & là"


@pytest.mark.parametrize(
    "html", ["2 < 3", "a & b", "<b>a", "a</b>", "<b><i>a</b></i>", "<h1>a</h1>", "&nbsp;", "<b onclick=x>a</b>"]
)
def test_what_telegram_would_refuse_is_refused(html):
    with pytest.raises(ValueError, match="can't parse entities"):
        read_html(html)


def test_commands_and_mentions_are_found_in_utf_16():
    assert find_entities("😀 /aide@test_bot @alice") == [
        {"type": "bot_command", "offset": 3, "length": 14},
        {"type": "mention", "offset": 18, "length": 6},
    ]
