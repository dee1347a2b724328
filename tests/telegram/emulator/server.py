"""The emulator's HTTP server, in a thread of its own."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from aiohttp import web

from tests.telegram.emulator.calling import begin, carry_out, end, refuse
from tests.telegram.emulator.chats import Call
from tests.telegram.emulator.deliveries import Deliveries
from tests.telegram.emulator.errors import Refused
from tests.telegram.emulator.faults import Fault
from tests.telegram.emulator.parameters import read
from tests.telegram.emulator.world import World

HOST = "127.0.0.1"


class Server:
    """Serves {url}/bot{token}/{method}, and posts updates to the webhook.

    Args:
        world: what it serves.
        deliveries: what posts its updates.

    Attributes:
        url: the base address, while it runs.
    """

    def __init__(self, world: World, deliveries: Deliveries) -> None:
        self.url = ""
        self._world, self._deliveries = world, deliveries
        self._hanging = False
        self._port = 0
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event
        self._runner: web.AppRunner
        self._site: web.TCPSite | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve on a free port for as long as the block lasts."""
        started = threading.Event()
        problem: list[BaseException] = []
        thread = threading.Thread(target=self._run, args=(started, problem), name="telegram emulator", daemon=True)
        thread.start()
        started.wait()
        if problem:
            raise problem[0]
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._stop.set)
            thread.join()
            if problem:
                raise problem[0]

    def go_down(self, hang: bool) -> None:
        """Cut every connection and take no more; or take them and never answer."""
        self._do(self._go_down(hang))

    def come_back(self) -> None:
        """Serve again, on the same port."""
        self._do(self._come_back())

    def _do(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _run(self, started: threading.Event, problem: list[BaseException]) -> None:
        try:
            asyncio.run(self._serve(started))
        except BaseException as error:
            problem.append(error)
        finally:
            started.set()

    async def _serve(self, started: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        # A waiting getUpdates ends with its connection.
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0)
        await self._runner.setup()
        await self._listen()
        self.url = f"http://{HOST}:{self._port}"
        delivering = asyncio.create_task(self._deliveries.run())
        started.set()
        try:
            await self._stop.wait()
        finally:
            delivering.cancel()
            with suppress(asyncio.CancelledError):
                await delivering
            self._cut_all()
            await self._runner.cleanup()

    async def _listen(self) -> None:
        if self._site is not None:
            return
        self._site = web.TCPSite(self._runner, HOST, self._port, reuse_address=True)
        await self._site.start()
        self._port = self._runner.addresses[0][1]

    async def _go_down(self, hang: bool) -> None:
        self._deliveries.down = True
        self._hanging = hang
        if hang:
            await self._listen()
        elif self._site is not None:
            await self._site.stop()
            self._site = None
        self._cut_all()

    async def _come_back(self) -> None:
        self._deliveries.down = self._hanging = False
        # What hung meanwhile was lost.
        self._cut_all()
        await self._listen()
        with self._world.lock:
            self._world.changed()

    def _cut_all(self) -> None:
        for connection in self._runner.server.connections if self._runner.server else ():
            if connection.transport is not None:
                connection.transport.abort()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if self._hanging:
            await asyncio.Event().wait()
        token, _, name = request.path.lstrip("/").removeprefix("bot").partition("/")
        if not request.path.startswith("/bot") or not name:
            return _answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        problem: Refused | None = None
        values: dict[str, Any] = {}
        form = False
        try:
            values, form = await read(request)
        except Refused as refused:
            problem = refused
        call = begin(self._world, name, values)
        try:
            if token != self._world.token:
                return _answer(*refuse(call, Refused(401, "Unauthorized")))
            if problem is not None:
                return _answer(*refuse(call, problem))
            with self._world.lock:
                fault = self._world.faults.take(call.method)
            if fault is not None:
                return await self._meet(fault, request, call, form)
            return _answer(*await carry_out(self._world, call, form))
        finally:
            end(self._world, call)

    async def _meet(self, fault: Fault, request: web.Request, call: Call, form: bool) -> web.StreamResponse:
        """Let a call meet its fault."""
        call.fault = fault.name
        status, body = 0, dict[str, Any]()
        if fault.carried_out:
            status, body = await carry_out(self._world, call, form)
        await asyncio.sleep(fault.seconds)
        if fault.cut:
            call.status = None
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if status:
            return _answer(status, body)
        assert fault.status is not None
        status, body = refuse(call, Refused(fault.status, fault.description, dict(fault.parameters)))
        if fault.is_page:
            return web.Response(
                status=status, text=f"<html><h1>{status} {fault.description}</h1></html>", content_type="text/html"
            )
        return _answer(status, body)


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")
