"""Of a topic's facts those are told that the message means."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.dialogue.reading import NamedFact
from bot.knowledge import Fact, TopicFacts
from tests.answers.asking import (
    ALL,
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    about,
    ask,
    heard,
    knowing,
    query,
    say,
    with_topic,
)
from tests.figures import EXPERT_LATER_PAY, EXPERT_PAY, EXPERT_YEAR


def test_one_fact_that_is_meant_is_told_in_the_topics_own_sentence() -> None:
    said = about("il y a beaucoup de femmes ?", "employment_figures", EXPERT)
    assert said.text.startswith("Les chiffres de l’emploi, fiche **clerc expert** : 61 % de femmes\n_Source")
    assert about("il y a beaucoup de femmes ?", "employment_figures", EXPERT, "yesno").text == said.text


def test_several_facts_named_in_an_open_question_are_examples_of_the_topic() -> None:
    facts = KNOWLEDGE.certificates[PROCEDURES].topics["working_conditions"].facts
    told = about("sédentaire, autonome, c'est comment ?", "working_conditions", PROCEDURES).only.facts
    assert [fact for _, fact in told] == [*facts]


def test_all_but_what_is_named_are_told_where_it_is_excepted() -> None:
    said = about("à part la rigueur ?", "qualities", ASSISTANT)
    assert [fact.text for _, fact in said.only.facts] == [
        "bonne compréhension des procédures juridiques",
        "capacité à échanger avec les clients et les justiciables",
    ]


def test_of_each_certificate_the_facts_that_are_meant_are_told() -> None:
    told = say(query("employment_figures", EXPERT, PROCEDURES), reading=heard("il y a beaucoup de femmes ?")).text
    assert "- **Clerc expert** : 61 % de femmes\n- **Clerc aux procédures** : 74 % de femmes\n" in told


def test_a_further_question_on_what_was_told_is_answered_by_the_fact_it_means() -> None:
    said = about("et après 10 ans d'ancienneté ?", "salary", EXPERT, again=True)
    assert f"- après 10 ans d'ancienneté (coefficient 640) : {EXPERT_LATER_PAY} brut par mois\n" in said.text
    assert EXPERT_PAY not in said.text
    assert f"datent de {EXPERT_YEAR}" in said.text
    other = say(query("salary", EXPERT), reading=heard("et après 10 ans d'ancienneté ?"), state=ask("salary", PROCEDURES).state)
    assert other.responses == ["salary"]


def test_a_question_that_means_no_fact_in_particular_is_answered_by_all() -> None:
    assert about("c'est bien ?", "employment_figures", EXPERT, "yesno").responses == ["employment_figures"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("le troisième, c'était quoi ?", [2]),
        ("et le dernier ?", [2]),
        ("tous sauf le premier", [1, 2]),
    ],
)
def test_an_item_of_a_list_just_told_can_be_picked(text: str, places: list[int]) -> None:
    facts = KNOWLEDGE.certificates[ASSISTANT].topics["jobs"].facts
    said = about(text, "jobs", ASSISTANT, again=True)
    assert said.responses == ["jobs"]
    assert [fact for _, fact in said.only.facts] == [facts[place] for place in places]


@pytest.mark.parametrize(
    "text", ["le quatrième ?", "en premier je voulais savoir si on peut trouver un emploi tout de suite après"]
)
def test_where_no_item_is_picked_the_list_is_not_told_again(text: str) -> None:
    assert about(text, "jobs", ASSISTANT, again=True).responses == ["nothing_more_of_certificate"]


@pytest.mark.parametrize(
    ("status", "payers"),
    [
        ("apprentice", ["OPCO"]),
        ("jobseeker", ["France Travail", "CPF", "la Région", "personnel"]),
        ("employee", ["plan de développement", "Transition Pro", "CPF", "personnel"]),
    ],
)
def test_who_pays_is_told_for_what_somebody_is(status: str, payers: list[str]) -> None:
    told = [fact.text for _, fact in ask("funding", GESTIONNAIRE, state=knowing(status=status)).only.facts]
    assert len(told) == len(payers)
    assert all(payer in text for payer, text in zip(payers, told, strict=True))


def test_who_tells_what_they_are_in_asking_is_told_all_who_pay_for_them() -> None:
    reading = heard("je suis au chômage, qui paie ?")
    state = knowing(status="jobseeker")
    assert len(say(query("funding", GESTIONNAIRE), reading=reading, state=state).only.facts) == 4
    assert (
        len(say(query("funding", GESTIONNAIRE, act="yesno"), reading=heard("le CPF, ça marche ?"), state=state).only.facts) == 1
    )


def test_of_a_list_of_certificates_the_first_is_told_whole() -> None:
    listed = ask("qualities", *ALL)
    said = say(query("qualities", EXPERT), reading=heard("et le premier ?"), state=listed.state)
    assert len(said.only.facts) == 2


def test_a_year_of_training_picks_nothing_of_a_pay_scale() -> None:
    said = about("et en première année ?", "apprentice_pay", GESTIONNAIRE)
    assert len(said.only.facts) == len(KNOWLEDGE.certificates[GESTIONNAIRE].topics["apprentice_pay"].facts)


def test_what_is_told_to_nobody_else_is_told_to_who_names_it() -> None:
    named = about("100 % de réussite, c'est écrit ?", "key_figures", GESTIONNAIRE, "yesno")
    assert "c'est un souhait, pas un résultat" in named.text
    assert "100" not in about("et la réussite ?", "key_figures", GESTIONNAIRE, "open").text


def test_who_says_how_long_they_have_been_there_hears_of_their_own_pay() -> None:
    reading = heard("mon coef, c'est 316 ou 333 ?")
    for years, part, told in ((2, True, "coefficient 333"), (2, None, "coefficient 316"), (1, True, "coefficient 316")):
        state = knowing(experience_years=years, part_of_year=part, workplace="office", job=PROCEDURES)
        said = say(query("salary", PROCEDURES, act="confirm"), reading=reading, state=state)
        assert told in said.text
        assert ("coefficient 316" in said.text) + ("coefficient 333" in said.text) == 1


def test_of_many_facts_the_few_that_are_named_are_no_examples() -> None:
    facts = tuple(Fact(f"fait {number}", quote="x", about=(f"mot{number}",)) for number in range(8))
    knowledge = with_topic(EXPERT, "rhythm", TopicFacts(facts))
    named = tuple(NamedFact(EXPERT, "rhythm", number, "neither", f"mot{number}") for number in (1, 2))
    said = say(query("rhythm", EXPERT), reading=replace(heard("et mot1, mot2 ?"), named_facts=named), knowledge=knowledge)
    assert "fait 1" in said.text
    assert "fait 2" in said.text
    assert "fait 3" not in said.text
    assert "fait 3" in say(query("rhythm", EXPERT), reading=heard("le rythme ?"), knowledge=knowledge).text
