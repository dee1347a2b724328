"""The choice of an answer: from what was understood of a message, and what the conversation is about, to a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.answers.certificates import choose_certificate, list_certificates, meant_certificates
from bot.answers.comparison import compare
from bot.answers.reply import Focus, Reply, Saying, Situation
from bot.answers.sources import sources
from bot.answers.topics import Question, TopicAnswers
from bot.knowledge import Knowledge

# Topics whose answer changes with the person: telling one's age or diploma after them asks them again.
PERSONAL_TOPICS = ("apprentice_pay", "admission", "price", "fees")
# What is told when somebody asks for the way to a goal.
PATH_TOPIC = "career"
# In a follow-up, a topic just spoken of is this much likelier than its words alone say; one usually asked next, this much.
SAME_TOPIC_BOOST = 5.0
NEXT_TOPIC_BOOST = 2.0
# A topic that the certificate's sheet does not hold is this much less likely meant.
NOT_HELD = 0.3
# A message surer than this of its topic is no follow-up that context should reinterpret.
SURE = 0.9
# At most this many words make a message a follow-up when nothing else does.
FOLLOW_UP_WORDS = 7
_FOLLOW_UP = re.compile(r"^(et|ah|ok|donc|alors|mais|oui|non|d'accord|pareil|sinon|jusqu|du coup|puis|aussi|en fait)\b")
# The words of a topic's label that tell it apart (« la durée de la formation »: too many labels hold « formation »).
_WORD = re.compile(r"(?!formation|certification|métier|professionnel|travail|centre|sur|place|nombre|date)\b[^\W\d]{5,}\b")
# A topic this likely beside « comparison » is what is compared.
LIKELY_TOPIC = 0.01


@dataclass(frozen=True)
class Understood:
    """What the NLU made of one message.

    Attributes:
        text: the message in plain French.
        intent: the likeliest intent.
        ranking: intents with their probability, likeliest first.
        questions: the topics asked about, in order; empty when the intent is no topic.
        certificates: ids named, in order.
        situation: what it tells of the person.
    """

    text: str
    intent: str
    ranking: tuple[tuple[str, float], ...] = ()
    questions: tuple[Question, ...] = ()
    certificates: tuple[str, ...] = ()
    situation: Situation = field(default_factory=Situation)


class Assistant:
    """Answers everything that is about the certificates and the centre.

    Args:
        topics: answers single topics; its knowledge is used throughout.
    """

    def __init__(self, topics: TopicAnswers) -> None:
        self.topics = topics
        self.knowledge: Knowledge = topics.knowledge

    def reply(self, understood: Understood, focus: Focus) -> Reply:
        """The reply to a message.

        Args:
            understood: what the NLU made of it.
            focus: what the conversation was about before it.
        """
        focus = replace(focus, situation=focus.situation.update(understood.situation))
        if self._tells_situation(understood, focus):
            return self._with_situation(understood, focus)
        match understood.intent:
            case "ask_comparison":
                return self._compare(understood, focus)
            case "ask_certificates" | "ask_recommendation":
                return self._list(understood, focus)
            case "ask_source":
                return sources(self.knowledge, focus)
            case "change_certificate" | "correct":
                return self._of_other_certificate(understood, focus)
            case "ask_path":
                return self.topics.answer([Question(PATH_TOPIC, understood.certificates)], focus)
            case "tell_situation":
                return self._with_situation(understood, focus)
        return self.topics.answer(self._in_context(understood, focus), focus)

    def _is_follow_up(self, understood: Understood) -> bool:
        return bool(_FOLLOW_UP.match(understood.text)) or len(understood.text.split()) <= FOLLOW_UP_WORDS

    def _in_context(self, understood: Understood, focus: Focus) -> Sequence[Question]:
        """The questions; an unsure one is reinterpreted by what was just spoken of and by what the sheets hold."""
        questions = understood.questions
        sure = understood.ranking[0][1] if understood.ranking else 1.0
        if len(questions) != 1 or sure >= SURE:
            return questions
        certificates = questions[0].certificates or focus.certificates
        recent = focus.topics if self._is_follow_up(understood) else ()
        near = {step for topic in recent for step in self.knowledge.topics[topic].next}

        def likelihood(item: tuple[str, float]) -> float:
            topic = item[0].removeprefix("ask_")
            boost = SAME_TOPIC_BOOST if topic in recent else NEXT_TOPIC_BOOST if topic in near else 1.0
            held = any(certificate in self.knowledge.holders(topic) for certificate in certificates)
            plain = self.knowledge.topics[topic].scope != "certificate"
            return item[1] * boost * (1.0 if held or plain or not certificates else NOT_HELD)

        known = [item for item in understood.ranking if item[0].removeprefix("ask_") in self.knowledge.topics]
        best = max(known, key=likelihood, default=None)
        return [replace(questions[0], topic=best[0].removeprefix("ask_"))] if best else questions

    def _tells_situation(self, understood: Understood, focus: Focus) -> bool:
        """« Et pour mon frère qui a 22 ans ? » after a personal topic asks that topic again, whatever its words look like."""
        told = understood.situation != Situation()
        personal = any(topic in PERSONAL_TOPICS for topic in focus.topics)
        asked = any(question.topic in PERSONAL_TOPICS for question in understood.questions)
        sure = understood.ranking[0][1] >= SURE if understood.ranking else True
        plain_question = sure and understood.intent.startswith("ask_") and understood.intent != "ask_age_limit"
        return told and personal and not asked and not plain_question and self._is_follow_up(understood)

    def _with_situation(self, understood: Understood, focus: Focus) -> Reply:
        topics = [topic for topic in focus.topics if topic in PERSONAL_TOPICS]
        if not topics and understood.situation.level:
            topics = ["admission"]
        if not topics:
            return Reply((Saying("situation_noted"),), focus=focus.on(understood.certificates))
        return self.topics.answer([Question(topic, understood.certificates) for topic in topics], focus)

    def _of_other_certificate(self, understood: Understood, focus: Focus) -> Reply:
        meant = understood.certificates or meant_certificates(self.knowledge, focus, understood.intent == "correct")
        if not meant:
            return choose_certificate(self.knowledge, focus)
        return self.topics.answer([Question(topic, meant) for topic in focus.topics or ("role",)], focus)

    def _list(self, understood: Understood, focus: Focus) -> Reply:
        """The list of certificates; but who names one certificate wants to know something of it, not the list."""
        topic = next(iter(self._likely_topics(understood)), None)
        if len(understood.certificates) == 1 and topic:
            return self.topics.answer([Question(topic, understood.certificates)], focus)
        return list_certificates(self.knowledge, focus)

    def _likely_topics(self, understood: Understood) -> list[str]:
        """Topics that the message may be about beside its intent, where some sheet has an answer: those it names first."""
        words = set(_WORD.findall(understood.text))
        named = (key for key, topic in self.knowledge.topics.items() if words & set(_WORD.findall(topic.label)))
        likely = (intent.removeprefix("ask_") for intent, p in understood.ranking if p >= LIKELY_TOPIC)
        return [t for t in (*named, *likely) if t in self.knowledge.topics and self.knowledge.holders(t)]

    def _compare(self, understood: Understood, focus: Focus) -> Reply:
        topic = next(iter(self._likely_topics(understood)), None)
        return compare(self.knowledge, understood.certificates, topic, focus)
