"""What Telegram tells us (core.telegram.org/bots/api#update), cut down to what we answer."""

from __future__ import annotations

import json
import logging
import re
import time
from typing import Annotated, Any

import msgspec
from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, MessageEntity, Update, User
from telegram.constants import ChatType

logger = logging.getLogger(__name__)

# What Telegram is asked to send.
WANTED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
# So long people may change a message of theirs (telegram.org/faq).
SECONDS_EDITABLE = 48 * 3600
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
# A button of a group's message is that of one person, whose id stands before it.
_OF = ":"
# Groups and channels have ids below 0.
_CHAT_ID = re.compile(r"-[0-9]{1,18}")


# Ids have 52 bits at most; what has more is not Telegram's. (The library does not check types; what is kept has to be sound.)
_Id = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be answered.

    Attributes:
        update: the id of the update.
        chat: where.
        person: who, in a group: a person, or the chat in whose name it is written; None in a private chat.
        message: which message it is, or for a button is below.
        topic: the forum topic that it is in, if the group has topics.
    """

    update: _Id
    chat: _Id
    person: _Id | None
    message: _Id
    topic: _Id | None = None

    @property
    def place(self) -> dict[str, int]:
        """Where an answer goes, as calls of the Bot API name it."""
        return {"chat_id": self.chat} if self.topic is None else {"chat_id": self.chat, "message_thread_id": self.topic}

    @property
    def conversation(self) -> str:
        """The conversation's id: in a group each person has their own."""
        return str(self.chat) if self.person is None else f"{self.chat}:{self.person}"


class Wrote(_Asked, frozen=True, tag=True, kw_only=True):
    """A message of words, also below a photo or the like.

    Attributes:
        text: the words.
        edited: whether it was sent before, with other words.
        album: what it is part of, if it is part of something that was sent at once.
    """

    text: str
    edited: bool = False
    album: str | None = None


class Sent(_Asked, frozen=True, tag=True, kw_only=True):
    """A photo, a voice message or the like without words; `album` as above."""

    album: str | None = None


class Pressed(_Asked, frozen=True, tag=True, kw_only=True):
    """A button; `query` is what Telegram waits to have acknowledged, `button` is None when it is another person's."""

    query: str
    button: str | None


class Moved(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A group became a supergroup, which is told in both.

    Attributes:
        update: the id of the update.
        chat: where it is told, after all that was said there.
        old: the id that the group had.
        new: the supergroup's.
    """

    update: _Id
    chat: _Id
    old: _Id
    new: _Id


Asked = Wrote | Sent | Pressed
Heard = Asked | Moved


def button_data(asked: Asked, button: str) -> str:
    """What a button below an answer is known by; 64 bytes at most, of which ids take about 40.

    Args:
        asked: what is answered.
        button: the button's id.
    """
    return button if asked.person is None else f"{asked.person}{_OF}{button}"


def parse(content: bytes | dict[str, Any]) -> Update | None:
    """An update as the library reads it.

    Args:
        content: an update, in JSON or out of it.

    Returns:
        None, and a line in the log, when it cannot: it is none, or of a kind that is newer than the library.
    """
    try:
        return Update.de_json(json.loads(content) if isinstance(content, bytes) else content)
    except Exception as error:
        logger.warning("An update that cannot be read was dropped (%s)", type(error).__name__)
        return None


def read(update: Update, me: User) -> Heard | None:
    """What an update tells the bot.

    Args:
        update: what Telegram tells.
        me: the bot.

    Returns:
        None when it is nothing for us: between others in a group, of another bot, or of a kind that we do not know.

    Raises:
        msgspec.ValidationError: what would be kept is not of the types that the Bot API has; so may be other errors.
    """
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query)
    if update.message is not None:
        return _said(update.update_id, update.message, me)
    if update.edited_message is not None:
        return _said(update.update_id, update.edited_message, me, edited=True)
    return None


def _pressed(update: int, query: CallbackQuery) -> Pressed | None:
    message = query.message
    if message is None or query.data is None:
        return None
    owner, _, button = query.data.rpartition(_OF)
    person = query.from_user.id if message.chat.type in _GROUPS else None
    if person is not None and _CHAT_ID.fullmatch(owner):
        # Who asked did so in the name of a chat, and presses as the person they are: nobody is told which.
        person = int(owner)
    mine = person is None or owner == str(person)
    content = {
        "update": update,
        "chat": message.chat.id,
        "person": person,
        "message": message.message_id,
        "topic": _topic(message),
        "query": query.id,
        "button": button if mine else None,
    }
    return msgspec.convert(content, Pressed)


def _said(update: int, message: Message, me: User, edited: bool = False) -> Wrote | Sent | Moved | None:
    here = message.chat.id
    if message.chat.type not in (ChatType.PRIVATE, *_GROUPS):
        return None
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        old, new = message.migrate_from_chat_id or here, message.migrate_to_chat_id or here
        return msgspec.convert({"update": update, "chat": here, "old": old, "new": new}, Moved)
    if _is_nothing_for_us(message, me, edited):
        return None
    content: dict[str, Any] = {
        "update": update,
        "chat": here,
        "person": _person(message) if message.chat.type in _GROUPS else None,
        "message": message.message_id,
        "topic": _topic(message),
        "album": message.media_group_id,
    }
    words = message.caption or "" if message.text is None else message.text
    text = _without_name(words, me)
    if message.text is None and not text:
        # What is no medium either tells of changes in a chat; a place that is shared while somebody walks is edited all the time.
        is_medium = message.effective_attachment or message.checklist
        return msgspec.convert(content, Sent) if is_medium and not edited else None
    command = re.match(r"/[^\s@]+@(\w+)", words)
    if command and command[1].lower() != _name(me):
        return None
    return msgspec.convert({**content, "text": text, "edited": edited}, Wrote)


def _topic(message: MaybeInaccessibleMessage) -> int | None:
    """The forum topic that it is in. Without topics, a thread is a row of answers, where a call cannot name it."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def _is_nothing_for_us(message: Message, me: User, edited: bool) -> bool:
    """Whether a message is to be left without an answer, whatever it holds."""
    if _person(message) is None:
        return True
    if message.is_automatic_forward:
        # A channel's post in the group that discusses it: the channel asks nothing there.
        return True
    if edited and time.time() - message.date.timestamp() > SECONDS_EDITABLE:
        # Nobody changes its words any more; Telegram tells of reactions and previews so, too.
        return True
    return message.chat.type in _GROUPS and not _calls(message, me)


def _person(message: Message) -> int | None:
    """Who wrote: a person, or a group's administrator who writes in the name of the group. Other bots are not answered."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return None if message.from_user is None or message.from_user.is_bot else message.from_user.id


def _calls(message: Message, me: User) -> bool:
    """Whether a message in a group is for the bot: a command, an answer to it, or one that names it."""
    answered = message.reply_to_message and message.reply_to_message.from_user
    if answered and answered.id == me.id:
        return True
    parts = message.parse_entities() if message.text else message.parse_caption_entities() if message.caption else {}
    for entity, words in parts.items():
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            return True
        if entity.type == MessageEntity.MENTION and words.lower() == f"@{_name(me)}":
            return True
        if entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == me.id:
            return True
    return False


def _name(me: User) -> str:
    return str(me.username).lower()


def _without_name(text: str, me: User) -> str:
    """A text without the bot's own name in it, which is no part of the question."""
    return re.sub(rf"[ \t]*@{re.escape(_name(me))}\b[,:]?", "", text, flags=re.IGNORECASE).strip()
