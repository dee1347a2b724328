"""What is changed inside Rasa: it does what it says, and the parts that it rests on are what they were when it was written."""

from __future__ import annotations

import ast
import asyncio
import copy
import hashlib
import importlib.util
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import rasa
import requests
import sanic.app
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.nlu.training_data.message import Message

from bot import rasa_changes
from bot.connections import Connection
from bot.training import ROOT

# As they are in Rasa, whatever is put in force later.
_get_possible_keys = RulePolicy._get_possible_keys

# Where one of these fails, Rasa or Sanic has changed under bot/rasa_changes.py: read the part anew, check what the change
# says of it, then write down its new hash, or leave the change out.
PARTS = {
    "rasa.core.actions.action RemoteAction._validate_action_result": "b6cd4cd8707c",
    "rasa.core.actions.action RemoteAction.action_response_format_spec": "181d4a1fa039",
    "rasa.core.policies.rule_policy RulePolicy._get_possible_keys": "7a85243f6463",
    "rasa.core.policies.rule_policy RulePolicy._is_rule_applicable": "4c112a20a47f",
    "rasa.shared.core.events Event.resolve_by_type": "729eef3a4e29",
    "rasa.engine.graph GraphSchema.minimal_graph_schema": "6a70cc8ecb0d",
    "rasa.shared.nlu.training_data.message Message.__hash__": "a1fe7cdf1e0c",
    "rasa.shared.nlu.training_data.message Message.__eq__": "b48cc32ec7bc",
    "rasa.shared.nlu.training_data.message Message.__init__": "993ee1d6a728",
    "rasa.shared.nlu.training_data.training_data TrainingData.merge": "e090e55f08f3",
    "rasa.core.agent Agent._create_tracker_store": "3eeff045ed31",
    "rasa.core.agent Agent.handle_message": "e2f168d09d54",
    "rasa.core.processor MessageProcessor.__init__": "b8708d001e7e",
    "rasa.core.processor MessageProcessor.handle_message": "124f9bb51529",
    "rasa.engine.runner.dask DaskGraphRunner": "fbcaaae60707",
    "rasa.engine.graph GraphNode.__call__": "b5e762a047e6",
    "rasa.engine.storage.storage ModelMetadata.from_dict": "1b6f25fe7bd9",
    "rasa.engine.loader load_predict_graph_runner": "f88085bc2804",
    "rasa.utils.train_utils create_common_callbacks": "fb12c3fa4326",
    "rasa.utils.train_utils create_data_generators": "04dd80851d4b",
    "rasa.engine.training.hooks TrainingHook.on_before_node": "2b78ca57b55d",
    "rasa.engine.training.hooks TrainingHook.on_after_node": "fab530c169c0",
    "rasa.core.tracker_store SQLTrackerStore.save": "d994996f22f5",
    "rasa.core.tracker_store SQLTrackerStore._additional_events": "882c70a5079d",
    "rasa.core.run _create_app_without_api": "3389f7283513",
    "rasa.server add_root_route": "6cdbe6aaf9b0",
    "rasa.server configure_cors": "689afdcb4145",
    "sanic.http Http.create_empty_request": "eeda82be56ac",
    "rasa.core.tracker_store SQLTrackerStore.__init__": "a445e4fed675",
    "rasa.core.tracker_store SQLTrackerStore.keys": "4c9a5df8c3aa",
    "rasa.core.tracker_store SQLTrackerStore._retrieve": "40f069600e4e",
    "rasa.core.tracker_store SQLTrackerStore._event_query": "ff937c8274d9",
    "rasa.core.run serve_application": "c9ec7a204989",
    "sanic.app Sanic.run": "50c193f50973",
    "sanic.server.protocols.http_protocol HttpProtocol": "3625276faa60",
    "sanic.server.protocols.base_protocol SanicProtocol": "3dcfd3e4fb5b",
    "sanic.server.runners serve": "f63ec2807ea2",
    "sanic.http Http.http1": "61faa179d9c0",
    "sanic_cors.extension unapplied_cors_request_middleware": "46e50e100eba",
    "sanic_cors.extension unapplied_cors_response_middleware": "016df31ff0c4",
}


def source(part: str) -> str:
    """The source of a function of an installed package, without comments; as it is in its file, whatever was put in its place.

    Args:
        part: its module and its name there.
    """
    module, name = part.split()
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    found: ast.AST = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    for step in name.split("."):
        found = next(node for node in ast.iter_child_nodes(found) if getattr(node, "name", None) == step)
    return ast.unparse(found)


@pytest.mark.parametrize(("part", "digest"), PARTS.items(), ids=PARTS)
def test_what_a_change_rests_on_is_what_it_was(part, digest):
    assert hashlib.sha256(source(part).encode()).hexdigest()[:12] == digest


@pytest.mark.parametrize("apply", [rasa_changes.apply_to_serving, rasa_changes.apply_to_training])
def test_another_version_of_rasa_is_refused(monkeypatch, apply):
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    with pytest.raises(RuntimeError, match=r"est écrit pour Rasa 3\.6\.21, et c'est Rasa 3\.7\.0 qui est installé"):
        apply()


def test_what_an_action_says_inside_is_not_checked_as_what_a_server_sent(monkeypatch):
    rasa_changes.apply_to_serving()
    monkeypatch.setattr("jsonschema.validate", lambda *rest: pytest.fail("checked"))
    assert RemoteAction("action_reply", None)._validate_action_result({"events": [], "responses": []})


