"""What is told later of a person adds to what is known, or corrects it."""

from __future__ import annotations

import pytest

from bot.dialogue.situation import Situation


def test_what_is_told_later_adds_or_corrects() -> None:
    told = Situation(age=19, level=4, experience_years=3)
    assert told.update(Situation(level=5)) == Situation(age=19, level=5, experience_years=3)
    assert told.update(Situation(experience_years=0)) == Situation(age=19, level=4, experience_years=0)
    assert told.update(Situation()) == told


def test_another_diploma_has_another_field() -> None:
    told = Situation(years_after_bac=4, field="law")
    assert told.update(Situation(years_after_bac=2)).field is None
    assert told.update(Situation(years_after_bac=2, field="other")).field == "other"


def test_a_higher_diploma_or_the_same_one_without_a_field_keeps_it() -> None:
    told = Situation(years_after_bac=3, field="law")
    assert told.update(Situation(years_after_bac=4)).field == "law"
    assert told.update(Situation(years_after_bac=3)).field == "law"
    # What a bac was in is not what is studied after it.
    assert Situation(years_after_bac=0, field="other").update(Situation(years_after_bac=2)).field is None


def test_which_bac_it_was_outlives_a_diploma_above_it_and_a_bac_told_without_its_kind() -> None:
    general = Situation(years_after_bac=0, bac="general")
    assert general.update(Situation(years_after_bac=2)).bac == "general"
    assert general.update(Situation(years_after_bac=0)).bac == "general"
    assert general.update(Situation(years_after_bac=0, bac="other")).bac == "other"
    assert general.update(Situation(years_after_bac=-1)).bac is None


def test_a_diploma_is_on_its_way_or_foreign_until_another_is_told() -> None:
    told = Situation(years_after_bac=2).update(Situation(years_after_bac=3, expected=True, abroad=True))
    assert (told.expected, told.abroad) == (True, True)
    older = told.update(Situation(age=20))
    assert (older.expected, older.abroad) == (True, True)
    another = told.update(Situation(years_after_bac=2))
    assert (another.expected, another.abroad) == (None, None)


def test_years_told_without_a_place_leave_the_place() -> None:
    told = Situation(experience_years=3, workplace="law")
    assert told.update(Situation(experience_years=4)) == Situation(experience_years=4, workplace="law")
    assert told.update(Situation(experience_years=4, workplace="office")).workplace == "office"


@pytest.mark.parametrize(
    ("situation", "enough"),
    [
        (Situation(), False),
        (Situation(age=20), False),
        (Situation(job="clerc_expert"), False),
        (Situation(years_after_bac=-1), True),
        (Situation(experience_years=0), True),
        (Situation(title="clerc_expert"), True),
    ],
)
def test_a_diploma_work_or_a_title_can_be_held_against_conditions(situation: Situation, enough: bool) -> None:
    assert situation.tells_diploma_or_work is enough


def test_a_diploma_that_is_denied_takes_back_one_as_high_and_leaves_a_lower_one() -> None:
    told = Situation(level=5, years_after_bac=2, field="law", age=20)
    assert told.update(Situation(below=2)) == Situation(age=20, below=2)
    assert told.update(Situation(below=5)) == Situation(level=5, years_after_bac=2, field="law", age=20, below=5)
    assert told.update(Situation(below=2)).update(Situation(years_after_bac=0)).below is None


def test_the_title_that_somebody_says_to_have_is_that_of_their_job() -> None:
    clerk = Situation(job="clerc_assistant")
    assert clerk.update(Situation(untitled=False)).title == "clerc_assistant"
    assert Situation(untitled=False).title is None
    assert Situation().update(Situation(job="clerc_assistant", untitled=False)).title == "clerc_assistant"
    assert clerk.update(Situation(untitled=True)).title is None
