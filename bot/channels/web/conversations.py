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
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.dialogue import Dialogue
from bot.channels.errors import ChannelError
from bot.channels.history import Entry
from bot.channels.messages import Said, printable, typed
from bot.channels.web.messages import Feedback, Message
from bot.channels.web.store import Opinion, Store
from bot.database import in_reader, in_writer, log_trouble
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
        self._turns: set[asyncio.Task[list[Entry]]] = set()
        self._stopping = False

    async def open(self) -> str:
        """Open a conversation; gives its id."""
        conversation = secrets.token_urlsafe(16)
        await in_writer(self._store.open, conversation)
        return conversation

    async def say(self, agent: Agent, conversation: str, message: Message) -> list[Entry]:
        """Answer a message. What was begun is finished, and kept, even when nobody listens any more.

        Args:
            agent: Rasa's agent.
            conversation: the conversation's id.
            message: what the visitor typed or pressed; it was checked.

        Returns:
            the answers, at least one; they are kept.

        Raises:
            ChannelError: unknown_conversation, unknown_button, not_ready, stopping, internal_error: nothing of it is kept.
            UnreachableError: several servers share a Redis (bot/locks.py), and it does not answer; the same.
        """
        turn = asyncio.create_task(self._turn(agent, conversation, message))
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        return await asyncio.shield(turn)

    async def finish(self, seconds: float) -> None:
        """Let the turns under way end; those that wait for their turn in a conversation are refused.

        Args:
            seconds: so long at most; what is not kept by then never will be.
        """
        self._stopping = True
        if self._turns:
            _, late = await asyncio.wait(self._turns, timeout=seconds)
            for turn in late:
                turn.cancel()

    async def history(self, agent: Agent, conversation: str) -> list[Entry]:
        """All that was said.

        Raises:
            ChannelError: unknown_conversation.
        """
        async with self._alone(agent, conversation):
            return await self._dialogue.said(agent, conversation)

    async def rate(self, agent: Agent, conversation: str, feedback: Feedback) -> None:
        """Keep what a visitor thinks of an answer.

        Raises:
            ChannelError: unknown_conversation, unknown_answer.
        """
        async with self._alone(agent, conversation):
            question = ""
            for entry in await self._dialogue.said(agent, conversation):
                if entry.id == feedback.answer:
                    comment = printable(feedback.comment)
                    opinion = Opinion(entry.id, feedback.helpful, comment, question, entry.text, time.time())
                    return await in_writer(self._store.keep_opinion, conversation, opinion)
                question = entry.text if entry.sender == "visitor" else question
            raise ChannelError("unknown_answer")

    async def forget(self, agent: Agent, conversation: str) -> None:
        """Delete all of a conversation.

        Raises:
            ChannelError: unknown_conversation.
            sqlalchemy.exc.SQLAlchemyError: it could not be deleted.
        """
        async with self._alone(agent, conversation):
            await self._dialogue.forget(agent, conversation)
            await in_writer(self._store.forget, conversation)

    @asynccontextmanager
    async def _alone(self, agent: Agent, conversation: str) -> AsyncIterator[None]:
        async with self._dialogue.alone(agent, conversation):
            if self._stopping:
                raise ChannelError("stopping")
            if not await in_reader(self._store.knows, conversation):
                raise ChannelError("unknown_conversation")
            yield

    async def _turn(self, agent: Agent, conversation: str, message: Message) -> list[Entry]:
        try:
            async with self._alone(agent, conversation):
                said = await self._what(agent, conversation, message)
                has_feedback = await in_reader(self._store.opinions, conversation)
                answers = await self._dialogue.answer(agent, conversation, said, secrets.token_urlsafe(9))
                if has_feedback and not await self._dialogue.said(agent, conversation):
                    # The visitor has just asked the bot to forget everything.
                    await in_writer(self._store.forget_opinions, conversation)
                return answers
        except (ChannelError, RedisError):
            raise
        except SQLAlchemyError as error:
            log_trouble(error)
        except Exception:
            logger.exception("No answer in conversation %s", reference_of(self._dialogue.sender(conversation)))
        raise ChannelError("internal_error")

    async def _what(self, agent: Agent, conversation: str, message: Message) -> Said:
        """The message as Rasa is to read it: what was typed as plain text, a button as what it stands for."""
        if message.button is None:
            return typed(message.text or "")
        return await self._dialogue.pressed(agent, conversation, message.button)
