"""The way from where somebody stands to where they want to be, step by step, from the graph in knowledge/paths.yml."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from bot.answers.closed import is_closed
from bot.answers.eligibility import conditions, told_of
from bot.answers.reply import Asked, Button, Note, Reply, Saying
from bot.answers.sources import source_note
from bot.dialogue.query import Query
from bot.dialogue.situation import Situation
from bot.knowledge import Knowledge
from bot.knowledge.models import Place, Step
from bot.typography import listing

# What may be asked of one certificate in view of another.
_OF_GOING_ON = frozenset(["career", "jobs"])
# The goal when none is named: the one that people who ask for a way have in mind.
DEFAULT_GOAL = "commissaire_de_justice"


def path(knowledge: Knowledge, asked: Asked) -> Reply:
    """The shortest way to the goal that a message names.

    Args:
        knowledge: holds the graph.
        asked: the query: its certificates are where the visitor stands or wants to go.
    """
    places = knowledge.paths.places
    goal = _goal(knowledge, asked)
    start_certificates = [c for c in asked.query.certificates if c in knowledge.certificates and c != goal]
    starts = _starts(knowledge, start_certificates, asked.situation)
    steps = _shortest(knowledge, starts, goal) if starts else None
    studied = _after_studying_on(knowledge, asked.situation, goal)
    if studied and (steps is None or len(studied) < len(steps)):
        steps = studied
    if through := _through(knowledge, asked, goal):
        steps, studied = through, None
    if steps == []:
        return Reply((Saying("already_there", {"goal": places[goal].name}),), _next_buttons(knowledge, goal))
    known = steps is not None
    if steps is None:
        steps = _way_back(knowledge, goal, asked.situation)
    values = {"goal": places[goal].name, "facts": _numbered(steps)}
    if known:
        start = places[steps[0].from_]
        values["start"] = told_of(knowledge, asked.situation) if _is_less_than_told(start, asked.situation) else start.name
        if steps is studied:
            values["start"] = f"{told_of(knowledge, asked.situation)}, puis {start.name}"
    told = asked.situation.tells_diploma_or_work or asked.situation.job
    response = "path" if known else "path_not_yet" if told else "path_in_general"
    in_all = [] if steps is studied else _in_all(steps, _worked(knowledge, asked.situation, steps))
    notes = [*in_all, *source_note(knowledge, {step.sheet for step in steps})]
    openings = _which_leads(knowledge, asked, goal)
    saying = Saying(response, values, tuple(notes), openings, tuple((step.sheet, step.fact) for step in steps))
    wanted = places[goal].certificate
    return Reply((saying,), _admission_buttons(knowledge, steps), (wanted,) if wanted else ())


def _through(knowledge: Knowledge, asked: Asked, goal: str) -> list[Step] | None:
    """The way that goes through a certificate which the message names: « un M1, puis clerc expert, puis le reste »."""
    had = (asked.situation.title, asked.situation.job)
    for via in asked.reading.named():
        if via not in knowledge.certificates or via == goal or via in had:
            continue
        starts = _starts(knowledge, [], asked.situation)
        first = _shortest(knowledge, starts, via) or _after_studying_on(knowledge, asked.situation, via)
        then = _shortest(knowledge, [via], goal)
        if first and then:
            return [*first, *then]
    return None


def _which_leads(knowledge: Knowledge, asked: Asked, goal: str) -> tuple[Note, ...]:
    """« Lequel est le mieux pour devenir commissaire ? »: the only one of those spoken of from which a way leads there."""
    if "which" not in asked.reading.cues:
        return ()
    named = [c for c in asked.reading.named() if c in knowledge.certificates]
    before = (query.certificates for turn in reversed(asked.state.turns) for query in turn.queries)
    several = named if len(named) > 1 else next((c for c in before if 1 < len(c) < len(knowledge.certificates)), ())
    leading = [c for c in several if c in knowledge.certificates and _shortest(knowledge, [c], goal)]
    others = [knowledge.certificates[c].name for c in several if c in knowledge.certificates and c not in leading]
    if len(leading) != 1 or not others:
        return ()
    return (("leads_there", {"certificate": knowledge.certificates[leading[0]].name, "others": listing(others)}),)


def certificates_between(knowledge: Knowledge, asked: Asked) -> tuple[str, str] | None:
    """From which certificate to which other somebody asks whether one gets: « assistant vers gestionnaire, c'est possible ? ».

    Args:
        knowledge: holds the graph.
        asked: the query; « et passer gestionnaire après ? » starts from the one under discussion.

    Returns:
        Start and goal, where a way leads from one to the other; None else.
    """
    if asked.query.intent not in _OF_GOING_ON or not is_closed(asked):
        return None
    ends = [c for c in asked.reading.named() if c in knowledge.certificates]
    if len(ends) == 1 and "after" in asked.reading.cues:
        ends = [*asked.state.discussed, *ends]
    if len(ends) != 2:
        return None
    return next(((start, goal) for start, goal in (ends, reversed(ends)) if _shortest(knowledge, [start], goal)), None)


def years_confirmed(knowledge: Knowledge, asked: Asked) -> Reply | None:
    """« 2 ans puis 2 ans, ça fait 4 ans, c'est juste ? », after a way was asked: « oui » to how long the whole of one takes.

    Args:
        knowledge: holds the graph.
        asked: the query.
    """
    said, before = asked.reading.months, [query for turn in asked.state.turns for query in turn.queries]
    if not said or not is_closed(asked) or asked.query.intent == "salary" or all(query.intent != "path" for query in before):
        return None
    goal, starts = DEFAULT_GOAL, _starts(knowledge, [], asked.situation)
    ways = [_shortest(knowledge, starts, goal)]
    for via in knowledge.certificates:
        first, then = _shortest(knowledge, starts, via), _shortest(knowledge, [via], goal)
        ways.append([*first, *then] if first and then else None)
    timed = [way for way in ways if way and all(step.months for step in way)]
    found = {sum(step.months or 0 for step in way): way for way in timed}
    parts = {step.months for way in timed for step in way}
    if max(said) not in found or not said <= {*found, *parts}:
        return None
    steps = found[max(said)]
    values = {
        "goal": knowledge.paths.places[goal].name,
        "facts": _numbered(steps),
        "start": knowledge.paths.places[steps[0].from_].name,
    }
    notes = (*_in_all(steps), *source_note(knowledge, {step.sheet for step in steps}))
    saying = Saying("path", values, notes, (("confirmed", {}),), tuple((step.sheet, step.fact) for step in steps))
    return Reply(
        (saying,), _admission_buttons(knowledge, steps), answered=(Query("confirm", "path", (goal,), asked.query.person),)
    )


def way_not_told(knowledge: Knowledge, asked: Asked, certificate: str) -> list[Note]:
    """« Clerc gestionnaire, après je peux devenir commissaire ? »: that no sheet tells of such a way.

    Args:
        knowledge: holds the graph.
        asked: the query, on a topic of the certificate's.
        certificate: from which one would go on.
    """
    places = knowledge.paths.places
    goals = [what for what in asked.reading.named() if what in places and what not in knowledge.certificates]
    if (
        asked.query.intent not in _OF_GOING_ON
        or not goals
        or not is_closed(asked)
        or _shortest(knowledge, [certificate], goals[0])
    ):
        return []
    return [("way_not_told", {"goal": places[goals[0]].name})]


def way_between(knowledge: Knowledge, start: str, goal: str) -> Reply:
    """« Oui », and the steps from one certificate to another.

    Args:
        knowledge: holds the graph.
        start: a certificate that leads to the other.
        goal: the other.
    """
    steps = _shortest(knowledge, [start], goal) or []
    told = _numbered(steps) if len(steps) > 1 else f" {steps[0].text}"
    values = {"start": knowledge.certificates[start].name, "goal": knowledge.certificates[goal].name, "facts": told}
    notes = (*_in_all(steps), *source_note(knowledge, {step.sheet for step in steps}))
    facts = tuple((step.sheet, step.fact) for step in steps)
    saying = Saying("path_between", values, notes, (("yes", {}),), facts=facts)
    return Reply((saying,), _admission_buttons(knowledge, steps), (start, goal))


def ahead_of(knowledge: Knowledge, situation: Situation) -> tuple[str, ...]:
    """The certificates that do not lie behind somebody: neither their title or job, nor what leads to them.

    The title of the job they have may be what they lack, where another certificate asks for it.

    Args:
        knowledge: holds the graph.
        situation: what is known of the person.
    """
    had = [c for c in (situation.title, situation.job) if c]
    asked_for = {one.certificate for c in knowledge.certificates for one in conditions(knowledge, c)}
    own = {situation.title, *({situation.job} - asked_for)}
    behind = {c for c in knowledge.certificates if c in own or any(_shortest(knowledge, [c], one) for one in had)}
    return tuple(c for c in knowledge.certificates if c not in behind)


def _numbered(steps: Sequence[Step]) -> str:
    return "\n" + "\n".join(f"{number}. {step.text}" for number, step in enumerate(steps, 1))


def _admission_buttons(knowledge: Knowledge, steps: Sequence[Step]) -> tuple[Button, ...]:
    title = knowledge.topics["admission"].button
    certificates = [step.to for step in steps if step.to in knowledge.certificates]
    return tuple(Button(f"{title} : {knowledge.certificates[c].name}", "ask_admission", c) for c in certificates[:3])


def _worked(knowledge: Knowledge, situation: Situation, steps: Sequence[Step]) -> int:
    """Of the first step's time, the months of work beside a title that are behind somebody already."""
    asked = conditions(knowledge, steps[0].to) if steps and steps[0].to in knowledge.certificates else []
    needed = [c.experience_years or 0 for c in asked if c.certificate and c.certificate == situation.title]
    return 12 * min(max(needed, default=0), situation.experience_years or 0)


