"""What was said, read from Rasa's events: ids stay the same, however often it is read."""

from __future__ import annotations

from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)

from bot.channels.history import Button, Entry, answer_of, button_of, entries

BUTTONS = {"buttons": [{"title": "Le prix", "payload": "/ask_price"}, {"title": "Oui", "payload": "Oui"}]}
EVENTS = [
    ActionExecuted("action_session_start"),
    SessionStarted(),
    UserUttered("bonjour", message_id="a", timestamp=1.0),
    ActionExecuted("action_say"),
    BotUttered("Bonjour !", BUTTONS, timestamp=2.0),
    BotUttered(None, {"custom": {"x": 1}}),
    BotUttered("Que voulez-vous savoir ?", timestamp=3.0),
    SlotSet("focus", {}),
    UserUttered("/ask_price", message_id="b", metadata={"shown": "Le prix"}, timestamp=4.0),
    BotUttered("Je n’ai pas compris.", timestamp=5.0),
    UserUtteranceReverted(),
]


def test_messages_have_ids_and_titles_and_no_payloads():
    offered = (Button("a.1.1", "Le prix", "/ask_price"), Button("a.1.2", "Oui", "Oui"))
    assert entries(EVENTS) == [
        Entry("visitor", "bonjour", at=1.0),
        Entry("bot", "Bonjour !", "a.1", offered, 2.0),
        Entry("bot", "Que voulez-vous savoir ?", "a.2", (), 3.0),
        Entry("visitor", "Le prix", at=4.0),
        Entry("bot", "Je n’ai pas compris.", "b.1", (), 5.0),
    ]


def test_what_the_browser_gets():
    said = entries(EVENTS)
    buttons = [{"id": "a.1.1", "title": "Le prix"}, {"id": "a.1.2", "title": "Oui"}]
    nothing_more = {"citations": (), "table": None, "understood": True}
    assert said[1].answer == {"type": "answer", "id": "a.1", "text": "Bonjour !", "buttons": buttons, **nothing_more}
    assert said[1].past == {
        "from": "bot",
        "text": "Bonjour !",
        "id": "a.1",
        "buttons": buttons,
        "at": "1970-01-01T00:00:02.000Z",
        **nothing_more,
    }


def test_what_an_answer_rests_on_and_whether_it_was_understood_are_in_the_history():
    citations = [{"title": "Clerc expert", "date": "2016", "source": "« Clerc expert »", "quotes": ["481 heures"]}]
    table = {"caption": "La durée", "columns": ["Métier", "La durée"], "rows": [], "replaces": "…"}
    events = [
        UserUttered("et la durée ?", message_id="a"),
        BotUttered("481 heures", metadata={"citations": citations, "table": table, "utter_action": "utter_duration"}),
        BotUttered("Pardon ?", metadata={"utter_action": "utter_default"}),
    ]
    _, told, asked_back = [entry.past for entry in entries(events)]
    assert (told["citations"], told["table"], told["understood"]) == (citations, table, True)
    assert (asked_back["citations"], asked_back["table"], asked_back["understood"]) == ((), None, False)


def test_a_button_is_found_by_its_id_alone():
    said = entries(EVENTS)
    assert button_of(said, "a.1.1") == Button("a.1.1", "Le prix", "/ask_price")
    assert [button_of(said, unknown) for unknown in ("a.1.3", "b.1.1", "Le prix", "/ask_price", "")] == [None] * 5


def test_a_message_without_words_is_no_answer():
    assert answer_of({"text": None, "custom": {}}, "a", 1) is None
    assert answer_of({"text": ""}, "a", 1) is None
