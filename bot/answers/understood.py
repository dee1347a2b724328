"""What the NLU made of one message, as the answers take it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.answers.reply import Situation


@dataclass(frozen=True)
class Question:
    """A topic asked about.

    Attributes:
        topic: its key in topics.yml.
        certificates: ids it is asked of; none: as the conversation has it.
        text: the message in plain French, for what is told instead when the sheets are silent.
        beside: other topics that the message may be about, likeliest first.
    """

    topic: str
    certificates: tuple[str, ...] = ()
    text: str = field(default="", compare=False)
    beside: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Understood:
    """What the NLU made of one message.

    Attributes:
        text: the message in plain French.
        intent: the likeliest intent.
        ranking: intents with their probability, likeliest first.
        questions: the topics asked about, in order; empty when the intent is no topic.
        certificates: ids asked about, in order.
        rejected: ids that it names only to rule them out.
        situation: what it tells of the person.
    """

    text: str
    intent: str
    ranking: tuple[tuple[str, float], ...] = ()
    questions: tuple[Question, ...] = ()
    certificates: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    situation: Situation = field(default_factory=Situation)
