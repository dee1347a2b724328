"""Methods about how the bot gets its updates: getUpdates, or a webhook."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlsplit

from tests.telegram.emulator.errors import bad_request, conflict, undocumented
from tests.telegram.emulator.methods import Told, method
from tests.telegram.emulator.parameters import Parameters
from tests.telegram.emulator.updates import DEFAULT, KINDS
from tests.telegram.emulator.world import Poll, Webhook, World

# core.telegram.org/bots/api#setwebhook, "Notes".
PORTS = (443, 80, 88, 8443)
MAX_CONNECTIONS, DEFAULT_CONNECTIONS = 100, 40
MAX_SECRET = 256
LONGEST_POLL = 50


@method(
    "setWebhook",
    "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
)
def set_webhook(world: World, parameters: Parameters) -> Told:
    """Say where updates are to be posted; an empty url takes that back (core.telegram.org/bots/api#setwebhook)."""
    url, secret = parameters.text("url"), parameters.text("secret_token")
    connections = parameters.integer("max_connections", DEFAULT_CONNECTIONS)
    drop = parameters.flag("drop_pending_updates")
    if "certificate" in parameters or "ip_address" in parameters:
        raise undocumented("certificate and ip_address are not emulated")
    if not 1 <= connections <= MAX_CONNECTIONS:
        raise undocumented(f"max_connections is 1 to {MAX_CONNECTIONS}")
    if not url:
        return _delete(world, drop)
    _check_address(url, world)
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    _allow(world, parameters)
    webhook = Webhook(url, secret, connections)
    if webhook == world.webhook and not drop:
        return Told(True, "Webhook is already set")
    if drop:
        world.updates.clear()
    world.webhook, world.webhook_error = webhook, None
    _end_poll(world, "terminated by setWebhook request")
    return Told(True, "Webhook was set")


@method("deleteWebhook", "drop_pending_updates")
def delete_webhook(world: World, parameters: Parameters) -> Told:
    """Go back to getUpdates (core.telegram.org/bots/api#deletewebhook)."""
    return _delete(world, parameters.flag("drop_pending_updates"))


@method("getWebhookInfo")
def get_webhook_info(world: World, parameters: Parameters) -> dict[str, Any]:
    """Where updates go and how that works out (core.telegram.org/bots/api#webhookinfo)."""
    info: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates.waiting)}
    if world.webhook is not None:
        info |= {"url": world.webhook.url, "max_connections": world.webhook.max_connections, "ip_address": "127.0.0.1"}
    if world.webhook_error is not None:
        date, message = world.webhook_error
        info |= {"last_error_date": date, "last_error_message": message}
    if world.updates.allowed != DEFAULT:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(world: World, parameters: Parameters) -> list[dict[str, Any]]:
    """Wait for updates (core.telegram.org/bots/api#getupdates).

    Raises:
        Refused: 409 while a webhook is set; for a call that waits, when another one begins or a webhook is set.
    """
    offset = parameters.integer("offset")
    # "Values between 1-100 are accepted": Telegram's server brings others into this range in silence.
    limit, timeout = parameters.integer("limit", 100), parameters.integer("timeout")
    if not 1 <= limit <= 100:
        raise undocumented("limit is 1 to 100")
    if not 0 <= timeout <= LONGEST_POLL:
        raise undocumented(f"timeout is 0 to {LONGEST_POLL}")
    with world.lock:
        if world.webhook is not None:
            raise conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
        _allow(world, parameters)
        _end_poll(world, "terminated by other getUpdates request; make sure that only one bot instance is running")
        poll = world.poll = Poll()
    deadline = time.monotonic() + timeout
    while True:
        alarm = world.alarm()
        with world.lock:
            if poll.ended:
                alarm.stop()
                raise conflict(poll.ended)
            world.updates.expire(world.now())
            updates = world.updates.take(offset, limit)
            # Negative only the first time: what comes meanwhile is to stay.
            offset = max(offset, 0)
            world.lock.notify_all()
        left = deadline - time.monotonic()
        if updates or left <= 0:
            alarm.stop()
            return updates
        await alarm.wait(left)


def _delete(world: World, drop: bool) -> Told:
    was_set = world.webhook is not None
    if drop:
        world.updates.clear()
    world.webhook, world.webhook_error = None, None
    return Told(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


def _check_address(url: str, world: World) -> None:
    """Refuse an address that Telegram would not post to: https only, on four ports (unless tests allow http)."""
    address = urlsplit(url if "://" in url else f"https://{url}")
    try:
        port = address.port or 443
    except ValueError:
        port = None
    if address.scheme not in ("http", "https") or not address.hostname or port is None:
        raise bad_request("invalid webhook URL specified")
    if world.allow_http:
        return
    if address.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _allow(world: World, parameters: Parameters) -> None:
    """Note the wanted kinds of updates: those named, the default ones for an empty list, the same as before for none."""
    kinds = parameters.json("allowed_updates", list, "allowed_updates")
    if kinds is None:
        return
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise undocumented(f"allowed_updates has {unknown}")
    world.updates.allowed = frozenset(kinds) or DEFAULT


def _end_poll(world: World, reason: str) -> None:
    if world.poll is not None:
        world.poll.ended = reason
    world.changed()
