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
    NOTHING_SAID,
    PROCEDURES,
    heard,
    knowing,
    query,
    say,
    spoken_of,
    telling,
)


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


def test_what_is_open_to_employees_alone_is_never_called_open_to_others() -> None:
    reading = replace(heard("faut un patron avant ?"), told=())
    said = say(query("admission", PROCEDURES, act="yesno"), reading=reading, state=knowing(years_after_bac=0, bac="general"))
    assert said.told_of == [("verdict_yes_employees", "clerc aux procédures")]


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
