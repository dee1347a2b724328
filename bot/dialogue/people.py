"""Who is who: first names are the people for whom they stand."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from bot.dialogue.reading import SELF, Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import Person, State

# A bailiff's office, and those who work where who speaks of them does.
_OFFICE = "office"
_EMPLOYED = frozenset(["employee", "apprentice", "colleague", "first of two", "second of two"])
# Who wrote before somebody else took their turn, while nobody has told their name.
UNNAMED = "unnamed"


def names_after(state: State, reading: Reading) -> dict[str, str]:
    """First names with the relation, or oneself, for which each stands, the message included.

    A relation stands for the first who is named by it: a second « mon élève Chloé » is a person of her own.
    """
    names = dict(state.names)
    for name in reading.names:
        if name.stands_for and (name.stands_for == SELF or name.stands_for not in names.values()):
            names.setdefault(name.name, name.stands_for)
    return names


def with_turns_taken(state: State, reading: Reading) -> State:
    """The state with the visitor's own facts under the one who writes now, where somebody else takes the turn by name.

    Args:
        state: the conversation before the message.
        reading: the message: « là c'est Chloé qui parle ».
    """
    told = next((name for name in reading.names if name.stands_for == SELF), None)
    before = next((name for name, who in state.names.items() if who == SELF), None)
    if told is None or told.name == before or not (before or told.takes_turn):
        return state
    key = state.names.get(told.name, told.name)
    back = key if key in state.people else UNNAMED if UNNAMED in state.people else None
    renamed = {SELF: before or UNNAMED, back: SELF}
    people = {renamed.get(key, key): person for key, person in state.people.items()}
    turns = tuple(
        replace(turn, queries=tuple(replace(q, person=renamed.get(q.person, q.person)) for q in turn.queries))
        for turn in state.turns
    )
    names = {name: who for name, who in state.names.items() if name not in (before, told.name)}
    writes = {SELF: people.pop(SELF, Person(Situation(), state.number))}
    return replace(state, people=writes | people, turns=turns, names={**names, told.name: SELF})


def with_people(reading: Reading, state: State) -> Reading:
    """The reading with each person under one key: a relation, oneself, or a first name of whom nothing else is known.

    Args:
        reading: what the message says by itself.
        state: the conversation before it.
    """
    names = names_after(state, reading)
    again = [word for word in reading.unknown_words if word in names or word in state.people]
    everybody = dict.fromkeys(names.get(person, person) for person in (*reading.people, *again))
    people = tuple(person for person in everybody if person != SELF)
    if everybody and not people:
        # « Mehdi, il peut faire gestionnaire ? », where it is Mehdi who writes.
        reading = replace(reading, cues=reading.cues | {"for me"})
    of_them = "mine" not in reading.cues or ("theirs" in reading.cues and "for me" not in reading.cues)
    only = people[0] if len(people) == 1 and of_them else None
    claims = tuple(replace(claim, person=names.get(claim.person, claim.person)) for claim in reading.claims)
    return replace(reading, people=people, told=_told(reading, names, only), claims=claims)


def merged(people: Mapping[str, Person], names: Mapping[str, str]) -> dict[str, Person]:
    """The people spoken of, each once: who had only a first name so far is now somebody (« moi, Jules »)."""
    found: dict[str, Person] = {}
    for key, person in people.items():
        who = names.get(key, key)
        known = found.get(who)
        found[who] = Person(known.situation.update(person.situation), max(known.turn, person.turn)) if known else person
    return found


def with_workplace(people: Mapping[str, Person], reading: Reading, number: int) -> dict[str, Person]:
    """The people spoken of; those who work for somebody of an office work there, unless they are told to work elsewhere.

    Args:
        people: whom was spoken of, the message included.
        reading: what the message says by itself.
        number: the turn's.
    """
    found = dict(people)
    own = found[SELF].situation if SELF in found else Situation()
    if "own office" in reading.cues and own.experience_years is None and own.workplace is None:
        own = own.update(Situation(workplace=_OFFICE))
        found[SELF] = Person(own, number)
    for key in _EMPLOYED & found.keys():
        if own.workplace == _OFFICE and found[key].situation.workplace is None:
            found[key] = Person(found[key].situation.update(Situation(workplace=_OFFICE)), found[key].turn)
    return found


def _told(reading: Reading, names: Mapping[str, str], only: str | None) -> tuple[Telling, ...]:
    """What is told, once for each person; « il » is the only one who is named."""
    told: dict[str | None, Telling] = {}
    for telling in reading.told:
        who = names.get(telling.person, telling.person) if telling.person else only
        situation = told[who].situation.update(telling.situation) if who in told else telling.situation
        told[who] = Telling(who, situation)
    return tuple(told.values())
