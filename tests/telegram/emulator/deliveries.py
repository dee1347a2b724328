"""Delivery of updates to a webhook, as Telegram does it (telegram-bot-api/WebhookActor.cpp)."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

import aiohttp

from tests.telegram.emulator.calling import carry_out_reply
from tests.telegram.emulator.errors import Refused
from tests.telegram.emulator.faults import DELIVERY
from tests.telegram.emulator.parameters import parse_json
from tests.telegram.emulator.updates import Update
from tests.telegram.emulator.world import Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_RETRY_AFTER = 3600
# Telegram's own longest wait is one to two minutes after waits that begin at one second: as many times its first.
LONGEST_WAIT = 60


class Deliveries:
    """Posts waiting updates while a webhook is set: in order within a queue, queues side by side, failed ones again.

    Args:
        world: whose updates.
        retry_seconds: the first wait; the first delivery after a failure is at once, then waits double.
        seconds: how long a delivery may take.
    """

    def __init__(self, world: World, retry_seconds: float, seconds: float) -> None:
        self._world, self._retry_seconds, self._seconds = world, retry_seconds, seconds
        self._under_way: set[asyncio.Task[None]] = set()
        self.down = False

    async def run(self) -> None:
        """Deliver until cancelled."""
        timeout = aiohttp.ClientTimeout(total=self._seconds)
        async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as session:
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
        if world.updates.expire(now):
            world.lock.notify_all()
        if world.webhook is None or self.down:
            return None
        free = world.webhook.max_connections - len(self._under_way)
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
        error, retry_after, reply = "", 0, None
        try:
            if fault is not None:
                await asyncio.sleep(fault.seconds)
            if fault is not None and not fault.carried_out:
                raise aiohttp.ClientConnectionError("the connection was cut before the update was sent")
            headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
            async with session.post(webhook.url, json=update.body, headers=headers) as response:
                body = await response.read()
                if not 200 <= response.status <= 299:
                    error = f"Wrong response from the webhook: {response.status} {response.reason}"
                    retry_after = _seconds(response.headers.get("Retry-After", ""))
                elif fault is not None and fault.cut:
                    error = "Connection timed out"
                else:
                    reply = _reply(body, response.content_type)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as problem:
            error = str(problem) or "Read timeout expired"
        with world.lock:
            update.under_way = False
            if error:
                self._failed(update, error, retry_after)
            else:
                world.updates.remove(update)
                world.last_activity = time.monotonic()
            world.changed()
        if reply is not None:
            await carry_out_reply(world, *reply)

    def _failed(self, update: Update, error: str, retry_after: int) -> None:
        now = self._world.now()
        self._world.webhook_error = int(now), error
        wait = float(min(retry_after, LONGEST_RETRY_AFTER))
        if not wait and update.failures:
            wait = self._retry_seconds * min(2 ** (update.failures - 1), LONGEST_WAIT)
        update.failures += 1
        update.due = now + wait


def _seconds(header: str) -> int:
    return int(header) if header.isdecimal() else 0


def _reply(body: bytes, content_type: str) -> tuple[dict[str, Any], bool] | None:
    """The call that a webhook's answer holds, and whether it is a form; None when it holds none."""
    if content_type == "application/json":
        with suppress(Refused):
            return parse_json(body), False
    if content_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode(errors="replace"))), True
    return None
