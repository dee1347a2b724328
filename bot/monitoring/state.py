"""What is looked up when figures are asked for: conversations, the release, the sheets' editions, a training."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.knowledge.live import live
from bot.privacy.stores import Stores
from bot.publishing.publish import is_training
from bot.publishing.releases import Releases

# Who said nothing for so long has left.
OPEN_SECONDS = 30 * 60
_YEAR = re.compile(r"\b20\d\d\b")


class State(Collector):
    """The figures.

    Args:
        stores: where conversations are kept.
        releases: those that were published.
    """

    def __init__(self, stores: Stores, releases: Releases) -> None:
        self._stores = stores
        self._releases = releases

    def collect(self) -> Iterator[Metric]:
        """All of them; those of a database that does not answer are left out."""
        try:
            number = self._stores.active(time.time() - OPEN_SECONDS)
        except SQLAlchemyError:
            yield GaugeMetricFamily("bot_database_up", "Whether the database answers", 0)
        else:
            yield GaugeMetricFamily("bot_database_up", "Whether the database answers", 1)
            yield GaugeMetricFamily("bot_open_conversations", "Conversations with a message in the last 30 minutes", number)
        if release := self._releases.current():
            yield GaugeMetricFamily("bot_release", "The number of the release that answers", release.number)
            published = release.about.published.timestamp()
            yield GaugeMetricFamily("bot_release_published_timestamp_seconds", "When it was published", published)
        yield GaugeMetricFamily(
            "bot_training_running", "Whether a training runs", self._releases.folder.is_dir() and is_training(self._releases)
        )
        editions = GaugeMetricFamily("bot_sheet_edition_year", "The latest year that a sheet's edition names", labels=["sheet"])
        for name, sheet in live().knowledge.sheets.items():
            if years := _YEAR.findall(sheet.edition):
                editions.add_metric([name], max(map(int, years)))
        yield editions
