"""A sample of tests/conversations, held through the website's channel and through Telegram's: the same is read.

All of them are held in tests/test_conversations.py, with the bot alone.
"""

from __future__ import annotations

import asyncio
import copy
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zlib import crc32

import pytest

from bot.channels.errors import ChannelError
from bot.channels.history import Entry
from bot.channels.messages import check_text
from bot.channels.telegram.formatting import listed
from bot.channels.telegram.replies import buttons_below
from bot.channels.web.conversations import Conversations
from bot.channels.web.messages import Message
from bot.channels.web.store import Store
from bot.conversations import faults_of, load_conversations, readable
from bot.locks import ConversationLocks
from bot.store import ConversationStore
from tests.telegram.bots import Telegram, answering


def is_let_in(text: str) -> bool:
    """Whether channels let a message in; tests/channels and test_talk.py have what they say to others."""
    try:
        check_text(text)
    except ChannelError:
        return False
    return True


def sample(names: Iterable[str], size: int) -> list[str]:
    """Some conversations, one of each behaviour in turn; chance has picked them by their names, once and for all."""
    places: defaultdict[str, Iterator[int]] = defaultdict(itertools.count)
    picked = sorted(names, key=lambda name: crc32(name.encode()))
    return sorted(picked, key=lambda name: next(places[name.split("/")[0]]))[:size]


LOADED = load_conversations()
CONVERSATIONS = {
    name: [exchange for exchange in LOADED[name].exchanges if is_let_in(exchange.visitor)]
    for name in sample([name for name, conversation in LOADED.items() if not conversation.known_failure], 20)
}


@dataclass
class Held:
    """A conversation as it went: for each message of the visitor what was read, and the buttons offered."""

    read: list[str] = field(default_factory=list)
    buttons: list[list[str]] = field(default_factory=list)


def unmarked(markdown: str) -> str:
    """An answer without its marks, as Telegram shows it."""
    text = re.sub(r"(?m)^> ?", "", markdown)
    text = re.sub(r"(?m)^\s*[-*•]\s+", "• ", text)
    text = re.sub(r"\[([^\]]+)\]\((?:https?://|mailto:|tel:)[^\s)]+\)", r"\1", text)
    return readable(re.sub(r"\^\{(.+?)\}", r"\1", text))


def on_a_phone(answer: Entry) -> str:
    """An answer with a list in place of its table, which the website's window draws."""
    return answer.text.replace(answer.table["replaces"], listed(answer.table)) if answer.table else answer.text


async def on_the_web(agent, database) -> dict[str, Held]:
    """The conversations, held through the web channel."""
    web = Conversations(Store(f"sqlite:///{database}"), agent.handle_message)
    held = {}
    for name, conversation in CONVERSATIONS.items():
        opened, held[name], offered = await web.open(), Held(), dict[str, str]()
        for exchange in conversation:
            button = offered.get(exchange.visitor)
            message = Message(button=button) if button else Message(text=exchange.visitor)
            answers = await web.say(agent, opened, message)
            offered = {button.title: button.id for answer in answers for button in answer.buttons}
            held[name].read.append(unmarked("\n".join(map(on_a_phone, answers))))
            # Telegram shows behind a button what the website's window unfolds.
            held[name].buttons.append([button.title for answer in answers for button in buttons_below(answer)])
    return held


def in_telegram(telegram: Telegram) -> dict[str, Held]:
    """The conversations, held through Telegram: a person for each, all side by side."""
    held = {name: Held() for name in CONVERSATIONS}
    people = {name: telegram.person(name) for name in CONVERSATIONS}
    for number in range(max(map(len, CONVERSATIONS.values()))):
        talking = {name: conversation for name, conversation in CONVERSATIONS.items() if number < len(conversation)}
        before = {}
        for name, conversation in talking.items():
            before[name] = len(telegram.said_so_far(people[name]))
            visitor = conversation[number].visitor
            if number and visitor in held[name].buttons[-1]:
                people[name].presses(visitor)
            else:
                people[name].says(visitor)
        telegram.done(timeout=120)
        for name in talking:
            answers = [shown for shown in telegram.shows(people[name]) if shown.sender == "bot"][before[name] :]
            held[name].read.append(readable("\n".join(shown.text for shown in answers)))
            held[name].buttons.append([title for shown in answers for row in shown.buttons for title in row])
    return held


@pytest.fixture(scope="module")
def held(tmp_path_factory, agent) -> Iterator[tuple[dict[str, Held], dict[str, Held]]]:
    """The conversations, on the web and in Telegram."""
    folder, agent = tmp_path_factory.mktemp("conversations"), copy.copy(agent)
    agent.processor = copy.copy(agent.processor)
    agent.lock_store = agent.processor.lock_store = ConversationLocks(address="")
    agent.tracker_store = agent.processor.tracker_store = ConversationStore(agent.domain, db=str(folder / "events.db"))
    web = asyncio.run(on_the_web(agent, folder / "web.db"))
    with Telegram(folder / "telegram.db").running() as telegram, answering(telegram, agent, folder / "telegram.db"):
        yield web, in_telegram(telegram)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_same_is_read_as_on_the_web(held, name):
    web, telegram = held[0][name], held[1][name]
    assert telegram == web
    if any(exchange.visitor.startswith("/") for exchange in CONVERSATIONS[name]):
        return  # Here Rasa was meant to be given an intent, which no channel lets a visitor do.
    for exchange, read, buttons in zip(CONVERSATIONS[name], telegram.read, telegram.buttons, strict=True):
        assert not faults_of(exchange, read, buttons)
