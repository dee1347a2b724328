"""Made-up turns of conversations, as the interpreter measured them."""

from __future__ import annotations

from bot.dialogue.annotations import AnnotatedQuery, AnnotatedTurn
from bot.dialogue.features import Context
from bot.dialogue.interpreter import Interpretation
from bot.dialogue.learning import Measured, Step
from bot.dialogue.query import Candidate, Edit, Query
from bot.dialogue.reading import Piece, Reading
from bot.dialogue.state import State
from bot.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
EVERYTHING = tuple(KNOWLEDGE.certificates)


def reading(text: str = "combien ?", **intents: float) -> Reading:
    """A message of which nothing is known but its intents."""
    return Reading(len(text.split()), Piece(0, len(text), intents))


def asked(topic: str, *certificates: str, person: str = "self") -> AnnotatedQuery:
    """An open question as an annotator writes it."""
    return AnnotatedQuery("open", topic, certificates, person)


def turn(
    *queries: AnnotatedQuery, text: str = "combien ?", edit: Edit = "new", other: AnnotatedQuery | None = None
) -> AnnotatedTurn:
    """An annotated turn, maybe with another careful reading."""
    return AnnotatedTurn(text, queries, edit, or_=(other,) if other else ())


def measured(
    meant: AnnotatedTurn, *found: Query, edit: Edit = "new", sure: float = 0.5, log_probability: float = -1.0
) -> Measured:
    """A turn beside what the interpreter made of it."""
    queries = tuple(q.query(EVERYTHING) for q in meant.queries)
    step = Step(("c", 0), meant, Context(reading(meant.user), State(), KNOWLEDGE), queries)
    return Measured(step, Interpretation(found, edit, (Candidate(found[0], edit, log_probability),), sure))
