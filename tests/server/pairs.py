"""Visitors who send two messages at once, and again: is one lost, or do two answers get mixed up?

    python -m tests.server.pairs --messages 10000 http://127.0.0.1:5005
    python -m tests.server.pairs --messages 10000 --runs 10      # two small workers that it starts (small_workers.py)

Of several addresses one takes a pair's first message, the next its second. The bot must share its conversations between them, and
let anybody ask as often as they like (BOT_MESSAGES_PER_MINUTE and its like).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

import aiohttp

from tests.server.small_workers import small_workers

_PREFIX = "/webhooks/web/conversations"
_SECONDS = aiohttp.ClientTimeout(total=120)


@dataclass
class Count:
    """What came of it.

    Attributes:
        sent: messages.
        answered: those that were answered.
        lost: those that were answered and that the history does not have.
        mixed: those that the history has with other answers than were given, or in another order.
        seconds: how long it took.
        waits: how long each answer took.
        errors: what was answered instead.
    """

    sent: int = 0
    answered: int = 0
    lost: int = 0
    mixed: int = 0
    seconds: float = 0
    waits: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        waits = sorted(self.waits) or [0.0]
        half, most = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
        told = f"{self.sent} sent, {self.answered} answered, {self.lost} lost, {self.mixed} mixed up; "
        told += f"{self.seconds:.0f} s, {self.sent / max(self.seconds, 0.001):.1f} a second, "
        return told + f"an answer in {half:.2f} s (95 %: {most:.2f} s) {dict(self.errors) or ''}"


async def send_pairs(addresses: Sequence[str], messages: int, at_once: int = 4, each: int = 20, gap: float = 0) -> Count:
    """Send pairs of messages.

    Args:
        addresses: the servers'.
        messages: how many in all.
        at_once: so many conversations are held at a time.
        each: messages of a conversation.
        gap: seconds between the two of a pair; where there is one they must be kept in that order.
    """
    count, start = Count(), time.monotonic()
    conversations = asyncio.Queue[int]()
    for number in range(messages // each):
        conversations.put_nowait(number)

    async def hold(session: aiohttp.ClientSession) -> None:
        while not conversations.empty():
            conversations.get_nowait()
            await _Conversation(session, addresses, count, gap).hold(each // 2)

    # A connection for each request: any of the processes behind an address may get it.
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True), timeout=_SECONDS) as session:
        await asyncio.gather(*(hold(session) for _ in range(at_once)))
    count.seconds = time.monotonic() - start
    return count


class _Conversation:
    def __init__(self, session: aiohttp.ClientSession, addresses: Sequence[str], count: Count, gap: float) -> None:
        self._session, self._addresses, self._count, self._gap = session, addresses, count, gap
        # The ids of the answers to each message.
        self._answers: dict[str, list[str]] = {}

    async def hold(self, pairs: int) -> None:
        """Send so many pairs, then read the history again."""
        async with self._session.post(self._addresses[0] + _PREFIX, json={}) as response:
            opened = await response.json()
        self._path, self._headers = f"{_PREFIX}/{opened['conversation']}", {"Authorization": f"Bearer {opened['token']}"}
        for pair in range(pairs):
            await asyncio.gather(self._send(pair, 0), self._send(pair, 1))
        async with self._session.get(self._addresses[-1] + self._path, headers=self._headers) as response:
            self._compare((await response.json())["messages"], pairs)

    async def _send(self, pair: int, place: int) -> None:
        await asyncio.sleep(place * self._gap)
        text, start = f"bonjour {pair}.{place}", time.monotonic()
        self._count.sent += 1
        address = self._addresses[place % len(self._addresses)] + self._path + "/messages"
        try:
            async with self._session.post(address, json={"text": text}, headers=self._headers) as response:
                lines = [json.loads(line) for line in (await response.text()).splitlines()]
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            self._count.errors[type(error).__name__] += 1
            return
        for line in lines:
            if code := line.get("code") or line.get("error", {}).get("code"):
                self._count.errors[code] += 1
                return
        self._count.answered += 1
        self._count.waits.append(time.monotonic() - start)
        self._answers[text] = [line["id"] for line in lines if line["type"] == "answer"]

    def _compare(self, history: list[dict[str, str]], pairs: int) -> None:
        kept: list[tuple[str, list[str]]] = []
        for entry in history:
            if entry["from"] == "visitor":
                kept.append((entry["text"], []))
            elif kept:
                kept[-1][1].append(entry["id"])
        found = dict(kept)
        self._count.lost += sum(text not in found for text in self._answers)
        texts = [text for text, _ in kept]
        for place, (text, answers) in enumerate(kept):
            expected = texts.index(text) == place and _pair(text) >= max(map(_pair, texts[:place]), default=0)
            if self._gap:
                expected = expected and texts[:place] == sorted(texts[:place], key=_order)
            self._count.mixed += not expected or answers != self._answers.get(text, answers)


def _pair(text: str) -> int:
    return _order(text)[0]


def _order(text: str) -> tuple[int, int]:
    pair, place = text.split()[1].split(".")
    return int(pair), int(place)


def main() -> int:
    """The command; gives the exit code: 0 when all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=4, help="conversations at a time")
    parser.add_argument("--each", type=int, default=20, help="messages of a conversation")
    parser.add_argument("--gap", type=float, default=0, help="seconds between the two of a pair")
    options = parser.parse_args()
    failed = 0
    with nullcontext(options.addresses) if options.addresses else small_workers() as addresses:
        for run in range(options.runs):
            count = asyncio.run(send_pairs(addresses, options.messages, options.at_once, options.each, options.gap))
            print(f"run {run + 1}: {count}", flush=True)
            failed += count.lost + count.mixed + sum(count.errors.values())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
