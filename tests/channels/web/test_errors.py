"""Whatever is raised becomes an error with a code; what nobody expected is logged and not shown."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from sanic.exceptions import InvalidUsage, NotFound, PayloadTooLarge, RequestTimeout, ServerError, ServiceUnavailable

from bot.channels.web.errors import ChannelError, as_channel_error


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
    # Rasa logs no message twice in a row.
    request = SimpleNamespace(method="GET", path=f"/{type(exception).__name__}")
    with caplog.at_level(logging.ERROR):
        error = as_channel_error(request, exception)
    assert error.code == code
    assert "stack trace" not in error.message
    assert bool(caplog.records) == (code == "internal_error")


def test_what_is_no_request_is_not_our_fault(caplog):
    assert as_channel_error(SimpleNamespace(method="NONE", path="*"), ValueError("x")).code == "invalid_request"
    assert not caplog.records
