"""From (topic, certificate) to an answer: one way for every topic and every certificate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.answers import rules
from bot.answers.certificates import capital
from bot.answers.reply import Button, Focus, Note, Reply, Saying
from bot.answers.sources import source_note
from bot.answers.telling import as_much_as_fits, shortened, told_in, with_group
from bot.answers.understood import Question
from bot.answers.verdicts import verdict
from bot.answers.words import sharing
from bot.knowledge import Fact, Knowledge, TopicFacts
from bot.typography import day, euros, listing

# A figure that is this many years old, or older, is called old.
OLD_AFTER_YEARS = 3
# When no certificate is named: all that hold the topic are told if their facts together are at most this long.
SHORT_ENOUGH = 520
MOST_BUTTONS = 4
# Facts of several certificates in one reply are cut so that all together are at most this long.
MOST_CHARACTERS = 560
# More certificates than this are told of in one list instead of one message each.
MOST_SAYINGS = 1
_YOU = re.compile(r"\b(?:vous|votre|vos)\b")
# As much is told of a near topic when the one asked has no answer.
NEAR_CHARACTERS = 300


class TopicAnswers:
    """Answers questions on topics from the knowledge.

    Args:
        today: decides which figures are old.
    """

    def __init__(self, knowledge: Knowledge, today: date | None = None) -> None:
        self.knowledge = knowledge
        self.today = today or date.today()

    def answer(self, questions: Sequence[Question], focus: Focus) -> Reply:
        """One reply to all questions of a message, in order.

        Args:
            questions: at least one; topics that topics.yml does not know are not accepted.
            focus: what the conversation is about so far.
        """
        sayings: list[Saying] = []
        choices: list[Button] = []
        spoken: list[str] = []
        for question in _merge_companions(questions, self.knowledge):
            certificates = question.certificates or tuple(spoken) or self._spoken_of(focus, question.topic)
            new, buttons, about = self._answer_one(question, certificates, focus)
            sayings += new
            choices += buttons
            spoken += [c for c in about if c not in spoken]
        topics = tuple(dict.fromkeys(q.topic for q in questions))
        named = tuple(dict.fromkeys(c for q in questions for c in q.certificates))
        guessed = not named and (focus.guessed or not focus.certificates)
        focus = focus.on(named or tuple(spoken) or focus.certificates, topics, guessed)
        buttons_ = choices or self._next_steps(topics, focus)
        return Reply(tuple(shortened(sayings)), tuple(buttons_[:MOST_BUTTONS]), focus)

    def _spoken_of(self, focus: Focus, topic: str) -> tuple[str, ...]:
        """The certificates that a question on a topic without a name is about; those nobody named give way to others."""
        gives_way = focus.guessed and not any(self._holds(c, topic) for c in focus.certificates)
        return () if gives_way else focus.certificates

    def _answer_one(
        self, question: Question, certificates: tuple[str, ...], focus: Focus
    ) -> tuple[list[Saying], list[Button], tuple[str, ...]]:
        topic = question.topic
        scope = self.knowledge.topics[topic].scope
        if scope == "unanswered":
            return [self._unknown(question, certificates, focus)], [], ()
        if scope == "centre":
            own = [c for c in certificates if self._holds(c, topic)]
            told = [self._told(topic, c, focus, f"{topic}_of_certificate") for c in own]
            # Where one certificate's sheet names a place of its own, the centre's is no answer for another certificate.
            elsewhere = [c for c in certificates if self.knowledge.certificates[c].sheet != self.knowledge.centre.sheet]
            if question.certificates and not told and elsewhere and self.knowledge.holders(topic):
                return [self._not_told(question, c, focus) for c in certificates], [], ()
            # « Et vous, vous êtes où ? » means the centre, whatever was spoken of.
            means_centre = not question.certificates and _YOU.search(question.text)
            return told if told and not means_centre else [*told, self._of_centre(topic)], [], ()
        if certificates:
            if len(certificates) > MOST_SAYINGS:
                return [self.told_of_all(topic, certificates)], [], certificates
            (certificate,) = certificates
            if self._holds(certificate, topic):
                return [self._told(topic, certificate, focus)], [], certificates
            return [self._not_told(question, certificate, focus)], [], certificates
        holders = self.knowledge.holders(topic)
        if not holders:
            return [self._unknown(question, (), focus)], [], ()
        if len(holders) == 1:
            return [self._told(topic, holders[0], focus)], [], tuple(holders)
        if self._length(topic, holders) <= SHORT_ENOUGH:
            return [self.told_of_all(topic, holders)], [], ()
        return [self._which(topic)], self._choices(topic, holders), ()

    def _holds(self, certificate: str, topic: str) -> bool:
        entry = self.knowledge.facts_of(certificate, topic)
        return bool(entry and entry.facts)

    def _entries(self, topic: str, certificate: str) -> list[TopicFacts]:
        """The topic's facts and those of the topics that are told with it."""
        topics = (topic, *self.knowledge.topics[topic].with_)
        found = [self.knowledge.facts_of(certificate, t) for t in topics]
        return [entry for entry in found if entry]

    def _facts(self, topic: str, certificate: str) -> list[Fact]:
        facts: list[Fact] = []
        for entry in self._entries(topic, certificate):
            facts += [f for f in entry.facts if f.said and not _says_no_more(f, facts)]
        return facts

    def _told(self, topic: str, certificate: str, focus: Focus, response: str | None = None) -> Saying:
        facts = self._facts(topic, certificate)
        entry = self.knowledge.facts_of(certificate, topic)
        gap = entry.gap if entry else None
        name = self.knowledge.certificates[certificate].name
        sheet = self.knowledge.certificates[certificate].sheet
        openings, worked_out = self._worked_out(topic, certificate, focus)
        notes = [
            *worked_out,
            *([("note_gap", {"gap": gap})] if gap else []),
            *self.old(facts),
            *([self._contact_note()] if gap else []),
            *source_note(self.knowledge, {fact.sheet or sheet for fact in facts}),
        ]
        values = {"certificate": name, "facts": told_in(facts)}
        used = tuple((fact.sheet or sheet, fact) for fact in facts)
        uses_smic = any(response == "note_apprentice_pay" for response, _ in openings)
        return Saying(response or topic, values, tuple(notes), tuple(openings), used, uses_smic)

    def told_of_all(self, topic: str, certificates: Sequence[str], openings: Sequence[Note] = ()) -> Saying:
        """One line a certificate; what a sheet does not say is said to be missing.

        Args:
            topic: what is told.
            certificates: of which.
            openings: said before.
        """
        sections, used = [], []
        most = MOST_CHARACTERS if self._length(topic, certificates) <= MOST_CHARACTERS else MOST_CHARACTERS // len(certificates)
        for certificate in certificates:
            facts = self._facts(topic, certificate)
            told = as_much_as_fits([with_group(fact) for fact in facts], most)
            entry = self.knowledge.facts_of(certificate, topic)
            gap = f" ({entry.gap.rstrip('.')})" if entry and entry.gap and facts else ""
            key = "all_told" if facts else "all_not_told"
            sections.append((key, {"certificate": capital(self.knowledge.certificates[certificate].name), "facts": told + gap}))
            used += [(fact.sheet or self.knowledge.certificates[certificate].sheet, fact) for fact in facts]
        missing = len(sections) > sum(key == "all_told" for key, _ in sections)
        notes = [
            *sections,
            *self.old([fact for _, fact in used]),
            *([self._contact_note()] if missing else []),
            *source_note(self.knowledge, {sheet for sheet, _ in used}),
        ]
        return Saying(
            "topic_of_all",
            {"label": capital(self.knowledge.topics[topic].label)},
            tuple(notes),
            tuple(openings),
            tuple(used),
            listed=tuple(certificates),
        )

    def _of_centre(self, topic: str) -> Saying:
        entry = self.knowledge.centre.topics[topic]
        facts = [fact for fact in entry.facts if fact.said]
        sheet = self.knowledge.centre.sheet
        notes = tuple(source_note(self.knowledge, {sheet}))
        return Saying(topic, {"facts": told_in(facts)}, notes, facts=tuple((fact.sheet or sheet, fact) for fact in facts))

    def _not_told(self, question: Question, certificate: str, focus: Focus) -> Saying:
        entry = self.knowledge.facts_of(certificate, question.topic)
        name = self.knowledge.certificates[certificate].name
        values = {"certificate": name, "label": self.knowledge.topics[question.topic].label}
        gap: list[Note] = [("note_gap", {"gap": entry.gap})] if entry and entry.gap else []
        near, facts = self._near(question, [certificate], focus)
        return Saying("unknown_of_certificate", values, (*gap, self._contact_note(), *near), facts=facts)

    def _unknown(self, question: Question, certificates: Sequence[str], focus: Focus) -> Saying:
        near, facts = self._near(question, certificates, focus)
        values = {"label": self.knowledge.topics[question.topic].label}
        more = self.knowledge.topics[question.topic].note
        note: list[Note] = [("note_gap", {"gap": more})] if more else []
        return Saying("unknown", values, (*note, self._contact_note(), *near), facts=facts)

    def _near(
        self, question: Question, certificates: Sequence[str], focus: Focus
    ) -> tuple[list[Note], tuple[tuple[str, Fact], ...]]:
        """What the sheets do say near a question on which they are silent, and the facts it rests on.

        First the facts that share the question's words, on topics that it may be about or that were just spoken of; else the
        topic's declared neighbour; else the likeliest other topic.
        """
        declared = self.knowledge.topics[question.topic].near
        if declared and self.knowledge.topics[declared].scope == "centre":
            centre = self.knowledge.centre
            told = ", ".join(fact.text for fact in centre.topics[declared].facts)
            return [("note_near", {"facts": told})], tuple((centre.sheet, fact) for fact in centre.topics[declared].facts)
        notes: list[Note] = []
        used: list[tuple[str, Fact]] = []
        for key, found in self._near_facts(question, declared, certificates, focus):
            certificate = self.knowledge.certificates[key]
            told = as_much_as_fits([fact.text for fact in found], NEAR_CHARACTERS)
            notes.append(("note_near_of_certificate", {"certificate": certificate.name, "facts": told}))
            used += [(fact.sheet or certificate.sheet, fact) for fact in found]
        notes += [*self.old([fact for _, fact in used]), *source_note(self.knowledge, {sheet for sheet, _ in used})]
        return notes, tuple(used)

    def _near_facts(
        self, question: Question, declared: str | None, certificates: Sequence[str], focus: Focus
    ) -> list[tuple[str, list[Fact]]]:
        plausible = dict.fromkeys((*question.beside, *focus.topics))
        topics = [t for t in plausible if self.knowledge.topics[t].scope == "certificate" and t != question.topic]
        about = certificates or focus.certificates
        for key in about if len(about) == 1 else ():
            facts = list(dict.fromkeys(fact for topic in topics for fact in self._facts(topic, key)))
            if shared := sharing(question.text, facts):
                rest = [fact for fact in facts if fact not in shared]
                return [(key, [*shared, *sharing(question.text, rest)][:2])]
        near = declared or next(iter(question.beside), None)
        holders = self.knowledge.holders(near) if near and self.knowledge.topics[near].scope == "certificate" else []
        # Of another certificate than the one asked about, nothing is told; when none is named, the only one that knows is.
        keys = [c for c in about if c in holders] if about or len(holders) > 1 else holders
        return [(key, self._facts(near, key)) for key in keys] if near else []

    def _contact_note(self) -> Note:
        return "note_contact", self.contact()

    def _which(self, topic: str) -> Saying:
        return Saying("which_certificate", {"label": capital(self.knowledge.topics[topic].label)})

    def _choices(self, topic: str, holders: Sequence[str]) -> list[Button]:
        return [Button(capital(self.knowledge.certificates[c].name), f"ask_{topic}", c) for c in holders]

    def _length(self, topic: str, holders: Sequence[str]) -> int:
        return sum(len(fact.text) for certificate in holders for fact in self._facts(topic, certificate))

    def contact(self) -> dict[str, str]:
        """The centre's telephone and e-mail, for responses that name them."""
        return {"phone": self.knowledge.centre.phone, "email": self.knowledge.centre.email}

    def old(self, facts: Sequence[Fact]) -> list[Note]:
        """The note that calls these facts' figures old, when they are."""
        years = sorted({f.as_of.year for f in facts if f.as_of and self.today.year - f.as_of.year >= OLD_AFTER_YEARS})
        return [("note_old", {"year": listing([str(year) for year in years])})] if years else []

    def _worked_out(self, topic: str, certificate: str, focus: Focus) -> tuple[list[Note], list[Note]]:
        """What is worked out for the person: said before the facts, and after them."""
        if topic == "apprentice_pay":
            age = focus.situation.age
            return (self._apprentice_pay(certificate, age), []) if age else ([], [("note_ask_age", {})])
        if topic == "admission":
            return verdict(self.knowledge, certificate, focus.situation), []
        if topic in ("price", "fees") and (total := rules.total_price(self.knowledge, certificate)):
            amounts = {"total": total.total, "tuition": total.tuition, "fee": total.fee}
            note = "note_total_price" if "apprentice" in total.waived_for else "note_total_price_for_all"
            return [], [(note, {key: euros(value) for key, value in amounts.items()})]
        return [], []

    def _apprentice_pay(self, certificate: str, age: int) -> list[Note]:
        smic = self.knowledge.reference.smic
        pay = rules.apprentice_pay(self.knowledge, certificate, age)
        if pay is None:
            return []
        values = {"smic": euros(smic.monthly_gross), "since": day(smic.since), "age": str(age)}
        notes = [("note_apprentice_pay", values | {"percent": f"{pay.percent} %", "pay": euros(pay.monthly)})]
        later = rules.apprentice_pay(self.knowledge, certificate, age + 1)
        if later and later.percent != pay.percent:
            next_values = {"age": str(age + 1), "percent": f"{later.percent} %", "pay": euros(later.monthly)}
            notes.append(("note_apprentice_pay_later", next_values))
        return notes

    def _next_steps(self, topics: Sequence[str], focus: Focus) -> list[Button]:
        """What is asked next after the last topic, where the certificate's sheet has an answer."""
        only = focus.certificates[0] if len(focus.certificates) == 1 else None
        wanted = [step for topic in reversed(topics) for step in self.knowledge.topics[topic].next if step not in topics]
        buttons = []
        for step in dict.fromkeys(wanted):
            topic = self.knowledge.topics[step]
            holders = self.knowledge.holders(step)
            if topic.scope == "centre" or (any(c in holders for c in focus.certificates) if focus.certificates else holders):
                buttons.append(Button(topic.button, f"ask_{step}", only if topic.scope == "certificate" else None))
        return buttons[:3]


def _merge_companions(questions: Sequence[Question], knowledge: Knowledge) -> list[Question]:
    """Leave out a question whose topic is told along with another one's (« la durée et le nombre d'heures »)."""
    kept: list[Question] = []
    for question in dict.fromkeys(questions):
        if any(_tells(other, question, knowledge) for other in kept):
            continue
        kept = [other for other in kept if not _tells(question, other, knowledge)]
        kept.append(question)
    return kept


def _tells(question: Question, other: Question, knowledge: Knowledge) -> bool:
    """Whether the answer to a question tells another one's too."""
    return other.topic in knowledge.topics[question.topic].with_ and other.certificates == question.certificates


def _says_no_more(fact: Fact, others: Sequence[Fact]) -> bool:
    return any(set(fact.quotes) & set(other.quotes) for other in others if other.group is None)