def test_the_store_of_conversations_is_not_wrapped():
    rasa_changes.apply_to_serving()
    store = InMemoryTrackerStore(Domain.empty())
    assert Agent(Domain.empty(), tracker_store=store).tracker_store is store
    assert type(Agent(Domain.empty()).tracker_store) is InMemoryTrackerStore


def test_events_are_found_by_their_type_as_rasa_finds_them():
    rasa_changes.apply_to_serving()
    assert Event.resolve_by_type("user") is UserUttered
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("unheard", ActionExecuted) is ActionExecuted
    with pytest.raises(ValueError, match="unheard"):
        Event.resolve_by_type("unheard")


def test_rules_apply_as_rasa_finds_them():
    policy = RulePolicy.__new__(RulePolicy)
    listens = {"prev_action": {"action_name": "action_listen"}}
    greets, asks = ({**listens, "user": {"intent": intent}} for intent in ("greet", "ask_price"))
    answered = {**greets, "prev_action": {"action_name": "action_reply"}}
    rules = [[{}, greets], [greets], [listens, greets], [asks], [greets, answered], [{}, greets, answered]]
    lookup = {json.dumps(rule): "action_reply" for rule in rules}
    histories: list[list[State]] = [
        [],
        [{}],
        [{}, greets],
        [listens, greets],
        [{}, asks],
        [{}, greets, answered],
        [*[asks] * 9, greets, answered],
    ]
    for states in histories:
        theirs = _get_possible_keys(policy, lookup, states)
        for _ in range(2):
            assert rasa_changes._applicable_rules(policy, lookup, states) == theirs


class Adds(GraphComponent):  # type: ignore[misc]
    """Adds one to what it is given."""

    @classmethod
    def create(cls, *rest, **named):
        """One of them."""
        return cls()

    def add(self, number):
        """What the node runs."""
        return number + 1


def test_nodes_run_in_order_and_only_those_that_are_asked_for(tmp_path):
    node = {"uses": Adds, "constructor_name": "create", "fn": "add", "config": {}}
    graph = {
        "third": SchemaNode(needs={"number": "second"}, is_target=True, **node),
        "second": SchemaNode(needs={"number": "first"}, **node),
        "first": SchemaNode(needs={"number": "__number__"}, **node),
        "aside": SchemaNode(needs={"number": "__other__"}, **node),
    }
    runner = DaskGraphRunner(GraphSchema(graph), LocalModelStorage(tmp_path), ExecutionContext(GraphSchema(graph)))
    for _ in range(2):
        assert rasa_changes._run_in_order(runner, {"__number__": 1}) == {"third": 4}
    assert rasa_changes._run_in_order(runner, {"__number__": 1}, ["second", "first"]) == {"second": 3, "first": 2}


def test_examples_are_the_same_and_copied_apart_as_in_rasa():
    rasa_changes.apply_to_training()
    one, same, other = (Message({"text": "le prix", "intent": intent, "entities": [{"value": 1}]}) for intent in ("a", "a", "b"))
    assert len({one, same, other}) == 2
    copied = copy.deepcopy(one)
    assert copied == one
    copied.get("entities")[0]["value"] = 2
    copied.set("more", 1, add_to_output=True)
    assert one.data == same.data
    assert one.output_properties == same.output_properties


NETWORKS_CAN_BE_TRAINED = """
import sys
from bot.rasa_imports import without_tensorflow
without_tensorflow()
from rasa.utils import train_utils
import rasa.core.agent, rasa.server
assert "tensorflow" not in sys.modules
callback = train_utils.create_common_callbacks(1)[0]
from rasa.utils.tensorflow.callback import RasaTrainingLogger
assert type(callback) is RasaTrainingLogger
from rasa.utils.tensorflow.models import RasaModel
"""


def test_tensorflow_is_imported_when_a_network_is_trained_and_not_before():
    subprocess.run([sys.executable, "-W", "ignore", "-c", NETWORKS_CAN_BE_TRAINED], cwd=ROOT, check=True)


def test_a_server_looks_after_its_connections():
    rasa_changes.apply_to_serving()
    assert sanic.app.HttpProtocol is Connection  # type: ignore[attr-defined]


def test_what_waits_is_not_taken_for_done():
    async def wait() -> None:
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError):
        rasa_changes.given_by(wait())


def test_a_training_fingerprints_and_keeps_nothing_and_tells_how_far_it_is():
    begun: list[str] = []
    rasa_changes.apply_to_training(begun.append)
    # Rasa's own would ask the cache, which is not there.
    hook = TrainingHook(cache=None, model_storage=None, pruned_schema=None)
    node = SchemaNode(needs={}, uses=RulePolicy, constructor_name="create", fn="train", config={})
    context = ExecutionContext(GraphSchema({"train_RulePolicy0": node, "run_RulePolicy0": node}))
    for name in ("train_RulePolicy0", "run_RulePolicy0"):
        rest = {"node_name": name, "execution_context": context, "config": {}}
        assert hook.on_before_node(**rest, received_inputs={}) == {}
        hook.on_after_node(**rest, output=object(), input_hook_data={})
    assert begun == ["RulePolicy"]


def test_the_servers_own_page_and_preflights_are_ours(server):
    assert "Hello from Rasa" not in requests.get(server, timeout=60).text
    preflight = requests.options(server, headers={"Origin": "https://evil.example"}, timeout=60)
    assert not [name for name in preflight.headers if name.lower().startswith("access-control-")]


def test_an_address_that_cannot_be_read_is_answered_and_told(server):
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(b"GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = connection.recv(10_000).decode()
    assert answer.startswith("HTTP/1.1 400")
    assert '"code":"invalid_request"' in answer
