"""« Quelle formation pour moi ? »: a short form. Each question can be skipped, another question may come in between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.eligibility import Verdict, eligibility, told_of
from bot.answers.paths import goal_named, path
from bot.answers.reply import Button, Focus, Reply, Saying, Situation
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Understood
from bot.answers.verdicts import open_to
from bot.nlu.normaliser import fold_accents
from bot.nlu.situation import NUMBER, number_of

DIPLOMA, EXPERIENCE, GOAL = "diploma", "experience", "goal"
# What is said of the certificate that leads to the goal, by whether it is open.
_ADVICE = {
    Verdict.YES: "advice",
    Verdict.DEPENDS: "advice_depends",
    Verdict.UNKNOWN: "advice_depends",
    Verdict.NO: "advice_not_yet",
}
# What skips a question, when typed or pressed.
SKIP = "Passer"
_SKIPS = re.compile(
    r"(?:je |j')?(?:(?:prefere |veux )?passer?|suivante?|(?:ne )?sais pas|aucune idee|peu importe|on verra|prefere pas|skip)"
    r"(?: (?:la|cette)? ?question)?[ .!]*"
)
_STOPS = re.compile(
    r"(?:je veux |on peut )?(?:laissez? tomber|stop|arrete[rz]?|on arrete|annule[rz]?|tant pis|j'abandonne|oubliez?)"
    r"(?: (?:ca|svp|tout))?[ .!]*"
)
_NONE = re.compile(
    r"(?:(?:non|nan|nn),? ?)?(?:jamais|aucune?|pas du tout|rien|zero|0|non|nan|nn|je n'en ai pas|pas encore)"
    r"(?: du tout| ans?)?[ .!]*"
)
_NO_WORK = re.compile(r"\b(?:jamais travaille|aucune experience|pas d'experience|sans experience)\b")
_YEARS = re.compile(rf"\b({NUMBER})(?: ans?| annees?)?[ .!]*$")
# An answer is short; a longer message with one of these words in it says something else.
_SHORT = 5


def start(focus: Focus) -> Reply:
    """Ask the first of what is not known yet."""
    known = {
        DIPLOMA: focus.situation.years_after_bac is not None or focus.situation.title is not None,
        EXPERIENCE: focus.situation.experience_years is not None,
    }
    asking = (*(step for step, is_known in known.items() if not is_known), GOAL)
    return _ask(replace(focus, asking=asking))


def ask_again(focus: Focus) -> Saying:
    """The question that waits for an answer, after something else was said."""
    return Saying(f"ask_{focus.asking[0]}")


def skip_button() -> Button:
    """What passes a question."""
    return Button(SKIP, None)


def stops(text: str) -> bool:
    """Whether somebody wants no more questions."""
    return bool(_STOPS.fullmatch(fold_accents(text)))


def skips(text: str) -> bool:
    """Whether somebody passes a question: what the button says, or its like."""
    return bool(_SKIPS.fullmatch(fold_accents(text)))


def answers(understood: Understood, focus: Focus) -> bool:
    """Whether a message answers or skips the question asked, rather than asking something else."""
    if understood.situation != Situation() or _tells_nothing(understood.text) or _years_told(understood.text) is not None:
        return True
    if focus.asking[0] == GOAL:
        return "?" not in understood.text
    return not understood.intent.startswith("ask_") or understood.intent == "ask_path"


def _tells_nothing(text: str) -> bool:
    return skips(text) or bool(_NONE.fullmatch(fold_accents(text)))


def _years_told(text: str) -> int | None:
    """The years of a short answer: « 2 ans », « oui cinq », « plus de 10 ans », « aucune » (0)."""
    folded = fold_accents(text)
    if _NONE.fullmatch(folded) or _NO_WORK.search(folded):
        return 0
    found = _YEARS.search(folded)
    return number_of(found[1]) if found and len(folded.split()) <= _SHORT else None


def take(topics: TopicAnswers, understood: Understood, focus: Focus) -> Reply:
    """Take the answer to the question asked; ask the next one, or recommend.

    Args:
        topics: holds the knowledge and the verdicts.
        understood: the answer.
        focus: what is known, the answer's own telling included.
    """
    told, text = understood.situation, understood.text
    if focus.asking[0] == EXPERIENCE and told.experience_years is None and (years := _years_told(text)) is not None:
        # « 20 ans » is no age when years of work were asked.
        before = focus.situation if told.age is None else replace(focus.situation, age=None)
        focus = replace(focus, situation=before.update(Situation(experience_years=years)))
    if focus.asking[0] == DIPLOMA and told.years_after_bac is None and _NONE.fullmatch(fold_accents(text)):
        focus = replace(focus, situation=focus.situation.update(Situation(level=3, years_after_bac=-1)))
    names_goal = understood.certificates or goal_named(topics.knowledge, text)
    if focus.asking[0] == GOAL and told != Situation() and not names_goal:
        # « En fait, j'ai aussi un BTS » corrects an answer given before and is no goal.
        return _ask(focus)
    asking = focus.asking[1:]
    if asking and asking[0] == EXPERIENCE and focus.situation.experience_years is not None:
        asking = asking[1:]
    if asking:
        return _ask(replace(focus, asking=asking))
    return _recommend(topics, understood.text, understood.certificates, replace(focus, asking=()))


def _ask(focus: Focus) -> Reply:
    return Reply((ask_again(focus),), (skip_button(),), focus)


def _recommend(topics: TopicAnswers, text: str, certificates: Sequence[str], focus: Focus) -> Reply:
    """What fits, and why: a certificate that leads to the goal and lets the person in, else all that let them in."""
    knowledge = topics.knowledge
    goal = goal_named(knowledge, text)
    wanted = tuple(certificates) or ((goal,) if goal in knowledge.certificates else ())
    if not told_of(knowledge, focus.situation):
        return Reply((replace(open_to(knowledge, Situation()), response="no_advice"),), (), focus.on(wanted, ("admission",)))
    verdicts = {key: eligibility(knowledge, key, focus.situation).verdict for key in wanted}
    best = next((key for verdict in (Verdict.YES, Verdict.DEPENDS) for key in wanted if verdicts[key] is verdict), None)
    advised = best or next(iter(wanted), None)
    overview = open_to(knowledge, focus.situation, brief=goal is not None and not wanted)
    if advised:
        opening = _ADVICE[verdicts[advised]], {"certificate": knowledge.certificates[advised].name}
        overview = replace(overview, openings=(opening,))
    if best:
        buttons = tuple(Button(knowledge.topics[t].button, f"ask_{t}", best) for t in ("role", "duration", "funding"))
        return Reply((overview,), buttons, focus.on((best,), ("admission",)))
    if goal or wanted:
        way = path(knowledge, text, wanted, focus)
        return replace(way, sayings=(overview, *way.sayings))
    return Reply((overview,), (), focus.on((), ("admission",)))
