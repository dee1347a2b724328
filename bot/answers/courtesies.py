"""Courtesies, what is not ours to answer, and what the bot is: responses that domain.yml holds ready."""

from __future__ import annotations

from bot.answers.buttons import start_buttons
from bot.answers.notes import contact_note
from bot.answers.reply import Asked, Note, Reply, Saying
from bot.dialogue.query import NOT_OURS, SOCIAL
from bot.knowledge import Knowledge

# Intents that are answered by the response of their name.
COURTESIES = frozenset([*SOCIAL, *NOT_OURS, "complain"])
# Who says so may not know what to ask.
_OFFERED_TO = frozenset(["greet", "help", "affirm", "complain", *NOT_OURS])


def courtesy(knowledge: Knowledge, asked: Asked) -> Reply:
    """The response of the intent's name; after two messages in a row that were not understood, whom to ask too.

    Args:
        knowledge: holds the centre's contact, and names the topics that are offered.
        asked: the query.
    """
    intent = asked.query.intent
    notes: tuple[Note, ...] = ()
    if intent == "out_of_scope" and asked.state.misunderstood:
        notes = (contact_note(knowledge),)
    return Reply((Saying(intent, notes=notes),), start_buttons(knowledge) if intent in _OFFERED_TO else ())
