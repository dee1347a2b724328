"""Which certificate a question is told of: those it is asked of, all, the only one that knows, or the one the visitor chooses."""

from __future__ import annotations

import re

import pytest

from bot.typography import capital
from tests.answers.asking import (
    ALL,
    ASSISTANT,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    adviser,
    ask,
    knowing,
    spoken_of,
)


def test_of_no_certificate_all_are_told_when_that_is_short() -> None:
    said = ask("level")
    lines = said.text.splitlines()
    assert "niveau de la certification" in lines[0]
    assert "- **Clerc assistant** : une certification de niveau 5 (niveau bac + 2)" in lines
    assert "\n- **Clerc gestionnaire** : une certification de niveau 6 (niveau bac + 3 ou bac + 4), " in said.text
    assert "dont l'enregistrement au RNCP est visé" in said.text
    assert said.state.discussed == ()


def test_what_is_asked_at_a_glance_is_told_in_a_line_of_each() -> None:
    said = ask("role")
    assert said.only.response == "certificates"
    assert said.text.count("- **Clerc") == len(ALL)
    assert [button.certificate for button in said.reply.buttons] == [*ALL]


def test_of_no_certificate_the_only_one_that_holds_the_topic_is_told_and_talked_about() -> None:
    said = ask("funding")
    assert said.told_of == [("funding", "clerc gestionnaire")]
    assert said.state.discussed == (GESTIONNAIRE,)


@pytest.mark.parametrize(("topic", "offered"), [("activities", ALL), ("jobs", (ASSISTANT, EXPERT, GESTIONNAIRE))])
def test_of_no_certificate_the_visitor_chooses_when_it_is_long(topic: str, offered: tuple[str, ...]) -> None:
    said = ask(topic)
    assert said.only.response == "which_certificate"
    assert said.only.values == {"label": capital(KNOWLEDGE.topics[topic].label)}
    assert [(button.intent, button.certificate) for button in said.reply.buttons] == [(f"ask_{topic}", c) for c in offered]
    assert said.titles == [KNOWLEDGE.certificates[c].name.replace("clerc", "Clerc", 1) for c in offered]
    assert said.state.pending
    assert said.state.pending.options == offered


def test_several_certificates_are_each_told_of() -> None:
    said = ask("level", ASSISTANT, GESTIONNAIRE)
    assert re.search(r"clerc assistant.*niveau 5.*clerc gestionnaire.*niveau 6", said.text.lower(), re.DOTALL)
    assert said.state.discussed == (ASSISTANT, GESTIONNAIRE)


@pytest.mark.parametrize("certificates", [[EXPERT, GESTIONNAIRE], [EXPERT, PROCEDURES]], ids=["one of them", "both"])
def test_of_several_certificates_what_a_sheet_does_not_say_is_said_with_whom_to_ask(certificates: list[str]) -> None:
    told = ask("level", *certificates).text
    assert re.search(r"lerc expert.*ne (le )?dit", told)
    assert CONTACT["phone"] in told


def test_a_question_on_another_certificate_takes_the_place_of_the_one_before() -> None:
    said = ask("salary", EXPERT, state=knowing(spoken_of(ASSISTANT), age=19, experience_years=4))
    assert said.told_of == [("salary", "clerc expert")]
    assert (said.state.discussed, said.state.previous) == ((EXPERT,), (ASSISTANT,))
    assert said.state.situation_of("self").age == 19


def test_a_pressed_button_without_a_certificate_is_about_the_one_talked_about() -> None:
    reply, state = adviser().pressed("salary", [], spoken_of(EXPERT))
    assert [saying.values["certificate"] for saying in reply.sayings] == ["clerc expert"]
    assert state.discussed == (EXPERT,)
    reply, state = adviser().pressed("salary", [PROCEDURES], spoken_of(EXPERT))
    assert [saying.values["certificate"] for saying in reply.sayings] == ["clerc aux procédures"]
    assert (state.discussed, state.previous) == ((PROCEDURES,), (EXPERT,))


@pytest.mark.parametrize("certificates", [[], [EXPERT], [EXPERT, ASSISTANT]])
@pytest.mark.parametrize("topic", ["contact", "disability"])
def test_what_is_of_the_centre_is_told_once_whatever_the_certificate(topic: str, certificates: list[str]) -> None:
    said = ask(topic, *certificates, state=spoken_of(GESTIONNAIRE))
    assert said.only.response == topic
    assert said.only.facts == tuple((KNOWLEDGE.centre.sheet, fact) for fact in KNOWLEDGE.centre.topics[topic].facts)


def test_the_centres_address_is_no_answer_for_a_training_whose_place_no_sheet_tells() -> None:
    assert ask("address", EXPERT).responses == ["unknown_of_certificate"]
    assert ask("address", GESTIONNAIRE).responses == ["address"]
    assert ask("address", "centre", state=spoken_of(EXPERT)).responses == ["address"]
    assert ask("address", state=spoken_of(EXPERT)).responses == ["address"]


def test_a_certificate_taught_elsewhere_has_its_own_address() -> None:
    saying = ask("address", PROCEDURES).only
    assert (saying.response, saying.values["certificate"]) == ("address_of_certificate", "clerc aux procédures")
    assert saying.values["facts"].startswith(" la formation est donnée par le centre de l'ENP")
