"""What can be done with a conversation: open, continue, read again, rate, forget. Knows Rasa's agent, and nothing of HTTP."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.events import ActionExecuted

from bot.channels.web.errors import WebError
from bot.channels.web.history import SHOWN, Entry, answer_of, button_of, entries
from bot.channels.web.messages import Feedback, Message, Said, typed
from bot.channels.web.store import Opinion, Store
from bot.store import FORGET_ACTION

logger = logging.getLogger(__name__)

CHANNEL = "web"
# What the bot says when it would otherwise say nothing.
_DEFAULT = "utter_default"


class AnswerChannel(OutputChannel):
    """Hands on each answer as Rasa utters it.

    Args:
        turn: the id of the visitor's message.
        hand_on: takes the answers.
    """

    def __init__(self, turn: str, hand_on: Callable[[Entry], None]) -> None:
        self._turn, self._hand_on = turn, hand_on
        self.answers = 0

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Hand on one message of the bot."""
        if answer := answer_of(message, self._turn, self.answers + 1):
            self.answers += 1
            self._hand_on(answer)


class Conversations:
    """All conversations of the website. In each, one thing is done at a time, in the order asked.

    Args:
        store: knows which conversations are open.
        on_new_message: gives a message to Rasa.
    """

    def __init__(self, store: Store, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        self._store = store
        self._on_new_message = on_new_message
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
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
            WebError: unknown_conversation, unknown_button, not_ready, internal_error.
        """
        answers: asyncio.Queue[Entry | WebError | None] = asyncio.Queue()
        turn = asyncio.create_task(self._turn(agent, conversation, message, answers))
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        while (answer := await answers.get()) is not None:
            if isinstance(answer, WebError):
                raise answer
            yield answer

    async def history(self, agent: Agent, conversation: str) -> list[Entry]:
        """All that was said.

        Raises:
            WebError: unknown_conversation.
        """
        async with self._alone(conversation):
            return await _said(agent, conversation)

    async def rate(self, agent: Agent, conversation: str, feedback: Feedback) -> None:
        """Keep what a visitor thinks of an answer.

        Raises:
            WebError: unknown_conversation, unknown_answer.
        """
        async with self._alone(conversation):
            question = ""
            for entry in await _said(agent, conversation):
                if entry.id == feedback.answer:
                    opinion = Opinion(entry.id, feedback.helpful, feedback.comment, question, entry.text, time.time())
                    return self._store.keep_opinion(conversation, opinion)
                question = entry.text if entry.sender == "visitor" else question
            raise WebError("unknown_answer")

    async def forget(self, agent: Agent, conversation: str) -> None:
        """Delete all of a conversation.

        Raises:
            WebError: unknown_conversation; internal_error: it could not be deleted.
        """
        async with self._alone(conversation):
            store, sender = agent.tracker_store, _sender(conversation)
            if (tracker := await store.retrieve_full_tracker(sender)) is not None:
                # As when the visitor asks the bot itself to forget.
                tracker.update(ActionExecuted(FORGET_ACTION))
                await store.save(tracker)
                if await store.retrieve_full_tracker(sender) is not None:
                    raise WebError("internal_error")
            self._store.forget(conversation)

    async def forget_old(self, agent: Agent, days: int) -> None:
        """Delete the conversations opened more than some days ago."""
        for conversation in self._store.opened_before(time.time() - days * 24 * 3600):
            try:
                await self.forget(agent, conversation)
            except WebError as error:
                logger.warning("Conversation %s is old and was not deleted: %s", _sender(conversation), error)

    @asynccontextmanager
    async def _alone(self, conversation: str) -> AsyncIterator[None]:
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            if not self._store.knows(conversation):
                raise WebError("unknown_conversation")
            yield

    async def _turn(
        self, agent: Agent, conversation: str, message: Message, answers: asyncio.Queue[Entry | WebError | None]
    ) -> None:
        try:
            async with self._alone(conversation):
                await self._answer(agent, conversation, message, answers.put_nowait)
                if self._store.opinions(conversation) and not await _said(agent, conversation):
                    # The visitor has just asked the bot to forget everything.
                    self._store.forget_opinions(conversation)
        except WebError as error:
            answers.put_nowait(error)
        except Exception:
            logger.exception("No answer in conversation %s", _sender(conversation))
            answers.put_nowait(WebError("internal_error"))
        finally:
            answers.put_nowait(None)

    async def _answer(self, agent: Agent, conversation: str, message: Message, hand_on: Callable[[Entry], None]) -> None:
        if not agent.is_ready():
            raise WebError("not_ready")
        sender, turn = _sender(conversation), secrets.token_urlsafe(9)
        said = await _what(agent, conversation, message)
        channel = AnswerChannel(turn, hand_on)
        metadata = {SHOWN: said.shown} if said.shown != said.text else None
        await self._on_new_message(
            UserMessage(said.text, channel, sender, input_channel=CHANNEL, message_id=turn, metadata=metadata)
        )
        if not channel.answers:
            prediction = PolicyPrediction.for_action_name(agent.domain, _DEFAULT)
            async with agent.lock_store.lock(sender):
                await agent.processor.execute_action(sender, _DEFAULT, channel, agent.processor.nlg, prediction)


async def _what(agent: Agent, conversation: str, message: Message) -> Said:
    """The message as Rasa is to read it: what was typed as plain text, a button as what it stands for."""
    if message.button is None:
        return typed(message.text or "")
    button = button_of(await _said(agent, conversation), message.button)
    if button is None:
        raise WebError("unknown_button")
    return Said(button.payload, button.title)


async def _said(agent: Agent, conversation: str) -> list[Entry]:
    tracker = await agent.tracker_store.retrieve_full_tracker(_sender(conversation))
    return entries(tracker.events) if tracker is not None else []


def _sender(conversation: str) -> str:
    """The conversation's name in Rasa."""
    return f"{CHANNEL}:{conversation}"
