"""Talking to the bot in Telegram: what people do there, and what they see."""

from __future__ import annotations

import time

import pytest

from bot.channels.messages import MOST_CHARACTERS
from bot.channels.telegram.store import Kept, Store
from bot.channels.telegram.texts import chosen, sentence
from tests.channels.small_server import DEFAULT
from tests.telegram.bots import answering


def test_a_message_is_answered_as_it_is_written_with_its_buttons(server, telegram, alice):
    alice.says("2 < 3 & **deux** _fois_")
    assert telegram.said(alice) == ["2 < 3 & deux fois"]
    (_, answer) = telegram.shows(alice)
    assert answer.html == "2 &lt; 3 &amp; <b>deux</b> <i>fois</i>"
    assert answer.buttons == [["Encore"]]
    assert not answer.preview
    assert answer.reply_to is None


def test_a_bot_that_says_nothing_says_the_default_sentence(line, telegram, alice):
    alice.says("rien")
    assert telegram.said(alice) == [DEFAULT]


def test_a_bot_that_fails_says_so_and_goes_on(line, telegram, alice):
    alice.says("panne")
    alice.says("et maintenant ?")
    sorry, after = telegram.said(alice)
    assert "une erreur nous empêche de répondre" in sorry.lower()
    assert "stack trace" not in sorry
    assert after == "et maintenant ?"


def test_a_bot_that_fails_in_the_middle_says_only_so(line, telegram, alice):
    """Nobody is told what is not kept: a later message would know nothing of it."""
    alice.says("panne au milieu")
    (sorry,) = telegram.said(alice)
    assert "une erreur nous empêche de répondre" in sorry.lower()


def test_what_is_answered_while_the_store_is_read_is_not_answered_again(telegram, parrot, database, alice, monkeypatch):
    waiting = Store.waiting

    def slowly(store: Store) -> list[Kept]:
        found = waiting(store)
        time.sleep(0.3)
        return found

    monkeypatch.setattr(Store, "waiting", slowly)
    said = [f"message {number}" for number in range(6)]
    with answering(telegram, parrot, database, "webhook"):
        for text in said:
            alice.says(text)
            time.sleep(0.1)
        telegram.done()
        assert telegram.said(alice) == said


def test_it_types_while_it_works(server, telegram, parrot, alice):
    alice.says("attends")
    typing = telegram.until(lambda: telegram.calls_of("sendChatAction"))
    assert typing[0].params == {"chat_id": alice.id, "action": "typing"}
    parrot.go_on.set()
    assert telegram.said(alice) == ["attends"]


def test_a_button_is_acknowledged_marked_and_answered(server, telegram, alice):
    alice.says("a")
    telegram.done()
    alice.presses("Encore")
    assert telegram.said(alice) == ["a", "/again a"]
    telegram.until(lambda: alice.notified() == [{"text": "", "show_alert": False}])
    assert [shown.buttons for shown in telegram.shows(alice) if shown.sender == "bot"] == [[[chosen("Encore")]], [["Encore"]]]


def test_a_button_is_acknowledged_at_once_even_when_the_chat_is_busy(line, telegram, parrot, alice):
    alice.says("a")
    telegram.done()
    alice.says("attends")
    telegram.until(lambda: "attends" in parrot.heard)
    alice.presses("Encore")
    telegram.until(lambda: not alice.unanswered())
    assert "/again a" not in parrot.heard
    parrot.go_on.set()
    assert telegram.said(alice) == ["a", "attends", "/again a"]


def test_a_button_can_be_pressed_again(line, telegram, alice):
    alice.says("a")
    telegram.done()
    alice.presses("Encore")
    telegram.done()
    alice.presses(chosen("Encore"))
    assert telegram.said(alice) == ["a", "/again a", "/again a"]


def test_who_writes_while_buttons_are_open_is_answered(line, telegram, alice):
    alice.says("a")
    telegram.done()
    alice.says("b")
    telegram.done()
    alice.presses("Encore", message=telegram.shows(alice)[1])
    assert telegram.said(alice) == ["a", "b", "/again a"]


def test_a_button_of_what_was_forgotten_gets_a_friendly_word(line, telegram, parrot, alice):
    alice.says("a")
    telegram.done()
    with parrot.tracker_store.session_scope() as session:
        session.query(parrot.tracker_store.SQLEvent).delete()
        session.commit()
    alice.presses("Encore")
    assert telegram.said(alice) == ["a", sentence("old_button")]
    telegram.until(lambda: not alice.unanswered())


