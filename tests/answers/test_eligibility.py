"""Whom the sheets let in: yes, no, or on what it depends; nothing is promised that a sheet does not say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from bot.answers.eligibility import Eligibility, Verdict, eligibility
from bot.dialogue.situation import Situation
from bot.knowledge import Fact, Knowledge, TopicFacts
from bot.typography import french
from tests.answers.asking import ASSISTANT, EXPERT, GESTIONNAIRE, KNOWLEDGE, PROCEDURES, heard, knowing, query, say

YES, DEPENDS, NO, UNKNOWN = Verdict.YES, Verdict.DEPENDS, Verdict.NO, Verdict.UNKNOWN
NO_BAC: dict[str, Any] = {"years_after_bac": -1}
BAC: dict[str, Any] = {"years_after_bac": 0}
BAC_GENERAL: dict[str, Any] = {"years_after_bac": 0, "bac": "general"}
BAC_PRO: dict[str, Any] = {"years_after_bac": 0, "bac": "other"}
BTS_COMPTA: dict[str, Any] = {"years_after_bac": 2, "field": "other"}
LICENCE_DROIT: dict[str, Any] = {"years_after_bac": 3, "field": "law"}
MASTER_1: dict[str, Any] = {"years_after_bac": 4}
MASTER_1_DROIT: dict[str, Any] = {"years_after_bac": 4, "field": "law"}
MASTER_1_PSYCHO: dict[str, Any] = {"years_after_bac": 4, "field": "other"}


def years(number: int, workplace: str | None = None) -> dict[str, Any]:
    """Years of work: at a bailiff's (office), in another place of the law (law), elsewhere."""
    return {"experience_years": number, "workplace": workplace}


def verdicts(situation: Situation, knowledge: Knowledge = KNOWLEDGE) -> dict[str, Verdict]:
    """The verdict of each certificate."""
    return {key: eligibility(knowledge, key, situation).verdict for key in knowledge.certificates}


def said(certificate: str, told: dict[str, Any]) -> str:
    """What somebody who asks whether they may enter is told; nothing where they get the conditions and no verdict."""
    text = say(query("admission", certificate, act="verdict"), state=knowing(**told)).text
    return re.split("Ce que demande la formation|\n_Source", text)[0].strip().replace("’", "'")


