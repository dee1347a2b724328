"""From (topic, certificate) to an answer: one way for every topic and every certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers import rules
from bot.answers.certificates import capital
from bot.answers.reply import Button, Focus, Reply, Saying
from bot.knowledge import Fact, Knowledge, TopicFacts
from bot.typography import bullets, day, euros, listing

# A figure that is this many years old, or older, is called old.
OLD_AFTER_YEARS = 3
# When no certificate is named: all that hold the topic are told if their facts together are at most this long.
SHORT_ENOUGH = 520
MOST_BUTTONS = 4

Note = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Question:
    """A topic asked about, and the certificates it is asked of (none: as the conversation has it)."""

    topic: str
    certificates: tuple[str, ...] = ()


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
            certificates = question.certificates or tuple(spoken) or focus.certificates
            new, buttons, about = self._answer_one(question.topic, certificates, focus)
            sayings += new
            choices += buttons
            spoken += [c for c in about if c not in spoken]
        topics = tuple(dict.fromkeys(q.topic for q in questions))
        named = tuple(dict.fromkeys(c for q in questions for c in q.certificates))
        focus = focus.on(named or tuple(spoken) or focus.certificates, topics)
        buttons_ = choices or self._next_steps(topics, focus)
        return Reply(tuple(sayings), tuple(buttons_[:MOST_BUTTONS]), focus)

    def _answer_one(
        self, topic: str, certificates: tuple[str, ...], focus: Focus
    ) -> tuple[list[Saying], list[Button], tuple[str, ...]]:
        scope = self.knowledge.topics[topic].scope
        if scope == "unanswered":
            return [self._unknown(topic, certificates)], [], ()
        if scope == "centre":
            own = [c for c in certificates if self._holds(c, topic)]
            told = [self._told(topic, c, focus, f"{topic}_of_certificate") for c in own]
            return told or [self._of_centre(topic)], [], ()
        if certificates:
            sayings = [self._told(topic, c, focus) if self._holds(c, topic) else self._not_told(topic, c) for c in certificates]
            return sayings, [], certificates
        holders = self.knowledge.holders(topic)
        if not holders:
            return [self._unknown(topic, ())], [], ()
        if len(holders) == 1:
            return [self._told(topic, holders[0], focus)], [], tuple(holders)
        if self._length(topic, holders) <= SHORT_ENOUGH:
            return [self._told_of_all(topic, holders)], [], ()
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
        worked_out = self._worked_out(topic, certificate, focus)
        notes = [
            *worked_out,
            *([("note_gap", {"gap": gap})] if gap else []),
            *self._old(facts),
            *([("note_contact", self._contact())] if gap else []),
            *self._sources({fact.sheet or sheet for fact in facts}),
        ]
        values = {"certificate": name, "facts": _said(facts)}
        return Saying(response or topic, values, tuple(notes), tuple((fact.sheet or sheet, fact) for fact in facts))

    def _told_of_all(self, topic: str, holders: Sequence[str]) -> Saying:
        sections, used = [], []
        for certificate in holders:
            facts = self._facts(topic, certificate)
            text = " ; ".join(fact.text for fact in facts)
            sections.append(f"**{capital(self.knowledge.certificates[certificate].name)}** : {text}")
            used += [(fact.sheet or self.knowledge.certificates[certificate].sheet, fact) for fact in facts]
        notes = [*self._old([fact for _, fact in used]), *self._sources({sheet for sheet, _ in used})]
        values = {"label": capital(self.knowledge.topics[topic].label), "facts": "\n" + bullets(sections)}
        return Saying("topic_of_all", values, tuple(notes), tuple(used))

    def _of_centre(self, topic: str) -> Saying:
        entry = self.knowledge.centre.topics[topic]
        facts = [fact for fact in entry.facts if fact.said]
        sheet = self.knowledge.centre.sheet
        notes = tuple(self._sources({sheet}))
        return Saying(topic, {"facts": _said(facts)}, notes, tuple((fact.sheet or sheet, fact) for fact in facts))

    def _not_told(self, topic: str, certificate: str) -> Saying:
        entry = self.knowledge.facts_of(certificate, topic)
        name = self.knowledge.certificates[certificate].name
        values = {"of_the_certificate": f"du {name}", "label": self.knowledge.topics[topic].label}
        notes: list[Note] = [("note_gap", {"gap": entry.gap})] if entry and entry.gap else []
        return Saying("unknown_of_certificate", values, (*notes, ("note_contact", self._contact())))

    def _unknown(self, topic: str, certificates: Sequence[str]) -> Saying:
        """No sheet answers; what the sheets do say of the nearest topic is told with it."""
        notes: list[Note] = [("note_contact", self._contact())]
        near = self.knowledge.topics[topic].near
        if near and self.knowledge.topics[near].scope == "centre":
            entry = self.knowledge.centre.topics[near]
            notes.insert(0, ("note_near", {"facts": ", ".join(f.text for f in entry.facts)}))
        elif near:
            holders = self.knowledge.holders(near)
            wanted = [c for c in certificates if c in holders] or (holders if len(holders) == 1 else [])
            for certificate in wanted:
                facts = " ; ".join(fact.text for fact in self._facts(near, certificate))
                name = self.knowledge.certificates[certificate].name
                notes.insert(0, ("note_near_of_certificate", {"certificate": name, "facts": facts}))
        return Saying("unknown", {"label": self.knowledge.topics[topic].label}, tuple(notes))

    def _which(self, topic: str) -> Saying:
        return Saying("which_certificate", {"label": self.knowledge.topics[topic].label})

    def _choices(self, topic: str, holders: Sequence[str]) -> list[Button]:
        return [Button(capital(self.knowledge.certificates[c].name), f"ask_{topic}", c) for c in holders]

    def _length(self, topic: str, holders: Sequence[str]) -> int:
        return sum(len(fact.text) for certificate in holders for fact in self._facts(topic, certificate))

    def _contact(self) -> dict[str, str]:
        return {"phone": self.knowledge.centre.phone, "email": self.knowledge.centre.email}

    def _old(self, facts: Sequence[Fact]) -> list[Note]:
        years = sorted({f.as_of.year for f in facts if f.as_of and self.today.year - f.as_of.year >= OLD_AFTER_YEARS})
        return [("note_old", {"year": listing([str(year) for year in years])})] if years else []

    def _sources(self, sheets: set[str]) -> list[Note]:
        titles = [
            f"« {sheet.title} »" + (f", {sheet.publisher}" if sheet.publisher else "") + f" ({sheet.edition})"
            for key, sheet in self.knowledge.sheets.items()
            if key in sheets
        ]
        return [("note_source", {"sheets": listing(titles)})] if titles else []

    def _worked_out(self, topic: str, certificate: str, focus: Focus) -> list[Note]:
        if topic == "apprentice_pay":
            return self._apprentice_pay(certificate, focus.situation.age)
        if topic in ("price", "fees") and (total := rules.total_price(self.knowledge, certificate)):
            amounts = {"total": total.total, "tuition": total.tuition, "fee": total.fee}
            return [("note_total_price", {key: euros(value) for key, value in amounts.items()})]
        return []

    def _apprentice_pay(self, certificate: str, age: int | None) -> list[Note]:
        smic = self.knowledge.reference.smic
        values = {"smic": euros(smic.monthly_gross), "since": day(smic.since)}
        if age is None:
            return [("note_ask_age", {})]
        pay = rules.apprentice_pay(self.knowledge, certificate, age)
        if pay is None:
            return []
        return [("note_apprentice_pay", values | {"age": str(age), "percent": f"{pay.percent} %", "pay": euros(pay.monthly)})]

    def _next_steps(self, topics: Sequence[str], focus: Focus) -> list[Button]:
        """What is asked next after the last topic, where the certificate's sheet has an answer."""
        certificate = focus.certificates[0] if len(focus.certificates) == 1 else None
        wanted = [step for topic in reversed(topics) for step in self.knowledge.topics[topic].next if step not in topics]
        buttons = []
        for step in dict.fromkeys(wanted):
            topic = self.knowledge.topics[step]
            if topic.scope == "centre" or (self._holds(certificate, step) if certificate else self.knowledge.holders(step)):
                buttons.append(Button(topic.button, f"ask_{step}", certificate if topic.scope == "certificate" else None))
        return buttons[:3]


def _merge_companions(questions: Sequence[Question], knowledge: Knowledge) -> list[Question]:
    """Leave out a question whose topic is told along with another one's (« la durée et le nombre d'heures »)."""
    kept: list[Question] = []
    for question in dict.fromkeys(questions):
        if any(question.topic in knowledge.topics[other.topic].with_ for other in kept):
            continue
        kept = [other for other in kept if other.topic not in knowledge.topics[question.topic].with_]
        kept.append(question)
    return kept


def _says_no_more(fact: Fact, others: Sequence[Fact]) -> bool:
    return any(set(fact.quotes) & set(other.quotes) for other in others if other.group is None)


def _said(facts: Sequence[Fact]) -> str:
    """One fact in the sentence, several as a list."""
    if len(facts) == 1:
        return f" {facts[0].text}"
    return "\n" + bullets([f"**{fact.group}** : {fact.text}" if fact.group else fact.text for fact in facts])
