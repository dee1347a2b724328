"""What the assistant makes of a message in its context."""

from __future__ import annotations

import pytest

from bot.answers.reply import Focus, Situation
from bot.answers.understood import Question, Understood
from tests.answers.talking import ASSISTANT, READER, asks, responses, says, told, verdict


def test_an_unclear_message_gets_the_close_topics_as_buttons() -> None:
    reply = ASSISTANT.reply(asks("et pour les sous", ("ask_price", 0.11), ("ask_funding", 0.1), ("ask_salary", 0.02)), Focus())
    assert [saying.response for saying in reply.sayings] == ["which_topic"]
    assert [button.intent for button in reply.buttons] == ["ask_price", "ask_funding"]


def test_an_unclear_message_with_one_likely_topic_is_answered() -> None:
    assert responses(asks("et pour les sous", ("ask_price", 0.14), ("ask_funding", 0.02))) == ["price"]


def test_a_follow_up_keeps_the_topic_just_spoken_of() -> None:
    unsure = asks("et au bout de dix ans", ("ask_career", 0.3), ("ask_salary", 0.2))
    assert responses(unsure, Focus(certificates=("clerc_expert",), topics=("salary",))) == ["salary"]
    assert responses(unsure, Focus(certificates=("clerc_expert",))) == ["career"]


def test_after_two_messages_out_of_scope_whom_to_ask_is_said() -> None:
    far = asks("une recette de crêpes", ("out_of_scope", 0.95))
    first = ASSISTANT.reply(far, Focus())
    assert "note_contact" not in [key for saying in first.sayings for key, _ in saying.notes]
    second = ASSISTANT.reply(far, first.focus)
    assert "note_contact" in [key for saying in second.sayings for key, _ in saying.notes]
    after = ASSISTANT.reply(asks("le prix", ("ask_price", 0.99)), second.focus)
    assert after.focus.misunderstood == 0


def test_a_diploma_that_is_asked_about_is_not_told() -> None:
    asked = Understood(
        "il faut le bac ?",
        "ask_admission",
        (("ask_admission", 0.95),),
        (Question("admission", ("clerc_assistant",)),),
        ("clerc_assistant",),
        Situation(level=4, years_after_bac=0),
    )
    assert ASSISTANT.reply(asked, Focus()).focus.situation == Situation()


@pytest.mark.parametrize("intent", ["other_training", "out_of_scope"])
def test_a_diploma_in_a_message_that_is_not_ours_is_nobodys(intent: str) -> None:
    asked = Understood("vous avez un cap petite enfance ?", intent, situation=Situation(level=3, years_after_bac=-1))
    assert ASSISTANT.reply(asked, Focus()).focus.situation == Situation()


def test_a_certificate_named_in_an_unclear_message_is_talked_about_from_then_on() -> None:
    unclear = asks("faut quoi", ("ask_price", 0.11), ("ask_funding", 0.1), certificates=("clerc_expert",))
    reply = ASSISTANT.reply(unclear, Focus())
    assert [saying.response for saying in reply.sayings] == ["which_topic"]
    assert reply.focus.certificates == ("clerc_expert",)


def test_the_first_is_the_first_spoken_of() -> None:
    focus = Focus()
    for certificate in ("clerc_expert", "clerc_aux_procedures"):
        focus = says("ça dure combien ?", "ask_duration", focus, "duration", certificates=(certificate,)).focus
    reply = says("quel diplôme pour la première que j'ai dite ?", "ask_admission", focus, "admission")
    assert told(reply) == [("admission", ["clerc expert"])]


def test_who_tells_a_diploma_and_asks_what_fits_is_told_what_is_open() -> None:
    reply = says("il a que le bac lui, y a rien pour lui ?", "ask_recommendation", Focus(certificates=("clerc_expert",)))
    assert [saying.response for saying in reply.sayings] == ["open_to"]


def test_a_way_on_begins_at_what_was_spoken_of() -> None:
    before = Focus(certificates=("clerc_aux_procedures",), topics=("salary",))
    reply = says("et après je peux passer expert ?", "ask_career", before, "career", certificates=("clerc_expert",))
    assert [saying.response for saying in reply.sayings] == ["path"]
    assert reply.sayings[0].values["goal"] == "clerc expert"
    assert reply.focus.certificates == ("clerc_expert",)


def test_two_certificates_and_a_topic_of_each_are_compared_on_it() -> None:
    text = "je suis en terminale, entre clerc assistant et clerc gestionnaire, c'est quoi le niveau de chacun ?"
    reply = says(text, "ask_admission", Focus(), "admission", certificates=("clerc_assistant", "clerc_gestionnaire"))
    assert reply.focus.topics == ("level",)
    assert reply.focus.certificates == ("clerc_assistant", "clerc_gestionnaire")


@pytest.mark.parametrize("intent", ["out_of_scope", "ask_activities", "change_certificate"])
@pytest.mark.parametrize(
    ("text", "age"),
    [("et mon pote qui a 17 ?", 17), ("son cousin il a 30 ans et ça l'intéresse aussi, lui ça ferait quoi ?", 30)],
)
def test_after_an_apprentices_pay_another_age_gets_its_own(intent: str, text: str, age: int) -> None:
    before = Focus(certificates=("clerc_gestionnaire",), topics=("apprentice_pay",), situation=Situation(age=20))
    situation = Situation(**{told.kind: told.value for told in READER.read(text)})
    topic = () if intent == "out_of_scope" else (Question(intent.removeprefix("ask_")),)
    reply = ASSISTANT.reply(Understood(text, intent, ((intent, 0.4),), topic, situation=situation), before)
    assert reply.focus.topics == ("apprentice_pay",)
    assert reply.focus.situation.age == age
    assert str(age) in str(reply.sayings[0].openings)


