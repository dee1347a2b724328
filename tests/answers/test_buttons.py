"""What is offered next has an answer and was not just asked."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.answers.buttons import MOST_BUTTONS, start_buttons
from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    adviser,
    ask,
    query,
    say,
)


@pytest.mark.parametrize(
    ("topic", "certificates", "offered"),
    [
        ("role", [EXPERT], [("Les missions", EXPERT), ("Les conditions", EXPERT), ("Le salaire", EXPERT)]),
        ("role", [GESTIONNAIRE], [("Les missions", GESTIONNAIRE), ("Les conditions", GESTIONNAIRE)]),
        ("admission", [ASSISTANT], []),
        ("exemptions", [ASSISTANT], [("Clerc gestionnaire : les dispenses", GESTIONNAIRE)]),
        ("level", [], [("La reconnaissance", None), ("Les conditions", None), ("Les évolutions", None)]),
        ("contact", [], [("L'adresse", None), ("Handicap", None), ("S'inscrire", None)]),
        ("contact", [EXPERT], [("L'adresse", None), ("Handicap", None)]),
        ("housing", [EXPERT], [("L'adresse", None), ("Le contact", None)]),
        ("admission", [ASSISTANT, EXPERT], [("La durée", None)]),
    ],
)
def test_what_may_be_asked_next_has_an_answer(topic: str, certificates: list[str], offered: list[tuple[str, str | None]]) -> None:
    assert [(button.title, button.certificate) for button in ask(topic, *certificates).reply.buttons] == offered


@pytest.mark.parametrize("certificate", [None, *KNOWLEDGE.certificates])
def test_no_button_asks_again_or_leads_to_nothing(certificate: str | None) -> None:
    asked = [certificate] if certificate else []
    wrong = []
    for topic in KNOWLEDGE.topics:
        said = ask(topic, *asked)
        assert len(said.reply.buttons) <= MOST_BUTTONS
        for button in said.reply.buttons:
            assert button.intent
            pressed, _ = adviser().pressed(button.intent.removeprefix("ask_"), [*filter(None, [button.certificate])], said.state)
            silent = any(saying.response.startswith("unknown") for saying in pressed.sayings)
            if pressed.sayings == said.reply.sayings or silent:
                wrong.append((topic, button.title))
    assert wrong == []


def test_after_several_questions_none_of_them_is_offered() -> None:
    said = say(query("duration", GESTIONNAIRE), query("price", GESTIONNAIRE))
    assert said.titles == ["Le financement", "Paie d'apprenti", "Les dispenses"]
    said = say(query("price", GESTIONNAIRE), query("funding", GESTIONNAIRE))
    assert said.titles == ["Les voies d'accès", "Paie d'apprenti", "Les dispenses"]


def test_the_first_buttons_ask_topics_that_have_an_answer() -> None:
    buttons = start_buttons(KNOWLEDGE)
    assert len(buttons) == 4
    for button in buttons:
        assert button.intent
        assert button.intent.removeprefix("ask_") in KNOWLEDGE.topics


@pytest.mark.parametrize("intent", ["certificates", "correct", "admission", "role"])
def test_a_choice_of_certificates_leaves_none_out(intent: str) -> None:
    new = replace(KNOWLEDGE.certificates["clerc_expert"], id="clerc_nouveau", name="clerc nouveau")
    knowledge = replace(KNOWLEDGE, certificates={**KNOWLEDGE.certificates, "clerc_nouveau": new})
    buttons = say(query(intent), knowledge=knowledge).reply.buttons
    assert [button.certificate for button in buttons] == [*knowledge.certificates]


def test_what_else_was_meant_leaves_no_certificate_out() -> None:
    said = say(query("admission"), others=[query("price")], confidence=0.4)
    assert [button.certificate for button in said.reply.buttons if button.intent == "ask_admission"] == [*KNOWLEDGE.certificates]
