"""The emulator's HTTP server, in a thread of its own."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from aiohttp import web

from tests.telegram.emulator.chats import Call
from tests.telegram.emulator.deliveries import Deliveries
from tests.telegram.emulator.faults import Fault, Refused
from tests.telegram.emulator.methods import carry_out
from tests.telegram.emulator.world import World

HOST = "127.0.0.1"
POLL = "getUpdates"
# Parameters whose values are words; those of all others are JSON.
WORDS = frozenset("action callback_query_id parse_mode secret_token text url".split())


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
        values = {name: value if name in WORDS else json.loads(str(value)) for name, value in (await request.post()).items()}
        call = self._begin(name, values)
        try:
            if token != self._world.token:
                return _refuse(call, Refused(401, "Unauthorized"))
            with self._world.lock:
                fault = self._world.faults.take(name)
            if fault is None:
                return await self._carry_out(call)
            return await self._meet(fault, request, call)
        finally:
            self._end(call)

    def _begin(self, name: str, values: dict[str, Any]) -> Call:
        """Record a call that begins."""
        call, world = Call(name, values, time.monotonic()), self._world
        with world.lock:
            world.calls.append(call)
            if name != POLL:
                world.running.append(call)
                world.retries.pop(_identity(call), None)
            world.changed()
        return call

    def _end(self, call: Call) -> None:
        """Note that a call ended, with or without an answer."""
        world = self._world
        with world.lock:
            if call.method != POLL:
                now = world.last_activity = time.monotonic()
                world.running.remove(call)
                if call.status is None or call.status == 429 or call.status >= 500:
                    world.retries[_identity(call)] = now + call.retry_after
            world.changed()

    async def _carry_out(self, call: Call) -> web.Response:
        try:
            result = await carry_out(self._world, call.method, call.params)
        except Refused as refused:
            return _refuse(call, refused)
        call.carried_out, call.status = True, 200
        return _answer(200, {"ok": True, "result": result})

    async def _meet(self, fault: Fault, request: web.Request, call: Call) -> web.StreamResponse:
        """Let a call meet its fault."""
        call.fault = fault.name
        answer = await self._carry_out(call) if fault.carried_out else None
        await asyncio.sleep(fault.seconds)
        if fault.cut:
            call.status = None
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if answer is not None:
            return answer
        assert fault.status is not None
        refusal = _refuse(call, Refused(fault.status, fault.description, dict(fault.parameters)))
        if fault.is_page:
            return web.Response(status=fault.status, text=f"<html><h1>{fault.description}</h1></html>", content_type="text/html")
        return refusal


def _identity(call: Call) -> str:
    """The same for a call and its repetition."""
    return call.method + json.dumps(call.params, sort_keys=True)


def _refuse(call: Call, refused: Refused) -> web.Response:
    """The answer of a call that is refused."""
    call.status, call.description = refused.status, refused.description
    call.retry_after = refused.parameters.get("retry_after", 0)
    body = {"ok": False, "error_code": refused.status, "description": refused.description}
    return _answer(refused.status, body | ({"parameters": refused.parameters} if refused.parameters else {}))


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")
