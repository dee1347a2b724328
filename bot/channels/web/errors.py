"""What goes wrong, told to programs by a stable code and to people by a French sentence (errors.yml)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge, RequestTimeout, SanicException, ServiceUnavailable
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.knowledge import load_knowledge
from bot.knowledge.loader import read_yaml
from bot.typography import french

logger = logging.getLogger(__name__)

ERRORS_FILE = Path(__file__).with_name("errors.yml")
# Sanic calls so the request that stands in when what came was not even HTTP.
_UNREADABLE = "NONE"
_OF_SANIC: tuple[tuple[type[SanicException], str], ...] = (
    (NotFound, "not_found"),
    (MethodNotSupported, "method_not_allowed"),
    (PayloadTooLarge, "body_too_large"),
    (RequestTimeout, "request_timeout"),
    (ServiceUnavailable, "not_ready"),
)


class ErrorText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An error's HTTP status and its sentence."""

    status: int
    message: str


@lru_cache(maxsize=1)
def error_texts() -> dict[str, ErrorText]:
    """All errors of the channel by their code."""
    return read_yaml(ERRORS_FILE, dict[str, ErrorText])


class WebError(Exception):
    """A request that is not answered as asked.

    Args:
        code: its key in errors.yml.
        headers: of the answer.
        **values: what fills the sentence.
    """

    def __init__(self, code: str, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(code)
        self.code, self.headers = code, dict(headers or {})
        self._values = values

    @property
    def status(self) -> int:
        """The HTTP status."""
        return error_texts()[self.code].status

    @property
    def body(self) -> dict[str, str]:
        """The code and the sentence."""
        return {"code": self.code, "message": french(error_texts()[self.code].message.format(**_contact(), **self._values))}

    def response(self) -> HTTPResponse:
        """The answer to the request."""
        return json_response({"error": self.body}, self.status, self.headers)


def json_response(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    """An answer in JSON."""
    return HTTPResponse(msgspec.json.encode(content), status, dict(headers or {}), "application/json; charset=utf-8")


def as_web_error(request: Request, exception: BaseException) -> WebError:
    """Whatever was raised while a request was answered, as one of our errors; what nobody expected is logged."""
    if isinstance(exception, WebError):
        return exception
    for kind, code in _OF_SANIC:
        if isinstance(exception, kind):
            return WebError(code, getattr(exception, "headers", None))
    if request.method == _UNREADABLE or (isinstance(exception, SanicException) and getattr(exception, "status_code", 500) < 500):
        return WebError("invalid_request")
    logger.error("%s %s failed", request.method, request.path, exc_info=exception)
    return WebError("internal_error")


@lru_cache(maxsize=1)
def _contact() -> dict[str, str]:
    centre = load_knowledge().centre
    return {"phone": centre.phone, "email": centre.email}
