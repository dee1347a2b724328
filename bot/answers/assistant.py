"""The choice of an answer: from what was understood of a message, and what the conversation is about, to a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers import form
from bot.answers.certificates import choose_certificate, list_certificates
from bot.answers.comparison import compare, ranked_topic
from bot.answers.eligibility import Verdict, eligibility
from bot.answers.entering import FAIRLY_SURE, asks_to_enter, asks_what_else, wants_what_is_open
from bot.answers.follow_ups import SURE, is_follow_up, still_asked
from bot.answers.paths import asks_the_way, asks_the_way_on, path
from bot.answers.pointing import job_asked_about, last_two, meant_certificates, with_pointed, without_held
from bot.answers.reply import Button, Focus, Note, Reply, Saying, Situation
from bot.answers.sources import SMIC, asks_for_date, sources
from bot.answers.topic_names import TopicNames
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Question, Understood
from bot.answers.verdicts import open_to
from bot.answers.words import sharing
from bot.knowledge import Knowledge
from bot.nlu import scope

# Topics whose answer changes with the person: telling one's age or diploma after them asks them again.
PERSONAL_TOPICS = ("apprentice_pay", "admission", "price", "fees", "salary")
# In a follow-up, a topic just spoken of is this much likelier than its words alone say; one usually asked next, this much.
SAME_TOPIC_BOOST = 5.0
NEXT_TOPIC_BOOST = 2.0
# A topic whose facts hold words of the message is this much likelier.
SHARED_WORDS_BOOST = 3.0
# A topic that the message calls by its name is this much likelier.
NAMED_BOOST = 4.0
# A topic that the certificate's sheet does not hold is this much less likely meant.
NOT_HELD = 0.3
# Intents that are not about the certificates.
NOT_OURS = scope.NOT_OURS | {"complain"}
# A message surer than this of being out of scope is no fragment of the conversation; a topic this likely may be its.
SURE_OUT_OF_SCOPE = 0.8
LIKELY_FRAGMENT = 0.05
# A message less sure than this of its topic is unclear; topics this near the likeliest are offered with it.
UNCLEAR = 0.15
CLOSE = 0.6
# A topic at least this likely may be what is asked beside the one answered.
BESIDE = 0.03
# « Son cousin, il a 30 ans et ça l'intéresse aussi, lui ça ferait quoi ? »: at most this many words tell of a person.
TELLING_WORDS = 20
# As these a fragment of the conversation is read when nothing shows what it goes on with.
_FRAGMENTS = frozenset([scope.OUT_OF_SCOPE, "tell_situation"])
START_TOPICS = ("role", "admission", "price", "salary")
_AS_APPRENTICE = re.compile(r"^(?!.*\b(?:après|une fois|à la fin|diplômée?)\b).*\b(?:apprenti|alternan)")
_OF_EACH = re.compile(r"\b(entre|chacune?|respecti\w+|l'une? et l'autre)\b")
# A topic this likely beside « comparison » is what is compared.
LIKELY_TOPIC = 0.004


class Assistant:
    """Answers everything that is about the certificates and the centre.

    Args:
        topics: answers single topics; its knowledge is used throughout.
    """

    def __init__(self, topics: TopicAnswers) -> None:
        self.topics = topics
        self.knowledge: Knowledge = topics.knowledge
        self._names = TopicNames(self.knowledge)

    def reply(self, understood: Understood, focus: Focus) -> Reply:
        """The reply to a message.

        Args:
            understood: what the NLU made of it.
            focus: what the conversation was about before it.
        """
        if not self._still(understood, focus):
            understood = with_pointed(self.knowledge, understood, focus)
        understood = without_held(understood, focus)
        ours = focus.asking or understood.intent not in NOT_OURS
        if ours or self._tells_situation(understood, focus) or asks_to_enter(understood, focus):
            # « Vous avez un CAP petite enfance ? » tells nothing of who asks.
            focus = replace(focus, situation=focus.situation.update(understood.situation))
        if focus.asking and form.stops(understood.text):
            return Reply((Saying("form_stopped"),), self.start_buttons(), replace(focus, asking=()))
        if focus.asking and form.answers(understood, focus):
            reply = form.take(self.topics, understood, focus)
            return replace(reply, focus=self._remember(reply))
        reply = self._reply(understood, focus)
        if understood.situation.age is None:
            reply = replace(reply, sayings=tuple(_of_known_age(saying) for saying in reply.sayings))
        reply = replace(reply, focus=self._remember(reply))
        if focus.asking and reply.focus.asking == focus.asking and understood.intent != "ask_recommendation":
            # A question in between was answered; the form goes on where it was.
            return replace(reply, sayings=(*reply.sayings, form.ask_again(focus)), buttons=(form.skip_button(),))
        if understood.intent == scope.OUT_OF_SCOPE:
            return replace(reply, focus=replace(reply.focus, misunderstood=focus.misunderstood + 1))
        return reply

    @staticmethod
    def _remember(reply: Reply) -> Focus:
        """The focus with what later messages may ask back for: the quotes behind the reply, the certificates it lists."""
        told = [(sheet, quote) for saying in reply.sayings for sheet, fact in saying.facts for quote in fact.quotes]
        if any(saying.uses_smic for saying in reply.sayings):
            told.append((SMIC, ""))
        silent = any(saying.response.startswith("unknown") for saying in reply.sayings)
        spoken_of = tuple(dict.fromkeys((*reply.focus.listed, *reply.focus.certificates)))
        listed = next((saying.listed for saying in reply.sayings if len(saying.listed) > 1), spoken_of)
        return replace(reply.focus, misunderstood=0, told=tuple(told) if told or silent else reply.focus.told, listed=listed)

    def start_buttons(self) -> tuple[Button, ...]:
        """What a visitor who does not know what to ask is offered."""
        topics = ((topic, self.knowledge.topics[topic].button) for topic in START_TOPICS)
        return tuple(Button(title, f"ask_{topic}") for topic, title in topics)

    def _reply(self, understood: Understood, focus: Focus) -> Reply:
        if asks_to_enter(understood, focus):
            return self._whether_open(understood, focus)
        match asks_what_else(understood, focus):
            case "admission":
                return self._whether_open(understood, self._without_closed(focus))
            case str(other):
                return self.topics.answer([Question(other)], focus)
        if asks_for_date(understood.text) and focus.told and not understood.certificates:
            return sources(self.knowledge, focus)
        if self._tells_situation(understood, focus):
            return self._with_situation(understood, focus)
        if job := job_asked_about(self.knowledge, understood):
            return self.topics.answer([job], focus)
        if named := self._compared_by_name(understood):
            return self._compare(understood, focus, named)
        if topic := self._still(understood, focus):
            return self.topics.answer([Question(topic, understood.certificates, understood.text)], focus)
        match understood.intent:
            case "ask_comparison" | "ask_career" | "change_certificate" if asks_the_way(understood):
                return path(self.knowledge, understood.text, understood.certificates, focus)
            case "ask_career" | "ask_jobs" if asks_the_way_on(understood, focus):
                return path(self.knowledge, understood.text, (*focus.certificates, *understood.certificates), focus)
            case "ask_comparison" | "ask_certificates" | "ask_recommendation" if self._ranked_topic(understood):
                return self._compare(understood, focus, self._ranked_topic(understood))
            case "ask_comparison":
                return self._compare(understood, focus, next(iter(self._likely_topics(understood)), None))
            case "ask_certificates":
                return self._list(understood, focus)
            case "ask_recommendation" if not understood.certificates and wants_what_is_open(understood.situation):
                return self._with_situation(understood, replace(focus, certificates=()))
            case "ask_recommendation" if not understood.certificates:
                return form.start(focus)
            case "ask_recommendation":
                return self._list(understood, focus)
            case "ask_repeat" if again := tuple(self._names.asked(understood.text)[:1]) or focus.topics:
                # « Remettez-moi la durée » names what is wanted again.
                return self.topics.answer([Question(topic, understood.certificates) for topic in again], focus)
            case "ask_repeat":
                return Reply((Saying("help"),), self.start_buttons(), focus)
            case "ask_source":
                return sources(self.knowledge, focus)
            case "change_certificate" | "correct":
                return self._of_other_certificate(understood, focus)
            case "ask_path":
                return self._path(understood, focus)
            case "tell_situation":
                # « Et en tant qu'étudiant normal ? » tells nothing of a person, and goes on with the topic.
                fragment = self._fragment(understood, focus) if understood.situation == Situation() else None
                return fragment or self._with_situation(understood, focus)
            case "affirm" | "deny":
                return Reply((Saying(understood.intent),), self.start_buttons() if understood.intent == "affirm" else (), focus)
        if understood.intent in NOT_OURS:
            return self._not_ours(understood, focus)
        questions = self._in_context(understood, focus)
        if (ranked := self._ranked_topic(understood)) and [question.topic for question in questions] == [ranked]:
            return self._compare(understood, focus, ranked)
        topics = self._close_topics(understood, questions, focus)
        if topics and understood.situation.tells_diploma_or_work and focus.certificates + understood.certificates:
            # A story with a diploma or a job in it, and what is asked is not clear: whether it lets in.
            return self._whether_open(understood, focus)
        if topics:
            buttons = (Button(self.knowledge.topics[t].button, f"ask_{t}", _only(understood.certificates)) for t in topics)
            kept = replace(focus, certificates=understood.certificates or focus.certificates)
            return Reply((Saying("which_topic"),), tuple(buttons), kept)
        if self._asks_what_is_open(questions, focus):
            return self._whether_open(understood, focus)
        return self.topics.answer(questions, focus)

    def _without_closed(self, focus: Focus) -> Focus:
        """The focus without a certificate that the person may not enter: then the others are told of."""
        closed = {c for c in focus.certificates if eligibility(self.knowledge, c, focus.situation).verdict is Verdict.NO}
        return replace(focus, certificates=tuple(c for c in focus.certificates if c not in closed))

    def _path(self, understood: Understood, focus: Focus) -> Reply:
        """The way; to a certificate from nowhere in particular, what its training asks for says it as well or better."""
        way = path(self.knowledge, understood.text, understood.certificates, focus)
        (saying,) = way.sayings
        goal = tuple(key for key, c in self.knowledge.certificates.items() if c.name == saying.values["goal"])
        if saying.response != "path_in_general" or not goal:
            return way
        admission = self.topics.answer([Question("admission", goal, understood.text)], focus)
        steps = len(saying.facts)
        return admission if steps == 1 else replace(admission, sayings=(saying, *admission.sayings), buttons=way.buttons)

    def _not_ours(self, understood: Understood, focus: Focus) -> Reply:
        """What the bot can do; after two such messages in a row also whom to ask."""
        if fragment := self._fragment(understood, focus):
            return fragment
        notes: tuple[Note, ...] = ()
        if focus.misunderstood and understood.intent == scope.OUT_OF_SCOPE:
            notes = (("note_contact", self.topics.contact()),)
        return Reply((Saying(understood.intent, notes=notes),), self.start_buttons(), focus)

    def _fragment(self, understood: Understood, focus: Focus) -> Reply | None:
        """The reply to what makes sense only after what was just said: « et en étudiant ? », « date des chiffres ? »."""
        sure = understood.ranking[0][1] if understood.ranking else 1.0
        likeliest = max((p for intent, p in understood.ranking if intent not in _FRAGMENTS), default=0.0)
        goes_on = is_follow_up(understood.text) or likeliest >= FAIRLY_SURE
        if understood.intent not in _FRAGMENTS or sure >= SURE_OUT_OF_SCOPE or not goes_on:
            return None
        near = {*focus.topics, *(step for topic in focus.topics for step in self.knowledge.topics[topic].next)}
        likely = [intent.removeprefix("ask_") for intent, p in understood.ranking if p >= LIKELY_FRAGMENT]
        for topic in likely:
            if topic == "source" and focus.told:
                return sources(self.knowledge, focus)
            if topic in near:
                return self.topics.answer([Question(topic, understood.certificates)], focus)
        return None

    def _close_topics(self, understood: Understood, questions: Sequence[Question], focus: Focus) -> list[str]:
        """The likeliest topics, when a message is so unclear that answering one of them would be guessing."""
        if len(questions) != 1:
            return []
        ranking = self._likelihoods(understood, focus)[:3]
        if not ranking or ranking[0][1] >= UNCLEAR:
            return []
        close = [topic for topic, p in ranking if p >= CLOSE * ranking[0][1]]
        return close if len(close) > 1 and questions[0].topic in close else []

    def _asks_what_is_open(self, questions: Sequence[Question], focus: Focus) -> bool:
        """« Avec un BTS, je peux faire quoi ? »: admission, a situation, and no certificate."""
        told = focus.situation.tells_diploma_or_work
        asked = [q for q in questions if q.topic == "admission" and not q.certificates]
        return len(questions) == 1 and bool(asked) and told and not focus.certificates

    def _in_context(self, understood: Understood, focus: Focus) -> Sequence[Question]:
        """The questions; an unsure one is reinterpreted by what was just spoken of and by what the sheets hold."""
        ruled_out = self._names.ruled_out(understood.text)
        questions = [q for q in understood.questions if q.topic not in ruled_out]
        if understood.questions and not questions:
            # Only what is ruled out was understood: then what is named is meant, if anything is.
            named = self._names.asked(understood.text)[:1]
            questions = [replace(understood.questions[0], topic=topic) for topic in named] or list(understood.questions)
        sure = understood.ranking[0][1] if understood.ranking else 1.0
        likelihoods = self._likelihoods(understood, focus)
        if len(questions) == 1 and not ruled_out and sure < SURE and likelihoods:
            questions = [replace(questions[0], topic=likelihoods[0][0])]
        questions = [self._of_apprentice(question, understood, focus) for question in questions]
        beside = tuple(t for t, p in likelihoods if p >= BESIDE and self.knowledge.topics[t].scope != "unanswered")
        return [replace(q, text=understood.text, beside=tuple(t for t in beside if t != q.topic)) for q in questions]

    def _of_apprentice(self, question: Question, understood: Understood, focus: Focus) -> Question:
        """« En apprentissage, il aurait un salaire ? » asks the apprentice's pay, where the sheet holds that."""
        certificates = question.certificates or understood.certificates or focus.certificates
        paid = set(certificates) & set(self.knowledge.holders("apprentice_pay"))
        meant = question.topic == "salary" and paid and _AS_APPRENTICE.search(understood.text)
        return replace(question, topic="apprentice_pay") if meant else question

    def _likelihoods(self, understood: Understood, focus: Focus) -> list[tuple[str, float]]:
        """How likely each topic is what an unsure message asks, given what was just spoken of, likeliest first."""
        certificates = understood.certificates or focus.certificates
        guessed = focus.guessed and not understood.certificates
        recent = focus.topics if is_follow_up(understood.text) else ()
        near = {step for topic in recent for step in self.knowledge.topics[topic].next}
        named = self._names.asked(understood.text)[:1]

        def likelihood(topic: str, probability: float) -> float:
            boost = SAME_TOPIC_BOOST if topic in recent else NEXT_TOPIC_BOOST if topic in near else 1.0
            entries = [entry for c in certificates if (entry := self.knowledge.facts_of(c, topic))]
            of_certificate = self.knowledge.topics[topic].scope == "certificate"
            if of_certificate and certificates and not guessed and not any(e.facts for e in entries):
                boost *= NOT_HELD
            if sharing(understood.text, [fact for entry in entries for fact in entry.facts]):
                boost *= SHARED_WORDS_BOOST
            if topic in named:
                boost *= NAMED_BOOST
            return probability * boost

        topics = [(intent.removeprefix("ask_"), p) for intent, p in understood.ranking]
        found = [(topic, likelihood(topic, p)) for topic, p in topics if topic in self.knowledge.topics]
        return sorted(found, key=lambda item: -item[1])

    def _tells_situation(self, understood: Understood, focus: Focus) -> bool:
        """« Et pour mon frère qui a 22 ans ? » after a personal topic asks that topic again, whatever its words look like."""
        if understood.intent in NOT_OURS - {scope.OUT_OF_SCOPE}:
            return False
        told = understood.situation != Situation()
        personal = any(topic in PERSONAL_TOPICS for topic in focus.topics)
        asked = any(question.topic in PERSONAL_TOPICS for question in understood.questions)
        sure = understood.ranking[0][1] >= FAIRLY_SURE if understood.ranking else True
        plain_question = sure and understood.intent.startswith("ask_") and understood.intent != "ask_age_limit"
        short = is_follow_up(understood.text) or len(understood.text.split()) <= TELLING_WORDS
        return told and personal and not asked and not plain_question and short

    def _with_situation(self, understood: Understood, focus: Focus) -> Reply:
        topics = [topic for topic in focus.topics if topic in PERSONAL_TOPICS]
        diploma_or_work = understood.situation.tells_diploma_or_work
        certificates = understood.certificates or focus.certificates
        if diploma_or_work and not (certificates and topics):
            return self._whether_open(understood, focus)
        if not topics and understood.situation.age and any(c in self.knowledge.holders("apprentice_pay") for c in certificates):
            # An age alone matters for what an apprentice is paid.
            topics = ["apprentice_pay"]
        if not topics:
            return Reply((Saying("situation_noted"),), self.start_buttons(), focus.on(understood.certificates))
        return self.topics.answer([Question(topic, understood.certificates) for topic in topics], focus)

    def _whether_open(self, understood: Understood, focus: Focus) -> Reply:
        """Whether the certificate spoken of lets somebody in; when none is, which do."""
        if understood.certificates or focus.certificates:
            return self.topics.answer([Question("admission", understood.certificates, understood.text)], focus)
        return Reply((open_to(self.knowledge, focus.situation),), (), focus.on((), ("admission",)))

    def _of_other_certificate(self, understood: Understood, focus: Focus) -> Reply:
        named = self._names.asked(understood.text)
        meant = understood.certificates
        if not meant and not named and understood.situation != Situation():
            return self._with_situation(understood, focus)
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
        topics = (*self._names.asked(understood.text), *likely)
        return [t for t in topics if t in self.knowledge.topics and self.knowledge.holders(t)]

    def _compared_by_name(self, understood: Understood) -> str | None:
        """« Entre l'assistant et le gestionnaire, quel est le niveau de chacun ? »: the topic that it names."""
        several = len(understood.certificates) > 1 and _OF_EACH.search(understood.text)
        return next(iter(self._names.asked(understood.text)), None) if several else None

    def _still(self, understood: Understood, focus: Focus) -> str | None:
        """The topic just spoken of that a short message still asks about."""
        return still_asked(self.knowledge, self._names, understood, focus)

    def _ranked_topic(self, understood: Understood) -> str | None:
        """The topic on which the message asks which certificate comes first, unless it names the one it is about."""
        return None if len(understood.certificates) == 1 else ranked_topic(self.knowledge, understood.text)

    def _compare(self, understood: Understood, focus: Focus, topic: str | None) -> Reply:
        if not understood.certificates and "des deux" in understood.text:
            # « Lequel des deux paie mieux ? »
            focus = replace(focus, certificates=last_two(focus) or focus.certificates)
        return compare(self.topics, understood.text, understood.certificates, topic, focus)


def _of_known_age(saying: Saying) -> Saying:
    """An apprentice's pay without the age, which was told some messages ago and maybe of somebody else."""
    again = {"note_apprentice_pay": "note_apprentice_pay_again", "note_apprentice_pay_later": ""}
    openings = ((again.get(name, name), values) for name, values in saying.openings)
    return replace(saying, openings=tuple((name, values) for name, values in openings if name))


def _only(certificates: Sequence[str]) -> str | None:
    return certificates[0] if len(certificates) == 1 else None
