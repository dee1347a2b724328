"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.evaluation.scores import Share


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; columns after the first are aligned to the right when the header ends in a space."""
    rule = ["---:" if title.endswith(" ") else "---" for title in header]
    lines = [[title.strip() for title in header], rule, *rows]
    return "\n".join("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines) + "\n"


def percent(share: Share | float) -> str:
    """A share as a percentage with one decimal: « 91.2 % »."""
    value = share.value if isinstance(share, Share) else share
    return f"{100 * value:.1f} %"


def counted(share: Share) -> str:
    """A share as a percentage and as a count: « 91.2 % (31/34) »."""
    return f"{percent(share)} ({share.part}/{share.total})"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
