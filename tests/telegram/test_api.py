"""One call of the Bot API, and how it fails."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.channels.telegram.api import Api, RefusedError, UnreachableError
from bot.evaluation.running import free_port
from tests.telegram.emulator import Fault


def call(telegram, method: str, token: str | None = None, **parameters: Any) -> Any:
    """Make one call."""

    async def make() -> Any:
        api = Api(telegram.url if telegram else f"http://127.0.0.1:{free_port()}", token or "123456:TEST-token")
        try:
            return json.loads(bytes(await api.call(method, **parameters)))
        finally:
            await api.close()

    return asyncio.run(make())


def test_a_result(telegram):
    assert call(telegram, "getMe")["username"] == "test_bot"


@pytest.mark.parametrize(
    ("fault", "code", "may_pass", "retry_after"),
    [
        (Fault.too_many(7), 429, True, 7),
        (Fault.server_error(500), 500, True, None),
        (Fault.server_error(502), 502, True, None),
        (Fault.unauthorized(), 401, True, None),
        (Fault.forbidden(), 403, False, None),
        (Fault.conflict(), 409, False, None),
        (Fault.bad_request("Bad Request: chat not found"), 400, False, None),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_a_no(telegram, fault, code, may_pass, retry_after):
    telegram.inject(fault)
    with pytest.raises(RefusedError) as caught:
        call(telegram, "getMe")
    assert (caught.value.code, caught.value.may_pass, caught.value.retry_after) == (code, may_pass, retry_after)


@pytest.mark.parametrize("fault", [Fault.broken(), Fault.lost_answer()], ids=lambda fault: fault.name)
def test_no_answer(telegram, fault):
    telegram.inject(fault)
    with pytest.raises(UnreachableError, match="getMe: no answer"):
        call(telegram, "getMe")


def test_an_answer_that_is_too_late(telegram):
    telegram.inject(Fault.slow(2))
    with pytest.raises(UnreachableError, match="getMe: no answer"):
        call(telegram, "getMe", answer_within=0.1)


@pytest.mark.parametrize("token", ["123456:SECRET-token", "not a token/../x?y#z", "123456:SECRET\ntoken"])
def test_no_error_shows_the_token(telegram, token):
    for where in (telegram, None):
        with pytest.raises((UnreachableError, RefusedError)) as caught:
            call(where, "getMe", token)
        error = caught.value
        assert error.__suppress_context__ or error.__context__ is None
        assert "SECRET" not in repr(error)
        assert "not a token" not in repr(error)


def test_a_file_from_another_server_is_no_answer(telegram):
    with pytest.raises(RefusedError) as caught:
        call(telegram, "../../elsewhere")
    assert caught.value.code == 404
