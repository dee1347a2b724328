"""A message that asks several things gets several answers, and one that asks a single thing gets one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.nlu.questions import Part, Ranking, last_sentence, parts_of, questions_of, with_last_sentence, with_question

# What a classifier would make of these pieces, whatever stands around them: likeliest intent and its probability.
UNDERSTOOD = {
    "le prix": ("ask_price", 0.95),
    "combien ça coûte": ("ask_price", 0.9),
    "la durée": ("ask_duration", 0.9),
    "le rythme": ("ask_rhythm", 0.9),
    "où": ("ask_address", 0.3),
    "bonjour": ("greet", 0.99),
    "j'ai 22 ans": ("tell_situation", 0.97),
    "la météo": ("out_of_scope", 0.95),
}


def understood(parts: Sequence[Part], text: str) -> list[Ranking]:
    """Rank pieces as UNDERSTOOD says; the rest of the probability goes to another intent."""
    best = [UNDERSTOOD[text[part.start : part.end]] for part in parts]
    return [(intent_and_sure, ("ask_other_unanswered", 1 - intent_and_sure[1])) for intent_and_sure in best]


def asked(text: str, whole: Ranking) -> list[tuple[str, str | None]]:
    """Give the intents asked, each with the words it was asked in (None: the whole message)."""
    questions = questions_of(parts_of(text), whole, lambda parts: understood(parts, text), lambda name: name.startswith("ask_"))
    return [(intent, text[part.start : part.end] if part else None) for intent, _, part in questions]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("le prix", ["le prix"]),
        ("le prix ?", ["le prix"]),
        ("et le prix ?", ["le prix"]),
        ("prix et durée ?", ["prix", "durée"]),
        ("quel est le prix, et la durée ?", ["quel est le prix", "la durée"]),
        ("c'est combien ? ça dure longtemps ?", ["c'est combien", "ça dure longtemps"]),
        ("le prix. la durée", ["le prix", "la durée"]),
        ("le prix... la durée", ["le prix", "la durée"]),
        ("le prix ; la durée", ["le prix", "la durée"]),
        ("le prix + la durée", ["le prix", "la durée"]),
        ("le prix / la durée", ["le prix", "la durée"]),
        ("le prix & la durée", ["le prix", "la durée"]),
        ("le prix - la durée", ["le prix", "la durée"]),
        ("« le prix », (la durée)", ["le prix", "la durée"]),
        ("combien ça coûte et puis comment s'inscrire", ["combien ça coûte", "comment s'inscrire"]),
        ("c'est quoi le prix mais aussi la durée", ["c'est quoi le prix", "la durée"]),
        ("quelle durée ainsi que le rythme", ["quelle durée", "le rythme"]),
        ("bonjour, le prix svp", ["bonjour", "le prix svp"]),
        ("des stages, combien d'heures, et où ?", ["des stages", "combien d'heures", "où"]),
        ("1 823,03 euros", ["1 823,03 euros"]),
        ("un mi-temps en étude près de sète", ["un mi-temps en étude près de sète"]),
        ("le secteur est-il en crise", ["le secteur est-il en crise"]),
        ("? !", []),
        ("", []),
    ],
)
def test_a_message_falls_into_its_pieces(text: str, pieces: list[str]) -> None:
    assert [text[part.start : part.end] for part in parts_of(text)] == pieces


def test_equal_pieces_have_their_own_places() -> None:
    assert parts_of("  où, et où ?") == [Part(2, 4), Part(9, 11)]


@pytest.mark.parametrize(
    ("text", "whole", "questions"),
    [
        (
            "le prix et la durée ?",
            [("ask_price", 0.6), ("ask_duration", 0.3)],
            [("ask_price", "le prix"), ("ask_duration", "la durée")],
        ),
        (
            "la durée, combien ça coûte ?",
            [("ask_price", 0.6), ("ask_duration", 0.3)],
            [("ask_duration", "la durée"), ("ask_price", "combien ça coûte")],
        ),
        (
            "le prix, la durée et le rythme",
            [("ask_duration", 0.4), ("ask_rhythm", 0.3), ("ask_price", 0.2)],
            [("ask_price", "le prix"), ("ask_duration", "la durée"), ("ask_rhythm", "le rythme")],
        ),
        (
            "bonjour, le prix et la durée",
            [("ask_price", 0.6), ("ask_duration", 0.3)],
            [("ask_price", "le prix"), ("ask_duration", "la durée")],
        ),
        (
            "le prix et la durée, le prix",
            [("ask_price", 0.6), ("ask_duration", 0.3)],
            [("ask_price", "le prix"), ("ask_duration", "la durée")],
        ),
    ],
)
def test_several_questions_come_in_the_order_they_are_asked(
    text: str, whole: Ranking, questions: list[tuple[str, str | None]]
) -> None:
    assert asked(text, whole) == questions


PRICE = [("ask_price", 0.8), ("ask_fees", 0.1), ("ask_funding", 0.08), ("ask_duration", 0.0001), ("tell_situation", 0.0001)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        pytest.param("le prix ?", PRICE, id="one piece"),
        pytest.param("bonjour, le prix ?", PRICE, id="a greeting asks nothing"),
        pytest.param("j'ai 22 ans, le prix ?", PRICE, id="telling asks nothing"),
        pytest.param("le prix, combien ça coûte ?", PRICE, id="the same asked twice"),
        pytest.param("le prix et où ?", [("ask_price", 0.6), ("ask_address", 0.35)], id="an unsure piece"),
        pytest.param("le prix et la durée", PRICE, id="a piece that the whole rules out"),
        pytest.param(
            "où, la durée, le rythme", [("ask_price", 0.5), ("ask_duration", 0.2), ("ask_rhythm", 0.2)], id="none is it"
        ),
    ],
)
def test_one_question_is_the_whole_messages(text: str, whole: Ranking) -> None:
    assert asked(text, whole) == [("ask_price", None)]


@pytest.mark.parametrize("intent", ["out_of_scope", "tell_situation", "manipulation", "legal_advice"])
def test_a_message_that_asks_nothing_of_ours_is_not_taken_apart(intent: str) -> None:
    whole = [(intent, 0.7), ("ask_price", 0.15), ("ask_duration", 0.15)]
    assert asked("la météo, le prix et la durée", whole) == [(intent, None)]


def test_each_question_has_the_probability_of_its_piece() -> None:
    text = "le prix et la durée"
    whole = [("ask_price", 0.5), ("ask_duration", 0.4)]
    questions = questions_of(parts_of(text), whole, lambda parts: understood(parts, text), lambda name: name.startswith("ask_"))
    assert [(intent, sure) for intent, sure, _ in questions] == [("ask_price", 0.95), ("ask_duration", 0.9)]


def test_a_single_question_has_the_probability_of_the_whole() -> None:
    assert questions_of(parts_of("le prix"), [("ask_price", 0.7)], lambda parts: [], lambda name: True) == [
        ("ask_price", 0.7, None)
    ]


WHOLE = [("thank", 0.8), ("ask_price", 0.1), ("goodbye", 0.05), ("ask_assessment", 0.004)]


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        ([[("thank", 0.9)], [("ask_price", 0.8)]], "ask_price"),
        ([[("thank", 0.9)], [("ask_price", 0.6)]], "thank"),
        # « C'est noté, merci » asks nothing of marks.
        ([[("ask_assessment", 0.9)], [("thank", 0.9)]], "thank"),
        ([], "thank"),
    ],
)
def test_a_question_beside_something_else_goes_first_when_the_whole_message_hints_at_it(parts, first):
    ranking = with_question(WHOLE, parts, lambda intent: intent.startswith("ask_"))
    assert ranking[0][0] == first
    assert sorted(intent for intent, _ in ranking) == sorted(intent for intent, _ in WHOLE)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("j'ai 27 ans, un bts. j'ai vu votre formation. elle se passe où?", "elle se passe où"),
        ("ma fille a le bac! c'est long?", "c'est long"),
        ("j'ai le bac. c'est long, et c'est cher?", None),
        ("elle se passe où?", None),
        ("j'ai vu votre formation. elle se passe où", None),
    ],
)
def test_the_last_sentence_of_several_is_found_when_it_asks_one_thing(text: str, last: str | None) -> None:
    found = last_sentence(text, parts_of(text))
    assert (text[found.start : found.end] if found else None) == last


@pytest.mark.parametrize(
    ("whole", "last", "first"),
    [
        (("ask_admission", 0.6), ("ask_duration", 0.96), "ask_duration"),
        (("tell_situation", 0.4), ("ask_address", 0.9), "ask_address"),
        # A message as sure as this asks what it looks like, and a sentence as unsure as that tells nothing.
        (("ask_admission", 0.85), ("ask_access_paths", 0.9), "ask_admission"),
        (("ask_admission", 0.3), ("ask_access_paths", 0.6), "ask_admission"),
        (("ask_duration", 0.6), ("help", 0.9), "ask_duration"),
    ],
)
def test_a_story_asks_what_its_last_sentence_surely_asks(whole: tuple[str, float], last: tuple[str, float], first: str) -> None:
    ranking = with_last_sentence([whole, ("ask_duration", 0.1)], [last], lambda intent: intent.startswith("ask_"))
    assert ranking[0][0] == first
