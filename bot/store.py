"""Where conversations are kept: Rasa's SQL store, and really forgotten when a visitor asks for it."""

from __future__ import annotations

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

FORGET_ACTION = "action_forget"


class ConversationStore(SQLTrackerStore):
    """Deletes a conversation's events from the database after the turn in which its visitor asked to be forgotten."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation, or delete all of it."""
        if not _asked_to_forget(tracker):
            await super().save(tracker)
            return
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == tracker.sender_id).delete()
            session.commit()


def _asked_to_forget(tracker: DialogueStateTracker) -> bool:
    """Whether the forgetting action ran since the visitor's last message."""
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted) and event.action_name == FORGET_ACTION:
            return True
        if isinstance(event, UserUttered):
            return False
    return False
