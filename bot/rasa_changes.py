"""Changes inside Rasa 3.6.21 where it offers no place to plug in. Each says what it costs without it.

`RemoteAction._validate_action_result` builds a JSON schema validator anew for each action: about 20 ms of a 26 ms message.
Compiled once, the same check of the same schema takes less than half a millisecond.

`Agent._create_tracker_store` puts a wrapper around the store of conversations that hides errors of the database: a conversation
that cannot be read is taken for a new one, and what cannot be written is put where nobody reads it again. Without the wrapper an
error comes to the channel, which tells the visitor.

`TrainingHook` takes the fingerprint of all examples after each component and keeps what the component made, for a cache that does
not see what a component calls or reads: a new lexicon would meet examples read with the old one. It costs a tenth of a training
and up to a gigabyte. bot/training.py knows itself when to train.
"""

from __future__ import annotations

from typing import Any

import rasa
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.domain import Domain

RASA_VERSION = "3.6.21"


def apply_to_training() -> None:
    """Put the change of trainings in force, once, before a training starts.

    Raises:
        RuntimeError: another version of Rasa is installed, for which nobody has checked that this holds.
    """
    _check_version()

    def nothing_before_node(*arguments: object, **named: object) -> dict[str, Any]:
        return {}

    def nothing_after_node(*arguments: object, **named: object) -> None:
        return None

    TrainingHook.on_before_node = nothing_before_node
    TrainingHook.on_after_node = nothing_after_node


def apply_to_serving() -> None:
    """Put the changes of a running bot in force, once, before it starts.

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

    RemoteAction._validate_action_result = validate_action_result
    Agent._create_tracker_store = staticmethod(create_tracker_store)


def _check_version() -> None:
    if rasa.__version__ != RASA_VERSION:
        raise RuntimeError(
            f"bot/rasa_changes.py was written for Rasa {RASA_VERSION}, not {rasa.__version__}: check it or leave it out"
        )
