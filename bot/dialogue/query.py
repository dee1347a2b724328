"""What a message asks: one query a question, each with its own certificates and person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

from bot.dialogue.ids import Intent, Subject
from bot.dialogue.reading import SELF

Act = Literal[
    "open", "yesno", "confirm", "choose", "compare", "define", "verdict", "advise", "path", "source", "repeat", "reject",
    "complain", "tell", "social", "not_ours",
]  # fmt: skip
ACTS: tuple[Act, ...] = get_args(Act)
# Acts that ask a topic; each of the others is an intent of its own.
TOPIC_ACTS: tuple[Act, ...] = ("open", "yesno", "confirm", "choose", "compare", "define", "verdict")
Edit = Literal["new", "refer", "revise", "reject", "answer", "none"]
EDITS: tuple[Edit, ...] = get_args(Edit)

# Intents that are not topics of knowledge/topics.yml, and the act that each stands for.
_ACT_OF_INTENT: dict[str, Act] = {
    "comparison": "compare", "define": "define", "certificates": "open", "path": "path", "recommendation": "advise",
    "source": "source", "repeat": "repeat", "correct": "reject", "complain": "complain", "tell_situation": "tell",
}  # fmt: skip
SOCIAL = (
    "greet", "thank", "goodbye", "affirm", "deny", "bot_challenge", "help", "talk_to_human", "privacy", "forget_me",
)  # fmt: skip
NOT_OURS = ("out_of_scope", "legal_advice", "other_training", "manipulation", "foreign_language")
INTENTS_BESIDE_TOPICS = (*_ACT_OF_INTENT, *SOCIAL, *NOT_OURS)


class Query(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is asked.

    Attributes:
        act: what is wanted (open, yes or no, a verdict…).
        intent: what it is about: a topic of knowledge/topics.yml, or an intent of its own (`path`, `thank`).
        certificates: ids and other subjects it is asked of; none: of none in particular.
        person: whom it concerns.
    """

    act: Act
    intent: Intent
    certificates: tuple[Subject, ...] = ()
    person: str = SELF


# Intents that Rasa knows without the prefix of questions.
_WITHOUT_PREFIX = frozenset([*SOCIAL, *NOT_OURS, "define", "correct", "complain", "tell_situation", "change_certificate"]) - {
    "privacy"
}


def rasa_intent(intent: str) -> str:
    """An intent's name in domain.yml and data/nlu: a question's begins with « ask_ »."""
    return intent if intent in _WITHOUT_PREFIX else f"ask_{intent}"


def act_of(intent: str) -> Act | None:
    """The act that an intent beside the topics stands for; None for a topic, of which several things can be asked."""
    if intent in SOCIAL:
        return "social"
    if intent in NOT_OURS:
        return "not_ours"
    return _ACT_OF_INTENT.get(intent)


class Candidate(msgspec.Struct, frozen=True):
    """One meaning that a message may have.

    Attributes:
        query: what it asks.
        edit: how the query comes from what was said.
        log_probability: of all its parts together.
        features: what spoke for each part, by « part: feature »; each a value times its weight.
    """

    query: Query
    edit: Edit
    log_probability: float
    features: Mapping[str, float] = {}
