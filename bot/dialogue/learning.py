"""Learn the weights of the interpreter from annotated conversations, and measure what it makes of conversations by others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from bot.dialogue.annotations import AnnotatedConversation, AnnotatedTurn, Author, answered_queries, asked_queries
from bot.dialogue.features import Context
from bot.dialogue.interpreter import ASK_NOTHING, Interpretation, Interpreter, Weights
from bot.dialogue.people import with_people
from bot.dialogue.query import Query
from bot.dialogue.ranker import Choice, fit
from bot.dialogue.reading import SELF, PersonName, Reading
from bot.dialogue.state import State, Turn
from bot.dialogue.update import update
from bot.folding import fold_accents
from bot.knowledge import Knowledge

# Acts that are about no certificate and nobody.
NO_SUBJECT = ("social", "not_ours", "tell", "complain", "reject", "source", "repeat")
# Where a reading stands: conversation and number of the turn.
Place = tuple[str, int]


class Step(NamedTuple):
    """One annotated turn with all that was known before it."""

    place: Place
    turn: AnnotatedTurn
    context: Context
    queries: tuple[Query, ...]


def replay(conversation: AnnotatedConversation, readings: Mapping[Place, Reading], knowledge: Knowledge) -> Iterator[Step]:
    """Go through a conversation as it went, whatever anybody would have predicted: its states come from the annotations."""
    everything = tuple(knowledge.certificates)
    state = State()
    for number, turn in enumerate(conversation.turns):
        queries = asked_queries(turn, everything)
        reading = with_people(_named_as_annotated(readings[conversation.id, number], queries), state)
        yield Step((conversation.id, number), turn, Context(reading, state, knowledge), queries)
        taken = answered_queries(turn, everything)
        told_of = named_in_reply(turn.bot, knowledge)
        state = update(state, reading, Turn(taken, told_of), knowledge, listed=told_of if len(told_of) > 1 else ())


def _named_as_annotated(reading: Reading, queries: Sequence[Query]) -> Reading:
    """The reading with the relation that annotators write instead of a first name: they know no names."""
    relations = {q.person for q in queries} - {SELF, *reading.people, *(name.stands_for for name in reading.names)}
    names = [name for name in reading.names if not name.stands_for]
    if len(relations) != 1 or len(names) != 1:
        return reading
    named = PersonName(names[0].name, relations.pop())
    return replace(reading, names=tuple(named if name == names[0] else name for name in reading.names))


def named_in_reply(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The certificates that an adviser's reply names, in order: by the last word of their names, as people shorten them.

    Args:
        text: the reply.
        knowledge: names the certificates.
    """
    folded = fold_accents(text)
    places = {
        key: match.start()
        for key, certificate in knowledge.certificates.items()
        if (match := re.search(rf"\b{fold_accents(certificate.name.split()[-1])}\b", folded))
    }
    return tuple(sorted(places, key=lambda key: places[key]))


def learn(authors: Sequence[Author], readings: Mapping[Place, Reading], knowledge: Knowledge) -> Weights:
    """The weights.

    Args:
        authors: of the annotated conversations.
        readings: of their turns, by models that have not seen the authors who teach weights.
        knowledge: which sheet holds what.
    """
    conversations = [c for a in authors if a.role == "weights" for c in a.conversations]
    steps = [step for c in conversations for step in replay(c, readings, knowledge)]
    # Single messages teach what is ours and what is not; whom and which certificates somebody means shows in conversation.
    conversing = {c.id for c in conversations if len(c.turns) > 1}
    referring = [step for step in steps if step.place[0] in conversing]
    intent = fit([choice for step in steps if (choice := _intent_choice(step))])
    so_far = Interpreter(knowledge, Weights(intent))
    return Weights(
        intent=intent,
        also=fit([choice for step in steps for choice in _also_choices(step, so_far)]),
        act=fit([choice for step in steps for choice in _act_choices(step)]),
        certificates=fit([choice for step in referring for choice in _certificate_choices(step)]),
        person=fit([choice for step in referring if (choice := _person_choice(step))]),
    )


def _intent_choice(step: Step) -> Choice | None:
    intents = step.context.intents()
    asked = {q.intent for q in step.queries}
    right = frozenset(number for number, intent in enumerate(intents) if intent in asked)
    return Choice([step.context.intent_features(intent) for intent in intents], right) if right else None


def _also_choices(step: Step, so_far: Interpreter) -> Iterator[Choice]:
    """Whether each other intent is asked beside one that is."""
    asked = {q.intent for q in step.queries}
    if asked & ASK_NOTHING or not step.context.reading.pieces:
        return
    pieces = so_far.piece_intents(step.context)
    for first in asked:
        for intent in step.context.intents():
            if intent != first and intent not in ASK_NOTHING:
                right = frozenset([0 if intent in asked else 1])
                yield Choice([step.context.also_features(intent, first, pieces), {}], right)


