"""The way from where somebody stands to where they want to be, step by step, from the graph in knowledge/paths.yml."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

from bot.answers.eligibility import told_of
from bot.answers.reply import Button, Focus, Reply, Saying, Situation
from bot.answers.sources import source_note
from bot.answers.understood import Understood
from bot.knowledge import Knowledge
from bot.knowledge.models import Place, Step
from bot.nlu.normaliser import fold_accents

# The goal when none is named: the one that people who ask for a way have in mind.
DEFAULT_GOAL = "commissaire_de_justice"
_WORKS_AT = re.compile(
    r"\b(chez|avec|dans|etude d[e']?|etude|office d[e']?|clerc d[e']?)(?: (?:un|une|mon|ma|le|la|l'|d'un|d'une))? ?$"
)
_AFTER = re.compile(r"\b(apres|une fois)\b")
_RULED_OUT = re.compile(r"\b(pas|ni|non)(?: (?:devenir|etre|faire))?(?: (?:un|une|le|la|l'))? ?$")

# « Comment passer de X à Y » names two certificates and compares nothing.
_ON_THE_WAY = re.compile(
    r"\b(passer (?:d|à|au|clerc|expert|gestionnaire|assistant)|devenir|évoluer|monter vers|arriver à|aller (?:vers|jusqu))"
)
# « Et après, je peux passer expert ? » starts at what was just spoken of.
_FROM_HERE = re.compile(
    r"\b(pass(?:er|e|é)|évolue[rs]?|monte[rs]?|aller vers|viser|prétendre|accéder|enchaîner|continuer|devenir)\b"
)

# « Avec le clerc gestionnaire, on peut accéder à quels postes ? » starts at what it names, and names no goal.
_STARTS_ELSEWHERE = re.compile(
    r"\b(?:avec|après) (?:le |la |l'|un |une |ce |le titre de )*clerc"
    r"|\b(?:devenir|accéder à|viser|prétendre à|faire) (?:quoi|quel)"
)


def asks_the_way(understood: Understood) -> bool:
    """« Passer de clerc assistant à clerc gestionnaire »: two certificates, or one and what somebody is.

    Args:
        understood: the message.
    """
    ends = {*understood.certificates, understood.situation.job, understood.situation.title} - {None}
    return len(ends) > 1 and bool(_ON_THE_WAY.search(understood.text))


def asks_the_way_on(understood: Understood, focus: Focus) -> bool:
    """« Et après, je peux passer expert ? » after the clerc aux procédures.

    Args:
        understood: the message.
        focus: what the conversation is about.
    """
    both = {*understood.certificates, *focus.certificates}
    two = len(understood.certificates) == len(focus.certificates) == 1 < len(both)
    return two and bool(_FROM_HERE.search(understood.text)) and not _STARTS_ELSEWHERE.search(understood.text)


def path(knowledge: Knowledge, text: str, certificates: Sequence[str], focus: Focus) -> Reply:
    """The shortest way to the goal that a message names.

    Args:
        knowledge: holds the graph.
        text: the message in plain French.
        certificates: those it names: where the visitor stands or wants to go.
        focus: what is known of the person.
    """
    places = knowledge.paths.places
    goal = _goal(knowledge, text, certificates, focus.situation)
    starts = _starts(knowledge, [c for c in certificates if c != goal], focus.situation)
    steps = _shortest(knowledge, starts, goal) if starts else None
    if steps == []:
        saying = Saying("already_there", {"goal": places[goal].name})
        return Reply((saying,), _next_buttons(knowledge, goal), focus.on((), ("career",)))
    known = steps is not None
    if steps is None:
        steps = _way_back(knowledge, goal, focus.situation)
    lines = "\n" + "\n".join(f"{number}. {step.text}" for number, step in enumerate(steps, 1))
    values = {"goal": places[goal].name, "facts": lines}
    if known:
        start = places[steps[0].from_]
        values["start"] = told_of(knowledge, focus.situation) if _is_less_than_told(start, focus.situation) else start.name
    told = focus.situation.tells_diploma_or_work or focus.situation.job
    response = "path" if known else "path_not_yet" if told else "path_in_general"
    notes = source_note(knowledge, {step.sheet for step in steps})
    saying = Saying(response, values, tuple(notes), facts=tuple((step.sheet, step.fact) for step in steps))
    buttons = tuple(
        Button(knowledge.topics["admission"].button + " : " + knowledge.certificates[step.to].name, "ask_admission", step.to)
        for step in steps
        if step.to in knowledge.certificates
    )
    wanted = places[goal].certificate
    return Reply((saying,), buttons[:3], focus.on((wanted,) if wanted else tuple(certificates), ("career",)))


def _is_less_than_told(place: Place, situation: Situation) -> bool:
    """Whether somebody stands at a diploma's place with a higher one: who has a licence is not told « en partant du bac »."""
    needed, years = place.years_after_bac, situation.years_after_bac
    return needed is not None and years is not None and years > needed and not place.field


