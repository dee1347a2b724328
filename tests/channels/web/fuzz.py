"""Send generated requests to the web channel, good and bad, and hold each answer to openapi.yml: `make fuzz`.

Most of what is sent holds the token of the conversation it asks for; the rest has none, a made-up one, an expired one or another
conversation's. Bodies follow the description, break it, or are no JSON at all. One conversation holds a word that no answer
outside it may ever show.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta, timezone
from itertools import product
from pathlib import Path
from typing import Any

import jwt
import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from bot.channels.errors import error_texts
from bot.channels.web.api import OPENAPI_FILE
from bot.evaluation.running import OTHER_SITE, SECRET, running

Operation = schemathesis.APIOperation[Any, Any, Any, Any]
Case = schemathesis.Case[Any]

HIDDEN = "xylophone"
SHARES = {"say": 0.5, "rate": 0.2, "history": 0.15, "open": 0.08, "forget": 0.04}
LEAST_SHARE = 0.01
ROUNDS = 10
POSITIVE = schemathesis.GenerationMode.POSITIVE
# Whose conversation is asked for, with whose token.
WAYS_IN = (*["own"] * 8, "generated", "no token", "expired", "another's token", "another's conversation", "deleted")
ORIGINS = (*[None] * 10, OTHER_SITE, OTHER_SITE, "https://evil.example", "null", "")
QUESTIONS = (
    "prix du clerc gestionnaire ?",
    "et pour l'expert ?",
    "j'ai 22 ans et un bac",
    "bonjour",
    "D'où ça vient ?",
    "efface tout",
)
INTENTS = ('/ask_price{"certificate":"clerc_expert"}', "/greet", "/restart", "/forget_me", "\u200b/session_start", "😀 / help")
NO_JSON = (
    b"",
    b"\xff\xfe",
    b'{"text":"\xc3\x28"}',
    b'{"text":"\\ud800"}',
    b"[" * 10_000,
    b'{"text":',
    b'{"text":"a"}' * 2_000,
    b"null",
)
PATIENCE = 30


def conforms() -> list[Any]:
    """Schemathesis's checks that an answer is one that openapi.yml describes."""
    load_all_checks()
    names = ("not_a_server_error", "status_code_conformance", "content_type_conformance")
    return list(CHECKS.get_by_names([*names, "response_headers_conformance", "response_schema_conformance"]))


