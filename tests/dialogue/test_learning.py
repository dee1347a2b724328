"""Weights are learnt from conversations as they went; what the weights make of conversations by others is measured."""

from __future__ import annotations

import pytest

from bot.dialogue.annotations import AnnotatedConversation, AnnotatedQuery, AnnotatedTurn, Answered, Author, Role
from bot.dialogue.interpreter import Interpreter, Weights
from bot.dialogue.learning import Place, labels_of, learn, measure, named_in_reply, replay, shares
from bot.dialogue.query import Edit
from bot.dialogue.reading import PersonName, Reading, Telling
from bot.dialogue.situation import Situation
from tests.dialogue.messages import ALL, ASSISTANT, EXPERT, GESTIONNAIRE, KNOWLEDGE, PROCEDURES, in_pieces, message, query

# A visitor asks something, then the same of another, then of the one before.
TURNS: list[tuple[str, AnnotatedQuery, Edit, Reading]] = [
    ("le salaire de l'expert", AnnotatedQuery("open", "salary", (EXPERT,)), "new", message({"salary": 0.9}, named=[EXPERT])),
    (
        "et l'assistant ?",
        AnnotatedQuery("open", "salary", (ASSISTANT,)),
        "refer",
        message({"role": 0.5, "salary": 0.1}, named=[ASSISTANT], heads={"edit": {"refer": 0.9}}),
    ),
    (
        "et pour l'autre, c'est long ?",
        AnnotatedQuery("open", "duration", (EXPERT,)),
        "refer",
        message({"duration": 0.9}, cues=["other"], heads={"edit": {"refer": 0.6, "new": 0.4}}),
    ),
]


def conversation(name: str) -> tuple[AnnotatedConversation, dict[Place, Reading]]:
    """The conversation, and the readings of its turns."""
    turns = tuple(AnnotatedTurn(text, (asked,), edit, bot="…") for text, asked, edit, _ in TURNS)
    readings = {(name, number): reading for number, (*_, reading) in enumerate(TURNS)}
    return AnnotatedConversation(name, turns), readings


def authors(role: Role, number: int) -> tuple[list[Author], dict[Place, Reading]]:
    """An author of several such conversations."""
    made = [conversation(f"{role} {n}") for n in range(number)]
    readings = {place: reading for _, found in made for place, reading in found.items()}
    return [Author("a01", role, tuple(one for one, _ in made))], readings


def test_a_conversation_is_replayed_as_it_went() -> None:
    told, readings = conversation("one")
    first, second, third = replay(told, readings, KNOWLEDGE)
    assert first.context.last is None
    assert second.context.last == query("salary", EXPERT)
    assert (third.context.state.discussed, third.context.state.previous) == ((ASSISTANT,), (EXPERT,))
    assert third.queries == (query("duration", EXPERT),)
    assert third.place == ("one", 2)


def test_what_the_adviser_answered_is_what_is_talked_about_next() -> None:
    turns = (
        AnnotatedTurn("le prix", (AnnotatedQuery("open", "price"),), answered=Answered(certificates=(GESTIONNAIRE,))),
        AnnotatedTurn("et ?", (AnnotatedQuery("open", "price"),)),
    )
    readings = {("c", number): message() for number in range(2)}
    *_, second = replay(AnnotatedConversation("c", turns), readings, KNOWLEDGE)
    assert second.context.last == query("price", GESTIONNAIRE)


def test_the_certificates_that_a_reply_names_can_be_counted_in() -> None:
    turns = (
        AnnotatedTurn("le salaire ?", (AnnotatedQuery("open", "salary"),), bot="L'expert : 3 080 €. L'assistant : 1 848 €."),
        AnnotatedTurn("le premier ?", (AnnotatedQuery("open", "salary"),)),
    )
    readings = {("c", number): message() for number in range(2)}
    *_, second = replay(AnnotatedConversation("c", turns), readings, KNOWLEDGE)
    assert second.context.state.listed == (EXPERT, ASSISTANT)


def test_the_relation_that_annotators_write_is_whom_the_one_name_stands_for() -> None:
    turns = (
        AnnotatedTurn("Léa a un BTS", (AnnotatedQuery("verdict", "admission", person="daughter"),)),
        AnnotatedTurn("et léa ?", (AnnotatedQuery("verdict", "admission", person="daughter"),)),
    )
    readings = {("c", 0): message(names=(PersonName("léa"),), people=("léa",)), ("c", 1): message(unknown_words=("léa",))}
    steps = [*replay(AnnotatedConversation("c", turns), readings, KNOWLEDGE)]
    assert [step.context.reading.people for step in steps] == [("daughter",), ("daughter",)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Le clerc expert, puis le clerc assistant.", (EXPERT, ASSISTANT)),
        ("Le gestionnaire et le clerc aux procédures", (GESTIONNAIRE, PROCEDURES)),
        ("CLERC AUX PROCEDURES", (PROCEDURES,)),
        ("Aucun ne convient : voyez le centre.", ()),
    ],
)
def test_the_certificates_of_a_reply_are_named_by_the_last_word_of_their_names(text: str, named: tuple[str, ...]) -> None:
    assert named_in_reply(text, KNOWLEDGE) == named


