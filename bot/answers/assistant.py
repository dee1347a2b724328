"""The choice of an answer: from what was understood of a message, and what the conversation is about, to a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.answers.certificates import certificate_with_number, choose_certificate, list_certificates, meant_certificates
from bot.answers.comparison import compare
from bot.answers.paths import names_place, path
from bot.answers.reply import Button, Focus, Note, Reply, Saying, Situation
from bot.answers.sources import sources
from bot.answers.topics import Question, TopicAnswers
from bot.knowledge import Knowledge

# Topics whose answer changes with the person: telling one's age or diploma after them asks them again.
PERSONAL_TOPICS = ("apprentice_pay", "admission", "price", "fees", "salary")
# In a follow-up, a topic just spoken of is this much likelier than its words alone say; one usually asked next, this much.
SAME_TOPIC_BOOST = 5.0
NEXT_TOPIC_BOOST = 2.0
# A topic that the certificate's sheet does not hold is this much less likely meant.
NOT_HELD = 0.3
# A message surer than this of its topic is no follow-up that context should reinterpret.
SURE = 0.9
# Intents that are not about the certificates; the first counts as not understood.
NOT_OURS = ("out_of_scope", "complain", "legal_advice", "other_training", "manipulation", "foreign_language")
NOT_UNDERSTOOD = ("out_of_scope",)
# A message surer than this of being out of scope is no fragment of the conversation; a topic this likely may be its.
SURE_OUT_OF_SCOPE = 0.8
LIKELY_FRAGMENT = 0.05
# A message less sure than this of its topic is unclear; topics this near the likeliest are offered with it.
UNCLEAR = 0.15
CLOSE = 0.6
START_TOPICS = ("role", "admission", "price", "salary")
# At most this many words make a message a follow-up when nothing else does.
FOLLOW_UP_WORDS = 7
_FOLLOW_UP = re.compile(
    r"^(et|ah|ok|donc|alors|mais|oui|non|d'accord|pareil|sinon|jusqu|du coup|puis|aussi|en fait"
    r"|parfait|super|merci|très bien|bon)\b"
)
# What shows that somebody speaks of a person and not of a condition.
_PERSONAL = re.compile(
    r"\b(j'|je|mon|ma|mes|moi|avec|sans|titulaire|pas|jamais|il a|elle a|a un|a une|ont|avoir|suffit|passe|niveau)\b"
)
# « Comment passer de X à Y » names two certificates and compares nothing.
_ON_THE_WAY = re.compile(r"\b(passer d|devenir|évoluer|monter vers|arriver à)")
# The words of a topic's label that tell it apart (« la durée de la formation »: too many labels hold « formation »).
_WORD = re.compile(
    r"(?!autres|pour|dans|avec|point|liés|formation|certification|métier|professionnel|travail|centre|sur|place|nombre|date)"
    r"\b[^\W\d]{4,}\b"
)
_REJECTED = re.compile(r"\b(pas|ni|non)( pas)?( du| de| le| la| les| des| l'| d'| au)* ?$")
# A topic this likely beside « comparison » is what is compared.
LIKELY_TOPIC = 0.004


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
        if understood.intent.startswith("ask_") and not _PERSONAL.search(understood.text):
            # « Il faut le bac ? » asks about a diploma and tells of none.
            understood = replace(
                understood, situation=replace(understood.situation, level=None, years_after_bac=None, field=None)
            )
        focus = replace(focus, situation=focus.situation.update(understood.situation))
        if focus.asking and self._answers_form(understood, focus):
            return self._next_of_form(understood, focus)
        reply = self._reply(understood, focus)
        reply = replace(reply, focus=replace(reply.focus, misunderstood=0))
        if told := tuple((sheet, quote) for saying in reply.sayings for sheet, fact in saying.facts for quote in fact.quotes):
            reply = replace(reply, focus=replace(reply.focus, told=told))
        if focus.asking:
            # A question in between was answered; the form goes on where it was.
            again = Saying(f"ask_{focus.asking[0]}")
            return replace(reply, sayings=(*reply.sayings, again), buttons=(), focus=replace(reply.focus, asking=focus.asking))
        if understood.intent in NOT_UNDERSTOOD:
            return replace(reply, focus=replace(reply.focus, misunderstood=focus.misunderstood + 1))
        return reply

    def start_buttons(self) -> tuple[Button, ...]:
        """What a visitor who does not know what to ask is offered."""
        topics = ((topic, self.knowledge.topics[topic].button) for topic in START_TOPICS)
        return tuple(Button(title, f"ask_{topic}") for topic, title in topics)

    def _reply(self, understood: Understood, focus: Focus) -> Reply:
        if self._tells_situation(understood, focus):
            return self._with_situation(understood, focus)
        match understood.intent:
            case "ask_comparison" if _ON_THE_WAY.search(understood.text):
                return path(self.knowledge, understood.text, understood.certificates, focus)
            case "ask_comparison":
                return self._compare(understood, focus)
            case "ask_certificates":
                return self._list(understood, focus)
            case "ask_recommendation" if not understood.certificates:
                return self._recommend(focus)
            case "ask_recommendation":
                return self._list(understood, focus)
            case "ask_source":
                return sources(self.knowledge, focus)
            case "change_certificate" | "correct":
                return self._of_other_certificate(understood, focus)
            case "ask_path":
                return path(self.knowledge, understood.text, understood.certificates, focus)
            case "tell_situation":
                return self._with_situation(understood, focus)
            case "affirm" | "deny":
                return Reply((Saying(understood.intent),), self.start_buttons() if understood.intent == "affirm" else (), focus)
        if understood.intent in NOT_OURS:
            return self._not_ours(understood, focus)
        questions = self._in_context(understood, focus)
        if topics := self._close_topics(understood, questions):
            buttons = (Button(self.knowledge.topics[t].button, f"ask_{t}", _only(understood.certificates)) for t in topics)
            return Reply((Saying("which_topic"),), tuple(buttons), focus)
        if self._asks_what_is_open(questions, focus):
            return Reply((self.topics.open_to(focus.situation),), (), focus.on((), ("admission",)))
        return self.topics.answer(questions, focus)

    def _not_ours(self, understood: Understood, focus: Focus) -> Reply:
        """What the bot can do; after two such messages in a row also whom to ask."""
        topic = self._topic_of_fragment(understood, focus)
        if topic:
            return self.topics.answer([Question(topic, understood.certificates)], focus)
        notes: tuple[Note, ...] = ()
        if focus.misunderstood and understood.intent == "out_of_scope":
            notes = (("note_contact", self.topics.contact()),)
        return Reply((Saying(understood.intent, notes=notes),), self.start_buttons(), focus)

    def _topic_of_fragment(self, understood: Understood, focus: Focus) -> str | None:
        """A fragment that makes sense only after what was just said is no message out of scope."""
        sure = understood.ranking[0][1] if understood.ranking else 1.0
        if understood.intent != "out_of_scope" or sure >= SURE_OUT_OF_SCOPE or not self._is_follow_up(understood):
            return None
        near = {*focus.topics, *(step for topic in focus.topics for step in self.knowledge.topics[topic].next)}
        likely = (intent.removeprefix("ask_") for intent, p in understood.ranking if p >= LIKELY_FRAGMENT)
        return next((topic for topic in likely if topic in near), None)

    def _close_topics(self, understood: Understood, questions: Sequence[Question]) -> list[str]:
        """The likeliest topics, when a message is so unclear that answering one of them would be guessing."""
        if len(questions) != 1 or not understood.ranking or understood.ranking[0][1] >= UNCLEAR:
            return []
        ranking = [(i.removeprefix("ask_"), p) for i, p in understood.ranking if i.removeprefix("ask_") in self.knowledge.topics]
        close = [topic for topic, p in ranking[:3] if p >= CLOSE * ranking[0][1]]
        return close if len(close) > 1 and questions[0].topic in close else []

    def _asks_what_is_open(self, questions: Sequence[Question], focus: Focus) -> bool:
        """« Avec un BTS, je peux faire quoi ? »: admission, a situation, and no certificate."""
        told = focus.situation.years_after_bac is not None or focus.situation.experience_years is not None
        asked = [q for q in questions if q.topic == "admission" and not q.certificates]
        return len(questions) == 1 and bool(asked) and told and not focus.certificates

    def _recommend(self, focus: Focus) -> Reply:
        """« Quelle formation pour moi ? »: ask what is not known yet, one thing at a time."""
        known = {
            "diploma": focus.situation.years_after_bac is not None,
            "experience": focus.situation.experience_years is not None,
        }
        asking = (*(step for step, is_known in known.items() if not is_known), "goal")
        return Reply((Saying(f"ask_{asking[0]}"),), (), replace(focus, asking=asking))

    def _answers_form(self, understood: Understood, focus: Focus) -> bool:
        """Whether a message answers or skips the form's question, rather than asking something else."""
        if understood.situation != Situation():
            return True
        if focus.asking[0] == "goal":
            return "?" not in understood.text
        return not understood.intent.startswith("ask_") or understood.intent in ("ask_path", "ask_recommendation")

    def _next_of_form(self, understood: Understood, focus: Focus) -> Reply:
        asking = focus.asking[1:]
        if asking and asking[0] == "experience" and focus.situation.experience_years is not None:
            asking = asking[1:]
        if asking:
            return Reply((Saying(f"ask_{asking[0]}"),), (), replace(focus, asking=asking))
        focus = replace(focus, asking=())
        known = focus.situation.years_after_bac is not None or focus.situation.experience_years is not None
        names_goal = understood.certificates or names_place(self.knowledge, understood.text)
        first = self.topics.open_to(focus.situation, brief=bool(names_goal))
        if not known:
            first = replace(first, response="no_advice")
        if not names_goal:
            return Reply((first,), (), focus.on((), ("admission",)))
        way = path(self.knowledge, understood.text, understood.certificates, focus)
        return replace(way, sayings=(first, *way.sayings))

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
        told = understood.situation
        diploma_or_work = told.years_after_bac is not None or told.experience_years is not None
        certificates = understood.certificates or focus.certificates
        if diploma_or_work and not certificates:
            return Reply((self.topics.open_to(focus.situation),), (), focus.on((), ("admission",)))
        if not topics and not diploma_or_work:
            return Reply((Saying("situation_noted"),), self.start_buttons(), focus.on(understood.certificates))
        return self.topics.answer([Question(topic, understood.certificates) for topic in topics or ("admission",)], focus)

    def _of_other_certificate(self, understood: Understood, focus: Focus) -> Reply:
        named = self._named_topics(understood.text)
        meant = understood.certificates or certificate_with_number(self.knowledge, understood.text)
        if not meant and named and focus.certificates:
            # « Non, la durée, pas le prix »: it is the topic that was wrong.
            return self.topics.answer([Question(named[0])], focus)
        meant = meant or meant_certificates(self.knowledge, focus, understood.text, understood.intent == "correct")
        if not meant:
            return choose_certificate(self.knowledge, focus)
        topics = named[:1] or focus.topics or ("role",)
        return self.topics.answer([Question(topic, meant) for topic in topics], focus)

    def _list(self, understood: Understood, focus: Focus) -> Reply:
        """The list of certificates; but who names one certificate wants to know something of it, not the list."""
        topic = next(iter(self._likely_topics(understood)), None)
        if len(understood.certificates) == 1 and topic:
            return self.topics.answer([Question(topic, understood.certificates)], focus)
        return list_certificates(self.knowledge, focus)

    def _likely_topics(self, understood: Understood) -> list[str]:
        """Topics that the message may be about beside its intent, where some sheet has an answer: those it names first."""
        likely = (intent.removeprefix("ask_") for intent, p in understood.ranking if p >= LIKELY_TOPIC)
        topics = (*self._named_topics(understood.text), *likely)
        return [t for t in topics if t in self.knowledge.topics and self.knowledge.holders(t)]

    def _named_topics(self, text: str) -> list[str]:
        """The topics whose label's own words stand in a text, in its order; « pas le prix » names none."""
        found: list[str] = []
        for match in _WORD.finditer(text):
            if _REJECTED.search(text[: match.start()]):
                continue
            found += [key for key, topic in self.knowledge.topics.items() if match[0] in _WORD.findall(topic.label)]
        topics = list(dict.fromkeys(found))
        # « Niveau salaire » is about the salary.
        return [topic for topic in topics if topic != "level" or len(topics) == 1]

    def _compare(self, understood: Understood, focus: Focus) -> Reply:
        topic = next(iter(self._likely_topics(understood)), None)
        return compare(self.topics, understood.text, understood.certificates, topic, focus)


def _only(certificates: Sequence[str]) -> str | None:
    return certificates[0] if len(certificates) == 1 else None
