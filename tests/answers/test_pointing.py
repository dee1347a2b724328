"""Which certificates a message points at without naming them, and whose job or title it names."""

from __future__ import annotations

import pytest

from bot.answers.pointing import both, job_named, meant_certificates, named_in_answer, other_one, pointed_at, without_held
from bot.answers.reply import Focus, Situation
from bot.answers.understood import Question, Understood
from bot.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE = "clerc_assistant", "clerc_aux_procedures", "clerc_expert", "clerc_gestionnaire"


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


@pytest.mark.parametrize(
    ("spoken_of", "topic", "asked_of"),
    [
        ((EXPERT,), "admission", ()),
        ((EXPERT,), "salary", (PROCEDURES,)),
        ((PROCEDURES,), "admission", (PROCEDURES,)),
        ((), "admission", (PROCEDURES,)),
    ],
)
def test_a_title_held_is_where_somebody_comes_from(spoken_of: tuple[str, ...], topic: str, asked_of: tuple[str, ...]) -> None:
    message = Understood(
        "et ma soeur, avec le titre de clerc aux procédures ?",
        f"ask_{topic}",
        questions=(Question(topic, (PROCEDURES,)),),
        certificates=(PROCEDURES,),
        situation=Situation(title=PROCEDURES),
    )
    understood = without_held(message, Focus(spoken_of))
    assert understood.certificates == asked_of
    assert [question.certificates for question in understood.questions] == [asked_of]
