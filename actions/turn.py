"""One turn of a conversation as the actions see it: what was understood, what it is about, and how to reply."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.assistant import Assistant, Understood
from bot.answers.reply import Button, Focus, Reply, Saying, Situation
from bot.answers.topics import Question, TopicAnswers
from bot.knowledge import Knowledge, load_knowledge
from bot.typography import french

FOCUS_SLOT = "focus"
# What is taken for a person's age, diploma level and years of work.
_NUMBERS = {"age": range(10, 100), "level": range(1, 9), "experience_years": range(61)}


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The knowledge, read once a process."""
    return load_knowledge()


@lru_cache(maxsize=1)
def assistant() -> Assistant:
    """The assistant, made once a process."""
    return Assistant(TopicAnswers(knowledge()))


class Turn:
    """Reads Rasa's tracker and writes the reply to its dispatcher.

    Args:
        dispatcher: takes the messages to the visitor.
        tracker: the conversation so far.
        domain: Rasa's domain, for the wording of notes.
    """

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> None:
        self._dispatcher = dispatcher
        self._tracker = tracker
        self._responses: dict[str, Any] = domain.get("responses", {})

    @property
    def intent(self) -> str:
        """The intent of the visitor's message."""
        return str(self._tracker.latest_message["intent"].get("name"))

    @property
    def understood(self) -> Understood:
        """What the NLU made of the message. A pressed button says its intent and certificate and nothing else."""
        message = self._tracker.latest_message
        certificates = tuple(dict.fromkeys(str(v) for v in self._entities("certificate") if str(v) in knowledge().certificates))
        asked = message.get("questions") or [{"intent": self.intent, "certificates": []}]
        questions = tuple(
            Question(topic, tuple(c for c in entry["certificates"] if c in knowledge().certificates) or certificates)
            for entry in asked
            if (topic := entry["intent"].removeprefix("ask_")) in knowledge().topics
        )
        return Understood(
            text=message.get("normalised_text") or str(message.get("text") or ""),
            intent=self.intent,
            ranking=tuple((entry["name"], float(entry["confidence"])) for entry in message.get("intent_ranking") or ()),
            questions=questions,
            certificates=certificates,
            situation=self._situation(),
        )

    def _situation(self) -> Situation:
        """What the message tells of the person. What a payload claims is checked: it may come from anybody."""
        told: dict[str, Any] = {}
        for entity in self._tracker.latest_message.get("entities", []):
            if entity["entity"] in _NUMBERS:
                told.setdefault(entity["entity"], entity["value"])
                told |= {kind: entity[kind] for kind in ("years_after_bac", "field") if kind in entity}
        for kind, allowed in _NUMBERS.items():
            if kind in told and (not str(told[kind]).lstrip("-").isdigit() or int(told[kind]) not in allowed):
                del told[kind]
        values: dict[str, Any] = {kind: value if kind == "field" else int(value) for kind, value in told.items()}
        return Situation(**values)

    @property
    def focus(self) -> Focus:
        """What the conversation was about before this message."""
        kept = self._tracker.get_slot(FOCUS_SLOT) or {}
        return Focus(
            certificates=tuple(c for c in kept.get("certificates", ()) if c in knowledge().certificates),
            previous=tuple(c for c in kept.get("previous", ()) if c in knowledge().certificates),
            topics=tuple(t for t in kept.get("topics", ()) if t in knowledge().topics),
            told=tuple((sheet, quote) for sheet, quote in kept.get("told", ()) if sheet in knowledge().sheets),
            misunderstood=int(kept.get("misunderstood", 0)),
            asking=tuple(kept.get("asking", ())),
            situation=Situation(**kept.get("situation", {})),
        )

    def reply(self, reply: Reply) -> list[dict[str, Any]]:
        """Say a reply; gives the events that keep its focus."""
        for number, saying in enumerate(reply.sayings, 1):
            self.say(saying, reply.buttons if number == len(reply.sayings) else ())
        kept = {
            "certificates": list(reply.focus.certificates),
            "previous": list(reply.focus.previous),
            "topics": list(reply.focus.topics),
            "told": [list(pair) for pair in reply.focus.told],
            "misunderstood": reply.focus.misunderstood,
            "asking": list(reply.focus.asking),
            "situation": vars(reply.focus.situation),
        }
        return [SlotSet(FOCUS_SLOT, kept)]

    def say(self, saying: Saying, buttons: Sequence[Button] = ()) -> None:
        """Say one message, with its notes under it and buttons for what may come next."""
        said = [*saying.notes, *([("note_automatic", {})] if self._is_first_message() else [])]
        notes = "".join("\n" + self._wording(f"utter_{name}", values) for name, values in said)
        opening = "".join(self._wording(f"utter_{name}", values) + "\n" for name, values in saying.openings)
        values = {**_contact(), **saying.values, "notes": notes, "opening": opening}
        self._dispatcher.utter_message(
            response=f"utter_{saying.response}",
            buttons=[{"title": french(button.title), "payload": _payload(button)} for button in buttons],
            **{key: french(value) for key, value in values.items()},
        )

    def _is_first_message(self) -> bool:
        """Whether nothing was said to this visitor yet: then the bot says what it is (EU AI Act, article 50)."""
        return not self._dispatcher.messages and all(event.get("event") != "bot" for event in self._tracker.events)

    def _wording(self, response: str, values: dict[str, str]) -> str:
        text = str(self._responses[response][0]["text"])
        return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], text)

    def _entities(self, kind: str) -> list[Any]:
        return [entity["value"] for entity in self._tracker.latest_message.get("entities", []) if entity["entity"] == kind]


def _payload(button: Button) -> str:
    """What Rasa understands when the button is pressed: the intent and the certificate, whatever was said before."""
    return f"/{button.intent}" + (json.dumps({"certificate": button.certificate}) if button.certificate else "")


def _contact() -> dict[str, str]:
    centre = knowledge().centre
    return {
        "phone": centre.phone,
        "email": centre.email,
        "disability_contact": centre.disability_contact,
        "disability_phone": centre.disability_phone,
    }
