"""Which of a topic's facts a message means: named by their words, nearest to it, an item of the list that was just told."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.answers.closed import BRIEF, is_choice, is_closed, named_facts
from bot.answers.facts import topic_entries, topic_facts
from bot.answers.reply import Asked
from bot.dialogue.reading import NamedFact
from bot.knowledge import Fact, Knowledge

# A fact at least this near to a message bears on what it asks.
NEAR_ENOUGH = 0.45
# A fact this much nearer than the next is the one meant.
CLEARLY_NEARER = 0.08
# Facts that are named are meant and no example, where the topic has as many times more.
_FEW = 4
# As many words in a row name a fact and nothing else.
_PARTICULAR = 3
# Topics of which something is worked out for the person.
WORKED_OUT = frozenset(["apprentice_pay", "admission", "price", "fees"])
# The words that count the items of a list.
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}


def named_of_topic(knowledge: Knowledge, asked: Asked, certificate: str, facts: Sequence[Fact] = ()) -> list[tuple[Fact, str]]:
    """The topic's facts that the message names, also those that are told to nobody else.

    Args:
        knowledge: holds the facts.
        asked: the query, on the topic.
        certificate: whose facts.
        facts: those that may be told; none: all of the topic.
    """
    entries = topic_entries(knowledge, asked.query.intent, certificate)
    untold = [fact for entry in entries for fact in entry.facts if not fact.said]
    told = facts or topic_facts(knowledge, asked.query.intent, certificate)
    return named_facts(knowledge, asked, certificate, [*told, *untold])


def named_beside(
    knowledge: Knowledge, asked: Asked, certificate: str, names: Collection[str]
) -> tuple[str, list[tuple[Fact, str]]] | None:
    """The facts that a message on these topics or silences names by words of their own though they stand under another one.

    Args:
        knowledge: holds the facts.
        asked: the query.
        certificate: whose facts.
        names: the topics and the silences' names.

    Returns:
        The topic they stand under, and each with what a closed question gets; None when there are none.
    """
    topics = knowledge.certificates[certificate].topics
    found = [
        (named.topic, fact, named.answer)
        for named in asked.reading.named_facts
        if named.holder == certificate and set((fact := topics[named.topic].facts[named.index]).beside) & set(names)
    ]
    if not found:
        return None
    topic = found[0][0]
    return topic, [(fact, answer) for where, fact, answer in found if where == topic]


def is_particular(named: NamedFact) -> bool:
    """Whether a fact is named by several words in a row, which are no chance.

    Args:
        named: the fact.
    """
    return len(re.sub(r"[(][^)]*[)]", "x", named.word).split()) >= _PARTICULAR


def named_by_particular_words(knowledge: Knowledge, asked: Asked) -> tuple[str, str, list[tuple[Fact, str]]] | None:
    """What a closed question names by several words in a row, where nothing of the topic it was taken to ask is named.

    Args:
        knowledge: holds the facts.
        asked: the query, on a topic.

    Returns:
        The one certificate, the topic, and its facts, each with what a closed question gets; None where there are none.
    """
    named = [one for one in asked.reading.named_facts if one.holder in knowledge.certificates]
    found = [one for one in named if is_particular(one) and one.answer != "neither"]
    places = {(one.holder, one.topic) for one in found[:1]}
    other = {one.holder for one in found} != {holder for holder, _ in places}
    # A figure is checked against those of its own topic.
    if (
        not is_closed(asked)
        or not found
        or other
        or asked.reading.figures
        or any(one.topic == asked.query.intent for one in named)
    ):
        return None
    ((holder, topic),) = places
    facts = knowledge.certificates[holder].topics[topic].facts
    return holder, topic, [(facts[one.index], one.answer) for one in found if (one.holder, one.topic) == (holder, topic)]


def meant_by_name(asked: Asked, facts: Sequence[Fact], named: Sequence[tuple[Fact, str]]) -> list[Fact]:
    """The facts that are meant by words of their own, or all but those; none when the topic as a whole is asked.

    Who asks openly and names several (« l'oral, l'écrit, comment est-on noté ? ») gives examples of what they mean, unless
    there are many others.

    Args:
        asked: the query.
        facts: those of the topic that are told to anybody.
        named: those that the message names, each with what a closed question gets.
    """
    facts = [*facts, *(fact for fact, _ in named if fact not in facts)]
    by_word = [fact for fact in facts if any(fact == one for one, _ in named)]
    one_alone = len(by_word) == 1 < len(facts) and asked.query.intent not in WORKED_OUT
    if one_alone and asked.situation.status in by_word[0].statuses and not is_closed(asked):
        # « Je suis au chômage, qui paie ? »: the word tells what somebody is; all that holds for them is meant.
        return []
    few_of_many = len(by_word) * _FEW <= len(facts) and asked.query.intent not in WORKED_OUT
    if not by_word or not (is_closed(asked) or is_choice(asked) or one_alone or few_of_many):
        return []
    if is_choice(asked) and len(named) < 2 and by_word[0].said:
        # « Dans le privé ou le public ? »: the sheet's words for the other side are among its other facts.
        return []
    if "except" in asked.reading.cues and asked.reading.words <= BRIEF:
        return [fact for fact in facts if fact not in by_word]
    return by_word


def meant_by_nearness(knowledge: Knowledge, asked: Asked, certificate: str, facts: Sequence[Fact]) -> Fact | None:
    """The one fact of several that a closed question, or a further one on the same topic, is answered by.

    Args:
        knowledge: holds the facts.
        asked: the query, on the topic.
        certificate: whose facts.
        facts: those of the topic that may be told.
    """
    if len(facts) < 2 or not _means_one(asked):
        return None
    entry = knowledge.facts_of(certificate, asked.query.intent)
    scores = [
        (score.score, entry.facts[score.index])
        for score in asked.reading.facts
        if entry and score.holder == certificate and score.topic == asked.query.intent and entry.facts[score.index] in facts
    ]
    if not scores or scores[0][0] < NEAR_ENOUGH:
        return None
    clear = len(scores) < 2 or scores[0][0] - scores[1][0] >= CLEARLY_NEARER
    return scores[0][1] if clear else None


def _means_one(asked: Asked) -> bool:
    """Whether a question may mean one fact of its topic and not the whole of it."""
    query, last = asked.query, asked.state.last
    further = last is not None and last.intent == query.intent and set(last.certificates) == set(query.certificates)
    names_topic = query.intent in asked.reading.named_topics and asked.reading.words <= BRIEF
    if (names_topic and not further) or is_choice(asked):
        return False
    return query.act in ("yesno", "confirm", "define") or (further and query.act != "repeat")


def meant_by_status(asked: Asked, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that hold for what the person is; none when that is not known."""
    return [fact for fact in facts if asked.situation.status in fact.statuses]


