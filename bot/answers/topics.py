"""From (topic, certificate) to an answer: one way for every topic and every certificate."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from msgspec import structs

from bot.answers import rules
from bot.answers.closed import (
    BRIEF,
    CLOSED,
    answer_figures,
    check_figures,
    checked_pay,
    closed,
    figure_of_another,
    is_choice,
    is_closed,
    named_facts,
    sides,
)
from bot.answers.differences import difference
from bot.answers.eligibility import Verdict, condition_of, conditions, eligibility, in_words, told_of
from bot.answers.lacking import lacking
from bot.answers.reply import Asked, Button, Note, Reply, Saying
from bot.answers.sources import source_note
from bot.answers.telling import as_much_as_fits, shortened, told_in, with_group
from bot.answers.verdicts import other_way, verdict
from bot.dialogue.query import Query
from bot.dialogue.state import Pending
from bot.knowledge import Fact, Knowledge, TopicFacts
from bot.typography import capital, day, euros, listing

# A figure that is this many years old, or older, is called old.
OLD_AFTER_YEARS = 3
# When no certificate is named: all that hold the topic are told if their facts together are at most this long.
SHORT_ENOUGH = 520
MOST_BUTTONS = 4
# Facts of several certificates in one reply are cut so that all together are at most this long.
MOST_CHARACTERS = 560
# More certificates than this are told of in one list instead of one message each.
MOST_SAYINGS = 1
# Of as many certificates or more, what their sheets leave open is not told.
MANY = 3
# As many other sheets are named where one is silent.
MOST_ELSEWHERE = 2
# As much is told of a near topic when the one asked has no answer.
NEAR_CHARACTERS = 300
# A fact at least this near to a message bears on what it asks.
NEAR_ENOUGH = 0.45
# A fact this much nearer than the next is the one meant.
CLEARLY_NEARER = 0.08
# A longer message asks more than the one thing that it names.
MOST_WORDS = 2 * BRIEF
_OF_MONEY = frozenset(["apprentice_pay", "price", "fees", "funding"])
# Topics of which something is worked out for the person.
_WORKED_OUT = frozenset(["apprentice_pay", "admission", "price", "fees"])
# The words that count the items of a list.
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}


class TopicAnswers:
    """Answers questions on topics from the knowledge.

    Args:
        today: decides which figures are old.
    """

    def __init__(self, knowledge: Knowledge, today: date | None = None) -> None:
        self.knowledge = knowledge
        self.today = today or date.today()

    def answer(self, asked: Sequence[Asked]) -> Reply:
        """One reply to all these questions, in order.

        Args:
            asked: at least one; each on a topic of topics.yml.
        """
        sayings: list[Saying] = []
        choices: list[Button] = []
        told_of: list[str] = []
        options: list[str] = []
        merged = _merge_companions(asked, self.knowledge)
        if len(merged) == 1:
            merged = [self._as_named(merged[0])]
        for one in merged:
            new, buttons, about = self._answer_one(one, self._certificates(one) or tuple(told_of))
            sayings += [saying for saying in new if not any(_tells_the_same(saying, other) for other in sayings)]
            choices += buttons
            options += [button.certificate for button in buttons if button.certificate]
            told_of += [c for c in about if c not in told_of]
        topics = tuple(dict.fromkeys(one.query.intent for one in asked))
        about = tuple(dict.fromkeys(c for one in asked for c in self._certificates(one))) or tuple(told_of)
        choices = list(dict.fromkeys(choices))
        buttons_ = choices or self._next_steps(topics, about)
        pending = Pending("certificate", tuple(options)) if options else None
        return Reply(tuple(shortened(sayings)), tuple(buttons_[:MOST_BUTTONS]), tuple(told_of), pending)

    def silent(self, asked: Asked) -> Reply:
        """The sheets say nothing on what is asked, whatever they say of certificates.

        Args:
            asked: the query; of its certificates only jobs beyond them count, which are named.
        """
        unknown = self._unknown(asked, (), _silences(asked))
        place = next((self.knowledge.paths.places[c] for c in asked.query.certificates if c in self.knowledge.paths.places), None)
        if place is None:
            return Reply((unknown,))
        values = {**unknown.values, "subject": place.name}
        return Reply((Saying("unknown_of_subject", values, unknown.notes, facts=unknown.facts),))

    def single(self, certificate: str, topic: str, index: int) -> Reply:
        """One fact alone.

        Args:
            certificate: whose sheet it stands in.
            topic: under which.
            index: its place among the topic's facts.
        """
        fact = self.knowledge.certificates[certificate].topics[topic].facts[index]
        return Reply(
            (self._facts_meant(topic, certificate, [fact]),), tuple(self._next_steps((topic,), (certificate,))), (certificate,)
        )

    def _certificates(self, asked: Asked) -> tuple[str, ...]:
        return tuple(c for c in asked.query.certificates if c in self.knowledge.certificates)

    def _as_named(self, asked: Asked) -> Asked:
        """« Faut le permis ? » is asked of the conditions, and is answered by the silence that it names, by no list of them."""
        topic, reading = asked.query.intent, asked.reading
        silence = next((silence for silence in reading.silences if silence.topic != topic), None)
        asks_one_thing = (
            asked.query.act in (*CLOSED, "choose") and reading.words <= MOST_WORDS and topic not in reading.named_topics
        )
        tells = any(telling.situation.tells_diploma_or_work for telling in reading.told)
        # A figure is checked against those of its own topic.
        if not silence or not asks_one_thing or tells or reading.figures or self.knowledge.topics[topic].scope != "certificate":
            return asked
        if any(self._named(asked, c) for c in self._certificates(asked) or self.knowledge.certificates):
            return asked
        if self.knowledge.topics[silence.topic].near == topic:
            # « C'est net ou pas ? », asked of the salaries, is answered by what they are.
            return asked
        return replace(asked, query=structs.replace(asked.query, intent=silence.topic))

    def _answer_one(self, asked: Asked, certificates: tuple[str, ...]) -> tuple[list[Saying], list[Button], tuple[str, ...]]:
        topic = asked.query.intent
        if weighed := self._weighs_experience(asked, certificates):
            return [weighed], [], certificates
        near = self.knowledge.topics[topic].near
        if near and self._decides(asked, near, certificates):
            # « Net ou brut ? » is answered by what the salaries are.
            return self._answer_one(replace(asked, query=structs.replace(asked.query, intent=near)), certificates)
        match self.knowledge.topics[topic].scope:
            case "unanswered":
                return self._unanswered(asked, certificates), [], ()
            case "centre":
                return self._about_centre(asked, certificates), [], ()
        if (general := self.knowledge.topics[topic].general) and not certificates:
            return [self._of_centre(general, asked)], [], ()
        if certificates:
            if len(certificates) > MOST_SAYINGS:
                return [self.told_of_all(asked, certificates)], [], certificates
            (certificate,) = certificates
            if self._holds(certificate, topic):
                return [self._closed_first(asked, certificate, self._told(asked, certificate))], [], certificates
            # « En apprentissage, c'est payé ? » names how one trains and asks of the money.
            beside = self._told_beside(asked, certificate, {topic}) if is_closed(asked) and topic not in _OF_MONEY else None
            return [beside or self._not_told(asked, certificate)], self._told_elsewhere(topic) if not beside else [], certificates
        return self._of_none(asked)

    def _decides(self, asked: Asked, topic: str, certificates: Sequence[str]) -> bool:
        """Whether a question that offers two sides on which no sheet speaks is decided by what a near topic's figures are."""
        held = [fact for c in certificates or self.knowledge.holders(topic) for fact in self._facts(topic, c)]
        return is_choice(asked) and bool(sides(asked, held))

    def _weighs_experience(self, asked: Asked, certificates: Sequence[str]) -> Saying | None:
        """« Ça compte ? », asked of experience where the sheet leaves it open what is « significative »: what it says of it."""
        if asked.query.intent != "admission" or all(silence.topic != "admission" for silence in asked.reading.silences):
            return None
        for certificate in certificates or self.knowledge.certificates:
            for fact in conditions(self.knowledge, certificate):
                if left := [condition for condition in fact.conditions if condition.experience_years == 0]:
                    values = {"certificate": self.knowledge.certificates[certificate].name, "condition": in_words(left)}
                    notes = (self._contact_note(), *self._sources_of(certificate, [fact]))
                    return Saying("experience_counts", values, notes, facts=self._placed(certificate, [fact]))
        return None

    def _of_none(self, asked: Asked) -> tuple[list[Saying], list[Button], tuple[str, ...]]:
        """A topic of which no certificate is meant: the only sheet that tells of it, all when that is short, else the choice."""
        topic = asked.query.intent
        holders = self.knowledge.holders(topic)
        if not holders:
            return [self._unknown(asked, (), ())], [], ()
        if len(holders) == 1:
            return [self._closed_first(asked, holders[0], self._told(asked, holders[0]))], [], tuple(holders)
        if self.knowledge.topics[topic].at_a_glance:
            return [self.told_of_all(asked, holders)], self._choices(topic, holders), ()
        if self._length(topic, holders) <= SHORT_ENOUGH:
            return [self.told_of_all(asked, holders)], [], ()
        return [self._which(topic)], self._choices(topic, holders), ()

    def _about_centre(self, asked: Asked, certificates: Sequence[str]) -> list[Saying]:
        topic = asked.query.intent
        own = [c for c in certificates if self._holds(c, topic)]
        told = [self._told(asked, c, f"{topic}_of_certificate") for c in own]
        # Where one certificate's sheet names a place of its own, the centre's is no answer for another certificate.
        # A pressed button has no words, and says the certificate itself.
        meant = [c for c in certificates if c in asked.reading.named() or not asked.reading.words]
        elsewhere = [c for c in meant if self.knowledge.certificates[c].sheet != self.knowledge.centre.sheet]
        if certificates and not told and elsewhere and self.knowledge.holders(topic):
            return [self._not_told(asked, c) for c in certificates]
        return told or [self._of_centre(topic, asked)]

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

    def _told(self, asked: Asked, certificate: str, response: str | None = None) -> Saying:
        topic = asked.query.intent
        facts = _picked(self._facts(topic, certificate), asked, certificate)
        named = self._named(asked, certificate, facts)
        if other := figure_of_another(self.knowledge, asked, certificate):
            note, holder, fact = other
            saying = self._facts_meant(topic, certificate, facts, [note], response)
            return replace(saying, facts=(*saying.facts, *self._placed(holder, [fact])))
        if not named and asked.query.act in (*CLOSED, "choose") and (beside := self._told_beside(asked, certificate, {topic})):
            return beside
        if checked := self._checked(asked, certificate, facts, named):
            return checked
        if not (named and asked.query.intent == "admission") and (personal := self._personal(asked, certificate, facts)):
            return personal
        if meant := _meant(asked, [*facts, *_untold(named, facts)], named) or _of_status(asked, facts):
            openings = closed(asked, named)
            # « Écrit ou oral, et comment est-on noté ? » asks more than which of two.
            told = facts if ("both", {}) in openings and asked.reading.words > BRIEF else meant
            saying = self._facts_meant(topic, certificate, told, openings, response)
            held = any((one.holder, one.topic) == (certificate, topic) for one in asked.reading.held_figures)
            return self._with_gap(saying, certificate, topic) if held else saying
        one = self._one_meant(asked, certificate, facts)
        if one is not None and topic not in _WORKED_OUT:
            return self._facts_meant(topic, certificate, [one], (), response)
        entry = self.knowledge.facts_of(certificate, topic)
        gap = entry.gap if entry else None
        openings, worked_out = self._worked_out(asked, certificate)
        openings = [*sides(asked, facts), *openings]
        if worked_out and self._asks_total(asked, certificate):
            openings = [("confirmed", {}), *openings]
        notes = [
            *worked_out,
            *([("note_gap", {"gap": gap})] if gap else []),
            *self.old(facts),
            *([self._contact_note()] if gap else []),
            *(other_way(self.knowledge, certificate, asked.situation) if topic == "admission" else []),
            *self._sources_of(certificate, facts),
        ]
        values = {"certificate": self.knowledge.certificates[certificate].name, "facts": told_in(facts)}
        return Saying(response or topic, values, tuple(notes), tuple(openings), self._placed(certificate, facts))

    def _named(self, asked: Asked, certificate: str, facts: Sequence[Fact] = ()) -> list[tuple[Fact, str]]:
        """The topic's facts that the message names, also those that are told to nobody else."""
        entries = self._entries(asked.query.intent, certificate)
        untold = [fact for entry in entries for fact in entry.facts if not fact.said]
        return named_facts(
            self.knowledge, asked, certificate, [*(facts or self._facts(asked.query.intent, certificate)), *untold]
        )

    def _told_beside(self, asked: Asked, certificate: str, names: Collection[str]) -> Saying | None:
        """What a message on these topics or silences names by a word of its own, though it stands under another topic."""
        topics = self.knowledge.certificates[certificate].topics
        found = [
            (named.topic, fact, named.answer)
            for named in asked.reading.named_facts
            if named.holder == certificate and set((fact := topics[named.topic].facts[named.index]).beside) & set(names)
        ]
        if not found:
            return None
        topic = found[0][0]
        answers = [(fact, answer) for where, fact, answer in found if where == topic]
        return self._facts_meant(topic, certificate, list(dict.fromkeys(fact for fact, _ in answers)), closed(asked, answers))

    def _closed_first(self, asked: Asked, certificate: str, saying: Saying) -> Saying:
        """Whoever asks what a training costs or pays that is closed to them hears that first, once."""
        found = eligibility(self.knowledge, certificate, asked.situation)
        # What was answered before the diploma was told did not say it.
        known = eligibility(self.knowledge, certificate, asked.state.situation_of(asked.query.person))
        heard = known.verdict is Verdict.NO and any(
            q.person == asked.query.person and certificate in q.certificates and (q.act == "verdict" or q.intent in _OF_MONEY)
            for turn in asked.state.turns
            for q in turn.queries
        )
        told = told_of(self.knowledge, asked.situation)
        if asked.query.intent not in _OF_MONEY or found.verdict is not Verdict.NO or heard or not told:
            return saying
        values = {
            "told": told,
            "certificate": self.knowledge.certificates[certificate].name,
            "condition": condition_of(self.knowledge, certificate),
        }
        return replace(saying, openings=(("not_open_yet", values), *saying.openings))

    def _placed(self, certificate: str, facts: Sequence[Fact]) -> tuple[tuple[str, Fact], ...]:
        """The facts with the sheet each stands in."""
        own = self.knowledge.certificates[certificate].sheet
        return tuple((fact.sheet or own, fact) for fact in facts)

    def _sources_of(self, certificate: str, facts: Sequence[Fact]) -> list[Note]:
        return source_note(self.knowledge, {sheet for sheet, _ in self._placed(certificate, facts)})

    def _facts_meant(
        self, topic: str, certificate: str, facts: Sequence[Fact], openings: Sequence[Note] = (), response: str | None = None
    ) -> Saying:
        """Of a topic just the facts that are meant, in the topic's sentence; after « oui » or « non » where one is due."""
        if any(fact.salary for fact in facts):
            # What a salary is (« minimum conventionnel au… ») goes with it.
            entry = self.knowledge.facts_of(certificate, topic)
            facts = [*facts, *(fact for fact in (entry.facts if entry else ()) if fact.dated and fact not in facts)]
        values = {"certificate": self.knowledge.certificates[certificate].name, "facts": told_in(facts)}
        notes = (*self.old(facts), *self._sources_of(certificate, facts))
        used = self._placed(certificate, facts)
        return Saying(response or topic, values, notes, tuple(openings), used)

    def _personal(self, asked: Asked, certificate: str, facts: Sequence[Fact]) -> Saying | None:
        """What a person hears and nobody else: the verdict on them, the pay at their age."""
        situation = asked.situation
        if asked.query.intent == "admission" and _judges(asked):
            openings, found = lacking(self.knowledge, certificate, asked) or ([], [])
            found = found or verdict(self.knowledge, certificate, situation, answers=asked.query.act == "verdict")
            if not found:
                return None
            (response, values), *rest = found
            asks = [fact for fact in facts if fact.conditions]
            if other := other_way(self.knowledge, certificate, situation):
                asks += self.knowledge.beside(certificate, {"admission"})
            notes = (*rest, *other, *self._sources_of(certificate, asks))
            return Saying(response, values, notes, tuple(openings), facts=self._placed(certificate, asks))
        if asked.query.intent == "apprentice_pay" and situation.age:
            pay = rules.apprentice_pay(self.knowledge, certificate, situation.age)
            if pay is None:
                return None
            notes = (*self._later_pay(certificate, pay), *self._sources_of(certificate, [pay.fact]))
            smic = self.knowledge.reference.smic
            values = {
                "age": str(pay.age), "percent": f"{pay.percent} %", "pay": euros(pay.monthly),
                "smic": euros(smic.monthly_gross), "since": day(smic.since),
                "certificate": self.knowledge.certificates[certificate].name,
            }  # fmt: skip
            used = self._placed(certificate, [pay.fact])
            return Saying("apprentice_pay_at", values, notes, checked_pay(asked, pay), used, uses_smic=True)
        return None

    def _later_pay(self, certificate: str, pay: rules.ApprenticePay) -> list[Note]:
        """The next birthday's pay, when it is another."""
        later = rules.apprentice_pay(self.knowledge, certificate, pay.age + 1)
        if later is None or later.percent == pay.percent:
            return []
        values = {"age": str(later.age), "percent": f"{later.percent} %", "pay": euros(later.monthly)}
        return [("note_apprentice_pay_later", values)]

    def _checked(self, asked: Asked, certificate: str, facts: Sequence[Fact], named: Sequence[tuple[Fact, str]]) -> Saying | None:
        """Whether a figure is what the sheet says: « c'est bien 1 890 ? ». What is worked out for an age is checked elsewhere."""
        if asked.query.intent == "apprentice_pay" or self._asks_total(asked, certificate):
            return None
        if payers := self._payers(asked, certificate):
            return payers
        if found := difference(asked, [facts]):
            return self._facts_meant(asked.query.intent, certificate, found.facts, found.openings)
        answered = answer_figures(asked, facts, named)
        if answered is None:
            return None
        saying = self._facts_meant(asked.query.intent, certificate, answered.facts, answered.openings)
        return self._with_gap(saying, certificate, asked.query.intent)

    def _with_gap(self, saying: Saying, certificate: str, topic: str) -> Saying:
        """Of a figure it is told too what the sheet leaves open: whose it is, of when."""
        entry = self.knowledge.facts_of(certificate, topic)
        return replace(saying, notes=(("note_gap", {"gap": entry.gap}), *saying.notes)) if entry and entry.gap else saying

    def _payers(self, asked: Asked, certificate: str) -> Saying | None:
        """« C'est bien 7 840 € que je dois payer moi-même ? »: the price is one thing, who pays it another."""
        topic = asked.query.intent
        held = any((one.holder, one.topic) == (certificate, topic) for one in asked.reading.held_figures)
        payers = self._facts("funding", certificate) if held and topic in ("price", "fees") else []
        if not named_facts(self.knowledge, asked, certificate, payers):
            return None
        return self._with_gap(
            self._facts_meant("funding", certificate, payers, [("not_necessarily", {})]), certificate, "funding"
        )

    def _asks_total(self, asked: Asked, certificate: str) -> bool:
        """Whether a closed question names the price with the fee, of one or of several, which no fact holds."""
        return asked.query.act in ("confirm", "yesno") and bool(self._people_paid_for(asked, certificate))

    def _people_paid_for(self, asked: Asked, certificate: str) -> list[int]:
        total = rules.total_price(self.knowledge, certificate) if asked.query.intent in ("price", "fees") else None
        found = [rules.people_paid_for(total, float(figure)) for figure in asked.reading.figures] if total else []
        return [number for number in found if number]

    def _one_meant(self, asked: Asked, certificate: str, facts: Sequence[Fact]) -> Fact | None:
        """The one fact of several that a closed question, or a further one on the same topic, is answered by."""
        last = asked.state.last
        further = (
            last is not None and last.intent == asked.query.intent and set(last.certificates) == set(asked.query.certificates)
        )
        named = asked.query.intent in asked.reading.named_topics and asked.reading.words <= BRIEF
        as_a_whole = (named and not further) or is_choice(asked)
        if (
            as_a_whole
            or len(facts) < 2
            or not (asked.query.act in ("yesno", "confirm", "define") or (further and asked.query.act != "repeat"))
        ):
            return None
        entry = self.knowledge.certificates[certificate].topics.get(asked.query.intent)
        scores = [
            (score.score, entry.facts[score.index])
            for score in asked.reading.facts
            if entry and score.holder == certificate and score.topic == asked.query.intent and entry.facts[score.index] in facts
        ]
        if not scores or scores[0][0] < NEAR_ENOUGH:
            return None
        clear = len(scores) < 2 or scores[0][0] - scores[1][0] >= CLEARLY_NEARER
        return scores[0][1] if clear else None

    def told_of_all(self, asked: Asked, certificates: Sequence[str], openings: Sequence[Note] = ()) -> Saying:
        """One line a certificate; what a sheet does not say is said to be missing.

        Args:
            asked: the query, on a topic; of its facts those are told that the message means.
            certificates: of which.
            openings: said before.
        """
        topic = asked.query.intent
        sections: list[Note] = []
        told_facts: list[tuple[str, Fact]] = []
        silent, answers = [], []
        most = MOST_CHARACTERS if self._length(topic, certificates) <= MOST_CHARACTERS else MOST_CHARACTERS // len(certificates)
        crowded = len(certificates) >= MANY
        for certificate in certificates:
            facts = self._facts(topic, certificate)
            if not facts:
                silent.append(self.knowledge.certificates[certificate].name)
                continue
            named = self._named(asked, certificate, facts)
            meant = _meant(asked, [*facts, *_untold(named, facts)], named)
            answers.append(closed(asked, named) if meant else [])
            facts = meant or facts
            entry = self.knowledge.facts_of(certificate, topic)
            told = as_much_as_fits([fact.brief if fact.brief and crowded else with_group(fact) for fact in facts], most)
            gap = f" ({entry.gap.rstrip('.')})" if entry and entry.gap and not crowded and not meant else ""
            values = {"certificate": capital(self.knowledge.certificates[certificate].name), "facts": told + gap}
            sections.append(("all_told", values))
            told_facts += self._placed(certificate, facts)
        if silent:
            sections.append(("all_not_told", {"certificate": capital(listing(silent))}))
        # « Oui » for all only where each says so.
        agreed = answers[0] if answers and not silent and all(answer == answers[0] for answer in answers) else []
        every_fact = [fact for _, fact in told_facts]
        checked = check_figures(asked, every_fact) if asked.query.act == "confirm" else None
        if checked and checked.right:
            agreed = [("confirmed", {})]
        agreed = sides(asked, every_fact) or agreed
        if found := difference(asked, [self._facts(topic, certificate) for certificate in certificates]):
            agreed = found.openings
        notes = [
            *sections,
            *self.old([fact for _, fact in told_facts]),
            *([self._contact_note()] if silent else []),
            *source_note(self.knowledge, {sheet for sheet, _ in told_facts}),
        ]
        # Of all jobs « le métier, selon le métier » says nothing: these are the jobs.
        every = self.knowledge.topics[topic].at_a_glance and len(certificates) == len(self.knowledge.certificates)
        return Saying(
            "certificates" if every else "topic_of_all",
            {"label": capital(self.knowledge.topics[topic].label)},
            tuple(notes),
            (*openings, *agreed),
            tuple(told_facts),
            listed=tuple(sorted(certificates, key=lambda c: not self._holds(c, topic))),
        )

    def _of_centre(self, topic: str, asked: Asked) -> Saying:
        facts = [fact for fact in self.knowledge.centre.topics[topic].facts if fact.said]
        named = named_facts(self.knowledge, asked, "centre", facts)
        meant = _meant(asked, facts, named)
        sheet = self.knowledge.centre.sheet
        notes = tuple(source_note(self.knowledge, {sheet}))
        openings = tuple(closed(asked, named)) if meant else ()
        facts = meant or facts
        used = tuple((fact.sheet or sheet, fact) for fact in facts)
        return Saying(topic, {"facts": told_in(facts)}, notes, openings, used)

    def _not_told(self, asked: Asked, certificate: str) -> Saying:
        topic = asked.query.intent
        entry = self.knowledge.facts_of(certificate, topic)
        values = {"certificate": self.knowledge.certificates[certificate].name, "label": self.knowledge.topics[topic].label}
        gap: list[Note] = [("note_gap", {"gap": entry.gap})] if entry and entry.gap else []
        if other := figure_of_another(self.knowledge, asked, certificate):
            return self._told_of_another(asked, certificate, *other)
        near, facts = self._near(asked, [certificate])
        elsewhere = self._note_elsewhere(self._elsewhere(topic))
        return Saying("unknown_of_certificate", values, (*gap, *elsewhere, self._contact_note(), *near), facts=facts)

    def _note_elsewhere(self, holders: Sequence[str]) -> list[Note]:
        """Whose sheets do tell what was asked, when they are few."""
        response = "note_told_elsewhere" if len(holders) == 1 else "note_told_in_others"
        few = 0 < len(holders) <= MOST_ELSEWHERE
        return [(response, {"certificate": listing([self._name(holder) for holder in holders])})] if few else []

    def _told_of_another(self, asked: Asked, certificate: str, note: Note, other: str, fact: Fact) -> Saying:
        """The figure that was asked of one certificate is another's; on the one asked about the sheet is silent."""
        label = self.knowledge.topics[asked.query.intent].label
        values = {"certificate": self.knowledge.certificates[certificate].name, "label": label}
        notes = (self._contact_note(), *self._sources_of(other, [fact]))
        return Saying("unknown_of_certificate", values, notes, (note,), self._placed(other, [fact]))

    def _told_elsewhere(self, topic: str) -> list[Button]:
        """The other sheets that tell of a topic, behind buttons: their figures are no answer, where they stand is."""
        label = self.knowledge.topics[topic].button.lower()
        names = {holder: capital(self.knowledge.certificates[holder].name) for holder in self._elsewhere(topic)}
        return [Button(f"{name} : {label}", f"ask_{topic}", holder) for holder, name in names.items()]

    def _elsewhere(self, topic: str) -> list[str]:
        """The certificates whose sheets tell of a topic on which another is silent, when they are few."""
        holders = self.knowledge.holders(topic)
        return holders if len(holders) <= MOST_ELSEWHERE else []

    def _unanswered(self, asked: Asked, certificates: Sequence[str]) -> list[Saying]:
        """What is asked and named as a silence: told by the sheets that are none, and said to be missing in the others."""
        names = _silences(asked)
        told: list[Saying] = []
        missing: list[str] = []
        for name in names or [asked.query.intent]:
            found = [self._told_beside(asked, c, {name}) for c in certificates or self.knowledge.certificates]
            new = [saying for saying in found if saying]
            told += [saying for saying in new if saying not in told]
            missing += [name] if not new or (certificates and not all(found)) else []
        if told and not (missing and names):
            return told
        silent = [c for c in certificates if all(saying.values["certificate"] != self._name(c) for saying in told)]
        return [*told, self._unknown(asked, silent or certificates, [name for name in missing if name in names])]

    def _name(self, certificate: str) -> str:
        return self.knowledge.certificates[certificate].name

    def _unknown(self, asked: Asked, certificates: Sequence[str], names: Sequence[str]) -> Saying:
        """The sheets say nothing on the topic, or on what of it the message names."""
        topic = self.knowledge.topics[asked.query.intent]
        near, facts = self._near(asked, certificates, names)
        note: list[Note] = [("note_gap", {"gap": topic.note})] if topic.note else []
        values = {"label": listing(names, "ni sur") if names else topic.label}
        elsewhere = [c for c in self.knowledge.certificates if names and self._told_beside(asked, c, names)]
        if len(certificates) == 1 and elsewhere:
            values["certificate"] = self._name(certificates[0])
            note += self._note_elsewhere(elsewhere)
        response = "unknown_of_certificate" if "certificate" in values else "unknown"
        return Saying(response, values, (*note, self._contact_note(), *near), facts=facts)

    def _near(
        self, asked: Asked, certificates: Sequence[str], names: Sequence[str] = ()
    ) -> tuple[list[Note], tuple[tuple[str, Fact], ...]]:
        """What the sheets do say near a question on which they are silent, and the facts it rests on.

        First what is told beside it; then the fact of the certificate that is nearest to the message, when one is near and the
        message names nothing that is known to be silent; else the topic's declared neighbour.
        """
        declared = self.knowledge.topics[asked.query.intent].near
        of_centre = self.knowledge.beside("centre", names)
        if declared and self.knowledge.topics[declared].scope == "centre":
            of_centre = list(self.knowledge.centre.topics[declared].facts)
        if of_centre:
            told = ", ".join(fact.text for fact in of_centre)
            return [("note_near", {"facts": told})], tuple((self.knowledge.centre.sheet, fact) for fact in of_centre)
        notes: list[Note] = []
        used: list[tuple[str, Fact]] = []
        for key, found in self._near_facts(asked, declared, certificates, names):
            certificate = self.knowledge.certificates[key]
            told = as_much_as_fits([fact.text for fact in found], NEAR_CHARACTERS)
            notes.append(("note_near_of_certificate", {"certificate": certificate.name, "facts": told}))
            used += [(fact.sheet or certificate.sheet, fact) for fact in found]
        notes += [*self.old([fact for _, fact in used]), *source_note(self.knowledge, {sheet for sheet, _ in used})]
        return notes, tuple(used)

    def _near_facts(
        self, asked: Asked, declared: str | None, certificates: Sequence[str], names: Sequence[str]
    ) -> list[tuple[str, list[Fact]]]:
        about = certificates or asked.state.discussed
        known = [c for c in about if c in self.knowledge.certificates]
        if beside := [(c, facts) for c in known if (facts := self.knowledge.beside(c, {*names, asked.query.intent}))]:
            return beside
        if len(about) == 1 and not names:
            (key,) = about
            scores = [s for s in asked.reading.facts if s.holder == key and s.score >= NEAR_ENOUGH][:2]
            facts = [entry.facts[s.index] for s in scores if (entry := self.knowledge.facts_of(key, s.topic))]
            if facts := [fact for fact in facts if fact.said]:
                return [(key, facts)]
        holders = self.knowledge.holders(declared) if declared else []
        # Of another certificate than the one asked about, nothing is told; when none is named, the only one that knows is.
        keys = [c for c in about if c in holders] if about or len(holders) > 1 else holders
        return [(key, self._facts(declared, key)) for key in keys] if declared else []

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

    def _worked_out(self, asked: Asked, certificate: str) -> tuple[list[Note], list[Note]]:
        """What is worked out for the person: said before the facts, and after them."""
        topic = asked.query.intent
        if topic == "apprentice_pay":
            return [], [("note_ask_age", {})]
        if topic in ("price", "fees") and (total := rules.total_price(self.knowledge, certificate)):
            amounts = {"total": total.total, "tuition": total.tuition, "fee": total.fee}
            note = "note_total_price" if "apprentice" in total.waived_for else "note_total_price_for_all"
            several = [n for n in self._people_paid_for(asked, certificate) if n > 1]
            sums: list[Note] = [("note_price_of_several", {"number": str(n), "sum": euros(n * total.total)}) for n in several]
            return [], [(note, {key: euros(value) for key, value in amounts.items()}), *sums]
        return [], []

    def _next_steps(self, topics: Sequence[str], certificates: Sequence[str]) -> list[Button]:
        """What is asked next after the last topic, where the certificate's sheet has an answer."""
        only = certificates[0] if len(certificates) == 1 else None
        wanted = [step for topic in reversed(topics) for step in self.knowledge.topics[topic].next if step not in topics]
        buttons = []
        # What was answered in a topic's place is not offered after it.
        generals = {self.knowledge.topics[topic].general for topic in topics} if not certificates else set()
        for step in dict.fromkeys(wanted):
            topic = self.knowledge.topics[step]
            holders = self.knowledge.holders(step)
            if step in generals:
                continue
            if topic.scope == "centre" or (any(c in holders for c in certificates) if certificates else holders):
                buttons.append(Button(topic.button, f"ask_{step}", only if topic.scope == "certificate" else None))
        return buttons[:3]


