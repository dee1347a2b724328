"""What a person should do: of what is open to them the most demanding; once advised, how to go on from there."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from bot.dialogue.reading import Claim
from bot.dialogue.state import Pending
from tests.answers.asking import (
    ALL,
    ASSISTANT,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    NOTHING_SAID,
    PROCEDURES,
    ask,
    heard,
    knowing,
    query,
    say,
    spoken_of,
    telling,
)
from tests.figures import OPENING


@pytest.mark.parametrize(
    ("told", "response", "certificate"),
    [
        ({"years_after_bac": 0, "bac": "general"}, "advice", ASSISTANT),
        ({"years_after_bac": 2}, "advice", GESTIONNAIRE),
        ({"years_after_bac": 4, "field": "law"}, "advice", EXPERT),
        ({"years_after_bac": 4, "field": "other"}, "advice", GESTIONNAIRE),
        ({"years_after_bac": -1, "experience_years": 5, "workplace": "office"}, "advice", PROCEDURES),
        # Work that a sheet calls « significative » is for the centre to judge.
        ({"years_after_bac": -1, "experience_years": 5, "workplace": "administration"}, "advice_depends", ASSISTANT),
        # A diploma on its way counts; what a foreign one is worth no sheet tells.
        ({"years_after_bac": 2, "expected": True}, "advice", GESTIONNAIRE),
        ({"years_after_bac": 3, "abroad": True}, "advice_depends", ASSISTANT),
    ],
)
def test_of_what_is_open_the_most_demanding_is_advised(told: dict[str, Any], response: str, certificate: str) -> None:
    said = say(query("recommendation"), reading=telling(**told))
    assert said.told_of == [(response, KNOWLEDGE.certificates[certificate].name)]
    assert said.state.discussed == (certificate,)
    assert {button.certificate for button in said.reply.buttons} == {certificate}
    assert CONTACT["phone"] in said.text
    assert "_Source" in said.text


def test_what_is_ruled_out_is_not_advised() -> None:
    state = replace(knowing(years_after_bac=2), excluded=(GESTIONNAIRE,))
    assert say(query("recommendation"), state=state).told_of == [("advice", "clerc assistant")]


def test_of_the_certificates_asked_about_one_is_advised_or_what_is_open_is_told() -> None:
    state = knowing(years_after_bac=2)
    for reading in (heard("clerc assistant ou clerc expert ?"), NOTHING_SAID):
        said = say(query("recommendation", ASSISTANT, EXPERT), state=state, reading=reading)
        assert said.told_of == [("advice", "clerc assistant")]
        assert said.note("note_open_too") is None
    bac = knowing(years_after_bac=0)
    assert say(query("recommendation", EXPERT, GESTIONNAIRE), state=bac).responses == ["open_to"]


def test_to_whom_nothing_is_open_the_ways_in_by_work_are_told() -> None:
    said = say(query("recommendation"), reading=telling(years_after_bac=-1, experience_years=0))
    assert said.responses == ["advice_not_yet"]
    assert "- **Clerc assistant** : une expérience significative dans le juridique ou l'administratif\n" in said.text
    assert "- **Clerc aux procédures** : trois ans d'expérience dans une étude\n" in said.text
    assert [button.certificate for button in said.reply.buttons] == [ASSISTANT, PROCEDURES]


def test_where_none_is_named_all_that_are_open_come_into_question_and_not_just_the_one_under_discussion() -> None:
    state = replace(spoken_of(EXPERT), people=knowing(years_after_bac=2).people)
    said = say(query("recommendation", EXPERT), state=state, reading=heard("vous me conseillez quoi ?"))
    assert said.told_of == [("advice", "clerc gestionnaire")]


def test_what_else_is_open_is_named_beside_the_advice() -> None:
    def open_too(**told: Any) -> dict[str, str] | None:
        return say(query("recommendation"), reading=telling(**told)).note("note_open_too")

    assert open_too(years_after_bac=4, field="law") == {"certificates": "clerc assistant et clerc gestionnaire"}
    assert open_too(years_after_bac=0, bac="other") is None
    # What only may be open is not called open.
    assert open_too(years_after_bac=-1, experience_years=3, workplace="office") is None
    assert open_too(years_after_bac=3, abroad=True) is None


@pytest.mark.parametrize(
    ("text", "certificate", "response"),
    [
        ("et pourquoi pas clerc expert ?", EXPERT, "verdict_no"),
        ("clerc gestionnaire, c'est bien pour moi ?", GESTIONNAIRE, "verdict_yes_preferred"),
    ],
)
def test_who_names_exactly_one_gets_the_verdict_on_it(text: str, certificate: str, response: str) -> None:
    said = say(query("recommendation"), state=knowing(years_after_bac=2), reading=heard(text))
    assert said.told_of == [(response, KNOWLEDGE.certificates[certificate].name)]
    assert said.state.last == query("admission", certificate, act="verdict")
    assert said.state.discussed == (certificate,)
    # Of whom nothing is known there is no verdict either.
    assert say(query("recommendation"), reading=heard(text)).responses == ["no_advice"]


def test_of_whom_nothing_is_known_diploma_and_work_are_asked_once() -> None:
    asked = say(query("recommendation"), state=spoken_of(EXPERT))
    assert asked.responses == ["no_advice"]
    assert asked.state.pending == Pending("situation")
    assert asked.text.startswith("Dites-moi votre diplôme et votre expérience")
    assert "**Clerc gestionnaire** : possible avec un bac + 2" in asked.text
    assert [button.certificate for button in asked.reply.buttons] == [*ALL]
    for reading, told in ((telling(None, years_after_bac=2), "un bac + 2"), (heard("5 ans"), "5 ans d'expérience")):
        answered = say(query("tell_situation"), state=asked.state, reading=reading)
        # Of all that there is, not of the one that was spoken of before.
        assert answered.responses == ["open_to"]
        assert answered.text.startswith(f"Avec {told}, voici")
        assert answered.state.pending is None


def test_who_is_advised_the_same_again_is_told_how_to_apply() -> None:
    advised = say(query("recommendation"), reading=telling(years_after_bac=2))
    again = say(query("recommendation"), state=advised.state)
    assert again.told_of == [("application", "clerc gestionnaire")]
    assert again.state.last == query("application", GESTIONNAIRE)
    another = say(query("recommendation"), state=advised.state, reading=telling(years_after_bac=4, field="law"))
    assert another.told_of == [("advice", "clerc expert")]


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            {"years_after_bac": 2},
            "Pour vous inscrire : sélection sur dossier et entretien de positionnement préalable ; inscription en ligne",
        ),
        ({"years_after_bac": 0}, f"Première étape : appeler le centre au {CONTACT['phone']} ou écrire à {CONTACT['email']}"),
        (
            {"years_after_bac": -1, "experience_years": 5, "workplace": "office"},
            "Première étape : en parler à l’employeur",
        ),
    ],
)
def test_an_advice_ends_in_a_first_step(told: dict[str, Any], text: str) -> None:
    said = say(query("recommendation"), reading=telling(**told))
    assert text in said.text
    assert said.text.count(CONTACT["phone"]) == 1


@pytest.mark.parametrize(
    ("told", "response", "text"),
    [
        ({"years_after_bac": 0}, "steps", "La fiche **clerc assistant** ne dit pas comment s’inscrire"),
        ({"years_after_bac": 4, "field": "law"}, "steps", "- l'ENP délivre le titre de clerc expert"),
        (
            {"years_after_bac": -1, "experience_years": 5, "workplace": "office"},
            "steps_employer",
            "son centre rattaché à la cour d'appel donne la formation",
        ),
    ],
)
def test_advice_asked_again_gets_the_steps_and_then_whom_to_call(told: dict[str, Any], response: str, text: str) -> None:
    advised = say(query("recommendation"), reading=telling(**told))
    again = say(query("recommendation"), state=advised.state, reading=heard("je fais quoi alors ?"))
    assert again.responses == [response]
    assert text in again.text
    further = say(query("recommendation"), state=again.state, reading=heard("oui mais encore ?"))
    assert further.responses == ["steps_call"]
    assert CONTACT["phone"] in further.text
    assert CONTACT["email"] in further.text


def test_the_first_step_is_for_who_has_a_post_their_employer_and_for_others_a_post() -> None:
    bac: dict[str, Any] = {"years_after_bac": 0, "bac": "general"}
    asked = query("recommendation", ASSISTANT, PROCEDURES)
    in_post = say(asked, reading=telling(workplace="office", **bac), state=replace(NEW, excluded=(ASSISTANT,)))
    assert in_post.note("step_in_post")
    without = say(asked, reading=telling(**bac), state=replace(NEW, excluded=(ASSISTANT,)))
    assert without.told_of == [("advice_depends", "clerc aux procédures")]
    assert "Première étape : trouver un poste dans une étude ;" in without.text


def test_the_first_step_is_asked_for_in_few_words_whatever_they_look_like() -> None:
    advised = say(query("recommendation"), reading=telling(years_after_bac=0))
    asked = query("activities", ASSISTANT)
    assert say(asked, state=advised.state, reading=heard("et la première étape ?")).responses == ["steps"]
    # Who asks of something else, or was told nothing, gets what they ask.
    assert say(asked, state=advised.state, reading=heard("et ses missions ?")).responses == ["activities"]
    assert say(asked, state=ask("role", ASSISTANT).state, reading=heard("et la première étape ?")).responses == ["activities"]


@pytest.mark.parametrize("text", ["par où dois-je commencer ?", "et concrètement ?", "première démarche ?"])
def test_the_first_step_is_that_of_the_certificate_spoken_of_unless_it_is_closed(text: str) -> None:
    asked = query("recommendation", GESTIONNAIRE)
    state = replace(spoken_of(GESTIONNAIRE), people=knowing(years_after_bac=3).people)
    assert say(asked, state=state, reading=heard(text)).told_of == [("application", "clerc gestionnaire")]
    assert say(asked, state=spoken_of(GESTIONNAIRE), reading=heard(text)).responses == ["application"]
    closed = replace(spoken_of(GESTIONNAIRE), people=knowing(years_after_bac=0).people)
    assert say(asked, state=closed, reading=heard(text)).told_of == [("advice", "clerc assistant")]


def test_who_named_several_hears_why_not_the_others() -> None:
    def why_not(text: str, **told: Any) -> str:
        return say(query("recommendation"), state=knowing(**told), reading=heard(text)).text

    both_open = why_not("clerc assistant ou clerc gestionnaire ?", years_after_bac=3)
    assert "C’est aussi possible en clerc assistant, mais vers une certification de niveau 5" in both_open
    assert "clerc gestionnaire mène à une certification de niveau 6" in both_open
    one_closed = why_not("clerc gestionnaire ou clerc expert ?", years_after_bac=3, field="law")
    assert "**Clerc expert** : pas encore, il faut un master 1 en droit" in one_closed
    less_asked = why_not("clerc gestionnaire ou clerc expert ?", years_after_bac=4, field="law")
    assert "C’est aussi possible en clerc gestionnaire, qui demande moins : un bac + 2." in less_asked


def test_what_must_be_known_before_relying_on_it_is_told_with_the_advice() -> None:
    said = say(query("recommendation"), reading=telling(years_after_bac=2))
    assert f"elle ouvre en {OPENING}" in said.text
    assert "instruction en cours auprès de France Compétences" in said.text
    assert say(query("recommendation"), reading=telling(years_after_bac=0)).note("note_caveat") is None


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"years_after_bac": 0, "experience_years": 20, "workplace": "other"}, "ouverte avec le bac."),
        ({"years_after_bac": 2, "experience_years": 4}, "ouverte avec un bac + 2."),
        (
            {"years_after_bac": 0, "bac": "general", "experience_years": 4, "workplace": "office"},
            "ouverte avec un bac général et 4 ans d'expérience.",
        ),
    ],
)
def test_only_what_counts_is_called_the_reason(told: dict[str, Any], text: str) -> None:
    assert text in say(query("recommendation"), reading=telling(**told)).text


def test_who_is_in_post_is_advised_what_is_for_people_in_post() -> None:
    in_post = telling(years_after_bac=0, bac="general", workplace="office")
    assert say(query("recommendation"), reading=in_post).told_of == [("advice", "clerc aux procédures")]


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("et je fais quoi alors ?", "application"),
        # Who names it asks whether it is for them; who says more asks more than how to go on.
        ("et clerc gestionnaire ?", "verdict_yes_preferred"),
        ("je ne sais toujours pas quelle formation je devrais choisir parmi celles que vous proposez", "open_to"),
    ],
)
def test_only_a_short_further_question_that_names_none_is_told_how_to_apply(text: str, response: str) -> None:
    advised = say(query("recommendation"), reading=telling(years_after_bac=2))
    again = say(query("recommendation"), state=advised.state, reading=heard(text))
    assert again.responses == [response]


def test_to_whom_nothing_is_open_the_ways_in_by_work_are_told_and_whom_to_ask() -> None:
    driver: dict[str, Any] = {"years_after_bac": -1, "experience_years": 22, "workplace": "other"}
    for asked in (query("recommendation"), query("admission", act="verdict")):
        said = say(asked, reading=telling(**driver))
        assert said.responses == ["advice_not_yet"]
        assert "rien n’est ouvert tout de suite" in said.text
        assert "- **Clerc aux procédures** : trois ans d'expérience dans une étude" in said.text
        assert CONTACT["phone"] in said.text


def test_to_whom_nothing_is_open_the_first_step_is_told_once_the_ways_were() -> None:
    told = say(query("recommendation"), reading=telling(years_after_bac=-1, experience_years=22, workplace="other"))
    for asked in (query("recommendation"), query("admission", act="verdict")):
        again = say(asked, state=told.state, reading=heard("je fais quoi, alors ?"))
        assert again.responses == ["steps_by_work"]
        assert "Le premier pas : préparer le bac (ou un diplôme juridique de niveau 4), ou trouver un poste" in again.text
        assert CONTACT["phone"] in again.text


def test_what_is_open_to_employees_alone_is_never_called_open_to_others() -> None:
    reading = replace(heard("faut un patron avant ?"), told=())
    said = say(query("admission", PROCEDURES, act="yesno"), reading=reading, state=knowing(years_after_bac=0, bac="general"))
    assert (said.openings, "un poste de salarié dans une étude" in said.text, "ouverte" in said.text) == (["yes"], True, False)


def test_several_people_are_each_advised_in_a_line() -> None:
    state = knowing(knowing(knowing(years_after_bac=3), "léa", years_after_bac=2), "tom", years_after_bac=-1, experience_years=0)
    said = say(query("recommendation"), state=state, reading=replace(NOTHING_SAID, people=("léa", "tom", "daughter")))
    assert said.responses == ["advice_each"]
    assert "- **Léa**, avec un bac + 2 : **clerc gestionnaire** (aussi possible : clerc assistant)" in said.text
    assert "- **Tom**, avec un niveau avant le bac : rien d’ouvert tout de suite" in said.text
    assert "- **Votre fille** : il me faudrait son diplôme et son expérience" in said.text


@pytest.mark.parametrize(
    ("of_lea", "of_tom", "openings"),
    [
        ((GESTIONNAIRE,), (), ["yes"]),
        ((GESTIONNAIRE,), (ASSISTANT,), ["no"]),
        # What depends, here on a post in an office, is neither.
        ((PROCEDURES,), (), []),
        # Of whom nothing is said though something is open, nothing is confirmed.
        ((), (EXPERT,), ["no"]),
        ((), (), []),
    ],
)
def test_what_is_said_to_be_open_to_each_is_confirmed_or_not(
    of_lea: tuple[str, ...], of_tom: tuple[str, ...], openings: list[str]
) -> None:
    state = knowing(knowing(person="léa", years_after_bac=2), "tom", years_after_bac=-1, experience_years=0)
    claims = (Claim("léa", of_lea), Claim("tom", of_tom))
    said = say(
        query("admission", act="confirm"), state=state, reading=replace(NOTHING_SAID, people=("léa", "tom"), claims=claims)
    )
    assert (said.responses, said.openings) == (["open_each"], openings)


def test_who_asks_for_something_else_than_what_they_name_is_advised_of_all() -> None:
    said = say(
        query("admission", ASSISTANT, act="verdict"),
        reading=heard("clerc assistant ou autre chose ?"),
        state=knowing(years_after_bac=2, level=5, field="law"),
    )
    assert (said.responses, said.only.values["certificate"]) == (["advice"], "clerc gestionnaire")


def test_where_none_of_those_named_is_open_what_is_is_told() -> None:
    said = say(
        query("recommendation", PROCEDURES, GESTIONNAIRE, act="advise"),
        reading=heard("aux procédures ou gestionnaire, lequel m'est ouvert ?"),
        state=knowing(years_after_bac=0, level=4, bac="other", experience_years=4, workplace="law"),
    )
    assert said.responses == ["open_to"]
    assert said.note("verdict_open") == {"certificates": "clerc assistant"}
