"""The way to a job, step by step, from where somebody stands; each step is one that a sheet tells."""

from __future__ import annotations

import dataclasses
from itertools import product

import pytest
from msgspec.structs import replace

from bot.answers.paths import path, years_confirmed
from bot.answers.reply import Asked, Reply, Saying
from bot.dialogue.situation import Situation
from bot.dialogue.state import Turn
from bot.knowledge.models import Step
from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    PROCEDURES,
    Said,
    heard,
    knowing,
    query,
    say,
    source_of,
    spoken_of,
)
from tests.answers.wording import read
from tests.figures import ASSISTANT_EDITION, EXPERT_EDITION, PROCEDURES_MONTHS

PRINCIPAL, COMMISSAIRE = "clerc_principal", "commissaire_de_justice"
NOTHING = Situation()


def ask(text: str, *certificates: str, situation: Situation = NOTHING) -> Reply:
    """Ask for a way."""
    return path(KNOWLEDGE, Asked(query("path", *certificates), heard(text), NEW, situation))


def only(reply: Reply) -> Saying:
    """The one saying of a reply."""
    (saying,) = reply.sayings
    return saying


def steps_of(reply: Reply) -> list[Step]:
    """The steps that a reply tells, in order."""
    lines = only(reply).values["facts"].strip().splitlines()
    steps = {f"{number}. {step.text}": step for number in range(1, len(lines) + 1) for step in KNOWLEDGE.paths.steps}
    return [steps[line] for line in lines]


def way(reply: Reply) -> list[str]:
    """The places that the steps of a reply lead to, in order."""
    return [step.to for step in steps_of(reply)]


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("comment devenir commissaire de justice ?", COMMISSAIRE),
        ("je veux être huissière", COMMISSAIRE),
        ("CDJ", COMMISSAIRE),
        ("ouvrir mon étude", COMMISSAIRE),
        ("comment monter sa propre étude", COMMISSAIRE),
        ("devenir clerc principal", PRINCIPAL),
        ("la gestion de dossiers", GESTIONNAIRE),
        ("gerer des dossiers", GESTIONNAIRE),
        ("un poste de cadre", EXPERT),
        ("encadrer une équipe", EXPERT),
        ("un premier emploi d'appui", ASSISTANT),
        ("je travaille chez un huissier et je veux devenir clerc principal", PRINCIPAL),
        ("un poste de cadre chez un commissaire de justice", EXPERT),
        ("je ne veux pas devenir huissier, plutôt clerc principal", PRINCIPAL),
        ("je ne sais pas", COMMISSAIRE),
    ],
)
def test_the_job_aimed_at_is_where_the_way_leads_and_not_where_somebody_works(text: str, goal: str) -> None:
    assert way(ask(text, *heard(text).named()))[-1] == goal


