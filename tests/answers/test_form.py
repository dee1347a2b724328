"""« Quelle formation pour moi ? »: three questions, each of which can be passed or put off, then what fits and why."""

from __future__ import annotations

import pytest

from bot.answers.assistant import Assistant
from bot.answers.form import SKIP
from bot.answers.reply import Button, Focus, Reply, Situation
from bot.answers.topics import TopicAnswers
from bot.answers.understood import Question, Understood
from bot.knowledge import load_knowledge
from bot.nlu.situation import SituationReader
from tests.answers.wording import read

KNOWLEDGE = load_knowledge()
BOT = Assistant(TopicAnswers(KNOWLEDGE))
READER = SituationReader(KNOWLEDGE.reference)
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"
DIPLOMA = Focus(asking=("diploma", "experience", "goal"))
EXPERIENCE = Focus(asking=("experience", "goal"))
GOAL = Focus(asking=("goal",))


def say(text: str, focus: Focus, intent: str = "out_of_scope", *certificates: str) -> Reply:
    """Say something; what it tells of the person is read from the text."""
    topic = intent.removeprefix("ask_")
    questions = (Question(topic, certificates),) if topic in KNOWLEDGE.topics else ()
    situation = Situation(**{told.kind: told.value for told in READER.read(text)})
    return BOT.reply(Understood(text, intent, ((intent, 0.95),), questions, certificates, (), situation), focus)


def start(situation: Situation | None = None) -> Reply:
    """Ask which training fits."""
    return say("quelle formation pour moi ?", Focus(situation=situation or Situation()), "ask_recommendation")


def fill_in(diploma: str, experience: str, goal: str, *certificates: str) -> Reply:
    """Answer all questions of the form."""
    asked = say(experience, say(diploma, start().focus).focus)
    return say(goal, asked.focus, "out_of_scope", *certificates)


def responses(reply: Reply) -> list[str]:
    """Give the responses said, in order."""
    return [saying.response for saying in reply.sayings]


def advice(reply: Reply) -> tuple[str, str] | None:
    """Give what is advised before all else, and the certificate; None when nothing is."""
    openings = [(name, values["certificate"]) for saying in reply.sayings for name, values in saying.openings]
    return openings[0] if openings else None


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        (Situation(), "ask_diploma"),
        (Situation(age=19), "ask_diploma"),
        (Situation(experience_years=3), "ask_diploma"),
        (Situation(years_after_bac=2), "ask_experience"),
        (Situation(years_after_bac=-1), "ask_experience"),
        (Situation(title=PROCEDURES), "ask_experience"),
        (Situation(years_after_bac=2, experience_years=0), "ask_goal"),
        (Situation(title=PROCEDURES, experience_years=3), "ask_goal"),
    ],
)
def test_only_what_is_not_known_yet_is_asked(known: Situation, asked: str) -> None:
    reply = start(known)
    assert responses(reply) == [asked]
    assert reply.buttons == (Button(SKIP, None),)
    assert reply.focus.situation == known


def test_the_three_questions_are_asked_one_after_another() -> None:
    first = start()
    second = say("un bts notariat", first.focus)
    third = say("2 ans d'expérience dans une mairie", second.focus)
    last = say("la gestion de dossiers", third.focus)
    assert [responses(reply) for reply in (first, second, third)] == [["ask_diploma"], ["ask_experience"], ["ask_goal"]]
    assert responses(last) == ["open_to"]
    assert last.focus.asking == ()
    assert last.focus.situation == Situation(
        level=5, years_after_bac=2, field="law", experience_years=2, workplace="administration"
    )


def test_an_answer_that_tells_more_spares_a_question() -> None:
    reply = say("un bac et 4 ans d'expérience dans une étude", start().focus)
    assert responses(reply) == ["ask_goal"]


@pytest.mark.parametrize(
    ("text", "level"),
    [("le bac", 4), ("un bts compta", 5), ("une licence de droit", 6), ("aucun diplôme", 3), ("je n'ai pas le bac", 3)],
)
@pytest.mark.parametrize("intent", ["out_of_scope", "tell_situation", "ask_admission"])
def test_a_diploma_is_an_answer_whatever_its_words_look_like(text: str, level: int, intent: str) -> None:
    reply = say(text, DIPLOMA, intent)
    assert responses(reply) == ["ask_experience"]
    assert reply.focus.situation.level == level


@pytest.mark.parametrize("text", ["aucun", "rien", "je n'en ai pas"])
def test_none_at_all_is_a_diploma_told(text: str) -> None:
    reply = say(text, DIPLOMA, "deny")
    assert responses(reply) == ["ask_experience"]
    assert reply.focus.situation.years_after_bac == -1


