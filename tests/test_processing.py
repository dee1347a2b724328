"""What answers messages: an action that goes wrong is an apology, soon, and nobody else waits for it."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest

from bot import processing
from bot.knowledge.live import live
from bot.processing import InProcessActions

CALL = {"next_action": "action_reply", "sender_id": "a", "tracker": {"sender_id": "a", "slots": {}, "events": []}}


@pytest.fixture
def actions() -> InProcessActions:
    """The actions, with the knowledge and nothing to answer with."""
    adviser: Any = SimpleNamespace(knowledge=live().knowledge)
    return InProcessActions(adviser)


def replace(actions: InProcessActions, run: Any) -> None:
    """Have an action do something else."""
    actions._executor.actions["action_reply"] = run


def apologises(result: dict[str, Any]) -> bool:
    """Whether it does so, with the centre's contact, and nothing else."""
    (said,) = result["responses"]
    assert result["events"] == []
    assert said["phone"] == live().knowledge.centre.phone
    return bool(said["response"] == "utter_action_failed")


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is logged of errors, each with what was raised; Rasa filters what is logged twice before pytest sees it."""
    lines: list[str] = []

    def tell(text: str, *values: Any) -> None:
        lines.append(f"{text % values}: {sys.exc_info()[1]}")

    monkeypatch.setattr(processing.logger, "exception", tell)
    return lines


def test_an_action_that_raises(actions, logged):
    replace(actions, lambda *_: 1 / 0)
    assert apologises(asyncio.run(actions.request(json=CALL)))
    assert logged[0].startswith("action_reply failed in conversation")


def test_an_action_that_does_not_end(actions, monkeypatch, logged):
    monkeypatch.setattr(processing, "_SECONDS_AT_MOST", 0.3)
    end = threading.Event()
    replace(actions, lambda *_: end.wait(30))

    async def ask() -> tuple[dict[str, Any], int]:
        answer = asyncio.ensure_future(actions.request(json=CALL))
        others = 0
        while not answer.done():
            await asyncio.sleep(0.01)
            others += 1
        return answer.result(), others

    begun = time.monotonic()
    result, others = asyncio.run(ask())
    end.set()
    assert apologises(result)
    assert time.monotonic() - begun < 5
    assert others > 5, "others were answered meanwhile"
    assert "it did not end within 0.3 s" in logged[0]
