"""Figures of a running server, in Prometheus's terms. No label holds what a visitor wrote, or whose it is.

Of several worker processes (workers.py) each writes its own into one folder, and whichever is asked adds them up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from bot.monitoring.workers import FOLDER

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
# An answer takes some 30 ms; one that waits for others, or for the database, seconds.
_MESSAGE = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_STEP = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
STEPS = ("reading", "policy", "dialogue", "answer", "store")

MESSAGES = Counter("bot_messages", "Messages by what came of them", ["channel", "outcome"], registry=REGISTRY)
MESSAGE_SECONDS = Histogram(
    "bot_message_seconds", "From a message to its last answer", ["channel"], buckets=_MESSAGE, registry=REGISTRY
)
STEP_SECONDS = Histogram("bot_step_seconds", "A part of answering a message", ["step"], buckets=_STEP, registry=REGISTRY)
UNANSWERED = Counter("bot_unanswered", "Questions on which the sheets are silent", ["topic"], registry=REGISTRY)
ERRORS = Counter("bot_errors", "Errors that were logged, by the exception or by what logged it", ["kind"], registry=REGISTRY)
REFUSALS = Counter("bot_refusals", "Errors that were told to visitors (errors.yml)", ["code"], registry=REGISTRY)
PURGES = Counter("bot_purges", "Runs of the deletion of old conversations", ["result"], registry=REGISTRY)
PURGED = Counter("bot_purged_conversations", "Conversations that were deleted for their age", registry=REGISTRY)
LAST_PURGE = Gauge(
    "bot_last_purge_timestamp_seconds", "When old conversations were last deleted", registry=REGISTRY, multiprocess_mode="max"
)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Measure a part of answering a message.

    Args:
        name: one of STEPS.
    """
    with STEP_SECONDS.labels(step=name).time():
        yield


def collected(*beside: Collector) -> CollectorRegistry:
    """All figures, of all workers, at this moment.

    Args:
        *beside: what else is looked up.
    """
    if FOLDER not in os.environ:
        registry = CollectorRegistry()
        registry.register(REGISTRY)
    else:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    for collector in beside:
        registry.register(collector)
    return registry
