"""What an action says to a visitor, as Rasa would render it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import yaml
from rasa.core.nlg.interpolator import interpolate_text
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions.turn
from actions import ActionForget, ActionReply
from bot.answers.adviser import Adviser
from bot.dialogue.interpreter import Interpreter, Weights
from bot.dialogue.ranker import ConditionalLogit
from bot.dialogue.reading import READING, Piece, Reading
from bot.dialogue.state import STATE_SLOT
from bot.knowledge import load_knowledge
from bot.knowledge.domain import completed

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = load_knowledge()
DOMAIN = completed(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8")), KNOWLEDGE.topics)
CENTRE = KNOWLEDGE.centre
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
ACTIONS: dict[str, Action] = {action.name(): action for action in (ActionReply(), ActionForget())}
# The action that the rules of data/stories answer each intent with.
RULES: dict[str, Action] = {
    one["intent"]: ACTIONS[rule["steps"][-1]["action"]]
    for path in sorted((ROOT / "data" / "stories").glob("*.yml"))
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    for step in rule["steps"]
    for one in step.get("or", [step])
    if "intent" in one
}
# An interpreter that takes a message for what it looks like, of the certificates that it names or that are under discussion.
SIMPLE = Weights(
    intent=ConditionalLogit({"whole": 1.0}), certificates=ConditionalLogit({"named": 4.0, "discussed": 2.0, "centre": 3.0})
)


class Said(NamedTuple):
    """What an action says, as Rasa renders it, the events it gives, and what it hands to channels beside the text."""

    text: str
    buttons: list[dict[str, str]]
    events: list[dict[str, Any]]
    messages: list[dict[str, Any]]

    @property
    def state(self) -> dict[str, Any]:
        """What is kept of the conversation, as it comes back from the database."""
        (kept,) = [event["value"] for event in self.events if event["event"] == "slot" and event["name"] == STATE_SLOT]
        return dict(json.loads(json.dumps(kept)))


def without_training(patch: pytest.MonkeyPatch) -> None:
    """Let the actions do without what the last training has learnt."""
    simple = Adviser(KNOWLEDGE, Interpreter(KNOWLEDGE, SIMPLE))
    patch.setattr(actions.turn, "adviser", lambda: simple)


def run(action: Action, message: dict[str, Any], state: Any = None, events: list[dict[str, Any]] | None = None) -> Said:
    """Run an action on the visitor's last message, in a conversation with a stored state and these events."""
    latest = {"text": "", "intent": {"name": "", "confidence": 1.0}, "entities": [], **message}
    tracker = Tracker("visitor", {STATE_SLOT: state}, latest, events or [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    given = action.run(dispatcher, tracker, DOMAIN)
    texts = [interpolate_text(DOMAIN["responses"][said["response"]][0]["text"], said) for said in dispatcher.messages]
    return Said(
        "\n".join(texts), [button for said in dispatcher.messages for button in said["buttons"]], given, dispatcher.messages
    )


def press(payload: str, state: Any = None, events: list[dict[str, Any]] | None = None) -> Said:
    """Send a payload: Rasa reads it as an intent and entities. Anybody may send any."""
    intent, brace, entities = payload.removeprefix("/").partition("{")
    told = json.loads(brace + entities) if brace else {}
    message = {
        "text": payload,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": kind, "value": value} for kind, value in told.items()],
    }
    return run(RULES.get(intent, ACTIONS["action_reply"]), message, state, events)


def ask(topic: str, certificate: str | None = None, state: Any = None) -> Said:
    """Press a button that asks about a topic, of a certificate if one is given."""
    return press(f"/ask_{topic}" + (json.dumps({"certificate": certificate}) if certificate else ""), state)


def type_(intents: dict[str, float], state: Any = None, **read: Any) -> Said:
    """Type a message that looks like these intents; `read` is what else it says by itself."""
    reading = msgspec.structs.replace(Reading(4, Piece(0, 20, intents)), **read)
    intent = max(intents, key=lambda one: intents[one])
    message = {"text": "…", "intent": {"name": intent, "confidence": 1.0}, READING: msgspec.to_builtins(reading)}
    return run(ACTIONS["action_reply"], message, state)


def source_line(said: Said) -> str:
    """The line that names the sheets, empty when there is none."""
    return next((line for line in said.text.splitlines() if line.startswith("_Source")), "")
