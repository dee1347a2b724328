"""Where conversations are kept: Rasa's SQL store, but long ones cost no more, and what a visitor wants forgotten really is."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import Any

import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.database import in_writer, making_tables, probe, shared, written_out
from bot.monitoring.metrics import step
from bot.privacy.forgotten import Forgotten
from bot.rasa_changes import ShortSessionStore

FORGET_ACTION = "action_forget"
# The conversation that is written, read and deleted to see whether any can be.
PROBE = "probe"


class ConversationStore(ShortSessionStore):
    """Deletes a conversation's events from the database after the turn in which its visitor asked to be forgotten.

    A long conversation has several sessions; histories have all of them.

    Args:
        domain: Rasa's domain.
        **options: Rasa's for its SQL store, as endpoints.yml has them.
    """

    def __init__(self, domain: Domain | None = None, **options: Any) -> None:
        # BOT_STORE may be a file, or the address of a database, which Rasa takes for its host.
        if "://" in (address := options.get("db", "")):
            options["host"] = address
        with making_tables(sa.create_engine(address)) if "://" in address else nullcontext():
            super().__init__(domain, **options)
        shared(self.engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation, or delete all of it."""
        if _asked_to_forget(tracker):
            await in_writer(self.forget, tracker.sender_id)
        else:
            with step("store"):
                await super().save(tracker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it is kept; None when nothing is."""
        with step("store"):
            return await super().retrieve(sender_id)

    def probe(self) -> None:
        """Write, read and delete an event.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it cannot be done.
        """
        probe(self.engine, self.SQLEvent.__table__, sender_id=PROBE, type_name=PROBE)

    def said(self, sender: str) -> list[Event]:
        """All that a visitor and the bot said in a conversation, in order; nothing is replayed for it.

        Args:
            sender: its name in Rasa.
        """
        event = self.SQLEvent
        with self.session_scope() as session:
            spoken = event.type_name.in_((UserUttered.type_name, BotUttered.type_name))
            rows = session.query(event.data).filter(event.sender_id == sender, spoken).order_by(event.id).all()
        return [Event.from_parameters(json.loads(data)) for (data,) in rows]

    def move(self, old: str, new: str) -> None:
        """Keep a conversation under another name.

        Args:
            old: its name in Rasa.
            new: the other; what is kept of that stays.
        """
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == old).update({"sender_id": new})
            session.commit()

    def forget(self, sender: str) -> None:
        """Delete all that is kept of a conversation, if anything is.

        Args:
            sender: its name in Rasa.
        """
        # First: a backup that still holds it must know, whatever becomes of this.
        Forgotten(self.engine.url).add(sender)
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender).delete()
            session.commit()
        written_out(self.engine)


def _asked_to_forget(tracker: DialogueStateTracker) -> bool:
    """Whether the forgetting action ran since the visitor's last message."""
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted) and event.action_name == FORGET_ACTION:
            return True
        if isinstance(event, UserUttered):
            return False
    return False
