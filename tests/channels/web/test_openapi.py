"""openapi.yml is valid, is served, and describes what the server does, whatever it is sent."""

from __future__ import annotations

import pytest
import requests
import yaml
from openapi_spec_validator import validate_spec

from bot.channels.web.api import OPENAPI_FILE
from tests.channels.web.fuzz import Fuzzer

DESCRIPTION = yaml.safe_load(OPENAPI_FILE.read_text(encoding="utf-8"))
EXAMPLES = 400


def test_the_description_is_valid_and_served(server):
    validate_spec(DESCRIPTION)
    assert requests.get(server + "/webhooks/web/openapi.json", timeout=60).json() == DESCRIPTION


@pytest.mark.long
def test_generated_requests_are_answered_as_described(server):
    """Ten thousand: `make fuzz`."""
    fuzzer = Fuzzer(server)
    fuzzer.run(EXAMPLES)
    statuses = {status for _, status, _ in fuzzer.answers}
    assert sum(fuzzer.answers.values()) >= EXAMPLES
    assert statuses >= {200, 201, 204, 400, 401, 403, 404, 422}
    assert max(statuses) < 500
