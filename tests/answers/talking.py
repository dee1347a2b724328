"""Messages to the assistant, and what of its replies is looked at."""

from __future__ import annotations

from bot.answers.assistant import Assistant
from bot.answers.reply import Focus, Reply, Situation
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Question, Understood
from bot.knowledge import load_knowledge
from bot.nlu.situation import SituationReader

KNOWLEDGE = load_knowledge()
ASSISTANT = Assistant(TopicAnswers(KNOWLEDGE))
READER = SituationReader(KNOWLEDGE.reference)


def asks(text: str, *ranking: tuple[str, float], certificates: tuple[str, ...] = ()) -> Understood:
    intent = ranking[0][0]
    questions = (Question(intent.removeprefix("ask_"), certificates),) if intent.startswith("ask_") else ()
    return Understood(text, intent, ranking, questions, certificates)


def responses(understood: Understood, focus: Focus | None = None) -> list[str]:
    return [saying.response for saying in ASSISTANT.reply(understood, focus or Focus()).sayings]


def says(
    text: str, intent: str, focus: Focus, *topics: str, certificates: tuple[str, ...] = (), rejected: tuple[str, ...] = ()
) -> Reply:
    """Say something to the assistant; what it tells of the person is read from the text."""
    situation = Situation(**{told.kind: told.value for told in READER.read(text)})
    questions = tuple(Question(topic, certificates) for topic in topics)
    return ASSISTANT.reply(
        Understood(text, intent, ((intent, 0.95),), questions, certificates or rejected, rejected, situation), focus
    )


def told(reply: Reply) -> list[tuple[str, list[str]]]:
    """Give the response of each saying with the names of the certificates that it tells of."""
    found = []
    for saying in reply.sayings:
        said = (saying.values, *(values for _, values in saying.notes))
        names = dict.fromkeys(values["certificate"].lower() for values in said if "certificate" in values)
        found.append((saying.response, list(names)))
    return found


def verdict(reply: Reply) -> list[str]:
    """Give what is said before the conditions of admission."""
    return [name for saying in reply.sayings for name, _ in saying.openings]
