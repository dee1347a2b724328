"""Never the same twice: what was said in the conversation, and what of a reply was said before."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.answers.people import is_personal
from bot.answers.reply import Note, Reply, Saying
from bot.answers.telling import SAID_ONCE
from bot.dialogue.interpreter import Interpretation
from bot.dialogue.query import NOT_OURS, Query
from bot.dialogue.reading import Reading
from bot.dialogue.state import State

# Acts that what was said already may answer.
MAY_REPEAT = frozenset(["repeat", "source", "reject", "social", "not_ours", "complain"])
# What stands however often it is asked.
STANDS = frozenset(["nothing_newer", "dates_of_sheets", "date_of_sheet"])
# Intents whose answer gives the centre's contact, and notes and messages that hold it.
_GIVE_CONTACT = frozenset(["contact", "talk_to_human", "complain", "bot_challenge"])
_HOLD_CONTACT = frozenset(["note_contact", "note_next", "step_call", "steps", "steps_call", "steps_by_work"])


def hashes(reply: Reply) -> tuple[str, ...]:
    """For each message of a reply what is the same for two that say the same: whom to ask and which sheet may be left out."""
    kept = [[note for note in saying.notes if note[0] not in SAID_ONCE] for saying in reply.sayings]
    said = [
        repr((saying.response, saying.values, saying.openings, notes)) for saying, notes in zip(reply.sayings, kept, strict=True)
    ]
    return tuple(hashlib.sha1(text.encode()).hexdigest()[:12] for text in said)


def was_said(reply: Reply, state: State) -> bool:
    """Whether all of a reply was said before in the conversation."""
    return {*hashes(reply)} <= {said for turn in state.turns for said in turn.said}


def was_just_said(reply: Reply, state: State) -> bool:
    """Whether all of a reply was said in the one before."""
    return bool(state.turns) and {*hashes(reply)} <= {*state.turns[-1].said}


def is_silence(saying: Saying) -> bool:
    """Whether a message says that the sheets do not tell something."""
    return saying.response.startswith("unknown")


def asks_again(query: Query, reading: Reading) -> bool:
    """Whether the same may be wanted once more.

    Args:
        query: what the message asks first.
        reading: what it says by itself.
    """
    return query.act in MAY_REPEAT or bool(reading.cues & {"corrects person", "lacks"})


def is_misread(reply: Reply, found: Interpretation, reading: Reading, state: State) -> bool:
    """Whether the reply shows that something else was meant: it was given before and nobody asked for it again.

    Args:
        reply: to the meaning that was found.
        found: what the message is taken to mean.
        reading: what it says by itself.
        state: the conversation before it.
    """
    query = found.queries[0]
    if query.act == "define" and reply.sayings[0].response == "unknown_word":
        return True
    if not reading.words or not state.turns or asks_again(query, reading) or reply.sayings[0].response in STANDS:
        return False
    if found.edit in ("revise", "reject"):
        return any({*hashes(reply)} <= {*turn.said} for turn in state.turns)
    # Facts just told may hold the answer to a further question; a verdict or a silence holds nothing more.
    holds_more = not is_personal(query) and not all(is_silence(saying) for saying in reply.sayings)
    tells = any(telling.situation.tells_of_somebody for telling in reading.told)
    return was_just_said(reply, state) and not holds_more and not tells


def without_what_was_just_said(reply: Reply, state: State) -> Reply:
    """The reply without the messages of the one before, where it has others too."""
    last = state.turns[-1].said if state.turns else ()
    # What is confirmed was said before, or it could not be confirmed.
    new = [s for s, said in zip(reply.sayings, hashes(reply), strict=True) if said not in last or ("confirmed", {}) in s.openings]
    return replace(reply, sayings=tuple(new)) if new else reply


def gives_contact(reply: Reply, query: Query) -> bool:
    """Whether a reply tells how to reach the centre.

    Args:
        reply: what is said.
        query: what it answers.
    """
    told = {name for saying in reply.sayings for name in (saying.response, *dict(saying.notes))}
    return bool(told & _HOLD_CONTACT) or query.intent in _GIVE_CONTACT


def contact_again(saying: Saying) -> Saying:
    """The centre's telephone and e-mail are given once a conversation; from then on the telephone is enough."""
    again: tuple[Note, ...] = () if saying.response in NOT_OURS else (("note_contact_again", {}),)
    kept: dict[str, tuple[Note, ...]] = {"note_contact": again, "note_next": ()}
    notes = [kept.get(note[0], (note,)) for note in saying.notes]
    return replace(saying, notes=tuple(note for found in notes for note in found))
