"""A channel's conversations as Rasa keeps them. Knows Rasa's agent, and nothing of the channel's medium."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction

from bot.channels.errors import ChannelError
from bot.channels.history import SHOWN, Entry, answer_of, button_of, entries
from bot.channels.messages import Said
from bot.database import in_reader, in_writer
from bot.monitoring import logs, metrics

# What the bot says when it would otherwise say nothing.
_DEFAULT = "utter_default"


async def have_answered(message: UserMessage, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
    """Have Rasa answer a message: it is measured, and nothing of it is logged.

    Args:
        message: as its channel made it.
        on_new_message: gives it to Rasa.
    """
    logs.answering(message.text or "")
    with metrics.MESSAGE_SECONDS.labels(channel=message.input_channel).time():
        await on_new_message(message)


class AnswerChannel(OutputChannel):
    """Collects what Rasa utters.

    Args:
        channel: the channel's name.
        turn: the id of the visitor's message.
    """

    def __init__(self, channel: str, turn: str) -> None:
        self._channel, self._turn = channel, turn
        self.answers: list[Entry] = []

    def name(self) -> str:
        """The channel's name, by which Rasa chooses between a response's variations."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take one message of the bot."""
        if answer := answer_of(message, self._turn, len(self.answers) + 1):
            self.answers.append(answer)


class Dialogue:
    """All conversations of a channel. In each, one thing is done at a time, in the order asked.

    Args:
        channel: the channel's name.
        on_new_message: gives a message to Rasa.
    """

    def __init__(self, channel: str, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        self._channel = channel
        self._on_new_message = on_new_message

    def sender(self, conversation: str) -> str:
        """A conversation's name in Rasa."""
        return f"{self._channel}:{conversation}"

    @asynccontextmanager
    async def alone(self, agent: Agent, conversation: str) -> AsyncIterator[None]:
        """Wait for one's turn in a conversation; what follows is to be done inside.

        Raises:
            UnreachableError: several servers share a Redis (bot/locks.py), and it does not answer.
        """
        async with agent.lock_store.lock(self.sender(conversation)):
            yield

    async def answer(self, agent: Agent, conversation: str, said: Said, turn: str) -> list[Entry]:
        """The answers to a message, at least one. They are kept: nobody is told what a later message would know nothing of.

        Args:
            agent: Rasa's agent.
            conversation: the conversation's id.
            said: the visitor's message.
            turn: the message's id, from which those of its answers are made.

        Raises:
            ChannelError: not_ready.
            sqlalchemy.exc.SQLAlchemyError: the conversation could not be read, or what was said could not be kept.
        """
        if not agent.is_ready():
            raise ChannelError("not_ready")
        sender = self.sender(conversation)
        channel = AnswerChannel(self._channel, turn)
        metadata = {SHOWN: said.shown} if said.shown != said.text else None
        message = UserMessage(said.text, channel, sender, input_channel=self._channel, message_id=turn, metadata=metadata)
        await have_answered(message, self._on_new_message)
        if not channel.answers:
            prediction = PolicyPrediction.for_action_name(agent.domain, _DEFAULT)
            async with agent.lock_store.lock(sender):
                await agent.processor.execute_action(sender, _DEFAULT, channel, agent.processor.nlg, prediction)
        return channel.answers

    async def said(self, agent: Agent, conversation: str) -> list[Entry]:
        """All that was said, in order.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database does not answer.
        """
        return entries(await in_reader(agent.tracker_store.said, self.sender(conversation)))

    async def pressed(self, agent: Agent, conversation: str, button: str) -> Said:
        """A button as the message that it stands for.

        Raises:
            ChannelError: unknown_button: the bot did not offer it in this conversation.
            sqlalchemy.exc.SQLAlchemyError: the database does not answer.
        """
        offered = button_of(await self.said(agent, conversation), button)
        if offered is None:
            raise ChannelError("unknown_button")
        return Said(offered.payload, offered.title)

    async def move(self, agent: Agent, old: str, new: str) -> None:
        """Have a conversation go on under another id.

        Args:
            agent: Rasa's agent.
            old: the id that it has.
            new: the other; what was said under it stays.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it could not be moved.
        """
        await in_writer(agent.tracker_store.move, self.sender(old), self.sender(new))

    async def forget(self, agent: Agent, conversation: str) -> None:
        """Delete all that was said.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it could not be deleted.
        """
        await in_writer(agent.tracker_store.forget, self.sender(conversation))