@pytest.mark.parametrize(
    ("text", "years", "workplace"),
    [
        ("5 ans dans une étude", 5, "office"),
        ("oui, 3 ans chez un notaire", 3, "law"),
        ("non mais j'ai fait 3 ans de secrétariat", 3, "administration"),
        ("5", 5, None),
        ("0", 0, None),
        ("non", 0, None),
        ("non jamais", 0, None),
        ("aucune", 0, None),
        ("pas d'expérience", 0, None),
        ("je n'ai jamais travaillé", 0, None),
        ("2 ans", 2, None),
        ("oui 5 ans", 5, None),
        ("trois ans", 3, None),
        ("plus de 10 ans", 10, None),
        ("un an", 1, None),
    ],
)
def test_years_of_work_are_taken_however_they_are_told(text: str, years: int, workplace: str | None) -> None:
    reply = say(text, EXPERIENCE, "tell_situation")
    assert responses(reply) == ["ask_goal"]
    assert (reply.focus.situation.experience_years, reply.focus.situation.workplace) == (years, workplace)


@pytest.mark.parametrize(("text", "years"), [("15", 15), ("20 ans", 20)])
def test_years_of_work_are_no_age(text: str, years: int) -> None:
    assert say(text, EXPERIENCE, "tell_situation").focus.situation == Situation(experience_years=years)


@pytest.mark.parametrize("text", [SKIP, "je passe", "passe", "question suivante", "je ne sais pas", "peu importe"])
@pytest.mark.parametrize(("focus", "then"), [(DIPLOMA, ["ask_experience"]), (EXPERIENCE, ["ask_goal"]), (GOAL, ["no_advice"])])
def test_a_question_can_be_passed(text: str, focus: Focus, then: list[str]) -> None:
    reply = say(text, focus)
    assert responses(reply) == then
    assert reply.focus.situation == Situation()


@pytest.mark.parametrize("text", ["stop", "laisse tomber", "laissez tomber", "tant pis", "annule", "je veux arrêter", "arrêtez"])
@pytest.mark.parametrize("focus", [DIPLOMA, EXPERIENCE, GOAL])
def test_the_form_can_be_stopped(text: str, focus: Focus) -> None:
    reply = say(text, focus, "deny")
    assert responses(reply) == ["form_stopped"]
    assert reply.focus.asking == ()
    assert [button.intent for button in reply.buttons] == ["ask_role", "ask_admission", "ask_price", "ask_salary"]


@pytest.mark.parametrize(
    "text", ["j'ai arrêté mes études avec le bac", "j'ai abandonné la fac, j'ai le bac", "j'ai le bac, j'ai oublié la mention"]
)
def test_who_tells_what_they_gave_up_does_not_stop_the_form(text: str) -> None:
    reply = say(text, DIPLOMA, "tell_situation")
    assert responses(reply) == ["ask_experience"]
    assert reply.focus.situation.years_after_bac == 0


def test_stopping_outside_the_form_stops_nothing() -> None:
    assert "form_stopped" not in responses(say("stop", Focus(), "deny"))


@pytest.mark.parametrize("focus", [DIPLOMA, EXPERIENCE, GOAL])
@pytest.mark.parametrize(
    ("text", "intent", "certificates", "answered"),
    [
        ("c'est combien le clerc gestionnaire ?", "ask_price", [GESTIONNAIRE], "price"),
        ("quelles formations proposez-vous ?", "ask_certificates", [], "certificates"),
        ("vous êtes où ?", "ask_address", [], "address"),
        ("comment se passe la sélection en clerc gestionnaire ?", "ask_application", [GESTIONNAIRE], "application"),
        ("non mais c'est combien le clerc gestionnaire ?", "ask_price", [GESTIONNAIRE], "price"),
    ],
)
def test_another_question_is_answered_and_the_form_goes_on(
    text: str, intent: str, certificates: list[str], answered: str, focus: Focus
) -> None:
    reply = say(text, focus, intent, *certificates)
    assert responses(reply) == [answered, f"ask_{focus.asking[0]}"]
    assert reply.buttons == (Button(SKIP, None),)
    assert reply.focus.asking == focus.asking
    assert reply.focus.situation == Situation()


def test_asking_for_the_form_again_asks_its_question_once() -> None:
    assert responses(say("quelle formation pour moi ?", DIPLOMA, "ask_recommendation")) == ["ask_diploma"]


# Diploma, experience, goal; what is advised.
ADVICE = [
    ("un bac pro", "non", "un premier emploi d'appui", ("advice", "clerc assistant")),
    ("un bts", "non", "la gestion de dossiers", ("advice", "clerc gestionnaire")),
    ("un bts", "non", "gérer des dossiers", ("advice", "clerc gestionnaire")),
    ("master 1 en droit", "non", "un poste de cadre", ("advice", "clerc expert")),
    ("aucun diplôme", "4 ans dans une mairie", "un premier emploi", ("advice", "clerc assistant")),
    ("le bac", "non", "la gestion de dossiers", ("advice_not_yet", "clerc gestionnaire")),
    ("une licence de droit", "non", "un poste de cadre", ("advice_not_yet", "clerc expert")),
    ("master 1 en psychologie", "jamais", "un poste de cadre", ("advice_not_yet", "clerc expert")),
    ("aucun diplôme", "non", "un premier emploi", ("advice_not_yet", "clerc assistant")),
    ("un bts", "non", "passer", None),
    ("un bts", "non", "je ne sais pas", None),
    ("master 1 en droit", "non", "devenir commissaire de justice", None),
    ("un bts", "non", "devenir clerc principal", None),
]


