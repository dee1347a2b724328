"""The emulator as tests hold it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from tests.telegram.emulator.chats import Call, Chat, Shown
from tests.telegram.emulator.deliveries import Deliveries
from tests.telegram.emulator.faults import Fault
from tests.telegram.emulator.people import Group, Person
from tests.telegram.emulator.server import Server
from tests.telegram.emulator.world import World

T = TypeVar("T", bound="Emulator")
FIRST_PERSON, FIRST_GROUP, FIRST_SUPERGROUP = 1_000_001, -4_000_001, -1_001_000_000_001


class Emulator:
    """Telegram, for one bot.

    Args:
        token: the bot's token: its id, a colon, a secret.
        username: the bot's name without @.
        limits: answer 429 past about a message a second in a chat, twenty a minute in a group and thirty a second in all.
        privacy: privacy mode in groups, which BotFather has on by default; off, the bot gets every message of its groups.
        retry_seconds: the wait before an update is delivered again after its second failure (at once after the first);
            doubles each time.
    """

    def __init__(
        self,
        token: str = "123456:TEST-token",
        *,
        username: str = "test_bot",
        limits: bool = False,
        privacy: bool = True,
        retry_seconds: float = 0.05,
    ) -> None:
        self._world = World(token, username, privacy=privacy, limits=limits)
        self._server = Server(self._world, Deliveries(self._world, retry_seconds))
        self.token, self.username = token, username
        self._people = 0
        self._groups = 0

    @contextmanager
    def running(self: T) -> Iterator[T]:
        """Serve on a free port of the loopback interface, in a thread of its own, for as long as the block lasts."""
        with self._server.running():
            yield self

    @property
    def url(self) -> str:
        """The API's base address: methods are at {url}/bot{token}/{method}."""
        return self._server.url

    @property
    def calls(self) -> list[Call]:
        """Every call, oldest first."""
        with self._world.lock:
            return list(self._world.calls)

    def calls_of(self, *methods: str) -> list[Call]:
        """The calls of these methods, oldest first."""
        return [call for call in self.calls if call.method in methods]

    def person(self, name: str, language: str | None = "fr", username: str | None = None) -> Person:
        """Someone who can write to the bot; the bot cannot write first."""
        with self._world.lock:
            person = Person(self._world, FIRST_PERSON + self._people, name, username, language)
            self._people += 1
            self._world.chats[person.id] = person.chat
            return person

    def group(self, title: str, members: Sequence[Person], kind: str = "supergroup") -> Group:
        """A group to which the bot is added: a my_chat_member update and a service message tell it.

        Args:
            title: its name.
            members: its people, at least one; the first adds the bot.
            kind: "group" or "supergroup".
        """
        with self._world.lock:
            group = self._new_group(title, members, kind)
            group.adds_bot()
            return group

    def upgrade(self, group: Group) -> Group:
        """Have a group become a supergroup, which has another id (core.telegram.org/bots/api#message, migrate_to_chat_id)."""
        with self._world.lock:
            supergroup = self._new_group(group.title, group.members, "supergroup")
            group.becomes(supergroup)
            return supergroup

    def _new_group(self, title: str, members: Sequence[Person], kind: str) -> Group:
        first = FIRST_SUPERGROUP if kind == "supergroup" else FIRST_GROUP
        group = Group(self._world, first - self._groups, kind, title, list(members))
        self._groups += 1
        self._world.chats[group.id] = group
        return group

    def shows(self, chat: Chat | Person) -> list[Shown]:
        """The chat's messages as people see them now: edits applied, deleted ones gone."""
        chat = chat.chat if isinstance(chat, Person) else chat
        with self._world.lock:
            return [message.shown() for message in chat.messages.values() if not message.deleted]

    def odd_update(self, kind: str, content: dict[str, Any]) -> None:
        """Send an update of any content."""
        with self._world.lock:
            self._world.update(kind, content, "odd")

    def redeliver(self, update_id: int) -> None:
        """Deliver an update by webhook once more, as Telegram does when it did not see the bot's answer."""
        with self._world.lock:
            self._world.updates.add_again(update_id)
            self._world.changed()

    def inject(self, fault: Fault, method: str | None = None, times: int | None = 1) -> None:
        """Make the next calls meet a fault.

        Args:
            fault: which.
            method: of this method only; "webhook" for deliveries of updates; any call by default (but no delivery).
            times: how many calls; None for all until `heal`.
        """
        with self._world.lock:
            self._world.faults.plan(fault, method, times)

    def inject_share(self, share: float, faults: Sequence[Fault], seed: int = 1, methods: Sequence[str] | None = None) -> None:
        """Make a random share of calls meet one of these faults, from now on until `heal`.

        Args:
            share: from 0 to 1.
            faults: picked from at random.
            seed: of the choice.
            methods: of these methods only ("webhook" for deliveries); any call by default (but no delivery).
        """
        with self._world.lock:
            self._world.faults.plan_share(share, faults, seed, methods)

    def heal(self) -> None:
        """No more faults."""
        with self._world.lock:
            self._world.faults.clear()

    def down(self, down: bool, hang: bool = False) -> None:
        """Go down or come back. Down, open connections are cut, new ones refused and no update is delivered.

        Args:
            down: which of both.
            hang: instead, connections are accepted and never answered.
        """
        if down:
            self._server.go_down(hang)
        else:
            self._server.come_back()

    def until(self, condition: Callable[[], Any], timeout: float = 20.0, what: str = "the condition") -> Any:
        """Wait until the condition is true; it is looked at after each change, and every few hundredths of a second.

        Args:
            condition: what is waited for.
            timeout: seconds to wait at most.
            what: how to call it when it does not come.

        Returns:
            the condition's value.

        Raises:
            AssertionError: it did not come true in time; the message tells the last calls.
        """
        deadline = time.monotonic() + timeout
        # The condition is looked at without the lock: it may well call the emulator's own server.
        while not (value := condition()):
            with self._world.lock:
                if time.monotonic() >= deadline:
                    raise AssertionError(f"{what} did not come true in {timeout} s\n{self._told()}")
                self._world.lock.wait(0.02)
        return value

    def settle(self, timeout: float = 20.0, quiet: float = 0.3, patience: float = 1.0) -> None:
        """Wait until every update is delivered (webhook) or confirmed (getUpdates) and the bot is quiet.

        Args:
            timeout: seconds to wait at most.
            quiet: seconds without a call (getUpdates apart) and without a delivery.
            patience: seconds that the bot has to repeat a call that met 429 (after the told wait), 5xx or a cut connection.

        Raises:
            AssertionError: not in time; says which updates wait, which calls run, and the last calls.
        """
        deadline = time.monotonic() + timeout
        with self._world.lock:
            begun = time.monotonic()
            while True:
                now = time.monotonic()
                repeats = [due + patience for due in self._world.retries.values()]
                calm = max([max(self._world.last_activity, begun) + quiet, *repeats])
                busy = bool(self._world.updates.waiting or self._world.running)
                if not busy and now >= calm:
                    return
                if now >= deadline:
                    raise AssertionError(f"not settled in {timeout} s: {self._unsettled()}\n{self._told()}")
                self._world.lock.wait((deadline if busy else min(deadline, calm)) - now)

    def _unsettled(self) -> str:
        """What is still to happen."""
        world = self._world
        if world.updates.waiting:
            how = "" if world.webhook or world.poll else "; no webhook is set and getUpdates was not called"
            waiting = [f"{update.body}"[:600] for update in world.updates.waiting[:3]]
            return f"{len(world.updates.waiting)} updates wait{how}: {'; '.join(waiting)}"
        if world.running:
            return f"calls run: {[str(call) for call in world.running]}"
        return "the bot calls without end, or is awaited to repeat a call"

    def _told(self) -> str:
        return "the last calls:\n" + "\n".join(f"  {call}" for call in self._world.calls[-10:])
