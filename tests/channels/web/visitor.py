"""A visitor of the website, as the channel sees one."""

from __future__ import annotations

import json
from typing import Any

import requests

from bot.conversations import readable

# All that can be asked about a conversation.
CALLS = [
    ("GET", "", None),
    ("DELETE", "", None),
    ("POST", "/messages", {"text": "bonjour"}),
    ("POST", "/feedback", {"answer": "x.1", "helpful": True}),
]


class Visitor:
    """Somebody who has just opened a conversation.

    Args:
        server: the base address.
    """

    def __init__(self, server: str) -> None:
        self.server = server
        opened = requests.post(f"{server}/webhooks/web/conversations", timeout=60)
        assert opened.status_code == 201, opened.text
        self.conversation, self.token = opened.json()["conversation"], opened.json()["token"]

    def call(self, method: str, path: str = "", headers: dict[str, Any] | None = None, **content: Any) -> requests.Response:
        """One request about the conversation."""
        address = f"{self.server}/webhooks/web/conversations/{self.conversation}{path}"
        headers = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return requests.request(method, address, headers=headers, timeout=60, **content)

    def sends(self, **message: str) -> list[dict[str, Any]]:
        """The lines of the answer to a message."""
        response = self.call("POST", "/messages", json=message)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].startswith("application/x-ndjson")
        return [json.loads(line) for line in response.content.decode().splitlines()]

    def says(self, text: str) -> str:
        """What is answered, in one text, as `readable` makes it."""
        return readable("\n".join(line["text"] for line in self.sends(text=text)[:-1]))

    def history(self) -> list[dict[str, Any]]:
        """All messages."""
        response = self.call("GET")
        assert response.status_code == 200, response.text
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages


def refusal(response: requests.Response) -> tuple[int, str]:
    """Status and code of an error; its form is checked too."""
    error = response.json()
    assert list(error) == ["error"]
    assert sorted(error["error"]) == ["code", "message"]
    assert error["error"]["message"].endswith((".", "!"))
    assert "Traceback" not in response.text
    return response.status_code, error["error"]["code"]
