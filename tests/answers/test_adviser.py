"""What is answered to a message whose meaning is known: every question, once, and what the conversation is about from then on."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from bot.answers.buttons import start_buttons
from bot.answers.reply import Button
from bot.dialogue.interpreter import Interpretation
from bot.dialogue.query import NOT_OURS, SOCIAL, Candidate
from bot.dialogue.reading import FactScore, PersonName, Reading, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import Pending, Person
from tests.answers.asking import (
    ALL,
    ASSISTANT,
    CONTACT,
    EXPERT,
    GESTIONNAIRE,
    KNOWLEDGE,
    NEW,
    NOTHING_SAID,
    PROCEDURES,
    Said,
    adviser,
    ask,
    heard,
    knowing,
    query,
    say,
    spoken_of,
    telling,
)

# Several questions ----------------------------------------------------------------------------------------------------


def test_every_question_of_a_message_is_answered_in_order() -> None:
    said = say(query("path", "commissaire_de_justice"), query("price", GESTIONNAIRE), query("source"))
    assert said.responses[:2] == ["path_in_general", "price"]
    said = say(query("price", GESTIONNAIRE), query("thank"), query("opening", GESTIONNAIRE))
    assert said.responses == ["price", "thank", "opening"]


def test_two_questions_with_one_answer_are_answered_once() -> None:
    said = say(query("price", GESTIONNAIRE), query("certificates"), query("price", GESTIONNAIRE))
    assert said.responses == ["price", "certificates"]


def test_whom_to_ask_is_said_once_in_a_message() -> None:
    said = say(query("housing"), query("price", EXPERT), query("rhythm", PROCEDURES))
    assert said.responses == ["unknown", "unknown_of_certificate", "unknown_of_certificate"]
    assert said.text.count(CONTACT["phone"]) == 1


def test_each_question_is_answered_for_its_own_person() -> None:
    state = knowing(knowing(years_after_bac=4, field="law"), "daughter", years_after_bac=-1)
    said = say(
        query("admission", EXPERT, act="verdict"), query("admission", EXPERT, act="verdict", person="daughter"), state=state
    )
    assert said.responses == ["verdict_yes", "verdict_no"]
    assert said.text.index("Pour **vous** :") < said.text.index("Pour **votre fille** :")


def both(daughter: dict[str, Any], theo: dict[str, Any]) -> Reading:
    """A message that tells of two persons."""
    told = (Telling("daughter", Situation(**daughter)), Telling("théo", Situation(**theo)))
    return replace(NOTHING_SAID, told=told)


def test_of_two_persons_told_at_once_each_gets_a_verdict_though_it_is_the_same() -> None:
    for theo, verdict in (({"years_after_bac": 0}, "verdict_no"), ({"years_after_bac": 2, "field": "law"}, "verdict_yes")):
        reading = both({"years_after_bac": 2, "field": "law"}, theo)
        said = say(query("admission", GESTIONNAIRE, act="verdict", person="daughter"), reading=reading)
        assert said.responses == ["verdict_yes", verdict]
        assert said.text.index("Pour **votre fille** :") < said.text.index("Pour **Théo** :")
        assert said.state.people.keys() == {"daughter", "théo"}


def test_who_has_a_first_name_is_called_by_it() -> None:
    reading = replace(both({"years_after_bac": 2}, {"years_after_bac": 0}), names=(PersonName("léa", "daughter"),))
    said = say(query("admission", GESTIONNAIRE, act="verdict", person="daughter"), reading=reading)
    assert said.text.index("Pour **Léa** :") < said.text.index("Pour **Théo** :")


def test_of_two_persons_told_at_once_each_is_advised() -> None:
    said = say(query("recommendation"), reading=both({"years_after_bac": 2}, {"years_after_bac": 4, "field": "law"}))
    assert said.told_of == [("advice", "clerc gestionnaire"), ("advice", "clerc expert")]
    assert said.openings == ["for_person", "for_person"]


def test_what_is_asked_of_no_person_is_answered_once_for_two() -> None:
    reading = both({"years_after_bac": 2}, {"years_after_bac": 0})
    assert say(query("price", GESTIONNAIRE), reading=reading).responses == ["price"]


def test_a_person_alone_is_not_named() -> None:
    assert say(query("admission", GESTIONNAIRE, act="verdict"), state=knowing(years_after_bac=2)).openings == []


def test_of_whom_the_answer_is_about_is_only_said_where_facts_of_two_are_known() -> None:
    asked = query("admission", GESTIONNAIRE, act="verdict", person="daughter")
    daughter = knowing(person="daughter", years_after_bac=2)
    assert say(asked, state=daughter).openings == []
    # Somebody who was only spoken of is no second one.
    spoken = replace(daughter, people={**daughter.people, "son": Person(Situation(), 1)})
    assert say(asked, state=spoken).openings == []
    assert say(asked, state=knowing(daughter, age=40)).text.startswith("Pour **votre fille** :\n**Oui**")


def test_beside_another_answer_nobody_is_asked_which_job_they_mean() -> None:
    assert say(query("activities")).responses == ["which_certificate"]
    said = say(query("certificates"), query("activities"))
    assert said.responses == ["certificates"]
    assert [button.certificate for button in said.reply.buttons] == [*ALL]


# Verdicts and what is open --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("certificates", [(), ALL])
def test_who_told_a_diploma_and_asks_of_none_or_all_is_told_what_is_open(certificates: tuple[str, ...]) -> None:
    said = say(query("admission", *certificates, act="verdict"), reading=telling(level=5, years_after_bac=2))
    assert said.responses == ["open_to"]
    open_, rest = said.text.split("**Clerc aux procédures**")
    assert "clerc assistant et clerc gestionnaire" in open_
    assert "pas encore" in rest.split("**Clerc expert**")[1]
    assert said.state.discussed == (ASSISTANT, GESTIONNAIRE)
    assert said.state.listed == ALL


def test_what_is_open_to_employees_alone_is_not_called_open_to_others() -> None:
    said = say(query("admission", act="verdict"), reading=telling(level=4, years_after_bac=0, bac="general"))
    assert "**C’est possible** : clerc assistant\n" in said.text
    said = say(
        query("admission", act="verdict"),
        reading=telling(years_after_bac=0, bac="general", experience_years=1, workplace="office"),
    )
    assert "**C’est possible** : clerc assistant et clerc aux procédures\n" in said.text


def test_what_is_open_on_a_condition_is_told_with_those_that_may_still_be_met() -> None:
    def lines(**told: Any) -> str:
        return say(query("admission", act="verdict"), state=knowing(**told)).text

    assert "- **Clerc aux procédures** : possible avec un poste dans une étude\n" in lines(years_after_bac=0, bac="general")
    secretary = lines(years_after_bac=-1, experience_years=4, workplace="administration")
    assert (
        "- **Clerc assistant** : possible avec une expérience significative dans le juridique ou l'administratif\n" in secretary
    )
    assert "**C’est possible**" not in secretary
    assert "- **Clerc aux procédures** : trois ans d'expérience dans une étude\n" in lines(years_after_bac=-1)
    assert "- **Clerc gestionnaire** : pas encore, il faut un bac + 2\n" in lines(years_after_bac=0)
    assert "- **Clerc expert** : possible avec un master 1 en droit\n" in lines(years_after_bac=4)


def test_who_asks_of_the_conditions_and_tells_a_diploma_hears_how_they_stand() -> None:
    said = say(query("admission", GESTIONNAIRE), reading=telling(years_after_bac=3, field="law"))
    assert said.text.startswith("Avec un bac + 3, la formation de **clerc gestionnaire** est ouverte : elle demande un bac + 2.")
    assert ask("admission", GESTIONNAIRE, state=said.state).responses == ["admission"]
    short = say(query("admission", GESTIONNAIRE), reading=telling(years_after_bac=0))
    assert short.text.startswith(
        "Avec le bac, la formation de **clerc gestionnaire** n’est pas encore ouverte : elle demande un bac + 2."
    )


def test_a_few_words_about_somebody_known_are_about_them_and_not_about_the_conditions() -> None:
    state = knowing(years_after_bac=-1, person="cousin")
    said = say(query("admission", EXPERT, act="yesno", person="cousin"), reading=heard("donc c'est mort pour lui ?"), state=state)
    assert said.responses == ["verdict_not_open"]
    licence = say(query("admission", EXPERT, act="yesno", person="cousin"), reading=heard("faut le permis ?"), state=state)
    assert licence.text.startswith("Les fiches ne disent rien sur le permis de conduire.")


def test_whether_experience_counts_is_left_to_the_centre_where_the_sheet_leaves_it_open() -> None:
    reading = heard("mes huit mois à l'accueil, ça compte ?")
    said = say(query("admission", ASSISTANT, act="verdict"), reading=reading, state=knowing(years_after_bac=-1))
    assert said.told_of == [("experience_counts", "clerc assistant")]
    assert "une expérience significative dans le juridique ou l'administratif : elle ne dit ni combien d’années" in said.text
    by_years = say(query("admission", PROCEDURES, act="verdict"), reading=reading, state=knowing(years_after_bac=-1))
    assert by_years.responses == ["verdict_depends_more"]
    of_none = say(query("admission", act="verdict"), reading=reading, state=knowing(years_after_bac=-1))
    assert of_none.responses == ["experience_counts"]


def test_the_list_of_certificates_is_what_is_open_to_who_told_a_diploma() -> None:
    assert say(query("certificates"), state=knowing(years_after_bac=2)).responses == ["open_to"]
    assert say(query("certificates"), state=knowing(age=20)).responses == ["certificates"]


def test_who_told_nothing_gets_the_conditions_without_a_verdict() -> None:
    said = say(query("admission", EXPERT, act="verdict"))
    assert said.responses == ["admission"]
    assert said.openings == []


@pytest.mark.parametrize(
    "told",
    [
        {"years_after_bac": 0, "bac": "general"},
        {"years_after_bac": 0, "bac": "other"},
        {"years_after_bac": -1, "experience_years": 3, "workplace": "office"},
        {"years_after_bac": 2},
    ],
)
@pytest.mark.parametrize("certificate", [EXPERT, GESTIONNAIRE])
def test_what_a_refusal_calls_open_is_what_the_overview_calls_open(certificate: str, told: dict[str, Any]) -> None:
    offered = say(query("admission", certificate, act="verdict"), state=knowing(**told)).note("verdict_open")
    if offered:
        overview = say(query("admission", act="verdict"), state=knowing(**told)).note("open")
        assert overview
        assert offered["certificates"].replace(" ou ", " et ") == overview["certificates"]


CORRECTIONS: list[tuple[str, dict[str, Any], str, dict[str, Any], str]] = [
    (GESTIONNAIRE, {"years_after_bac": 2}, "**Oui**", {"years_after_bac": 0}, "pas directement"),
    (GESTIONNAIRE, {"years_after_bac": 0}, "pas directement", {"years_after_bac": 2, "field": "law"}, "**Oui**"),
    (EXPERT, {"years_after_bac": 4, "field": "law"}, "**Oui**", {"years_after_bac": 4, "field": "other"}, "pas directement"),
    (EXPERT, {"years_after_bac": 3, "field": "law"}, "pas directement", {"years_after_bac": 4}, "**Oui**"),
    (ASSISTANT, {"years_after_bac": 0}, "**Oui**", {"years_after_bac": -1}, "**Pas tout de suite**"),
]


@pytest.mark.parametrize(("certificate", "first", "before", "then", "after"), CORRECTIONS)
def test_another_diploma_told_after_a_verdict_changes_it(
    certificate: str, first: dict[str, Any], before: str, then: dict[str, Any], after: str
) -> None:
    asked = say(query("admission", certificate, act="verdict"), reading=telling(None, **first))
    assert before in asked.text
    told = say(query("tell_situation"), reading=telling(None, **then), state=asked.state)
    assert told.only.response.startswith("verdict")
    assert after in told.text
    assert told.state.discussed == (certificate,)


def test_an_age_told_after_an_apprentices_pay_is_answered_with_it() -> None:
    asked = ask("apprentice_pay", GESTIONNAIRE)
    told = say(query("tell_situation"), reading=telling(age=22), state=asked.state)
    assert told.text.startswith("À 22 ans, un apprenti **clerc gestionnaire** touche 53 %")


def test_a_bare_number_after_an_apprentices_pay_is_an_age() -> None:
    state = ask("apprentice_pay", GESTIONNAIRE).state
    said = say(query("apprentice_pay", GESTIONNAIRE), reading=heard("je voulais dire 26"), state=state)
    assert said.text.startswith("À 26 ans,")
    assert say(query("apprentice_pay", GESTIONNAIRE), reading=heard("c'est 43 % ou 53 % ?")).responses == ["apprentice_pay"]


def test_what_is_told_of_nothing_asked_is_noted() -> None:
    said = say(query("tell_situation"), reading=telling(age=22))
    assert said.responses == ["situation_noted"]
    assert said.state.situation_of("self") == Situation(age=22)
    assert len(said.reply.buttons) == 4


def test_a_number_is_years_of_work_only_where_they_are_asked_for() -> None:
    assert say(query("tell_situation"), reading=heard("5 ans")).state.situation_of("self").experience_years is None


def test_another_question_is_answered_though_a_diploma_was_asked_for() -> None:
    asked = say(query("recommendation"))
    assert ask("price", GESTIONNAIRE, state=asked.state).responses == ["price"]


# Courtesies and what is not ours --------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", [*SOCIAL, *NOT_OURS, "complain"])
def test_courtesies_and_what_is_not_ours_have_their_own_words(intent: str) -> None:
    if intent != "forget_me":  # an action of its own
        assert say(query(intent), state=spoken_of(EXPERT)).responses == [intent]


@pytest.mark.parametrize(("intent", "offered"), [("greet", 4), ("help", 4), ("out_of_scope", 4), ("thank", 0), ("goodbye", 0)])
def test_who_may_not_know_what_to_ask_is_offered_something(intent: str, offered: int) -> None:
    assert len(say(query(intent)).reply.buttons) == offered


def test_after_two_messages_out_of_scope_whom_to_ask_is_said() -> None:
    first = say(query("out_of_scope"))
    assert first.note("note_contact") is None
    second = say(query("out_of_scope"), state=first.state)
    assert second.note("note_contact") == CONTACT
    after = ask("price", GESTIONNAIRE, state=second.state)
    assert say(query("out_of_scope"), state=after.state).note("note_contact") is None


@pytest.mark.parametrize("intent", [*NOT_OURS, "thank"])
def test_what_is_not_ours_changes_nothing_that_is_talked_about(intent: str) -> None:
    before = ask("price", GESTIONNAIRE, state=spoken_of(EXPERT)).state
    after = say(query(intent), state=before).state
    assert (after.discussed, after.previous, after.last) == (before.discussed, before.previous, before.last)


# Unclear messages, rejections, repetitions ----------------------------------------------------------------------------


def test_an_unclear_message_gets_the_close_topics_as_buttons() -> None:
    said = say(query("price", EXPERT), others=[query("funding"), query("salary")], confidence=0.1)
    assert said.responses == ["which_topic"]
    assert [button.intent for button in said.reply.buttons] == ["ask_price", "ask_funding", "ask_salary"]
    assert said.reply.buttons[0].certificate == EXPERT
    assert said.state.pending == Pending("topic", ("price", "funding", "salary"))


def test_an_unclear_message_with_one_likely_topic_is_answered() -> None:
    assert say(query("price", GESTIONNAIRE), confidence=0.1).responses == ["price"]
    assert say(query("price", GESTIONNAIRE), others=[query("thank")], confidence=0.1).responses == ["price"]


def test_a_clear_message_is_answered_whatever_else_it_might_mean() -> None:
    assert say(query("price", GESTIONNAIRE), others=[query("funding")], confidence=0.9).responses == ["price"]


def test_who_rejects_an_answer_is_offered_the_next_likeliest() -> None:
    answered = say(query("price", GESTIONNAIRE), others=[query("funding", GESTIONNAIRE)])
    said = say(query("correct"), state=answered.state)
    assert said.responses == ["misunderstood"]
    assert said.reply.buttons == (
        Button("Le financement", "ask_funding", GESTIONNAIRE),
        Button("Le prix", "ask_price", GESTIONNAIRE),
    )


def test_who_rejects_an_answer_that_had_no_other_meaning_is_asked_which_job() -> None:
    said = say(query("correct"), state=ask("salary", EXPERT).state)
    assert said.responses == ["which_certificate_first"]
    assert {button.intent for button in said.reply.buttons} == {"ask_salary"}
    assert say(query("correct")).responses == ["which_certificate_first"]


def test_the_last_answer_can_be_had_again() -> None:
    last = ask("duration", EXPERT)
    again = say(query("repeat"), state=last.state)
    assert again.text == last.text
    assert say(query("repeat"), state=say(query("thank"), state=last.state).state).text == last.text
    list_ = ask("jobs", EXPERT)
    assert say(query("repeat"), state=list_.state, reading=heard("répète ta dernière réponse")).text == list_.text


def test_a_comparison_and_a_way_can_be_had_again() -> None:
    for asked in (query("comparison", EXPERT, GESTIONNAIRE), query("path", "commissaire_de_justice")):
        last = say(asked)
        assert say(query("repeat"), state=last.state).text == last.text


def test_all_that_a_message_asked_is_remembered() -> None:
    said = say(query("repeat"), query("price", GESTIONNAIRE), state=ask("duration", EXPERT).state)
    assert said.responses == ["duration", "price"]
    assert said.state.last == query("price", GESTIONNAIRE)


def test_what_a_foreign_diploma_opens_if_it_is_recognised_is_told() -> None:
    reading = telling(years_after_bac=3, field="law", abroad=True)
    said = say(query("foreign_applicants"), reading=reading)
    assert said.responses == ["open_to"]
    assert "si le diplôme est reconnu" in said.text
    # A recognised bac alone is not enough where an employer is asked for.
    assert "**Clerc aux procédures** : possible avec un bac général (avec un poste dans une étude)" in said.text
    assert say(query("foreign_applicants")).responses == ["unknown"]


def test_a_silence_is_not_told_twice_in_a_row() -> None:
    first = say(query("housing"), reading=heard("où dormir ?"))
    again = query("housing")
    other = say(again, reading=heard("et donc ?"), state=first.state, others=[query("address")])
    assert (other.responses, other.openings) == (["address"], ["sorry"])
    later = say(again, reading=heard("et pour dormir ?"), state=ask("duration", GESTIONNAIRE, state=first.state).state)
    assert later.responses == ["unknown"]
    # Facts may hold the answer to a further question.
    price = say(query("price", GESTIONNAIRE), reading=heard("combien ça coûte ?"))
    assert say(query("price", GESTIONNAIRE), reading=heard("et donc ?"), state=price.state).responses == ["price"]


def test_what_else_may_be_meant_is_offered_first_where_it_is_in_doubt() -> None:
    asked, other = query("price", GESTIONNAIRE), query("duration", GESTIONNAIRE)
    doubtful = say(asked, reading=heard("et alors ?"), others=[other], confidence=0.4)
    assert doubtful.titles[0] == KNOWLEDGE.topics["duration"].button
    assert doubtful.titles[1:] == ask("price", GESTIONNAIRE).titles[:3]
    assert "duration" not in [button.intent for button in say(asked, reading=heard("le prix"), others=[other]).reply.buttons]


def test_a_verdict_is_not_given_twice_in_a_row() -> None:
    asked = query("admission", EXPERT, act="verdict")
    first = say(asked, reading=telling(years_after_bac=2))
    conditions = say(asked, reading=heard("il faut autre chose encore ?"), state=first.state)
    assert conditions.responses == ["admission"]
    once_more = say(asked, reading=heard("mais mon cas à moi ?"), state=say(asked, state=conditions.state).state)
    assert once_more.responses == ["not_again"]
    assert CONTACT["phone"] in once_more.text


def test_of_two_answers_the_one_just_given_is_left_out() -> None:
    first = say(query("price", GESTIONNAIRE), reading=heard("combien ça coûte ?"))
    both = say(query("price", GESTIONNAIRE), query("duration", GESTIONNAIRE), reading=heard("et ça dure ?"), state=first.state)
    assert both.responses == ["duration"]


def test_a_word_that_nobody_explains_gives_way_to_what_else_may_be_meant() -> None:
    reading = heard("c'est quoi la différence")
    assert say(query("define"), reading=reading, others=[query("role", *ALL)], state=spoken_of(EXPERT)).responses == [
        "certificates"
    ]
    assert say(query("define"), reading=reading, state=spoken_of(EXPERT)).responses == ["unknown_word"]


def test_what_is_wanted_again_may_be_named() -> None:
    reading = replace(NOTHING_SAID, named_topics=("salary",))
    said = say(query("repeat"), state=ask("duration", EXPERT).state, reading=reading)
    assert said.told_of == [("salary", "clerc expert")]
    assert said.state.last == query("salary", EXPERT)


def test_where_nothing_was_said_nothing_is_repeated() -> None:
    assert say(query("repeat")).responses == ["help"]


def test_a_word_is_defined_by_the_nearest_fact() -> None:
    reading = replace(NOTHING_SAID, facts=(FactScore(GESTIONNAIRE, "funding", 0, 0.8),))
    said = say(query("define"), reading=reading)
    assert "OPCO" in said.text
    assert "_Source" in said.text


def test_a_word_to_which_no_fact_is_near_is_not_defined_by_one() -> None:
    reading = replace(NOTHING_SAID, facts=(FactScore(GESTIONNAIRE, "funding", 0, 0.05),))
    said = say(query("define"), reading=reading)
    assert "OPCO" not in said.text
    assert CONTACT["phone"] in said.text


# Buttons --------------------------------------------------------------------------------------------------------------


def test_the_first_buttons_ask_topics_that_have_an_answer() -> None:
    buttons = start_buttons(KNOWLEDGE)
    assert len(buttons) == 4
    for button in buttons:
        assert button.intent
        assert button.intent.removeprefix("ask_") in KNOWLEDGE.topics


def test_a_pressed_button_means_what_it_says_whatever_was_said_before() -> None:
    reply, state = adviser().pressed("price", [GESTIONNAIRE], ask("salary", EXPERT).state)
    assert [saying.response for saying in reply.sayings] == ["price"]
    assert state.last == query("price", GESTIONNAIRE)
    reply, _ = adviser().pressed("greet", [], NEW)
    assert [saying.response for saying in reply.sayings] == ["greet"]


def test_what_two_readings_of_one_question_lead_to_is_said_once() -> None:
    reading = telling(years_after_bac=3, field="law")
    state = knowing(years_after_bac=0, person="daughter")
    way, advice = query("path", "commissaire_de_justice"), query("recommendation", "commissaire_de_justice", act="advise")
    named = replace(heard("comment devenir commissaire de justice ?"), told=reading.told)
    assert say(advice, way, reading=named, state=state).responses == ["path"]


def test_what_was_told_further_back_is_told_again() -> None:
    before = say(query("price", GESTIONNAIRE), reading=heard("combien ça coûte ?"))
    state = ask("duration", GESTIONNAIRE, state=before.state).state
    again = query("price", GESTIONNAIRE)
    found = Interpretation((again,), "revise", (Candidate(again, "revise", 0.0),), 1.0)
    assert Said(*adviser().answer(found, heard("non, le prix"), state)).responses == ["price"]
