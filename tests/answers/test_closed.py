"""Closed questions get « oui » or « non » where the sheet settles them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.dialogue.reading import NamedFact
from bot.knowledge import Fact, TopicFacts
from tests.answers.asking import ALL, ASSISTANT, EXPERT, GESTIONNAIRE, PROCEDURES, about, heard, query, say, with_topic
from tests.figures import EXPERT_HOURS, EXPERT_LATER_PAY, EXPERT_PAY, GESTIONNAIRE_HOURS, number

# Yes and no -----------------------------------------------------------------------------------------------------------

# What is asked, of which topic and certificate; what is said first, and words of the one fact that is told.
CLOSED: list[tuple[str, str, str, list[str], str]] = [
    ("on peut le faire en alternance ?", "access_paths", GESTIONNAIRE, ["yes"], "apprentissage"),
    ("il faut savoir se servir d'un ordinateur ?", "admission", ASSISTANT, ["yes"], "compétences numériques de base"),
    ("c'est à distance ?", "attendance", GESTIONNAIRE, ["no"], "présentiel"),
    ("on se déplace ?", "working_conditions", PROCEDURES, ["no"], "exclusivement sédentaire"),
    ("il y a 5 blocs ?", "blocks", ASSISTANT, ["no"], "4 blocs"),
    # A word that tells which fact, but not what to say to it.
    ("on a un chef ?", "working_conditions", PROCEDURES, [], "il dépend directement"),
    # « Oui » to a negated question would say nothing clear, unless both are offered.
    ("c'est pas un travail sédentaire ?", "working_conditions", PROCEDURES, [], "exclusivement sédentaire"),
    ("c'est sédentaire ou pas ?", "working_conditions", PROCEDURES, ["yes"], "exclusivement sédentaire"),
    ("on ne se déplace pas ?", "working_conditions", PROCEDURES, ["no"], "exclusivement sédentaire"),
    # Of two sides the one is said that the fact says yes to.
    ("on se déplace ou on est au bureau ?", "working_conditions", PROCEDURES, ["side"], "exclusivement sédentaire"),
]


@pytest.mark.parametrize(("text", "topic", "certificate", "first", "told"), CLOSED, ids=[row[0] for row in CLOSED])
def test_a_closed_question_gets_yes_or_no_with_the_fact_it_means(
    text: str, topic: str, certificate: str, first: list[str], told: str
) -> None:
    said = about(text, topic, certificate, "yesno")
    assert (said.responses, said.openings) == ([topic], first)
    assert told in said.text
    assert len(said.only.facts) == 1
    assert "_Source" in said.text


def test_yes_and_no_are_words_of_their_own_above_the_answer() -> None:
    assert about("on se déplace ?", "working_conditions", PROCEDURES, "yesno").text.startswith("**Non.**\nVoici comment")
    assert about("c'est sédentaire ?", "working_conditions", PROCEDURES, "confirm").text.startswith("**Oui.**\nVoici comment")


def test_that_there_is_a_stage_is_no_yes_to_whether_it_is_paid() -> None:
    assert about("y a un stage ?", "internships", GESTIONNAIRE, "yesno").openings == ["yes"]
    assert about("je serais payée pendant le stage ?", "internships", GESTIONNAIRE, "yesno").openings == []


def test_who_asks_true_or_false_asks_a_closed_question_however_it_is_taken() -> None:
    assert about(f"{GESTIONNAIRE_HOURS}, vrai ou faux ?", "hours", GESTIONNAIRE, "open").openings == ["confirmed"]
    assert about("790 heures, vrai ou faux ?", "hours", GESTIONNAIRE, "open").openings == ["not_confirmed"]


def test_an_open_question_gets_neither() -> None:
    assert about("on se déplace souvent ?", "working_conditions", PROCEDURES).openings == []


def test_several_facts_named_in_a_closed_question_are_all_told() -> None:
    said = about("c'est sédentaire et autonome ?", "working_conditions", PROCEDURES, "yesno")
    assert (said.openings, len(said.only.facts)) == (["yes"], 2)


def test_of_several_certificates_yes_is_said_where_each_sheet_says_so() -> None:
    asked = heard("on peut le faire en alternance ?")
    told = [say(query("access_paths", *ones, act="yesno"), reading=asked) for ones in ((ASSISTANT, GESTIONNAIRE), ALL)]
    assert [said.openings for said in told] == [["yes"], []]


def test_a_closed_question_on_the_centre_gets_yes_too() -> None:
    said = say(query("disability", act="yesno"), reading=heard("les locaux sont accessibles ?"))
    assert said.openings == ["yes"]
    assert said.text.splitlines()[1].endswith("l'établissement est accessible aux personnes en situation de handicap")


# One or the other -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "first", "told"),
    [
        ("c'est net ou brut ?", "salary", EXPERT, "**Brut** :", EXPERT_PAY),
        # Asked as what no sheet tells, it is answered by what the salaries are.
        ("brut, ou net ?", "pay_details", EXPERT, "**Brut** :", EXPERT_PAY),
        (f"{EXPERT_HOURS.replace('heures', 'h')}, par an ou en tout ?", "hours", EXPERT, "**En tout**", "deux ans"),
        (f"{number(EXPERT_LATER_PAY)} par an ou par mois ?", "salary", EXPERT, "**Par mois.**", EXPERT_LATER_PAY),
        ("visio ou présentiel ?", "attendance", GESTIONNAIRE, "**Présentiel.**", "présentiel"),
        ("ça dure un an ou deux ans ?", "duration", EXPERT, "**Deux ans.**", EXPERT_HOURS),
        (f"{number(EXPERT_LATER_PAY)}, c'est débutant ou après dix ans ?", "salary", EXPERT, "Côté salaire", "après 10 ans"),
        ("mon patron paie ou c'est de ma poche ?", "funding", GESTIONNAIRE, "**Les deux**", "employeur"),
        # The words for the other side are the sheet's own.
        ("dans le privé ou le public ?", "employers", ASSISTANT, "Un **clerc assistant**", "offices de commissaires"),
    ],
)
def test_of_two_sides_the_one_that_the_sheet_decides_for_is_said(
    text: str, topic: str, certificate: str, first: str, told: str
) -> None:
    for act in ("choose", "yesno"):
        said = about(text, topic, certificate, act)
        assert said.text.startswith(first)
        assert told in said.text


def test_a_yes_or_no_question_is_no_choice() -> None:
    assert about("c'est net ou pas ?", "salary", EXPERT, "yesno").openings == ["not_net"]


def test_no_level_of_french_is_confirmed_that_no_sheet_names() -> None:
    said = about("c'est bien b2 qu'il faut en français ?", "admission", ASSISTANT, "confirm")
    assert said.openings == []
    assert "maîtrise de la langue française" in said.text


def test_an_amount_that_no_sheet_tells_is_neither_confirmed_nor_denied_by_a_word() -> None:
    assert about("le CPF, c'est possible ?", "funding", GESTIONNAIRE, "yesno").openings == ["yes"]
    assert about("le CPF paie 3000 € ?", "funding", GESTIONNAIRE, "yesno").openings == []


# Marks ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("j'ai eu 11 au premier bloc, c'est bon ?", ["no"]),
        ("j'ai eu 12,5 au premier bloc, c'est bon ?", ["yes"]),
        ("au premier bloc c'est bien 10 sur 20 ?", ["no"]),
        ("au premier bloc c'est bien 12 sur 20 ?", ["yes"]),
        ("au premier bloc c'est bien 14 sur 20 ?", ["no"]),
        ("au premier bloc, 14 sur 20 suffirait ?", []),
    ],
)
def test_a_mark_is_held_against_the_one_that_the_sheet_asks_for(text: str, first: list[str]) -> None:
    entry = TopicFacts(
        (Fact("il faut 12/20 au bloc 1", quote="Bloc 1 : 12/20", about=("premier bloc",)), Fact("4 blocs", quote="4"))
    )
    knowledge = with_topic(EXPERT, "blocks", entry)
    reading = replace(heard(text), named_facts=(NamedFact(EXPERT, "blocks", 0, "neither", "premier bloc"),))
    said = say(query("blocks", EXPERT, act="yesno"), reading=reading, knowledge=knowledge)
    assert said.openings == first
    assert "il faut 12/20 au bloc 1" in said.text


def test_no_is_no_answer_to_whether_something_is_hopeless() -> None:
    assert about("on se déplace ?", "working_conditions", PROCEDURES, "yesno").openings == ["no"]
    assert about("si on se déplace c'est mort ?", "working_conditions", PROCEDURES, "yesno").openings == []


def test_one_way_of_several_is_no_obligation() -> None:
    said = about("faut-il passer par l'alternance ?", "access_paths", GESTIONNAIRE, "yesno")
    assert said.openings == ["not_obliged"]
    assert "formation continue" in said.text


def test_that_somebody_may_pay_is_no_promise() -> None:
    assert about("c'est sûr que france travail paie ?", "funding", GESTIONNAIRE, "yesno").openings == ["not_certain"]
    assert about("france travail peut payer ?", "funding", GESTIONNAIRE, "yesno").openings == ["yes"]


def test_whether_something_is_gross_is_no_check_of_its_figure() -> None:
    assert about("c'est bien du brut ?", "salary", EXPERT, "confirm").openings == ["side_gross"]
    assert about("c'est du net, oui ou non ?", "salary", EXPERT, "yesno").openings == ["not_net"]


@pytest.mark.parametrize(("age", "first"), [(33, ["no"]), (22, ["yes"])])
def test_an_age_is_held_against_those_that_the_sheet_says(age: int, first: list[str]) -> None:
    entry = TopicFacts(
        (Fact("en apprentissage (de 18 à 29 ans)", quote="x", asks=("apprentissage",)), Fact("en formation continue", quote="y"))
    )
    knowledge = with_topic(EXPERT, "access_paths", entry)
    reading = replace(
        heard(f"j'ai {age} ans, en apprentissage ?"), named_facts=(NamedFact(EXPERT, "access_paths", 0, "yes", "apprentissage"),)
    )
    said = say(query("access_paths", EXPERT, act="yesno"), reading=reading, knowledge=knowledge)
    assert said.openings == first


def test_somebodys_mark_is_answered_by_the_one_asked_for_whatever_of_the_exam_is_asked() -> None:
    entry = TopicFacts((Fact("10/20 exigé à chaque bloc", quote="x"), Fact("un rattrapage en septembre", quote="y")))
    knowledge = with_topic(EXPERT, "assessment", entry)
    said = say(
        query("partial_validation", EXPERT, act="yesno"), reading=heard("j'ai eu 8 au bloc 4, c'est bon ?"), knowledge=knowledge
    )
    assert said.openings == ["no"]
    assert "10/20 exigé à chaque bloc" in said.text
    assert "rattrapage" not in said.text
