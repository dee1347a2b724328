"""Questions on topics, and what of their replies is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from bot.answers.reply import Button, Focus, Reply, Saying
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Question
from bot.knowledge import Knowledge, TopicFacts, load_knowledge

KNOWLEDGE = load_knowledge()
TODAY = date(2026, 11, 21)
NOTHING = Focus()
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
CONTACT = {"phone": "05 49 61 60 74", "email": "centredeformation@stjacquesdecompostelle.com"}


def ask(topic: str, *certificates: str, focus: Focus = NOTHING, today: date = TODAY, knowledge: Knowledge = KNOWLEDGE) -> Reply:
    """Ask one question."""
    return TopicAnswers(knowledge, today).answer([Question(topic, certificates)], focus)


def ask_all(*questions: Question, focus: Focus = NOTHING) -> Reply:
    """Ask several questions in one message."""
    return TopicAnswers(KNOWLEDGE, TODAY).answer(questions, focus)


def only(reply: Reply) -> Saying:
    """Give the one saying of a reply."""
    (saying,) = reply.sayings
    return saying


def told_of(reply: Reply) -> list[tuple[str, str]]:
    """Give the response and the certificate of each saying."""
    return [(s.response, s.values.get("certificate", "")) for s in reply.sayings]


def note(saying: Saying, name: str) -> dict[str, str] | None:
    """Give the values of a response said before or after another, None where it is not said."""
    return dict([*saying.openings, *saying.notes]).get(name)


def titles(buttons: Sequence[Button]) -> list[str]:
    """Give the titles of buttons."""
    return [button.title for button in buttons]


def with_topic(certificate: str, topic: str, entry: TopicFacts) -> Knowledge:
    """Have a certificate's sheet say something else on a topic."""
    known = KNOWLEDGE.certificates[certificate]
    changed = replace(known, topics={**known.topics, topic: entry})
    return replace(KNOWLEDGE, certificates={**KNOWLEDGE.certificates, certificate: changed})
