"""A real Redis and a real PostgreSQL for a test, each in a folder of its own and under an account without rights."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest
import redis

from bot.evaluation.running import free_port

_SECONDS = 30
# PostgreSQL does not run as root; Debian's packages make these accounts.
_POSTGRES, _NOBODY = "postgres", "nobody"


def _program(name: str, package: str) -> str:
    """A program's path; the test is skipped without it, except in CI."""
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None)
    if found is None:
        assert not os.environ.get("CI"), f"{name} is missing: `make services`"
        pytest.skip(f"{name} is not installed: `apt-get install {package}`, or `make services`")
    return found


@contextmanager
def _folder(account: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="backing-") as name:
        if os.getuid() == 0:
            shutil.chown(name, account)
        yield Path(name)


def _as(account: str) -> dict[str, str]:
    """What has a process run under an account, where we may choose."""
    return {"user": account} if os.getuid() == 0 else {}


@contextmanager
def redis_server(port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Redis that keeps nothing on disk; gives its address and its process.

    Args:
        port: where; a free one when it is 0.
    """
    program, port = _program("redis-server", "redis-server"), port or free_port()
    with _folder(_NOBODY) as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **_as(_NOBODY))  # type: ignore[call-overload]
        address = f"redis://127.0.0.1:{port}/0"
        try:
            _until(lambda: redis.Redis.from_url(address).ping())
            yield address, process
        finally:
            process.kill()
            process.wait()


@contextmanager
def postgresql() -> Iterator[str]:
    """An empty database of a PostgreSQL of its own; gives SQLAlchemy's address of it."""
    initdb, server, port = _program("initdb", "postgresql"), _program("postgres", "postgresql"), free_port()
    with _folder(_POSTGRES) as folder:
        data, who = folder / "data", _as(_POSTGRES)
        made = [
            initdb,
            "--pgdata",
            str(data),
            "--username",
            "bot",
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
        ]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)  # type: ignore[call-overload]
        command = [server, "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-c", "fsync=off"]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **who)  # type: ignore[call-overload]
            address = f"postgresql://bot@127.0.0.1:{port}/postgres"
            try:
                _until(lambda: psycopg2.connect(address).close() or True)
                yield address
            finally:
                # At once, whoever is still connected.
                process.send_signal(signal.SIGINT)
                process.wait(_SECONDS)


def _until(answers: Callable[[], object]) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        with suppress(redis.RedisError, psycopg2.OperationalError):
            if answers():
                return
        assert time.monotonic() < deadline, "it did not start"
        time.sleep(0.05)
