"""Where worker processes share their figures. Nothing is imported here: Prometheus's library asks for it when it is."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share_figures() -> None:
    """Have the worker processes that this one starts share their figures, if BOT_WORKERS says that there are several.

    To be called before bot.monitoring.metrics is imported.
    """
    if os.environ.get("BOT_WORKERS", "1") in ("", "1") or FOLDER in os.environ:
        return
    folder, maker = tempfile.mkdtemp(prefix="bot-metrics-"), os.getpid()
    os.environ[FOLDER] = folder
    # Workers that were forked end, too.
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == maker else None)
