"""A word is explained by the glossary, with the sheet or the public text that says so; a word that nothing explains is not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.dialogue.reading import FactScore
from tests.answers.asking import (
    CONTACT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NOTHING_SAID,
    heard,
    query,
    say,
    source_of,
)
from tests.figures import EXPERT_EDITION


def test_a_word_is_defined_by_the_nearest_fact() -> None:
    reading = replace(NOTHING_SAID, facts=(FactScore(GESTIONNAIRE, "funding", 0, 0.8),))
    said = say(query("define"), reading=reading)
    assert "OPCO" in said.text
    assert "_Source" in said.text


def test_a_word_to_which_no_fact_is_near_is_not_defined_by_one() -> None:
    reading = replace(NOTHING_SAID, facts=(FactScore(GESTIONNAIRE, "funding", 0, 0.05),))
    said = say(query("define"), reading=reading)
    assert "OPCO" not in said.text
    assert CONTACT["phone"] in said.text


def test_a_word_of_a_sheet_is_explained_with_the_sheet() -> None:
    said = say(query("define"), reading=heard("c'est quoi le DFS ?"))
    assert said.text.startswith("**Le DFS**, c’est le Département de formation des stagiaires, ")
    assert said.text.endswith(f"_Source : fiche « Clerc expert » ({EXPERT_EDITION})_")
    assert "Département des Formation des Stagiaire (DFS)" in source_of(said).text


def test_a_word_of_no_sheet_is_explained_with_its_public_source_and_date() -> None:
    said = say(query("define"), reading=heard("c'est quoi un OPCO ?"))
    assert said.text.startswith("**Un OPCO**, c’est l'opérateur de compétences de l'entreprise, ")
    assert said.text.endswith("_Ce n’est pas dans les fiches : code du travail (1er janvier 2019)._")
    assert "_Source" not in said.text
    assert said.only.facts == ()


def test_a_word_asked_about_with_a_figure_is_explained_by_what_holds_it() -> None:
    said = say(query("define"), reading=heard("c'est quoi le coefficient 316 ?"))
    assert said.text.startswith("**Le coefficient**, c’est un échelon")
    assert "coefficient 316) : 1 890,60 €" in said.text
    assert "1 890,60" not in say(query("define"), reading=heard("c'est quoi le coefficient 540 ?")).text


def test_two_words_are_explained_at_once_and_no_more() -> None:
    said = say(query("define"), reading=heard("OPCO, CPF, VAE, ça veut dire quoi ?"))
    assert [saying.values["name"] for saying in said.reply.sayings] == ["Un OPCO", "Le CPF"]


def test_a_word_asked_about_as_part_of_a_topic_is_explained() -> None:
    said = say(query("funding", GESTIONNAIRE, act="define"), reading=heard("c'est quoi l'OPCO ?"))
    assert said.responses == ["definition"]
    asked_for = say(query("funding", GESTIONNAIRE), reading=heard("l'OPCO peut payer ?"))
    assert asked_for.responses == ["funding"]


def test_what_a_job_is_is_its_role_and_no_word_of_the_glossary() -> None:
    assert say(query("role", GESTIONNAIRE, act="define"), reading=heard("c'est quoi le clerc gestionnaire ?")).responses == [
        "role"
    ]


def test_a_word_that_nothing_explains_is_not_explained() -> None:
    said = say(query("define"), reading=heard("c'est quoi un zorglub ?"))
    assert said.responses == ["unknown_word"]
    assert CONTACT["phone"] in said.text


def test_the_glossary_goes_before_the_nearest_fact() -> None:
    reading = replace(heard("c'est quoi un OPCO ?"), facts=(FactScore(GESTIONNAIRE, "funding", 0, 0.9),))
    assert say(query("define"), reading=reading).responses == ["definition"]


@pytest.mark.parametrize("term", KNOWLEDGE.glossary)
def test_each_word_of_the_glossary_is_found_and_explained_with_where_it_comes_from(term: str) -> None:
    definition = KNOWLEDGE.glossary[term]
    for word in definition.words:
        said = say(query("define"), reading=heard(f"ça veut dire quoi {word} ?"))
        assert f"**{definition.name}**, c'est {definition.text}." in said.text.replace("’", "'")
        assert ("_Source : fiche" in said.text) is bool(definition.sheet)
        assert ("Ce n’est pas dans les fiches" in said.text) is bool(definition.source)