def _judges(asked: Asked) -> bool:
    """Whether a question on admission is about somebody: it asks or tells so, or goes on with them in a few words."""
    if asked.query.act == "verdict" or any(telling.situation.tells_diploma_or_work for telling in asked.reading.told):
        return True
    last = asked.state.last
    if last is not None and last.act == "verdict":
        # Who just heard the verdict on one certificate asks of another, or of the conditions.
        return bool(asked.reading.named())
    # « Faut le permis ? » asks of no person.
    return is_closed(asked) and asked.reading.words <= BRIEF and not asked.reading.silences


def _meant(asked: Asked, facts: Sequence[Fact], named: Sequence[tuple[Fact, str]]) -> list[Fact]:
    """The facts that are meant by words of their own, or all but those; none when the topic as a whole is asked.

    Who asks openly and names several (« l'oral, l'écrit, comment est-on noté ? ») gives examples of what they mean.
    """
    by_word = [fact for fact in facts if any(fact == one for one, _ in named)]
    one_alone = len(by_word) == 1 < len(facts) and asked.query.intent not in _WORKED_OUT
    if not by_word or not (is_closed(asked) or is_choice(asked) or one_alone):
        return []
    if is_choice(asked) and len(named) < 2:
        # « Dans le privé ou le public ? »: the sheet's words for the other side are among its other facts.
        return []
    if "except" in asked.reading.cues and asked.reading.words <= BRIEF:
        return [fact for fact in facts if fact not in by_word]
    return by_word


