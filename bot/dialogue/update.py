"""The one place that changes what a conversation is about."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bot.dialogue.people import merged, names_after, with_workplace
from bot.dialogue.query import Query
from bot.dialogue.reading import SELF, Own, Reading, SaidFigure
from bot.dialogue.situation import Situation
from bot.dialogue.state import MOST_TURNS, Mention, Pending, Person, State, Turn
from bot.knowledge import Knowledge

_MOST_MENTIONS = 8


def update(
    state: State,
    reading: Reading,
    turn: Turn,
    knowledge: Knowledge,
    *,
    listed: Sequence[str] = (),
    shown: Sequence[tuple[str, str]] | None = None,
    pending: Pending | None = None,
    contact_told: bool = False,
) -> State:
    """The state after a message was answered.

    Args:
        state: before it.
        reading: what the message said by itself.
        turn: what it was taken to mean, and what it got.
        knowledge: tells certificates from other subjects.
        listed: the certificates that the answer told of one after another.
        shown: sheet and quote of each fact told; None: the answer was of another kind, and what was shown before stands.
        pending: what the answer asked.
        contact_told: whether the reply gave the centre's telephone.
    """
    queries, told_of, number = turn.queries, turn.told_of, state.number + 1
    asked = tuple(dict.fromkeys(c for q in queries for c in q.certificates))
    certificates = tuple(c for c in asked if c in knowledge.certificates)
    if told_of and (not certificates or set(told_of) < set(certificates)):
        # Asked about several or none, the answer singled some out: those are under discussion now.
        certificates = told_of
    changed = bool(certificates) and set(certificates) != set(state.discussed)
    named = reading.named()
    ruled_out = reading.of("ruled_out")
    excluded = tuple(dict.fromkeys(c for c in (*state.excluded, *ruled_out) if c not in named))
    spoken_of = tuple(dict.fromkeys((*listed, *(() if len(listed) > 1 else (*state.listed, *certificates)))))
    not_ours = bool(queries) and all(q.act == "not_ours" for q in queries)
    return replace(
        state,
        number=number,
        turns=(*state.turns, turn)[-MOST_TURNS:],
        people=state.people if not_ours else people_after(state, reading, queries, number),
        names=names_after(state, reading),
        mentions=_mentions(state, reading, asked, listed, number),
        discussed=certificates or state.discussed,
        previous=state.discussed if changed and state.discussed else state.previous,
        excluded=tuple(c for c in excluded if c not in certificates),
        listed=spoken_of[-len(knowledge.certificates) :] if not listed else spoken_of,
        shown=state.shown if shown is None else tuple(shown),
        pending=pending,
        misunderstood=_misunderstood(state, queries),
        contact_told=state.contact_told or contact_told,
        own=_own_figures(state, reading, queries),
    )


def _own_figures(state: State, reading: Reading, queries: Sequence[Query]) -> tuple[SaidFigure, ...]:
    """What the visitor is paid and has, as said last; « mes 3 000 » is what the question is about."""
    mine: Own = "pay" if any(q.intent == "salary" for q in queries) else "sum"
    own = (replace(one, own=mine) if one.own == "mine" else one for one in reading.said_figures if one.own)
    # Where it stood in the message is of no more use.
    new = tuple(replace(one, start=0, about=(), repeats=False) for one in own if one.own != "lacks")
    kinds = {one.own for one in new}
    return (*(one for one in state.own if one.own not in kinds), *new)


def _misunderstood(state: State, queries: Sequence[Query]) -> int:
    """How many messages in a row were not understood; a courtesy between them does not count."""
    if any(q.intent == "out_of_scope" for q in queries):
        return state.misunderstood + 1
    return state.misunderstood if any(q.act in ("social", "not_ours") for q in queries) else 0


def people_after(state: State, reading: Reading, queries: Sequence[Query], number: int) -> dict[str, Person]:
    """Whom was spoken of, with what the message adds; whom it concerns comes first."""
    people = merged(state.people, names_after(state, reading))
    concerned = queries[0].person if queries else SELF
    for telling in reading.told:
        person = telling.person or concerned
        before = people[person].situation if person in people else Situation()
        people[person] = Person(before.update(telling.situation), number)
    if len(reading.statuses) == 1:
        # « Salariée, pas apprentie » names two.
        before = people[concerned].situation if concerned in people else Situation()
        people[concerned] = Person(before.update(Situation(status=reading.statuses[0])), number)
    people = with_workplace(people, reading, number)
    if concerned != SELF or concerned in people:
        people = {concerned: people.get(concerned, Person(Situation(), number))} | people
    return people


def _mentions(state: State, reading: Reading, asked: Sequence[str], listed: Sequence[str], number: int) -> tuple[Mention, ...]:
    named = reading.named()
    new = [
        *(Mention(what, "named", number) for what in named),
        *(Mention(what, "pointed", number) for what in asked if what not in named),
        *(Mention(what, "listed", number) for what in listed if what not in named and what not in asked),
    ]
    fresh = {mention.what for mention in new}
    return (*new, *(mention for mention in state.mentions if mention.what not in fresh))[:_MOST_MENTIONS]