@pytest.mark.parametrize(("diploma", "experience", "goal", "advised"), ADVICE)
def test_what_leads_to_the_goal_is_advised_when_it_is_open(
    diploma: str, experience: str, goal: str, advised: tuple[str, str] | None
) -> None:
    reply = fill_in(diploma, experience, goal)
    assert advice(reply) == advised
    assert responses(reply)[0] == "open_to"


@pytest.mark.parametrize(
    ("diploma", "experience", "goal"),
    [
        ("master 1", "non", "un poste de cadre"),
        ("un bac pro", "5 ans dans une étude", "un poste de cadre"),
        ("passer", "5 ans dans une étude", "un poste de cadre"),
        ("aucun diplôme", "passer", "un premier emploi"),
    ],
)
def test_what_is_not_sure_to_be_open_is_not_called_open(diploma: str, experience: str, goal: str) -> None:
    assert "c’est ouvert dans votre situation" not in read(fill_in(diploma, experience, goal))


def test_a_certificate_may_be_the_goal() -> None:
    reply = fill_in("un bts", "non", "clerc gestionnaire", GESTIONNAIRE)
    assert advice(reply) == ("advice", "clerc gestionnaire")
    assert reply.focus.certificates == (GESTIONNAIRE,)
    assert [(button.title, button.intent, button.certificate) for button in reply.buttons] == [
        ("Le métier", "ask_role", GESTIONNAIRE),
        ("La durée", "ask_duration", GESTIONNAIRE),
        ("Le financement", "ask_funding", GESTIONNAIRE),
    ]


def test_each_certificate_is_told_with_its_verdict() -> None:
    told = read(fill_in("un bts", "non", "passer"))
    assert told.startswith("Avec bac + 2, voici ce que disent les fiches :\n- **Clerc assistant** : oui\n")
    assert "\n- **Clerc expert** : pas directement (un master 1 en droit" in told
    assert "\n- **Clerc gestionnaire** : oui" in told


@pytest.mark.parametrize(
    ("diploma", "goal", "steps"),
    [
        ("le bac", "la gestion de dossiers", ["1. clerc assistant, avec le bac", "2. clerc gestionnaire, avec de l'expérience"]),
        ("une licence de droit", "devenir commissaire de justice", ["2. titre de clerc expert", "3. commissaire de justice :"]),
        ("un bts", "devenir clerc principal", ["1. clerc gestionnaire, avec un bac + 2", "2. clerc principal ou référent"]),
    ],
)
def test_a_goal_further_off_is_told_with_the_way_to_it(diploma: str, goal: str, steps: list[str]) -> None:
    reply = fill_in(diploma, "non", goal)
    assert responses(reply)[:-1] == ["open_to"]
    assert [step for step in steps if step not in read(reply)] == []


def test_who_tells_nothing_gets_the_conditions_and_no_advice() -> None:
    reply = fill_in("passer", "passer", "passer")
    assert responses(reply) == ["no_advice"]
    assert advice(reply) is None
    conditions = ["un baccalauréat", "un bac général", "un master 1 en droit", "un diplôme de niveau 5 (bac + 2)"]
    assert [condition for condition in conditions if condition not in read(reply)] == []


@pytest.mark.parametrize(("diploma", "experience"), [("passer", "non"), ("passer", "0")])
def test_who_never_worked_and_tells_no_diploma_gets_whole_sentences(diploma: str, experience: str) -> None:
    assert "Avec ," not in read(fill_in(diploma, experience, "passer"))


def test_after_the_advice_where_it_comes_from_can_be_asked() -> None:
    reply = fill_in("un bts", "non", "la gestion de dossiers")
    source = BOT.reply(Understood("d'où ça vient ?", "ask_source"), reply.focus)
    assert "Clerc Gestionnaire" in read(source)
    assert "Bac +2" in read(source)


def test_after_the_advice_the_first_of_its_list_can_be_meant() -> None:
    reply = say("le premier, il gagne combien ?", fill_in("un bts", "non", "passer").focus, "ask_salary")
    assert reply.sayings[0].values["certificate"] == "clerc assistant"


@pytest.mark.parametrize("text", ["en fait j'ai un bts", "2 ans dans une mairie"])
def test_what_corrects_an_answer_before_is_no_goal(text: str) -> None:
    corrected = say(text, GOAL)
    assert responses(corrected) == ["ask_goal"]
    assert corrected.focus.situation != Situation()
    assert responses(say("un premier emploi d'appui", corrected.focus)) == ["open_to"]


def test_a_goal_told_with_a_diploma_is_taken() -> None:
    assert responses(say("avec mon bts, un poste de gestion de dossiers", GOAL)) == ["open_to"]
