"""What is said to a message: the interpreter says what it means, its questions are answered, the state is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from msgspec import structs

from bot.answers.clarification import next_likeliest, not_again, which_topic, with_runner_up
from bot.answers.lacking import asks_what_lacks
from bot.answers.newer import asks_newer
from bot.answers.plan import answer_queries, asked_of
from bot.answers.repetition import (
    MAY_REPEAT,
    contact_again,
    gives_contact,
    hashes,
    is_misread,
    is_silence,
    was_said,
    without_what_was_just_said,
)
from bot.answers.reply import Reply
from bot.answers.short_messages import completed
from bot.answers.sources import SMIC
from bot.answers.untold import instead_of_the_same
from bot.dialogue.interpreter import Interpretation, Interpreter
from bot.dialogue.people import with_people, with_turns_taken
from bot.dialogue.query import Query, act_of
from bot.dialogue.reading import Piece, Reading
from bot.dialogue.state import State, Turn
from bot.dialogue.update import update
from bot.knowledge import Knowledge
from bot.monitoring.metrics import step


class Adviser:
    """Answers everything.

    Args:
        knowledge: holds all that may be told.
        interpreter: finds what messages mean.
        today: decides which figures are old; none: the day of each message.
    """

    def __init__(self, knowledge: Knowledge, interpreter: Interpreter, today: date | None = None) -> None:
        self.knowledge = knowledge
        self.interpreter = interpreter
        self._today = today

    def reply(self, reading: Reading, state: State) -> tuple[Reply, State]:
        """The reply to a message, and the state after it.

        Args:
            reading: what the message says by itself.
            state: the conversation before it.
        """
        state = with_turns_taken(state, reading)
        reading = with_people(reading, state)
        with step("dialogue"):
            found = self.interpreter.interpret(reading, state)
        with step("answer"):
            return self.answer(found, reading, state)

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
        found, reading = completed(found, reading, state)
        first = asked_of(found.queries[0], reading, state, found.queries, self._day())
        if lacks := asks_what_lacks(self.knowledge, first, found.queries):
            found = found._replace(queries=(lacks,), confidence=1.0)
        elif newer := asks_newer(self.knowledge, first, found.queries):
            found = found._replace(queries=newer, confidence=1.0)
        reply = which_topic(self.knowledge, found) or self._reply(found, reading, state)
        after = _state_after(self.knowledge, reply, found, reading, state)
        if state.contact_told:
            reply = replace(reply, sayings=tuple(contact_again(saying) for saying in reply.sayings))
        return reply, after

    def _reply(self, found: Interpretation, reading: Reading, state: State) -> Reply:
        reply = self._answer(found.queries, reading, state)
        if is_misread(reply, found, reading, state):
            reply = (
                self._otherwise(found, reading, state)
                or self._conditions(found.queries[0], reading, state)
                or not_again(self.knowledge, reply, found, state)
                or reply
            )
        first = asked_of(found.queries[0], reading, state, found.queries, self._day())
        reply = instead_of_the_same(self.knowledge, first, reply) or reply
        if not any(query.act in MAY_REPEAT for query in found.queries):
            reply = without_what_was_just_said(reply, state)
        return replace(reply, buttons=with_runner_up(self.knowledge, reply.buttons, found))

    def _answer(self, queries: Sequence[Query], reading: Reading, state: State) -> Reply:
        return answer_queries(self.knowledge, queries, reading, state, self._day())

    def _day(self) -> date:
        return self._today or date.today()

    def _otherwise(self, found: Interpretation, reading: Reading, state: State) -> Reply | None:
        """The next likeliest meaning with an answer that was not given yet."""
        for query in next_likeliest(self.knowledge, found):
            reply = replace(self._answer((query,), reading, state), answered=(query,))
            if any(is_silence(saying) for saying in reply.sayings) or was_said(reply, state):
                continue
            if found.queries[0].act == "define":
                return reply
            first, *rest = reply.sayings
            return replace(reply, sayings=(replace(first, openings=(("sorry", {}), *first.openings)), *rest))
        return None

    def _conditions(self, query: Query, reading: Reading, state: State) -> Reply | None:
        """All that a sheet asks, for who heard the verdict on it and asks on: « devra-t-il, en outre… ? »."""
        if query.intent != "admission" or query.act != "verdict" or len(query.certificates) != 1:
            return None
        listed = structs.replace(query, act="open")
        reply = self._answer([listed], structs.replace(reading, told=()), state)
        return None if was_said(reply, state) else replace(reply, answered=(listed,))


def _state_after(knowledge: Knowledge, reply: Reply, found: Interpretation, reading: Reading, state: State) -> State:
    facts = [(sheet, quote) for saying in reply.sayings for sheet, fact in saying.facts for quote in fact.quotes]
    if any(saying.uses_smic for saying in reply.sayings):
        facts.append((SMIC, ""))
    silent = any(is_silence(saying) for saying in reply.sayings)
    runner_up = found.candidates[1].query if len(found.candidates) > 1 else None
    return update(
        state,
        reading,
        Turn(reply.answered or found.queries, reply.told_of, runner_up, hashes(reply)),
        knowledge,
        listed=next((saying.listed for saying in reply.sayings if len(saying.listed) > 1), ()),
        shown=facts if facts or silent else None,
        pending=reply.pending,
        contact_told=gives_contact(reply, found.queries[0]),
    )