def meant_by_seniority(asked: Asked, certificate: str, facts: Sequence[Fact]) -> list[Fact]:
    """The pay of who says how long they have worked there and asks for their own: « mon coef, c'est 316 ou 333 ? ».

    Args:
        asked: the query.
        certificate: whose facts.
        facts: the topic's.
    """
    situation, steps = asked.situation, [(fact.salary.after_years, fact) for fact in facts if fact.salary]
    there = situation.job == certificate or situation.workplace == "office"
    if asked.query.intent != "salary" or situation.experience_years is None or not there or "mine" not in asked.reading.cues:
        return []
    # « Plus de deux ans » are more than two.
    years = situation.experience_years + (0.5 if situation.part_of_year else 0)
    reached = [(after, fact) for after, fact in steps if after is not None and (after == 0 or after < years)]
    return [max(reached, key=lambda step: step[0])[1]] if len(steps) > 1 and reached and is_choice(asked) else []


def without_other_items(facts: list[Fact], asked: Asked, certificate: str) -> list[Fact]:
    """One item of a list that was just told, or all but one: « le troisième, c'était quoi ? », « tous sauf le premier ».

    Args:
        facts: the topic's facts, in order.
        asked: the query, on the topic.
        certificate: whose facts.
    """
    cues, last = asked.reading.cues, asked.state.last
    turn = next((turn for turn in reversed(asked.state.turns) if last in turn.queries), None)
    place = next((place for cue, place in _PLACES.items() if cue in cues), None)
    # « Le premier » after a list of certificates is one of those, and « en première année » no item of a pay scale.
    again = last and turn and last.intent == asked.query.intent and (last.certificates or turn.told_of) == (certificate,)
    if place is None or not again or asked.query.intent in WORKED_OUT or place >= len(facts) or asked.reading.words > BRIEF:
        return facts
    item = facts[place]
    return [fact for fact in facts if fact != item] if "except" in cues else [item]


def holds_figure(asked: Asked, certificate: str, topic: str) -> bool:
    """Whether a figure of the message is one of a certificate's on a topic."""
    return any((one.holder, one.topic) == (certificate, topic) for one in asked.reading.held_figures)
