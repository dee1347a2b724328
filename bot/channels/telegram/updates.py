"""What Telegram tells us (core.telegram.org/bots/api#update), cut down to what we answer."""

from __future__ import annotations

import re
import time
from typing import Annotated, Any

import msgspec

# What Telegram is asked to send.
WANTED = ("message", "edited_message", "callback_query")
# What people send besides text (core.telegram.org/bots/api#message). All else that is no text tells of changes in a chat.
_MEDIA = (
    *("animation", "audio", "checklist", "contact", "dice", "document", "game", "location", "paid_media", "photo"),
    *("poll", "sticker", "story", "venue", "video", "video_note", "voice"),
)
# So long people may change a message of theirs (telegram.org/faq).
SECONDS_EDITABLE = 48 * 3600
_GROUPS = ("group", "supergroup")
# A button of a group's message is that of one person, whose id stands before it.
_OF = ":"
# Groups and channels have ids below 0.
_CHAT_ID = re.compile(r"-[0-9]{1,18}")


class Me(msgspec.Struct, frozen=True):
    """The bot, as getMe tells it."""

    id: int
    username: str


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be answered.

    Attributes:
        update: the id of the update.
        chat: where.
        person: who, in a group: a person, or the chat in whose name it is written; None in a private chat.
        message: which message it is, or for a button is below.
        topic: the forum topic that it is in, if the group has topics.
    """

    update: int
    chat: int
    person: int | None
    message: int
    topic: int | None = None

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

    update: int
    chat: int
    old: int
    new: int


Asked = Wrote | Sent | Pressed
Heard = Asked | Moved


def button_data(asked: Asked, button: str) -> str:
    """What a button below an answer is known by; 64 bytes at most, of which ids take about 40.

    Args:
        asked: what is answered.
        button: the button's id.
    """
    return button if asked.person is None else f"{asked.person}{_OF}{button}"


# Ids have 52 bits at most; what has more is not Telegram's.
_Id = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class _User(msgspec.Struct):
    id: _Id
    is_bot: bool = False


class _Chat(msgspec.Struct):
    id: _Id
    type: str


class _Entity(msgspec.Struct):
    type: str
    offset: Annotated[int, msgspec.Meta(ge=0)]
    length: Annotated[int, msgspec.Meta(ge=0)]
    user: _User | None = None


class _RepliedTo(msgspec.Struct):
    sender: _User | None = msgspec.field(name="from", default=None)


class _Message(msgspec.Struct):
    message_id: _Id
    chat: _Chat
    date: _Id = 0
    sender: _User | None = msgspec.field(name="from", default=None)
    sender_chat: _Chat | None = None
    is_automatic_forward: bool = False
    text: str | None = None
    caption: str | None = None
    entities: tuple[_Entity, ...] = ()
    caption_entities: tuple[_Entity, ...] = ()
    reply_to_message: _RepliedTo | None = None
    media_group_id: str | None = None
    message_thread_id: _Id | None = None
    is_topic_message: bool = False
    migrate_to_chat_id: _Id | None = None
    migrate_from_chat_id: _Id | None = None

    @property
    def topic(self) -> int | None:
        """The forum topic that it is in. Without topics, a thread is a row of answers, where a call cannot name it."""
        return self.message_thread_id if self.is_topic_message else None


class _Query(msgspec.Struct):
    id: str
    sender: _User = msgspec.field(name="from")
    message: _Message | None = None
    data: str | None = None


_NOTHING = msgspec.Raw(b"null")


class _Update(msgspec.Struct):
    update_id: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    message: msgspec.Raw = _NOTHING
    edited_message: msgspec.Raw = _NOTHING
    callback_query: _Query | None = None


def read(body: bytes | msgspec.Raw, me: Me) -> Heard | None:
    """What an update tells the bot.

    Args:
        body: an update, in JSON.
        me: the bot.

    Returns:
        None when it is nothing for us: between others in a group, of another bot, or of a kind that we do not know.

    Raises:
        msgspec.DecodeError: it is no update.
    """
    update = msgspec.json.decode(body, type=_Update)
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query)
    return _said(update.update_id, update.message, me) or _said(update.update_id, update.edited_message, me, edited=True)


def _pressed(update: int, query: _Query) -> Pressed | None:
    message = query.message
    if message is None or query.data is None:
        return None
    owner, _, button = query.data.rpartition(_OF)
    person = query.sender.id if message.chat.type in _GROUPS else None
    if person is not None and _CHAT_ID.fullmatch(owner):
        # Who asked did so in the name of a chat, and presses as the person they are: nobody is told which.
        person = int(owner)
    mine = person is None or owner == str(person)
    return Pressed(
        update=update,
        chat=message.chat.id,
        person=person,
        message=message.message_id,
        topic=message.topic,
        query=query.id,
        button=button if mine else None,
    )


def _said(update: int, content: msgspec.Raw, me: Me, edited: bool = False) -> Wrote | Sent | Moved | None:
    message = msgspec.json.decode(content, type=_Message | None)
    if message is None or message.chat.type not in ("private", *_GROUPS):
        return None
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        here = message.chat.id
        old, new = message.migrate_from_chat_id or here, message.migrate_to_chat_id or here
        return Moved(update=update, chat=here, old=old, new=new)
    if _is_nothing_for_us(message, me, edited):
        return None
    where: dict[str, Any] = {
        "update": update,
        "chat": message.chat.id,
        "person": _person(message) if message.chat.type in _GROUPS else None,
        "message": message.message_id,
        "topic": message.topic,
        "album": message.media_group_id,
    }
    words = message.caption or "" if message.text is None else message.text
    text = _without_name(words, me)
    if message.text is None and not text:
        kinds = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        # A place that somebody shares while they walk is edited all the time.
        return None if edited or kinds.keys().isdisjoint(_MEDIA) else Sent(**where)
    command = re.match(r"/[^\s@]+@(\w+)", words)
    if command and command[1].lower() != me.username.lower():
        return None
    return Wrote(text=text, edited=edited, **where)


def _is_nothing_for_us(message: _Message, me: Me, edited: bool) -> bool:
    """Whether a message is to be left without an answer, whatever it holds."""
    if _person(message) is None:
        return True
    if message.is_automatic_forward:
        # A channel's post in the group that discusses it: the channel asks nothing there.
        return True
    if edited and time.time() - message.date > SECONDS_EDITABLE:
        # Nobody changes its words any more; Telegram tells of reactions and previews so, too.
        return True
    return message.chat.type in _GROUPS and not _calls(message, me)


def _person(message: _Message) -> int | None:
    """Who wrote: a person, or a group's administrator who writes in the name of the group. Other bots are not answered."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return None if message.sender is None or message.sender.is_bot else message.sender.id


def _calls(message: _Message, me: Me) -> bool:
    """Whether a message in a group is for the bot: a command, an answer to it, or one that names it."""
    answered = message.reply_to_message and message.reply_to_message.sender
    if answered and answered.id == me.id:
        return True
    text, entities = (message.text, message.entities) if message.text is not None else (message.caption, message.caption_entities)
    for entity in entities:
        # Telegram counts in UTF-16 units.
        words = (text or "").encode("utf-16-le")[2 * entity.offset : 2 * (entity.offset + entity.length)]
        if entity.type == "bot_command" and entity.offset == 0:
            return True
        if entity.type == "mention" and words.decode("utf-16-le", "ignore").lower() == f"@{me.username}".lower():
            return True
        if entity.type == "text_mention" and entity.user and entity.user.id == me.id:
            return True
    return False


def _without_name(text: str, me: Me) -> str:
    """A text without the bot's own name in it, which is no part of the question."""
    return re.sub(rf"[ \t]*@{re.escape(me.username)}\b[,:]?", "", text, flags=re.IGNORECASE).strip()