# What was told, the response, what it starts from, and the places that the way leads through.
WAYS_TO_COMMISSAIRE = [
    (NOTHING, "path_in_general", None, [PROCEDURES, EXPERT, COMMISSAIRE]),
    (Situation(years_after_bac=0, bac="general"), "path", "un bac général", [PROCEDURES, EXPERT, COMMISSAIRE]),
    (Situation(years_after_bac=0, bac="other"), "path", "le bac", [ASSISTANT, PROCEDURES, EXPERT, COMMISSAIRE]),
    (Situation(years_after_bac=4, field="law"), "path", "un master 1 en droit", [COMMISSAIRE]),
    (Situation(years_after_bac=5, field="law"), "path", "un master 1 en droit", [COMMISSAIRE]),
    # Whose field is not told may have the one that the way starts from; who studies law on is there sooner than by any other way.
    (Situation(years_after_bac=4), "path", "un master 1 en droit", [COMMISSAIRE]),
    (Situation(years_after_bac=3, field="law"), "path", "un bac + 3, puis un master 1 en droit", [COMMISSAIRE]),
    (Situation(years_after_bac=2, field="law"), "path", "un bac + 2, puis un master 1 en droit", [COMMISSAIRE]),
    (Situation(years_after_bac=-1), "path_not_yet", None, [PROCEDURES, EXPERT, COMMISSAIRE]),
    (
        Situation(years_after_bac=-1, experience_years=3, workplace="office"),
        "path",
        "3 ans d'expérience dans une étude",
        [PROCEDURES, EXPERT, COMMISSAIRE],
    ),
    (
        Situation(years_after_bac=-1, experience_years=2, workplace="office"),
        "path",
        "une expérience juridique ou administrative",
        [ASSISTANT, PROCEDURES, EXPERT, COMMISSAIRE],
    ),
    (
        Situation(years_after_bac=-1, experience_years=3, workplace="law"),
        "path",
        "une expérience juridique ou administrative",
        [ASSISTANT, PROCEDURES, EXPERT, COMMISSAIRE],
    ),
    (
        Situation(years_after_bac=-1, experience_years=9, workplace="other"),
        "path_not_yet",
        None,
        [PROCEDURES, EXPERT, COMMISSAIRE],
    ),
    (Situation(title=PROCEDURES), "path", "clerc aux procédures", [EXPERT, COMMISSAIRE]),
    (Situation(job=ASSISTANT), "path", "clerc assistant", [PROCEDURES, EXPERT, COMMISSAIRE]),
    (Situation(job=EXPERT), "path", "clerc expert", [COMMISSAIRE]),
    (Situation(job=GESTIONNAIRE), "path_not_yet", None, [PROCEDURES, EXPERT, COMMISSAIRE]),
    (Situation(job=PROCEDURES, years_after_bac=0, bac="general"), "path", "clerc aux procédures", [EXPERT, COMMISSAIRE]),
]


@pytest.mark.parametrize(("situation", "response", "start", "places"), WAYS_TO_COMMISSAIRE)
def test_the_way_begins_where_the_visitor_stands(
    situation: Situation, response: str, start: str | None, places: list[str]
) -> None:
    reply = ask("", COMMISSAIRE, situation=situation)
    assert (only(reply).response, only(reply).values.get("start"), way(reply)) == (response, start, places)
    assert f"devenir **commissaire de justice**{f' (point de départ : {start})' if start else ''}" in read(reply)


@pytest.mark.parametrize(
    ("goal", "situation", "time"),
    [
        # The title's months, then 3 and 2 years, then 2 years.
        (COMMISSAIRE, Situation(years_after_bac=0, bac="general"), f"7 ans et {PROCEDURES_MONTHS}"),
        # One step says its time itself; of the first step no sheet tells how long it takes.
        (COMMISSAIRE, Situation(job=EXPERT), None),
        # Whether a master 1 saves one the title, no sheet tells.
        (COMMISSAIRE, Situation(years_after_bac=4, field="law"), None),
        (COMMISSAIRE, Situation(years_after_bac=0, bac="other"), None),
    ],
)
def test_how_long_the_whole_way_takes_is_told_where_the_sheets_tell_it_of_each_step(
    goal: str, situation: Situation, time: str | None
) -> None:
    told = read(ask("", goal, situation=situation))
    assert f"Comptez au moins {time} en tout." in told if time else "en tout" not in told


def test_a_master_in_another_field_is_no_master_in_law() -> None:
    steps = way(ask("", COMMISSAIRE, situation=Situation(years_after_bac=4, field="other")))
    assert steps == [PROCEDURES, EXPERT, COMMISSAIRE]


def test_without_the_bac_the_way_asks_for_no_bac() -> None:
    told = read(ask("", COMMISSAIRE, situation=Situation(years_after_bac=-1)))
    assert "3 ans d'expérience dans une étude" in told
    assert "bac général" not in told


