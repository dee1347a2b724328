"""A strict emulator of Telegram's Bot API for tests: a real HTTP server, with people who write, press and block.

Rules come from the Bot API's documentation (core.telegram.org/bots/api) and, where that is silent (error descriptions, order of
delivery), from the source of Telegram's own server (github.com/tdlib/telegram-bot-api) and library (github.com/tdlib/td).
"""

from tests.telegram.emulator.chats import Call, Chat, Message, Shown
from tests.telegram.emulator.emulator import Emulator
from tests.telegram.emulator.faults import Fault
from tests.telegram.emulator.people import Group, Person

__all__ = ["Call", "Chat", "Emulator", "Fault", "Group", "Message", "Person", "Shown"]
