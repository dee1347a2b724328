"""Notes under a message: whom to ask, that a figure is old, what a sheet leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answers.reply import Note, Saying
from bot.knowledge import Fact, Knowledge
from bot.typography import listing

# A figure that is this many years old, or older, is called old.
OLD_AFTER_YEARS = 3


def contact(knowledge: Knowledge) -> dict[str, str]:
    """The centre's telephone and e-mail, for responses that name them."""
    return {"phone": knowledge.centre.phone, "email": knowledge.centre.email}


def contact_note(knowledge: Knowledge, certificates: Sequence[str] = ()) -> Note:
    """The note that says whom to ask.

    Args:
        knowledge: holds the contacts.
        certificates: those that are meant. A single one whose sheet names a contact of its own: that one; else the centre's.
    """
    own = knowledge.facts_of(certificates[0], "contact") if len(certificates) == 1 else None
    return (
        ("note_contact_own", {"facts": ", ".join(fact.text for fact in own.facts)})
        if own
        else ("note_contact", contact(knowledge))
    )


def old_note(facts: Sequence[Fact], today: date) -> list[Note]:
    """The note that calls these facts' figures old, when they are.

    Args:
        facts: those that are told.
        today: the day of the message.
    """
    years = sorted({f.as_of.year for f in facts if f.as_of and today.year - f.as_of.year >= OLD_AFTER_YEARS})
    return [("note_old", {"year": listing([str(year) for year in years])})] if years else []


def gap_note(knowledge: Knowledge, certificate: str, topic: str) -> list[Note]:
    """What a certificate's sheet leaves open on a topic, when it leaves something open."""
    entry = knowledge.facts_of(certificate, topic)
    return [("note_gap", {"gap": entry.gap})] if entry and entry.gap else []


def with_gap(knowledge: Knowledge, saying: Saying, certificate: str, topic: str) -> Saying:
    """The message with what the sheet leaves open of a figure: whose it is, of when."""
    return replace(saying, notes=(*gap_note(knowledge, certificate, topic), *saying.notes))


def before_sources(notes: Sequence[Note], more: Sequence[Note]) -> tuple[Note, ...]:
    """Notes with others put before what tells how old figures are and where they stand.

    Args:
        notes: of an answer, in order.
        more: what is said besides.
    """
    place = next((n for n, (name, _) in enumerate(notes) if name.startswith(("note_old", "note_source"))), len(notes))
    return (*notes[:place], *more, *notes[place:])
