"""The staff's page in Rasa's server. Rasa takes routes from input channels alone: this one takes no messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint

from bot.staff.page import StaffPage
from bot.staff.settings import Settings

NAME = "staff"


class StaffChannel(InputChannel):
    """The page at /equipe; nothing at all without a password.

    Args:
        settings: how it is set up; None: it is not.
    """

    def __init__(self, settings: Settings | None) -> None:
        self._settings = settings

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> StaffChannel:
        """The channel; its settings are in the environment, not in credentials.yml."""
        return cls(Settings.from_environment())

    def url_prefix(self) -> str:
        """The server's root: the page is not below /webhooks/staff."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The page's routes."""
        blueprint = Blueprint(NAME)
        if self._settings is not None:
            StaffPage(self._settings).add_to(blueprint)
        return blueprint
