"""What a message may mean in its conversation, and what speaks for it: named, and told from what stands in reading and state."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from bot.dialogue.features import Context
from bot.dialogue.query import TOPIC_ACTS
from bot.dialogue.reading import FactScore, HeldFigure, NamedFact, NamedSilence, Piece, Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import Mention, Pending, Person, State
from tests.dialogue.messages import (
    ALL,
    ASSISTANT,
    COMMISSAIRE,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    PROCEDURES,
    after,
    in_pieces,
    message,
    query,
)


def context(reading: Reading, state: State = NEW) -> Context:
    """A message in a conversation."""
    return Context(reading, state, KNOWLEDGE)


# Intents --------------------------------------------------------------------------------------------------------------


def test_what_a_message_and_its_pieces_look_like_is_considered() -> None:
    reading = in_pieces({"price": 0.9}, {"duration": 0.8})
    assert {"price", "duration"} <= set(context(reading).intents())


def test_what_whole_conversations_teach_is_considered() -> None:
    reading = message({"price": 0.9}, whole=Piece(0, 9, {"price": 0.9}, {"funding": 0.7}))
    assert context(reading).intents()[:2] == ["price", "funding"]


def test_named_topics_and_the_nearest_facts_are_considered() -> None:
    reading = message({"thank": 0.9}, named_topics=("salary",), facts=(FactScore(EXPERT, "activities", 0, 0.8),))
    assert {"salary", "activities"} <= set(context(reading).intents())


def test_what_was_asked_before_and_what_was_offered_is_considered() -> None:
    state = after(query("salary", EXPERT), query("price", EXPERT), pending=Pending("topic", ("funding", "fees")))
    found = context(message({"thank": 0.9}), state).intents()
    assert {"salary", "price", "funding", "fees"} <= set(found)


def test_each_intent_is_considered_once_and_unknown_ones_are_not() -> None:
    state = after(query("price", EXPERT))
    reading = message({"price": 0.5, "change_certificate": 0.4, "weather": 0.1}, named_topics=("price",))
    found = context(reading, state).intents()
    assert found.count("price") == 1
    assert not {"change_certificate", "weather"} & set(found)


def test_a_likelier_intent_has_more_that_speaks_for_it() -> None:
    looked_at = context(message({"price": 0.9, "fees": 0.05}))
    price, fees, salary = (looked_at.intent_features(intent)["whole"] for intent in ("price", "fees", "salary"))
    assert price > fees > salary == 0.0


def test_a_topic_called_by_its_name_and_one_ruled_out() -> None:
    looked_at = context(message({"price": 0.5}, named_topics=("duration", "price"), ruled_out_topics=("salary",)))
    assert looked_at.intent_features("duration")["named first"] == 1.0
    assert looked_at.intent_features("price")["named"] == 1.0
    assert looked_at.intent_features("salary")["ruled out"] == 1.0
    assert "named" not in looked_at.intent_features("salary")


def test_a_topic_of_which_a_fact_or_a_silence_is_named_by_a_word_of_its_own() -> None:
    facts = (NamedFact(EXPERT, "salary", 0, "neither"), NamedFact(ASSISTANT, "salary", 0, "neither"))
    reading = message({"price": 0.5}, named_facts=facts, silences=(NamedSilence("housing", "le logement"),))
    assert reading.topics_of_words == ("salary", "housing")
    looked_at = context(reading)
    assert {"salary", "housing"} <= set(looked_at.intents())
    assert looked_at.intent_features("salary")["word of a fact"] == 1.0
    assert looked_at.intent_features("salary")["word of a fact: alone"] == 0.0
    assert "word of a fact" not in looked_at.intent_features("price")
    alone = context(message({"price": 0.5}, named_facts=facts))
    assert alone.intent_features("salary")["word of a fact: alone"] == 1.0
    assert alone.also_features("salary", "price", [])["word of a fact"] == 1.0


def test_the_last_question_is_known_as_such() -> None:
    state = after(query("salary", EXPERT), query("price", EXPERT))
    looked_at = context(message({"thank": 0.9}, heads={"edit": {"refer": 0.8, "new": 0.2}}), state)
    last = looked_at.intent_features("price")
    assert (last["last"], last["last: refer"]) == (1.0, 0.8)
    assert looked_at.intent_features("salary")["before"] == 1.0
    assert not {"last", "before"} & looked_at.intent_features("duration").keys()
    assert "last" not in context(message({"price": 0.9})).intent_features("price")


def test_whether_the_sheet_of_the_one_spoken_of_tells_of_a_topic() -> None:
    looked_at = context(message({"price": 0.5}), after(query("role", EXPERT)))
    assert looked_at.intent_features("salary")["held"] == 1.0
    assert looked_at.intent_features("price")["not held"] == 1.0


def test_what_was_offered_speaks_for_itself() -> None:
    state = after(query("price", EXPERT), pending=Pending("topic", ("funding",)))
    looked_at = context(message({}, heads={"edit": {"answer": 0.9}}), state)
    assert looked_at.intent_features("funding")["offered: answers"] == 0.9


def test_every_intent_has_features_that_are_numbers() -> None:
    state = after(query("salary", EXPERT), people={"son": Person(Situation(years_after_bac=2), 1)})
    reading = in_pieces({"price": 0.9}, {"greet": 0.8}, heads={"act": {"open": 0.6}, "edit": {"new": 0.9}}, foreign=0.2)
    looked_at = context(reading, state)
    for intent in (*KNOWLEDGE.topics, *looked_at.intents(), "greet", "out_of_scope", "path", "comparison"):
        assert all(math.isfinite(value) for value in looked_at.intent_features(intent).values()), intent


# Intents beside the first ---------------------------------------------------------------------------------------------


def test_an_intent_that_leads_a_piece_has_more_that_speaks_for_it() -> None:
    looked_at = context(in_pieces({"price": 0.9}, {"duration": 0.8, "price": 0.1}))
    pieces = [{"price": 0.9}, {"duration": 0.8}]
    leads = looked_at.also_features("duration", "price", pieces)
    absent = looked_at.also_features("salary", "price", pieces)
    assert leads["leads a piece"] == 1.0
    assert leads["likely in a piece"] > absent["likely in a piece"] == 0.0


def test_what_is_told_along_with_the_first_is_its_companion() -> None:
    looked_at = context(in_pieces({"duration": 0.9}, {"hours": 0.8}))
    assert looked_at.also_features("hours", "duration", [])["companion"] == 1.0
    assert looked_at.also_features("salary", "duration", [])["companion"] == 0.0


def test_a_piece_is_looked_at_as_a_message_of_its_own() -> None:
    reading = in_pieces({"price": 0.9}, {"duration": 0.8}, spans=message(named=[EXPERT, ASSISTANT]).spans, words=10)
    second = context(reading).of_piece(reading.pieces[1])
    assert second.reading.whole == reading.pieces[1]
    assert second.reading.pieces == ()
    assert second.reading.named() == ()
    assert second.reading.words == 5


def test_an_intent_stands_in_the_piece_where_it_is_likeliest() -> None:
    reading = in_pieces({"price": 0.9, "duration": 0.1}, {"duration": 0.8})
    assert context(reading).piece_of("duration") == reading.pieces[1]
    assert context(reading).piece_of("salary") is None
    assert context(message({"price": 0.9})).piece_of("price") is None


# Acts -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", ["price", "salary"])
def test_a_verdict_is_wanted_of_admission_alone(intent: str) -> None:
    assert "verdict" not in context(message()).acts_of(intent)
    assert context(message()).acts_of("admission") == [*TOPIC_ACTS]


@pytest.mark.parametrize(
    ("intent", "acts"),
    [("path", ["path"]), ("thank", ["social"]), ("out_of_scope", ["not_ours"]), ("comparison", ["compare", "choose"])],
)
def test_an_intent_beside_the_topics_has_its_own_acts(intent: str, acts: list[str]) -> None:
    assert context(message()).acts_of(intent) == acts


def test_who_told_a_diploma_may_want_a_verdict() -> None:
    told = (Telling("self", Situation(years_after_bac=2)),)
    assert context(message(told=told)).act_features("verdict", "admission")["verdict: tells"] == 1.0
    known = after(query("role", EXPERT), people={"self": Person(Situation(years_after_bac=2), 1)})
    assert context(message(), known).act_features("verdict", "admission")["verdict: known"] == 1.0


# Certificates ---------------------------------------------------------------------------------------------------------


def ways(reading: Reading, state: State = NEW, intent: str = "salary") -> dict[tuple[str, ...], frozenset[str]]:
    """The sets of certificates that may be meant, with how they come up."""
    return context(reading, state).referents(intent)


def test_at_the_beginning_none_or_all_may_be_meant() -> None:
    assert ways(message()) == {(): frozenset({"none"}), ALL: frozenset({"all"})}


def test_the_ones_named_may_be_meant_together_and_with_the_one_discussed() -> None:
    found = ways(message(named=[GESTIONNAIRE, PROCEDURES]), after(query("price", EXPERT)))
    assert "named" in found[PROCEDURES, GESTIONNAIRE]
    assert "discussed and named" in found[PROCEDURES, EXPERT, GESTIONNAIRE]
    assert "discussed" in found[EXPERT,]


def test_the_two_may_be_the_last_two_or_those_listed() -> None:
    """« Les deux »."""
    state = after(query("price", EXPERT), query("price", ASSISTANT), previous=(EXPERT,), listed=(EXPERT, ASSISTANT))
    found = ways(message(cues=["two"]), state)
    assert {"last two", "listed"} <= found[ASSISTANT, EXPERT]
    features = context(message(cues=["two"]), state).referent_features(
        (ASSISTANT, EXPERT), found[ASSISTANT, EXPERT], "salary", "open"
    )
    assert features["last two: two"] == 1.0
    assert features["as many as said"] == 1.0


def test_the_other_may_be_the_one_spoken_of_before() -> None:
    """« L'autre »."""
    state = after(query("price", EXPERT), query("price", ASSISTANT), previous=(EXPERT,))
    found = ways(message(cues=["other"]), state)
    assert "spoken of before" in found[EXPERT,]
    features = context(message(cues=["other"]), state).referent_features((EXPERT,), found[EXPERT,], "salary", "open")
    assert features["spoken of before: other"] == 1.0


