"""The benchmark of speed and memory: its load, its figures, and copies of certificates."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.performance.growth import Grown, with_copies
from benchmarks.performance.load import Latency, measure, talk_long
from benchmarks.performance.processes import Running
from benchmarks.performance.report import Load, Measured, draw_latency, draw_throughput, text_of_report
from benchmarks.performance.systems import Stock, Training, sampled
from bot.evaluation.messages import Example
from bot.evaluation.running import free_port
from bot.knowledge import load_knowledge

# A server that takes ten milliseconds to answer a message and says which it was.
SERVER = """
import asyncio, sys
from aiohttp import web
async def answer(request):
    said = await request.json()
    await asyncio.sleep(0.01)
    return web.json_response([{"recipient_id": said["sender"], "text": said["message"]}])
app = web.Application()
app.router.add_post("/webhooks/rest/webhook", answer)
web.run_app(app, port=int(sys.argv[1]), print=lambda *_: print("ready", flush=True))
"""


def test_clients_wait_for_their_answers_and_talk_at_once():
    port = free_port()
    with Running([sys.executable, "-c", SERVER, str(port)], Path.cwd(), {}) as server:
        assert 0 < server.wait_for("ready", 60) < 60
        assert server.memory_mb() > 5
        assert server.processes() == 1
        one = measure(f"http://127.0.0.1:{port}", ["a", "b"], 1, 1)
        many = measure(f"http://127.0.0.1:{port}", ["a", "b"], 8, 1)
        long = talk_long(f"http://127.0.0.1:{port}", ["a"], [2, 10], around=1)
    assert one.p99 >= one.p95 >= one.median >= 10
    assert many.per_second > 2 * one.per_second
    assert set(long) == {2, 10}


def test_a_server_that_ends_before_it_is_ready_is_told_with_what_it_said():
    with (
        Running([sys.executable, "-c", "print('no model')"], Path.cwd(), {}) as running,
        pytest.raises(RuntimeError, match="no model"),
    ):
        running.wait_for("ready", 60)


def test_the_stock_project_learns_each_intent_and_answers_it(tmp_path):
    examples = [Example("le prix", "ask_price"), Example("le coût", "ask_price"), Example("salut", "greet")]
    Stock(tmp_path / "stock", sampled(examples, 1), epochs=2)
    written = {path.name: path.read_text() for path in (tmp_path / "stock").rglob("*.yml")}
    assert "le prix" in written["nlu.yml"]
    assert "le coût" not in written["nlu.yml"]
    assert "utter_greet" in written["domain.yml"]
    assert written["config.yml"].count("epochs: 2\n") == 4


def test_copies_of_certificates_have_names_and_facts_of_their_own():
    knowledge = with_copies(load_knowledge(), 40)
    assert len(knowledge.certificates) == len({c.name for c in knowledge.certificates.values()}) == 40
    assert all(c.topics and c.id == key for key, c in knowledge.certificates.items())


def test_the_report_tells_ratios_and_what_was_wanted_and_has_its_pictures(tmp_path):
    def system(name: str, factor: float) -> Measured:
        loads = [Load(1, clients, Latency(10 * factor, 20 * factor, 30 * factor, 80 / factor, 99)) for clients in (1, 16)]
        return Measured(name, Training(100, 900, 30), None, 5 * factor, 600 * factor, loads, {10: 10 * factor, 300: 11 * factor})

    growth = [Grown(4, 200, 10, 12, 0.1), Grown(400, 20000, 14, 20, 2)]
    both = system("ours", 1), system("stock", 4)
    report = text_of_report(*both, growth, ["a machine"])
    draw_latency(both, tmp_path / "latency.png")
    draw_throughput(both, tmp_path / "throughput.png")
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
    assert "| one client, median (ms) | 10.0 | 40.0 | 0.25 | at most 0.33; 15 ms |" in report
    assert "| 1 | 16 | ours | 80.0 | 10 | 20 | 30 |" in report
    assert "1.10 times message 10's time" in report
    assert "| 400 | 20000 | 14.0 | 20.0 | 1.40 |" in report
