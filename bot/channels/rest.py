"""Rasa's REST channel, for trials: who calls it is believed without a token, so only this machine may.

It is asked and answers as Rasa's own, which also takes any sender and content type, texts of any length, what is said to have
been shown, and logs the texts of what fails.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.dialogue import have_answered
from bot.channels.local import is_local
from bot.channels.messages import check_length
from bot.channels.web.errors import as_channel_error, error_response, json_response
from bot.channels.web.messages import read
from bot.typography import french

CHANNEL = "rest"
_LONGEST_SENDER = 100


class Said(msgspec.Struct, frozen=True):
    """A message: who says it, in which conversation; what else Rasa's channel takes is passed over."""

    sender: str
    message: str


class RestChannel(InputChannel):
    """`POST /webhooks/rest/webhook` with `{"sender": …, "message": …}`; the answers come back as a list."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return CHANNEL

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's route."""
        blueprint = Blueprint(CHANNEL)

        @blueprint.route("/webhook", ["POST"], ignore_body=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                if reason := _why_not(request):
                    return _refused(403, reason)
                if request.content_type.partition(";")[0].strip().lower() != "application/json":
                    return _refused(415, "Ce n'est pas du JSON : envoyez l'en-tête Content-Type: application/json.")
                said = await read(request, Said)
                if reason := _wrong_sender(said.sender):
                    return _refused(422, reason)
                check_length(said.message)
                answers = CollectingOutputChannel()
                await have_answered(UserMessage(said.message, answers, said.sender, input_channel=CHANNEL), on_new_message)
                return json_response(answers.messages)
            except Exception as error:
                # Whatever it is, it is told and logged without what was said.
                return error_response(as_channel_error(request, error))

        return blueprint


def _why_not(request: Request) -> str | None:
    if is_local(request):
        return None
    return "Ce canal est fait pour des essais, et ne répond qu'à cette machine (127.0.0.1, sans mandataire)."


def _wrong_sender(sender: str) -> str | None:
    """Names that other channels give to their conversations have a colon: « web:… », « telegram:… »."""
    if ":" not in sender and 0 < len(sender) <= _LONGEST_SENDER:
        return None
    return f"« sender » nomme la conversation : donnez-lui de 1 à {_LONGEST_SENDER} caractères, sans deux-points."


def _refused(status: int, message: str) -> HTTPResponse:
    return json_response({"error": {"code": "refused", "message": french(message)}}, status)
