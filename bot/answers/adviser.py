"""What is said to a message: the interpreter says what it means, each of its questions is answered, the state is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import msgspec

from bot.answers.advice import SITUATION, advise, for_each, open_certificates
from bot.answers.beyond import about_beyond, goal_beyond, subject_beyond
from bot.answers.certificates import choose_certificate, list_certificates
from bot.answers.closed import BRIEF
from bot.answers.comparison import compare, who_does
from bot.answers.eligibility import Verdict
from bot.answers.glossary import define
from bot.answers.lacking import asks_what_lacks
from bot.answers.paths import path
from bot.answers.reply import Asked, Button, Note, Reply, Saying
from bot.answers.sources import SMIC, sources
from bot.answers.telling import SAID_ONCE, shortened
from bot.answers.topics import MOST_BUTTONS, NEAR_ENOUGH, TopicAnswers
from bot.answers.verdicts import standing
from bot.dialogue.interpreter import Interpretation, Interpreter
from bot.dialogue.people import names_after, with_people, with_turns_taken
from bot.dialogue.query import NOT_OURS, SOCIAL, Query, act_of
from bot.dialogue.reading import SELF, Piece, Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import Pending, State, Turn
from bot.dialogue.update import people_after, update
from bot.knowledge import Knowledge
from bot.knowledge.checks import numbers_in
from bot.typography import capital

# Under this the likeliest meaning is asked for: on held-out authors the first meaning was right in about half of such turns.
UNCLEAR = 0.2
# Under this the next likeliest meaning is offered beside the answer: one in two was not what was meant.
DOUBTFUL = 0.5
# What is answered instead of what was rejected, or of the same again, is at most this much less likely (natural logarithm).
LEAST_LIKELY, NEARLY_AS_LIKELY = 2.5, 1.2
# A topic this likely beside comparing is what is compared: for the examples' classifier, for what whole conversations teach.
LIKELY_BESIDE, LIKELY_IN_TALK = 0.004, 0.1
# Numbers that may be an apprentice's age.
_AGES = range(14, 71)
# As many words are explained at once.
MOST_TERMS = 2
START_TOPICS = ("role", "admission", "price", "salary")
# Acts that what was said already may answer.
_MAY_REPEAT = frozenset(["repeat", "source", "reject", "social", "not_ours", "complain"])
_CAN_BE_REPEATED = frozenset(["comparison", "path", "certificates", "recommendation"])
_GIVE_CONTACT = frozenset(["contact", "talk_to_human", "complain", "bot_challenge"])
_HOLD_CONTACT = frozenset(["note_contact", "note_next", "step_call", "steps", "steps_call", "steps_by_work"])
# What is asked of people beside verdicts: what is open to them, what is advised.
_OF_PEOPLE = frozenset(["admission", "recommendation", "certificates", "tell_situation"])
# What a short question about a person's case is answered by.
_PERSONAL = ("admission", "apprentice_pay")


class Adviser:
    """Answers everything.

    Args:
        topics: answers single topics; its knowledge is used throughout.
        interpreter: finds what messages mean.
    """

    def __init__(self, topics: TopicAnswers, interpreter: Interpreter) -> None:
        self.topics = topics
        self.knowledge: Knowledge = topics.knowledge
        self.interpreter = interpreter
        self._moves: dict[str, Callable[[Asked], Reply]] = {
            "comparison": self._compare,
            "certificates": self._certificates,
            "path": self._path,
            "recommendation": lambda asked: advise(self.topics, asked),
            "source": self._source,
            "repeat": self._repeat,
            "correct": self._rejected,
            "tell_situation": self._noted,
            "define": self._define,
        }

    # One message ---------------------------------------------------------------------------------------------------------

    def reply(self, reading: Reading, state: State) -> tuple[Reply, State]:
        """The reply to a message, and the state after it.

        Args:
            reading: what the message says by itself.
            state: the conversation before it.
        """
        state = with_turns_taken(state, reading)
        reading = with_people(reading, state)
        return self.answer(self.interpreter.interpret(reading, state), reading, state)

    def pressed(self, intent: str, certificates: Sequence[str], state: State) -> tuple[Reply, State]:
        """The reply to a pressed button, which says its intent and certificate and nothing else.

        Args:
            intent: a topic, or another intent.
            certificates: ids; none: as the conversation has it.
            state: the conversation before it.
        """
        topic = self.knowledge.topics.get(intent)
        if topic is None and act_of(intent) is None:
            # « /change_certificate », or what nobody knows: a payload may come from anybody.
            intent = "help"
        kept = tuple(certificates) or (state.discussed if topic and topic.scope != "centre" else ())
        query = Query(act_of(intent) or "open", intent, kept, state.person)
        return self.answer(Interpretation((query,), "new", (), 1.0), Reading(0, Piece(0, 0, {})), state)

    def answer(self, found: Interpretation, reading: Reading, state: State) -> tuple[Reply, State]:
        """The reply to a message that means this.

        Args:
            found: what it means.
            reading: what it says by itself.
            state: the conversation before it.
        """
        queries = found.queries
        if state.pending and state.pending.asked == SITUATION and reading.number is not None and not reading.told:
            # « 5 ans », asked for diploma and work.
            reading = _telling(reading, queries[0].person, Situation(experience_years=reading.number))
            queries = (Query("tell", "tell_situation", (), queries[0].person),)
        reading = _with_age(reading, queries[0])
        if _asks_first_step(reading, state):
            queries = (msgspec.structs.replace(queries[0], act="advise", intent="recommendation"),)
            found = found._replace(queries=queries, confidence=1.0)
        if lacks := asks_what_lacks(self.knowledge, self._asked(queries[0], reading, state, queries), queries):
            queries, found = (lacks,), found._replace(queries=(lacks,), confidence=1.0)
        unclear = self._unclear(found, state)
        if unclear:
            return self._done(unclear, queries, found, reading, state)
        reply = self._answer_all(queries, reading, state)
        if self._is_misread(reply, found, reading, state):
            reply = (
                self._otherwise(found, reading, state)
                or self._conditions(queries, reading, state)
                or self._offered(reply, found, state)
                or reply
            )
        if not any(query.act in _MAY_REPEAT for query in queries):
            reply = _without_what_was_just_said(reply, state)
        reply = replace(reply, buttons=self._with_runner_up(reply.buttons, found))
        return self._done(reply, queries, found, reading, state)

    def _with_runner_up(self, buttons: tuple[Button, ...], found: Interpretation) -> tuple[Button, ...]:
        """What else may have been meant, first among the buttons, where what was answered is about as likely as not."""
        if found.confidence >= DOUBTFUL or len(found.candidates) < 2:
            return buttons
        other = found.candidates[1].query
        if other.intent not in self.knowledge.topics or other.intent == found.queries[0].intent:
            return buttons
        button = Button(self.knowledge.topics[other.intent].button, f"ask_{other.intent}", _only(other.certificates))
        return (button, *(one for one in buttons if one.intent != button.intent))[:MOST_BUTTONS]

    def start_buttons(self) -> tuple[Button, ...]:
        """What a visitor who does not know what to ask is offered."""
        topics = ((topic, self.knowledge.topics[topic].button) for topic in START_TOPICS)
        return tuple(Button(title, f"ask_{topic}") for topic, title in topics)

    def _done(
        self, reply: Reply, queries: Sequence[Query], found: Interpretation, reading: Reading, state: State
    ) -> tuple[Reply, State]:
        told = {name for saying in reply.sayings for name in (saying.response, *dict(saying.notes))}
        said = _hashes(reply)
        if state.contact_told:
            reply = replace(reply, sayings=tuple(_contact_again(saying) for saying in reply.sayings))
        facts = [(sheet, quote) for saying in reply.sayings for sheet, fact in saying.facts for quote in fact.quotes]
        if any(saying.uses_smic for saying in reply.sayings):
            facts.append((SMIC, ""))
        silent = any(saying.response.startswith("unknown") for saying in reply.sayings)
        listed = next((saying.listed for saying in reply.sayings if len(saying.listed) > 1), ())
        after = update(
            state,
            reading,
            reply.answered or queries,
            self.knowledge,
            told_of=reply.told_of,
            listed=listed,
            shown=facts if facts or silent else None,
            pending=reply.pending,
            runner_up=found.candidates[1].query if len(found.candidates) > 1 else None,
            said=said,
            contact_told=bool(told & _HOLD_CONTACT) or queries[0].intent in _GIVE_CONTACT,
        )
        return reply, after

    def _unclear(self, found: Interpretation, state: State) -> Reply | None:
        """The likeliest topics to choose from, when answering one of them would be guessing."""
        if found.confidence >= UNCLEAR or len(found.queries) > 1 or not found.candidates:
            return None
        best = found.candidates[0].log_probability
        close = [c.query for c in found.candidates if c.log_probability >= best - 1 and c.query.intent in self.knowledge.topics]
        if len(close) < 2 or found.queries[0].intent not in self.knowledge.topics:
            return None
        buttons = [Button(self.knowledge.topics[q.intent].button, f"ask_{q.intent}", _only(q.certificates)) for q in close[:3]]
        return Reply((Saying("which_topic"),), tuple(buttons), (), Pending("topic", tuple(q.intent for q in close[:3])))

    @staticmethod
    def _is_misread(reply: Reply, found: Interpretation, reading: Reading, state: State) -> bool:
        """Whether the reply shows that something else was meant: it was given before and nobody asked for it again."""
        if found.queries[0].act == "define" and reply.sayings[0].response == "unknown_word":
            return True
        asks_again = found.queries[0].act in _MAY_REPEAT or reading.cues & {"corrects person", "lacks"}
        if not reading.words or not state.turns or asks_again:
            return False
        said = set(_hashes(reply))
        if found.edit in ("revise", "reject"):
            return any(said <= set(turn.said) for turn in state.turns)
        # Facts just told may hold the answer to a further question; a verdict or a silence holds nothing more.
        holds_more = not _is_personal(found.queries[0]) and any(not s.response.startswith("unknown") for s in reply.sayings)
        tells = any(telling.situation.tells_of_somebody for telling in reading.told)
        return said <= set(state.turns[-1].said) and not holds_more and not tells

    def _otherwise(self, found: Interpretation, reading: Reading, state: State) -> Reply | None:
        """The next likeliest meaning with an answer that was not given yet."""
        best = found.candidates[0].log_probability if found.candidates else 0.0
        rejected = found.edit in ("revise", "reject") or found.queries[0].act == "define"
        least = best - (LEAST_LIKELY if rejected else NEARLY_AS_LIKELY)
        said_before = {said for turn in state.turns for said in turn.said}
        for candidate in found.candidates[1:]:
            if candidate.log_probability < least or candidate.query.intent not in self.knowledge.topics:
                continue
            reply = self._answer_all((candidate.query,), reading, state)
            silent = any(s.response.startswith("unknown") for s in reply.sayings)
            if silent or set(_hashes(reply)) <= said_before:
                continue
            if found.queries[0].act == "define":
                return replace(reply, answered=(candidate.query,))
            first = reply.sayings[0]
            first = replace(first, openings=(("sorry", {}), *first.openings))
            return replace(reply, sayings=(first, *reply.sayings[1:]), answered=(candidate.query,))
        return None

    def _conditions(self, queries: Sequence[Query], reading: Reading, state: State) -> Reply | None:
        """All that a sheet asks, for who heard the verdict on it and asks on: « devra-t-il, en outre… ? »."""
        query = queries[0]
        if query.intent != "admission" or query.act != "verdict" or len(query.certificates) != 1:
            return None
        listed = msgspec.structs.replace(query, act="open")
        reply = self._answer_all([listed], msgspec.structs.replace(reading, told=()), state)
        said_before = {said for turn in state.turns for said in turn.said}
        return None if set(_hashes(reply)) <= said_before else replace(reply, answered=(listed,))

    def _offered(self, reply: Reply, found: Interpretation, state: State) -> Reply | None:
        """Whoever gets the same again is not understood: what else they may mean, and somebody to ask.

        What was told further back is told again.
        """
        if found.queries[0].act == "define" or not set(_hashes(reply)) <= set(state.turns[-1].said):
            return None
        taken = {query.intent for turn in state.turns[-1:] for query in turn.queries}
        others = [c.query for c in found.candidates if c.query.intent in self.knowledge.topics and c.query.intent not in taken]
        buttons = [Button(self.knowledge.topics[q.intent].button, f"ask_{q.intent}", _only(q.certificates)) for q in others]
        pending = Pending("topic", tuple(q.intent for q in others)) if others else None
        notes: tuple[Note, ...] = (("note_contact", self.topics.contact()),)
        return Reply((Saying("not_again", notes=notes),), tuple(buttons) or self.start_buttons(), (), pending)

    # Its queries -----------------------------------------------------------------------------------------------------------

    def _asked(self, query: Query, reading: Reading, state: State, queries: Sequence[Query]) -> Asked:
        people = people_after(state, reading, [query, *queries], state.number + 1)
        named = reading.named()
        in_order = sorted(query.certificates, key=lambda what: named.index(what) if what in named else len(named))
        query = msgspec.structs.replace(query, certificates=tuple(in_order))
        situation = people[query.person].situation if query.person in people else Situation()
        return Asked(query, reading, state, situation)

    def _answer_all(self, queries: Sequence[Query], reading: Reading, state: State) -> Reply:
        """One reply to all queries, in order; topics that stand beside each other are told together."""
        if len(queries) > 1:
            # What is answered beside it names its sheet and date already.
            queries = [query for query in queries if query.act != "source"] or queries
            # « Lequel paie le mieux ? » compares on one topic.
            on_topics = any(query.intent in self.knowledge.topics for query in queries)
            queries = [query for query in queries if query.intent != "comparison" or not on_topics]
            # A verdict on what was named is the advice.
            judged = any(query.act == "verdict" and query.certificates for query in queries)
            queries = [query for query in queries if query.act != "advise" or not judged]
        people = self._each_meant(queries, reading, state)
        if people and not self._one_judged(queries, reading):
            return self._answer_for_each(people, queries, reading, state)
        queries = _for_each_person(queries, reading, list(people))
        told_before = {person for person, known in state.people.items() if known.situation.tells_of_somebody}
        told_now = {telling.person for telling in reading.told if telling.person}
        several = len({query.person for query in queries}) > 1 or len(told_before | told_now) > 1
        asked = [self._asked(query, reading, state, queries) for query in queries]
        replies: list[Reply] = []
        for plain, together in groupby(asked, self._is_plain_topic):
            group = list(together)
            if plain:
                replies.append(replace(self.topics.answer(group), answered=tuple(one.query for one in group)))
                continue
            for one in group:
                reply = self._answer_one(one)
                reply = (
                    self._for_person(reply, one.query.person, names_after(state, reading))
                    if several and _is_personal(one.query)
                    else reply
                )
                replies.append(reply if reply.answered else replace(reply, answered=(one.query,)))
        return _together(replies)

    def _each_meant(self, queries: Sequence[Query], reading: Reading, state: State) -> dict[str, Situation]:
        """Of whom it is asked what they may or should do, where they are several of whom something is known."""
        asks = any(_is_personal(query) or query.intent in _OF_PEOPLE for query in queries)
        if not asks or (len(reading.people) < 2 and "each person" not in reading.cues):
            return {}
        known = people_after(state, reading, queries, state.number + 1)
        meant = reading.people if len(reading.people) > 1 else tuple(reversed(known))
        found = {person: known[person].situation if person in known else Situation() for person in meant}
        return found if sum(situation.tells_diploma_or_work for situation in found.values()) > 1 else {}

    def _one_judged(self, queries: Sequence[Query], reading: Reading) -> bool:
        """Whether the question is on one certificate, the same for all of them."""
        named = [c for c in reading.named() if c in self.knowledge.certificates]
        return len(named) == 1 and any(_is_personal(query) for query in queries)

    def _answer_for_each(
        self, people: Mapping[str, Situation], queries: Sequence[Query], reading: Reading, state: State
    ) -> Reply:
        """One line a person; « oui » first where what the message says of each is so."""
        names = names_after(state, reading)
        advises = any(query.act == "advise" for query in queries)
        saying = for_each(
            self.knowledge, {capital(self._name_of(p, names)): situation for p, situation in people.items()}, advises
        )
        claims = [claim for claim in reading.claims if claim.person in people]
        if any(claim.certificates for claim in claims) and any(query.act in ("confirm", "yesno", "verdict") for query in queries):
            saying = replace(saying, openings=self._confirmed([(claim.certificates, people[claim.person]) for claim in claims]))
        query = Query("advise", "recommendation") if advises else Query("verdict", "admission")
        answered = tuple(msgspec.structs.replace(query, person=person) for person in people)
        return Reply((saying,), answered=answered)

    def _confirmed(self, claims: Sequence[tuple[tuple[str, ...], Situation]]) -> tuple[Note, ...]:
        """« Oui » where all that is said to be open to each is, « non » where some of it is closed; of whom nothing is named,
        nothing is said to be open. What depends is neither.
        """
        every = tuple(self.knowledge.certificates)
        said = [[standing(self.knowledge, c, situation) for c in named] for named, situation in claims]
        nothing = [[standing(self.knowledge, c, situation) for c in every] for named, situation in claims if not named]
        if any(Verdict.NO in found for found in said):
            return (("no", {}),)
        right = all(set(found) <= {Verdict.YES} for found in said) and all(set(found) == {Verdict.NO} for found in nothing)
        return (("yes", {}),) if right else ()

    def _name_of(self, person: str, names: Mapping[str, str]) -> str:
        """What a person is called: by their first name where one is known."""
        first_name = next((name for name, who in names.items() if who == person != SELF), None)
        return first_name.title() if first_name else self.knowledge.reference.people.get(person, person.title())

    def _for_person(self, reply: Reply, person: str, names: Mapping[str, str]) -> Reply:
        """The reply with the name of whom it is about; of several each hears of themselves."""
        name = self._name_of(person, names)
        first, *rest = reply.sayings
        return replace(reply, sayings=(replace(first, openings=(("for_person", {"person": name}), *first.openings)), *rest))

    def _is_plain_topic(self, asked: Asked) -> bool:
        query = asked.query
        return (
            query.intent in self.knowledge.topics
            and not goal_beyond(self.knowledge, asked)
            and not (query.act == "define" and asked.reading.terms)
            and (query.act not in ("choose", "compare") or len(query.certificates) == 1)
            and not self._asks_what_is_open(asked)
            and not _is_personal(query)
            and query.intent != "foreign_applicants"
            and not subject_beyond(self.knowledge, query)
        )

    def _answer_one(self, asked: Asked) -> Reply:
        query = asked.query
        if query.intent in (*SOCIAL, *NOT_OURS, "complain"):
            return self._say(asked)
        if query.act == "define" and asked.reading.terms:
            return self._define(asked)
        if goal := goal_beyond(self.knowledge, asked):
            return self._instead(asked, Query("path", "path", (goal,), query.person))
        if move := self._moves.get(query.intent):
            return move(asked)
        asks_recognition = any(silence.topic == query.intent for silence in asked.reading.silences)
        if query.intent == "foreign_applicants" and _tells_diploma(asked.reading) and not asks_recognition:
            # What a foreign diploma opens if it is recognised is more than that no sheet speaks of it.
            return self._instead(asked, msgspec.structs.replace(query, act="verdict", intent="admission"))
        if beyond := subject_beyond(self.knowledge, query):
            return about_beyond(self.topics, asked, beyond)
        if self._asks_what_is_open(asked):
            return open_certificates(self.knowledge, asked)
        if (
            query.act in ("choose", "compare")
            and len(query.certificates) != 1
            and self.knowledge.topics[query.intent].scope == "certificate"
        ):
            return compare(self.topics, asked)
        return self.topics.answer([asked])

    def _asks_what_is_open(self, asked: Asked) -> bool:
        """« Avec un BTS, je peux faire quoi ? »: admission, a situation, and no certificate or all."""
        certificates = [c for c in asked.query.certificates if c in self.knowledge.certificates]
        every = not certificates or len(certificates) == len(self.knowledge.certificates)
        weighs = any(silence.topic == "admission" for silence in asked.reading.silences)
        return asked.query.intent == "admission" and every and asked.situation.tells_diploma_or_work and not weighs

    def _compare(self, asked: Asked) -> Reply:
        """Certificates side by side, on the topic that the message likeliest names beside comparing."""
        if found := self._difference(asked):
            return found
        whole = asked.reading.whole
        likely = [t for t, p in whole.intents.items() if p >= LIKELY_BESIDE]
        likely += [t for t, p in whole.turns.items() if p >= LIKELY_IN_TALK]
        named = [t for t in asked.reading.named_topics if t not in asked.reading.ruled_out_topics]
        if not named and asked.query.act == "choose" and (found := who_does(self.topics, asked)):
            return found
        topic = next((t for t in (*named, *likely) if t in self.knowledge.topics and self.knowledge.holders(t)), None)
        query = msgspec.structs.replace(asked.query, intent=topic) if topic else asked.query
        return replace(compare(self.topics, replace(asked, query=query)), answered=(query,))

    def _difference(self, asked: Asked) -> Reply | None:
        """« Combien de différence entre les deux ? », right after two figures of one sheet."""
        last = asked.state.last
        if "difference" not in asked.reading.cues or asked.reading.named() or last is None or len(last.certificates) != 1:
            return None
        found = self._instead(asked, msgspec.structs.replace(last, act="open"))
        works_out = any(name.startswith("difference") for saying in found.sayings for name, _ in saying.openings)
        return found if works_out else None

    def _certificates(self, asked: Asked) -> Reply:
        if asked.situation.tells_diploma_or_work:
            return open_certificates(self.knowledge, asked)
        return list_certificates(self.knowledge)

    def _path(self, asked: Asked) -> Reply:
        """The way; to a certificate from nowhere in particular, what its training asks for says it as well or better."""
        way = path(self.knowledge, asked)
        (saying,) = way.sayings
        if saying.response != "path_in_general" or not way.told_of:
            return way
        admission = Query("open", "admission", way.told_of, asked.query.person)
        admitted = self.topics.answer([replace(asked, query=admission)])
        return admitted if len(saying.facts) == 1 else replace(admitted, sayings=(saying, *admitted.sayings), buttons=way.buttons)

    def _source(self, asked: Asked) -> Reply:
        """Where what was told comes from; of what was not told here the fact, with its date."""
        named = tuple(c for c in asked.reading.named() if c in self.knowledge.certificates)
        topics = [q.intent for turn in reversed(asked.state.turns) for q in turn.queries if q.intent in self.knowledge.topics]
        if named and topics and not set(named) & set(asked.state.discussed):
            # « D'où ça vient ? » — « Et pour le clerc gestionnaire ? » goes on with the topic.
            return self._instead(asked, Query("open", topics[0], named, asked.query.person))
        certificates = [c for c in asked.query.certificates if c in self.knowledge.certificates]
        # « D'où sort le 27,65 % ? » asks of the one that holds the figure, shown or not.
        meant = [one for one in asked.state.shown if asked.reading.figures & numbers_in(one[1])]
        figures = asked.reading.held_figures
        if figures and not meant:
            holders = dict.fromkeys(one.holder for one in figures if one.topic == figures[0].topic)
            return self._instead(asked, Query("open", figures[0].topic, tuple(holders), asked.query.person))
        near = next((s for s in asked.reading.facts if s.holder in certificates or s.holder in asked.state.discussed), None)
        if asked.state.shown or near is None:
            return sources(self.knowledge, meant or asked.state.shown)
        return self._instead(asked, Query("open", near.topic, (near.holder,), asked.query.person))

    def _repeat(self, asked: Asked) -> Reply:
        """The last answer again; « remettez-moi la durée » names what is wanted again."""
        named = asked.reading.named_topics[:1]
        asked_before = [q for turn in reversed(asked.state.turns) for q in turn.queries]
        last = [q for q in asked_before if q.intent in self.knowledge.topics or q.intent in _CAN_BE_REPEATED]
        certificates = asked.query.certificates or asked.state.discussed
        if named:
            return self._instead(asked, Query("open", named[0], certificates, asked.query.person))
        if last:
            # « Ta dernière réponse » is the answer and no item of it.
            reading = msgspec.structs.replace(asked.reading, cues=asked.reading.cues - {"last"})
            return self._instead(replace(asked, reading=reading), last[0])
        return Reply((Saying("help"),), self.start_buttons())

    def _rejected(self, asked: Asked) -> Reply:
        """« C'est pas ma question »: the next likeliest meaning of what was asked, offered and not assumed; else which job."""
        last = asked.state.turns[-1] if asked.state.turns else Turn(())
        other, taken = last.runner_up, [q.intent for q in last.queries]
        if other and other.intent in self.knowledge.topics and other.intent not in taken:
            names = [other.intent, *(intent for intent in taken if intent in self.knowledge.topics)]
            buttons = [Button(self.knowledge.topics[t].button, f"ask_{t}", _only(other.certificates)) for t in names]
            return Reply((Saying("misunderstood"),), tuple(buttons), (), Pending("topic", tuple(names)))
        return choose_certificate(self.knowledge, asked.state.last.intent if asked.state.last else "role")

    def _instead(self, asked: Asked, query: Query) -> Reply:
        """The answer to another query than the one that was asked in so many words."""
        return replace(self._answer_one(replace(asked, query=query)), answered=(query,))

    def _noted(self, asked: Asked) -> Reply:
        """What is told is noted; after a question about a person it is answered for them."""
        last = asked.state.last
        tells = any(t.situation != Situation() for t in asked.reading.told)
        if tells and last and last.intent in _PERSONAL:
            topic = "admission" if any(t.situation.tells_diploma_or_work for t in asked.reading.told) else last.intent
            certificates = last.certificates or asked.state.discussed
            return self._instead(
                asked, Query("verdict" if topic == "admission" else "open", topic, certificates, asked.query.person)
            )
        if any(t.situation.tells_diploma_or_work for t in asked.reading.told):
            if _lacks_diploma(asked):
                return Reply((Saying("ask_diploma"),), (), pending=Pending(SITUATION))
            certificates = asked.query.certificates or asked.state.discussed
            if asked.state.pending and asked.state.pending.asked == SITUATION and not asked.reading.named():
                # Told to be advised: whatever was spoken of before, all that there is comes into question.
                certificates = ()
            return self._instead(asked, Query("verdict", "admission", certificates, asked.query.person))
        return self._of_what_is_named(asked) or Reply((Saying("situation_noted"),), self.start_buttons())

    def _of_what_is_named(self, asked: Asked) -> Reply | None:
        """Who only names a job wants to hear of it: « huissier », « clerc expert »."""
        named = asked.reading.named()
        beyond = [what for what in named if what in self.knowledge.paths.places and what not in self.knowledge.certificates]
        if beyond:
            return self._instead(asked, Query("path", "path", tuple(beyond[:1]), asked.query.person))
        certificates = tuple(c for c in named if c in self.knowledge.certificates)
        return self._instead(asked, Query("open", "role", certificates, asked.query.person)) if certificates else None

    def _define(self, asked: Asked) -> Reply:
        """What a word means: from the glossary; else what the nearest fact tells; else that the sheets do not say it."""
        if asked.reading.terms:
            return Reply(tuple(define(self.knowledge, term) for term in asked.reading.terms[:MOST_TERMS]))
        near = next(
            (s for s in asked.reading.facts[:1] if s.score >= NEAR_ENOUGH and s.holder in self.knowledge.certificates), None
        )
        if near:
            return self.topics.single(near.holder, near.topic, near.index)
        return Reply((Saying("unknown_word", notes=(("note_contact", self.topics.contact()),)),))

    def _say(self, asked: Asked) -> Reply:
        """A response that domain.yml holds ready; after two messages in a row that were not understood, whom to ask too."""
        intent = asked.query.intent
        notes: tuple[Note, ...] = ()
        if intent == "out_of_scope" and asked.state.misunderstood:
            notes = (("note_contact", self.topics.contact()),)
        offers = intent in ("greet", "help", "affirm", "complain", *NOT_OURS)
        return Reply((Saying(intent, notes=notes),), self.start_buttons() if offers else ())


