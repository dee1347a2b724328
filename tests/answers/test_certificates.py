"""The list of certificates, and the question which one is meant."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.answers.certificates import choose_certificate, list_certificates
from bot.answers.eligibility import condition_facts, condition_of
from bot.answers.reply import Button
from bot.dialogue.state import Pending
from bot.knowledge import TopicFacts
from bot.typography import capital, french
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
    for line, certificate in zip(said.text.splitlines()[1:], KNOWLEDGE.certificates.values(), strict=True):
        assert line.startswith(f"- **{capital(certificate.name)}**")
        # In as few words as a verdict, each way in.
        names = [condition.name for fact in condition_facts(KNOWLEDGE, certificate.id) for condition in fact.conditions]
        assert names
        assert all(french(name) in french(line) for name in names)
        assert french(line).endswith(french(condition_of(KNOWLEDGE, certificate.id)))
    assert "- **Clerc gestionnaire**, accessible avec un bac + 2" in said.text.splitlines()
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
    said = ask("activities")
    assert said.state.pending == Pending("certificate", ALL)
    assert ask("activities", EXPERT, state=said.state).state.pending is None
