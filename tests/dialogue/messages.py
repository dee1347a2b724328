"""Messages as the NLU would read them, with what a test needs set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from bot.dialogue.query import Act, Query, act_of
from bot.dialogue.reading import SELF, How, Piece, Reading, Span
from bot.dialogue.state import State, Turn
from bot.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
ALL = (ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE)
COMMISSAIRE = "commissaire_de_justice"
NEW = State()
LENGTH = 100


def query(intent: str, *certificates: str, act: Act | None = None, person: str = SELF) -> Query:
    """A question; of an intent's usual act when none is given."""
    return Query(act or act_of(intent) or "open", intent, certificates, person)


def message(
    intents: Mapping[str, float] | None = None,
    named: Sequence[str] = (),
    how: How = "named",
    cues: Iterable[str] = (),
    **rest: Any,
) -> Reading:
    """A message of four words; certificates are named one after another."""
    spans = tuple(Span(what, 10 * number, 10 * number + 8, how) for number, what in enumerate(named))
    return replace(Reading(4, Piece(0, LENGTH, intents or {}), spans=spans, cues=frozenset(cues)), **rest)


def in_pieces(*pieces: Mapping[str, float], **rest: Any) -> Reading:
    """A message of several pieces, each with its likely intents; the whole looks like all of them a little."""
    size = LENGTH // len(pieces)
    parts = tuple(Piece(number * size, (number + 1) * size, intents) for number, intents in enumerate(pieces))
    whole = {intent: p / len(pieces) for intents in pieces for intent, p in intents.items()}
    return replace(Reading(4 * len(pieces), Piece(0, LENGTH, whole), parts), **rest)


def after(*queries: Query, **rest: Any) -> State:
    """A conversation in which these were asked, one a turn."""
    discussed = queries[-1].certificates if queries else ()
    turns = tuple(Turn((one,)) for one in queries)
    return replace(State(turns=turns, number=len(turns), discussed=discussed), **rest)
