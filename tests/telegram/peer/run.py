"""Hold a short conversation through npm's telegram-test-api, another emulator than ours: `python -m tests.telegram.peer.run`.

It knows messages, buttons and fetching; no menu, no « typing », no checks, no faults, no secret. So this shows that the
channel does not lean on what only our emulator does, and no more. Its packages are installed beside this file.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import requests

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.settings import Settings
from bot.evaluation.running import free_port
from tests.channels.small_server import Parrot, serving

HERE = Path(__file__).parent
TOKEN = "666:peer"
ANNE = {"id": 7, "first_name": "Anne", "is_bot": False}
CHAT = {"id": 7, "type": "private", "first_name": "Anne"}


class Peer:
    """The other emulator, and Anne who writes there."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, **content: Any) -> Any:
        """Have something done."""
        response = requests.post(f"{self.url}/{path}", json={"botToken": TOKEN, "date": 1, **content}, timeout=10)
        response.raise_for_status()
        return response.json()["result"]

    def answers(self, number: int) -> list[dict[str, Any]]:
        """So many messages of the bot, or fewer after ten seconds."""
        found: list[dict[str, Any]] = []
        deadline = time.monotonic() + 10
        while len(found) < number and time.monotonic() < deadline:
            found += [update["message"] for update in self.post("getUpdates", token=TOKEN, chatId=CHAT["id"])]
            time.sleep(0.05)
        return found


def talk(peer: Peer) -> None:
    """Write, press, send a command.

    Raises:
        AssertionError: the bot did not answer as it should.
    """
    peer.post("sendMessage", text="le **prix** < 8 000 € ?", **{"from": ANNE}, chat=CHAT)
    (answer,) = peer.answers(1)
    assert answer["text"] == "le <b>prix</b> &lt; 8 000 € ?", answer
    ((button,),) = answer["reply_markup"]["inline_keyboard"]
    message = {"message_id": 1, "chat": CHAT, "from": ANNE}
    peer.post("sendCallback", **{"from": ANNE}, message=message, data=button["callback_data"])
    (again,) = peer.answers(1)
    assert again["text"].startswith("/again le <b>prix</b>"), again
    peer.post(
        "sendCommand", text="/aide", entities=[{"type": "bot_command", "offset": 0, "length": 5}], **{"from": ANNE}, chat=CHAT
    )
    (help_,) = peer.answers(1)
    assert help_["text"] == "/help", help_


def main() -> None:
    """Start both, talk, say that it went well."""
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)
    port = free_port()
    process = subprocess.Popen(
        ["node", "server.mjs", str(port)], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with tempfile.TemporaryDirectory() as folder, process:
        assert process.stdout.readline() == "up\n"
        database = Path(folder) / "conversations.db"
        url = f"http://127.0.0.1:{port}"
        settings = Settings(TOKEN, "unused", f"sqlite:///{database}", api=url)
        with serving(TelegramChannel(settings), Parrot(database)):
            talk(Peer(url))
        process.stdin.close()
    print("A message, a button and a command were answered through telegram-test-api.")


if __name__ == "__main__":
    main()
