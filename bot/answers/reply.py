"""The pieces of a reply. Words are not here: a saying names a response of domain.yml and the values that fill it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.dialogue.query import Query
from bot.dialogue.reading import Reading
from bot.dialogue.situation import Situation
from bot.dialogue.state import Pending, State
from bot.knowledge import Fact, Knowledge

# A response of domain.yml, without its `utter_`, and the values that fill it.
Note = tuple[str, dict[str, str]]
# What stands in a table: words, or a response that says them.
Cell = str | Note


@dataclass(frozen=True)
class Table:
    """What a message tells of several, side by side, for channels that show tables.

    Attributes:
        columns: their heads, that of the rows' own heads first.
        rows: their cells, each row's head first.
        notes: as many of the message's first notes say the same line by line, for the other channels.
        caption: what it is called; none: as the message begins.
    """

    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: int
    caption: Cell | None = None


@dataclass(frozen=True)
class Saying:
    """One message to the visitor.

    Attributes:
        response: the name of a response in domain.yml, without its `utter_`.
        values: what fills the response's variables.
        openings: responses said before it in the same message (a verdict, a result), each with its values.
        notes: responses said after it in the same message (caveats, source, contact), each with its values.
        facts: the facts it shows or rests on, with the sheet each stands in; what its citations and « D'où ça vient ? » quote.
        uses_smic: whether the SMIC on file was used.
        listed: the certificates it tells of one after another, in order; what « le premier » counts.
        table: the same as a table, where it tells of several.
    """

    response: str
    values: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    openings: tuple[Note, ...] = ()
    facts: tuple[tuple[str, Fact], ...] = ()
    uses_smic: bool = False
    listed: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Button:
    """A next step. Pressing it is as good as typing a message with this intent and certificate.

    Attributes:
        title: what it shows.
        intent: the intent it stands for.
        certificate: the certificate it is about, if any.
    """

    title: str
    intent: str
    certificate: str | None = None


@dataclass(frozen=True)
class Asked:
    """One query with all that an answer may look at.

    Attributes:
        query: what is asked.
        reading: what the message says by itself.
        state: the conversation before it.
        situation: what is known of the person whom it concerns, the message included.
        today: decides which figures are old.
    """

    query: Query
    reading: Reading
    state: State
    situation: Situation
    today: date = field(default_factory=date.today)

    def certificates(self, knowledge: Knowledge) -> tuple[str, ...]:
        """Those of the query's certificates that have a sheet, without jobs beyond them.

        Args:
            knowledge: holds the sheets.
        """
        return tuple(c for c in self.query.certificates if c in knowledge.certificates)


@dataclass(frozen=True)
class Reply:
    """What is said to one query or several.

    Attributes:
        sayings: one message each.
        buttons: what may come next.
        told_of: certificates it is about though nobody named them.
        pending: what it asks and waits for.
        answered: what it answers, where that is not just what was asked.
    """

    sayings: tuple[Saying, ...]
    buttons: tuple[Button, ...] = ()
    told_of: tuple[str, ...] = ()
    pending: Pending | None = None
    answered: tuple[Query, ...] = ()