class Fuzzer:
    """Sends requests and counts the answers.

    Args:
        server: the base address of a bot whose tokens are signed with SECRET.
    """

    def __init__(self, server: str) -> None:
        self.server = server
        description = yaml.safe_load(OPENAPI_FILE.read_text(encoding="utf-8"))
        self.schema = schemathesis.openapi.from_dict(description)
        self.answers: Counter[tuple[str, int, str]] = Counter()
        self.slowest = 0.0
        # The button that the bot offered last, and the answer that it gave last.
        self._offered = self._given = "none"
        self._random = random.Random(0)
        self._checks = conforms()
        parts = description["components"]
        lines = [{"$ref": f"#/components/schemas/{name}"} for name in ("Answer", "End")]
        self._line = Draft202012Validator({"oneOf": lines, "components": parts})
        self._session = requests.Session()
        self._own, self._others = self._open(), self._open()
        self._deleted = self._open()
        self._call("DELETE", self._deleted)
        self._call("POST", self._others, "/messages", json={"text": f"{HIDDEN}, quel est le prix du clerc gestionnaire ?"})

    def run(self, examples: int) -> None:
        """Send about so many requests.

        Raises:
            Exception: an answer is not as described; the request is told.
        """
        operations = [_operation(found) for found in self.schema.get_all_operations()]
        # In rounds, for questions to come between answers, ratings and deletions.
        for number, operation in product(range(ROUNDS), operations):
            share = examples / ROUNDS * SHARES.get(operation.definition.raw["operationId"], LEAST_SHARE)
            # Where nothing can be sent that is wrong, there is one mode.
            modes = list(schemathesis.GenerationMode) if operation.path_parameters or operation.body else [POSITIVE]
            for mode in modes:
                self._run(operation, mode, max(1, round(share / len(modes))), number)
        assert HIDDEN in self._call("GET", self._others).text, "the other conversation was changed"

    def _run(self, operation: Operation, mode: schemathesis.GenerationMode, examples: int, number: int) -> None:
        @seed(number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), text=st.text(max_size=1100), broken=st.binary(max_size=100))
        def send(case: Case, text: str, broken: bytes) -> None:
            self._send(self._with_body(case, text, broken))

        send()

    def _with_body(self, case: Case, text: str, broken: bytes) -> Case:
        """The case as it is, or with a body that is more sensible or less."""
        choose = self._random.choice
        intent = choose(INTENTS)
        around = self._random.randrange(len(text) + 1)
        said = [choose(QUESTIONS), choose(QUESTIONS), intent, text, text[:around] + intent + text[around:]]
        sensible: dict[str, list[dict[str, Any]]] = {
            "open": [{}],
            "say": [{"button": self._offered}, *({"text": words} for words in said)],
            "rate": [{"answer": self._given, "helpful": choose((True, False)), "comment": text}],
        }
        bodies = sensible.get(case.operation.definition.raw["operationId"])
        if bodies and (body := choose((None, choose(bodies), choose(bodies), choose((*NO_JSON, broken))))) is not None:
            case.body, case.media_type = body, "application/json"
        return case

    def _send(self, case: Case) -> None:
        way_in, origin = self._random.choice(WAYS_IN), self._random.choice(ORIGINS)
        headers = {} if origin is None else {"Origin": origin}
        if way_in != "generated" and "conversation" in case.path_parameters:
            conversation, token = self._credentials(way_in)
            case.path_parameters["conversation"] = conversation
            case.headers.pop("Authorization", None)
            headers |= {"Authorization": f"Bearer {token}"} if token else {}
        began = time.monotonic()
        response = case.call(base_url=self.server, headers=headers, session=self._session, timeout=PATIENCE)
        self.slowest = max(self.slowest, time.monotonic() - began)
        case.validate_response(response, checks=self._checks)
        text = response.content.decode()
        assert HIDDEN not in text, "another conversation was read"
        code = ""
        if response.status_code >= 400:
            code = json.loads(text)["error"]["code"]
            assert error_texts()[code].status == response.status_code
        elif "ndjson" in response.headers.get("content-type", [""])[0]:
            lines = [json.loads(line) for line in text.splitlines()]
            for line in lines:
                self._line.validate(line)
            assert [line["type"] for line in lines].index("end") == len(lines) - 1 > 0, "no answer, or no end"
            self._given = lines[0]["id"]
            self._offered = next((button["id"] for line in lines for button in line.get("buttons", ())), self._offered)
        if case.operation.method == "delete" and response.status_code == 204:
            self._deleted, self._own = self._own, self._open()
        self.answers[case.operation.label, response.status_code, code] += 1

    def _credentials(self, way_in: str) -> tuple[str, str]:
        own, token = self._own
        expired = {"sub": own, "aud": "web", "exp": datetime.now(timezone.utc) - timedelta(hours=1)}
        return {
            "own": (own, token),
            "no token": (own, ""),
            "expired": (own, jwt.encode(expired, SECRET, algorithm="HS256")),
            "another's token": (own, self._others[1]),
            "another's conversation": (self._others[0], token),
            "deleted": self._deleted,
        }[way_in]

    def _open(self) -> tuple[str, str]:
        opened = self._session.post(f"{self.server}/webhooks/web/conversations", timeout=PATIENCE).json()
        return opened["conversation"], opened["token"]

    def _call(self, method: str, credentials: tuple[str, str], path: str = "", **content: Any) -> requests.Response:
        conversation, token = credentials
        address = f"{self.server}/webhooks/web/conversations/{conversation}{path}"
        headers = {"Authorization": f"Bearer {token}"}
        response = self._session.request(method, address, headers=headers, timeout=PATIENCE, **content)
        response.raise_for_status()
        return response


def _operation(found: object) -> Operation:
    assert isinstance(found, Ok), f"openapi.yml is not understood: {found}"
    operation: Operation = found.ok()
    return operation


def main() -> None:
    """Start a bot, send, and print how it answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "conversations.db") as server:
        fuzzer = Fuzzer(server)
        fuzzer.run(options.examples)
    for (operation, status, code), number in sorted(fuzzer.answers.items()):
        print(f"{number:6}  {status}  {operation}  {code}")
    print(f"{sum(fuzzer.answers.values())} requests, each answered as described; the slowest in {fuzzer.slowest:.2f} s")


if __name__ == "__main__":
    main()