def test_the_others_may_be_all_but_the_one_discussed() -> None:
    """« Les autres »."""
    found = ways(message(cues=["others"]), after(query("price", EXPERT)))
    assert "all others" in found[ASSISTANT, PROCEDURES, GESTIONNAIRE]


def test_what_is_ruled_out_is_never_meant() -> None:
    """« Tout sauf l'expert »."""
    state = after(query("price", EXPERT), previous=(EXPERT, ASSISTANT), listed=(EXPERT, ASSISTANT))
    found = ways(message(named=[EXPERT], how="ruled_out", cues=["all"]), state)
    assert "all but those ruled out" in found[ASSISTANT, PROCEDURES, GESTIONNAIRE]
    assert [chosen for chosen in found if EXPERT in chosen] == []
    excluded = ways(message(cues=["others"]), after(query("price", ASSISTANT), excluded=(EXPERT,)))
    assert "all but those ruled out" in excluded[ASSISTANT, PROCEDURES, GESTIONNAIRE]


@pytest.mark.parametrize(
    ("place", "certificate"), [("first", EXPERT), ("second", ASSISTANT), ("third", PROCEDURES), ("last", PROCEDURES)]
)
def test_a_place_in_what_was_listed_is_its_certificate(place: str, certificate: str) -> None:
    found = ways(message(cues=[place]), State(listed=(EXPERT, ASSISTANT, PROCEDURES)))
    assert f"{place} listed" in found[certificate,]