def test_an_answer_that_is_too_long_comes_in_parts_with_buttons_below_the_last(line, telegram, parrot, alice):
    said = parrot._say

    async def say_much(tracker, channel, text):
        await said(tracker, channel, "\n\n".join(letter * 900 for letter in "abcdefg"))

    parrot._say = say_much
    alice.says("x")
    telegram.done()
    first, second = telegram.shows(alice)[1:]
    assert first.text == "\n\n".join(letter * 900 for letter in "abcd")
    assert second.text == "\n\n".join(letter * 900 for letter in "efg")
    assert (first.buttons, second.buttons) == ([], [["Encore"]])


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "location", "document", "contact", "video_note", "dice"])
def test_what_is_no_text_gets_a_friendly_line(line, telegram, parrot, alice, kind):
    alice.sends(**{kind: True})
    assert telegram.said(alice) == [sentence("unreadable")]
    assert not parrot.heard


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "video"])
def test_the_caption_of_what_is_no_text_is_the_question(line, telegram, alice, kind):
    message = alice.sends(**{kind: True}, caption="le prix ?")
    assert telegram.said(alice) == ["le prix ?"]
    alice.edits(message, "la durée ?")
    assert telegram.said(alice) == ["le prix ?", "la durée ?"]


def test_an_album_gets_the_friendly_line_once(server, telegram, parrot, alice):
    alice.sends_album("", "", "", "")
    assert telegram.said(alice) == [sentence("unreadable")]
    alice.sends_album("", "")
    assert telegram.said(alice) == [sentence("unreadable")] * 2
    assert not parrot.heard


@pytest.mark.parametrize("captions", [("le prix ?", "", ""), ("", "", "le prix ?")])
def test_the_caption_of_an_album_is_the_question_wherever_it_stands(server, telegram, alice, captions):
    alice.sends_album(*captions)
    assert telegram.said(alice) == ["le prix ?"]


def test_an_edited_message_is_answered_anew_and_shows_what_is_answered(line, telegram, alice):
    message = alice.says("le prix ?")
    alice.says("merci")
    telegram.done()
    alice.edits(message, "la durée ?")
    assert telegram.said(alice) == ["le prix ?", "merci", "la durée ?"]
    assert telegram.shows(alice)[-1].reply_to == message.message_id


def test_a_change_that_leaves_the_words_is_not_answered(line, telegram, alice):
    message = alice.says("le prix ?")
    alice.reacts(message)
    assert telegram.said(alice) == ["le prix ?"]
    alice.edits(message, "la durée ?")
    alice.reacts(message)
    assert telegram.said(alice) == ["le prix ?", "la durée ?"]


def test_an_edited_message_that_is_gone_is_answered_all_the_same(line, telegram, parrot, alice):
    message = alice.says("le prix ?")
    telegram.done()
    alice.says("attends")
    alice.edits(message, "la durée ?")
    alice.deletes(message)
    parrot.go_on.set()
    assert telegram.said(alice)[-1] == "la durée ?"


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("/ask_price", "ask_price"),
        ('/ask_price{"certificate":"clerc_expert"}', 'ask_price{"certificate":"clerc_expert"}'),
        ("/restart{}", "restart{}"),
        (" / /session_start", "session_start"),
        ("/", "?"),
        ("/prix clerc expert", "prix clerc expert"),
    ],
)
def test_nobody_names_an_intent_by_writing_it(line, telegram, parrot, alice, written, heard):
    alice.says(written)
    telegram.done()
    assert parrot.heard == [heard]


def test_limits_are_those_of_the_website_with_the_same_words(telegram, parrot, database, alice):
    with answering(telegram, parrot, database, messages_per_minute=2):
        alice.says("é" * (MOST_CHARACTERS + 1))
        alice.says("un")
        for _ in range(5):
            alice.says("trop")
        bob = telegram.person("Bob")
        bob.says("deux")
        long, one, hasty = telegram.said(alice)
        assert "1\u202f001 caractères, pour 1\u202f000 au plus" in long
        assert one == "un"
        # Once, not five times.
        assert hasty.startswith("Vous allez un peu vite. Réessayez dans ")
        assert telegram.said(bob) == ["deux"]
    assert parrot.heard.count("trop") == 0


@pytest.mark.long
def test_chats_do_not_wait_for_each_other_and_each_keeps_its_order(server, telegram, parrot, alice):
    others = [telegram.person(f"Person {number}") for number in range(50)]
    alice.says("attends")
    for number in range(4):
        for person in (alice, *others):
            person.says(f"{person.name} {number}")
    telegram.until(lambda: len(parrot.heard) == 1 + 4 * len(others), timeout=60)
    telegram.until(lambda: all(len(telegram.shows(person)) == 8 for person in others))
    assert telegram.said_so_far(alice) == []
    parrot.go_on.set()
    for person in others:
        assert telegram.said_so_far(person) == [f"{person.name} {number}" for number in range(4)]
    assert telegram.said(alice) == ["attends", *(f"Alice {number}" for number in range(4))]


def test_an_update_that_comes_twice_is_answered_once(telegram, parrot, database, alice):
    with answering(telegram, parrot, database):
        message = alice.says("a")
        telegram.done()
        for _ in range(3):
            telegram.redeliver(message.update_id)
        assert telegram.said(alice) == ["a"]
