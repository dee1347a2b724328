"""Where conversations are kept: Rasa's SQL store, and really forgotten when a visitor asks for it."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.database import shared

FORGET_ACTION = "action_forget"


class ConversationStore(SQLTrackerStore):
    """Deletes a conversation's events from the database after the turn in which its visitor asked to be forgotten.

    Args:
        domain: Rasa's domain.
        **options: Rasa's for its SQL store, as endpoints.yml has them.
    """

    def __init__(self, domain: Domain | None = None, **options: Any) -> None:
        super().__init__(domain, **options)
        shared(self.engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation, or delete all of it."""
        if _asked_to_forget(tracker):
            self.forget(tracker.sender_id)
        else:
            await super().save(tracker)

    def forget(self, sender: str) -> None:
        """Delete all that is kept of a conversation, if anything is.

        Args:
            sender: its name in Rasa.
        """
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender).delete()
            session.commit()


def _asked_to_forget(tracker: DialogueStateTracker) -> bool:
    """Whether the forgetting action ran since the visitor's last message."""
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted) and event.action_name == FORGET_ACTION:
            return True
        if isinstance(event, UserUttered):
            return False
    return False
