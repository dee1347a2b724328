"""The way from where somebody stands to where they want to be, step by step, from the graph in knowledge/paths.yml."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

from bot.answers.reply import Button, Focus, Reply, Saying, Situation
from bot.knowledge import Knowledge
from bot.knowledge.models import Place, Step
from bot.nlu.normaliser import fold_accents

# The goal when none is named: the one that people who ask for a way have in mind.
DEFAULT_GOAL = "commissaire_de_justice"
_HOLDS_ALREADY = re.compile(r"\b(je suis|suis deja|en poste|deja clerc|en tant que|j'ai le titre|depuis que|apres)\b")


def path(knowledge: Knowledge, text: str, certificates: Sequence[str], focus: Focus) -> Reply:
    """The shortest way to the goal that a message names.

    Args:
        knowledge: holds the graph.
        text: the message in plain French.
        certificates: those it names: where the visitor stands or wants to go.
        focus: what is known of the person.
    """
    goal = _goal(knowledge, text, certificates)
    starts = _starts(knowledge, text, [c for c in certificates if c != goal], focus.situation)
    steps = _shortest(knowledge, starts, goal) if starts else None
    if steps is None:
        steps = _way_back(knowledge, goal)
    name = knowledge.paths.places[goal].name
    lines = "\n" + "\n".join(f"{number}. {step.text}" for number, step in enumerate(steps, 1))
    start = knowledge.paths.places[steps[0].from_].name if steps else ""
    sheets = tuple((step.sheet, step.fact) for step in steps)
    buttons = tuple(
        Button(knowledge.topics["admission"].button + " : " + knowledge.certificates[step.to].name, "ask_admission", step.to)
        for step in steps
        if step.to in knowledge.certificates
    )
    values = {"goal": name, "start": start, "facts": lines}
    return Reply((Saying("path", values, facts=sheets),), buttons[:3], focus.on((), ("career",)))


def names_place(knowledge: Knowledge, text: str) -> bool:
    """Whether a text names a job of the graph as where somebody wants to be."""
    folded = fold_accents(text)
    words = (fold_accents(word) for place in knowledge.paths.places.values() for word in place.words)
    return any(re.search(rf"\b{re.escape(word)}\b", folded) for word in words)


def _goal(knowledge: Knowledge, text: str, certificates: Sequence[str]) -> str:
    folded = fold_accents(text)
    for key, place in knowledge.paths.places.items():
        if any(re.search(rf"\b{re.escape(fold_accents(word))}\b", folded) for word in place.words):
            return key
    named = [key for key, place in knowledge.paths.places.items() if place.certificate in certificates]
    if named and not (len(named) == 1 and _HOLDS_ALREADY.search(folded)):
        return named[-1]
    return DEFAULT_GOAL


def _starts(knowledge: Knowledge, text: str, certificates: Sequence[str], situation: Situation) -> list[str]:
    """The places somebody stands at, by certificate held, diploma and experience."""
    places = knowledge.paths.places
    return [
        key
        for key, place in places.items()
        if (place.certificate and place.certificate in certificates) or (not place.certificate and _is_at(place, situation))
    ]


def _is_at(place: Place, situation: Situation) -> bool:
    if place.field and situation.field != place.field:
        return False
    if place.years_after_bac is not None:
        return situation.years_after_bac is not None and situation.years_after_bac >= place.years_after_bac
    if place.experience_years is not None:
        return (
            situation.experience_years is not None
            and situation.experience_years >= place.experience_years
            and situation.field != "other"
        )
    return False


def _shortest(knowledge: Knowledge, starts: Sequence[str], goal: str) -> list[Step] | None:
    """The way with the fewest steps, or None when there is none."""
    ways: dict[str, list[Step]] = {start: [] for start in starts}
    queue = deque(starts)
    while queue:
        place = queue.popleft()
        if place == goal:
            return ways[place]
        for step in knowledge.paths.steps:
            if step.from_ == place and step.to not in ways:
                ways[step.to] = [*ways[place], step]
                queue.append(step.to)
    return None


def _way_back(knowledge: Knowledge, goal: str) -> list[Step]:
    """The way to a goal when nothing is known of the person: from the bac, else its last step."""
    bac = [key for key, place in knowledge.paths.places.items() if place.years_after_bac == 0]
    return _shortest(knowledge, bac, goal) or [step for step in knowledge.paths.steps if step.to == goal]
