"""What Telegram knows: the bot, chats, messages, pressed buttons, what the bot set up, what it called."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from tests.telegram.emulator.chats import Call, Chat, Message
from tests.telegram.emulator.faults import Faults, Refused, bad_request, forbidden
from tests.telegram.emulator.limits import Limits
from tests.telegram.emulator.updates import Updates


@dataclass
class Press:
    """A callback query: a button that someone pressed.

    Attributes:
        person: the user's id.
        answer: what answerCallbackQuery showed, or None before.
    """

    person: int
    answer: dict[str, Any] | None = None


@dataclass(frozen=True)
class Webhook:
    """Where updates are posted (core.telegram.org/bots/api#setwebhook)."""

    url: str
    secret: str


@dataclass
class Poll:
    """A getUpdates call that may wait.

    Attributes:
        ended: why it has to end, when it has to.
    """

    ended: str = ""


class World:
    """The state that the server's thread and the test's thread share; `lock` is held by whoever looks at it or changes it.

    Args:
        token: the bot's.
        username: the bot's.
        privacy: privacy mode in groups.
        limits: whether there are limits on sending.
    """

    def __init__(self, token: str, username: str, *, privacy: bool, limits: bool) -> None:
        self.lock = threading.Condition(threading.RLock())
        self.token, self.privacy = token, privacy
        self.bot = {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Bot", "username": username}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.calls: list[Call] = []
        self.webhook: Webhook | None = None
        self.poll: Poll | None = None
        self.updates = Updates()
        self.faults = Faults()
        self.limits = Limits(limits)
        # For Emulator.settle: what runs (getUpdates apart), when the bot did something last, which calls it should repeat when.
        self.running: list[Call] = []
        self.last_activity = 0.0
        self.retries: dict[str, float] = {}
        self._message_ids: dict[Hashable, int] = {}
        self._sleepers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def now(self) -> float:
        """The time, in seconds since 1970."""
        return time.time()

    def end_poll(self, reason: str) -> None:
        """Have a getUpdates that waits end with a conflict."""
        if self.poll is not None:
            self.poll.ended = reason
        self.changed()

    def changed(self) -> None:
        """Wake whoever waits for a change: tests, long polls, webhook deliveries. The lock must be held."""
        self.lock.notify_all()
        for loop, event in self._sleepers:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def alarm(self) -> Alarm:
        """For the server's coroutines to wait for a change; to be made before they look at the state."""
        return Alarm(self)

    def update(self, kind: str, content: dict[str, Any], queue: Hashable) -> int | None:
        """Queue an update; returns its id, or None when the bot did not ask for this kind."""
        update_id = self.updates.add(kind, content, queue)
        self.changed()
        return update_id

    def add_message(self, chat: Chat, user: dict[str, Any], text: str, **more: Any) -> Message:
        """Put a new message into a chat."""
        # Private chats and groups count together, in the account's box; a supergroup counts for itself.
        box = chat.id if chat.type == "supergroup" else "account"
        self._message_ids[box] = self._message_ids.get(box, 0) + 1
        message = Message(chat, self._message_ids[box], user, int(self.now()), text, **more)
        chat.messages[message.message_id] = message
        self.changed()
        return message

    def writable(self, chat_id: int) -> Chat:
        """The chat of this id, where the bot may write.

        Wording of errors: check_chat and check_chat_access in Telegram's Client.cpp.

        Raises:
            Refused: it is unknown to the bot, its person never wrote to the bot or blocked it, the group removed it or became
                a supergroup.
        """
        chat = self.chats.get(chat_id)
        if chat is None or not chat.known:
            raise bad_request("chat not found")
        if chat.type == "private":
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
        elif chat.became is not None:
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.became})
        elif chat.blocked:
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        return chat


class Alarm:
    """Rings when something changed since it was made.

    Args:
        world: what changes.
    """

    def __init__(self, world: World) -> None:
        self._world, self._entry = world, (asyncio.get_running_loop(), asyncio.Event())
        with world.lock:
            world._sleepers.add(self._entry)

    async def wait(self, timeout: float | None) -> None:
        """Wait until it rings, for so many seconds at most."""
        try:
            await asyncio.wait_for(self._entry[1].wait(), timeout)
        except asyncio.TimeoutError:
            pass
        finally:
            self.stop()

    def stop(self) -> None:
        """It is needed no more."""
        with self._world.lock:
            self._world._sleepers.discard(self._entry)
