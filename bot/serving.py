"""Run the bot: a release as a server, or the files as they stand in this process."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.run import close_resources, configure_app, create_http_input_channels, load_agent_on_start
from rasa.core.utils import AvailableEndpoints
from rasa.utils.common import configure_logging_and_warnings, update_sanic_log_level
from rasa.utils.log_utils import configure_structlog
from threadpoolctl import threadpool_limits

from bot import rasa_changes
from bot.channels.local import LOOPBACK
from bot.channels.web import settings as web
from bot.knowledge.live import go_live, live, load_content
from bot.monitoring import logs
from bot.monitoring.settings import Settings
from bot.privacy.retention import keep_clean, stop_cleaning
from bot.processing import processor_for, use
from bot.publishing.releases import Release, Releases
from bot.publishing.watching import Watcher
from bot.starting import say_ready
from bot.training import MODEL, WEIGHTS
from bot.workers import Place

# The channels of a server that only this machine reaches, beside the credentials file of all others.
LOCAL_CREDENTIALS = "credentials_local.yml"
# Has what is prepared on its first use: an unknown word, and one to be mended.
_FIRST_MESSAGE = "bonjour, la formatoin de clerc xyloq ?"
_SECONDS_TO_END = 5


def load_agent(model: Path = MODEL) -> Agent:
    """The bot in this process, with conversations kept in memory: for the terminal and for tests."""
    _prepare()
    agent = Agent.load(str(model))
    use(agent, processor_for(agent.processor, live(), WEIGHTS))
    return agent


def _prepare() -> None:
    configure_logging_and_warnings(log_level=logging.WARNING, warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(logging.WARNING)
    rasa_changes.apply_to_serving()
    # A message's matrices are so small that a second thread would only keep a core busy waiting for them.
    threadpool_limits(1)


def serve(
    releases: Releases,
    release: Release,
    host: str,
    port: int,
    endpoints: Path,
    credentials: Path,
    place: Place | None = None,
) -> None:
    """Serve the bot until it is stopped, always with the release that is current.

    Args:
        releases: those that are watched.
        release: the one to begin with.
        host: the address to listen on.
        port: the port to listen on.
        endpoints: Rasa's endpoints file; its tracker store, lock store and event broker are used.
        credentials: Rasa's credentials file, which names the channels. The REST channel is added when nobody but this
            machine can reach it, or when the environment variable BOT_REST is 1.
        place: where this is one of several workers.
    """
    _prepare()
    logs.configure(Settings.from_environment())
    with_rest = _has_rest(host, os.environ)
    available = AvailableEndpoints.read_endpoints(str(endpoints))
    # Before anything of the model is loaded: it looks up what it reads messages with.
    go_live(load_content(release.knowledge))
    # As Rasa's `serve_application`, which can neither take over a socket nor be kept from forking.
    channels = create_http_input_channels(None, str(credentials.with_name(LOCAL_CREDENTIALS) if with_rest else credentials))
    app = configure_app(channels, enable_api=False, port=port, endpoints=available)
    for listener, event in (
        (partial(load_agent_on_start, str(release.model), available, None), "before_server_start"),
        # Before the first visitor is let in: what Rasa has loaded by itself reads messages badly.
        (_answer_with(releases, release), "before_server_start"),
        (keep_clean, "after_server_start"),
        (stop_cleaning, "before_server_stop"),
        (_say_ready(place, host, port), "after_server_start"),
        (_end(releases), "before_server_stop"),
        (_end_at_last, "before_server_stop"),
        (close_resources, "after_server_stop"),
        (_leave, "after_server_stop"),
    ):
        app.register_listener(listener, event)
    update_sanic_log_level()
    if place is None:
        app.run(host, port)
    else:
        app.run(sock=socket.socket(fileno=place.listening))


def _has_rest(host: str, environment: Mapping[str, str]) -> bool:
    """Whether the REST channel is on: when asked for, or when this machine alone can reach the server, by no proxy either."""
    behind_proxy = environment.get("SANIC_PROXIES_COUNT", "0") != "0"
    asked = environment.get("BOT_REST")
    return asked == "1" or (asked != "0" and host in LOOPBACK and not behind_proxy)


def _answer_with(releases: Releases, release: Release) -> Any:
    async def answer_with(app: Any, loop: Any) -> None:
        watcher = Watcher(app.ctx.agent, releases, release)
        await watcher.swap(release)
        # The first message would wait for what is loaded on first use: let that be ours.
        await app.ctx.agent.parse_message(_FIRST_MESSAGE)
        app.ctx.watching = loop.create_task(watcher.watch())

    return answer_with


def _say_ready(place: Place | None, host: str, port: int) -> Any:
    async def ready(app: Any, loop: Any) -> None:
        if place is None:
            say_ready(host, port)
        else:
            app.ctx.place = place.take(loop)

    return ready


async def _end_at_last(app: Any, loop: Any) -> None:
    # What still runs then never ends by itself: a thread that waits for a disk, an answer that is worked out for ever.
    last = threading.Timer(web.Settings.from_environment().stop_seconds + _SECONDS_TO_END, os._exit, [0])
    last.daemon = True
    last.start()


def _end(releases: Releases) -> Any:
    async def end(app: Any, loop: Any) -> None:
        app.ctx.watching.cancel()
        releases.says_stopped()

    return end


async def _leave(app: Any, loop: Any) -> None:
    if agent := getattr(app.ctx, "agent", None):
        agent.lock_store.close()
