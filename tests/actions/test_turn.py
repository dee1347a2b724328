"""A message is answered in its conversation, which is kept from one message to the next; what a payload claims is checked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT

from bot.conversations import readable
from bot.dialogue.reading import Span, Telling
from bot.dialogue.situation import Situation
from bot.dialogue.state import STATE_SLOT, VERSION, State, load_state
from tests.actions.saying import (
    ACTIONS,
    ASSISTANT,
    DOMAIN,
    EXPERT,
    GESTIONNAIRE,
    PROCEDURES,
    ask,
    press,
    run,
    type_,
)
from tests.figures import EXPERT_HOURS, EXPERT_PAY, GESTIONNAIRE_EDITION, OPENING, PAY_AT_19, PROCEDURES_HOURS, SMIC, TUITION

AUTOMATIC = DOMAIN["responses"]["utter_note_automatic"][0]["text"]


def names(certificate: str) -> tuple[Span, ...]:
    """A message's spans when it names a certificate."""
    return (Span(certificate, 0, 8),)


# What is kept ---------------------------------------------------------------------------------------------------------


def test_the_certificate_is_kept_from_message_to_message() -> None:
    first = type_({"salary": 0.9}, spans=names(EXPERT))
    assert readable(EXPERT_PAY) in readable(first.text)
    second = type_({"duration": 0.9}, first.state)
    assert EXPERT_HOURS in second.text
    third = type_({"duration": 0.9}, second.state, spans=names(PROCEDURES))
    assert PROCEDURES_HOURS in third.text
    assert EXPERT_HOURS not in third.text


def test_an_age_is_kept_and_a_new_one_takes_its_place() -> None:
    told = (Telling("self", Situation(age=19)),)
    first = type_({"apprentice_pay": 0.9}, spans=names(GESTIONNAIRE), told=told)
    assert readable("À 19 ans, un apprenti clerc gestionnaire touche 43 %") in readable(first.text)
    again = type_({"apprentice_pay": 0.9}, type_({"price": 0.9}, first.state).state)
    assert readable("43 % du SMIC") in readable(again.text.splitlines()[0])
    assert "votre âge" not in again.text
    older = type_({"apprentice_pay": 0.9}, again.state, told=(Telling("self", Situation(age=22)),))
    assert readable("À 22 ans, un apprenti clerc gestionnaire touche 53 %") in readable(older.text)


def test_the_source_of_what_was_told_is_shown() -> None:
    said = ask("source", state=ask("opening", GESTIONNAIRE).state)
    assert OPENING.upper() in said.text


def test_an_answer_brings_the_words_of_the_sheets_that_it_rests_on() -> None:
    (message,) = ask("price", GESTIONNAIRE).messages
    (citation,) = message["citations"]
    assert (citation["title"], citation["date"]) == ("Clerc gestionnaire", GESTIONNAIRE_EDITION)
    assert "Campus Saint-Jacques de Compostelle" in citation["source"]
    assert any(readable(TUITION) in readable(quote) for quote in citation["quotes"])


def test_what_rests_on_no_sheet_brings_none() -> None:
    assert [message for message in press("/greet").messages if "citations" in message or "table" in message] == []


@pytest.mark.parametrize(
    ("topic", "certificates"),
    [("duration", (EXPERT, GESTIONNAIRE)), ("price", (EXPERT, GESTIONNAIRE)), ("comparison", (EXPERT, GESTIONNAIRE))],
)
def test_several_side_by_side_are_a_table_that_stands_for_lines_of_the_text(topic: str, certificates: tuple[str, ...]) -> None:
    spans = tuple(Span(certificate, 0, 8) for certificate in certificates)
    said = type_({topic: 0.9}, spans=spans)
    (message,) = said.messages
    table = message["table"]
    assert table["replaces"] in said.text
    assert {len(row) for row in table["rows"]} == {len(table["columns"])}
    left = said.text.replace(table["replaces"], "")
    assert "\n- " not in left
    assert "_Source" in left
    # Nothing stands in the table that the text does not say, but that a sheet is silent.
    cells = {cell for row in table["rows"] for cell in row[1:]}
    assert {cell for cell in cells if cell not in table["replaces"]} <= {"la fiche ne le dit pas"}


def test_an_apprentices_pay_is_worked_out_for_each_age() -> None:
    said = type_({"apprentice_pay": 0.9}, spans=names(GESTIONNAIRE))
    (message,) = said.messages
    table = message["table"]
    assert table["replaces"] in said.text
    assert "votre âge" in table["replaces"]
    assert [readable(cell) for cell in table["rows"][1]] == ["18 a 20 ans", readable(PAY_AT_19), "43% du smic"]
    assert readable(SMIC) in readable(table["caption"])


def test_the_state_is_the_only_thing_kept() -> None:
    (event,) = ask("price", GESTIONNAIRE).events
    assert (event["event"], event["name"]) == ("slot", STATE_SLOT)
    assert event["value"]["version"] == VERSION