def _hashes(reply: Reply) -> tuple[str, ...]:
    """For each message of a reply what is the same for two that say the same: whom to ask and which sheet may be left out."""
    kept = [[note for note in saying.notes if note[0] not in SAID_ONCE] for saying in reply.sayings]
    said = [
        repr((saying.response, saying.values, saying.openings, notes)) for saying, notes in zip(reply.sayings, kept, strict=True)
    ]
    return tuple(hashlib.sha1(text.encode()).hexdigest()[:12] for text in said)


def _without_what_was_just_said(reply: Reply, state: State) -> Reply:
    """The reply without the messages of the one before, where it has others too."""
    last = state.turns[-1].said if state.turns else ()
    new = [saying for saying, said in zip(reply.sayings, _hashes(reply), strict=True) if said not in last]
    return replace(reply, sayings=tuple(new)) if new else reply


def _together(replies: Sequence[Reply]) -> Reply:
    """Several replies as one: each thing is said once, the last one's buttons are offered."""
    if len(replies) == 1:
        return replies[0]
    sayings: list[Saying] = []
    for saying in (saying for reply in replies for saying in reply.sayings):
        if not any(_says_the_same(saying, other) for other in sayings):
            sayings.append(saying)
    # Beside an answer, « de quel métier parlez-vous ? » is one question too many.
    answers = [saying for saying in sayings if saying.response != "which_certificate"]
    asks_back = not answers
    sayings = answers or sayings[:1]
    buttons = next((reply.buttons for reply in reversed(replies) if reply.buttons), ())
    told_of = tuple(dict.fromkeys(c for reply in replies for c in reply.told_of))
    pendings = [reply.pending for reply in replies if reply.pending and (asks_back or reply.pending.asked != "certificate")]
    answered = tuple(q for reply in replies for q in reply.answered)
    return Reply(tuple(shortened(sayings)), buttons, told_of, next(iter(pendings), None), answered)


