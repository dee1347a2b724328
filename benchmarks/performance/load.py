"""Visitors of a server's REST channel: each in conversations of some messages, one message after the other's answer."""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from collections.abc import Sequence
from typing import NamedTuple

import aiohttp
import numpy as np

# Messages a conversation has, as visitors' have on the average.
_CONVERSATION = 6
_PATIENCE = aiohttp.ClientTimeout(total=120)


class Latency(NamedTuple):
    """Milliseconds a message took, and how many were answered a second."""

    median: float
    p95: float
    p99: float
    per_second: float
    messages: int


def measure(address: str, texts: Sequence[str], clients: int, seconds: float, at_least: int = 20) -> Latency:
    """Talk for a while.

    Args:
        address: the server's base address.
        texts: what visitors say, again and again.
        clients: how many talk at once.
        seconds: how long no client begins a new message after.
        at_least: how many messages are said in any case.
    """
    return asyncio.run(_measure(address, texts, clients, seconds, at_least))


def talk_long(address: str, texts: Sequence[str], places: Sequence[int], around: int) -> dict[int, float]:
    """The median milliseconds of the messages around some places of one conversation.

    Args:
        address: the server's base address.
        texts: what the visitor says, again and again.
        places: numbers of messages, from 1.
        around: how many messages before and after a place count with it.
    """
    took = asyncio.run(_talk_long(address, texts, max(places) + around))
    return {place: float(np.median(took[max(0, place - 1 - around) : place + around])) for place in places}


async def _measure(address: str, texts: Sequence[str], clients: int, seconds: float, at_least: int) -> Latency:
    took: list[float] = []
    async with aiohttp.ClientSession(timeout=_PATIENCE, connector=aiohttp.TCPConnector(limit=0)) as session:
        start = time.perf_counter()

        async def visit(first: int) -> None:
            sender = ""
            for number in itertools.count():
                if time.perf_counter() - start > seconds and len(took) >= at_least:
                    return
                if number % _CONVERSATION == 0:
                    sender = uuid.uuid4().hex
                took.append(await _say(session, address, sender, texts[(first + number) % len(texts)]))

        await asyncio.gather(*(visit(len(texts) * client // clients) for client in range(clients)))
        ran = time.perf_counter() - start
    median, p95, p99 = np.percentile(took, [50, 95, 99])
    return Latency(float(median), float(p95), float(p99), len(took) / ran, len(took))


async def _talk_long(address: str, texts: Sequence[str], messages: int) -> list[float]:
    async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
        sender = uuid.uuid4().hex
        return [await _say(session, address, sender, texts[number % len(texts)]) for number in range(messages)]


async def _say(session: aiohttp.ClientSession, address: str, sender: str, text: str) -> float:
    """The milliseconds until a message was answered."""
    start = time.perf_counter()
    async with session.post(f"{address}/webhooks/rest/webhook", json={"sender": sender, "message": text}) as response:
        response.raise_for_status()
        answers = await response.json()
    if not answers:
        raise RuntimeError(f"no answer to « {text} »")
    return 1000 * (time.perf_counter() - start)
