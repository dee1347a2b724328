"""What is wrong in a file of the staff's: where, what, and how to mend it. All of it is in French: the staff read it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.folding import fold_accents

ROOT = Path(__file__).resolve().parents[2]
# Under this likeness (0 to 100) a name is another one and no misspelling.
_LIKE = 60


class KnowledgeError(Exception):
    """A file is wrong.

    Args:
        path: the file.
        line: its line, counted from 1, or None when the whole file is meant.
        message: what is wrong.
        remedy: how to mend it; it may end with lines to copy.
    """

    def __init__(self, path: Path, line: int | None, message: str, remedy: str = "") -> None:
        self.path, self.line, self.message, self.remedy = path, line, message, remedy
        shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        place = f"{shown}, ligne {line}" if line else str(shown)
        super().__init__(f"{place} : {message}." + (f"\n    → {remedy}{_end(remedy)}" if remedy else ""))


def _end(remedy: str) -> str:
    return "" if "\n" in remedy else "."


class Mistake(NamedTuple):
    """What is wrong in a file that is being read, and how to mend it; `line` counts from 1, None is where the reader stopped."""

    message: str
    remedy: str
    line: int | None = None


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that somebody may have meant, None when none is like it.

    Args:
        name: as it was written.
        names: those that exist.
    """
    found = process.extractOne(name, names, scorer=fuzz.ratio, processor=fold_accents, score_cutoff=_LIKE)
    return str(found[0]) if found else None


def instead(name: str, names: Iterable[str]) -> str:
    """How to mend a name that does not exist: the nearest one, else all of them when they are few.

    Args:
        name: as it was written.
        names: those that exist.
    """
    known = list(names)
    if near := nearest(name, known):
        return f"Le nom le plus proche est « {near} »"
    return "Corrigez le nom" if len(known) > 8 else "Écrivez l'un de ces noms : " + ", ".join(f"« {one} »" for one in known)
