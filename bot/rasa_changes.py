"""What is changed inside Rasa 3.6.21, and the Sanic 21.12 of its server, where they offer no place to plug in.

Each change says what it costs to be without it. Which parts they rest on, and that these are what they were, is in
tests/test_rasa_changes.py.
"""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Coroutine, Iterable
from itertools import chain
from typing import Any, TypeVar

import rasa
import sanic.app
import sqlalchemy as sa
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic
from sanic.compat import Header
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse
from sanic_cors.core import SANIC_CORS_EVALUATED

from bot.connections import Connection
from bot.database import in_reader, in_writer
from bot.knowledge import Knowledge
from bot.monitoring import access

T = TypeVar("T")

RASA_VERSION = "3.6.21"
# Sanic calls so the request that stands in when what came was not even HTTP.
UNREADABLE = "NONE"
# So the names of a graph's nodes begin that train a component.
_TRAINS = "train_"
# Rasa's events of some twenty messages.
_MOST_EVENTS = 120
_metadata_from_dict = ModelMetadata.from_dict


def apply_to_training(begin: Callable[[str], None] = lambda component: None) -> None:
    """Put the change of trainings in force, once, before a training starts.

    `TrainingHook` takes the fingerprint of all examples after each component and keeps what the component made, for a cache that
    does not see what a component calls or reads: a new lexicon would meet examples read with the old one. It costs a tenth of a
    training and up to a gigabyte. bot/training.py knows itself when to train. In its place somebody may be told how far a
    training is.

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

    TrainingHook.on_before_node = before_node
    TrainingHook.on_after_node = after_node


def apply_to_serving() -> None:
    """Put the changes of a running bot in force, once, before it starts.

    `RemoteAction._validate_action_result` builds a JSON schema validator anew for each action: about 20 ms of a 26 ms message.
    Compiled once, the same check of the same schema takes less than half a millisecond.

    `Agent._create_tracker_store` puts a wrapper around the store of conversations that hides errors of the database: a
    conversation that cannot be read is taken for a new one, and what cannot be written is put where nobody reads it again.
    Without the wrapper an error comes to the channel, which tells the visitor.

    `ModelMetadata.from_dict` imports what the model was trained by, which checks the configuration of networks too, and so imports
    TensorFlow (bot/rasa_imports.py). Only a training that continues another one would ask for it.

    `rasa.core.run.serve_application` starts the server without saying what looks after a connection, which is Sanic's own:
    as many of them as come, for as long as they like (bot/connections.py).

    Raises:
        RuntimeError: another version of Rasa is installed, for which nobody has checked that this holds.
    """
    _check_version()
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        error: ValidationError | None = next(validator.iter_errors(result), None)
        if error is not None:
            raise error
        return True

    def create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
        if store is None:
            return InMemoryTrackerStore(domain)
        store.domain = domain
        return store

    def metadata_to_serve(serialized: dict[str, Any]) -> ModelMetadata:
        return _metadata_from_dict({**serialized, "train_schema": GraphSchema({}).as_dict()})

    RemoteAction._validate_action_result = validate_action_result
    Agent._create_tracker_store = staticmethod(create_tracker_store)
    ModelMetadata.from_dict = staticmethod(metadata_to_serve)
    sanic.app.HttpProtocol = Connection  # type: ignore[attr-defined]


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
        return await in_reader(lambda: given_by(retrieve(sender_id)))

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
        await in_writer(self._keep, tracker)

    def _keep(self, tracker: DialogueStateTracker) -> None:
        """The part of Rasa's `save` that works with the database."""
        with self.session_scope() as session:
            new = [(event.type_name, event.as_dict()) for event in self._additional_events(session, tracker)]
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
