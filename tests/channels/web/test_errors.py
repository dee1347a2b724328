"""Whatever is raised becomes an error with a code; what nobody expected is logged and not shown."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import pytest
from sanic.exceptions import InvalidUsage, NotFound, PayloadTooLarge, RequestTimeout, ServerError, ServiceUnavailable

from bot.channels.errors import ChannelError
from bot.channels.web.errors import as_channel_error


def request(method: str, path: str) -> Any:
    """What is read of a request."""
    return SimpleNamespace(method=method, path=path)


@pytest.mark.parametrize(
    ("exception", "code"),
    [
        (ChannelError("empty_text"), "empty_text"),
        (NotFound("x"), "not_found"),
        (PayloadTooLarge("x"), "body_too_large"),
        (RequestTimeout("x"), "request_timeout"),
        (ServiceUnavailable("x"), "not_ready"),
        (InvalidUsage("x"), "invalid_request"),
        (ServerError("x"), "internal_error"),
        (KeyError("a stack trace"), "internal_error"),
    ],
)
def test_whatever_is_raised_becomes_one_of_them(exception, code, caplog):
    with caplog.at_level(logging.ERROR):
        # Each has a path of its own, as Rasa logs no message twice in a row.
        error = as_channel_error(request("GET", f"/{type(exception).__name__}"), exception)
    assert error.code == code
    assert "stack trace" not in error.message
    assert bool(caplog.records) == (code == "internal_error")


def test_what_is_no_request_is_not_our_fault(caplog):
    assert as_channel_error(request("NONE", "*"), ValueError("x")).code == "invalid_request"
    assert not caplog.records