def _act_choices(step: Step) -> Iterator[Choice]:
    for query in step.queries if step.turn.act_is_known else ():
        acts = step.context.acts_of(query.intent)
        right = frozenset(number for number, act in enumerate(acts) if act == query.act)
        if right:
            yield Choice([step.context.act_features(act, query.intent) for act in acts], right)


def _certificate_choices(step: Step) -> Iterator[Choice]:
    for query in step.queries:
        if query.act in NO_SUBJECT:
            continue
        referents = step.context.referents(query.intent)
        right = frozenset(n for n, chosen in enumerate(referents) if chosen == query.certificates)
        if right:
            found = [step.context.referent_features(c, ways, query.intent, query.act) for c, ways in referents.items()]
            yield Choice(found, right)


def _person_choice(step: Step) -> Choice | None:
    persons = step.context.persons()
    right = frozenset(number for number, person in enumerate(persons) if person == step.queries[0].person)
    return Choice([step.context.person_features(person) for person in persons], right) if right else None


# What the turn model learns ------------------------------------------------------------------------------------------------


def labels_of(step: Step) -> dict[str, list[str]]:
    """The values of one turn for each head of the turn model."""
    queries, context = step.queries, step.context
    ways = [
        way for q in queries for chosen, found in context.referents(q.intent).items() if chosen == q.certificates for way in found
    ]
    subject = any(q.act not in NO_SUBJECT for q in queries)
    return {
        "act": list(dict.fromkeys(q.act for q in queries)) if step.turn.act_is_known else [],
        "edit": [step.turn.edit] if step.turn.edit != "none" else [],
        "reference": list(dict.fromkeys(ways)) if subject else [],
        "person": ["self" if queries[0].person == SELF else "other"] if subject else [],
        "intent": list(dict.fromkeys(q.intent for q in queries)),
    }


# Measuring -----------------------------------------------------------------------------------------------------------------


class Measured(NamedTuple):
    """One turn as it was interpreted, beside what was meant."""

    step: Step
    found: Interpretation

    @property
    def is_follow_up(self) -> bool:
        """Whether the turn leans on what was said before."""
        return self.step.turn.edit in ("refer", "revise", "reject", "answer")

    def right(self, part: str) -> bool | None:
        """Whether a part of the first question is right; None where it is not asked. Another careful reading counts as right."""
        everything = tuple(self.step.context.knowledge.certificates)
        meant = [*self.step.queries, *(q.query(everything) for q in self.step.turn.or_)]
        first = self.found.candidates[0].query
        same = [q for q in meant if q.intent == first.intent] or meant
        match part:
            case "intent":
                return first.intent in {q.intent for q in meant}
            case "act":
                return first.act in {q.act for q in same} if self.step.turn.act_is_known else None
            case "certificates":
                if same[0].act in NO_SUBJECT:
                    return None
                return first.certificates in {q.certificates for q in same}
            case "person":
                return None if same[0].act in ("social", "not_ours", "complain") else first.person in {q.person for q in same}
            case "edit":
                return None if self.step.turn.edit == "none" else self.found.edit == self.step.turn.edit
            case "all":
                asked = {q.intent for q in self.step.queries}
                return asked <= {q.intent for q in self.found.queries} if len(asked) > 1 else None
            case "exactly":
                asked = {q.intent for q in self.step.queries}
                return asked == {q.intent for q in self.found.queries} if len(asked) > 1 else None
            case "split by mistake":
                asked = {q.intent for q in self.step.queries}
                return len(self.found.queries) > 1 if len(asked) == 1 else None
        raise ValueError(f"no part is called {part!r}")


PARTS = ("intent", "act", "certificates", "person", "edit", "all", "exactly", "split by mistake")


def measure(
    authors: Sequence[Author], readings: Mapping[Place, Reading], knowledge: Knowledge, weights: Weights
) -> list[Measured]:
    """All turns of these authors, each interpreted in the state that its annotations lead to."""
    interpreter = Interpreter(knowledge, weights)
    return [
        Measured(step, interpreter.interpret(step.context.reading, step.context.state))
        for author in authors
        for conversation in author.conversations
        for step in replay(conversation, readings, knowledge)
    ]


def shares(measured: Sequence[Measured]) -> dict[str, tuple[int, int]]:
    """Of each part: right, and asked."""
    right, asked = Counter[str](), Counter[str]()
    for item in measured:
        for part in PARTS:
            if (value := item.right(part)) is not None:
                asked[part] += 1
                right[part] += value
    return {part: (right[part], asked[part]) for part in PARTS}
