"""Every error has its status and a French sentence; what nobody expected is logged and not shown."""

from __future__ import annotations

import logging
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from sanic.exceptions import InvalidUsage, NotFound, PayloadTooLarge, RequestTimeout, ServerError, ServiceUnavailable

from bot.channels.web.errors import WebError, as_web_error, error_texts
from bot.typography import french

# The contract: codes are stable.
STATUSES = {
    "malformed_json": 400,
    "invalid_request": 400,
    "invalid_encoding": 400,
    "missing_token": 401,
    "invalid_token": 401,
    "expired_token": 401,
    "origin_not_allowed": 403,
    "unknown_conversation": 404,
    "not_found": 404,
    "method_not_allowed": 405,
    "request_timeout": 408,
    "body_too_large": 413,
    "text_too_long": 422,
    "empty_text": 422,
    "unknown_button": 422,
    "unknown_answer": 422,
    "too_many_requests": 429,
    "too_many_conversations": 429,
    "internal_error": 500,
    "not_ready": 503,
}
VALUES = {"length": "1 001", "most": "1 000", "wait": "12 s"}


def test_the_codes_and_their_statuses_are_those_of_the_contract():
    assert {code: text.status for code, text in error_texts().items()} == STATUSES


def test_the_description_names_the_same_codes():
    import bot.channels.web.errors as module

    description = yaml.safe_load(Path(module.__file__).with_name("openapi.yml").read_text(encoding="utf-8"))
    assert description["components"]["schemas"]["Code"]["enum"] == list(STATUSES)


@pytest.mark.parametrize("code", STATUSES)
def test_every_sentence_is_french_and_has_no_gap(code):
    message = WebError(code, **VALUES).body["message"]
    assert message == french(message)
    assert message[0].isupper()
    assert message[-1] in ".!"
    assert not set("{}'") & set(message)
    assert message.count(". ") >= 1, "what is wrong, and how to mend it"


@pytest.mark.parametrize(
    ("exception", "code"),
    [
        (WebError("empty_text"), "empty_text"),
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
        error = as_web_error(request, exception)
    assert error.code == code
    assert "stack trace" not in error.body["message"]
    assert bool(caplog.records) == (code == "internal_error")


def test_what_is_no_request_is_not_our_fault(caplog):
    assert as_web_error(SimpleNamespace(method="NONE", path="*"), ValueError("x")).code == "invalid_request"
    assert not caplog.records