def test_the_fifth_of_five_has_what_speaks_for_the_first_of_them() -> None:
    five = ("a", "b", "c", "d", "e")
    knowledge = replace(KNOWLEDGE, certificates={key: replace(KNOWLEDGE.certificates[EXPERT], id=key) for key in five})
    state = State(listed=five)
    for place, chosen in (("first", "a"), ("fifth", "e")):
        context = Context(message(cues=[place]), state, knowledge)
        for other in five:
            found = context.referent_features((other,), context.referents("price")[other,], "price", "open")
            assert found["in the place said"] == float(other == chosen)
    context = Context(message(cues=["five"]), state, knowledge)
    every = context.referents("price")[five]
    assert context.referent_features(five, every, "price", "open")["as many as said"] == 1.0


def test_what_is_held_named_as_a_goal_or_mentioned_may_be_meant() -> None:
    assert "held" in ways(message(named=[PROCEDURES], how="title"))[PROCEDURES,]
    mentioned = State(mentions=(Mention(COMMISSAIRE, "named", 1),))
    assert "mentioned" in ways(message(), mentioned)[COMMISSAIRE,]


def test_what_was_asked_for_a_person_may_be_meant_when_they_are_spoken_of_again() -> None:
    """« Et pour ma fille ? »."""
    state = after(
        query("admission", GESTIONNAIRE, person="daughter"),
        query("admission", EXPERT, person="daughter"),
        query("price", ASSISTANT, PROCEDURES),
        query("contact", person="daughter"),
    )
    found = ways(message(people=("daughter",)), state)
    assert [chosen for chosen, names in found.items() if "of the person" in names] == [(EXPERT,)]
    mine = ways(message(cues=["mine"]), state)
    assert [chosen for chosen, names in mine.items() if "of the person" in names] == [(ASSISTANT, PROCEDURES)]
    nobody = [*ways(message(), state).values(), *ways(message(people=("son",)), state).values()]
    assert [names for names in nobody if "of the person" in names] == []


