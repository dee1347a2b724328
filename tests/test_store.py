"""Where conversations are kept: errors of the database are seen, and other processes may use it too."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import AllSlotsReset, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from sqlalchemy.exc import SQLAlchemyError

from bot import rasa_changes
from bot.channels.dialogue import Dialogue
from bot.channels.web.store import Store
from bot.store import ConversationStore


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file for conversations."""
    return tmp_path / "conversations.db"


@pytest.fixture
def agent(database: Path) -> Agent:
    """Rasa's agent, which has a conversation in its store and no model."""
    rasa_changes.apply_to_serving()
    agent = Agent(Domain.empty(), tracker_store=ConversationStore(db=str(database)))
    asyncio.run(say(agent, "prix ?", "16 €"))
    return agent


@pytest.fixture
def dialogue() -> Dialogue:
    """The conversations of a channel."""
    return Dialogue("web", lambda message: pytest.fail("nobody says anything"))


async def say(agent: Agent, question: str, answer: str, learnt: Event | None = None) -> None:
    """Have something said in conversation « a », and learnt from it."""
    tracker = await agent.tracker_store.get_or_create_tracker("web:a")
    for event in (UserUttered(question, message_id=question), BotUttered(answer), learnt):
        if event is not None:
            tracker.update(event, agent.domain)
    await agent.tracker_store.save(tracker)


def said(dialogue: Dialogue, agent: Agent) -> list[str]:
    """What was said in it."""
    return [entry.text for entry in asyncio.run(dialogue.said(agent, "a"))]


def spoil(database: Path) -> None:
    """Have the database not answer any more."""
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    database.mkdir()


def test_a_conversation_that_cannot_be_read_is_not_taken_for_an_empty_one(agent, dialogue, database):
    assert said(dialogue, agent) == ["prix ?", "16 €"]
    spoil(database)
    with pytest.raises(SQLAlchemyError):
        said(dialogue, agent)
    with pytest.raises(SQLAlchemyError):
        asyncio.run(dialogue.pressed(agent, "a", "x.1.1"))
    with pytest.raises(SQLAlchemyError):
        asyncio.run(dialogue.forget(agent, "a"))


def test_what_cannot_be_kept_is_not_said_to_be_kept(agent, database):
    spoil(database)
    with pytest.raises(SQLAlchemyError):
        asyncio.run(say(agent, "durée ?", "481 heures"))


def test_a_long_conversation_is_whole_for_its_visitor_and_short_for_rasa(agent, dialogue, database):
    """What Rasa has of it does not grow, and what the bot knows stays."""
    agent.domain.slots.append(AnySlot("focus", [{"type": "custom"}]))
    for number in range(100):
        asyncio.run(say(agent, f"question {number}", f"réponse {number}", SlotSet("focus", "prix") if number == 50 else None))
        tracker = asyncio.run(agent.tracker_store.retrieve("web:a"))
        assert tracker.get_slot("focus") == (None if number < 50 else "prix")
        assert tracker.latest_message.text == f"question {number}"
        assert len(tracker.events) < 150
    told = [text for number in range(100) for text in (f"question {number}", f"réponse {number}")]
    assert said(dialogue, agent) == ["prix ?", "16 €", *told]
    asyncio.run(dialogue.forget(agent, "a"))
    assert said(dialogue, agent) == []


def test_a_clock_that_is_put_back_has_the_bot_forget_nothing(agent, dialogue, monkeypatch):
    agent.domain.slots.append(AnySlot("focus", [{"type": "custom"}]))
    asyncio.run(say(agent, "bonjour", "bonjour", SessionStarted()))
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() - 3600)
    asyncio.run(say(agent, "prix ?", "7 840 €", SlotSet("focus", "prix")))
    asyncio.run(say(agent, "durée ?", "481 heures"))
    tracker = asyncio.run(agent.tracker_store.retrieve("web:a"))
    assert tracker.get_slot("focus") == "prix"
    assert [event.text for event in tracker.events if isinstance(event, UserUttered)] == ["prix ?", "durée ?"]


def test_what_the_bot_was_asked_to_forget_does_not_come_back_in_a_new_session(agent, dialogue):
    """Nor does a slot that was emptied."""
    agent.domain.slots.append(AnySlot("focus", [{"type": "custom"}]))
    asyncio.run(say(agent, "j'ai 22 ans", "bien", SlotSet("focus", "22 ans")))
    for number in range(100):
        asyncio.run(say(agent, f"question {number}", "non", AllSlotsReset() if number == 70 else None))
    assert asyncio.run(agent.tracker_store.retrieve("web:a")).get_slot("focus") is None


def test_what_is_forgotten_is_gone_and_other_conversations_stay(agent, dialogue, database):
    asyncio.run(dialogue.forget(agent, "b"))
    assert said(dialogue, agent) == ["prix ?", "16 €"]
    asyncio.run(dialogue.forget(agent, "a"))
    assert said(dialogue, agent) == []
    with sqlite3.connect(database) as connection:
        assert connection.execute("select count(*) from events").fetchone() == (0,)


def test_what_is_forgotten_is_not_to_be_found_in_the_files(agent, dialogue, database):
    def written() -> bool:
        return any(b"mon secret" in file.read_bytes() for file in database.parent.glob(f"{database.name}*"))

    other = sqlite3.connect(database)
    other.execute("select count(*) from events").fetchone()
    asyncio.run(say(agent, "mon secret", "bien"))
    assert written()
    asyncio.run(dialogue.forget(agent, "a"))
    assert not written()
    other.close()


def test_a_conversation_goes_on_under_another_name(agent, dialogue):
    asyncio.run(dialogue.move(agent, "a", "b"))
    assert said(dialogue, agent) == []
    asyncio.run(say(agent, "durée ?", "481 heures"))
    asyncio.run(dialogue.move(agent, "a", "b"))
    assert [entry.text for entry in asyncio.run(dialogue.said(agent, "b"))] == ["prix ?", "16 €", "durée ?", "481 heures"]


def test_while_another_process_writes_everything_can_be_read(agent, dialogue, database):
    store = Store(f"sqlite:///{database}")
    store.open("a")
    with sqlite3.connect(database, isolation_level=None) as other:
        other.execute("begin exclusive")
        begun = time.monotonic()
        assert store.knows("a")
        assert said(dialogue, agent) == ["prix ?", "16 €"]
        assert time.monotonic() - begun < 1, "nor is it waited for"


def test_a_short_write_of_another_process_is_waited_for(agent, dialogue, database):
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    other.execute("begin exclusive")

    def commit_later() -> None:
        time.sleep(0.5)
        other.execute("commit")

    async def both() -> None:
        end = asyncio.get_running_loop().run_in_executor(None, commit_later)
        await say(agent, "durée ?", "481 heures")
        await end

    asyncio.run(both())
    other.close()
    assert said(dialogue, agent) == ["prix ?", "16 €", "durée ?", "481 heures"]


def test_a_long_write_of_another_process_is_not_waited_for_for_ever(agent, database, monkeypatch):
    monkeypatch.setattr("bot.database.SECONDS_TO_RETRY", 0.5)
    with sqlite3.connect(database, isolation_level=None) as other:
        other.execute("begin exclusive")
        begun = time.monotonic()
        with pytest.raises(SQLAlchemyError):
            asyncio.run(say(agent, "durée ?", "481 heures"))
        assert time.monotonic() - begun < 2
