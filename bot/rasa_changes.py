"""What is changed inside Rasa 3.6.21, and the Sanic 21.12 of its server, where they offer no place to plug in.

Each change says what it costs to be without it. Which parts they rest on, and that these are what they were, is in
tests/test_rasa_changes.py.
"""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Coroutine, Iterable
from graphlib import TopologicalSorter
from itertools import chain
from typing import Any, TypeVar

import rasa
import sanic.app
import sqlalchemy as sa
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils.common import all_subclasses
from sanic import Sanic
from sanic.compat import Header
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse
from sanic_cors.core import SANIC_CORS_EVALUATED

from bot.connections import Connection
from bot.database import in_reader, in_writer, is_undecided
from bot.knowledge import Knowledge
from bot.monitoring import access

T = TypeVar("T")

RASA_VERSION = "3.6.21"
# Sanic calls so the request that stands in when what came was not even HTTP.
UNREADABLE = "NONE"
# So the names of a graph's nodes begin that train a component.
_TRAINS = "train_"
# So a conversation is marked that was read from the store.
_WAS_KEPT = "was_kept"
# Rasa's events of some ten messages.
_MOST_EVENTS = 60
# As many states of conversations are kept with the rules that apply to them.
_KEPT_STATES = 2000
_metadata_from_dict = ModelMetadata.from_dict


def apply_to_training(begin: Callable[[str], None] = lambda component: None) -> None:
    """Put the changes of trainings in force, once, before a training starts.

    `TrainingHook` takes the fingerprint of all examples after each component and keeps what the component made, for a cache that
    does not see what a component calls or reads: a new lexicon would meet examples read with the old one. It costs a tenth of a
    training and up to a gigabyte. bot/training.py knows itself when to train. In its place somebody may be told how far a
    training is.

    `Message.__hash__` is a hash of the message as JSON, and messages are copied in depth, both several times for each of some
    30 000 examples while files are put together: a fifth of a training. What is the same by its JSON has the same text, and what
    an example holds is written anew, not written in.

    Args:
        begin: told the name of each component's class before it is trained.

    Raises:
        RuntimeError: another version of Rasa is installed, for which nobody has checked that this holds.
    """
    _check_version()

    def before_node(self: TrainingHook, node_name: str, execution_context: ExecutionContext, **rest: Any) -> dict[str, Any]:
        if node_name.startswith(_TRAINS):
            begin(execution_context.graph_schema.nodes[node_name].uses.__name__)
        return {}

    def after_node(self: TrainingHook, **rest: Any) -> None:
        return None

    def copied(self: Message, memo: dict[int, Any]) -> Message:
        other = copy.copy(self)
        other.data = {k: v if isinstance(v, str | tuple) else copy.deepcopy(v, memo) for k, v in self.data.items()}
        other.features, other.output_properties = copy.deepcopy(self.features, memo), set(self.output_properties)
        return other

    TrainingHook.on_before_node = before_node
    TrainingHook.on_after_node = after_node
    Message.__hash__ = lambda self: hash(self.get(TEXT))
    Message.__deepcopy__ = copied