def test_what_was_offered_may_be_chosen() -> None:
    state = State(pending=Pending("certificate", (ASSISTANT, EXPERT)))
    assert "offered" in ways(message(), state)[EXPERT,]


def test_a_question_on_the_centre_may_be_of_the_centre() -> None:
    assert "centre" in ways(message(), intent="address")["centre",]
    assert ("centre",) not in ways(message(), intent="salary")


def test_only_what_is_named_beside_the_question_is_named_here() -> None:
    reading = in_pieces({"price": 0.9}, {"duration": 0.8}, spans=message(named=[EXPERT, ASSISTANT]).spans)
    assert "named here" in ways(reading, intent="price")[ASSISTANT, EXPERT]
    assert all("named here" not in found for found in ways(reading, intent="duration").values())


def test_no_certificate_at_all_is_no_other_one() -> None:
    state = after(query("price", *ALL), previous=ALL)
    assert ways(message(cues=["others"]), state)[()] == {"none"}


def test_whether_the_sheets_tell_of_the_topic() -> None:
    looked_at = context(message())
    held = {
        chosen: looked_at.referent_features(chosen, frozenset(), "price", "open")["held"]
        for chosen in ((EXPERT,), (GESTIONNAIRE,), (EXPERT, GESTIONNAIRE))
    }
    assert held == {(EXPERT,): 0.0, (GESTIONNAIRE,): 1.0, (EXPERT, GESTIONNAIRE): 1.0}


def test_leaving_out_a_name_speaks_against_a_set() -> None:
    looked_at = context(message(named=[EXPERT, ASSISTANT]))
    one = looked_at.referent_features((EXPERT,), frozenset(), "salary", "open")
    both = looked_at.referent_features((ASSISTANT, EXPERT), frozenset(), "salary", "open")
    assert (one["leaves a name out"], both["leaves a name out"]) == (1.0, 0.0)


# People ---------------------------------------------------------------------------------------------------------------


def test_the_visitor_those_spoken_of_and_those_named_may_be_concerned() -> None:
    state = State(people={"son": Person(Situation(), 1)})
    assert context(message(people=("daughter",)), state).persons() == ["self", "son", "daughter"]


def test_what_speaks_for_a_person() -> None:
    state = after(query("admission", person="son"), people={"son": Person(Situation(), 1)})
    looked_at = context(message(people=("daughter",), told=(Telling("daughter", Situation(age=17)),), cues=["theirs"]), state)
    daughter, son, visitor = (looked_at.person_features(person) for person in ("daughter", "son", "self"))
    assert (daughter["named"], daughter["told of"], daughter["new other: theirs"]) == (1.0, 1.0, 1.0)
    assert (son["last"], son["first spoken of"], son["known other: theirs"]) == (1.0, 1.0, 1.0)
    assert visitor["self: theirs"] == 1.0
    assert visitor["self: somebody else named"] == 1.0


# Figures --------------------------------------------------------------------------------------------------------------

_FOUR_HUNDRED_NINETY = (HeldFigure("490", GESTIONNAIRE, "hours", 0),)


def test_the_certificates_that_hold_a_figure_come_up_for_its_topic() -> None:
    found = context(message(held_figures=_FOUR_HUNDRED_NINETY), after(query("hours", EXPERT)))
    assert "holding the figure" in found.referents("hours")[(GESTIONNAIRE,)]
    assert "holding the figure" not in {way for ways in found.referents("price").values() for way in ways}
    features = {
        chosen: found.referent_features(chosen, ways, "hours", "open") for chosen, ways in found.referents("hours").items()
    }
    assert features[GESTIONNAIRE,]["holds the figure"] == 1.0
    assert features[EXPERT,]["lacks the figure"] == 1.0
    assert features[ALL]["some hold the figure"] == 1.0


def test_a_figure_stands_for_its_one_certificate_where_none_is_named_or_spoken_of() -> None:
    assert list(context(message(held_figures=_FOUR_HUNDRED_NINETY)).referents("hours")) == [(GESTIONNAIRE,)]
    named = context(message(named=[EXPERT], held_figures=_FOUR_HUNDRED_NINETY)).referents("hours")
    assert (EXPERT,) in named
    assert (GESTIONNAIRE,) not in named
    ruled_out = context(message(named=[GESTIONNAIRE], how="ruled_out", held_figures=_FOUR_HUNDRED_NINETY)).referents("hours")
    assert ruled_out
    assert (GESTIONNAIRE,) not in ruled_out
