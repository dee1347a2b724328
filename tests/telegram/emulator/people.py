"""People and groups: what they do reaches the bot as updates."""

from __future__ import annotations

import re
from typing import Any

from tests.telegram.emulator.chats import Chat, Message, Shown
from tests.telegram.emulator.methods import MAX_TEXT
from tests.telegram.emulator.texts import find_entities, utf16
from tests.telegram.emulator.world import Press, World

_FILE = {"file_id": "AgACAgQAAxkBAAMC", "file_unique_id": "AQADAgATqRsy", "file_size": 2048}
# What a message holds beside its text, by kind (core.telegram.org/bots/api#message).
SPECIMENS: dict[str, Any] = {
    "animation": {**_FILE, "width": 320, "height": 240, "duration": 3},
    "audio": {**_FILE, "duration": 60, "mime_type": "audio/mpeg"},
    "contact": {"phone_number": "+33549000000", "first_name": "Paul"},
    "dice": {"emoji": "🎲", "value": 4},
    "document": {**_FILE, "file_name": "cv.pdf", "mime_type": "application/pdf"},
    "location": {"latitude": 46.5802, "longitude": 0.3404},
    "photo": [{**_FILE, "width": 90, "height": 67}, {**_FILE, "file_unique_id": "AQADAgATqRsz", "width": 800, "height": 600}],
    "sticker": {**_FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
    "video": {**_FILE, "width": 640, "height": 480, "duration": 10},
    "video_note": {**_FILE, "length": 240, "duration": 10},
    "voice": {**_FILE, "duration": 4, "mime_type": "audio/ogg"},
}
# "a fake sender user" (core.telegram.org/bots/api#message, sender_chat): of what an anonymous admin wrote, and a channel.
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
WITH_CAPTION = ("animation", "audio", "document", "photo", "video", "voice")


class Group(Chat):
    """A group or supergroup that the bot is a member of.

    Args:
        world: where.
        id: negative.
        type: "group" or "supergroup".
        title: its name.
        members: its people; the first adds the bot and speaks for the group.
    """

    def __init__(self, world: World, id: int, type: str, title: str, members: list[Person]) -> None:
        super().__init__(id, type, title, known=True)
        self._world, self.members = world, members

    def adds_bot(self) -> int | None:
        """Make the bot a member: a my_chat_member update (its id is returned) and a service message."""
        with self._world.lock:
            self.blocked = False
            update_id = self._members_changed("left", "member")
            self._service({"new_chat_members": [self._world.bot]})
            return update_id

    def adds(self, *people: Person) -> None:
        """Make these people members: a service message tells the bot."""
        with self._world.lock:
            self.members += people
            self._service({"new_chat_members": [person.user for person in people]})

    def opens_topic(self, name: str) -> int:
        """Have a forum topic opened in a supergroup; returns its id (core.telegram.org/bots/api#forumtopiccreated)."""
        with self._world.lock:
            created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            message = self._world.add_message(self, self.members[0].user, "", content=created)
            message.topic = message.message_id
            self.topics[message.message_id] = name
            message.update_id = self._world.update("message", message.api(), ("chat", self.id))
            return message.message_id

    def becomes(self, supergroup: Group) -> None:
        """Become a supergroup, with another id: a service message in each tells it (Emulator.upgrade)."""
        with self._world.lock:
            self.became = supergroup.id
            self._service({"migrate_to_chat_id": supergroup.id})
            supergroup._service({"migrate_from_chat_id": self.id})

    def discusses(self, text: str) -> Message:
        """Get a post of the channel that this group discusses, as Telegram forwards it by itself; the bot is told.

        Source: core.telegram.org/bots/api#message, is_automatic_forward.
        """
        channel = {"id": self.id - 1, "type": "channel", "title": f"{self.title}, les nouvelles"}
        origin = {"type": "channel", "chat": channel, "message_id": 1, "date": int(self._world.now())}
        about = {"sender_chat": channel, "is_automatic_forward": True, "forward_origin": origin}
        with self._world.lock:
            message = self._world.add_message(self, TELEGRAM, text, entities=find_entities(text), about=about)
            message.update_id = self._world.update("message", message.api(), ("chat", self.id))
            return message

    def _members_changed(self, old: str, new: str) -> int | None:
        return _membership(self._world, self, self.members[0], old, new)

    def _service(self, content: dict[str, Any]) -> None:
        message = self._world.add_message(self, self.members[0].user, "", content=content)
        message.update_id = self._world.update("message", message.api(), ("chat", self.id))


class Person:
    """Someone with a private chat with the bot, and maybe groups.

    Args:
        world: where.
        id: the user's id; the private chat's is the same.
        name: the first name.
        username: without @.
        language: the language of their Telegram.

    Attributes:
        id, name, username, language: as given.
        chat: the private chat.
    """

    def __init__(self, world: World, id: int, name: str, username: str | None, language: str | None) -> None:
        self._world = world
        self.id, self.name, self.username, self.language = id, name, username, language
        self.chat = Chat(id, "private", name, username)

    @property
    def user(self) -> dict[str, Any]:
        """As in the Bot API (core.telegram.org/bots/api#user)."""
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.name}
        optional = {"username": self.username, "language_code": self.language}
        return user | {name: value for name, value in optional.items() if value is not None}

    def starts(self, payload: str | None = None) -> Message:
        """Open the bot by its link or Start button: sends `/start`, with the link's payload.

        Args:
            payload: 1 to 64 of A-Za-z0-9_- (core.telegram.org/bots/features#deep-linking).

        Raises:
            ValueError: no link can have this payload.
        """
        if payload is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
            raise ValueError(f"{payload!r} cannot be in a link")
        return self.says("/start" if payload is None else f"/start {payload}")

    def says(
        self,
        text: str,
        chat: Chat | None = None,
        reply_to: Message | Shown | int | None = None,
        anonymous: bool = False,
        topic: int | None = None,
    ) -> Message:
        """Write to the bot, or in a group; commands and mentions are found as Telegram does.

        Args:
            text: what is written.
            chat: where; the private chat by default.
            reply_to: the message answered, or its id.
            anonymous: as an admin of a group may, in its name; who presses buttons is a person all the same.
            topic: of a forum's, by its id; the general one by default.

        Returns:
            the message; its `update_id` can be redelivered, and is None when the bot was not told (privacy mode).

        Raises:
            ValueError: a client would not send this text.
            RuntimeError: the person may not write there.
        """
        if not text.strip() or utf16(text) > MAX_TEXT:
            raise ValueError(f"Telegram's clients send 1 to {MAX_TEXT} characters at a time")
        about = {"sender_chat": chat.api()} if chat and anonymous else {}
        return self._send(
            chat, text, reply_to, ANONYMOUS if anonymous else self.user, entities=find_entities(text), about=about, topic=topic
        )

    def sends(
        self,
        *,
        caption: str = "",
        chat: Chat | None = None,
        reply_to: Message | Shown | int | None = None,
        **content: Any,
    ) -> Message:
        """Send something that is no text: `sends(photo=True)`, `sends(location={"latitude": 46.6, "longitude": 0.3})` and so on.

        Args:
            caption: where Telegram has one.
            chat: where; the private chat by default.
            reply_to: the message answered, or its id.
            content: the message's field and its value, True for a specimen of SPECIMENS.

        Raises:
            ValueError: a caption where there is none.
            RuntimeError: the person may not write there.
        """
        if caption and not set(content) & set(WITH_CAPTION):
            raise ValueError(f"{', '.join(content)} has no caption")
        content = {name: SPECIMENS[name] if value is True else value for name, value in content.items()}
        return self._send(chat, caption, reply_to, self.user, entities=find_entities(caption), content=content)

    def sends_album(self, *captions: str, chat: Chat | None = None) -> list[Message]:
        """Send photos at once, one for each caption, which may be empty (core.telegram.org/bots/api#message, media_group_id)."""
        with self._world.lock:
            about = {"media_group_id": str(13_000_000_000_000_000 + len(self._place(chat).messages))}
            messages = []
            for caption in captions:
                more = {"entities": find_entities(caption), "content": {"photo": SPECIMENS["photo"]}, "about": about}
                messages.append(self._send(chat, caption, None, self.user, **more))
            return messages

    def edits(self, message: Message, text: str) -> int | None:
        """Change an own message: an edited_message update. Returns its id.

        Raises:
            RuntimeError: it is not the person's.
        """
        with self._world.lock:
            if message.user["id"] != self.id:
                raise RuntimeError(f"{self.name} did not write this message")
            message.text, message.entities = text, find_entities(text)
            message.edited = int(self._world.now())
            if not self._is_heard(message):
                return None
            return self._world.update("edited_message", message.api(), ("chat", message.chat.id))

    def reacts(self, message: Message) -> int | None:
        """React to a message of a person: its edited_message update has nothing new to see. Returns its id.

        Source: core.telegram.org/bots/api#update ("may at times be triggered by changes to message fields that are either
        unavailable or not actively used by your bot").
        """
        with self._world.lock:
            if not self._is_heard(message):
                return None
            return self._world.update("edited_message", message.api(), ("chat", message.chat.id))

    def presses(self, button: str, chat: Chat | None = None, message: Message | Shown | int | None = None) -> str:
        """Press an inline button: a callback_query update.

        Args:
            button: its title.
            chat: where; the private chat by default.
            message: which; by default the latest that shows such a button. A `Shown` from before keeps the buttons that it had:
                so does a client that was not yet told of their removal.

        Returns:
            the callback query's id.

        Raises:
            LookupError: there is no such button; says which there are.
            RuntimeError: the person may not, or the button is a link.
        """
        with self._world.lock:
            chat = self._place(chat)
            shown = [each.shown() for each in chat.messages.values() if not each.deleted]
            if isinstance(message, Shown):
                shown = [message]
            elif message is not None:
                shown = [each for each in shown if each.message_id == _id(message)]
            pressed = next((each for each in reversed(shown) if each.find_button(button)), None)
            if pressed is None:
                raise LookupError(f"no button {button!r} in {[each.buttons for each in shown if each.keyboard]}")
            data = (pressed.find_button(button) or {}).get("callback_data")
            if data is None:
                raise RuntimeError(f"the button {button!r} opens a link")
            return self._press(chat.messages[pressed.message_id], data)

    def _press(self, message: Message, data: str) -> str:
        world, chat = self._world, message.chat
        query_id = str(4_382_000_000_000_000_001 + len(world.presses))
        world.presses[query_id] = Press(self.id)
        # core.telegram.org/bots/api#maybeinaccessiblemessage
        known = {"chat": chat.api(), "message_id": message.message_id, "date": 0} if message.deleted else message.api()
        query = {"id": query_id, "from": self.user, "message": known, "chat_instance": str(-chat.id), "data": data}
        # Not in order with messages: Telegram keeps pressed buttons in a queue of their own for each person.
        world.update("callback_query", query, ("press", self.id))
        return query_id

    def notified(self) -> list[dict[str, Any]]:
        """What answerCallbackQuery showed: a {"text", "show_alert"} for each answered press, in the order of the presses."""
        with self._world.lock:
            presses = [press for press in self._world.presses.values() if press.person == self.id]
            return [press.answer for press in presses if press.answer is not None]

    def unanswered(self) -> int:
        """How many presses still wait for answerCallbackQuery: their buttons show a progress bar."""
        with self._world.lock:
            return sum(press.person == self.id and press.answer is None for press in self._world.presses.values())

    def deletes(self, message: Message) -> None:
        """Delete a message for everyone; the bot is not told."""
        with self._world.lock:
            message.deleted = True
            self._world.changed()

    def blocks(self) -> int | None:
        """Block the bot: a my_chat_member update (its id is returned); sending gets 403 from then on."""
        return self._set_blocked(True)

    def unblocks(self) -> int | None:
        """Unblock the bot: a my_chat_member update (its id is returned)."""
        return self._set_blocked(False)

    def _set_blocked(self, blocked: bool) -> int | None:
        with self._world.lock:
            self.chat.blocked = blocked
            self.chat.known = True
            states = ("member", "kicked") if blocked else ("kicked", "member")
            return _membership(self._world, self.chat, self, *states)

    def _place(self, chat: Chat | None) -> Chat:
        """The chat where the person does something, which they must be able to do."""
        chat = chat or self.chat
        if isinstance(chat, Group):
            if self not in chat.members:
                raise RuntimeError(f"{self.name} is no member of {chat.title}")
            if chat.became is not None:
                raise RuntimeError(f"{chat.title} has become a supergroup")
        elif chat is not self.chat:
            raise RuntimeError(f"{self.name} has no access to this chat")
        elif chat.blocked:
            raise RuntimeError(f"{self.name} has blocked the bot and cannot write to it")
        return chat

    def _send(
        self, chat: Chat | None, text: str, reply_to: Message | Shown | int | None, user: dict[str, Any], **more: Any
    ) -> Message:
        with self._world.lock:
            chat = self._place(chat)
            self.chat.known = True
            if chat is self.chat:
                chat.started = True
            answered = chat.messages[_id(reply_to)] if reply_to is not None else None
            message = self._world.add_message(chat, user, text, reply_to=answered, **more)
            if self._is_heard(message):
                message.update_id = self._world.update("message", message.api(), ("chat", chat.id))
            return message

    def _is_heard(self, message: Message) -> bool:
        """Whether the bot gets this message, in privacy mode.

        Source: core.telegram.org/bots/features#privacy-mode: commands, as long as no other bot wrote last, and answers to the
        bot; a mention is not among them.
        """
        chat, bot = message.chat, f"@{self._world.bot['username']}".lower()
        if chat.blocked and isinstance(chat, Group):
            return False
        if not self._world.privacy or not isinstance(chat, Group):
            return True
        if message.reply_to is not None and message.reply_to.user == self._world.bot:
            return True
        for entity in message.entities:
            end = entity["offset"] + entity["length"]
            covered = message.text.encode("utf-16-le")[2 * entity["offset"] : 2 * end].decode("utf-16-le").lower()
            if entity["type"] == "bot_command" and ("@" not in covered or covered.endswith(bot)):
                return True
        return False


def _id(message: Message | Shown | int) -> int:
    return message if isinstance(message, int) else message.message_id


def _membership(world: World, chat: Chat, person: Person, old: str, new: str) -> int | None:
    """The bot's place in a chat changed (core.telegram.org/bots/api#chatmemberupdated)."""

    def member(status: str) -> dict[str, Any]:
        return {"user": world.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    change = {
        "chat": chat.api(),
        "from": person.user,
        "date": int(world.now()),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }
    return world.update("my_chat_member", change, ("member", chat.id))
