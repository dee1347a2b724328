"""The list of certificates, and the question which one is meant."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.answers.certificates import capital, choose_certificate, list_certificates
from bot.answers.reply import Button, Focus, Reply, Situation
from bot.knowledge import TopicFacts, load_knowledge
from tests.answers.wording import worded

KNOWLEDGE = load_knowledge()
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"


def lines_of(reply: Reply) -> list[str]:
    """Put a reply into the words of domain.yml, line by line."""
    (saying,) = reply.sayings
    notes = "".join("\n" + worded(*note) for note in saying.notes)
    return worded(saying.response, {**saying.values, "notes": notes}).splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("clerc expert", "Clerc expert"), ("l'OPCO", "L'OPCO"), ("évaluation", "Évaluation"), ("SMIC", "SMIC"), ("", "")],
)
def test_capital_changes_the_first_letter_alone(text: str, expected: str) -> None:
    assert capital(text) == expected


@pytest.mark.parametrize(("topics", "intent"), [((), "ask_role"), (("price",), "ask_price"), (("salary", "jobs"), "ask_salary")])
def test_choosing_a_certificate_asks_the_last_question_again(topics: tuple[str, ...], intent: str) -> None:
    situation = Situation(age=19)
    reply = choose_certificate(KNOWLEDGE, Focus((EXPERT,), (ASSISTANT,), topics, situation=situation))
    assert [saying.response for saying in reply.sayings] == ["which_certificate_first"]
    assert reply.buttons == (
        Button("Clerc assistant", intent, ASSISTANT),
        Button("Clerc aux procédures", intent, PROCEDURES),
        Button("Clerc expert", intent, EXPERT),
        Button("Clerc gestionnaire", intent, GESTIONNAIRE),
    )
    assert reply.focus == Focus((), (ASSISTANT,), topics, situation=situation)


def test_the_list_tells_each_certificate_with_what_it_takes_to_enter() -> None:
    focus = Focus((EXPERT,), (), ("price",))
    reply = list_certificates(KNOWLEDGE, focus)
    assert [saying.response for saying in reply.sayings] == ["certificates"]
    lines = lines_of(reply)
    for line, name, condition in zip(
        lines[1:],
        ["Clerc assistant", "Clerc aux procédures", "Clerc expert", "Clerc gestionnaire"],
        ["un baccalauréat", "un bac général", "un master 1 en droit", "un diplôme de niveau 5 (bac + 2)"],
        strict=True,
    ):
        assert line.startswith(f"- **{name}**")
        assert condition in line
    assert [(button.title, button.intent, button.certificate) for button in reply.buttons] == [
        ("Clerc assistant", "ask_role", ASSISTANT),
        ("Clerc aux procédures", "ask_role", PROCEDURES),
        ("Clerc expert", "ask_role", EXPERT),
        ("Clerc gestionnaire", "ask_role", GESTIONNAIRE),
    ]
    assert reply.focus == focus


def test_the_list_reads_as_french() -> None:
    assert [line for line in lines_of(list_certificates(KNOWLEDGE, Focus())) if "avec pour" in line] == []


@pytest.mark.parametrize("entry", [None, TopicFacts(gap="La fiche ne dit pas les conditions.")], ids=["no topic", "no facts"])
def test_a_certificate_without_admission_condition_is_listed_by_its_name(entry: TopicFacts | None) -> None:
    certificate = KNOWLEDGE.certificates[EXPERT]
    topics = {key: facts for key, facts in certificate.topics.items() if key != "admission"}
    certificate = replace(certificate, topics=topics | ({"admission": entry} if entry else {}))
    reply = list_certificates(replace(KNOWLEDGE, certificates={EXPERT: certificate}), Focus())
    assert lines_of(reply)[1:] == ["- **Clerc expert**"]
