"""Each person is spoken of under one key, whatever they are called: a relation, oneself, or a first name alone."""

from __future__ import annotations

from msgspec.structs import replace

from bot.dialogue.people import merged, names_after, with_people, with_turns_taken, with_workplace
from bot.dialogue.reading import PersonName, Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import Person, State
from tests.dialogue.messages import NEW, message

LEA = State(names={"léa": "daughter"}, people={"daughter": Person(Situation(age=17), 1)})
BTS, BAC = Situation(years_after_bac=2), Situation(years_after_bac=0)


def named(*names: PersonName, told: tuple[Telling, ...] = ()) -> Reading:
    """A message with first names, each of whom the words do not say more than they do."""
    people = tuple(name.stands_for or name.name for name in names if name.stands_for != "self")
    return message(names=names, people=people, told=told)


def test_a_name_stands_for_the_relation_said_with_it() -> None:
    assert names_after(LEA, named(PersonName("théo", "son"), PersonName("zoé"))) == {"léa": "daughter", "théo": "son"}


def test_a_name_said_before_with_its_relation_is_the_same_person() -> None:
    reading = with_people(named(PersonName("léa"), told=(Telling("léa", BTS),)), LEA)
    assert reading.people == ("daughter",)
    assert reading.told == (Telling("daughter", BTS),)


def test_a_name_of_whom_nothing_else_is_known_is_a_person_of_its_own() -> None:
    reading = with_people(named(PersonName("théo"), told=(Telling("théo", BTS),)), LEA)
    assert (reading.people, reading.told) == (("théo",), (Telling("théo", BTS),))


def test_a_name_typed_in_small_letters_is_known_once_it_was_said() -> None:
    small = message(unknown_words=("léa",))
    assert with_people(small, LEA).people == ("daughter",)
    assert with_people(small, State(people={"léa": Person(BTS, 1)})).people == ("léa",)
    assert with_people(small, NEW).people == ()


def test_the_visitors_own_name_is_no_other_person() -> None:
    reading = with_people(replace(named(PersonName("jules", "self")), told=(Telling("jules", BTS),)), NEW)
    assert (reading.people, reading.told) == ((), (Telling("self", BTS),))


def test_what_is_told_of_one_person_by_two_words_is_told_once() -> None:
    told = (Telling("daughter", Situation(age=17)), Telling("léa", BAC))
    (telling,) = with_people(named(PersonName("léa", "daughter"), told=told), NEW).told
    assert telling == Telling("daughter", Situation(age=17, years_after_bac=0))


def test_what_is_told_of_nobody_named_is_told_of_the_only_one_who_is() -> None:
    told = (Telling(None, BAC),)
    assert with_people(named(PersonName("léa"), told=told), LEA).told == (Telling("daughter", BAC),)
    assert with_people(message(told=told), LEA).told == told
    assert with_people(named(PersonName("léa"), PersonName("théo"), told=told), LEA).told == told


def test_who_was_spoken_of_by_two_words_is_one_person_with_all_that_was_told() -> None:
    people = {"léa": Person(Situation(age=17), 2), "daughter": Person(BAC, 1), "théo": Person(BTS, 3)}
    assert merged(people, {"léa": "daughter"}) == {
        "daughter": Person(Situation(age=17, years_after_bac=0), 2),
        "théo": Person(BTS, 3),
    }


def test_who_works_for_somebody_of_an_office_works_there() -> None:
    years = Situation(experience_years=4, years_after_bac=0)
    people = {"employee": Person(years, 1), "daughter": Person(years, 1)}
    found = with_workplace(people, message(cues=["own office"]), 2)
    assert found["employee"].situation == replace(years, workplace="office")
    assert found["daughter"].situation == years
    # It holds for whoever is told of later.
    later = with_workplace({"colleague": Person(BTS, 3), "self": found["self"]}, message(), 3)
    assert later["colleague"].situation.workplace == "office"


def test_years_told_to_be_elsewhere_are_not_moved_to_the_office() -> None:
    own_office = message(cues=["own office"])
    elsewhere = Person(Situation(experience_years=4, workplace="law"), 1)
    assert with_workplace({"employee": elsewhere}, own_office, 2)["employee"] == elsewhere
    shop = Person(Situation(experience_years=4, workplace="other"), 1)
    found = with_workplace({"self": shop, "employee": Person(BTS, 1)}, own_office, 2)
    assert found == {"self": shop, "employee": Person(BTS, 1)}
    assert with_workplace({"employee": Person(BTS, 1)}, message(), 2) == {"employee": Person(BTS, 1)}


def test_a_second_person_of_one_relation_is_a_person_of_its_own() -> None:
    reading = with_people(named(PersonName("zoé", "daughter"), told=(Telling("zoé", BTS),)), LEA)
    assert reading.told == (Telling("zoé", BTS),)
    assert names_after(LEA, named(PersonName("zoé", "daughter"))) == {"léa": "daughter"}


def test_who_takes_the_turn_by_name_has_what_they_told_before_and_nothing_of_the_other() -> None:
    manon = State(names={"manon": "self"}, people={"self": Person(BTS, 1)})
    turn = PersonName("chloé", "self", takes_turn=True)
    chloe = with_turns_taken(manon, named(turn))
    assert (chloe.people["manon"].situation, chloe.people["self"].situation) == (BTS, Situation())
    assert chloe.person == "self"
    back = with_turns_taken(replace(chloe, people={**chloe.people, "self": Person(BAC, 2)}), named(PersonName("manon", "self")))
    assert (back.people["self"].situation, back.people["chloé"].situation) == (BTS, BAC)


def test_who_was_told_of_as_a_friend_takes_the_turn_with_what_was_told_of_them() -> None:
    friend = State(names={"chloé": "friend", "manon": "self"}, people={"friend": Person(BTS, 1), "self": Person(BAC, 1)})
    chloe = with_turns_taken(friend, named(PersonName("chloé", "self", takes_turn=True)))
    assert (chloe.people["self"].situation, chloe.people["manon"].situation) == (BTS, BAC)


def test_who_wrote_before_without_a_name_is_whoever_comes_back() -> None:
    chloe = with_turns_taken(State(people={"self": Person(BTS, 1)}), named(PersonName("chloé", "self", takes_turn=True)))
    assert chloe.people["self"].situation == Situation()
    back = with_turns_taken(chloe, named(PersonName("manon", "self", takes_turn=True)))
    assert back.people["self"].situation == BTS


def test_who_tells_their_name_late_is_the_same_person() -> None:
    state = State(people={"self": Person(BTS, 1)})
    assert with_turns_taken(state, named(PersonName("jules", "self"))) == state