# What somebody has told, and whether clerc assistant, clerc aux procédures, clerc expert and clerc gestionnaire let them in
# (None: nothing that the sheets settle; who has a BTS may have a bac général or a bac pro).
SITUATIONS: list[tuple[Any, ...]] = [
    ("nothing told", {}, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ("an age", {"age": 19}, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    # « un baccalauréat, ou… une expérience significative dans le domaine juridique ou administratif »
    ("no diploma", NO_BAC, DEPENDS, DEPENDS, NO, NO),
    ("no diploma, never worked", NO_BAC | years(0), NO, NO, NO, NO),
    ("no diploma, work whose place is not told", NO_BAC | years(5), DEPENDS, DEPENDS, DEPENDS, NO),
    # Whether experience is « significative » no sheet says, however long it is: that is for the centre to judge.
    # Who worked elsewhere than at a bailiff's and speaks of no title has none.
    ("no diploma, a baker", NO_BAC | years(5, "other"), NO, NO, NO, NO),
    ("no diploma, a secretary", NO_BAC | years(4, "administration"), DEPENDS, NO, NO, NO),
    ("no diploma, at a notary's", NO_BAC | years(3, "law"), DEPENDS, NO, NO, NO),
    ("no diploma, at a bailiff's", NO_BAC | years(3, "office"), DEPENDS, YES, DEPENDS, NO),
    ("no diploma, too short at a bailiff's", NO_BAC | years(2, "office"), DEPENDS, NO, NO, NO),
    ("no diploma, twenty years at a bailiff's", NO_BAC | years(20, "office"), DEPENDS, YES, DEPENDS, NO),
    # « Un bac général ou 3 années d'expérience dans une étude d'huissiers »
    ("a bac", BAC, YES, DEPENDS, NO, NO),
    ("a bac général", BAC_GENERAL, YES, YES, NO, NO),
    ("a bac pro", BAC_PRO, YES, DEPENDS, NO, NO),
    ("a bac pro, never worked", BAC_PRO | years(0), YES, NO, NO, NO),
    ("a bac pro, at a notary's", BAC_PRO | years(3, "law"), YES, NO, NO, NO),
    ("a bac pro, at a bailiff's", BAC_PRO | years(3, "office"), YES, YES, DEPENDS, NO),
    ("a bac pro, too short at a bailiff's", BAC_PRO | years(2, "office"), YES, NO, NO, NO),
    ("a bac général, a baker", BAC_GENERAL | years(4, "other"), YES, YES, NO, NO),
    ("no bac + 2", {"below": 2}, UNKNOWN, UNKNOWN, NO, NO),
    # Work alone: the diploma, which is not told, may do.
    ("at a bailiff's", years(3, "office"), DEPENDS, YES, DEPENDS, UNKNOWN),
    ("too short at a bailiff's", years(2, "office"), DEPENDS, DEPENDS, DEPENDS, UNKNOWN),
    ("at a notary's", years(3, "law"), DEPENDS, DEPENDS, DEPENDS, UNKNOWN),
    ("work whose place is not told", years(3), DEPENDS, DEPENDS, DEPENDS, UNKNOWN),
    # « niveau 5 (Bac +2) de préférence dans le domaine juridique ou administratif »: a preference shuts nobody out.
    ("a BTS", {"years_after_bac": 2}, YES, None, NO, YES),
    ("a BTS in accounting", BTS_COMPTA, YES, None, NO, YES),
    ("a BTS in law", {"years_after_bac": 2, "field": "law"}, YES, None, NO, YES),
    ("a licence in law", LICENCE_DROIT, YES, None, NO, YES),
    # « un master 1 en droit ou… une expérience professionnelle de trois ans minimum assortie du titre clerc aux procédures »
    ("a master 1 in something", MASTER_1, YES, None, DEPENDS, YES),
    ("a master 1 in law", MASTER_1_DROIT, YES, None, YES, YES),
    ("a master 1 in psychology", MASTER_1_PSYCHO, YES, None, NO, YES),
    ("a master 2 in law", {"years_after_bac": 5, "field": "law"}, YES, None, YES, YES),
    ("a doctorate in biology", {"years_after_bac": 8, "field": "other"}, YES, None, NO, YES),
    ("the title", {"title": PROCEDURES}, UNKNOWN, UNKNOWN, DEPENDS, UNKNOWN),
    ("the title and three years, wherever", {"title": PROCEDURES} | years(3, "other"), None, None, YES, UNKNOWN),
    ("the title and two years", {"title": PROCEDURES} | years(2), None, None, DEPENDS, UNKNOWN),
    ("the title, a bac and two years", {"title": PROCEDURES} | BAC | years(2), YES, None, NO, NO),
    ("the title, a master 1 in psychology, three years", {"title": PROCEDURES} | MASTER_1_PSYCHO | years(3), YES, None, YES, YES),
    # « Clerc Assistant (niveau 5) » is what clerc gestionnaire asks for, a bac pro or not; it is no bac général.
    ("the title of another certificate", {"title": ASSISTANT} | years(4), YES, DEPENDS, DEPENDS, YES),
    ("a bac pro and a title of level 5", {"title": ASSISTANT} | BAC_PRO, YES, DEPENDS, None, YES),
    ("a master 1 in law and a title of level 5", {"title": ASSISTANT} | MASTER_1_DROIT, YES, None, YES, YES),
    ("a licence in law and three years without the title", LICENCE_DROIT | years(3, "office"), YES, YES, DEPENDS, YES),
    ("a master 1 in law on its way", MASTER_1_DROIT | {"expected": True}, YES, None, YES, YES),
    ("a foreign licence in law", LICENCE_DROIT | {"abroad": True}, DEPENDS, None, NO, DEPENDS),
]


@pytest.mark.parametrize(("told", "expected"), [(row[1], row[2:]) for row in SITUATIONS], ids=[row[0] for row in SITUATIONS])
def test_a_situation_gets_the_verdict_that_the_sheets_justify(told: dict[str, Any], expected: tuple[Verdict | None, ...]) -> None:
    wanted = dict(zip((ASSISTANT, PROCEDURES, EXPERT, GESTIONNAIRE), expected, strict=True))
    found = verdicts(Situation(**told))
    assert {key: found[key] for key in wanted if wanted[key]} == {key: verdict for key, verdict in wanted.items() if verdict}


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
def test_more_years_of_law_shut_no_door(certificate: str) -> None:
    better = [NO, UNKNOWN, DEPENDS, YES]
    ladder: list[dict[str, Any]] = [
        NO_BAC,
        BAC_GENERAL,
        *({"years_after_bac": after, "field": "law", "bac": "general"} for after in (2, 3, 4, 5, 8)),
    ]
    found = [better.index(verdicts(Situation(**step))[certificate]) for step in ladder]
    assert found == sorted(found)
    assert better[found[-1]] is YES


# The certificate asked about, what was told, and what the visitor reads.
VERDICTS: list[tuple[str, dict[str, Any], str]] = [
    (
        ASSISTANT,
        BAC_PRO,
        "**Oui**, avec un bac professionnel ou technologique : la formation de **clerc assistant** demande le bac",
    ),
    (ASSISTANT, NO_BAC, "**Pas tout de suite** avec un niveau avant le bac : la formation de **clerc assistant** demande le bac"),
    (
        ASSISTANT,
        NO_BAC | years(4, "administration"),
        "**C'est possible** avec 4 ans d'expérience, si le centre juge cette expérience « significative »",
    ),
    (ASSISTANT, NO_BAC | years(5, "other"), "**Non, pas directement** avec un niveau avant le bac et 5 ans d'expérience"),
    (ASSISTANT, NO_BAC | years(5), "**C'est possible** avec 5 ans d'expérience, si cette expérience est dans le domaine voulu"),
    (
        PROCEDURES,
        BAC_GENERAL,
        "**Oui, à condition d'être salarié d'une étude** : avec un bac général, le niveau suffit, et la formation de "
        "**clerc aux procédures** s'adresse aux salariés des études.",
    ),
    (PROCEDURES, BAC, "**Cela dépend** : avec le bac, oui si le bac est général."),
    (
        PROCEDURES,
        BAC_PRO,
        "**Pas tout de suite** avec un bac professionnel ou technologique : la formation de **clerc aux procédures**",
    ),
    (
        PROCEDURES,
        years(2, "office"),
        "**Pas tout de suite.**\nAvec 2 ans d'expérience, il manque encore **un an** : la formation de **clerc aux procédures**",
    ),
    (PROCEDURES, NO_BAC | years(3, "law"), "**Non, pas directement** avec un niveau avant le bac et 3 ans d'expérience"),
    (EXPERT, MASTER_1, "**Cela dépend** : avec un bac + 4, oui si le diplôme est en droit."),
    (
        EXPERT,
        MASTER_1_DROIT,
        "**Oui**, avec un bac + 4 : la formation de **clerc expert** demande un master 1 en droit ou trois ans",
    ),
    (EXPERT, MASTER_1_PSYCHO, "**Non, pas directement** avec un bac + 4 : la formation de **clerc expert**"),
    (EXPERT, {"title": PROCEDURES}, "avec le titre de clerc aux procédures, il faut aussi au moins 3 ans d'expérience."),
    (EXPERT, BAC | years(5, "office"), "il faut aussi le titre de clerc aux procédures."),
    (EXPERT, {"title": PROCEDURES} | years(3), "**Oui**, avec le titre de clerc aux procédures et 3 ans d'expérience :"),
    (GESTIONNAIRE, BTS_COMPTA, "demande un bac + 2, de préférence juridique ou administratif."),
    (GESTIONNAIRE, LICENCE_DROIT, "**Oui**, avec un bac + 3 : la formation de **clerc gestionnaire** demande un bac + 2."),
    # Only what bears on the condition is named: work on no diploma's, a diploma on no work's.
    (GESTIONNAIRE, LICENCE_DROIT | years(6, "other"), "**Oui**, avec un bac + 3 :"),
    (GESTIONNAIRE, BTS_COMPTA | {"title": PROCEDURES}, "**Oui**, avec un bac + 2 :"),
    (PROCEDURES, BAC_PRO | years(3, "office"), "**Oui**, avec 3 ans d'expérience :"),
    (GESTIONNAIRE, BAC, "**Non, pas directement** avec le bac : la formation de **clerc gestionnaire** demande un bac + 2."),
    # A diploma on its way opens what it will open; what a foreign one is worth no sheet tells.
    (GESTIONNAIRE, LICENCE_DROIT | {"expected": True}, "**Oui**, avec un bac + 3 (une fois obtenu) :"),
    (EXPERT, BAC | {"expected": True}, "**Non, pas directement** avec le bac (une fois obtenu) :"),
    (
        GESTIONNAIRE,
        LICENCE_DROIT | {"abroad": True},
        "les fiches ne disent pas ce que vaut un diplôme étranger.",
    ),
    (EXPERT, BAC | {"abroad": True}, "**Non, pas directement** avec le bac :"),
]


@pytest.mark.parametrize(
    ("certificate", "told", "verdict"), VERDICTS, ids=[f"{row[0]} {number}" for number, row in enumerate(VERDICTS)]
)
def test_the_answer_says_on_what_it_rests(certificate: str, told: dict[str, Any], verdict: str) -> None:
    assert verdict in said(certificate, told)


def test_a_diploma_in_the_preferred_field_gets_no_reservation() -> None:
    assert "de préférence" not in said(GESTIONNAIRE, LICENCE_DROIT)


@pytest.mark.parametrize("certificate", KNOWLEDGE.certificates)
@pytest.mark.parametrize("told", [{}, {"age": 19}, {"job": ASSISTANT}], ids=["nothing", "an age", "a job"])
def test_nothing_is_said_of_somebody_of_whom_too_little_is_known(certificate: str, told: dict[str, Any]) -> None:
    assert said(certificate, told) == ""


@pytest.mark.parametrize(
    ("certificate", "told", "offered"),
    [
        (GESTIONNAIRE, BAC, "En revanche, c'est possible en clerc assistant."),
        (GESTIONNAIRE, NO_BAC | years(3, "office"), "En revanche, c'est possible en clerc aux procédures."),
    ],
)
def test_who_is_not_let_in_is_told_what_is_open(certificate: str, told: dict[str, Any], offered: str) -> None:
    assert offered in said(certificate, told)


def test_who_worked_and_lacks_the_diploma_is_told_of_the_way_by_experience_where_the_sheet_has_one() -> None:
    way = (
        "La certification de clerc gestionnaire est aussi accessible par l'expérience (VAE), selon le règlement de certification."
    )
    assert way in said(GESTIONNAIRE, BAC | years(8, "administration"))
    # Who has not worked, or is let in by a diploma, needs no other way; another sheet speaks of none.
    assert way not in said(GESTIONNAIRE, BAC)
    assert way not in said(GESTIONNAIRE, LICENCE_DROIT | years(8, "administration"))
    assert "aussi accessible" not in said(EXPERT, BAC | years(8, "administration"))
    of_all = say(query("certificates"), state=knowing(**NO_BAC | years(8, "administration")))
    assert (of_all.responses, of_all.text.count(way)) == (["open_to"], 1)
    conditions = say(query("admission", GESTIONNAIRE), state=knowing(experience_years=8, workplace="administration"))
    assert (conditions.responses, way in conditions.text) == (["admission"], True)


def test_who_is_let_in_nowhere_is_offered_nothing() -> None:
    for told in (NO_BAC, NO_BAC | years(4, "administration")):
        assert "ouvert" not in said(GESTIONNAIRE, told)


def test_who_asks_of_a_fact_of_admission_by_a_word_is_told_it_and_no_verdict() -> None:
    asked = query("admission", ASSISTANT, act="verdict")
    answer = say(asked, reading=heard("son français, c'est éliminatoire ?"), state=knowing(**BAC))
    assert (answer.responses, answer.openings) == (["admission"], ["required_judged"])
    assert [fact.text for _, fact in answer.only.facts] == ["la maîtrise de la langue française, à l'écrit et à l'oral"]
    assert say(asked, reading=heard("et avec ça ?"), state=knowing(**BAC)).responses == ["verdict_yes"]


def test_every_condition_of_the_sheet_stands_in_the_verdict_and_the_other_facts_do_not() -> None:
    told = say(query("admission", ASSISTANT, act="verdict"), state=knowing(**BAC))
    ((_, fact),) = told.only.facts
    assert len(fact.conditions) > 1
    assert [condition.name for condition in fact.conditions if french(condition.name) not in french(told.text)] == []
    assert "langue française" not in told.text


def test_who_never_worked_is_answered_in_french() -> None:
    assert "avec aucune expérience" not in said(ASSISTANT, years(0)).lower()


def test_one_year_is_said_in_the_singular() -> None:
    assert "1 an d'expérience" in said(ASSISTANT, years(1, "law"))


@pytest.mark.parametrize(
    "topics",
    [{}, {"admission": TopicFacts((Fact(text="être motivé", quote="être motivé"),))}],
    ids=["no topic", "nothing to hold a diploma against"],
)
def test_a_sheet_without_conditions_lets_nobody_in_and_shuts_nobody_out(topics: dict[str, TopicFacts]) -> None:
    certificate = replace(KNOWLEDGE.certificates[EXPERT], topics=topics)
    knowledge = replace(KNOWLEDGE, certificates={EXPERT: certificate})
    assert eligibility(knowledge, EXPERT, Situation(**MASTER_1_DROIT)) == Eligibility(UNKNOWN)


TITLE_AND_TWO: dict[str, Any] = {"title": PROCEDURES} | years(2)


@pytest.mark.parametrize(
    ("certificate", "told", "message", "answer"),
    [
        (EXPERT, TITLE_AND_TWO, "il me manque une année, non ?", "**Oui.**\nAvec le titre de clerc aux procédures et 2 ans"),
        (EXPERT, TITLE_AND_TWO, "il lui manque deux ans, alors ?", "**Non.**"),
        (EXPERT, TITLE_AND_TWO, "d'ici un an ça passe ?", "**Oui, dans un an**, en continuant à travailler."),
        (EXPERT, TITLE_AND_TWO | years(1), "dans un an j'y ai droit ?", "**Non, pas dans un an.**"),
        (EXPERT, TITLE_AND_TWO | BAC, "il me reste combien d'années ?", "Avec le titre de clerc aux procédures et 2 ans"),
        (EXPERT, TITLE_AND_TWO | BAC, "j'y ai droit ?", "**Pas tout de suite.**"),
        (PROCEDURES, BAC_PRO | years(1, "office"), "il me manque quoi ?", "il manque encore **deux ans** :"),
    ],
)
def test_the_years_that_lack_are_worked_out(certificate: str, told: dict[str, Any], message: str, answer: str) -> None:
    asked = query("admission", certificate, act="verdict")
    said_ = say(asked, reading=replace(heard(message), told=()), state=knowing(**told)).text
    assert said_.startswith(answer) or answer in said_
    assert "il manque encore" in said_


@pytest.mark.parametrize(
    ("certificate", "told"),
    [(PROCEDURES, BAC_PRO | years(2, "law")), (PROCEDURES, years(2)), (EXPERT, BAC | years(2, "office"))],
    ids=["elsewhere", "nobody knows where", "without the title"],
)
def test_no_years_are_worked_out_where_it_is_unsure_that_they_count(certificate: str, told: dict[str, Any]) -> None:
    asked = query("admission", certificate, act="verdict")
    said_ = say(asked, reading=heard("dans un an c'est bon ?"), state=knowing(**told))
    assert not {"in_time", "too_soon", "yes", "no"} & {*said_.openings}
    assert "verdict_years_left" not in said_.responses


@pytest.mark.parametrize(
    ("certificate", "told", "lacks"),
    [
        (GESTIONNAIRE, BAC, "Pour la formation de **clerc gestionnaire**, il manque un bac + 2."),
        # Another bac is no step on the way to a general one.
        (PROCEDURES, BAC_PRO | years(3, "law"), "il manque trois ans d'expérience dans une étude."),
        (PROCEDURES, BAC_GENERAL, "Avec un bac général, il manque encore **un poste dans une étude**"),
        (
            EXPERT,
            LICENCE_DROIT,
            "il manque un master 1 en droit ou trois ans d'expérience avec le titre de clerc aux procédures.",
        ),
    ],
)
def test_who_asks_what_they_lack_after_a_verdict_hears_just_that(certificate: str, told: dict[str, Any], lacks: str) -> None:
    judged = say(query("admission", certificate, act="verdict"), state=knowing(**told))
    # However the question is taken: it is on the verdict.
    after = say(query("admission", certificate), state=judged.state, reading=heard("et qu'est-ce qui me manque ?"))
    assert lacks in after.text


def test_years_to_come_are_no_answer_to_another_question() -> None:
    state = replace(knowing(**TITLE_AND_TWO), discussed=(EXPERT,))
    for topic in ("salary", "opening"):
        assert say(query(topic, EXPERT), state=state, reading=heard("et dans un an ?")).responses[0] != "verdict_years_left"


def test_who_holds_a_title_is_offered_nothing_that_leads_to_it() -> None:
    told = TITLE_AND_TWO | BAC
    for asked in (
        query("recommendation", *KNOWLEDGE.certificates),
        query("certificates"),
        query("admission", EXPERT, act="verdict"),
    ):
        text = say(asked, state=knowing(**told)).text.lower()
        assert "clerc assistant" not in text
        assert "clerc expert" in text
    # Who works as one may still want the title, and nothing below it.
    works = say(query("certificates"), state=knowing(job=PROCEDURES, **BAC_GENERAL)).text.lower()
    assert ("clerc assistant" in works, "clerc aux procédures" in works) == (False, True)
    # Of what they name themselves they hear.
    assert "**Oui**, avec le bac" in said(ASSISTANT, told)


def test_of_who_has_worked_some_months_more_it_is_said_how_much_they_lack_at_most() -> None:
    state = knowing(years_after_bac=0, bac="other", experience_years=2, part_of_year=True, workplace="office")
    said = say(query("admission", PROCEDURES, act="verdict"), state=state, reading=heard("il me manque quoi ?"))
    assert "il manque encore **un an au plus** :" in said.text


def test_who_says_that_they_have_no_title_is_not_let_in_by_their_years() -> None:
    years = Situation(years_after_bac=0, experience_years=5, workplace="office")
    assert eligibility(KNOWLEDGE, EXPERT, years).verdict is Verdict.DEPENDS
    assert eligibility(KNOWLEDGE, EXPERT, years.update(Situation(untitled=True))).verdict is Verdict.NO
    assert eligibility(KNOWLEDGE, EXPERT, Situation(untitled=True).update(years).update(Situation(title=PROCEDURES))).verdict is (
        Verdict.YES
    )
