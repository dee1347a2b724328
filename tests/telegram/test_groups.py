"""In groups the bot answers who calls it, and each person on their own."""

from __future__ import annotations

import pytest

from bot.channels.history import entries
from bot.channels.telegram.texts import sentence
from tests.telegram.bots import OPEN, Telegram
from tests.telegram.emulator import Person


@pytest.fixture
def bob(telegram: Telegram) -> Person:
    return telegram.person("Bob")


@pytest.fixture
def group(telegram, alice, bob):
    return telegram.group("Les futurs clercs", [alice, bob])


@pytest.mark.parametrize("telegram", [OPEN], indirect=True)
def test_talk_between_people_is_left_alone(line, telegram, parrot, alice, bob, group):
    group.adds(telegram.person("Carole"))
    first = alice.says("quel prix ?", chat=group)
    bob.says("demande au robot", chat=group, reply_to=first)
    bob.says("/aide@un_autre_bot", chat=group)
    bob.sends(photo=True, chat=group)
    assert telegram.said(group) == []
    assert not parrot.heard


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("/demande quel prix ?", "quel prix ?"),
        ("/demande@test_bot quel prix ?", "quel prix ?"),
        ("/aide", "/help"),
        ("/aide@test_bot", "/help"),
    ],
)
def test_who_calls_the_bot_gets_an_answer_to_that_message(line, telegram, parrot, alice, group, written, heard):
    message = alice.says(written, chat=group)
    telegram.done()
    assert parrot.heard == [heard]
    assert telegram.shows(group)[-1].reply_to == message.message_id


@pytest.mark.parametrize("telegram", [OPEN], indirect=True)
def test_who_names_the_bot_gets_an_answer_where_it_hears_everything(line, telegram, alice, group):
    message = alice.says("@test_bot quel prix ?", chat=group)
    assert telegram.said(group) == ["quel prix ?"]
    assert telegram.shows(group)[-1].reply_to == message.message_id


def test_who_asks_without_a_question_is_asked_for_it_and_answers(line, telegram, parrot, alice, group):
    alice.says("/demande@test_bot", chat=group)
    assert telegram.said(group) == [sentence("ask")]
    assert not parrot.heard
    alice.says("quel prix ?", chat=group, reply_to=telegram.shows(group)[-1])
    assert telegram.said(group) == [sentence("ask"), "quel prix ?"]


def test_who_answers_the_bot_is_answered(line, telegram, alice, group):
    alice.says("/demande le prix ?", chat=group)
    telegram.done()
    alice.says("et la durée ?", chat=group, reply_to=telegram.shows(group)[-1])
    assert telegram.said(group) == ["le prix ?", "et la durée ?"]


def test_each_person_has_a_conversation_of_their_own_also_apart_from_the_private_one(line, telegram, parrot, alice, bob, group):
    for person in (alice, bob):
        person.says("/demande bonjour", chat=group)
        person.says("bonjour")
    telegram.done()
    expected = {
        f"telegram:{group.id}:{alice.id}",
        f"telegram:{group.id}:{bob.id}",
        f"telegram:{alice.id}",
        f"telegram:{bob.id}",
    }
    assert senders(parrot) == expected


def test_a_button_is_for_the_one_who_asked(line, telegram, parrot, alice, bob, group):
    alice.says("/demande a", chat=group)
    telegram.done()
    bob.presses("Encore", chat=group)
    assert telegram.said(group) == ["a"]
    telegram.until(lambda: bob.notified() == [{"text": sentence("not_your_button"), "show_alert": True}])
    alice.presses("Encore", chat=group)
    assert telegram.said(group) == ["a", "/again a"]
    telegram.until(lambda: alice.notified() == [{"text": "", "show_alert": False}])


def test_who_asks_in_the_name_of_the_group_presses_their_button_as_a_person(line, telegram, parrot, alice, group):
    alice.says("/demande a", chat=group, anonymous=True)
    telegram.done()
    alice.presses("Encore", chat=group)
    assert telegram.said(group) == ["a", "/again a"]
    telegram.until(lambda: alice.notified() == [{"text": "", "show_alert": False}])