def _next_buttons(knowledge: Knowledge, goal: str) -> tuple[Button, ...]:
    certificate = knowledge.paths.places[goal].certificate
    return (Button(knowledge.topics["career"].button, "ask_career", certificate),) if certificate else ()


def goal_named(knowledge: Knowledge, text: str) -> str | None:
    """The place of the graph that a text names by its words as where somebody wants to be; None when it names none."""
    folded = fold_accents(text)
    for key, place in knowledge.paths.places.items():
        for word in place.words:
            found = re.finditer(rf"\b{re.escape(fold_accents(word))}\b", folded)
            # « Chez un huissier » is where somebody works.
            before = [folded[: match.start()] for match in found]
            if any(not _WORKS_AT.search(text) and not _RULED_OUT.search(text) for text in before):
                return key
    return None


def _goal(knowledge: Knowledge, text: str, certificates: Sequence[str], situation: Situation) -> str:
    if place := goal_named(knowledge, text):
        return place
    had = (situation.title, situation.job)
    wanted = [
        key for key, place in knowledge.paths.places.items() if place.certificate in certificates and place.certificate not in had
    ]
    # « Après clerc aux procédures, on fait quoi ? » names where one starts.
    return wanted[-1] if wanted and not (len(wanted) == 1 and _AFTER.search(fold_accents(text))) else DEFAULT_GOAL


def _starts(knowledge: Knowledge, certificates: Sequence[str], situation: Situation) -> list[str]:
    """The places somebody stands at, by certificate, job, diploma and experience."""
    had = {*certificates, situation.title, situation.job} - {None}
    return [
        key
        for key, place in knowledge.paths.places.items()
        if (place.certificate and place.certificate in had) or (not place.certificate and _is_at(place, situation))
    ]


def _is_at(place: Place, situation: Situation) -> bool:
    if place.years_after_bac is not None:
        field = not place.field or situation.field == place.field
        bac = not place.bac or situation.bac in (None, place.bac)
        return field and bac and situation.years_after_bac is not None and situation.years_after_bac >= place.years_after_bac
    if place.experience_years is not None:
        there = situation.workplace is None or situation.workplace in place.workplaces
        return there and situation.experience_years is not None and situation.experience_years >= place.experience_years
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


def _way_back(knowledge: Knowledge, goal: str, situation: Situation) -> list[Step]:
    """The way to a goal when nothing known of the person is on it: from the bac or, without it, from work; else its last step."""
    places = knowledge.paths.places.items()
    without_bac = situation.years_after_bac is not None and situation.years_after_bac < 0
    starts = [key for key, place in places if (place.experience_years if without_bac else place.years_after_bac == 0)]
    return _shortest(knowledge, starts, goal) or [step for step in knowledge.paths.steps if step.to == goal]
