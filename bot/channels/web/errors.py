"""Errors as answers of the HTTP interface."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import msgspec
from redis import RedisError
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge, RequestTimeout, SanicException, ServiceUnavailable
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.errors import ChannelError
from bot.monitoring import metrics
from bot.rasa_changes import UNREADABLE

logger = logging.getLogger(__name__)

_OF_SANIC: tuple[tuple[type[SanicException], str], ...] = (
    (NotFound, "not_found"),
    (MethodNotSupported, "method_not_allowed"),
    (PayloadTooLarge, "body_too_large"),
    (RequestTimeout, "request_timeout"),
    (ServiceUnavailable, "not_ready"),
)


def json_response(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    """An answer in JSON."""
    return HTTPResponse(msgspec.json.encode(content), status, dict(headers or {}), "application/json; charset=utf-8")


def error_response(error: ChannelError) -> HTTPResponse:
    """An error as the answer to a request."""
    return json_response({"error": error_content(error)}, error.status, error.headers)


def error_content(error: ChannelError) -> dict[str, str]:
    """An error's code and sentence, which is told to somebody now."""
    metrics.REFUSALS.labels(code=error.code).inc()
    return {"code": error.code, "message": error.message}


def as_channel_error(request: Request, exception: BaseException) -> ChannelError:
    """Whatever was raised while a request was answered, as one of our errors; what nobody expected is logged."""
    if isinstance(exception, ChannelError):
        return exception
    if isinstance(exception, RedisError):
        logger.error("Redis does not answer: %s", exception)
        return ChannelError("not_ready")
    for kind, code in _OF_SANIC:
        if isinstance(exception, kind):
            return ChannelError(code, getattr(exception, "headers", None))
    if request.method == UNREADABLE or (isinstance(exception, SanicException) and getattr(exception, "status_code", 500) < 500):
        return ChannelError("invalid_request")
    logger.error("%s %s failed", request.method, request.path, exc_info=exception)
    return ChannelError("internal_error")