def test_what_is_learnt_reads_such_conversations_rightly() -> None:
    teaching, readings = authors("weights", 12)
    weights = learn(teaching, readings, KNOWLEDGE)
    interpreter = Interpreter(KNOWLEDGE, weights)
    told, read = conversation("new")
    found = [interpreter.interpret(step.context.reading, step.context.state).queries for step in replay(told, read, KNOWLEDGE)]
    assert found == [(query("salary", EXPERT),), (query("salary", ASSISTANT),), (query("duration", EXPERT),)]


@pytest.mark.parametrize("role", ["held out", "words"])
def test_nothing_is_learnt_from_what_is_held_out_or_teaches_words(role: Role) -> None:
    teaching, readings = authors(role, 3)
    assert learn(teaching, readings, KNOWLEDGE) == Weights()


def test_two_questions_in_a_message_teach_that_both_are_asked() -> None:
    def two(name: str) -> AnnotatedConversation:
        asked = (AnnotatedQuery("open", "price"), AnnotatedQuery("open", "duration"))
        return AnnotatedConversation(name, (AnnotatedTurn("le prix et la durée", asked),))

    def one(name: str) -> AnnotatedConversation:
        return AnnotatedConversation(name, (AnnotatedTurn("le prix, svp", (AnnotatedQuery("open", "price"),)),))

    several = in_pieces({"price": 0.9, "fees": 0.05}, {"duration": 0.9, "hours": 0.05})
    single = in_pieces({"price": 0.9, "fees": 0.2}, {"price": 0.3, "fees": 0.1})
    told = [two(f"two {n}") for n in range(30)] + [one(f"one {n}") for n in range(30)]
    readings = {(c.id, 0): several if c.id.startswith("two") else single for c in told}
    interpreter = Interpreter(KNOWLEDGE, learn([Author("a01", "weights", tuple(told))], readings, KNOWLEDGE))
    step, *_ = replay(told[0], readings, KNOWLEDGE)
    assert [q.intent for q in interpreter.interpret(several, step.context.state).queries] == ["price", "duration"]
    assert [q.intent for q in interpreter.interpret(single, step.context.state).queries] == ["price"]


def test_the_turn_model_is_taught_what_a_turn_shows() -> None:
    told, readings = conversation("one")
    _, second, third = replay(told, readings, KNOWLEDGE)
    labels = labels_of(third)
    assert (labels["act"], labels["edit"], labels["person"], labels["intent"]) == (["open"], ["refer"], ["self"], ["duration"])
    assert "spoken of before" in labels["reference"]
    assert {"named", "certificates named"} <= set(labels_of(second)["reference"])


def test_a_courtesy_teaches_no_referent() -> None:
    turn = AnnotatedTurn("merci", (AnnotatedQuery("social", social="thank"),))
    (step,) = replay(AnnotatedConversation("c", (turn,)), {("c", 0): message({"thank": 0.9})}, KNOWLEDGE)
    labels = labels_of(step)
    assert labels == {"act": ["social"], "edit": [], "reference": [], "person": [], "intent": ["thank"]}


def test_what_is_right_is_counted_part_by_part() -> None:
    teaching, readings = authors("weights", 12)
    held_out, others = authors("held out", 2)
    measured = measure(held_out, others, KNOWLEDGE, learn(teaching, readings, KNOWLEDGE))
    counted = shares(measured)
    assert len(measured) == 6
    assert counted["intent"] == counted["certificates"] == counted["person"] == (6, 6)
    assert counted["all"] == counted["exactly"] == (0, 0)
    assert counted["split by mistake"] == (0, 6)
    assert [item.is_follow_up for item in measured] == [False, True, True] * 2


def test_another_careful_reading_counts_as_right() -> None:
    turn = AnnotatedTurn(
        "c'est bien payé ?", (AnnotatedQuery("open", "apprentice_pay"),), or_=(AnnotatedQuery("open", "salary"),)
    )
    told = Author("a03", "held out", (AnnotatedConversation("c", (turn,)),))
    weights = learn(*authors("weights", 12), KNOWLEDGE)
    (item,) = measure([told], {("c", 0): message({"salary": 0.9})}, KNOWLEDGE, weights)
    assert item.right("intent") is True


def test_a_part_that_there_is_not_is_an_error() -> None:
    held_out, readings = authors("held out", 1)
    (item, *_) = measure(held_out, readings, KNOWLEDGE, Weights())
    with pytest.raises(ValueError, match="mood"):
        item.right("mood")


def test_what_is_told_in_a_conversation_is_known_in_its_later_turns() -> None:
    turns = (
        AnnotatedTurn("ma fille a 17 ans", (AnnotatedQuery("tell", person="daughter"),)),
        AnnotatedTurn("elle peut ?", (AnnotatedQuery("verdict", "admission", ALL, person="daughter"),)),
    )
    readings = {
        ("c", 0): message({"tell_situation": 0.9}, people=("daughter",), told=(Telling("daughter", Situation(age=17)),)),
        ("c", 1): message({"admission": 0.9}),
    }
    *_, second = replay(AnnotatedConversation("c", turns), readings, KNOWLEDGE)
    assert second.context.state.situation_of("daughter").age == 17
    assert second.context.state.person == "daughter"