@pytest.mark.parametrize(
    "stored",
    [
        {"version": VERSION - 1, "discussed": [EXPERT]},
        {"certificates": [EXPERT], "topics": ["price"]},
        {"version": VERSION, "discussed": 7},
        "clerc expert",
        [EXPERT],
    ],
    ids=["an older version", "the state of before", "damaged", "text", "a list"],
)
def test_a_stored_state_that_does_not_fit_is_begun_afresh(stored: Any) -> None:
    said = ask("level", state=stored)
    assert "niveau 5" in said.text
    assert load_state(said.state).number == 1


def test_a_kept_state_outlives_certificates_and_topics_that_are_no_more() -> None:
    kept = {
        "version": VERSION,
        "number": 3,
        "turns": [{"queries": [{"act": "open", "intent": "weather", "certificates": ["clerc_de_notaire"]}]}],
        "discussed": ["clerc_de_notaire"],
        "previous": ["clerc_de_notaire"],
        "shown": [["no_sheet", "rien"]],
    }
    assert "niveau 5" in ask("level", state=kept).text
    assert "niveau 5" in type_({"level": 0.9}, kept).text
    assert type_({"repeat": 0.9}, kept).text


# What a payload claims ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claimed", ["clerc_de_notaire", "", 7, None, ["clerc_expert"], {"a": 1}])
def test_a_certificate_that_there_is_not_is_left_out(claimed: Any) -> None:
    message = {INTENT: {"name": "ask_price"}, "entities": [{"entity": "certificate", "value": claimed}]}
    assert readable(TUITION) in readable(run(ACTIONS["action_reply"], message).text)


def test_an_entity_that_is_no_certificate_is_left_out() -> None:
    said = press('/ask_salary{"certificate": "clerc_expert", "age": 19}')
    assert "clerc expert" in said.text
    assert load_state(said.state).people == {}


@pytest.mark.parametrize("intent", ["ask_weather", "weather", "nlu_fallback", "change_certificate", "session_start", ""])
def test_an_intent_that_there_is_not_is_answered_all_the_same(intent: str) -> None:
    said = run(ACTIONS["action_reply"], {INTENT: {"name": intent}}, ask("price", GESTIONNAIRE).state)
    assert said.text
    assert "{" not in said.text


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_every_intent_of_the_domain_can_be_a_payload(intent: str) -> None:
    for state in (None, ask("salary", EXPERT).state):
        said = press(f"/{intent}", state)
        assert said.text
        assert "{" not in said.text


# How it is said -------------------------------------------------------------------------------------------------------


def test_the_first_message_says_that_it_is_automatic_and_only_the_first() -> None:
    visitor: list[dict[str, Any]] = [{"event": "user", "text": "le prix ?"}]
    assert press("/ask_price", events=visitor).text.count(AUTOMATIC) == 1
    bot = {"event": "bot", "text": TUITION}
    assert AUTOMATIC not in press("/ask_price", events=[*visitor, bot]).text


def test_of_several_messages_the_first_says_that_it_is_automatic() -> None:
    said = type_({"recommendation": 0.9}, told=(Telling("self", Situation(years_after_bac=2, experience_years=0)),))
    between = type_({"address": 0.9}, said.state)
    assert between.text.count(AUTOMATIC) == 1


def test_french_typography() -> None:
    text = ask("price", GESTIONNAIRE).text
    assert re.search(r"\d\u202f\d{3}\u00a0€ pour \d{4}, soit \d+\u00a0€ de l’heure", text)
    assert re.search(r"[\u0020][;!?:]", re.sub(r"https?://\S+", "", text)) is None
    assert "'" not in text


def test_the_titles_of_buttons_have_french_typography_too() -> None:
    titles = [button["title"] for button in ask("price", GESTIONNAIRE).buttons]
    assert titles
    assert [title for title in titles if "'" in title] == []


def test_a_button_says_its_intent_and_its_certificate() -> None:
    payloads = [button["payload"] for button in ask("role").buttons]
    assert payloads[0] == f'/ask_role{{"certificate": "{ASSISTANT}"}}'


@pytest.mark.parametrize("channel", ["telegram", "web", "cmdline"])
def test_an_answer_is_said_on_every_channel(channel: str) -> None:
    events: list[dict[str, Any]] = [{"event": "user", "text": "le prix ?", "input_channel": channel}]
    assert "Source" in press(f'/ask_price{{"certificate": "{GESTIONNAIRE}"}}', events=events).text


def test_what_was_answered_is_what_is_kept() -> None:
    state = load_state(ask("price", GESTIONNAIRE).state)
    assert isinstance(state, State)
    assert state.last is not None
    assert (state.last.intent, state.last.certificates) == ("price", (GESTIONNAIRE,))
