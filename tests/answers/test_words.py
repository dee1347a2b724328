"""A question and a fact meet by their telling words, whatever their endings and accents; words that all hold tell nothing."""

from __future__ import annotations

import pytest

from bot.answers.words import sharing, stems
from bot.knowledge import Fact, load_knowledge

FACTS = {
    certificate: [fact for topic in ("activities", "role") for fact in known.topics[topic].facts]
    for certificate, known in load_knowledge().certificates.items()
}


def facts_of(*texts: str) -> list[Fact]:
    """Give facts that say these texts."""
    return [Fact(text=text, quote=text) for text in texts]


def shared(question: str, *texts: str) -> list[str]:
    """Give the texts that share most of a question's words."""
    return [fact.text for fact in sharing(question, facts_of(*texts))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("il négocie", "négocier avec les débiteurs"),
        ("des constats", "dresser un constat"),
        ("une EXPULSION", "les expulsions"),
        ("le débiteur", "la solvabilité des débiteurs"),
        ("les intérêts", "calculer l'intérêt dû"),
        ("l'œuvre", "une oeuvre"),
        ("d'huissiers", "l'huissier titulaire"),
    ],
)
def test_a_word_is_the_same_in_the_plural_conjugated_or_without_accents(one: str, other: str) -> None:
    assert stems(one) & stems(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("la saisie", "la sélection"),
        ("un bail", "un bilan"),
        ("le jury", "le juriste"),
        ("il est payé", "un pays"),
    ],
)
def test_other_words_are_not_taken_for_it(one: str, other: str) -> None:
    assert not stems(one) & stems(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "le bac, ou pas ?",
        "100 € en 12 mn",
        "lequel des clercs fait cela ?",
        "que fait un clerc expert dans une étude ?",
        "quelle est la différence entre clerc assistant et clerc gestionnaire ?",
        "combien de formations pour le métier de commissaire de justice ?",
        "quel certificat, dans quel office ?",
    ],
)
def test_small_words_and_those_of_most_questions_tell_nothing(text: str) -> None:
    assert stems(text) == set()


def test_the_fact_that_holds_most_words_of_the_question_is_found() -> None:
    few, many = "rédiger un acte", "rédiger un bail, dresser un constat"
    assert shared("qui rédige un bail ou un constat ?", few, many) == [many]


def test_facts_that_hold_as_many_words_are_told_in_their_order() -> None:
    first, second = "négocier avec les débiteurs", "évaluer la solvabilité du débiteur"
    assert shared("et les débiteurs ?", first, "rédiger les actes", second) == [first, second]
    assert shared("et les débiteurs ?", second, first) == [second, first]


@pytest.mark.parametrize("question", ["", "lequel fait cela ?", "il vend des voitures ?"])
def test_when_no_fact_holds_a_word_of_the_question_none_is_found(question: str) -> None:
    assert shared(question, "négocier avec les débiteurs", "rédiger les actes", "dans une étude") == []


def test_no_fact_is_found_where_there_is_none() -> None:
    assert sharing("il négocie ?", []) == []


@pytest.mark.parametrize(
    ("question", "certificate", "told"),
    [
        ("il fait des saisies ?", "clerc_aux_procedures", "saisie vente, saisie attribution"),
        ("il calcule les intérêts ?", "clerc_aux_procedures", "calculer les intérêts"),
        ("il fait la veille juridique ?", "clerc_expert", "assurer la veille juridique"),
        ("il dresse des constats ?", "clerc_expert", "dresser un constat"),
        ("il signifie des actes ?", "clerc_assistant", "signification des actes"),
        ("il est autonome ?", "clerc_gestionnaire", "en autonomie"),
    ],
)
def test_what_somebody_does_is_found_in_the_sheet_by_a_visitors_words(question: str, certificate: str, told: str) -> None:
    found = sharing(question, FACTS[certificate])
    assert found
    assert all(told in fact.text for fact in found)
