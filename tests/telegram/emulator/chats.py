"""Chats, their messages, and what tests read of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Chat:
    """A private chat (id: the person's) or a group (negative id).

    Attributes:
        id: as in the Bot API.
        type: "private", "group" or "supergroup".
        title: a group's, or the person's name.
        known: whether the bot has met it; it can write to no other ("chat not found").
        started: whether the person of a private chat has written there; the bot cannot begin.
        blocked: whether the person blocked the bot, or the group removed it.
        topics: a forum's, by the id of their first message; none in other chats.
        became: the id of the supergroup that the group has become, or None.
    """

    id: int
    type: str
    title: str
    username: str | None = None
    known: bool = False
    started: bool = False
    blocked: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    became: int | None = None
    messages: dict[int, Message] = field(default_factory=dict, repr=False)

    def api(self) -> dict[str, Any]:
        """As in the Bot API (core.telegram.org/bots/api#chat)."""
        if self.type != "private":
            forum = {"is_forum": True} if self.topics else {}
            return {"id": self.id, "type": self.type, "title": self.title} | forum
        return {"id": self.id, "type": self.type, "first_name": self.title} | (
            {"username": self.username} if self.username else {}
        )


@dataclass(eq=False)
class Message:
    """One message, of a person or of the bot; as it is now.

    Attributes:
        chat: where it stands.
        message_id: its id there.
        user: who wrote it, as in the Bot API.
        date: of its writing, in seconds since 1970.
        text: without tags; a medium's caption.
        html: as the bot sent it.
        content: the fields that make it a photo, a voice message and so on; none for a text.
        about: more fields that tell of it: in whose name it was written, that it was forwarded.
        keyboard: rows of inline buttons.
        topic: the forum topic that it is in, or None.
        update_id: the update that brought it to the bot, or None when the bot was not told.
        edited: when it was changed last, or None.
        deleted: whether it is gone.
    """

    chat: Chat
    message_id: int
    user: dict[str, Any]
    date: int
    text: str
    html: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    keyboard: list[list[dict[str, str]]] = field(default_factory=list)
    reply_to: Message | None = None
    topic: int | None = None
    preview: bool = True
    update_id: int | None = None
    edited: int | None = None
    deleted: bool = False

    def api(self, with_reply: bool = True) -> dict[str, Any]:
        """As in the Bot API (core.telegram.org/bots/api#message)."""
        message = {"message_id": self.message_id, "from": self.user, "chat": self.chat.api(), "date": self.date}
        if self.edited is not None:
            message["edit_date"] = self.edited
        if self.reply_to is not None and with_reply:
            # "will not contain further reply_to_message fields even if it itself is a reply"
            message["reply_to_message"] = self.reply_to.api(with_reply=False)
        if self.topic is not None:
            message |= {"message_thread_id": self.topic, "is_topic_message": True}
        elif self.reply_to is not None and self.chat.type == "supergroup":
            message["message_thread_id"] = self.reply_to.message_id
        message |= self.content | self.about
        text, entities = ("caption", "caption_entities") if self.content else ("text", "entities")
        if self.text:
            message[text] = self.text
        if self.entities:
            message[entities] = self.entities
        if self.keyboard:
            message["reply_markup"] = {"inline_keyboard": self.keyboard}
        return message

    def shown(self) -> Shown:
        """As people see it."""
        return Shown(
            message_id=self.message_id,
            sender="bot" if self.user["is_bot"] and "sender_chat" not in self.about else self.user["first_name"],
            text=self.text,
            html=self.html or self.text,
            keyboard=self.keyboard,
            edited=self.edited is not None,
            reply_to=self.reply_to.message_id if self.reply_to else None,
            topic=self.topic,
            preview=self.preview,
        )


@dataclass(frozen=True)
class Shown:
    """A message as people in the chat see it at a moment.

    Attributes:
        message_id: its id.
        sender: a person's name, or "bot".
        text: without tags; a medium's caption.
        html: what the bot sent, with its tags; the same as text for a person's message.
        keyboard: its inline buttons, one list a row, as in the Bot API.
        edited: whether its text was changed since it was sent.
        reply_to: the id of the message that it answers, or None.
        topic: the forum topic that it is in, or None.
        preview: whether a link in it may show a preview.
    """

    message_id: int
    sender: str
    text: str
    html: str
    keyboard: list[list[dict[str, str]]]
    edited: bool
    reply_to: int | None
    topic: int | None
    preview: bool

    @property
    def buttons(self) -> list[list[str]]:
        """The titles of its inline buttons, one list a row."""
        return [[button["text"] for button in row] for row in self.keyboard]

    def find_button(self, title: str) -> dict[str, str] | None:
        """Its first inline button of this title."""
        return next((button for row in self.keyboard for button in row if button["text"] == title), None)


@dataclass(eq=False)
class Call:
    """One call of the bot.

    Attributes:
        method: as in the documentation ("sendMessage").
        params: its parameters.
        time: when it came, in time.monotonic seconds.
        status: the HTTP status answered; None while it runs and when the connection was cut.
        description: an error's description.
        fault: the name of the fault that it met, or None.
        carried_out: whether Telegram did what was asked.
        retry_after: the seconds that a 429 told to wait.
    """

    method: str
    params: dict[str, Any]
    time: float
    status: int | None = None
    description: str = ""
    fault: str | None = None
    carried_out: bool = False
    retry_after: int = 0

    def __str__(self) -> str:
        told = "no answer" if self.status is None else f"{self.status} {self.description}".strip()
        return f"{self.method}({json.dumps(self.params, ensure_ascii=False)[:200]}): {told}" + (
            f" (fault: {self.fault})" if self.fault else ""
        )
