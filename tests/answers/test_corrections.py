"""What a visitor takes back, rules out or points at changes what is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.reply import Focus, Situation
from tests.answers.talking import ASSISTANT, asks, says, told, verdict


@pytest.mark.parametrize(
    ("text", "topic"),
    [("non, la durée, pas le prix", "duration"), ("je voulais le salaire", "salary"), ("pas le salaire, le prix", "price")],
)
def test_a_correction_may_be_of_the_topic(text: str, topic: str) -> None:
    focus = Focus(certificates=("clerc_gestionnaire",), topics=("blocks",))
    assert ASSISTANT.reply(asks(text, ("correct", 0.9)), focus).focus.topics == (topic,)


@pytest.mark.parametrize(
    ("text", "asked", "answered"),
    [
        ("pas le prix, la durée", ["price", "duration"], ["duration"]),
        ("la durée, pas le prix", ["duration", "price"], ["duration"]),
        ("pas le prix ni la durée, l'évaluation", ["price", "duration", "assessment"], ["assessment"]),
        ("le prix et la durée", ["price", "duration"], ["price", "duration"]),
        ("il n'y a pas de stages ?", ["internships"], ["internships"]),
        ("pas le prix, la durée", ["price"], ["duration"]),
        ("il n'y a pas de stages ? et quelle est la durée ?", ["internships", "duration"], ["internships", "duration"]),
    ],
    ids=[
        "first",
        "last",
        "two",
        "none",
        "the only one, asked in the negative",
        "understood as what is ruled out",
        "one of two, asked in the negative",
    ],
)
def test_a_topic_that_is_ruled_out_is_not_told(text: str, asked: list[str], answered: list[str]) -> None:
    reply = says(text, f"ask_{asked[0]}", Focus(("clerc_gestionnaire",), (), ("blocks",)), *asked)
    assert [saying.response for saying in reply.sayings] == answered


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("je ne veux pas le prix mais la durée", "duration"),
        ("ni le prix ni la durée, l'évaluation", "assessment"),
        ("je parle pas du prix, je parle des frais", "fees"),
        ("non, le prix", "price"),
    ],
)
def test_a_correction_tells_the_topic_that_is_not_ruled_out(text: str, topic: str) -> None:
    reply = says(text, "correct", Focus(("clerc_gestionnaire",), (), ("blocks",)))
    assert told(reply) == [(topic, ["clerc gestionnaire"])]


ALL = ["clerc assistant", "clerc aux procédures", "clerc expert", "clerc gestionnaire"]


@pytest.mark.parametrize(
    ("text", "intent", "topics", "rejected", "focus", "names"),
    [
        ("pas l'expert, les autres", "change_certificate", [], ["clerc_expert"], Focus(("clerc_expert",)), [0, 1, 3]),
        (
            "ni l'expert ni le gestionnaire, les deux autres",
            "change_certificate",
            [],
            ["clerc_expert", "clerc_gestionnaire"],
            Focus(("clerc_expert",)),
            [0, 1],
        ),
        (
            "les deux autres, pas l'expert ni l'assistant, ils gagnent combien ?",
            "ask_salary",
            ["salary"],
            ["clerc_expert", "clerc_assistant"],
            Focus(),
            [1, 3],
        ),
        (
            "pas l'expert, les deux autres",
            "change_certificate",
            [],
            ["clerc_expert"],
            Focus(("clerc_assistant", "clerc_aux_procedures", "clerc_expert")),
            [0, 1],
        ),
        ("et les deux autres ?", "change_certificate", [], [], Focus(("clerc_expert", "clerc_gestionnaire")), [0, 1]),
        ("et les autres ?", "change_certificate", [], [], Focus(("clerc_expert",)), [0, 1, 3]),
    ],
    ids=["the others", "the two others", "in a question", "of three talked about", "two others of four", "three others"],
)
def test_the_others_are_those_that_are_not_ruled_out(
    text: str, intent: str, topics: list[str], rejected: list[str], focus: Focus, names: list[int]
) -> None:
    focus = replace(focus, topics=("salary",))
    assert told(says(text, intent, focus, *topics, rejected=tuple(rejected))) == [("topic_of_all", [ALL[n] for n in names])]


@pytest.mark.parametrize(
    ("text", "certificates", "rejected", "meant"),
    [
        ("et l'autre ?", [], [], "clerc assistant"),
        ("pas l'expert, l'autre", [], ["clerc_expert"], "clerc assistant"),
        ("l'autre, le clerc aux procédures", ["clerc_aux_procedures"], [], "clerc aux procédures"),
    ],
)
@pytest.mark.parametrize("intent", ["change_certificate", "correct"])
def test_the_other_one_is_told_on_the_same_topic(
    text: str, certificates: list[str], rejected: list[str], meant: str, intent: str
) -> None:
    focus = Focus(("clerc_expert",), ("clerc_assistant",), ("salary",))
    reply = says(text, intent, focus, certificates=tuple(certificates), rejected=tuple(rejected))
    assert told(reply) == [("salary", [meant])]


# What is said to get a list, the intent, the topic and the certificates; the order in which these are then told of.
LISTS = {
    "all": ("quelles formations ?", "ask_certificates", [], (), ALL),
    "compared": ("compare", "ask_comparison", [], ("clerc_gestionnaire", "clerc_expert"), ["clerc gestionnaire", "clerc expert"]),
    "one topic": ("le salaire", "ask_salary", ["salary"], (), ["clerc assistant", "clerc aux procédures", "clerc expert"]),
    "what is open": ("j'ai un bts", "tell_situation", [], (), ALL),
}


def list_of(name: str) -> tuple[Focus, list[str]]:
    """Have certificates listed; give what is talked about then, and their names in order."""
    text, intent, topics, certificates, names = LISTS[name]
    return says(text, intent, Focus(), *topics, certificates=certificates).focus, names


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize(("text", "place"), [("le premier, il gagne combien ?", 0), ("et la deuxième ?", 1), ("le dernier", -1)])
@pytest.mark.parametrize(("intent", "topics"), [("ask_employers", ["employers"]), ("change_certificate", [])])
def test_a_place_in_what_was_listed_means_its_certificate(
    listed: str, text: str, place: int, intent: str, topics: list[str]
) -> None:
    focus, names = list_of(listed)
    answer = says(text, intent, focus, *topics)
    assert [certificates for _, certificates in told(answer)] == [[names[place]]]


def test_a_place_is_still_meant_after_another_question() -> None:
    focus, _ = list_of("all")
    priced = says("le prix du gestionnaire ?", "ask_price", focus, "price", certificates=("clerc_gestionnaire",))
    answer = says("et le premier, il gagne combien ?", "ask_salary", priced.focus, "salary")
    assert told(answer)[0] == ("salary", ["clerc assistant"])


def test_the_place_that_is_ruled_out_is_not_the_one_meant() -> None:
    focus, _ = list_of("all")
    answer = says("pas le premier, le deuxième", "change_certificate", replace(focus, topics=("salary",)))
    assert told(answer) == [("salary", ["clerc aux procédures"])]


@pytest.mark.parametrize(
    ("certificate", "first", "before", "correction", "after"),
    [
        ("clerc_gestionnaire", "j'ai un bts", "verdict_yes_preferred", "pardon, j'ai que le bac", "verdict_no"),
        ("clerc_gestionnaire", "j'ai le bac", "verdict_no", "non, j'ai un bts notariat", "verdict_yes"),
        ("clerc_expert", "j'ai un master 1 en droit", "verdict_yes", "pardon, un master 1 en histoire", "verdict_no"),
        ("clerc_expert", "j'ai un master 1 en histoire", "verdict_no", "en fait c'est un master 1", "verdict_depends_field"),
        (
            "clerc_aux_procedures",
            "j'ai un bac général",
            "verdict_yes_employees",
            "non pardon, un bac pro",
            "verdict_depends_more",
        ),
        ("clerc_aux_procedures", "j'ai un bac pro", "verdict_depends_more", "en fait j'ai le bac", "verdict_depends_general"),
        ("clerc_assistant", "j'ai le bac", "verdict_yes", "je me suis trompé, je n'ai pas le bac", "verdict_depends_more"),
    ],
)
@pytest.mark.parametrize("intent", ["correct", "tell_situation", "change_certificate"])
def test_a_correction_that_tells_another_diploma_changes_the_verdict(
    certificate: str, first: str, before: str, correction: str, after: str, intent: str
) -> None:
    asked = says(f"{first}, je peux ?", "ask_admission", Focus(), "admission", certificates=(certificate,))
    assert verdict(asked)[0] == before
    corrected = says(correction, intent, asked.focus)
    assert verdict(corrected)[0] == after
    assert corrected.sayings[0].response == "admission"
    assert corrected.focus.certificates == (certificate,)


def test_a_correction_of_the_diploma_keeps_what_else_was_told() -> None:
    first = says("j'ai 22 ans, un bts compta et 3 ans d'expérience chez un notaire", "tell_situation", Focus())
    corrected = says("pardon, une licence", "correct", first.focus)
    assert corrected.focus.situation == Situation(age=22, level=6, years_after_bac=3, experience_years=3, workplace="law")


def test_a_corrected_diploma_opens_another_list() -> None:
    first = says("j'ai un bts", "tell_situation", Focus())
    corrected = says("je me suis trompé, j'ai un master 1 en droit", "correct", first.focus)
    words = [dict(zip(ALL, [name for name, _ in reply.sayings[0].notes], strict=False)) for reply in (first, corrected)]
    assert [word["clerc expert"] for word in words] == ["verdict_word_no", "verdict_word_yes"]