def _in_all(steps: Sequence[Step], worked: int = 0) -> list[Note]:
    """How long all steps take at least, where the sheets tell it of each; `worked`: the months that are done already."""
    months = [step.months for step in steps]
    if len(steps) < 2 or not all(months):
        return []
    years, rest = divmod(sum(filter(None, months)) - worked, 12)
    parts = [f"{years} {'an' if years == 1 else 'ans'}"] * bool(years) + [f"{rest} mois"] * bool(rest)
    return [("note_path_in_all", {"time": listing(parts)})]


def _after_studying_on(knowledge: Knowledge, situation: Situation, goal: str) -> list[Step] | None:
    """The way that opens to who studies on in the same field: law, begun, leads to its master 1."""
    years = situation.years_after_bac
    if not years:
        return None
    starts = [
        key
        for key, place in knowledge.paths.places.items()
        if place.field and (place.years_after_bac or 0) > years and situation.field == place.field
    ]
    return _shortest(knowledge, starts, goal) if starts else None


def _is_less_than_told(place: Place, situation: Situation) -> bool:
    """Whether somebody stands at a diploma's place with a higher one: who has a licence is not told « en partant du bac »."""
    needed, years = place.years_after_bac, situation.years_after_bac
    return needed is not None and years is not None and years > needed and not place.field


