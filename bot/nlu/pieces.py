"""The pieces of a message: sentences, clauses and items of a list, any of which may ask something of its own."""

from __future__ import annotations

import re
from typing import NamedTuple

# Where one question may end and the next begin.
_JOINTS = re.compile(
    r"[?!;\n]+|[.…]+(?=\s|$)|,(?!\d)|\s[+&/]\s|\s-\s"
    # « vingt et un » is one number, « puis-je » is one verb
    r"|\b(?:(?<!vingt )(?<!trente )(?<!quarante )(?<!cinquante )(?<!soixante )et"
    r"|puis(?!-)|ainsi que|et aussi|et sinon|sinon|aussi|ou alors|mais)\b"
)


class Span(NamedTuple):
    """A stretch of a text, from `start` to `end` (characters)."""

    start: int
    end: int


def pieces_of(text: str) -> list[Span]:
    """The pieces between joints, without spaces at their ends; empty ones are left out, and a single one is no piece.

    Args:
        text: normalised text.
    """
    cuts = [0]
    for joint in _JOINTS.finditer(text):
        cuts += [joint.start(), joint.end()]
    cuts.append(len(text))
    pieces = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        piece = text[start:end]
        stripped = piece.strip(" ,'\"«»:()")
        if any(character.isalnum() for character in stripped):
            offset = start + piece.index(stripped)
            pieces.append(Span(offset, offset + len(stripped)))
    return pieces if len(pieces) > 1 else []
