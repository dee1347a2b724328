"""Annotated conversations are read with what they mean; a malformed file is an error that names the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.annotations import (
    AnnotatedQuery,
    AnnotatedTurn,
    Answered,
    Role,
    answered_queries,
    asked_queries,
    load_authors,
)
from bot.dialogue.query import INTENTS_BESIDE_TOPICS, Query
from bot.knowledge import KnowledgeError
from tests.dialogue.messages import ALL, ASSISTANT, EXPERT, GESTIONNAIRE, KNOWLEDGE, PROCEDURES, query

CONVERSATION = """
- id: {name}-001
  turns:
    - user: c'est combien le gestionnaire ?
      queries: [{{act: open, topic: price, certificates: [clerc_gestionnaire]}}]
      edit: new
"""


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("a01", "weights"),
        ("a02", "words"),
        ("a03", "held out"),
        ("a06", "held out"),
        ("a07", "weights"),
        ("a08", "words"),
        ("b12", "held out"),
        ("isolated", "weights"),
    ],
)
def test_an_authors_number_says_what_the_conversations_are_for(tmp_path: Path, name: str, role: Role) -> None:
    (tmp_path / f"{name}.yml").write_text(CONVERSATION.format(name=name), encoding="utf-8")
    (author,) = load_authors(tmp_path)
    assert (author.name, author.role) == (name, role)
    assert author.conversations[0].turns[0].user == "c'est combien le gestionnaire ?"


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("act: open", "act: sing", 5, "sing"),
        ("topic: price", "subject: price", 5, "subject"),
        ("edit: new", "edit: old", 6, "old"),
        ("queries:", "query:", 5, "query"),
        ("- id: a01-001", "- name: a01-001", 2, "name"),
    ],
)
def test_what_the_guide_does_not_know_is_an_error_with_its_place(
    tmp_path: Path, before: str, after: str, line: int, said: str
) -> None:
    path = tmp_path / "a01.yml"
    path.write_text(CONVERSATION.format(name="a01").replace(before, after), encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        load_authors(tmp_path)
    assert raised.value.path == path
    assert raised.value.line == line
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("annotated", "intent"),
    [
        (AnnotatedQuery("social", social="thank"), "thank"),
        (AnnotatedQuery("not_ours", kind="legal_advice"), "legal_advice"),
        (AnnotatedQuery("not_ours"), "out_of_scope"),
        (AnnotatedQuery("path"), "path"),
        (AnnotatedQuery("advise"), "recommendation"),
        (AnnotatedQuery("reject"), "correct"),
        (AnnotatedQuery("tell"), "tell_situation"),
        (AnnotatedQuery("define", term="OPCO"), "define"),
        (AnnotatedQuery("define", topic="funding", term="OPCO"), "funding"),
        (AnnotatedQuery("compare"), "comparison"),
        (AnnotatedQuery("choose", topic="salary"), "salary"),
        (AnnotatedQuery("open", topic="price"), "price"),
        (AnnotatedQuery("open"), "other_unanswered"),
    ],
)
def test_an_annotated_question_stands_for_an_intent(annotated: AnnotatedQuery, intent: str) -> None:
    assert annotated.intent == intent


def test_certificates_have_the_knowledges_order_and_all_are_all_but_those_ruled_out() -> None:
    assert AnnotatedQuery("open", "price", (EXPERT, ASSISTANT, EXPERT)).query(ALL) == query("price", ASSISTANT, EXPERT)
    assert AnnotatedQuery("open", "price", all=True).query(ALL) == query("price", *ALL)
    left = AnnotatedQuery("open", "price", all=True, not_=(EXPERT,)).query(ALL)
    assert left == query("price", ASSISTANT, PROCEDURES, GESTIONNAIRE)


def test_an_act_that_nobody_annotated_teaches_no_act() -> None:
    turn = AnnotatedTurn("le prix", (AnnotatedQuery("any", "price"),))
    assert not turn.act_is_known
    assert asked_queries(turn, ALL) == (query("price"),)


def test_an_objection_beside_a_question_is_its_tone() -> None:
    price = AnnotatedQuery("open", "price")
    assert AnnotatedTurn("non, le prix", (AnnotatedQuery("reject"), price)).asked == (price,)
    assert asked_queries(AnnotatedTurn("mais non", (AnnotatedQuery("reject"),)), ALL) == (query("correct"),)


def test_what_the_adviser_took_a_message_for_may_be_something_else() -> None:
    asked = (AnnotatedQuery("open", "salary", (ASSISTANT,)),)
    assert answered_queries(AnnotatedTurn("la paye", asked), ALL) == (query("salary", ASSISTANT),)
    misread = AnnotatedTurn("la paye", asked, answered=Answered(topic=("price", "fees"), certificates=(GESTIONNAIRE,)))
    assert answered_queries(misread, ALL) == (query("price", GESTIONNAIRE), query("fees", GESTIONNAIRE))
    nothing = AnnotatedTurn("la paye", asked, answered=Answered(topic="none"))
    assert answered_queries(nothing, ALL) == ()
    elsewhere = AnnotatedTurn("la paye", asked, answered=Answered(certificates=(EXPERT,), person="son"))
    assert answered_queries(elsewhere, ALL) == (query("salary", EXPERT, person="son"),)


def test_all_conversations_of_the_project_are_read_and_ask_what_there_is() -> None:
    authors = load_authors()
    assert {author.role for author in authors} == {"words", "weights", "held out"}
    known = {*KNOWLEDGE.topics, *INTENTS_BESIDE_TOPICS}
    subjects = {*KNOWLEDGE.certificates, *KNOWLEDGE.subjects()}
    asked: list[tuple[str, Query]] = [
        (conversation.id, one)
        for author in authors
        for conversation in author.conversations
        for turn in conversation.turns
        for one in asked_queries(turn, ALL)
    ]
    assert [place for place, one in asked if one.intent not in known] == []
    assert [(place, one.certificates) for place, one in asked if not set(one.certificates) <= subjects] == []
    ids = [conversation.id for author in authors for conversation in author.conversations]
    assert len(ids) == len(set(ids))
