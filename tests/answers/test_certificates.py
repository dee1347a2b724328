"""The list of certificates, and the question which one is meant."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.answers.certificates import capital, choose_certificate, list_certificates
from bot.answers.reply import Button
from bot.dialogue.state import Pending
from bot.knowledge import TopicFacts
from tests.answers.asking import ALL, ASSISTANT, EXPERT, GESTIONNAIRE, KNOWLEDGE, PROCEDURES, ask, query, say, spoken_of
from tests.answers.wording import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [("clerc expert", "Clerc expert"), ("l'OPCO", "L'OPCO"), ("évaluation", "Évaluation"), ("SMIC", "SMIC"), ("", "")],
)
def test_capital_changes_the_first_letter_alone(text: str, expected: str) -> None:
    assert capital(text) == expected


@pytest.mark.parametrize(("intent", "wanted"), [("price", "ask_price"), ("comparison", "ask_role"), ("thank", "ask_role")])
def test_choosing_a_certificate_asks_the_last_question_of_each(intent: str, wanted: str) -> None:
    reply = choose_certificate(KNOWLEDGE, intent)
    assert [saying.response for saying in reply.sayings] == ["which_certificate_first"]
    assert reply.buttons == (
        Button("Clerc assistant", wanted, ASSISTANT),
        Button("Clerc aux procédures", wanted, PROCEDURES),
        Button("Clerc expert", wanted, EXPERT),
        Button("Clerc gestionnaire", wanted, GESTIONNAIRE),
    )
    assert reply.pending == Pending("certificate", ALL)


def test_the_list_tells_each_certificate_with_what_it_takes_to_enter() -> None:
    said = say(query("certificates"))
    assert said.responses == ["certificates"]
    for line, name, condition in zip(
        said.text.splitlines()[1:],
        ["Clerc assistant", "Clerc aux procédures", "Clerc expert", "Clerc gestionnaire"],
        ["un baccalauréat", "un bac général", "un master 1 en droit", "un diplôme de niveau 5 (bac + 2)"],
        strict=True,
    ):
        assert line.startswith(f"- **{name}**")
        assert condition in line
    assert [(button.title, button.certificate) for button in said.reply.buttons] == [
        ("Clerc assistant", ASSISTANT),
        ("Clerc aux procédures", PROCEDURES),
        ("Clerc expert", EXPERT),
        ("Clerc gestionnaire", GESTIONNAIRE),
    ]


def test_the_list_leaves_what_is_talked_about_and_can_be_counted_in() -> None:
    after = say(query("certificates"), state=spoken_of(EXPERT)).state
    assert after.discussed == (EXPERT,)
    assert after.listed == ALL


def test_the_list_reads_as_french() -> None:
    assert [line for line in say(query("certificates")).text.splitlines() if "avec pour" in line] == []


@pytest.mark.parametrize("entry", [None, TopicFacts(gap="La fiche ne dit pas les conditions.")], ids=["no topic", "no facts"])
def test_a_certificate_without_admission_condition_is_listed_by_its_name(entry: TopicFacts | None) -> None:
    certificate = KNOWLEDGE.certificates[EXPERT]
    topics = {key: facts for key, facts in certificate.topics.items() if key != "admission"}
    certificate = replace(certificate, topics=topics | ({"admission": entry} if entry else {}))
    reply = list_certificates(replace(KNOWLEDGE, certificates={EXPERT: certificate}))
    assert read(reply).splitlines()[1:] == ["- **Clerc expert**"]


def test_the_choice_of_a_certificate_is_waited_for() -> None:
    said = ask("role")
    assert said.state.pending == Pending("certificate", ALL)
    assert ask("role", EXPERT, state=said.state).state.pending is None