def senders(parrot) -> set[str]:
    """Whose events Rasa keeps."""
    with parrot.tracker_store.session_scope() as session:
        return {sender for (sender,) in session.query(parrot.tracker_store.SQLEvent.sender_id)}


def test_conversations_go_along_when_a_group_becomes_a_supergroup(server, telegram, parrot, alice, bob):
    group, other = (telegram.group(title, [alice, bob], kind="group") for title in ("A", "B"))
    for person in (alice, bob):
        person.says("/un", chat=group)
    alice.says("/nous", chat=group, anonymous=True)
    alice.says("/un", chat=other)
    telegram.done()
    supergroup = telegram.upgrade(group)
    alice.says("/deux", chat=supergroup)
    telegram.done()
    there = f"telegram:{supergroup.id}"
    assert senders(parrot) == {
        f"{there}:{alice.id}",
        f"{there}:{bob.id}",
        f"{there}:{supergroup.id}",
        f"telegram:{other.id}:{alice.id}",
    }
    said = [entry.text for entry in entries(parrot.tracker_store.said(f"{there}:{alice.id}"))]
    assert said == ["/un", "un", "/deux", "deux"]


def test_what_is_being_answered_when_a_group_becomes_a_supergroup_is_told_there_and_goes_along(
    line, telegram, parrot, alice, bob
):
    group = telegram.group("A", [alice, bob], kind="group")
    alice.says("/attends", chat=group)
    telegram.until(lambda: parrot.heard)
    supergroup = telegram.upgrade(group)
    # Messages have other numbers there: an answer to that of the old one would be to another.
    bob.says("une chose", chat=supergroup)
    bob.says("une autre", chat=supergroup)
    telegram.settle(quiet=0)
    parrot.go_on.set()
    assert telegram.said(supergroup) == ["attends"]
    assert telegram.shows(supergroup)[-1].reply_to is None
    assert senders(parrot) == {f"telegram:{supergroup.id}:{alice.id}"}


def test_an_answer_stays_in_its_topic_also_when_the_message_is_gone(server, telegram, parrot, alice, group):
    topic = group.opens_topic("Les prix")
    message = alice.says("/attends", chat=group, topic=topic)
    typing = telegram.until(lambda: [call for call in telegram.calls_of("sendChatAction") if call.status])
    assert typing[0].params == {"chat_id": group.id, "message_thread_id": topic, "action": "typing"}
    alice.deletes(message)
    parrot.go_on.set()
    telegram.done()
    alice.presses("Encore", chat=group)
    alice.says("/general", chat=group)
    telegram.done()
    shown = [(shown.text, shown.topic) for shown in telegram.shows(group) if shown.sender == "bot"]
    assert shown == [("attends", topic), ("/again attends", topic), ("general", None)]


def test_an_answer_to_an_answer_is_given_where_there_are_no_topics(line, telegram, alice, group):
    alice.says("/un", chat=group)
    telegram.done()
    alice.says("deux", chat=group, reply_to=telegram.shows(group)[-1])
    assert telegram.said(group) == ["un", "deux"]


@pytest.mark.parametrize("text", ["/contact", "Posez vos questions à @test_bot !"])
def test_a_post_of_the_groups_channel_is_left_alone(line, telegram, parrot, group, text):
    group.discusses(text)
    assert telegram.said(group) == []
    assert not parrot.heard


@pytest.mark.parametrize("telegram", [OPEN], indirect=True)
def test_a_picture_for_the_bot_gets_the_friendly_line(line, telegram, alice, group):
    alice.sends(photo=True, caption="@test_bot", chat=group)
    assert telegram.said(group) == [sentence("unreadable")]


@pytest.mark.parametrize("telegram", [OPEN], indirect=True)
def test_who_only_names_the_bot_is_greeted(line, telegram, parrot, alice, group):
    alice.says("@test_bot", chat=group)
    telegram.done()
    assert parrot.heard == ["/greet"]
