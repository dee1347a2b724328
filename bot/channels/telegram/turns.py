"""What is answered to what was heard. Knows the dialogue with Rasa, and Telegram's calls by their form alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.channels.dialogue import Dialogue
from bot.channels.errors import ChannelError
from bot.channels.history import Entry
from bot.channels.limits import Limit, per_minute
from bot.channels.messages import Said
from bot.channels.telegram.commands import Meant, meant
from bot.channels.telegram.replies import buttons_below, cited, marked, told
from bot.channels.telegram.settings import CHANNEL, Settings
from bot.channels.telegram.store import Call, Store
from bot.channels.telegram.texts import sentence
from bot.channels.telegram.typing import Typing
from bot.channels.telegram.updates import Asked, Heard, Moved, Pressed, Sent, Wrote
from bot.database import PASSING_ERRORS, in_reader
from bot.privacy.reference import reference_of

logger = logging.getLogger(__name__)

# So many answers are worked out at a time, for the visitors of other channels to have their turn.
_AT_ONCE = 4
# The parts of an album come one by one, within a moment; any of them may hold the words.
_SECONDS_OF_ALBUM = 1


class Turns:
    """Answers in all conversations.

    Args:
        settings: how the channel is set up.
        store: knows which conversations there are.
        on_new_message: gives a message to Rasa.
    """

    def __init__(self, settings: Settings, store: Store, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        self._store = store
        self._at_work = asyncio.Semaphore(_AT_ONCE)
        self._keep_days = settings.keep_days
        self._dialogue = Dialogue(CHANNEL, on_new_message)
        self._messages = Limit("telegram", per_minute(settings.messages_per_minute))
        self._hurried: set[str] = set()

    async def answer(self, agent: Agent, heard: Heard, again: bool, typing: Typing) -> list[Call]:
        """The calls that answer; none to a group's move, with which its conversations go along.

        Args:
            agent: Rasa's agent.
            heard: what is to be answered, or done.
            again: whether it may have been answered before, and that was not kept.
            typing: shows that the bot is typing.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: one of PASSING_ERRORS: the database does not answer; to be tried again.
        """
        if isinstance(heard, Moved):
            await self._move(agent, heard)
            return []
        conversation = heard.conversation
        async with self._dialogue.alone(agent, conversation):
            before, answers = list[Call](), list[Entry]()
            try:
                await self._work_out(agent, heard, again, typing, before, answers)
            except ChannelError as error:
                answers.append(Entry("bot", error.message))
            except PASSING_ERRORS:
                raise
            except Exception:
                logger.exception("No answer in conversation %s", reference_of(self._dialogue.sender(conversation)))
                answers.append(Entry("bot", ChannelError("internal_error").message))
            return [*before, *told(heard, answers)]

    async def _move(self, agent: Agent, moved: Moved) -> None:
        """Have each one's conversation in a group go on in what the group became."""
        for person in await in_reader(self._store.conversations, self._dialogue.sender(f"{moved.old}:")):
            # Who wrote in the name of the group now does so in its new one.
            old, new = f"{moved.old}:{person}", f"{moved.new}:{moved.new if person == str(moved.old) else person}"
            async with self._dialogue.alone(agent, old), self._dialogue.alone(agent, new):
                await self._dialogue.move(agent, old, new)

    async def _work_out(
        self, agent: Agent, asked: Asked, again: bool, typing: Typing, before: list[Call], answers: list[Entry]
    ) -> None:
        """Put into `answers` what the bot says, and into `before` what is to be done first."""
        if isinstance(asked, Pressed) and asked.button is None:
            return
        # What waited, for a restart or for the database, was let in when it came.
        if not again and not await self._counts(asked.conversation):
            return
        if isinstance(asked, Sent):
            if not await self._has_caption(asked):
                answers.append(Entry("bot", sentence("unreadable")))
            return
        what = meant(asked.text) if isinstance(asked, Wrote) else await self._pressed(agent, asked, before)
        if what is None:
            answers.append(Entry("bot", sentence("old_button")))
            return
        turn = str(asked.update)
        if again:
            answers += await self._given(agent, asked.conversation, turn)
        if what.said is not None and not answers:
            async with self._at_work, typing(asked):
                answers += await self._dialogue.answer(agent, asked.conversation, what.said, turn)
        if what.adds:
            answers.append(Entry("bot", sentence(what.adds, days=self._keep_days)))

    async def _has_caption(self, sent: Sent) -> bool:
        """Whether what has no words is part of an album that has some: they are the question."""
        if sent.album is None:
            return False
        await asyncio.sleep(_SECONDS_OF_ALBUM)
        return await in_reader(self._store.has_caption, sent)

    async def _given(self, agent: Agent, conversation: str, turn: str) -> list[Entry]:
        """The answers that Rasa has kept for a turn."""
        said = await self._dialogue.said(agent, conversation)
        return [entry for entry in said if entry.id and entry.id.startswith(f"{turn}.")]

    async def _pressed(self, agent: Agent, pressed: Pressed, before: list[Call]) -> Meant | None:
        """A button as the message that it stands for; None when the bot does not know it (any more)."""
        for entry in await self._dialogue.said(agent, pressed.conversation):
            for button in buttons_below(entry):
                if button.id == pressed.button:
                    before.append(marked(pressed, entry))
                    if button in entry.buttons:
                        return Meant(Said(button.payload, button.title))
                    before += cited(pressed, entry)
                    return Meant(None)
        return None

    async def _counts(self, conversation: str) -> bool:
        """Count a message; False when it is to be left without an answer: who was told to wait is not told so each time.

        Raises:
            ChannelError: too_many_requests.
        """
        try:
            await self._messages.count(conversation)
        except ChannelError:
            if conversation in self._hurried:
                return False
            self._hurried.add(conversation)
            raise
        self._hurried.discard(conversation)
        return True
