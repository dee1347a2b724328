"""What happens to one call: it is recorded, may meet a fault, is carried out or refused."""

from __future__ import annotations

import inspect
import json
import time
from contextlib import suppress
from typing import Any

# Imported for the methods that they register.
from tests.telegram.emulator import messages, profile, receiving  # noqa: F401
from tests.telegram.emulator.chats import Call
from tests.telegram.emulator.errors import Refused
from tests.telegram.emulator.methods import Told, find
from tests.telegram.emulator.parameters import Parameters
from tests.telegram.emulator.world import World

POLL = "getUpdates"
# Not from a webhook's answer (WebhookActor::handle in telegram-bot-api): these need their own answer.
NOT_IN_REPLY = ("setwebhook", "deletewebhook", "close", "logout")


def begin(world: World, name: str, values: dict[str, Any], in_reply: bool = False) -> Call:
    """Record a call that begins.

    Args:
        world: where.
        name: the method's, in any case.
        values: its parameters.
        in_reply: whether it came in a webhook's answer.
    """
    with suppress(Refused):
        name = find(name).name
    call = Call(name, values, time.monotonic(), in_reply=in_reply)
    with world.lock:
        world.calls.append(call)
        if name != POLL:
            world.running.append(call)
            world.retries.pop(_identity(call), None)
        world.changed()
    return call


def end(world: World, call: Call) -> None:
    """Note that a call ended, with or without an answer."""
    with world.lock:
        if call.method != POLL:
            now = world.last_activity = time.monotonic()
            world.running.remove(call)
            if call.status is None or call.status == 429 or call.status >= 500:
                world.retries[_identity(call)] = now + call.retry_after
        world.changed()


def _identity(call: Call) -> str:
    """The same for a call and its repetition."""
    return call.method + json.dumps(call.params, sort_keys=True, default=str)


async def carry_out(world: World, call: Call, form: bool = False) -> tuple[int, dict[str, Any]]:
    """Do what a call asks.

    Args:
        world: where.
        call: which; gets its result or error.
        form: whether its parameters are strings as in a form.

    Returns:
        the HTTP status and the answer's body (core.telegram.org/bots/api#making-requests).
    """
    try:
        method = find(call.method)
        parameters = Parameters(call.params, method.parameters, form)
        with world.lock:
            result = method.carry_out(world, parameters)
            world.changed()
        if inspect.isawaitable(result):
            result = await result
    except Refused as refused:
        return refuse(call, refused)
    call.carried_out, call.status = True, 200
    body: dict[str, Any] = {"ok": True}
    if isinstance(result, Told):
        result, call.description = result.result, result.description
        body["description"] = call.description
    call.result = result
    return 200, body | {"result": result}


def refuse(call: Call, refused: Refused) -> tuple[int, dict[str, Any]]:
    """The answer of a call that is refused; returns its HTTP status and body."""
    call.status, call.description = refused.status, refused.description
    call.retry_after = refused.parameters.get("retry_after", 0)
    body = {"ok": False, "error_code": refused.status, "description": refused.description}
    return refused.status, body | ({"parameters": refused.parameters} if refused.parameters else {})


async def carry_out_reply(world: World, values: dict[str, Any], form: bool) -> None:
    """Do what a webhook's answer asks, if it asks for something; nobody is told how it went.

    Source: core.telegram.org/bots/api#making-requests-when-getting-updates.

    Args:
        world: where.
        values: the answer's body; "method" names the method.
        form: whether its values are strings as in a form.
    """
    name = values.pop("method", None)
    if not isinstance(name, str) or name.lower() in NOT_IN_REPLY or name.lower().startswith("get"):
        return
    call = begin(world, name, values, in_reply=True)
    await carry_out(world, call, form)
    end(world, call)
