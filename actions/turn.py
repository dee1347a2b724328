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

from bot.answers.assistant import Assistant
from bot.answers.reply import Button, Focus, Reply, Saying, Situation
from bot.answers.sources import SMIC
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Question, Understood
from bot.knowledge import Knowledge, load_knowledge
from bot.typography import french, listing, number_word

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
        certificates = self._certificates()
        asked = message.get("questions") or [{"intent": self.intent, "certificates": []}]
        known = certificates or tuple(knowledge().certificates)
        questions = tuple(
            Question(topic, tuple(c for c in entry["certificates"] if c in known) or certificates)
            for entry in asked
            if (topic := entry["intent"].removeprefix("ask_")) in knowledge().topics
        )
        return Understood(
            text=message.get("normalised_text") or str(message.get("text") or ""),
            intent=self.intent,
            ranking=tuple((entry["name"], float(entry["confidence"])) for entry in message.get("intent_ranking") or ()),
            questions=questions,
            certificates=certificates,
            rejected=tuple(e["value"] for e in self._entities("certificate") if e.get("rejected")),
            situation=self._situation(),
        )

    def _certificates(self) -> tuple[str, ...]:
        """The certificates asked about; one that somebody holds is where they come from, unless it is the only one named."""
        named = [e for e in self._entities("certificate") if str(e["value"]) in knowledge().certificates]
        asked = [e for e in named if "held" not in e] or named
        return tuple(dict.fromkeys(str(e["value"]) for e in asked))

    def _situation(self) -> Situation:
        """What the message tells of the person. What a payload claims is checked: it may come from anybody."""
        told: dict[str, Any] = {}
        for kind, allowed in _NUMBERS.items():
            entity = next(iter(self._entities(kind)), None)
            if entity and str(entity["value"]).isdigit() and int(entity["value"]) in allowed:
                told[kind] = int(entity["value"])
                told |= {rider: entity[rider] for rider in ("years_after_bac", "field", "bac", "workplace") if rider in entity}
        for entity in self._entities("certificate"):
            if "held" in entity and entity["value"] in knowledge().certificates:
                told[entity["held"]] = entity["value"]
        return Situation(**told)

    @property
    def focus(self) -> Focus:
        """What the conversation was about before this message."""
        kept = self._tracker.get_slot(FOCUS_SLOT) or {}
        return Focus(
            certificates=tuple(c for c in kept.get("certificates", ()) if c in knowledge().certificates),
            previous=tuple(c for c in kept.get("previous", ()) if c in knowledge().certificates),
            topics=tuple(t for t in kept.get("topics", ()) if t in knowledge().topics),
            listed=tuple(c for c in kept.get("listed", ()) if c in knowledge().certificates),
            told=tuple((sheet, quote) for sheet, quote in kept.get("told", ()) if sheet in (*knowledge().sheets, SMIC)),
            misunderstood=int(kept.get("misunderstood", 0)),
            asking=tuple(kept.get("asking", ())),
            guessed=bool(kept.get("guessed", False)),
            situation=Situation(**kept.get("situation", {})),
        )

    def reply(self, reply: Reply) -> list[dict[str, Any]]:
        """Say a reply; gives the events that keep its focus."""
        for number, saying in enumerate(reply.sayings, 1):
            self.say(saying, reply.buttons if number == len(reply.sayings) else ())
        return self.keep(reply.focus)

    @staticmethod
    def keep(focus: Focus) -> list[dict[str, Any]]:
        """The events that keep what the conversation is about."""
        kept = {
            "certificates": list(focus.certificates),
            "previous": list(focus.previous),
            "listed": list(focus.listed),
            "topics": list(focus.topics),
            "told": [list(pair) for pair in focus.told],
            "misunderstood": focus.misunderstood,
            "asking": list(focus.asking),
            "guessed": focus.guessed,
            "situation": vars(focus.situation),
        }
        return [SlotSet(FOCUS_SLOT, kept)]

    def say(self, saying: Saying, buttons: Sequence[Button] = ()) -> None:
        """Say one message, with its notes under it and buttons for what may come next."""
        said = [*saying.notes, *([("note_automatic", {})] if self._is_first_message() else [])]
        notes = "".join("\n" + self._wording(f"utter_{name}", values) for name, values in said)
        opening = "".join(self._wording(f"utter_{name}", values) + "\n" for name, values in saying.openings)
        values = {**_of_everywhere(), **saying.values, "notes": notes, "opening": opening}
        self._dispatcher.utter_message(
            response=f"utter_{saying.response}",
            buttons=[{"title": french(button.title), "payload": _payload(button)} for button in buttons],
            **{key: french(value) for key, value in values.items()},
        )

    def _is_first_message(self) -> bool:
        """Whether nothing was said to this visitor yet: then the bot says what it is (EU AI Act, article 50)."""
        return not self._dispatcher.messages and all(event.get("event") != "bot" for event in self._tracker.events)

    def _wording(self, response: str, values: dict[str, str]) -> str:
        """The text of a response that stands inside another one: the channel's own variation, else the one for all."""
        channel = self._tracker.get_latest_input_channel()
        variations = self._responses[response]
        chosen = next((v for v in variations if v.get("channel") == channel), None) or next(
            v for v in variations if "channel" not in v
        )
        filled = {**_of_everywhere(), **values}
        return re.sub(r"\{(\w+)\}", lambda match: filled[match[1]], str(chosen["text"]))

    def _entities(self, kind: str) -> list[dict[str, Any]]:
        return [entity for entity in self._tracker.latest_message.get("entities", []) if entity["entity"] == kind]


def _payload(button: Button) -> str:
    """What Rasa understands when the button is pressed: the intent and the certificate, whatever was said before."""
    if button.intent is None:
        return button.title
    return f"/{button.intent}" + (json.dumps({"certificate": button.certificate}) if button.certificate else "")


def _of_everywhere() -> dict[str, str]:
    """What any response may name: the centre, its contacts, and the certificates."""
    centre = knowledge().centre
    names = [certificate.name for certificate in knowledge().certificates.values()]
    return {
        "centre": centre.name,
        "phone": centre.phone,
        "email": centre.email,
        "disability_contact": centre.disability_contact,
        "disability_phone": centre.disability_phone,
        "number_of_certificates": number_word(len(names)),
        "all_certificates": listing(names),
    }