def test_a_salary_in_apprenticeship_is_an_apprentices_pay_where_the_sheet_holds_it() -> None:
    text = "et s'il signait en apprentissage, il aurait un salaire ?"
    reply = says(text, "ask_salary", Focus(certificates=("clerc_gestionnaire",)), "salary")
    assert reply.focus.topics == ("apprentice_pay",)
    after = says("quel salaire après l'apprentissage ?", "ask_salary", Focus(certificates=("clerc_gestionnaire",)), "salary")
    assert after.focus.topics == ("salary",)
    silent = says(text, "ask_salary", Focus(certificates=("clerc_expert",)), "salary")
    assert silent.focus.topics == ("salary",)


def test_an_age_told_before_is_not_said_again() -> None:
    first = says("j'ai 20 ans, je serais payé combien ?", "ask_apprentice_pay", Focus(), "apprentice_pay")
    assert verdict(first) == ["note_apprentice_pay", "note_apprentice_pay_later"]
    again = says("et donc la paie ?", "ask_apprentice_pay", first.focus, "apprentice_pay")
    assert verdict(again) == ["note_apprentice_pay_again"]


@pytest.mark.parametrize("intent", ["other_training", "ask_employer_costs", "foreign_language"])
def test_another_question_with_a_diploma_or_an_age_in_it_tells_nothing_of_the_visitor(intent: str) -> None:
    before = Focus(certificates=("clerc_gestionnaire",), topics=("price",))
    text = "vous avez aussi un CAP petite enfance ?"
    situation = Situation(**{told.kind: told.value for told in READER.read(text)})
    topic = (Question(intent.removeprefix("ask_")),) if intent.startswith("ask_") else ()
    reply = ASSISTANT.reply(Understood(text, intent, ((intent, 0.6),), topic, situation=situation), before)
    assert reply.focus.topics != ("price",) or reply.sayings[0].response != "price"


def test_a_way_on_is_found_however_it_is_asked() -> None:
    before = Focus(certificates=("clerc_aux_procedures",), topics=("duration",))
    for text in ("avec ce titre, pourrai-je ensuite viser celui d'expert ?", "et si elle veut un jour devenir expert ?"):
        reply = says(text, "ask_career", before, "career", certificates=("clerc_expert",))
        assert [saying.response for saying in reply.sayings] == ["path"]


def test_the_way_to_a_certificate_from_nowhere_tells_all_that_lets_in() -> None:
    reply = says("il faut quoi pour devenir clerc expert", "ask_path", Focus(), certificates=("clerc_expert",))
    assert [saying.response for saying in reply.sayings] == ["path_in_general", "admission"]
    # One step says no more than the conditions.
    reply = says("comment devenir clerc assistant", "ask_path", Focus(), certificates=("clerc_assistant",))
    assert [saying.response for saying in reply.sayings] == ["admission"]
    assert reply.focus.topics == ("admission",)


def test_the_way_to_another_profession_tells_nothing_of_the_certificate_spoken_of() -> None:
    reply = says("comment devenir huissier ?", "ask_path", Focus(certificates=("clerc_assistant",), topics=("role",)))
    assert [saying.response for saying in reply.sayings] == ["path_in_general"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("avec le clerc gestionnaire, on peut accéder à quels postes ?", "ask_jobs"),
        ("et en clerc gestionnaire on peut devenir quoi ?", "ask_career"),
    ],
)
def test_what_a_certificate_leads_to_is_no_way_from_the_last_one(text: str, intent: str) -> None:
    before = Focus(certificates=("clerc_assistant",), topics=("role",))
    reply = says(text, intent, before, intent.removeprefix("ask_"), certificates=("clerc_gestionnaire",))
    assert [saying.response for saying in reply.sayings] == [intent.removeprefix("ask_")]


def test_what_tells_nothing_of_a_person_goes_on_with_the_topic() -> None:
    focus = Focus(certificates=("clerc_assistant",), topics=("access_paths",))
    fragment = asks("et en tant qu'étudiant normal", ("tell_situation", 0.34), ("ask_access_paths", 0.32))
    assert responses(fragment, focus) == ["access_paths"]
    assert responses(fragment, Focus()) == ["situation_noted"]


def test_the_date_of_what_was_told_is_in_its_source() -> None:
    before = says("le salaire ?", "ask_salary", Focus(), "salary", certificates=("clerc_expert",)).focus
    fragment = asks("date chiffre ?", ("out_of_scope", 0.22), ("ask_source", 0.32))
    assert responses(fragment, before) == ["source"]
    assert responses(fragment, Focus()) == ["out_of_scope"]


def test_what_is_wanted_again_may_be_named() -> None:
    spoken_of = Focus(("clerc_expert",), topics=("duration",))
    assert told(says("vous pouvez me redire le salaire ?", "ask_repeat", spoken_of)) == [("salary", ["clerc expert"])]
    assert told(says("vous pouvez répéter ?", "ask_repeat", spoken_of)) == [("duration", ["clerc expert"])]