@pytest.mark.parametrize(
    ("text", "certificates", "situation", "places"),
    [
        ("devenir clerc gestionnaire", [GESTIONNAIRE], Situation(years_after_bac=2), [GESTIONNAIRE]),
        ("devenir clerc gestionnaire", [GESTIONNAIRE], Situation(years_after_bac=4, field="law"), [GESTIONNAIRE]),
        ("devenir clerc gestionnaire", [GESTIONNAIRE], Situation(years_after_bac=0, bac="other"), [ASSISTANT, GESTIONNAIRE]),
        ("devenir clerc gestionnaire", [GESTIONNAIRE], Situation(years_after_bac=-1), [ASSISTANT, GESTIONNAIRE]),
        ("devenir clerc principal", [PRINCIPAL], Situation(years_after_bac=2), [GESTIONNAIRE, PRINCIPAL]),
        ("devenir clerc principal", [PRINCIPAL], Situation(job=GESTIONNAIRE), [PRINCIPAL]),
        ("devenir clerc expert", [EXPERT], Situation(title=PROCEDURES), [EXPERT]),
        ("un poste de cadre", [], Situation(years_after_bac=4, field="law"), [EXPERT]),
        ("passer de clerc assistant à clerc expert", [ASSISTANT, EXPERT], NOTHING, [PROCEDURES, EXPERT]),
        ("passer de clerc assistant à clerc gestionnaire", [ASSISTANT, GESTIONNAIRE], NOTHING, [GESTIONNAIRE]),
        ("après clerc aux procédures on fait quoi ?", [PROCEDURES], NOTHING, [EXPERT, COMMISSAIRE]),
        ("je suis clerc expert, et après ?", [EXPERT], Situation(job=EXPERT), [COMMISSAIRE]),
        ("comment évoluer ?", [], NOTHING, [PROCEDURES, EXPERT, COMMISSAIRE]),
    ],
)
def test_the_way_leads_to_the_job_that_is_named(
    text: str, certificates: list[str], situation: Situation, places: list[str]
) -> None:
    assert way(ask(text, *certificates, situation=situation)) == places


@pytest.mark.parametrize(
    ("text", "certificate", "situation"),
    [
        ("je suis clerc assistant, comment devenir clerc gestionnaire ?", GESTIONNAIRE, Situation(job=ASSISTANT)),
        ("je suis en master 1 de droit, comment devenir clerc expert ?", EXPERT, Situation(years_after_bac=4, field="law")),
        ("j'ai le titre de clerc aux procédures, comment devenir clerc expert ?", EXPERT, Situation(title=PROCEDURES)),
    ],
)
def test_what_somebody_is_already_does_not_take_the_place_of_the_goal(text: str, certificate: str, situation: Situation) -> None:
    assert way(ask(text, certificate, situation=situation)) == [certificate]


def test_a_job_that_is_ruled_out_is_no_goal() -> None:
    reply = ask("je ne veux pas devenir commissaire de justice, plutôt clerc expert", EXPERT)
    assert way(reply)[-1] == EXPERT


def test_the_source_names_each_sheet_on_the_way() -> None:
    reply = ask("passer de clerc assistant à clerc expert", ASSISTANT, EXPERT)
    assert only(reply).notes == (
        (
            "note_sources",
            {"sheets": f"« Clerc Assistant » ({ASSISTANT_EDITION}) et « Clerc expert » ({EXPERT_EDITION})"},
        ),
    )


def test_where_a_way_comes_from_can_be_asked() -> None:
    asked = say(query("path", PRINCIPAL), state=knowing(job=GESTIONNAIRE))
    assert [saying.values["quotes"] for saying in source_of(asked).reply.sayings] == [
        "> Évolution vers clerc principal ou référent de portefeuille (selon expérience)"
    ]


def test_the_conditions_of_each_certificate_on_the_way_can_be_asked() -> None:
    reply = ask("", COMMISSAIRE, situation=Situation(years_after_bac=0, bac="other"))
    assert [(button.title, button.intent, button.certificate) for button in reply.buttons] == [
        ("Les conditions : clerc assistant", "ask_admission", ASSISTANT),
        ("Les conditions : clerc aux procédures", "ask_admission", PROCEDURES),
        ("Les conditions : clerc expert", "ask_admission", EXPERT),
    ]


