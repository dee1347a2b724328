"""Which certificate a question is about: the one named, the one spoken of, all, or the one that the visitor chooses."""

from __future__ import annotations

import re

import pytest

from bot.answers.certificates import capital
from bot.answers.reply import Focus, Situation
from bot.answers.understood import Question
from tests.answers.asking import (
    ASSISTANT,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    ask,
    ask_all,
    only,
    titles,
    told_of,
)
from tests.answers.wording import read


def test_of_no_certificate_all_are_told_when_that_is_short() -> None:
    reply = ask("level")
    lines = read(reply).splitlines()
    assert lines[0].startswith("Le niveau de la certification, selon ")
    assert "- **Clerc assistant** : certification de niveau 5 (niveau bac + 2)" in lines
    assert "- **Clerc gestionnaire** : niveau 6 (niveau bac + 3 ou bac + 4), avec un enregistrement RNCP visé" in lines
    assert reply.focus == Focus((), (), ("level",))


def test_of_no_certificate_the_only_one_that_holds_the_topic_is_told_and_talked_about() -> None:
    reply = ask("funding")
    assert told_of(reply) == [("funding", "clerc gestionnaire")]
    assert reply.focus == Focus((GESTIONNAIRE,), (), ("funding",), guessed=True)


def test_a_certificate_that_nobody_named_gives_way_where_its_sheet_is_silent() -> None:
    guessed = ask("funding").focus
    assert told_of(ask("duration", focus=guessed)) == [("duration", "clerc gestionnaire")]
    reply = ask("salary", focus=guessed)
    assert only(reply).response == "topic_of_all"
    assert not ask("salary", EXPERT, focus=guessed).focus.guessed
    named = ask("funding", GESTIONNAIRE).focus
    assert told_of(ask("salary", focus=named)) == [("unknown_of_certificate", "clerc gestionnaire")]


@pytest.mark.parametrize(
    ("topic", "offered"),
    [
        ("role", [ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE]),
        ("jobs", [ASSISTANT, EXPERT, GESTIONNAIRE]),
    ],
)
def test_of_no_certificate_the_visitor_chooses_when_it_is_long(topic: str, offered: list[str]) -> None:
    reply = ask(topic)
    assert only(reply).response == "which_certificate"
    assert only(reply).values == {"label": capital(KNOWLEDGE.topics[topic].label)}
    assert [(button.intent, button.certificate) for button in reply.buttons] == [(f"ask_{topic}", c) for c in offered]
    assert titles(reply.buttons) == [KNOWLEDGE.certificates[c].name.replace("clerc", "Clerc", 1) for c in offered]
    assert reply.focus == Focus((), (), (topic,))


def test_several_certificates_are_each_told_of() -> None:
    reply = ask("level", ASSISTANT, GESTIONNAIRE)
    assert re.search(r"clerc assistant.*niveau 5.*clerc gestionnaire.*niveau 6", read(reply).lower(), re.DOTALL)
    assert reply.focus.certificates == (ASSISTANT, GESTIONNAIRE)


@pytest.mark.parametrize("certificates", [[EXPERT, GESTIONNAIRE], [EXPERT, PROCEDURES]], ids=["one of them", "both"])
def test_of_several_certificates_what_a_sheet_does_not_say_is_said_with_whom_to_ask(certificates: list[str]) -> None:
    told = read(ask("level", *certificates))
    assert re.search(r"lerc expert.*ne (le )?dit", told)
    assert CONTACT["phone"] in told


def test_the_conversations_certificate_is_meant_when_none_is_named() -> None:
    reply = ask("salary", focus=Focus((EXPERT,), (ASSISTANT,), ("duration",)))
    assert told_of(reply) == [("salary", "clerc expert")]
    assert reply.focus == Focus((EXPERT,), (ASSISTANT,), ("salary",))


def test_a_named_certificate_takes_the_place_of_the_conversations() -> None:
    situation = Situation(age=19, experience_years=4)
    reply = ask("salary", EXPERT, focus=Focus((ASSISTANT,), (), ("duration",), situation=situation))
    assert told_of(reply) == [("salary", "clerc expert")]
    assert reply.focus == Focus((EXPERT,), (ASSISTANT,), ("salary",), situation=situation)


@pytest.mark.parametrize("certificates", [[], [EXPERT], [EXPERT, ASSISTANT]])
@pytest.mark.parametrize("topic", ["contact", "disability"])
def test_what_is_of_the_centre_is_told_once_whatever_the_certificate(topic: str, certificates: list[str]) -> None:
    reply = ask(topic, *certificates, focus=Focus((GESTIONNAIRE,)))
    assert only(reply).response == topic
    assert only(reply).facts == tuple((KNOWLEDGE.centre.sheet, fact) for fact in KNOWLEDGE.centre.topics[topic].facts)


def test_the_centres_address_is_no_answer_for_a_training_whose_place_no_sheet_tells() -> None:
    assert [saying.response for saying in ask("address", EXPERT).sayings] == ["unknown_of_certificate"]
    assert only(ask("address", GESTIONNAIRE)).response == "address"
    assert only(ask("address", focus=Focus((EXPERT,)))).response == "address"


def test_a_certificate_taught_elsewhere_has_its_own_address() -> None:
    saying = only(ask("address", PROCEDURES))
    assert (saying.response, saying.values["certificate"]) == ("address_of_certificate", "clerc aux procédures")
    assert saying.values["facts"].startswith(" la formation est donnée par le centre de l'ENP")


def test_who_asks_the_centre_itself_is_told_its_address_too() -> None:
    spoken_of = Focus((PROCEDURES,))
    reply = ask_all(Question("address", text="et vous, vous êtes où ?"), focus=spoken_of)
    assert [saying.response for saying in reply.sayings] == ["address_of_certificate", "address"]
    reply = ask_all(Question("address", text="les cours c'est où ?"), focus=spoken_of)
    assert [saying.response for saying in reply.sayings] == ["address_of_certificate"]