def apply_to_serving() -> None:
    """Put the changes of a running bot in force, once, before it starts.

    `RemoteAction._validate_action_result` builds a JSON schema's validator for each action, about 20 ms, to see whether another
    process answered as it should. Here no other process answers: actions are typed and run inside (bot/processing.py).

    `Agent._create_tracker_store` puts a wrapper around the store of conversations that hides errors of the database: a
    conversation that cannot be read is taken for a new one, and what cannot be written is put where nobody reads it again.
    Without the wrapper an error comes to the channel, which tells the visitor.

    `ModelMetadata.from_dict` imports what the model was trained by, which checks networks' settings too and so imports TensorFlow
    (bot/rasa_imports.py). Only a training that continues another one would ask for it.

    `Event.resolve_by_type` goes through all classes of events for each event of a conversation that is read: 3 ms after twelve
    messages. `RulePolicy._get_possible_keys` compares each rule with each state of the conversation, three times a message: 3 ms.
    `DaskGraphRunner.run` plans anew in which order its nodes run, and hands them to a scheduler for many processors: 2 ms.

    `rasa.core.run.serve_application` starts the server without saying what looks after a connection, which is Sanic's own:
    as many of them as come, for as long as they like (bot/connections.py).

    Raises:
        RuntimeError: another version of Rasa is installed, for which nobody has checked that this holds.
    """
    _check_version()

    def create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
        if store is None:
            return InMemoryTrackerStore(domain)
        store.domain = domain
        return store

    def metadata_to_serve(serialized: dict[str, Any]) -> ModelMetadata:
        return _metadata_from_dict({**serialized, "train_schema": GraphSchema({}).as_dict()})

    classes = {event.type_name: event for event in reversed(all_subclasses(Event))}
    resolve_by_type = Event.resolve_by_type

    def resolve_at_once(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        found: type[Event] | None = classes.get(type_name) or resolve_by_type(type_name, default)
        return found

    RemoteAction._validate_action_result = lambda self, result: True
    Event.resolve_by_type = staticmethod(resolve_at_once)
    RulePolicy._get_possible_keys = _applicable_rules
    DaskGraphRunner.run = _run_in_order
    Agent._create_tracker_store = staticmethod(create_tracker_store)
    ModelMetadata.from_dict = staticmethod(metadata_to_serve)
    sanic.app.HttpProtocol = Connection  # type: ignore[attr-defined]


def _applicable_rules(self: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    """The rules that apply, as Rasa finds them: by as many of the last states as the longest rule has."""
    recent = states[-max((len(self._rule_key_to_state(key)) for key in lookup), default=0) :]
    found: dict[str, frozenset[str]] = vars(self).setdefault("_applicable", {})
    # Rules for loops are looked up beside the others.
    place = f"{id(lookup)} {json.dumps(recent, sort_keys=True)}"
    if place not in found:
        if len(found) >= _KEPT_STATES:
            found.clear()
        found[place] = frozenset(
            key
            for key in lookup
            if all(self._is_rule_applicable(key, turn, state) for turn, state in enumerate(reversed(recent)))
        )
    return set(found[place])


def _run_in_order(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """Run the nodes that the targets need, one after another, in an order that is found once."""
    wanted = tuple(targets or self._graph_schema.target_names)
    # A runner with other knowledge has the same order (see with_knowledge).
    orders: dict[tuple[str, ...], list[str]] = vars(self).setdefault("_orders", {})
    nodes = self._graph_schema.nodes
    if wanted not in orders:
        needed = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
        orders[wanted] = [
            n for n in TopologicalSorter({n: needed[n].needs.values() for n in needed}).static_order() if n in needed
        ]
    results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    for name in orders[wanted]:
        if name not in results:
            results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in nodes[name].needs.values()))
    return dict(results[name] for name in wanted)


class ShortSessionStore(SQLTrackerStore):
    """Rasa's SQL store, in which a long conversation costs no more than a short one, and which nobody else waits for.

    Rasa reads, replays and hands around all events of a session with each message: it would take ten times as long after 400
    messages. So a long session is followed by a new one, which takes over what the bot knows: its slots, and no more than those.
    Which events are written is decided in a private method, once the database is open.

    Its methods are `async` and do all of their work in the event loop: a database that another process keeps to itself, or a slow
    disk, would keep all visitors waiting. Here it is done in a thread.

    A session's events are those written after its start. Rasa takes those that are dated after it: were the clock put back, the
    bot would forget each message at once.
    """

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A conversation's present session."""
        retrieve = super().retrieve
        tracker = await in_reader(lambda: given_by(retrieve(sender_id)))
        if tracker is not None:
            vars(tracker)[_WAS_KEPT] = True
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """All of a conversation."""
        retrieve = super().retrieve_full_tracker
        return await in_reader(lambda: given_by(retrieve(conversation_id)))

    async def keys(self) -> Iterable[str]:
        """The names of all conversations."""
        keys = super().keys
        return await in_reader(lambda: given_by(keys()))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep what is new in a conversation: all of it, or nothing where this raises."""
        await self.stream_events(tracker)
        try:
            await in_writer(self._keep, tracker)
        except sa.exc.DBAPIError as error:
            if not is_undecided(error):
                raise
            if not await in_reader(self._has_latest, tracker):
                await in_writer(self._keep, tracker)

    def _has_latest(self, tracker: DialogueStateTracker) -> bool:
        """Whether the latest event that is kept of a conversation is its latest."""
        event = self.SQLEvent
        with self.session_scope() as session:
            kept = session.query(event.data).filter(event.sender_id == tracker.sender_id).order_by(event.id.desc()).first()
        return kept is not None and kept.data == json.dumps(tracker.events[-1].as_dict())

    def _keep(self, tracker: DialogueStateTracker) -> None:
        """The part of Rasa's `save` that works with the database."""
        with self.session_scope() as session:
            additional = list(self._additional_events(session, tracker))
            if len(additional) == len(tracker.events) and vars(tracker).get(_WAS_KEPT):
                # Nothing of it is there any more: deleted by a command meanwhile, and not to be written again.
                return
            new = [(event.type_name, event.as_dict()) for event in additional]
            rows = [
                {
                    "sender_id": tracker.sender_id,
                    "type_name": type_name,
                    "timestamp": data.get("timestamp"),
                    "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
                    "action_name": data.get("name"),
                    "data": json.dumps(data),
                }
                for type_name, data in new
            ]
            if rows:
                # In one statement: between two the thread waits for those that read messages, and others for the database.
                session.execute(sa.insert(self.SQLEvent).values(rows))
                session.commit()

    def _event_query(self, session: Any, sender_id: str, fetch_events_from_all_sessions: bool) -> Any:
        event = self.SQLEvent
        query = session.query(event).filter(event.sender_id == sender_id)
        if not fetch_events_from_all_sessions:
            starts = (event.sender_id == sender_id) & (event.type_name == SessionStarted.type_name)
            start = session.query(sa.func.max(event.id)).filter(starts).scalar_subquery()
            query = query.filter(event.id >= sa.func.coalesce(start, 0))
        return query.order_by(event.id)

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterable[Event]:
        """The events that are not kept yet, after the start of a new session where the present one is long."""
        new = list(super()._additional_events(session, tracker))
        if not new or len(tracker.events) - len(new) <= _MOST_EVENTS:
            return new
        # As Rasa's own action_session_start, but before this turn, for Rasa to see in the new session when somebody last spoke.
        start = SessionStarted(timestamp=new[0].timestamp)
        slots = (SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.value is not None)
        return chain([start], slots, [ActionExecuted(ACTION_LISTEN_NAME)], new)


def given_by(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives that waits for nothing, as those of Rasa's SQL store, or of an action that is none.

    Args:
        coroutine: it.

    Raises:
        RuntimeError: it waits for something.
    """
    try:
        coroutine.send(None)
    except StopIteration as end:
        given: T = end.value
        return given
    raise RuntimeError("it waits for something")


class ServerRequest(Request):
    """Sanic's request. Where it cannot be read Sanic takes another in its place, and gives that the address it could not read.

    That raises a second time, and nobody is answered.

    Sanic lets go of a request's stream when the last of its answer is sent: this is when it is told to the log. Sanic's own log
    tells the visitor's address and the conversation's, and no time; its middleware comes before what is sent in pieces.
    """

    def __init__(self, url_bytes: bytes, headers: Header, version: str, method: str, *rest: Any, **named: Any) -> None:
        self._came, self._stream = time.perf_counter(), None
        super().__init__(b"*" if method == UNREADABLE else url_bytes, headers, version, method, *rest, **named)

    @property
    def stream(self) -> Any:
        """What the request is read from and answered by; None when it is done."""
        return self._stream

    @stream.setter
    def stream(self, stream: Any) -> None:
        done, self._stream = self._stream, stream
        if stream is None and done is not None and done.response is not None:
            route = f"/{self.route.path}" if self.route else ""
            access.answered(self.method, route, done.response.status, time.perf_counter() - self._came)


def stand_first(
    app: Sanic,
    receive: Callable[[Request], HTTPResponse | None],
    send: Callable[[Request, BaseHTTPResponse], None],
    tell: Callable[[Request, Exception], HTTPResponse],
) -> None:
    """Have a channel see a request before Rasa's server does, and its answer; to be called before the server starts.

    Channels may add routes below their prefix and nothing else: Rasa's server has a page of its own at « / », answers preflights
    otherwise than we do, and tells its errors in English and in HTML.

    Args:
        app: Rasa's server.
        receive: answers a request, or leaves it to the routes.
        send: adds to an answer's headers.
        tell: what was raised, as an answer.
    """
    app.error_handler.add(Exception, tell)
    app.request_class = ServerRequest
    app.request_middleware.appendleft(receive)
    app.register_middleware(send, "response")


def leave_alone(request: Request) -> None:
    """Have the CORS extension of Rasa's server add nothing to the answer: it would allow credentials, to any site.

    Args:
        request: the request that is answered.
    """
    setattr(request.ctx, SANIC_CORS_EVALUATED, "1")


def with_knowledge(runner: DaskGraphRunner, knowledge: Knowledge) -> DaskGraphRunner:
    """A runner that reads messages with other knowledge; what is learnt is shared, and the old one goes on as it was.

    `DaskGraphRunner` keeps its components to itself. Without a copy that has other ones, a changed fact would have the whole
    model loaded again: some five seconds in which answers are slow, instead of one.

    Args:
        runner: of a trained model.
        knowledge: for the components that look it up (those with a method `with_knowledge`).
    """
    changed = copy.copy(runner)
    changed._instantiated_nodes = {}
    for name, node in runner._instantiated_nodes.items():
        component = getattr(node, "_component", None)
        if component is not None and hasattr(component, "with_knowledge"):
            node = copy.copy(node)
            node._component = component.with_knowledge(knowledge)
        changed._instantiated_nodes[name] = node
    return changed


def _check_version() -> None:
    if rasa.__version__ != RASA_VERSION:
        raise RuntimeError(
            f"bot/rasa_changes.py est écrit pour Rasa {RASA_VERSION}, et c'est Rasa {rasa.__version__} qui est installé : "
            "lancez « make setup »."
        )
