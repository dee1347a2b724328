"""Logs of a server: one formatter for all that is logged, by Python's logging or by structlog, which Rasa uses.

It is here, and nowhere else, that what visitors write is kept out of them: fields that Rasa fills with it, what an error tells of
the message that is being answered, and whatever looks like an address or a telephone number.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any, TextIO

import structlog

from bot.monitoring import metrics
from bot.monitoring.settings import Settings
from bot.privacy.masking import masker, without_contacts

# What was written by whoever is being answered. It ends with the task that answers.
_said: ContextVar[str] = ContextVar("said", default="")
_HIDDEN = "[texte]"
# Fields that hold nothing of visitors: ours, and structlog's own.
ACCESS_FIELDS = ("method", "route", "status", "ms")
_KNOWN = frozenset(["event", "level", "logger", "exception", "exc_info", "_record", "_from_structlog", *ACCESS_FIELDS])
# Libraries that Rasa keeps from handing on what they log. Without a handler of their own, Python would print it as it is.
_APART = ("sanic.root", "sanic.error", "tensorflow", "apscheduler", "engineio.server", "socketio.server", "websockets.protocol")

logger = logging.getLogger(__name__)
_Entry = MutableMapping[str, Any]


def configure(settings: Settings, output: TextIO = sys.stderr) -> None:
    """Have all that is logged from now on written by one formatter.

    Args:
        settings: how.
        output: where to.
    """
    handler = logging.StreamHandler(output)
    handler.setFormatter(formatter(settings, output.isatty()))
    root = logging.getLogger()
    for old in [one for one in root.handlers if type(one) is logging.StreamHandler]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("bot.monitoring").setLevel(logging.INFO)
    if settings.texts:
        logger.setLevel(logging.DEBUG)
    # What cannot be written would be printed as it is.
    logging.raiseExceptions = False
    for name in _APART:
        logging.getLogger(name).handlers, logging.getLogger(name).propagate = [handler], False
    logging.lastResort = handler
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.dev.set_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def formatter(settings: Settings, colours: bool = False) -> logging.Formatter:
    """What makes a line of all that is logged.

    Args:
        settings: how.
        colours: whether a terminal shows it.
    """
    added: list[Any] = [structlog.stdlib.add_log_level]
    shown: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if settings.as_json:
        added.append(structlog.stdlib.ExtraAdder(allow=ACCESS_FIELDS))
    else:
        plain = structlog.dev.plain_traceback
        shown = structlog.dev.ConsoleRenderer(colors=colours, pad_event=0, exception_formatter=plain)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=added,
        processors=[
            structlog.stdlib.add_logger_name,
            _counted,
            *([] if settings.texts else [_without_fields]),
            # Without the values of variables, which Rasa would log along.
            structlog.processors.format_exc_info,
            _masked if settings.texts else _without_texts,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            shown,
        ],
    )


def answering(text: str) -> None:
    """Have what is logged from here on, in the task that answers a message, hold nothing of it.

    Args:
        text: the visitor's message.
    """
    _said.set(text)
    # Shown where texts are asked for; else this says that a message came.
    logger.debug("message: %s", text)


def _counted(_: Any, __: str, entry: _Entry) -> _Entry:
    """Count errors by their kind."""
    if entry.get("level") in ("error", "critical"):
        error = entry.get("exc_info")
        error = error[1] if isinstance(error, tuple) else sys.exc_info()[1] if error is True else error
        kind = type(error).__name__ if isinstance(error, BaseException) else entry["logger"]
        metrics.ERRORS.labels(kind=kind).inc()
    return entry


def _without_fields(_: Any, __: str, entry: _Entry) -> _Entry:
    for name in entry.keys() - _KNOWN:
        if not isinstance(entry[name], (bool, int, float, type(None))):
            entry[name] = _HIDDEN
    return entry


def _without_texts(_: Any, __: str, entry: _Entry) -> _Entry:
    """Keep out of an entry what the message that is being answered holds."""
    said = _said.get()
    hidden = masker().words(said) if said else {}
    for name, value in _texts(entry):
        entry[name] = without_contacts(masker().mask(value, hidden) if hidden else value)
    return entry


def _masked(_: Any, __: str, entry: _Entry) -> _Entry:
    """Keep names, numbers and addresses out of an entry; other words stay."""
    said = _said.get()
    secrets = masker().secrets([said]) if said else {}
    for name, value in entry.items():
        if name not in ("_record", "exc_info", *ACCESS_FIELDS) and not isinstance(value, (bool, int, float, type(None))):
            entry[name] = without_contacts(masker().mask(str(value), secrets) if secrets else str(value))
    return entry


def _texts(entry: _Entry) -> list[tuple[str, str]]:
    return [(name, value) for name, value in entry.items() if name in ("event", "exception") and isinstance(value, str)]
