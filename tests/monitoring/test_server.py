"""What a real server logs and counts of a visit: what happened, and nothing of who it was."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import requests
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring.metrics import STEPS
from bot.staff.exchanges import QUESTION_OUTCOMES

DASHBOARD = Path(__file__).resolve().parents[2] / "deploy" / "grafana" / "dashboard.json"
WROTE = "je m'appelle Jeanne Kervadec, y a-t-il un internat ?"


def visit(server: str) -> tuple[str, str]:
    """Talk to the bot on the site; gives the conversation's id and token."""
    opened = requests.post(f"{server}/webhooks/web/conversations", timeout=60).json()
    address = f"{server}/webhooks/web/conversations/{opened['conversation']}/messages"
    headers = {"Authorization": f"Bearer {opened['token']}"}
    for text in ("c'est combien le clerc gestionnaire ?", WROTE, ""):
        assert requests.post(address, json={"text": text}, headers=headers, timeout=60).ok == bool(text)
    return opened["conversation"], opened["token"]


def figures(server: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """All samples by name and labels' values."""
    families = text_string_to_metric_families(requests.get(f"{server}/metrics", timeout=60).text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


def test_a_request_is_logged_by_its_route_outcome_and_time_and_nothing_else(server, server_database):
    conversation, token = visit(server)
    time.sleep(0.2)
    log = server_database.with_name("log.txt").read_text()
    lines = [line for line in log.splitlines() if "bot.monitoring.access" in line]
    route = re.escape("/webhooks/web/conversations/<conversation:str>/messages")
    assert [line for line in lines if re.search(rf"POST {route}: 200 in \d+ ms", line)]
    assert [line for line in lines if re.search(rf"POST {route}: 422 in \d+ ms", line)]
    assert not [secret for secret in (conversation, token, "Kervadec", "internat") if secret in log]
    assert not [line for line in lines if "127.0.0.1" in line]


def test_a_visit_is_counted_by_channel_outcome_topic_and_step(server):
    before = figures(server)
    visit(server)
    after = figures(server)

    def more(name: str, *labels: str) -> float:
        return after.get((name, labels), 0) - before.get((name, labels), 0)

    assert more("bot_messages_total", "web", "answered") == 1
    assert more("bot_messages_total", "web", "silent") == 1
    assert more("bot_unanswered_total", "housing") == 1
    assert more("bot_message_seconds_count", "web") == 2
    assert more("bot_refusals_total", "empty_text") == 1
    for step in STEPS:
        assert more("bot_step_seconds_count", step) >= 2, step
    assert after[("bot_open_conversations", ())] >= 1
    assert after[("bot_purges_total", ("done",))] >= 1


def test_no_label_tells_of_a_visitor(server):
    conversation, token = visit(server)
    text = requests.get(f"{server}/metrics", timeout=60).text
    assert not [secret for secret in (conversation, token, "Kervadec", "Jeanne") if secret in text]
    outcomes = {labels[1] for name, labels in figures(server) if name == "bot_messages_total"}
    assert outcomes <= {*QUESTION_OUTCOMES, "courtesy", "failed"}


def test_strangers_find_nothing_there(server):
    response = requests.get(f"{server}/metrics", headers={"X-Forwarded-For": "192.0.2.7"}, timeout=60)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_the_example_dashboard_asks_for_what_there_is(server):
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    asked = "\n".join(target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ()))
    # Those that are counted by kinds are there from the first of a kind on.
    described = requests.get(f"{server}/metrics", timeout=60).text
    there = {name for name, _ in figures(server)} | {
        f"{name}{end}" for name in re.findall(r"^# TYPE (\S+)", described, re.MULTILINE) for end in ("", "_total", "_bucket")
    }
    names = set(re.findall(r"bot_\w+", asked))
    assert names
    assert names <= there
    families = {match.removesuffix("_total") for match in re.findall(r"^# TYPE (bot_\S+)", described, re.MULTILINE)}
    shown = {re.sub(r"_(total|bucket)$", "", name) for name in names}
    assert families == shown, "every figure has its place in it"


def test_the_manual_names_every_figure_and_no_other(server):
    text = requests.get(f"{server}/metrics", timeout=60).text
    manual = (DASHBOARD.parents[2] / "docs" / "exploitation.md").read_text(encoding="utf-8")
    counters = re.findall(r"^# TYPE (bot_\S+)", text, re.MULTILINE)
    assert set(re.findall(r"`(bot_[a-z_]+)`", manual)) == set(counters)
