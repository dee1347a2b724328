"""Texts as Telegram reads them: HTML, entities found in plain text, lengths in UTF-16."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.emulator.errors import bad_request

MAX_TEXT = 4096
# Before parsing (get_formatted_text in Telegram's Client.cpp).
MAX_RAW_BYTES = 1 << 15

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(?P<decimal>\d{1,8})|#[xX](?P<hex>[0-9a-fA-F]{1,7})|(?P<name>[a-zA-Z]+));?")
_LINK = re.compile(r"(?:https?|ftp|tg|ton|tonsite)://\S+|(?:[\w-]+\.)+[a-zA-Z]{2,}(?:[/?#:]\S*)?", re.IGNORECASE)
_MENTIONED = re.compile(r"tg://user/?\?id=(\d+)")

# What Telegram finds in a text by itself (td/telegram/MessageEntity.cpp), but for phone numbers, amounts and bare addresses of
# rarer domains; none inside another.
_FOUND = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-zA-Z]{2,}\b")),
    (
        "url",
        re.compile(
            r"(?<![\w@./-])(?:https?://[^\s<>\"]+|(?:www\.)?(?:[\w-]+\.)+(?:com|fr|org|net|eu|me)\b(?:/[^\s<>\"]*)?)", re.I
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])", re.ASCII)),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{2,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")),
)


def utf16(text: str) -> int:
    """The length in UTF-16 code units, as Telegram counts offsets (core.telegram.org/bots/api#messageentity)."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass
class _Tag:
    name: str
    at: int
    argument: str = ""
    expandable: bool = False


@dataclass
class _Html:
    """One reading of an HTML text."""

    html: str
    position: int = 0
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    open: list[_Tag] = field(default_factory=list)

    def read(self) -> None:
        while self.position < len(self.html):
            if self.html.startswith("</", self.position):
                self._end_tag()
            elif self.html[self.position] == "<":
                self._start_tag()
            else:
                self.text += self._character()
        if self.open:
            raise _unreadable(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def _character(self) -> str:
        """One character; one that an entity stands for, of the four names or a number. Others stay as they are written."""
        match = _CHARACTER.match(self.html, self.position)
        if match:
            number = int(match["decimal"] or match["hex"] or "0", 10 if match["decimal"] else 16)
            character = NAMED.get(match["name"] or "") or (chr(number) if 0 < number < 0x10FFFF else "")
            if character:
                self.position = match.end()
                return character
        self.position += 1
        return self.html[self.position - 1]

    def _bytes(self, position: int) -> int:
        return len(self.html[:position].encode(errors="surrogatepass"))

    def _take(self, pattern: str) -> str:
        match = re.compile(pattern).match(self.html, self.position)
        assert match
        self.position = match.end()
        return match[0]

    def _at_end(self) -> bool:
        return self.position >= len(self.html)

    def _start_tag(self) -> None:
        start = self._bytes(self.position)
        self.position += 1
        name = self._take(r"[^\s>]*").lower()
        if self._at_end():
            raise _unreadable(f"Unclosed start tag at byte offset {start}")
        if name not in TYPES:
            raise _unreadable(f'Unsupported start tag "{name}" at byte offset {start}')
        tag = _Tag(name, utf16(self.text))
        while True:
            self._take(r"\s*")
            if self._at_end():
                raise _unreadable(f'Unclosed start tag "{name}" at byte offset {start}')
            if self.html[self.position] == ">":
                break
            self._attribute(tag, start)
        self.position += 1
        if name == "span" and tag.argument != "tg-spoiler":
            raise _unreadable(f'Tag "span" must have class "tg-spoiler" at byte offset {start}')
        self.open.append(tag)

    def _attribute(self, tag: _Tag, start: int) -> None:
        name = self._take(r"[^\s=>]*")
        if not name:
            raise _unreadable(f'Empty attribute name in the tag "{tag.name}" at byte offset {start}')
        self._take(r"\s*")
        value = ""
        if not self._at_end() and self.html[self.position] == "=":
            self.position += 1
            self._take(r"\s*")
            if self._at_end():
                raise _unreadable(f'Unclosed start tag "{tag.name}" at byte offset {start}')
            value = self._value(start)
        if (tag.name, name) in (("a", "href"), ("tg-emoji", "emoji-id"), ("span", "class")):
            tag.argument = value
        if (tag.name, name) == ("code", "class") and value.startswith("language-"):
            tag.argument = value.removeprefix("language-")
        if (tag.name, name) == ("blockquote", "expandable"):
            tag.expandable = True

    def _value(self, start: int) -> str:
        quote, begin = self.html[self.position], self.position
        if quote not in "'\"":
            value = self._take(r"[a-zA-Z0-9.-]*").lower()
            if self._at_end() or not re.match(r"[\s>]", self.html[self.position]):
                raise _unreadable(f"Unexpected end of name token at byte offset {self._bytes(begin)}")
            return value
        self.position += 1
        value = ""
        while not self._at_end() and self.html[self.position] != quote:
            value += self._character()
        self.position += 1
        if self._at_end():
            raise _unreadable(f"Unclosed start tag at byte offset {start}")
        return value

    def _end_tag(self) -> None:
        start = self._bytes(self.position)
        if not self.open:
            raise _unreadable(f"Unexpected end tag at byte offset {start}")
        self.position += 2
        name = self._take(r"[^\s>]*").lower()
        self._take(r"\s*")
        if self._at_end() or self.html[self.position] != ">":
            raise _unreadable(f"Unclosed end tag at byte offset {start}")
        self.position += 1
        tag = self.open.pop()
        if name not in ("", tag.name):
            raise _unreadable(f'Unmatched end tag at byte offset {start}, expected "</{tag.name}>", found "</{name}>"')
        if utf16(self.text) > tag.at:
            self._add(tag)

    def _add(self, tag: _Tag) -> None:
        place = {"offset": tag.at, "length": utf16(self.text) - tag.at}
        entity: dict[str, Any] = {"type": TYPES[tag.name], **place}
        if tag.name == "a":
            link = tag.argument or cut(self.text, **place)
            mentioned = _MENTIONED.fullmatch(link)
            if mentioned:
                entity |= {"type": "text_mention", "user": {"id": int(mentioned[1]), "is_bot": False, "first_name": ""}}
            elif _LINK.fullmatch(link):
                entity["url"] = link if "://" in link else f"http://{link}"
            else:
                # As mailto: and tel: links: the text stays, the link is lost without a word.
                return
        if tag.name == "tg-emoji":
            if not re.fullmatch(r"[1-9]\d{0,18}", tag.argument):
                raise _unreadable("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.argument
        if tag.name == "code" and tag.argument:
            entity["language"] = tag.argument
        if tag.expandable:
            entity["type"] = "expandable_blockquote"
        previous = self.entities[-1] if self.entities else {}
        if {entity["type"], previous.get("type")} == {"pre", "code"} and place == {k: previous[k] for k in place}:
            language = previous.get("language") or entity.get("language")
            if language:
                self.entities[-1] = {"type": "pre", **place, "language": language}
                return
        self.entities.append(entity)


def _unreadable(message: str) -> Exception:
    return bad_request(f"Can't parse entities: {message}")


def parse_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """Read HTML as Telegram does: the few supported tags, correctly nested, and four named entities.

    Source: core.telegram.org/bots/api#html-style; errors and details: parse_html in td/telegram/MessageEntity.cpp.

    Returns:
        the text and its entities.

    Raises:
        Refused: "can't parse entities: …", with the byte offset of the mistake.
    """
    reading = _Html(html)
    reading.read()
    if any("\ud800" <= character <= "\udfff" for character in reading.text):
        raise _unreadable(
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
        )
    for entity in reading.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return reading.text, sorted(reading.entities, key=_order)


def _order(entity: dict[str, Any]) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers (offset and length in UTF-16 code units)."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def find_entities(text: str) -> list[dict[str, Any]]:
    """Commands, @mentions, #hashtags, links and addresses in a plain text, as Telegram's clients find them."""
    found: list[dict[str, Any]] = []
    taken: list[tuple[int, int]] = []
    for type_, pattern in _FOUND:
        for match in pattern.finditer(text):
            begin, end = match.span()
            end = begin + len(match[0].rstrip(".,;:!?)»”'\"")) if type_ == "url" else end
            if all(end <= other_begin or begin >= other_end for other_begin, other_end in taken):
                taken.append((begin, end))
                found.append({"type": type_, "offset": utf16(text[:begin]), "length": utf16(text[begin:end])})
    return sorted(found, key=_order)


def clean(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """What becomes of a text before it is shown: no control character, no white space around it.

    White space is kept before the first entity's begin. Source: clean_input_string and fix_formatted_text in td.

    Returns:
        the text and its entities, moved with it and with those found in it.
    """
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f\u2028-\u202e]", " ", text)
    kept = text.rstrip()
    first = min((entity["offset"] for entity in entities), default=utf16(kept))
    begin = min(len(kept) - len(kept.lstrip()), first)
    kept, size = kept[begin:], utf16(kept[begin:])
    moved = []
    for entity in entities:
        offset = entity["offset"] - begin
        if offset < size:
            moved.append(entity | {"offset": offset, "length": min(entity["length"], size - offset)})
    literal = [entity for entity in moved if entity["type"] in ("code", "pre", "text_link", "text_mention", "custom_emoji")]
    for entity in find_entities(kept):
        end = entity["offset"] + entity["length"]
        if all(end <= other["offset"] or entity["offset"] >= other["offset"] + other["length"] for other in literal):
            moved.append(entity)
    return kept, sorted(moved, key=_order)


def read_text(raw: str, parse_mode: str, too_long: str = "Message is too long") -> tuple[str, list[dict[str, Any]]]:
    """A message's text as it will be shown: 1 to 4096 UTF-16 code units after entities parsing.

    Source: core.telegram.org/bots/api#sendmessage. The documentation says "characters"; UTF-16 code units are how Telegram
    counts elsewhere, and the stricter reading.

    Args:
        raw: as sent.
        parse_mode: "HTML" or "".
        too_long: Telegram words it otherwise for an edit.

    Returns:
        the text and its entities.

    Raises:
        Refused: empty, too long, or not readable.
    """
    if not raw:
        raise bad_request("Message text is empty")
    if len(raw.encode(errors="surrogatepass")) > MAX_RAW_BYTES:
        raise bad_request("Text is too long")
    if parse_mode.lower() not in ("", "html"):
        # Telegram also reads Markdown and MarkdownV2: not emulated.
        raise bad_request("Unsupported parse_mode")
    raw = raw.replace("\r", "")
    text, entities = clean(*(parse_html(raw) if parse_mode else (raw, [])))
    if not re.sub(r"[\s\u200b-\u200f\u2060\ufeff]", "", text):
        raise bad_request("Text must be non-empty")
    if utf16(text) > MAX_TEXT:
        raise bad_request(too_long)
    return text, entities