def _says_the_same(one: Saying, other: Saying) -> bool:
    """Whether a second message adds nothing but who it is for; two people may hear the same, each by name."""
    same = replace(one, openings=()) == replace(other, openings=())
    return same and (one.openings == other.openings or not one.openings or not other.openings)


def _is_personal(query: Query) -> bool:
    """Whether the answer is about one person and nobody else."""
    return query.act in ("verdict", "advise")


def _for_each_person(queries: Sequence[Query], reading: Reading, meant: Sequence[str]) -> list[Query]:
    """One query for each person who is meant or of whom the message tells, where it asks what they may or should do."""
    told = [telling.person for telling in reading.told if telling.person and telling.situation.tells_diploma_or_work]
    told = list(meant) or told
    if len(told) < 2 or len({query.person for query in queries}) > 1:
        return list(queries)
    each: list[Query] = []
    for query in queries:
        each += [msgspec.structs.replace(query, person=person) for person in told] if _is_personal(query) else [query]
    return each


def _tells_diploma(reading: Reading) -> bool:
    return any(telling.situation.years_after_bac is not None for telling in reading.told)


def _lacks_diploma(asked: Asked) -> bool:
    """Whether somebody told of work and of no diploma, before any certificate came up: the diploma decides what is open."""
    situation = asked.situation
    knows = situation.years_after_bac is not None or situation.title or situation.job or situation.workplace == "office"
    spoken_of = asked.reading.named() or asked.query.certificates or asked.state.discussed
    return not knows and not spoken_of and not (asked.state.pending and asked.state.pending.asked == SITUATION)


