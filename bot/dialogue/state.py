"""What a conversation is about, kept between messages. `bot.dialogue.update` alone writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec import inspect

from bot.dialogue import ids
from bot.dialogue.ids import Certificate, Option, Subject
from bot.dialogue.query import INTENTS_BESIDE_TOPICS, Query
from bot.dialogue.reading import SELF, SaidFigure
from bot.dialogue.situation import Situation
from bot.knowledge import Knowledge

# Rasa's slot that keeps the state.
STATE_SLOT = "state"
# A stored state of another version is begun afresh: what is lost is what a conversation of some minutes was about.
VERSION = 2
_ASK_NOTHING = ("social", "not_ours", "tell", "reject", "complain")
# As many turns back are remembered; older ones are never referred to in annotated conversations.
MOST_TURNS = 8


class Mention(msgspec.Struct, frozen=True, omit_defaults=True):
    """A certificate or another subject that was spoken of.

    Attributes:
        what: its id.
        how: named by the visitor, pointed at, or listed in an answer.
        turn: when, counted from 1.
    """

    what: Subject
    how: Literal["named", "pointed", "listed"]
    turn: int


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody spoken of: what was told, and the turn that told it last."""

    situation: Situation
    turn: int


class Turn(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message of the visitor and what it got.

    Attributes:
        queries: what was answered.
        told_of: the certificates that the answer told of.
        runner_up: the next likeliest meaning, answered when this one is rejected.
        said: a short hash of each message of the reply, so that none is given twice unasked.
    """

    queries: tuple[Query, ...]
    told_of: tuple[Certificate, ...] = ()
    runner_up: Query | None = None
    said: tuple[str, ...] = ()


class Pending(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the bot asked and waits for.

    Attributes:
        asked: `certificate` (which one), `topic` (which of several) or `situation` (diploma and work).
        options: what was offered: certificates or intents.
    """

    asked: str
    options: tuple[Option, ...] = ()


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a conversation is about.

    Attributes:
        turns: the last ones, oldest first.
        number: how many messages were answered.
        people: whom was spoken of, the last one first.
        names: first names, and for whom each stands.
        mentions: subjects spoken of, the last first, each once.
        discussed: the certificates under discussion.
        previous: those under discussion before.
        excluded: what the visitor ruled out.
        listed: those that an answer told of one after another, in order.
        shown: sheet and quote of each fact last told; what « d'où ça vient ? » asks for.
        pending: what the bot waits for.
        misunderstood: messages in a row that were not understood.
        contact_told: whether the centre's telephone was given already.
        own: what the visitor said that they are paid, and have.
    """

    version: int = VERSION
    turns: tuple[Turn, ...] = ()
    number: int = 0
    people: dict[str, Person] = {}
    names: dict[str, str] = {}
    mentions: tuple[Mention, ...] = ()
    discussed: tuple[Certificate, ...] = ()
    previous: tuple[Certificate, ...] = ()
    excluded: tuple[Subject, ...] = ()
    listed: tuple[Certificate, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    pending: Pending | None = None
    misunderstood: int = 0
    contact_told: bool = False
    own: tuple[SaidFigure, ...] = ()

    @property
    def last(self) -> Query | None:
        """The last query that asked something."""
        return next((q for turn in reversed(self.turns) for q in reversed(turn.queries) if q.act not in _ASK_NOTHING), None)

    @property
    def person(self) -> str:
        """Whom the conversation is about."""
        return next(iter(self.people), SELF)

    def situation_of(self, person: str) -> Situation:
        """What was told of a person; nothing when nobody was named so."""
        return self.people[person].situation if person in self.people else Situation()


# What msgspec knows of it: its fields stand above, and nowhere else.
_STATE = inspect.type_info(State)


def load_state(stored: Any, knowledge: Knowledge | None = None) -> State:
    """The state as it was stored; a new one when nothing was, or when it does not fit this version or this knowledge.

    Args:
        stored: plain data, of whatever kind.
        knowledge: what is spoken of must be in it; None: that is not checked.
    """
    if not isinstance(stored, dict) or stored.get("version", VERSION) != VERSION:
        return State()
    try:
        state = msgspec.convert(stored, State)
    except msgspec.ValidationError:
        return State()
    return state if knowledge is None or _fits(state, knowledge) else State()


def _fits(state: State, knowledge: Knowledge) -> bool:
    """Whether everything that a state speaks of is known still."""
    certificates = knowledge.certificates.keys()
    intents = knowledge.topics.keys() | set(INTENTS_BESIDE_TOPICS)
    known = {
        "certificate": certificates,
        "subject": certificates | knowledge.subjects().keys(),
        "intent": intents,
        "option": certificates | intents,
    }
    return all(what in known[kind] for kind, what in _ids(state, _STATE))


def _ids(value: Any, kind: inspect.Type) -> Iterator[tuple[str, str]]:
    """The ids that stand anywhere in a value, each with what it is of (bot.dialogue.ids).

    Args:
        value: a part of a state.
        kind: what msgspec knows of its type.
    """
    match kind:
        case inspect.Metadata(extra={ids.OF: of}):
            yield of, value
        case inspect.StructType(fields=fields):
            for field in fields:
                yield from _ids(getattr(value, field.name), field.type)
        case inspect.VarTupleType(item_type=item):
            for one in value:
                yield from _ids(one, item)
        case inspect.DictType(value_type=item):
            for one in value.values():
                yield from _ids(one, item)
        case inspect.UnionType(types=types) if value is not None:
            for one in types:
                yield from _ids(value, one)


def store_state(state: State) -> dict[str, Any]:
    """The state as plain data."""
    plain: dict[str, Any] = msgspec.to_builtins(state)
    return {"version": VERSION} | plain
