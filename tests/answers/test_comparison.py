"""Certificates side by side, which one comes first and which one does something; each figure is its own sheet's."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from msgspec.structs import replace

from bot.answers.comparison import OVERALL_OF_MANY, OVERALL_TOPICS
from bot.answers.reply import Button
from bot.dialogue.query import Act
from bot.dialogue.reading import Piece, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import State
from tests.answers.asking import (
    ALL,
    ASSISTANT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    NOTHING_SAID,
    PROCEDURES,
    Said,
    ask,
    heard,
    knowing,
    query,
    say,
    source_of,
    spoken_of,
)
from tests.figures import (
    EXPERT_EDITION,
    EXPERT_PAY,
    EXPERT_YEAR,
    GESTIONNAIRE_EDITION,
    GESTIONNAIRE_MONTHS,
    PHONE,
    PROCEDURES_MONTHS,
    PROCEDURES_YEAR,
    TUITION,
)


def compare(*certificates: str, topic: str = "comparison", act: Act = "compare", state: State = NEW, cue: str = "") -> Said:
    """Compare certificates on a topic, or overall; a cue is what a word of the message points to."""
    reading = replace(NOTHING_SAID, cues=frozenset([cue] if cue else ()))
    return say(query(topic, *certificates, act=act), state=state, reading=reading)


def which(text: str, *certificates: str, state: State = NEW) -> Said:
    """Ask which certificate does something."""
    return say(query("comparison", *certificates, act="choose"), reading=heard(text), state=state)


def side_of(said: Said, certificate: str) -> list[str]:
    """The lines of one certificate of an overall comparison."""
    name = KNOWLEDGE.certificates[certificate].name.lower()
    sides = [values for key, values in said.only.notes if key == "compared"]
    return next(side["facts"].splitlines() for side in sides if side["certificate"].lower() == name)


def labels_of(lines: list[str]) -> list[str]:
    """The topics that lines tell of."""
    buttons = {topic.button: key for key, topic in KNOWLEDGE.topics.items()}
    return [buttons[line.removeprefix("- ").split(" : ")[0]] for line in lines]


@pytest.mark.parametrize(
    ("asked", "talked_about", "compared"),
    [
        ((EXPERT, GESTIONNAIRE), (), (EXPERT, GESTIONNAIRE)),
        ((EXPERT, GESTIONNAIRE), (ASSISTANT,), (EXPERT, GESTIONNAIRE)),
        ((EXPERT,), (PROCEDURES,), (PROCEDURES, EXPERT)),
        ((), (PROCEDURES, EXPERT), (PROCEDURES, EXPERT)),
        ((EXPERT,), (PROCEDURES, EXPERT), (PROCEDURES, EXPERT)),
        ((EXPERT,), (EXPERT,), ALL),
        ((EXPERT,), (), ALL),
        ((), (EXPERT,), ALL),
        ((), (), ALL),
    ],
)
def test_those_asked_about_are_compared_or_those_talked_about_or_all(
    asked: tuple[str, ...], talked_about: tuple[str, ...], compared: tuple[str, ...]
) -> None:
    said = compare(*asked, state=spoken_of(*talked_about))
    assert set(said.only.listed) == set(compared)
    assert said.state.listed == said.only.listed
    assert said.reply.buttons == tuple(
        Button(KNOWLEDGE.certificates[c].name.replace("clerc", "Clerc", 1), "ask_role", c) for c in said.only.listed
    )


@pytest.mark.parametrize("certificates", [(EXPERT, GESTIONNAIRE), (PROCEDURES, EXPERT, GESTIONNAIRE), ALL, ()])
def test_on_a_topic_each_certificate_has_its_line(certificates: tuple[str, ...]) -> None:
    said = compare(*certificates, topic="duration")
    assert set(said.only.listed) == set(certificates or ALL)
    names = [KNOWLEDGE.certificates[c].name.replace("clerc", "Clerc", 1) for c in certificates or ALL]
    assert [name for name in names if f"- **{name}** : " not in said.text] == []


@pytest.mark.parametrize("pair", combinations(ALL, 2))
def test_two_are_compared_on_what_matters_most_as_far_as_their_sheets_tell(pair: tuple[str, str]) -> None:
    said = compare(*pair)
    assert said.responses == ["comparison"]
    for certificate in pair:
        held = [topic for topic in OVERALL_TOPICS if certificate in KNOWLEDGE.holders(topic)]
        assert labels_of(side_of(said, certificate)) == held


@pytest.mark.parametrize("certificates", [*combinations(ALL, 3), ALL])
def test_more_than_two_are_compared_on_less(certificates: tuple[str, ...]) -> None:
    said = compare(*certificates)
    for certificate in certificates:
        held = [topic for topic in OVERALL_OF_MANY if certificate in KNOWLEDGE.holders(topic)]
        assert labels_of(side_of(said, certificate)) == held
        assert 0 < len(held) < len(OVERALL_TOPICS)


@pytest.mark.parametrize("certificates", [group for number in (2, 3, 4) for group in combinations(ALL, number)])
def test_each_side_tells_its_own_sheet(certificates: tuple[str, ...]) -> None:
    said = compare(*certificates)
    for certificate in certificates:
        facts = [fact for entry in KNOWLEDGE.certificates[certificate].topics.values() for fact in entry.facts]
        own = "\n".join(text for fact in facts for text in (fact.text, fact.brief) if text)
        told = [part for line in side_of(said, certificate) for part in line.split(" : ", 1)[1].split(" ; ")]
        assert [part for part in told if part != "…" and part not in own] == []


@pytest.mark.parametrize(
    ("read", "topic"),
    [
        ({"named_topics": ("salary",)}, "salary"),
        ({"named_topics": ("salary", "duration"), "ruled_out_topics": ("salary",)}, "duration"),
        ({"whole": Piece(0, 20, {"comparison": 0.8, "duration": 0.15})}, "duration"),
        ({"whole": Piece(0, 20, {"comparison": 0.8}, {"comparison": 0.5, "level": 0.3})}, "level"),
        ({"named_topics": ("salary",), "whole": Piece(0, 20, {"duration": 0.15})}, "salary"),
        # No sheet tells of it: the two are compared on what matters most.
        ({"named_topics": ("housing",)}, None),
        ({}, None),
    ],
)
def test_who_names_a_topic_beside_comparing_is_told_of_that(read: dict[str, Any], topic: str | None) -> None:
    said = say(query("comparison", EXPERT, PROCEDURES), reading=replace(NOTHING_SAID, **read))
    assert said.responses == ["topic_of_all" if topic else "comparison"]
    assert said.state.last == query(topic or "comparison", EXPERT, PROCEDURES, act="compare")
    if topic:
        assert KNOWLEDGE.topics[topic].label in said.text.lower()


def test_a_comparison_reads_as_french_and_names_its_sources() -> None:
    told = compare(EXPERT, GESTIONNAIRE).text
    assert told.startswith("Clerc expert et clerc gestionnaire :\n**Clerc expert**\n- Le métier : c'est un juriste qualifié")
    assert "\n- Les conditions : un master 1 en droit" in told
    assert "\n**Clerc gestionnaire**\n- Le métier : " in told
    assert "\n- Le niveau : une certification de niveau 6" in told
    assert told.endswith(
        f"_Sources : fiches « Clerc expert » ({EXPERT_EDITION})"
        f" et « Certification professionnelle Clerc Gestionnaire (CP CG) » ({GESTIONNAIRE_EDITION})_"
    )


def test_an_old_salary_is_called_old_in_a_comparison_too() -> None:
    told = compare(EXPERT, PROCEDURES).text
    assert EXPERT_PAY in told
    assert f"{EXPERT_YEAR} et {PROCEDURES_YEAR}" in told


def test_on_a_topic_what_a_sheet_does_not_say_is_said_with_whom_to_ask() -> None:
    told = compare(EXPERT, GESTIONNAIRE, topic="price").text
    assert "- **Clerc expert** : la fiche ne le dit pas" in told
    assert f"- **Clerc gestionnaire** : {TUITION}" in told
    assert PHONE in told


# The topic, those asked about, the cue in the words, the certificate that comes first, and its figure.
FIRSTS = [
    ("salary", ALL, "most", "clerc expert", EXPERT_PAY),
    ("salary", (PROCEDURES, EXPERT), "", "clerc expert", EXPERT_PAY),
    ("duration", ALL, "", "clerc aux procédures", PROCEDURES_MONTHS),
    ("duration", (EXPERT, GESTIONNAIRE), "", "clerc gestionnaire", GESTIONNAIRE_MONTHS),
    ("duration", (EXPERT, PROCEDURES), "", "clerc aux procédures", PROCEDURES_MONTHS),
    ("duration", ALL, "longest", "clerc expert", "24 mois"),
]


@pytest.mark.parametrize(("topic", "certificates", "cue", "first", "figure"), FIRSTS)
def test_which_comes_first_is_said_before_the_figures(
    topic: str, certificates: tuple[str, ...], cue: str, first: str, figure: str
) -> None:
    opening = compare(*certificates, topic=topic, act="choose", cue=cue).text.split("\n")[0]
    assert f"**{first}**" in opening
    assert figure in opening


@pytest.mark.parametrize(
    ("topic", "certificates"),
    [
        ("salary", (ASSISTANT, EXPERT)),
        ("salary", (GESTIONNAIRE, EXPERT)),
        ("salary", (ASSISTANT, GESTIONNAIRE)),
        ("duration", (ASSISTANT, GESTIONNAIRE)),
        ("price", ALL),
        ("level", ALL),
    ],
    ids=["offers and a minimum", "a silent sheet", "no minimum", "one length", "one price", "nothing to rank"],
)
def test_no_first_is_named_where_there_are_not_two_figures_of_a_kind(topic: str, certificates: tuple[str, ...]) -> None:
    assert compare(*certificates, topic=topic, act="choose").openings == []


def test_who_compares_is_told_the_first_too() -> None:
    assert compare(*ALL, topic="duration", act="compare").openings == ["shortest"]
    assert compare(*ALL, topic="salary", act="compare").openings == []
    assert compare(*ALL, topic="price", act="compare").openings == []


@pytest.mark.parametrize(("topic", "cue", "wrong"), [("duration", "longest", "shortest"), ("salary", "least", "best_paid")])
def test_the_opposite_of_what_is_asked_does_not_come_first(topic: str, cue: str, wrong: str) -> None:
    assert wrong not in compare(*ALL, topic=topic, act="choose", cue=cue).openings


def test_where_one_sheet_is_silent_none_comes_first() -> None:
    said = compare(ASSISTANT, GESTIONNAIRE, topic="salary", act="compare", cue="most")
    assert said.text.startswith("On ne peut pas les départager : sur ce point, la fiche **clerc gestionnaire** ne dit rien.")
    assert "1 848 €" in said.text


def test_pay_of_two_measures_is_not_ranked() -> None:
    assert compare(ASSISTANT, PROCEDURES, topic="salary", act="compare", cue="most").openings == ["paid_by_other_measures"]
    assert compare(PROCEDURES, EXPERT, topic="salary", act="choose", cue="most").openings == ["best_paid"]


# What is asked, who does it, and words of what is told.
DOERS = [
    ("lequel fait des constats ?", EXPERT, "dresser un constat"),
    ("lequel négocie avec les débiteurs ?", PROCEDURES, "négocier avec les débiteurs"),
    ("lequel calcule les intérêts ?", PROCEDURES, "calculer les intérêts"),
    ("lequel des quatre s'occupe des saisies ?", PROCEDURES, "saisie vente"),
]


@pytest.mark.parametrize(("text", "certificate", "told"), DOERS, ids=[row[0] for row in DOERS])
def test_who_does_something_is_named_with_the_task(text: str, certificate: str, told: str) -> None:
    said = which(text)
    assert said.responses == ["does"]
    assert said.text.startswith(f"C’est le **{KNOWLEDGE.certificates[certificate].name}** :\n- ")
    assert told in said.text
    assert said.state.discussed == (certificate,)
    assert [(button.intent, button.certificate) for button in said.reply.buttons] == [("ask_role", certificate)]


def test_the_source_of_what_somebody_does_is_one_sheet() -> None:
    said = which("lequel fait des constats ?")
    assert said.text.endswith(f"_Source : fiche « Clerc expert » ({EXPERT_EDITION})_")
    assert "Dresser un constat" in source_of(said).only.values["quotes"]


def test_who_does_it_is_talked_about_next() -> None:
    assert ask("salary", EXPERT, state=which("lequel fait des constats ?").state).told_of == [("salary", "clerc expert")]


def test_how_the_one_works_of_whom_it_is_true_is_told() -> None:
    said = say(query("working_conditions", *ALL, act="choose"), reading=heard("lequel des quatre est sédentaire ?"))
    assert said.text.startswith("C’est le **clerc aux procédures** :\n- son activité est exclusivement sédentaire")
    assert said.state.last == query("working_conditions", PROCEDURES, act="choose")


@pytest.mark.parametrize("text", ["lequel vend des voitures ?", "compare"], ids=["none does", "nothing asked"])
def test_where_none_does_it_none_is_named(text: str) -> None:
    assert which(text).responses == ["comparison"]


def test_of_those_asked_about_only_they_can_be_the_one() -> None:
    assert which("lequel fait des constats ?", PROCEDURES, GESTIONNAIRE).responses == ["comparison"]
    assert which("lequel fait des constats ?", PROCEDURES, EXPERT).told_of == [("does", "clerc expert")]


def test_a_comparison_keeps_what_is_known_of_the_person() -> None:
    after = compare(PROCEDURES, state=knowing(spoken_of(EXPERT), age=19)).state
    assert after.situation_of("self").age == 19
    assert set(after.listed) == {PROCEDURES, EXPERT}


def test_several_topics_of_all_are_one_grid_in_a_message() -> None:
    topics = ("level", "price", "duration")
    said = say(*(query(topic, *ALL) for topic in topics), reading=heard("niveau, prix et durée des quatre"))
    table = said.only.table
    assert table is not None
    assert (len(table.columns), len(table.rows)) == (1 + len(topics), len(ALL))
    assert said.text.startswith("Le niveau, le prix et la durée, métier par métier :")
    assert "\nLes fiches ne disent pas : le niveau (clerc aux procédures, clerc expert) ; " in said.text
    assert len(said.text) <= 900


def test_who_compares_what_two_ask_hears_it_for_their_own_case() -> None:
    reading = replace(heard("assistant ou gestionnaire, avec le bac ?"), told=(Telling(None, Situation(years_after_bac=0)),))
    said = say(query("admission", ASSISTANT, GESTIONNAIRE, act="compare"), reading=reading)
    assert said.responses == ["open_to"]
    assert "- **C’est possible** : clerc assistant\n- **Clerc gestionnaire** : pas encore, il faut un bac + 2" in said.text


def test_activities_that_are_too_long_side_by_side_are_told_by_their_headings() -> None:
    said = say(query("activities", PROCEDURES, EXPERT, act="compare"))
    headings = [fact.group for fact in KNOWLEDGE.certificates[PROCEDURES].topics["activities"].facts]
    assert all(str(heading).lower() in said.text.lower() for heading in headings)
    assert "…" not in said.text
