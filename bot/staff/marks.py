"""Which unanswered questions the staff have dealt with, and how. The questions themselves are not kept here."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from bot.database import connect
from bot.folding import fold_accents

TABLES = sa.MetaData()
_MARKS = sa.Table(
    "staff_marks",
    TABLES,
    sa.Column("question", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
)
Kind = Literal["example", "fact"]


@dataclass(frozen=True)
class Mark:
    """What was done about a question.

    Attributes:
        kind: an example was drafted of it, or a new fact answers it.
        note: what the staff say of it.
        at: when, in seconds since 1970; whoever asks it later was not helped by it.
    """

    kind: Kind
    note: str
    at: float


def fingerprint(question: str) -> str:
    """What a question is known by: the same for two that differ in capitals, accents and spaces."""
    return hashlib.sha256(" ".join(fold_accents(question).split()).encode()).hexdigest()


class Marks:
    """The table, made when it is not there.

    Args:
        database: SQLAlchemy's address of the database.
    """

    def __init__(self, database: str) -> None:
        self._engine = connect(database, TABLES)

    def put(self, questions: Iterable[str], kind: Kind, note: str) -> None:
        """Mark questions; what was said of them before no longer holds.

        Args:
            questions: their fingerprints.
            kind: what was done.
            note: what the staff say of it.
        """
        wanted = sorted(set(questions))
        with self._engine.begin() as connection:
            connection.execute(_MARKS.delete().where(_MARKS.c.question.in_(wanted)))
            rows = [{"question": one, "kind": kind, "note": note, "at": time.time()} for one in wanted]
            connection.execute(_MARKS.insert(), rows)

    def all(self) -> dict[str, Mark]:
        """All marks by the questions' fingerprints, the latest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(_MARKS).order_by(_MARKS.c.at.desc()))
            return {row.question: Mark(row.kind, row.note, row.at) for row in rows}
