"""Who is who: first names are the people for whom they stand."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from bot.dialogue.reading import SELF, Reading, Telling
from bot.dialogue.state import Person, State


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


def _told(reading: Reading, names: Mapping[str, str], only: str | None) -> tuple[Telling, ...]:
    """What is told, once for each person; « il » is the only one who is named."""
    told: dict[str | None, Telling] = {}
    for telling in reading.told:
        who = names.get(telling.person, telling.person) if telling.person else only
        situation = told[who].situation.update(telling.situation) if who in told else telling.situation
        told[who] = Telling(who, situation)
    return tuple(told.values())