def test_a_way_to_another_profession_changes_no_certificate_that_is_talked_about() -> None:
    after = say(query("path", COMMISSAIRE), state=spoken_of(EXPERT, before=[ASSISTANT])).state
    assert (after.discussed, after.previous) == ((EXPERT,), (ASSISTANT,))


def admission_after(*certificates: str, text: str) -> Said:
    """Ask in words how one becomes something."""
    return say(query("path", *certificates), reading=heard(text))


def test_the_way_to_a_certificate_from_nowhere_tells_all_that_lets_in() -> None:
    assert admission_after(EXPERT, text="il faut quoi pour devenir clerc expert").responses == ["path_in_general", "admission"]
    # One step says no more than the conditions.
    said = admission_after(ASSISTANT, text="comment devenir clerc assistant")
    assert said.told_of == [("admission", "clerc assistant")]


def test_who_is_there_already_is_told_so() -> None:
    reply = ask("un poste de cadre", situation=Situation(title=EXPERT))
    assert only(reply).response == "already_there"
    assert "clerc expert" in read(reply)


SITUATIONS = [
    Situation(years_after_bac=after, field=field, experience_years=years, workplace=place, title=title)
    for after, field, (years, place), title in product(
        (None, -1, 0, 2, 4),
        (None, "law"),
        ((None, None), (0, None), (3, "office"), (3, "law"), (3, "other")),
        (None, ASSISTANT, PROCEDURES, GESTIONNAIRE, EXPERT),
    )
]


GOALS = {key: place for key, place in KNOWLEDGE.paths.places.items() if place.certificate or place.words}


def ask_goal(goal: str, situation: Situation) -> Reply:
    """Ask for the way to a place of the graph."""
    return path(KNOWLEDGE, Asked(query("path", goal), heard(""), NEW, situation))


@pytest.mark.parametrize("goal", GOALS)
def test_each_step_goes_on_from_the_one_before_up_to_the_goal(goal: str) -> None:
    broken = []
    for situation in SITUATIONS:
        steps = steps_of(ask_goal(goal, situation)) if situation.title != goal else []
        if [step.to for step in steps[:-1]] != [step.from_ for step in steps[1:]] or any(step.to != goal for step in steps[-1:]):
            broken.append(situation)
    assert broken == []


@pytest.mark.parametrize("goal", GOALS)
def test_who_is_not_there_yet_is_told_at_least_a_step(goal: str) -> None:
    assert [s for s in SITUATIONS if s.title != goal and not steps_of(ask_goal(goal, s))] == []


@pytest.mark.parametrize("goal", KNOWLEDGE.certificates)
def test_who_is_there_already_is_not_shown_an_empty_way(goal: str) -> None:
    reply = ask_goal(goal, Situation(title=goal))
    assert not only(reply).response.startswith("path") or only(reply).values["facts"].strip()


def test_where_no_way_is_told_its_last_step_is() -> None:
    steps = tuple(step for step in KNOWLEDGE.paths.steps if step.to == PRINCIPAL)
    knowledge = replace(KNOWLEDGE, paths=replace(KNOWLEDGE.paths, steps=steps))
    reply = path(knowledge, Asked(query("path", PRINCIPAL), heard(""), NEW, Situation(years_after_bac=0)))
    assert (only(reply).response, way(reply)) == ("path_not_yet", [PRINCIPAL])


# What is asked, what was spoken of before, and between which certificates the way leads.
BETWEEN = [
    ("clerc assistant vers clerc gestionnaire, c'est possible ?", (), ASSISTANT, GESTIONNAIRE),
    ("et je peux passer clerc gestionnaire après ?", (ASSISTANT,), ASSISTANT, GESTIONNAIRE),
    ("une fois clerc assistant, je pourrai devenir clerc expert ?", (), ASSISTANT, EXPERT),
]


