"""Answers as Telegram shows them: their Markdown as its HTML (core.telegram.org/bots/api#html-style), in parts it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from telegram.constants import MessageLimit

from bot.typography import french

# Of a message's text, in UTF-16 units.
MOST_UNITS = MessageLimit.MAX_TEXT_LENGTH
_SEPARATORS = ("\n\n", "\n", " ")

# In this order: **bold**, [link](address), bare address or e-mail (which Telegram links itself), _italic_, the sheets' 1^{er}.
# widget/src/markdown.ts reads the same.
_SPAN = re.compile(
    r"\*\*(?P<bold>.+?)\*\*"
    r"|\[(?P<link>[^\]]+)\]\((?P<address>(?:https?://|mailto:|tel:)[^\s)]+)\)"
    r"|(?P<bare>https?://[^\s<>\"»)]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![^\W_])_(?=\S)(?P<italic>.+?)_(?![^\W_])"
    r"|\^\{(?P<raised>.+?)\}"
)
_BULLET = re.compile(r"^\s*[-*•]\s+")
_QUOTE = re.compile(r"^>\s?")


def messages(text: str) -> list[str]:
    """An answer as one or more messages in HTML.

    Args:
        text: in the Markdown of answers. Anything else in it is shown as it stands.
    """
    return [_html(part) for part in _parts(text.strip(), _SEPARATORS) if part.strip()]


def listed(table: Mapping[str, Any]) -> str:
    """A table as a list, in the Markdown of answers: on a phone there is no room for columns.

    Args:
        table: an answer's (actions/turn.py).
    """
    _, *heads = table["columns"]
    caption, rows = f"{table['caption']} :", table["rows"]
    if len(heads) == 1:
        # What this column holds, the caption says.
        return french("\n".join([caption, *(f"- **{name}** : {cell}" for name, cell in rows)]))
    blocks = ["\n- ".join([f"**{name}**", *map(" : ".join, zip(heads, cells, strict=True))]) for name, *cells in rows]
    return french("\n\n".join([caption, *blocks])) + "\n"


def quoted(citations: Iterable[Mapping[str, Any]]) -> list[str]:
    """The sheets' own words, under each sheet's name and date, as one or more messages in HTML.

    Args:
        citations: an answer's (bot/answers/sources.py). Nothing in them is read as Markdown: they are word for word.
    """
    found: list[str] = []
    room = 0
    for citation in citations:
        title, date = escape(citation["title"], quote=False), escape(citation["date"], quote=False)
        shown = [(f"\n{citation['title']} ({citation['date']})", f"\n<b>{title}</b> ({date})")]
        for quote in citation["quotes"]:
            for part in _parts(quote, _SEPARATORS):
                # A long one shows its first lines, and all of it when it is touched.
                shown.append((part, f"<blockquote expandable>{escape(part, quote=False)}</blockquote>"))
        for text, html in shown:
            if units(text) >= room:
                found.append(html.lstrip())
                room = MOST_UNITS - units(text)
            else:
                found[-1] += "\n" + html
                room -= units(text) + 1
    return found


def units(text: str) -> int:
    """A text's length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _parts(text: str, separators: tuple[str, ...]) -> Iterator[str]:
    """A text in parts that are short enough, cut between paragraphs if that does, else between lines, between words, anywhere.

    Markdown is never shorter than what is shown of it, so it is what is measured.
    """
    if units(text) <= MOST_UNITS:
        yield text
        return
    if not separators:
        # A character has two units at most.
        half = MOST_UNITS // 2
        yield from (text[start : start + half] for start in range(0, len(text), half))
        return
    separator, *finer = separators
    part: str | None = None
    for piece in text.split(separator):
        longer = piece if part is None else part + separator + piece
        if units(longer) <= MOST_UNITS:
            part = longer
            continue
        if part is not None:
            yield part
        *full, part = _parts(piece, tuple(finer))
        yield from full
    if part is not None:
        yield part


def _html(text: str) -> str:
    blocks = []
    for is_quote, lines in groupby(text.strip().split("\n"), lambda line: bool(_QUOTE.match(line))):
        if is_quote:
            blocks.append(f"<blockquote>{_html(chr(10).join(_QUOTE.sub('', line) for line in lines))}</blockquote>")
        else:
            blocks.append("\n".join(_spans(_BULLET.sub("• ", line)) for line in lines))
    return "\n".join(blocks)


def _spans(line: str) -> str:
    found, end = [], 0
    for match in _SPAN.finditer(line):
        found += [escape(line[end : match.start()], quote=False), _span(match)]
        end = match.end()
    return "".join([*found, escape(line[end:], quote=False)])


def _span(match: re.Match[str]) -> str:
    if match["bold"]:
        return f"<b>{_spans(match['bold'])}</b>"
    if match["italic"]:
        return f"<i>{_spans(match['italic'])}</i>"
    if match["raised"]:
        return escape(match["raised"], quote=False)
    if match["bare"]:
        return escape(match["bare"], quote=False)
    if match["address"].startswith("http"):
        return f'<a href="{escape(match["address"])}">{escape(match["link"], quote=False)}</a>'
    # Telegram links no other address, nor may a button open one (« HTTP or tg:// URL »,
    # core.telegram.org/bots/api#inlinekeyboardbutton): mail and telephone open from an address or a number that stands in the
    # text, which it finds itself (« email », « phone_number », #messageentity).
    address = unquote(match["address"].partition(":")[2].partition("?")[0])
    words = match["link"] if address in match["link"] else f"{match['link']} ({address})"
    return escape(words, quote=False)
