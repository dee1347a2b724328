"""Limits on sending: core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this."""

from collections.abc import Iterator

import pytest

from tests.telegram.emulator import Emulator
from tests.telegram.emulator.conftest import Bot


@pytest.fixture
def limited(monkeypatch) -> Iterator[Emulator]:
    """An emulator with limits, whose clock stands still but for `later`."""
    with Emulator(limits=True).running() as telegram:
        world = telegram._world
        monkeypatch.setattr(world, "now", lambda: 1_800_000_000.0 + world._later)
        yield telegram


def test_a_message_a_second_in_a_chat_after_a_burst(limited):
    bot, alice = Bot(limited), limited.person("Alice")
    alice.starts()
    answers = [bot("sendMessage", chat_id=alice.id, text="a") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert answers[3].body["parameters"] == {"retry_after": 3}
    assert len(limited.shows(alice)) == 4
    limited.later(3)
    assert bot("sendMessage", chat_id=alice.id, text="a").status == 200


def test_edits_count_and_chat_actions_do_not(limited):
    bot, alice = Bot(limited), limited.person("Alice")
    alice.starts()
    sent = bot.says(alice.id, "a")
    for text in ("b", "c"):
        assert bot("editMessageText", chat_id=alice.id, message_id=sent["message_id"], text=text).status == 200
    assert bot("sendChatAction", chat_id=alice.id, action="typing").status == 200
    assert bot("editMessageText", chat_id=alice.id, message_id=sent["message_id"], text="d").status == 429


def test_a_refused_message_does_not_count(limited):
    bot, alice = Bot(limited), limited.person("Alice")
    alice.starts()
    statuses = [bot("sendMessage", chat_id=alice.id, text=text).status for text in ("", "", "", "a")]
    assert statuses == [400, 400, 400, 200]


def test_twenty_messages_a_minute_in_a_group(limited):
    bot = Bot(limited)
    group = limited.group("Classe", [limited.person("Alice")])
    for _ in range(20):
        assert bot("sendMessage", chat_id=group.id, text="a").status == 200
        limited.later(1.5)
    answer = bot("sendMessage", chat_id=group.id, text="a")
    assert (answer.status, answer.body["parameters"]["retry_after"] > 20) == (429, True)
    limited.later(31)
    assert bot("sendMessage", chat_id=group.id, text="a").status == 200


def test_thirty_messages_a_second_in_all(limited):
    bot = Bot(limited)
    people = [limited.person(f"Personne {number}") for number in range(31)]
    for person in people:
        person.starts()
    statuses = [bot("sendMessage", chat_id=person.id, text="a").status for person in people]
    assert statuses == [200] * 30 + [429]


def test_no_limits_unless_asked_for(bot, telegram):
    alice = telegram.person("Alice")
    alice.starts()
    assert {bot("sendMessage", chat_id=alice.id, text="a").status for _ in range(50)} == {200}
