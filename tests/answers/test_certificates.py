"""The list of certificates, the question which one is meant, and what « l'autre » stands for."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.answers.certificates import (
    both,
    capital,
    choose_certificate,
    job_named,
    list_certificates,
    meant_certificates,
    named_in_answer,
    other_one,
    pointed_at,
)
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


@pytest.mark.parametrize(
    ("focus", "correcting", "meant"),
    [
        (Focus(), False, ()),
        (Focus(), True, ()),
        (Focus((EXPERT,)), False, (ASSISTANT, PROCEDURES, GESTIONNAIRE)),
        # Told of together: which of the two is meant nobody can tell.
        (Focus((EXPERT, ASSISTANT)), False, (EXPERT, ASSISTANT)),
        # Told of together, and then of one of them.
        (Focus((EXPERT,), (EXPERT, ASSISTANT)), False, (ASSISTANT,)),
        (Focus((EXPERT,)), True, ()),
        (Focus((EXPERT,), (ASSISTANT,)), False, (ASSISTANT,)),
        (Focus((EXPERT,), (ASSISTANT,)), True, (ASSISTANT,)),
        (Focus((EXPERT,), (ASSISTANT, PROCEDURES)), False, (ASSISTANT, PROCEDURES)),
    ],
)
def test_the_other_one_is_the_one_before_or_all_others(focus: Focus, correcting: bool, meant: tuple[str, ...]) -> None:
    assert meant_certificates(KNOWLEDGE, focus, "et l'autre ?", correcting) == meant


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


def test_the_others_are_all_that_were_not_spoken_of() -> None:
    first, second, third, fourth = KNOWLEDGE.certificates
    focus = Focus(certificates=(first,))
    assert meant_certificates(KNOWLEDGE, focus, "et les autres ?", correcting=False) == (second, third, fourth)
    focus = Focus(certificates=(second,), previous=(first,))
    assert meant_certificates(KNOWLEDGE, focus, "et les deux autres ?", correcting=False) == (third, fourth)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("celui qui ouvre en 2027", ("clerc_gestionnaire",)),
        ("celle de 235 heures", ("clerc_aux_procedures",)),
        ("celui à 3 080 €", ("clerc_expert",)),
        ("celui qui est bien payé", ()),
        ("celle de 9 mois", ("clerc_aux_procedures",)),
        ("celui de 4 jours", ()),
    ],
)
def test_a_number_of_one_sheet_alone_means_its_certificate(text: str, meant: tuple[str, ...]) -> None:
    assert pointed_at(KNOWLEDGE, text, ()) == meant


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("le premier, il gagne combien ?", 0),
        ("et la deuxième elle dure combien ?", 1),
        ("le 3e", 2),
        ("la dernière", -1),
        ("le premier", 0),
        ("je reviens au premier métier : il voyage ?", 0),
    ],
)
def test_a_place_in_the_last_list_means_its_certificate(text: str, place: int) -> None:
    listed = ("clerc_gestionnaire", "clerc_expert", "clerc_assistant")
    assert pointed_at(KNOWLEDGE, text, listed) == (listed[place],)


@pytest.mark.parametrize(
    "text", ["le premier emploi après la formation ?", "le premier bloc", "le quatrième", "la première année"]
)
def test_a_place_that_is_not_in_the_list_means_no_certificate(text: str) -> None:
    assert pointed_at(KNOWLEDGE, text, ("clerc_gestionnaire", "clerc_expert")) == ()


def test_without_a_list_the_first_means_nothing() -> None:
    assert pointed_at(KNOWLEDGE, "le premier", ("clerc_expert",)) == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("pour passer du premier au deuxième il faut quoi", ("clerc_aux_procedures", "clerc_expert")),
        ("le passage de la première à la deuxième année est automatique ?", ()),
        ("du premier au dernier jour on est payé ?", ()),
    ],
)
def test_two_places_mean_two_certificates(text: str, meant: tuple[str, ...]) -> None:
    assert pointed_at(KNOWLEDGE, text, ("clerc_aux_procedures", "clerc_expert")) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("durée des deux", (EXPERT, ASSISTANT)),
        ("le salaire chez l'un et chez l'autre", (EXPERT, ASSISTANT)),
        ("ça gagne combien, chacun ?", (EXPERT, ASSISTANT)),
        ("et les deux autres ?", ()),
        ("les deux stages", ()),
        ("lequel des deux fait des constats ?", ()),
        ("un des deux suffit ?", ()),
        ("il faut avoir les deux ?", ()),
        ("combien de temps pour nous, à tous les deux ?", ()),
    ],
)
def test_both_are_the_last_two_spoken_of(text: str, meant: tuple[str, ...]) -> None:
    spoken_of = Focus(previous=(PROCEDURES, EXPERT), certificates=(ASSISTANT,), listed=tuple(KNOWLEDGE.certificates))
    assert both(text, spoken_of) == meant


def test_both_are_those_compared_or_listed_and_else_nobody() -> None:
    assert both("durée des deux", Focus(previous=(GESTIONNAIRE,), certificates=(EXPERT, ASSISTANT))) == (EXPERT, ASSISTANT)
    assert both("durée des deux", Focus(listed=(EXPERT, ASSISTANT))) == (EXPERT, ASSISTANT)
    assert both("durée des deux", Focus(listed=tuple(KNOWLEDGE.certificates))) == ()


@pytest.mark.parametrize(
    ("text", "certificate", "topic", "meant"),
    [
        ("et ce fameux titre, on le prépare en combien de temps ?", "clerc_expert", "admission", ("clerc_aux_procedures",)),
        ("le titre qu'il faut avant, il dure combien ?", "clerc_expert", "admission", ("clerc_aux_procedures",)),
        ("et pour celui-là il faut quel niveau ?", "clerc_assistant", "career", ("clerc_gestionnaire",)),
        ("il est enregistré jusqu'à quand, celui-là ?", "clerc_assistant", "level", ()),
        ("et la formation ?", "clerc_expert", "admission", ()),
        ("ce diplôme coûte combien ?", "clerc_assistant", "role", ()),
        ("ce titre est de quel niveau ?", "clerc_assistant", "role", ()),
    ],
)
def test_what_the_last_answer_named_can_be_pointed_at(text: str, certificate: str, topic: str, meant: tuple[str, ...]) -> None:
    assert named_in_answer(KNOWLEDGE, text, Focus(certificates=(certificate,), topics=(topic,))) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("et cet autre, il faut combien de temps ?", (EXPERT,)),
        ("l'autre, on l'apprend où ?", (EXPERT,)),
        ("je peux grimper jusqu'à l'autre ?", ()),
        ("l'autre jour on m'a dit le contraire", ()),
        ("autre chose : le prix ?", ()),
    ],
)
def test_the_other_one_is_the_only_one_spoken_of_before(text: str, meant: tuple[str, ...]) -> None:
    assert other_one(text, Focus((ASSISTANT,), (EXPERT, ASSISTANT))) == meant
    assert other_one(text, Focus((ASSISTANT,), (EXPERT, PROCEDURES))) == ()
    assert other_one(text, Focus((ASSISTANT,))) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("c'est quoi un clerc significateur ?", (ASSISTANT, "jobs")),
        ("les significateurs, ils font quoi", (ASSISTANT, "jobs")),
        ("devenir référent de portefeuille", (GESTIONNAIRE, "career")),
        ("la signification des actes", None),
        ("gestionnaire de dossiers", None),
    ],
)
def test_a_job_that_one_sheet_alone_names_leads_to_it(text: str, told: tuple[str, str] | None) -> None:
    assert job_named(KNOWLEDGE, text) == told
