"""What can be done with a conversation: open, continue, read again, rate, forget. Knows Rasa's agent, and nothing of HTTP."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.channels.dialogue import Dialogue
from bot.channels.errors import ChannelError
from bot.channels.history import Entry
from bot.channels.messages import Said, printable, typed
from bot.channels.web.messages import Feedback, Message
from bot.channels.web.store import Opinion, Store
from bot.privacy.reference import reference_of

logger = logging.getLogger(__name__)

CHANNEL = "web"


class Conversations:
    """All conversations of the website. In each, one thing is done at a time, in the order asked.

    Args:
        store: knows which conversations are open.
        on_new_message: gives a message to Rasa.
    """

    def __init__(self, store: Store, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        self._store = store
        self._dialogue = Dialogue(CHANNEL, on_new_message)
        self._turns: set[asyncio.Task[None]] = set()

    def open(self) -> str:
        """Open a conversation; gives its id."""
        conversation = secrets.token_urlsafe(16)
        self._store.open(conversation)
        return conversation

    async def say(self, agent: Agent, conversation: str, message: Message) -> AsyncIterator[Entry]:
        """Answer a message. What was begun is finished, and kept, even when nobody listens any more.

        Args:
            agent: Rasa's agent.
            conversation: the conversation's id.
            message: what the visitor typed or pressed; it was checked.

        Yields:
            the answers, at least one, as they are made.

        Raises:
            ChannelError: unknown_conversation, unknown_button, not_ready, internal_error.
        """
        answers: asyncio.Queue[Entry | ChannelError | None] = asyncio.Queue()
        turn = asyncio.create_task(self._turn(agent, conversation, message, answers))
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        while (answer := await answers.get()) is not None:
            if isinstance(answer, ChannelError):
                raise answer
            yield answer

    async def history(self, agent: Agent, conversation: str) -> list[Entry]:
        """All that was said.

        Raises:
            ChannelError: unknown_conversation.
        """
        async with self._alone(agent, conversation):
            return self._dialogue.said(agent, conversation)

    async def rate(self, agent: Agent, conversation: str, feedback: Feedback) -> None:
        """Keep what a visitor thinks of an answer.

        Raises:
            ChannelError: unknown_conversation, unknown_answer.
        """
        async with self._alone(agent, conversation):
            question = ""
            for entry in self._dialogue.said(agent, conversation):
                if entry.id == feedback.answer:
                    opinion = Opinion(entry.id, feedback.helpful, printable(feedback.comment), question, entry.text, time.time())
                    return self._store.keep_opinion(conversation, opinion)
                question = entry.text if entry.sender == "visitor" else question
            raise ChannelError("unknown_answer")

    async def forget(self, agent: Agent, conversation: str) -> None:
        """Delete all of a conversation.

        Raises:
            ChannelError: unknown_conversation.
            sqlalchemy.exc.SQLAlchemyError: it could not be deleted.
        """
        async with self._alone(agent, conversation):
            self._dialogue.forget(agent, conversation)
            self._store.forget(conversation)

    @asynccontextmanager
    async def _alone(self, agent: Agent, conversation: str) -> AsyncIterator[None]:
        async with self._dialogue.alone(agent, conversation):
            if not self._store.knows(conversation):
                raise ChannelError("unknown_conversation")
            yield

    async def _turn(
        self, agent: Agent, conversation: str, message: Message, answers: asyncio.Queue[Entry | ChannelError | None]
    ) -> None:
        try:
            async with self._alone(agent, conversation):
                said = self._what(agent, conversation, message)
                await self._dialogue.answer(agent, conversation, said, secrets.token_urlsafe(9), answers.put_nowait)
                if self._store.opinions(conversation) and not self._dialogue.said(agent, conversation):
                    # The visitor has just asked the bot to forget everything.
                    self._store.forget_opinions(conversation)
        except ChannelError as error:
            answers.put_nowait(error)
        except Exception:
            logger.exception("No answer in conversation %s", reference_of(self._dialogue.sender(conversation)))
            answers.put_nowait(ChannelError("internal_error"))
        finally:
            answers.put_nowait(None)

    def _what(self, agent: Agent, conversation: str, message: Message) -> Said:
        """The message as Rasa is to read it: what was typed as plain text, a button as what it stands for."""
        if message.button is None:
            return typed(message.text or "")
        return self._dialogue.pressed(agent, conversation, message.button)
