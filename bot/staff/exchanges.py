"""What was asked and what came of it, read from the events that Rasa keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from bot.database import EVENTS, shared
from bot.dialogue.query import Query
from bot.dialogue.state import STATE_SLOT, load_state

Outcome = Literal["answered", "asked_back", "silent", "misunderstood", "not_ours", "courtesy"]
# What counts as a question: a courtesy asks nothing.
QUESTION_OUTCOMES: tuple[Outcome, ...] = ("answered", "asked_back", "silent", "misunderstood", "not_ours")
# Those that the staff may do something about.
OPEN_OUTCOMES: tuple[Outcome, ...] = ("silent", "misunderstood")
_NOT_UNDERSTOOD = frozenset(
    ["utter_misunderstood", "utter_not_again", "utter_default", "utter_action_failed", "utter_unknown_word"]
)
_ASKS_NOTHING = ("social", "tell", "complain")
_HAND_OVER = "talk_to_human"


@dataclass(frozen=True)
class Exchange:
    """One message of a visitor and what it got.

    Attributes:
        conversation: its name in Rasa.
        channel: where it was said, in French.
        turn: the message's id.
        at: when, in seconds since 1970.
        question: as the visitor saw it.
        typed: whether it was written, and not a button pressed.
        answer: all that was said, as one text.
        queries: what it was taken for.
        outcome: what came of it.
        silences: what it names that no sheet tells.
        likely: the topics that its words look like, likeliest first.
    """

    conversation: str
    channel: str
    turn: str
    at: float
    question: str
    typed: bool
    answer: str
    queries: tuple[Query, ...]
    outcome: Outcome
    silences: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """What was asked about, each once."""
        return tuple(dict.fromkeys(query.intent for query in self.queries))

    @property
    def is_open(self) -> bool:
        """Whether somebody wrote what was not answered."""
        return self.typed and self.outcome in OPEN_OUTCOMES

    @property
    def asks_for_somebody(self) -> bool:
        """Whether a person of the centre was asked for."""
        return _HAND_OVER in self.topics


class _Piece(msgspec.Struct):
    intents: dict[str, float] = {}


class _Silence(msgspec.Struct):
    topic: str
    name: str


class _Reading(msgspec.Struct):
    whole: _Piece = msgspec.field(default_factory=_Piece)
    silences: tuple[_Silence, ...] = ()


class _Parse(msgspec.Struct):
    reading: _Reading | None = None


class _Metadata(msgspec.Struct):
    shown: str | None = None
    utter_action: str | None = None


# As the staff read them.
CHANNELS = {"web": "le site", "telegram": "Telegram", "rest": "un autre programme (REST)", "cmdline": "le terminal"}


class _Event(msgspec.Struct):
    """What is looked at of Rasa's events; what a version of Rasa adds is passed over."""

    text: str | None = None
    message_id: str | None = None
    input_channel: str | None = None
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    parse_data: _Parse = msgspec.field(default_factory=_Parse)
    name: str | None = None
    value: Any = None


@dataclass
class _Turn:
    """An exchange while its events are read."""

    conversation: str
    at: float
    said: _Event
    answers: list[_Event]
    state: Any = None

    def exchange(self) -> Exchange:
        text, reading = self.said.text or "", self.said.parse_data.reading
        turns = load_state(self.state).turns
        queries = turns[-1].queries if turns else ()
        responses = [answer.metadata.utter_action or "" for answer in self.answers]
        silences = [s.name for s in reading.silences] if reading else []
        return Exchange(
            conversation=self.conversation,
            channel=CHANNELS.get(name := self.said.input_channel or "rest", name),
            turn=self.said.message_id or "",
            at=self.at,
            question=self.said.metadata.shown or text,
            typed=not text.startswith("/"),
            answer="\n".join(answer.text or "" for answer in self.answers),
            queries=queries,
            outcome=outcome_of(queries, responses),
            silences=tuple(silences),
            likely=tuple(reading.whole.intents) if reading else (),
        )


def outcome_of(queries: Sequence[Query], responses: Iterable[str]) -> Outcome:
    """What came of a message.

    Args:
        queries: what it was taken for.
        responses: the names of what was said (domain.yml).
    """
    said = set(responses)
    if said & _NOT_UNDERSTOOD or any(query.intent == "out_of_scope" for query in queries) or not queries:
        return "misunderstood"
    if any(name.startswith("utter_unknown") for name in said):
        return "silent"
    if any(name.startswith("utter_which_") or name == "utter_ask_diploma" for name in said):
        return "asked_back"
    if all(query.act == "not_ours" for query in queries):
        return "not_ours"
    return "courtesy" if all(query.act in _ASKS_NOTHING for query in queries) else "answered"


def read_exchanges(database: str, since: float = 0) -> list[Exchange]:
    """All exchanges from a moment on, oldest first.

    Args:
        database: SQLAlchemy's address of it.
        since: in seconds since 1970.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database does not answer.
    """
    engine = shared(sa.create_engine(database))
    try:
        if not sa.inspect(engine).has_table(EVENTS.name):
            return []
        with engine.connect() as connection:
            return _exchanges(connection.execute(_query(since)))
    finally:
        engine.dispose()


def _query(since: float) -> sa.sql.Select:
    columns = EVENTS.c
    wanted = columns.type_name.in_(("user", "bot")) | ((columns.type_name == "slot") & (columns.action_name == STATE_SLOT))
    kept = sa.select(columns.sender_id, columns.type_name, columns.timestamp, columns.data)
    return kept.where(wanted, columns.timestamp >= since).order_by(columns.id)


def _exchanges(rows: Iterable[Any]) -> list[Exchange]:
    turns: list[_Turn] = []
    last: dict[str, _Turn] = {}
    decoder = msgspec.json.Decoder(_Event)
    for sender, kind, at, data in rows:
        try:
            event = decoder.decode(data)
        except msgspec.DecodeError:
            # Of another version: what it holds is not counted.
            continue
        if kind == "user" and event.text:
            turns.append(_Turn(sender, at, event, []))
            last[sender] = turns[-1]
        elif sender in last and kind == "bot":
            last[sender].answers.append(event)
        elif sender in last and kind == "slot":
            last[sender].state = event.value
    return sorted((turn.exchange() for turn in turns), key=lambda exchange: exchange.at)
