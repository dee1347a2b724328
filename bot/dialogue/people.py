"""Who is who: first names are the people for whom they stand."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from bot.dialogue.reading import SELF, Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import Person, State

# A bailiff's office, and those who work where who speaks of them does.
_OFFICE = "office"
_EMPLOYED = frozenset(["employee", "apprentice", "colleague"])


def names_after(state: State, reading: Reading) -> dict[str, str]:
    """First names with the relation, or oneself, for which each stands, the message included."""
    return {**state.names, **{name.name: name.stands_for for name in reading.names if name.stands_for}}


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
    only = people[0] if len(people) == 1 and "mine" not in reading.cues else None
    return replace(reading, people=people, told=_told(reading, names, only))


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
