"""What an action says to a visitor, as Rasa would render it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rasa.core.nlg.interpolator import interpolate_text
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import ActionAnswer, ActionForget, ActionSay
from actions.turn import FOCUS_SLOT
from bot.knowledge import load_knowledge

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
KNOWLEDGE = load_knowledge()
CENTRE = KNOWLEDGE.centre
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
ACTIONS: dict[str, Action] = {action.name(): action for action in (ActionAnswer(), ActionForget(), ActionSay())}
# The action that the rules of data/stories answer each intent with.
RULES: dict[str, Action] = {
    one["intent"]: ACTIONS[rule["steps"][-1]["action"]]
    for path in sorted((ROOT / "data" / "stories").glob("*.yml"))
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    for step in rule["steps"]
    for one in step.get("or", [step])
    if "intent" in one
}


class Said(NamedTuple):
    """What an action says, as Rasa renders it, and the events it gives."""

    text: str
    buttons: list[dict[str, str]]
    events: list[dict[str, Any]]

    @property
    def focus(self) -> dict[str, Any]:
        """What is kept of the conversation."""
        (kept,) = [event["value"] for event in self.events if event["event"] == "slot" and event["name"] == FOCUS_SLOT]
        return dict(kept)


def say(intent: str, told: Sequence[tuple[str, Any]] = (), focus: dict[str, Any] | None = None, **message: Any) -> Said:
    """Send a message with an intent and what it tells (entity, value), after a conversation with a focus."""
    entities = [{"entity": kind, "value": value} for kind, value in told]
    latest = {"text": "", "intent": {"name": intent, "confidence": 1.0}, "entities": entities, **message}
    tracker = Tracker("visitor", {FOCUS_SLOT: focus}, latest, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = RULES[intent].run(dispatcher, tracker, DOMAIN)
    texts = [interpolate_text(DOMAIN["responses"][said["response"]][0]["text"], said) for said in dispatcher.messages]
    return Said("\n".join(texts), [button for said in dispatcher.messages for button in said["buttons"]], events)


def ask(topic: str, certificate: str | None = None, focus: dict[str, Any] | None = None, **situation: int) -> Said:
    """Ask about a topic, of a certificate when one is named."""
    named = [("certificate", certificate)] if certificate else []
    return say(f"ask_{topic}", [*named, *situation.items()], focus)


def press(button: dict[str, str], focus: dict[str, Any]) -> Said:
    """Press a button: Rasa reads its payload as an intent and entities."""
    intent, brace, entities = button["payload"].removeprefix("/").partition("{")
    return say(intent, list(json.loads(brace + entities).items()) if brace else [], focus)


def source_line(said: Said) -> str:
    """The line that names the sheets, empty when there is none."""
    return next((line for line in said.text.splitlines() if line.startswith("_Source")), "")
