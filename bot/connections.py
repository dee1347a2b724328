"""The server's connections: no more than it bears, none that drips, and an end to all of them when it stops."""

from __future__ import annotations

import asyncio
import resource
from contextlib import suppress
from typing import Any

import msgspec
from sanic import Sanic
from sanic.http import Stage
from sanic.server import HttpProtocol

from bot.channels.errors import ChannelError

# So many more than it bears are still let in, to be told so with their request; those after them are told so at once.
_SURPLUS = 100
# Files that are open beside connections: the model, the log, what each thread has open of the database.
_FILES_BESIDE = 150
_SECONDS_FOR_A_HEAD = 10
_SECONDS_BETWEEN_LOOKS = 0.05


class Connections:
    """All connections of one server.

    Args:
        most: so many are answered at a time; as many as this account may open files for, where those are fewer.
    """

    def __init__(self, most: int) -> None:
        self._most = _affordable(most)
        self._open: set[Connection] = set()
        self.stopping = False

    def join(self, app: Sanic) -> None:
        """Look after the connections of a server, before it starts.

        Args:
            app: the server.
        """
        app.ctx.connections = self
        app.config.REQUEST_TIMEOUT = _SECONDS_FOR_A_HEAD

    def enter(self, connection: Connection) -> None:
        """Let in one that was just made, if need be in place of the one that has been silent for longest."""
        self._open.add(connection)
        if len(self._open) <= self._most:
            return
        if silent := [other for other in self._open if other.is_silent]:
            min(silent, key=lambda other: other.silent_since).leave()
        elif len(self._open) > self._most + _SURPLUS:
            connection.refuse()
        else:
            connection.is_surplus = True

    def leave(self, connection: Connection) -> None:
        """Count one no more that is closed, or as good as."""
        self._open.discard(connection)

    async def end(self, seconds: float) -> None:
        """End all connections: each as soon as it is not being answered, and all of them by the deadline.

        Args:
            seconds: from now.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        self.stopping = True
        while self._open and loop.time() < deadline:
            for connection in tuple(self._open):
                connection.end()
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        for connection in tuple(self._open):
            connection.abort()  # type: ignore[no-untyped-call]


class Connection(HttpProtocol):
    """One of them.

    Sanic measures silence from the last byte on, so that who sends a byte a minute is never silent, and gives somebody who has
    never said anything as long as a browser between two requests.
    """

    __slots__ = ("_is_refused", "is_surplus")

    def connection_made(self, transport: Any) -> None:
        """Take part in the server's connections, where they are looked after."""
        self._http = None  # type: ignore[assignment]
        self.is_surplus = self._is_refused = False
        # Until it has said something.
        self.keep_alive_timeout = self.request_timeout
        super().connection_made(transport)  # type: ignore[no-untyped-call]
        if self._connections is not None:
            self._connections.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.leave()
        super().connection_lost(exc)  # type: ignore[no-untyped-call]

    def data_received(self, data: bytes) -> None:
        """Take what came; a part of a request's head is no sign of life."""
        if self._is_refused:
            return
        self.keep_alive_timeout = self.app.config.KEEP_ALIVE_TIMEOUT
        begun, stage = self._time, self._stage
        super().data_received(data)
        if stage is Stage.REQUEST:
            self._time = begun

    @property
    def is_silent(self) -> bool:
        """Whether nothing is asked on it, or not all of a question's head has come."""
        return self._stage in (Stage.IDLE, Stage.REQUEST)

    @property
    def silent_since(self) -> float:
        """Since when, by the monotonic clock."""
        return float(self._time)

    def end(self) -> None:
        """Close it now, or after the answer that is under way."""
        if self.is_silent or self._http is None:
            self.leave()
        else:
            self._http.keep_alive = False

    def leave(self) -> None:
        """Close it, and count it no more."""
        if self._connections is not None:
            self._connections.leave(self)
        if self.transport is not None and not self.transport.is_closing():
            self.close()

    def refuse(self) -> None:
        """Say that there is no room, whatever is asked, and close it."""
        self._is_refused = True
        error = ChannelError("too_many_connections")
        body = msgspec.json.encode({"error": {"code": error.code, "message": error.message}})
        head = f"HTTP/1.1 {error.status} Service Unavailable\r\nContent-Type: application/json; charset=utf-8\r\n"
        assert self.transport is not None
        self.transport.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        self.leave()

    @property
    def _connections(self) -> Connections | None:
        return getattr(self.app.ctx, "connections", None)

    @property
    def _stage(self) -> Stage | None:
        return None if self._http is None else self._http.stage


def _affordable(most: int) -> int:
    """How many of so many connections this account may have open, once it has asked for as many files as it can get."""
    wanted = most + _SURPLUS + _FILES_BESIDE
    files, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, limit), limit))
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(1, min(most, files - _SURPLUS - _FILES_BESIDE))
