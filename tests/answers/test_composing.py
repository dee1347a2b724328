"""Some of a topic's facts in its sentence, with what they cannot be told without, wherever they stand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.dialogue.reading import NamedFact
from bot.knowledge import Fact, TopicFacts
from bot.nlu.facts import FactIndex
from tests.answers.asking import (
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    PROCEDURES,
    TODAY,
    about,
    heard,
    query,
    say,
)
from tests.figures import EXPERT_DATE, EXPERT_LATER_PAY, PHONE, PROCEDURES_DATE, PROCEDURES_PAY


def test_of_the_centre_the_fact_that_is_meant_is_told() -> None:
    said = say(query("contact"), reading=heard("quel est votre numéro de téléphone ?"))
    assert [fact.text for _, fact in said.only.facts] == [f"par téléphone au {PHONE}"]


def test_a_closed_question_gets_the_fact_of_the_centre_that_holds_what_it_asks() -> None:
    asked = replace(query("contact"), act="yesno")
    said = say(asked, reading=replace(heard("on peut vous appeler ?"), parts={"contact": (0,)}))
    assert len(said.only.facts) == 1
    said = say(asked, reading=replace(heard("vous répondez au fax ?"), parts={"contact": ()}))
    assert (said.only.response, said.only.values, said.only.facts) == ("unknown_of_centre", {"label": "le contact"}, ())
    assert said.note("note_contact") is not None


@pytest.mark.parametrize(
    ("text", "certificate", "salary", "is_"),
    [
        (
            "et après 10 ans d'ancienneté ?",
            EXPERT,
            EXPERT_LATER_PAY,
            f"c'est le minimum de la convention collective au {EXPERT_DATE}",
        ),
        ("débutant ?", PROCEDURES, PROCEDURES_PAY, f"c'est le minimum de la convention collective au {PROCEDURES_DATE}"),
    ],
)
def test_a_salary_told_alone_comes_with_what_it_is(text: str, certificate: str, salary: str, is_: str) -> None:
    told = [fact.text for _, fact in about(text, "salary", certificate, "yesno").only.facts]
    assert len(told) == 2
    assert salary in told[0]
    assert told[1] == is_


@pytest.mark.parametrize(
    ("text", "topic", "certificate", "response", "opening", "words"),
    [
        ("on voit du monde ?", "activities", ASSISTANT, "qualities", ["yes"], "échanger avec les clients"),
        (
            "je serai planquée derrière un écran ?",
            "working_conditions",
            ASSISTANT,
            "qualities",
            ["no"],
            "échanger avec les clients",
        ),
        ("on passe des coups de fil ?", "working_conditions", PROCEDURES, "activities", ["yes"], "téléphone, mails"),
        ("c'est qui le patron au-dessus ?", "activities", PROCEDURES, "working_conditions", [], "principal clerc"),
    ],
)
def test_a_closed_question_is_answered_by_the_fact_of_a_neighbouring_topic_that_it_names(
    text: str, topic: str, certificate: str, response: str, opening: list[str], words: str
) -> None:
    said = about(text, topic, certificate, "yesno")
    assert (said.responses, said.openings) == ([response], opening)
    assert len(said.only.facts) == 1
    assert words in said.text
    # Who asks openly is told of the topic.
    assert about(text, topic, certificate, "open").responses == [topic]


def test_where_the_sheet_has_no_such_topic_the_fact_that_is_named_is_told_but_not_for_money() -> None:
    assert about("on parle à des gens ?", "qualities", GESTIONNAIRE, "yesno").responses == ["activities"]
    assert about("c'est payé, en apprentissage ?", "apprentice_pay", ASSISTANT, "yesno").responses == ["unknown_of_certificate"]


def test_another_way_in_that_is_named_judges_nobody() -> None:
    said = about("mes années pourraient servir, par l'expérience ?", "admission", GESTIONNAIRE, act="verdict")
    assert said.openings == []
    assert "par l'expérience (VAE)" in said.text


def test_what_is_told_to_nobody_else_is_told_of_the_centre_too_where_it_is_named() -> None:
    facts = (
        Fact("en salle 3", source="le secrétariat", since=TODAY),
        Fact("sans gluten", source="le secrétariat", since=TODAY, said=False, about=("gluten",)),
    )
    centre = replace(KNOWLEDGE.centre, topics={**KNOWLEDGE.centre.topics, "address": TopicFacts(facts)})
    knowledge = replace(KNOWLEDGE, centre=centre)
    named = replace(heard("et le gluten ?"), named_facts=(NamedFact("centre", "address", 1, "neither", "gluten"),))
    assert "sans gluten" in say(query("address"), reading=named, knowledge=knowledge).text
    assert "sans gluten" not in say(query("address"), reading=heard("où est-ce ?"), knowledge=knowledge).text


def test_of_many_facts_of_the_centre_those_nearest_to_the_message_are_told() -> None:
    texts = [
        "le jardin ouvre à 8 heures", "une parcelle coûte 12 € par an", "les outils sont prêtés", "l'eau est comprise",
        "les chiens restent dehors", "Claire Lenoir répond au bureau 3", "le compost est au fond", "on récolte le samedi",
    ]  # fmt: skip
    facts = tuple(Fact(text, source="le secrétariat", since=TODAY) for text in texts)
    centre = replace(KNOWLEDGE.centre, topics={**KNOWLEDGE.centre.topics, "address": TopicFacts(facts)})
    knowledge = replace(KNOWLEDGE, centre=centre)
    reading = heard("les outils sont prêtés pour le jardin ?")
    near = FactIndex(knowledge).nearest(["les outils sont prêtés pour le jardin ?"])[0]
    said = say(query("address"), reading=replace(reading, facts=near), knowledge=knowledge)
    assert "outils" in said.text
    assert len(said.only.facts) <= 3
    assert len(say(query("address"), reading=heard("et c'est tout ?"), knowledge=knowledge).only.facts) == len(texts)
