"""What is called open, and on which condition."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge import Fact, TopicFacts
from bot.knowledge.models import Condition
from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    PROCEDURES,
    knowing,
    query,
    say,
    telling,
    with_topic,
)


def test_what_is_open_to_employees_alone_is_not_called_open_to_others() -> None:
    said = say(query("admission", act="verdict"), reading=telling(level=4, years_after_bac=0, bac="general"))
    assert "**C’est possible** : clerc assistant\n" in said.text
    said = say(
        query("admission", act="verdict"),
        reading=telling(years_after_bac=0, bac="general", experience_years=1, workplace="office"),
    )
    assert "**C’est possible** : clerc assistant et clerc aux procédures\n" in said.text


@pytest.mark.parametrize("told", [{"past": True}, {"status": "jobseeker"}])
def test_whoever_works_in_an_office_no_longer_needs_a_post_again(told: dict[str, Any]) -> None:
    worked: dict[str, Any] = {"years_after_bac": -1, "experience_years": 4, "workplace": "office"}
    verdict = query("admission", PROCEDURES, act="verdict")
    assert say(verdict, state=knowing(**worked)).text.startswith("**Oui**")
    assert say(verdict, state=knowing(**worked, **told)).text.startswith("**Pas sans un poste dans une étude**")
    lines = say(query("admission", act="verdict"), state=knowing(**worked, **told)).text
    assert "- **Clerc aux procédures** : possible avec un poste dans une étude\n" in lines
    assert "**C’est possible**" not in lines


@pytest.mark.parametrize(
    "told", [{"title": ASSISTANT, "years_after_bac": 0, "bac": "other"}, {"job": ASSISTANT, "years_after_bac": 2}]
)
def test_what_somebody_has_already_is_not_offered_to_them(told: dict[str, Any]) -> None:
    overview = say(query("admission", act="verdict"), state=knowing(**told))
    assert "lerc assistant**" not in overview.text
    assert overview.note("open") == {"certificates": "clerc gestionnaire"}


def test_a_title_counts_as_the_level_of_its_certificate() -> None:
    said = say(query("admission", GESTIONNAIRE, act="verdict"), state=knowing(title=ASSISTANT, years_after_bac=0, bac="other"))
    assert said.text.startswith("**Oui**, avec le titre de clerc assistant : ")


def test_what_is_open_on_a_condition_is_told_with_those_that_may_still_be_met() -> None:
    def lines(**told: Any) -> str:
        return say(query("admission", act="verdict"), state=knowing(**told)).text

    assert "- **Clerc aux procédures** : possible avec un poste dans une étude\n" in lines(years_after_bac=0, bac="general")
    secretary = lines(years_after_bac=-1, experience_years=4, workplace="administration")
    assert (
        "- **Clerc assistant** : possible avec une expérience significative dans le juridique ou l'administratif\n" in secretary
    )
    assert "**C’est possible**" not in secretary
    assert "- **Clerc aux procédures** : trois ans d'expérience dans une étude\n" in lines(years_after_bac=-1)
    assert "- **Clerc gestionnaire** : pas encore, il faut un bac + 2\n" in lines(years_after_bac=0)
    assert "- **Clerc expert** : possible avec un master 1 en droit\n" in lines(years_after_bac=4)


@pytest.mark.parametrize(
    "told",
    [
        {"years_after_bac": 0, "bac": "general"},
        {"years_after_bac": 0, "bac": "other"},
        {"years_after_bac": -1, "experience_years": 3, "workplace": "office"},
        {"years_after_bac": 2},
    ],
)
@pytest.mark.parametrize("certificate", [EXPERT, GESTIONNAIRE])
def test_what_a_refusal_calls_open_is_what_the_overview_calls_open(certificate: str, told: dict[str, Any]) -> None:
    offered = say(query("admission", certificate, act="verdict"), state=knowing(**told)).note("verdict_open")
    if offered:
        overview = say(query("admission", act="verdict"), state=knowing(**told)).note("open")
        assert overview
        assert offered["certificates"].replace(" ou ", " et ") == overview["certificates"]


def test_what_everybody_needs_besides_is_never_taken_for_granted() -> None:
    ways = (
        Condition("un bac", years_after_bac=0, also="le permis B"),
        Condition("deux ans en étude", experience_years=2, workplaces=("office",), also="le permis B"),
    )
    entry = TopicFacts((Fact("un bac ou deux ans en étude, et le permis B", quote="Permis B obligatoire", conditions=ways),))
    knowledge = with_topic(EXPERT, "admission", entry)

    def told(**situation: Any) -> str:
        return say(query("admission", EXPERT, act="verdict"), state=knowing(**situation), knowledge=knowledge).text

    assert told(years_after_bac=0).startswith("**Oui, à condition d’avoir aussi le permis B** : avec le bac,")
    assert told(years_after_bac=-1, experience_years=3, workplace="office").startswith(
        "**Oui, à condition d’avoir aussi le permis B**"
    )
    assert told(years_after_bac=-1, experience_years=1, workplace="office").startswith("**Pas tout de suite.**")
    assert told(years_after_bac=0, has=("le permis B",)).startswith("**Oui**, avec le bac : ")
    assert told(years_after_bac=-1, has=("le permis B",)).startswith("**Pas tout de suite** avec un niveau avant le bac")
    for lacks in ({"years_after_bac": 0}, {}):
        assert told(**lacks, lacks=("le permis B",)).startswith("**Non, il faut le permis B** : la formation de **clerc expert**")
    overview = say(query("admission", act="verdict"), state=knowing(years_after_bac=0), knowledge=knowledge)
    assert "- **Clerc expert** : possible avec le permis B" in overview.text


@pytest.mark.parametrize(
    ("told", "begins"),
    [
        ({"years_after_bac": 0}, "**Oui, à condition d’avoir aussi 18 ans révolus et un casier vierge** : avec le bac,"),
        ({"years_after_bac": 0, "age": 40}, "**Oui, à condition d’avoir aussi un casier vierge** :"),
        ({"years_after_bac": 0, "age": 40, "has": ("un casier vierge",)}, "**Oui**, avec le bac"),
        (
            {"years_after_bac": 0, "age": 16},
            "**Non, il faut 18 ans révolus** : la formation de **clerc expert** demande un bac.",
        ),
        ({"age": 16}, "**Non, il faut 18 ans révolus** :"),
        ({"years_after_bac": 0, "age": 18, "age_to_come": True}, "**Oui, à condition d’avoir aussi 18 ans révolus et un casier"),
        ({"years_after_bac": 0, "age": 17, "age_to_come": True}, "**Non, il faut 18 ans révolus** :"),
        ({"age": 17, "lacks": ("un casier vierge",)}, "**Non, il faut 18 ans révolus et un casier vierge** :"),
    ],
)
def test_what_everybody_needs_may_be_several_things_and_an_age(told: dict[str, Any], begins: str) -> None:
    way = Condition("un bac", years_after_bac=0, also=("18 ans révolus", "un casier vierge"))
    entry = TopicFacts((Fact("un bac, 18 ans révolus, un casier vierge", quote="Bac, 18 ans révolus", conditions=(way,)),))
    knowledge = with_topic(EXPERT, "admission", entry)
    assert say(query("admission", EXPERT, act="verdict"), state=knowing(**told), knowledge=knowledge).text.startswith(begins)


def test_years_of_work_elsewhere_are_said_not_to_count() -> None:
    lawyer = knowing(years_after_bac=0, bac="other", experience_years=4, workplace="law")
    assert say(query("admission", PROCEDURES, act="verdict"), state=lawyer).note("note_years_elsewhere") == {}
    few = knowing(years_after_bac=0, bac="other", experience_years=1, workplace="office")
    assert say(query("admission", PROCEDURES, act="verdict"), state=few).note("note_years_elsewhere") is None
