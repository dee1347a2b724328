"""Where conversations are kept: Rasa's SQL store, but long ones cost no more, and what a visitor wants forgotten really is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.database import shared, written_out

FORGET_ACTION = "action_forget"
# Rasa's events of some twenty messages.
_MOST_EVENTS = 120


class ConversationStore(SQLTrackerStore):
    """Deletes a conversation's events from the database after the turn in which its visitor asked to be forgotten.

    Rasa reads, replays and hands around all events of a session with each message: it would take ten times as long after 400
    messages. So a long session is followed by a new one, which takes over what the bot knows: its slots, and no more than those.
    Histories have all sessions.

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
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender).delete()
            session.commit()
        written_out(self.engine)

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterable[Event]:
        """The events that are not kept yet, after the start of a new session where the present one is long."""
        new = list(super()._additional_events(session, tracker))
        if not new or len(tracker.events) - len(new) <= _MOST_EVENTS:
            return new
        # As Rasa's own action_session_start, but before this turn, for Rasa to see in the new session when somebody last spoke.
        start = SessionStarted(timestamp=new[0].timestamp)
        slots = (SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.value is not None)
        return chain([start], slots, [ActionExecuted(ACTION_LISTEN_NAME)], new)


def _asked_to_forget(tracker: DialogueStateTracker) -> bool:
    """Whether the forgetting action ran since the visitor's last message."""
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted) and event.action_name == FORGET_ACTION:
            return True
        if isinstance(event, UserUttered):
            return False
    return False
