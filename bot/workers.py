"""Several processes that serve one port, and the one that watches over them.

Each is started anew, not forked: TensorFlow does not outlive a fork. The watching one loads no model. It holds the port, and who
is idle takes the next visitor from it: what comes while one is started again waits for the others.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

# Loading a model on a busy machine takes its time.
_SECONDS_TO_START = 300
# So often (in seconds) a process says that its event loop turns, and after so many of silence it is started again.
_BEAT, _SILENCE = 5, 60
# What is being answered is given so long to end.
_SECONDS_TO_STOP = 15
# Before a process is started again; twice as long each time that it dies soon.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
_BACKLOG = 1024


@dataclass(frozen=True)
class Place:
    """A worker's place, which it has from the supervisor.

    Args:
        listening: the descriptor of the socket that all accept visitors from.
        supervisor: that of the one by which the supervisor is told that all is well.
    """

    listening: int
    supervisor: int

    @classmethod
    def read(cls, text: str) -> Place:
        """A place as the command line has it."""
        return cls(*map(int, text.split(",")))

    def __str__(self) -> str:
        return f"{self.listening},{self.supervisor}"

    def take(self, loop: asyncio.AbstractEventLoop) -> asyncio.Task[None]:
        """Tell the supervisor, now and every few seconds, that this process answers; stop it when the supervisor is gone.

        Args:
            loop: the server's.
        """
        channel = socket.socket(fileno=self.supervisor)
        channel.setblocking(False)

        def gone() -> None:
            loop.remove_reader(channel)
            os.kill(os.getpid(), signal.SIGTERM)

        async def tell() -> None:
            while True:
                # That nobody listens any more is seen below.
                with suppress(OSError):
                    channel.send(b".")
                await asyncio.sleep(_BEAT)

        # The supervisor never writes: what there is to read is the end.
        loop.add_reader(channel, gone)
        return loop.create_task(tell())


def supervise(command: Sequence[str], host: str, port: int, number: int, on_ready: Callable[[], None]) -> int:
    """Keep so many workers running until SIGTERM or SIGINT, and stop them.

    Args:
        command: starts one; it is given `--worker` with its place.
        host: the address to listen on.
        port: its port.
        number: how many.
        on_ready: called once, when all answer.

    Returns:
        the exit code: 1 when one ended before it ever answered, which it said why.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=_BACKLOG) as listening:
        return asyncio.run(_Supervisor(command, listening, number, on_ready).run())


class _Supervisor:
    def __init__(self, command: Sequence[str], listening: socket.socket, number: int, on_ready: Callable[[], None]) -> None:
        self._command, self._listening, self._number = command, listening, number
        self._on_ready = on_ready
        self._processes: dict[int, Process] = {}
        self._ready: set[int] = set()
        self._code = 0

    async def run(self) -> int:
        """Until a signal comes."""
        self._stop = asyncio.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, self._stop.set)
        keepers = [asyncio.create_task(self._keep(number)) for number in range(1, self._number + 1)]
        await self._stop.wait()
        for process in self._processes.values():
            _signal(process, signal.SIGTERM)
        _, late = await asyncio.wait(keepers, timeout=_SECONDS_TO_STOP)
        for process in self._processes.values():
            _signal(process, signal.SIGKILL)
        for keeper in late:
            await keeper
        return self._code

    async def _keep(self, number: int) -> None:
        """Have one worker run, again and again."""
        wait = _FIRST_WAIT
        while not self._stop.is_set():
            start = time.monotonic()
            code = await self._run(number)
            if self._stop.is_set():
                return
            if number not in self._ready:
                # It said why; another try would end the same way.
                self._code = 1
                self._stop.set()
                return
            wait = _FIRST_WAIT if time.monotonic() - start > _SILENCE else min(2 * wait, _LONGEST_WAIT)
            ended = f"Le processus {number} s'est arrêté (code {code}) : il redémarre dans {wait:.0f} s, les autres répondent."
            print(ended, file=sys.stderr, flush=True)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stop.wait(), wait)

    async def _run(self, number: int) -> int:
        """Run a worker to its end; gives its exit code."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            place = Place(self._listening.fileno(), theirs.fileno())
            process = await asyncio.create_subprocess_exec(
                *self._command, "--worker", str(place), pass_fds=(place.listening, place.supervisor)
            )
            self._processes[number] = process
            if self._stop.is_set():
                _signal(process, signal.SIGTERM)
            theirs.close()
            ours.setblocking(False)
            try:
                await self._watch(number, ours)
            except asyncio.TimeoutError:
                print(f"Le processus {number} ne répond plus : il est arrêté.", file=sys.stderr, flush=True)
                _signal(process, signal.SIGKILL)
            code = await process.wait()
            del self._processes[number]
            return code

    async def _watch(self, number: int, channel: socket.socket) -> None:
        """Listen to a worker until it ends.

        Raises:
            asyncio.TimeoutError: it says nothing any more.
        """
        patience = _SECONDS_TO_START
        while await asyncio.wait_for(asyncio.get_running_loop().sock_recv(channel, 64), patience):
            patience = _SILENCE
            if number not in self._ready:
                self._ready.add(number)
                if len(self._ready) == self._number:
                    self._on_ready()


def _signal(process: Process, number: int) -> None:
    # Not by its own method, which looks whether it has ended: asyncio would not learn its code.
    with suppress(ProcessLookupError):
        os.kill(process.pid, number)
