"""The parrot's website as a process of its own, for it to be killed: database and port are its arguments."""

import sys
import time
from pathlib import Path

from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import Settings
from bot.evaluation.running import SECRET
from tests.channels.small_server import Parrot, serving

database, port = sys.argv[1:]
settings = Settings(SECRET, f"sqlite:///{database}", messages_per_minute=10**6, requests_per_minute=10**6)
with serving(WebChannel(settings), Parrot(Path(database)), int(port)):
    time.sleep(3600)