@pytest.mark.parametrize(("text", "before", "start", "goal"), BETWEEN, ids=[row[0] for row in BETWEEN])
def test_whether_one_certificate_leads_to_another_is_said_with_the_steps(
    text: str, before: tuple[str, ...], start: str, goal: str
) -> None:
    said = say(query("career", goal, act="yesno"), state=spoken_of(*before) if before else NEW, reading=heard(text))
    names = {key: certificate.name for key, certificate in KNOWLEDGE.certificates.items()}
    assert said.text.startswith(f"**Oui.**\nDe **{names[start]}** à **{names[goal]}** :")
    assert said.only.facts[0][0] == start
    assert "_Source" in said.text


def test_where_no_way_leads_on_none_is_said_to() -> None:
    reading = heard("après clerc expert, je peux passer clerc gestionnaire ?")
    said = say(query("career", EXPERT, GESTIONNAIRE, act="yesno"), reading=reading)
    assert "path_between" not in said.responses


def test_a_certificate_after_a_diploma_is_the_goal() -> None:
    after_bac = say(query("path", GESTIONNAIRE), reading=heard("comment devenir clerc gestionnaire après le bac ?"))
    assert after_bac.text.startswith("Pour devenir **clerc gestionnaire**")
    after_it = say(query("path", GESTIONNAIRE), reading=heard("après clerc gestionnaire, on fait quoi ?"))
    assert not after_it.text.startswith("Pour devenir **clerc gestionnaire**")


def test_the_one_of_two_that_leads_there_is_said_first() -> None:
    said = ask(
        "expert ou gestionnaire, lequel pour devenir commissaire de justice ?",
        COMMISSAIRE,
        situation=Situation(field="law", years_after_bac=3),
    )
    assert [name for name, _ in only(said).openings] == ["leads_there"]
    assert only(said).openings[0][1]["certificate"] == KNOWLEDGE.certificates[EXPERT].name


def test_a_way_goes_through_the_certificate_that_is_named() -> None:
    law = Situation(years_after_bac=4, field="law")
    assert way(ask("comment devenir commissaire ?", COMMISSAIRE, situation=law)) == [COMMISSAIRE]
    assert way(ask("par clerc expert puis commissaire ?", COMMISSAIRE, situation=law)) == [EXPERT, COMMISSAIRE]


def test_where_no_way_is_told_the_sheet_is_said_to_be_silent() -> None:
    text = "clerc gestionnaire, on peut devenir commissaire de justice après ?"
    said = say(query("career", GESTIONNAIRE, act="yesno"), reading=heard(text))
    assert said.openings == ["way_not_told"]
    assert say(query("career", EXPERT, act="yesno"), reading=heard(text.replace("gestionnaire", "expert"))).openings == ["yes"]


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("2 ans de titre puis 2 ans de formation, ça fait 4 ans, c'est juste ?", ["confirmed"]),
        ("ça fait 2 ans au plus court, c'est bien ça ?", ["confirmed"]),
        ("ça fait 7 ans, c'est bien ça ?", []),
    ],
)
def test_how_long_a_whole_way_takes_is_confirmed_after_it_was_told(text: str, openings: list[str]) -> None:
    asked_before = Turn((query("path", COMMISSAIRE),))
    state = replace(knowing(years_after_bac=4, field="law"), turns=(asked_before,), number=1)
    asked = Asked(query("admission", EXPERT, act="confirm"), heard(text), state, Situation(years_after_bac=4, field="law"))
    found = years_confirmed(KNOWLEDGE, asked)
    assert [name for saying in (found.sayings if found else ()) for name, _ in saying.openings] == openings
    # Who was told of no way sums nothing up.
    assert years_confirmed(KNOWLEDGE, dataclasses.replace(asked, state=NEW)) is None
