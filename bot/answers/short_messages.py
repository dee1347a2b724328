"""Short messages that say little by themselves: a number that answers what was asked, an age, « la première étape ? »."""

from __future__ import annotations

from msgspec import structs

from bot.answers.advice import SITUATION
from bot.answers.closed import BRIEF
from bot.answers.people import is_personal
from bot.dialogue.interpreter import Interpretation
from bot.dialogue.query import Query
from bot.dialogue.reading import Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import State

# Numbers that may be an apprentice's age.
_AGES = range(14, 71)


def completed(found: Interpretation, reading: Reading, state: State) -> tuple[Interpretation, Reading]:
    """What a message means and tells, taken with what it answers or goes on with.

    Args:
        found: what it means.
        reading: what it says by itself.
        state: the conversation before it.
    """
    person = found.queries[0].person
    if state.pending and state.pending.asked == SITUATION and reading.number is not None and not reading.told:
        # « 5 ans », asked for diploma and work.
        reading = _telling(reading, person, Situation(experience_years=reading.number))
        found = found._replace(queries=(Query("tell", "tell_situation", (), person),), confidence=1.0)
    reading = _with_age(reading, found.queries[0])
    if _asks_first_step(reading, state):
        query = structs.replace(found.queries[0], act="advise", intent="recommendation")
        found = found._replace(queries=(query,), confidence=1.0)
    if asked := _asked_why(found.queries[0], reading, state):
        found = found._replace(queries=(asked,), confidence=1.0)
    return found, reading


def _asked_why(query: Query, reading: Reading, state: State) -> Query | None:
    """« Pourquoi pas gestionnaire ? » asks whether it is open to them, « pourquoi expert plutôt que gestionnaire ? » compares."""
    named = reading.named()
    both = tuple(dict.fromkeys((*state.discussed, *named)))
    if "why not" in reading.cues and len(named) == 1 and reading.words <= BRIEF:
        # Advice on one that is named is a verdict, with what else may be better.
        asks = query if query.act == "advise" else structs.replace(query, act="verdict", intent="admission")
        return structs.replace(asks, certificates=named)
    if {"why", "rather"} <= reading.cues and named and len(both) > 1:
        return structs.replace(query, act="compare", intent="comparison", certificates=named if len(named) > 1 else both)
    return None


def _with_age(reading: Reading, query: Query) -> Reading:
    """The reading with the age that a short message on an apprentice's pay gives as a bare number: « je voulais dire 26 »."""
    ages = [int(figure) for figure in reading.figures if figure.isdigit() and int(figure) in _AGES]
    tells = any(telling.situation.age is not None for telling in reading.told)
    asks_age = query.intent == "apprentice_pay" and query.act not in ("confirm", "yesno")
    if not asks_age or tells or len(ages) != 1 or len(reading.figures) > 1 or reading.words > BRIEF:
        return reading
    return _telling(reading, query.person, Situation(age=ages[0]))


def _asks_first_step(reading: Reading, state: State) -> bool:
    """« La première étape ? », in few words, to who was told what they may or should do: what follows from that is asked."""
    told = state.last is not None and (is_personal(state.last) or state.last.intent == "application")
    return "first step" in reading.cues and reading.words <= BRIEF and not reading.named_topics and told


def _telling(reading: Reading, person: str, situation: Situation) -> Reading:
    """The reading with what an answer to a question of ours tells."""
    if situation == Situation():
        return reading
    return structs.replace(reading, told=(*reading.told, Telling(person, situation)))
