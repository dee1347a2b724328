"""Delivery of updates to a webhook, as Telegram does it (telegram-bot-api/WebhookActor.cpp)."""

from __future__ import annotations

import asyncio
import time

import aiohttp

from tests.telegram.emulator.faults import DELIVERY
from tests.telegram.emulator.updates import Update
from tests.telegram.emulator.world import Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 40  # core.telegram.org/bots/api#setwebhook
# Telegram's own longest wait is one to two minutes after waits that begin at one second: as many times its first.
LONGEST_WAIT = 60


class Deliveries:
    """Posts waiting updates while a webhook is set: in order within a queue, queues side by side, failed ones again.

    Args:
        world: whose updates.
        retry_seconds: the first wait; the first delivery after a failure is at once, then waits double.
    """

    def __init__(self, world: World, retry_seconds: float) -> None:
        self._world, self._retry_seconds = world, retry_seconds
        self._under_way: set[asyncio.Task[None]] = set()
        self.down = False

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            try:
                while True:
                    alarm = self._world.alarm()
                    with self._world.lock:
                        wait = self._begin_due(session)
                    await alarm.wait(wait)
            finally:
                for task in self._under_way:
                    task.cancel()
                await asyncio.gather(*self._under_way, return_exceptions=True)

    def _begin_due(self, session: aiohttp.ClientSession) -> float | None:
        """Begin what is due; returns the seconds until more is, or None when that takes a change."""
        world, now = self._world, self._world.now()
        if world.webhook is None or self.down:
            return None
        free = CONNECTIONS - len(self._under_way)
        next_due: list[float] = []
        for update in world.updates.first_of_queues():
            if update.under_way:
                continue
            if update.due > now:
                next_due.append(update.due - now)
            elif free > 0:
                free -= 1
                update.under_way = True
                task = asyncio.create_task(self._deliver(session, world.webhook, update))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
        return min(next_due, default=None)

    async def _deliver(self, session: aiohttp.ClientSession, webhook: Webhook, update: Update) -> None:
        world = self._world
        with world.lock:
            fault = world.faults.take(DELIVERY)
        failed = False
        try:
            if fault is not None:
                await asyncio.sleep(fault.seconds)
            if fault is not None and not fault.carried_out:
                raise aiohttp.ClientConnectionError("the connection was cut before the update was sent")
            async with session.post(webhook.url, json=update.body, headers={SECRET_HEADER: webhook.secret}) as response:
                await response.read()
                failed = not response.ok or (fault is not None and fault.cut)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            failed = True
        with world.lock:
            update.under_way = False
            if failed:
                # At once after the first failure, then later each time.
                wait = self._retry_seconds * min(2 ** (update.failures - 1), LONGEST_WAIT) if update.failures else 0
                update.failures, update.due = update.failures + 1, world.now() + wait
            else:
                world.updates.remove(update)
                world.last_activity = time.monotonic()
            world.changed()
