"""The parrot's server as a process, for tests that kill it: `python -m tests.telegram.small_bot api token database mode port`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.settings import Settings, secret_of
from tests.channels.small_server import Parrot, serving

api, token, database, mode, port = sys.argv[1:]
settings = Settings(
    token=token,
    secret=secret_of(token),
    database=f"sqlite:///{database}",
    webhook=f"http://127.0.0.1:{port}" if mode == "webhook" else None,
    api=api,
    messages_per_minute=1_000_000,
    first_wait=0.02,
    longest_wait=0.2,
)
with serving(TelegramChannel(settings), Parrot(Path(database)), int(port)):
    signal.pause()
