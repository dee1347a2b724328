"""A fact is named by people's own words for it, with what a closed question gets; so is what no sheet tells."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.dialogue.reading import NamedFact, NamedSilence
from bot.knowledge import Fact, Knowledge, TopicFacts
from bot.knowledge.models import Silence
from bot.nlu.fact_words import FactWords

EXPERT = "clerc_expert"
FACT = Fact(
    text="en présentiel",
    quote="en présentiel",
    asks=("présentiel", "sur place"),
    denies=("à distance", "visio"),
    about=("cours", "prix"),
)


@pytest.fixture(scope="module")
def small(knowledge: Knowledge) -> FactWords:
    """One fact and one silence, with words of their own."""
    certificate = replace(knowledge.certificates[EXPERT], topics={"attendance": TopicFacts((FACT,))})
    topic = replace(knowledge.topics["housing"], silences=(Silence("le logement", ("internat", "chez l'habitant")),))
    centre = replace(knowledge.centre, topics={})
    return FactWords(replace(knowledge, certificates={EXPERT: certificate}, topics={"housing": topic}, centre=centre))


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("c'est en présentiel?", ["yes"]),
        # Accents may be missing; a plural is the same word.
        ("c'est en presentiel?", ["yes"]),
        ("c'est a distance?", ["no"]),
        ("des visios?", ["no"]),
        ("et les cours?", ["neither"]),
        ("à distance ou sur place?", ["no", "yes"]),
        ("sur place, en présentiel, quoi", ["yes"]),
        # A part of a word names nothing.
        ("un parcours", []),
        ("", []),
    ],
)
def test_a_fact_is_named_by_its_words(small: FactWords, text: str, answers: list[str]) -> None:
    facts, silences = small.find(text)
    assert [(fact.holder, fact.topic, fact.index, fact.answer) for fact in facts] == [
        (EXPERT, "attendance", 0, answer) for answer in answers
    ]
    assert silences == ()


def test_a_silence_is_named_by_its_words(small: FactWords) -> None:
    assert small.find("un internat, ou chez l'habitant?") == ((), (NamedSilence("housing", "le logement"),))


def test_where_no_fact_has_words_none_is_found(knowledge: Knowledge) -> None:
    bare = replace(knowledge, certificates={}, topics={}, centre=replace(knowledge.centre, topics={}))
    assert FactWords(bare).find("en présentiel") == ((), ())


def test_one_word_may_name_facts_of_several_sheets(knowledge: Knowledge) -> None:
    facts, _ = FactWords(knowledge).find("on peut le faire en alternance?")
    assert {fact.holder for fact in facts} >= {"clerc_assistant", "clerc_gestionnaire"}
    assert (
        NamedFact("centre", "disability", 1, "yes", "accessible") in FactWords(knowledge).find("c'est accessible en fauteuil?")[0]
    )


def test_no_word_of_a_fact_is_answered_by_yes_and_by_no(knowledge: Knowledge) -> None:
    topics = [*(certificate.topics for certificate in knowledge.certificates.values()), knowledge.centre.topics]
    facts = [fact for entries in topics for entry in entries.values() for fact in entry.facts]
    assert [fact.text for fact in facts if set(fact.asks) & {*fact.denies, *fact.about} or set(fact.denies) & {*fact.about}] == []


def test_silences_are_found_where_no_fact_has_words_of_its_own(knowledge: Knowledge) -> None:
    topic = replace(knowledge.topics["housing"], silences=(Silence("le logement", ("internat",)),))
    centre = replace(knowledge.centre, topics={})
    words = FactWords(replace(knowledge, certificates={}, topics={"housing": topic}, centre=centre))
    assert words.find("un internat ?") == ((), (NamedSilence("housing", "le logement"),))


def test_without_any_words_nothing_is_found(knowledge: Knowledge) -> None:
    nothing = FactWords(replace(knowledge, certificates={}, topics={}, centre=replace(knowledge.centre, topics={})))
    assert nothing.find("un internat ?") == ((), ())


def test_alternatives_of_an_expression_are_all_found(knowledge: Knowledge) -> None:
    silence = Silence("l'emploi", ("(garder|quitter) (mon|ma) (poste|boîte)", "démission"))
    topic = replace(knowledge.topics["housing"], silences=(silence,))
    words = FactWords(replace(knowledge, certificates={}, topics={"housing": topic}, centre=replace(knowledge.centre, topics={})))
    for said in ("garder mon poste", "quitter ma boite ?", "des démissions"):
        assert words.find(said)[1] == (NamedSilence("housing", "l'emploi"),)
    assert words.find("garder le poste, quitter mon ami") == ((), ())


def test_what_is_permitted_is_no_driving_licence(knowledge: Knowledge) -> None:
    words = FactWords(knowledge)
    assert [silence.name for silence in words.find("faut le permis ?")[1]] == ["le permis de conduire"]
    assert words.find("à 44 ans, est-ce seulement permis ?")[1] == ()
