"""Every error has its status and a French sentence that says what is wrong and how to mend it."""

from __future__ import annotations

import pytest
import yaml

from bot.channels.errors import ChannelError, error_texts
from bot.channels.web.api import OPENAPI_FILE
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
    "stopping": 503,
    "too_many_connections": 503,
}
VALUES = {"length": "1 001", "most": "1 000", "wait": "12 s"}


def test_the_codes_and_their_statuses_are_those_of_the_contract():
    assert {code: text.status for code, text in error_texts().items()} == STATUSES


def test_the_description_names_the_same_codes():
    description = yaml.safe_load(OPENAPI_FILE.read_text(encoding="utf-8"))
    assert description["components"]["schemas"]["Code"]["enum"] == list(STATUSES)


@pytest.mark.parametrize("code", STATUSES)
def test_every_sentence_is_french_and_has_no_gap(code):
    message = ChannelError(code, None, **VALUES).message
    assert message == french(message)
    assert message[0].isupper()
    assert message[-1] in ".!"
    assert not set("{}'") & set(message)
    assert message.count(". ") >= 1, "what is wrong, and how to mend it"