def _asks_first_step(reading: Reading, state: State) -> bool:
    """« La première étape ? », in few words, to who was told what they may or should do: what follows from that is asked."""
    told = state.last is not None and (_is_personal(state.last) or state.last.intent == "application")
    return "first step" in reading.cues and reading.words <= BRIEF and not reading.named_topics and told


def _contact_again(saying: Saying) -> Saying:
    """The centre's telephone and e-mail are given once a conversation; from then on the telephone is enough."""
    again: tuple[Note, ...] = () if saying.response in NOT_OURS else (("note_contact_again", {}),)
    kept: dict[str, tuple[Note, ...]] = {"note_contact": again, "note_next": ()}
    notes = [kept.get(note[0], (note,)) for note in saying.notes]
    return replace(saying, notes=tuple(note for found in notes for note in found))


def _only(certificates: Sequence[str]) -> str | None:
    return certificates[0] if len(certificates) == 1 else None


def _with_age(reading: Reading, query: Query) -> Reading:
    """The reading with the age that a short message on an apprentice's pay gives as a bare number: « je voulais dire 26 »."""
    ages = [int(figure) for figure in reading.figures if figure.isdigit() and int(figure) in _AGES]
    tells = any(telling.situation.age is not None for telling in reading.told)
    asks_age = query.intent == "apprentice_pay" and query.act not in ("confirm", "yesno")
    if not asks_age or tells or len(ages) != 1 or len(reading.figures) > 1 or reading.words > BRIEF:
        return reading
    return _telling(reading, query.person, Situation(age=ages[0]))


def _telling(reading: Reading, person: str, situation: Situation) -> Reading:
    """The reading with what an answer to a question of ours tells."""
    if situation == Situation():
        return reading
    return msgspec.structs.replace(reading, told=(*reading.told, Telling(person, situation)))
