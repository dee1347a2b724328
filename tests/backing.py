"""A real Redis and a real PostgreSQL for a test, each in a folder of its own and under an account without rights."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
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


class Postgresql:
    """A PostgreSQL's server, which can be stopped and started.

    Args:
        folder: where its data are, and its log.
        port: where it listens.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.address = f"postgresql://bot@127.0.0.1:{port}/postgres"
        program = _program("postgres", "postgresql")
        self._folder = folder
        self._command = [program, "-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._folder / "log").open("a") as log:
            self._process = subprocess.Popen(
                [*self._command, "-c", "fsync=off"], stdout=log, stderr=log, cwd=self._folder, **_as(_POSTGRES)
            )  # type: ignore[call-overload]
        _until(lambda: psycopg2.connect(self.address).close() or True)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it at once, whoever is still connected.

        Args:
            how: SIGINT, with what is under way undone; SIGQUIT, as in a crash.
        """
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_SECONDS)
            self._process = None

    def cut(self) -> None:
        """End all connections."""
        with closing(psycopg2.connect(self.address)) as connection, connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")


@contextmanager
def postgresql_server() -> Iterator[Postgresql]:
    """A PostgreSQL of its own, with an empty database."""
    initdb, port = _program("initdb", "postgresql"), free_port()
    with _folder(_POSTGRES) as folder:
        made = [initdb, "--pgdata", str(folder / "data"), "--username", "bot", "--auth", "trust"]
        made += ["--encoding", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=folder, **_as(_POSTGRES))  # type: ignore[call-overload]
        server = Postgresql(folder, port)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def postgresql() -> Iterator[str]:
    """The same, for who stops nothing; gives SQLAlchemy's address of the database."""
    with postgresql_server() as server:
        yield server.address


def _until(answers: Callable[[], object]) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        with suppress(redis.RedisError, psycopg2.OperationalError):
            if answers():
                return
        assert time.monotonic() < deadline, "it did not start"
        time.sleep(0.05)