def _next_buttons(knowledge: Knowledge, goal: str) -> tuple[Button, ...]:
    certificate = knowledge.paths.places[goal].certificate
    return (Button(knowledge.topics["career"].button, "ask_career", certificate),) if certificate else ()


def _goal(knowledge: Knowledge, asked: Asked) -> str:
    places = knowledge.paths.places
    beyond = [what for what in asked.query.certificates if what in places and what not in knowledge.certificates]
    aimed = [what for what in (*asked.reading.of("aim"), *beyond) if what in places]
    if aimed:
        return aimed[0]
    had = {asked.situation.title, asked.situation.job, *asked.reading.of("title"), *asked.reading.of("job")}
    wanted = [c for c in asked.query.certificates if c in places and c not in had]
    # « Après clerc aux procédures, on fait quoi ? » names where one starts, « clerc gestionnaire après le bac » does not; of two,
    # the way goes up.
    if len(wanted) > 1:
        reach = {c: _shortest(knowledge, [other for other in wanted if other != c], c) for c in wanted}
        return next((c for c in wanted if reach[c]), wanted[-1])
    after_it = "after" in asked.reading.cues and all(t.situation.years_after_bac is None for t in asked.reading.told)
    return wanted[0] if wanted and not after_it else DEFAULT_GOAL


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
        # A diploma told without its field may be in it: the answer names the one that the way starts from.
        field = not place.field or situation.field in (None, place.field)
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
