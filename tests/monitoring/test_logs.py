"""Logs tell what happened, and nothing of what visitors wrote, however it gets into an entry."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.channels.settings import SettingsError
from bot.monitoring import access, logs
from bot.monitoring.metrics import ERRORS
from bot.monitoring.settings import Settings

SAID = "Bonjour, je m'appelle Jeanne Kervadec (jeanne.k@exemple.fr, 06 12 34 56 78), c'est combien ?"
OF_HER = ("jeanne", "kervadec", "exemple.fr", "06 12", "appelle")
Logged = Callable[[], str]


@pytest.fixture
def begin(monkeypatch) -> Iterator[Callable[..., Logged]]:
    """Have all logging done as a server does it, and give it back as it was."""
    root, before = logging.getLogger(), structlog.get_config()
    names = (None, "bot.monitoring", "bot.monitoring.logs", *logs._APART)
    kept = {name: (one.handlers[:], one.level, one.propagate) for name in names if (one := logging.getLogger(name))}
    monkeypatch.setattr(logging, "lastResort", logging.lastResort)
    monkeypatch.setattr(logging, "raiseExceptions", True)

    def configured(**settings: Any) -> Logged:
        output = io.StringIO()
        logs.configure(Settings(**settings), output)
        return output.getvalue

    yield configured
    logging.captureWarnings(False)
    structlog.configure(**before)
    for name, (handlers, level, propagate) in kept.items():
        one = logging.getLogger(name)
        one.handlers, one.propagate = handlers, propagate
        one.setLevel(level)
    assert root.handlers == kept[None][0]


def fail(text: str) -> None:
    """As code fails that has the text in its hands: whole, as a part, and in its variables."""
    name = text.split()[3]
    known: dict[str, str] = {}
    try:
        known[name]
    except KeyError as error:
        raise ValueError(f"cannot read {text!r}") from error


def answering(text: str, log: Callable[[], None]) -> None:
    """Have something logged by the task that answers a message."""

    async def answer() -> None:
        logs.answering(text)
        log()

    asyncio.run(answer())


def log_failure() -> None:
    try:
        fail(SAID)
    except ValueError:
        logging.getLogger("bot.answers").exception("No answer to %s", SAID)


def log_failure_as_rasa() -> None:
    try:
        fail(SAID)
    except ValueError:
        structlog.get_logger("rasa.core").exception("rest.message.received.failure", text=SAID, rasa_events=[{"text": SAID}])


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("log", [log_failure, log_failure_as_rasa])
def test_an_error_is_told_with_its_traceback_and_nothing_of_the_message(begin, log, as_json):
    logged = begin(as_json=as_json)
    answering(SAID, log)
    told = logged()
    assert "ValueError" in told
    assert "test_logs.py" in told
    assert "fail" in told
    assert not [part for part in OF_HER if part in told.lower()], told


def test_what_is_written_in_json_is_a_line_an_entry_with_its_level_logger_and_time(begin):
    logged = begin(as_json=True)
    answering(SAID, log_failure)
    structlog.get_logger("rasa.core").warning("rasa.warned", text="la fin", number=3)
    logging.getLogger("sanic.error").error("Sanic %s", "failed")
    first, second, third = (json.loads(line) for line in logged().splitlines())
    assert first["level"] == "error"
    assert first["logger"] == "bot.answers"
    assert "Traceback" in first["exception"]
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", first["timestamp"])
    assert (second["event"], second["text"], second["number"]) == ("rasa.warned", "[texte]", 3)
    assert (third["event"], third["logger"]) == ("Sanic failed", "sanic.error")


@pytest.mark.parametrize("number", ["06 12 34 56 78", "+33612345678", "06.12.34.56.78"])
def test_telephone_numbers_and_mail_addresses_are_masked_whoever_logs_them(begin, number):
    logged = begin()
    logging.getLogger("some.library").error("could not reach %s or jeanne@exemple.fr", number)
    assert "[téléphone]" in logged()
    assert "[courriel]" in logged()
    assert number not in logged()


def test_with_texts_asked_for_the_message_is_there_but_no_names_and_numbers(begin):
    logged = begin(texts=True)
    answering(SAID, log_failure)
    assert "c'est combien" in logged()
    assert not [part for part in OF_HER[:4] if part in logged().lower()], logged()


def test_without_them_a_message_leaves_no_line(begin):
    logged = begin()
    answering(SAID, lambda: None)
    assert logged() == ""


def test_what_one_conversation_says_hides_nothing_in_the_log_of_another(begin):
    logged = begin()
    answering("kervadec", lambda: None)
    logging.getLogger("bot").error("kervadec")
    assert "kervadec" in logged()


def test_a_request_is_a_line_with_its_outcome_and_time(begin):
    logged = begin(as_json=True)
    access.answered("POST", "/webhooks/web/conversations/<conversation:str>/messages", 200, 0.0314)
    access.answered("GET", "/webhooks/web/health/ready", 200, 0.001)
    access.answered("GET", "/webhooks/web/health/ready", 503, 0.001)
    said, ill = (json.loads(line) for line in logged().splitlines())
    assert (said["method"], said["status"], said["ms"]) == ("POST", 200, 31)
    assert said["route"] == "/webhooks/web/conversations/<conversation:str>/messages"
    assert ill["status"] == 503


def test_errors_are_counted_by_their_kind(begin):
    begin()
    kinds = [ERRORS.labels(kind=kind) for kind in ("ValueError", "some.library")]
    before = [kind._value.get() for kind in kinds]
    answering(SAID, log_failure)
    logging.getLogger("some.library").error("something")
    logging.getLogger("some.library").warning("less")
    assert [kind._value.get() for kind in kinds] == [one + 1 for one in before]


def test_settings_that_cannot_be_used_are_told():
    with pytest.raises(SettingsError, match="BOT_LOG vaut"):
        Settings.from_environment({"BOT_LOG": "xml"})
    with pytest.raises(SettingsError, match="BOT_METRICS_TOKEN"):
        Settings.from_environment({"BOT_METRICS_TOKEN": "court"})
    assert Settings.from_environment({"BOT_LOG": "json", "BOT_LOG_TEXTS": "1"}) == Settings(as_json=True, texts=True)
