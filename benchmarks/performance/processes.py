"""A server as a process of its own with all that it starts: how long it takes, and what it holds of memory."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_PROC = Path("/proc")
_POLL_SECONDS = 0.2
_STOP_SECONDS = 20


class Running:
    """A program in a process group of its own, whose lines are kept with the second in which they came.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        environment: added to this process's own.
    """

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self.started = time.perf_counter()
        self.peak_mb = 0.0
        self._lines: list[tuple[float, str]] = []
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        """Ask the group to end, and end it."""
        for ending in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, ending)
                self._process.wait(_STOP_SECONDS)
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                continue

    def wait_for(self, said: str, seconds: float) -> float:
        """The second, since the start, in which it said something; meanwhile the peak of its memory is watched.

        Args:
            said: part of a line.
            seconds: how long to wait at most.

        Raises:
            RuntimeError: it did not say so, or ended before.
        """
        while time.perf_counter() - self.started < seconds:
            if found := next((at for at, line in self._lines if said in line), None):
                return found
            if self._process.poll() is not None:
                break
            self.peak_mb = max(self.peak_mb, self.memory_mb())
            time.sleep(_POLL_SECONDS)
        raise RuntimeError(f"« {said} » was not said:\n" + "\n".join(line for _, line in self._lines[-40:]))

    def wait(self, seconds: float) -> float:
        """The seconds that it ran; meanwhile the peak of its memory is watched.

        Args:
            seconds: how long to wait at most.

        Raises:
            RuntimeError: it failed, or did not end in time.
        """
        while self._process.poll() is None and time.perf_counter() - self.started < seconds:
            self.peak_mb = max(self.peak_mb, self.memory_mb())
            time.sleep(_POLL_SECONDS)
        if self._process.poll() != 0:
            raise RuntimeError(f"{self._process.args!r} failed:\n" + "\n".join(line for _, line in self._lines[-40:]))
        return time.perf_counter() - self.started

    def memory_mb(self) -> float:
        """Its processes' share of the memory (PSS): what several have together is counted once."""
        return sum(_share_kb(process) for process in _descendants(self._process.pid)) / 1024

    def processes(self) -> int:
        """How many processes it is."""
        return len(list(_descendants(self._process.pid)))

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._lines.append((time.perf_counter() - self.started, line.rstrip()))


def _descendants(root: int) -> Iterator[int]:
    parents = {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            # The name, in parentheses, may hold anything.
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    found = [root]
    while found:
        process = found.pop()
        yield process
        found += [child for child, parent in parents.items() if parent == process]


def _share_kb(process: int) -> int:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
