"""The sheets' own words behind an answer, below which a button shows them."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import BotUttered

from bot.channels.telegram.texts import chosen, sentence
from tests.telegram.bots import answering

CITATIONS = sentence("citations")


def cites(text: str) -> list[dict[str, Any]]:
    """What the bot of this file rests on when it says something."""
    return [
        {
            "title": "Clerc expert",
            "date": "non datée",
            "source": "« Clerc expert »",
            "quotes": [f"*{text} < 2 **ans**", "_deux_"],
        },
        {"title": f"Clerc de {text}", "date": "2026", "source": "« Clerc »", "quotes": ["> trois"]},
    ]


@pytest.fixture
def parrot(parrot):
    """A bot that says back what it is told, and on what it rests, but for thanks."""

    async def say(tracker, channel, text):
        event = BotUttered(f"{text}\n_Source : fiche_", {"citations": [] if text == "merci" else cites(text)})
        tracker.update(event, parrot.domain)
        await channel.send_response(tracker.sender_id, event.message())

    parrot._say = say
    return parrot


def test_the_button_shows_the_sheets_words_as_they_stand(server, telegram, parrot, alice):
    alice.says("prix")
    telegram.done()
    alice.presses(CITATIONS)
    telegram.done()
    _, answer, shown = telegram.shows(alice)
    assert answer.html == "prix\n<i>Source : fiche</i>"
    assert answer.buttons == [[chosen(CITATIONS)]]
    assert shown.html == (
        "<b>Clerc expert</b> (non datée)\n"
        "<blockquote expandable>*prix &lt; 2 **ans**</blockquote>\n"
        "<blockquote expandable>_deux_</blockquote>\n"
        "\n"
        "<b>Clerc de prix</b> (2026)\n"
        "<blockquote expandable>&gt; trois</blockquote>"
    )
    assert shown.reply_to == answer.message_id
    assert shown.buttons == []
    # Rasa has nothing to answer.
    assert parrot.heard == ["prix"]
    telegram.until(lambda: alice.notified() == [{"text": "", "show_alert": False}])


def test_an_answer_further_up_shows_its_own_also_after_a_restart(telegram, parrot, database, alice):
    with answering(telegram, parrot, database):
        for text in ("prix", "merci", "âge"):
            alice.says(text)
            telegram.done()
    with answering(telegram, parrot, database):
        price, thanks, _ = (shown for shown in telegram.shows(alice) if shown.sender == "bot")
        assert thanks.buttons == []
        for _ in range(2):
            alice.presses(CITATIONS, message=price)
            telegram.done()
            shown = telegram.shows(alice)[-1]
            assert "Clerc de prix" in shown.text
            assert "âge" not in shown.text
            assert shown.reply_to == price.message_id
        alice.presses(CITATIONS)
        assert "Clerc de âge" in telegram.said(alice)[-1]


def test_what_was_forgotten_gets_a_friendly_word(line, telegram, parrot, alice):
    alice.says("prix")
    telegram.done()
    parrot.tracker_store.forget(f"telegram:{alice.id}")
    alice.presses(CITATIONS)
    assert telegram.said(alice)[1:] == [sentence("old_button")]


def test_in_a_group_it_is_for_the_one_who_asked(line, telegram, alice):
    bob = telegram.person("Bob")
    group = telegram.group("Les futurs clercs", [alice, bob])
    alice.says("/demande prix", chat=group)
    telegram.done()
    bob.presses(CITATIONS, chat=group)
    assert len(telegram.said(group)) == 1
    telegram.until(lambda: bob.notified() == [{"text": sentence("not_your_button"), "show_alert": True}])
    alice.presses(CITATIONS, chat=group)
    assert "Clerc de prix" in telegram.said(group)[-1]
