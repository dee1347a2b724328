"""The machine that figures of time were measured on, and a single core of it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_core() -> Iterator[bool]:
    """Keep all threads of this process on one core meanwhile; gives whether this system can (Linux)."""
    if sys.platform != "linux":
        yield False
        return
    before = os.sched_getaffinity(0)
    _keep_on({max(before)})
    try:
        yield True
    finally:
        _keep_on(before)


def _keep_on(cores: set[int]) -> None:
    if sys.platform == "linux":
        for thread in Path("/proc/self/task").iterdir():
            os.sched_setaffinity(int(thread.name), cores)


def description() -> str:
    """Processor, number of cores, and how busy the machine is: figures of time mean little without."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next((line.split(":")[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line), model)
    return f"{model}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}"