def _untold(named: Sequence[tuple[Fact, str]], facts: Sequence[Fact]) -> list[Fact]:
    """The named facts that are told to those alone who name them."""
    return [fact for fact, _ in named if fact not in facts]


def _silences(asked: Asked) -> list[str]:
    """What of a topic the message names that no sheet tells, or not each."""
    return [silence.name for silence in asked.reading.silences if silence.topic == asked.query.intent]


def _of_status(asked: Asked, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that hold for what the person is; none when that is not known."""
    return [fact for fact in facts if asked.situation.status in fact.statuses]


def _picked(facts: list[Fact], asked: Asked, certificate: str) -> list[Fact]:
    """One item of a list that was just told, or all but one: « le troisième, c'était quoi ? », « tous sauf le premier »."""
    cues, last = asked.reading.cues, asked.state.last
    turn = next((turn for turn in reversed(asked.state.turns) if last in turn.queries), None)
    place = next((place for cue, place in _PLACES.items() if cue in cues), None)
    # « Le premier » after a list of certificates is one of those, and « en première année » no item of a pay scale.
    again = last and turn and last.intent == asked.query.intent and (last.certificates or turn.told_of) == (certificate,)
    if place is None or not again or asked.query.intent in _WORKED_OUT or place >= len(facts) or asked.reading.words > BRIEF:
        return facts
    item = facts[place]
    return [fact for fact in facts if fact != item] if "except" in cues else [item]


def _tells_the_same(saying: Saying, other: Saying) -> bool:
    return bool(saying.facts) and (saying.response, saying.facts) == (other.response, other.facts)


def _merge_companions(asked: Sequence[Asked], knowledge: Knowledge) -> list[Asked]:
    """Leave out a question whose topic is told along with another one's (« la durée et le nombre d'heures »)."""
    kept: list[Asked] = []
    for one in asked:
        if any(_tells(other.query, one.query, knowledge) or other.query == one.query for other in kept):
            continue
        kept = [other for other in kept if not _tells(one.query, other.query, knowledge)]
        kept.append(one)
    return kept


def _tells(query: Query, other: Query, knowledge: Knowledge) -> bool:
    """Whether the answer to a question tells another one's too."""
    return other.intent in knowledge.topics[query.intent].with_ and other.certificates == query.certificates


def _says_no_more(fact: Fact, others: Sequence[Fact]) -> bool:
    return any(set(fact.quotes) & set(other.quotes) for other in others if other.group is None)
