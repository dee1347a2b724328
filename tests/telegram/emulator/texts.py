"""Texts as Telegram reads them: HTML, commands and mentions found in plain text, lengths in UTF-16."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

TAGS = frozenset("a b blockquote code i pre s u".split())
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-z]+)(?: (?:href|class)=\"[^\"<>]*\"| expandable)?>|[^<&]+|&(?:lt|gt|amp|quot|#x?\w+);"
)
# What Telegram finds in a text by itself (td/telegram/MessageEntity.cpp), of what the bot looks at.
_FOUND = {
    "bot_command": re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])", re.ASCII),
    "mention": re.compile(r"(?<![\w])@[a-zA-Z0-9_]{2,32}(?!\w)"),
}


def utf16(text: str) -> int:
    """The length in UTF-16 code units, as Telegram counts (core.telegram.org/bots/api#messageentity)."""
    return len(text.encode("utf-16-le")) // 2


def read_html(html: str) -> str:
    """The text of an HTML message: few tags, correctly nested, and four named entities (core.telegram.org/bots/api#html-style).

    Raises:
        ValueError: Telegram would not read it.
    """
    text, position = "", 0
    opened: list[str] = []
    while position < len(html):
        token = _TOKEN.match(html, position)
        if token is None or (token["tag"] and token["tag"] not in TAGS):
            raise ValueError(f"can't parse entities: {html[position : position + 20]!r}")
        position = token.end()
        if not token["tag"]:
            text += unescape(token[0])
        elif not token["end"]:
            opened.append(token["tag"])
        elif not opened or opened.pop() != token["tag"]:
            raise ValueError(f"can't parse entities: unexpected end tag {token[0]}")
    if opened:
        raise ValueError(f"can't parse entities: no end tag of {opened[-1]}")
    return text.strip()


def find_entities(text: str) -> list[dict[str, Any]]:
    """Commands and @mentions in a plain text; a command's @name is no mention."""
    found: dict[int, dict[str, Any]] = {}
    for kind, pattern in _FOUND.items():
        for match in pattern.finditer(text):
            found.setdefault(match.start(), {"type": kind, "offset": utf16(text[: match.start()]), "length": utf16(match[0])})
    return list(found.values())
