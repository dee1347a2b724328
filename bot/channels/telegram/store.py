"""What the channel keeps, in the database that holds Rasa's conversations: each update, until its answer is sent.

An update is kept before Telegram hears that we have it, its answer before it is sent, and how much of the answer is sent: so a
process may end at any moment. What is answered leaves its number alone, for the same update not to be answered again, and a
fingerprint of its words, for an edit that changes none not to be answered either, nor each picture of an album.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from bot.channels.telegram.updates import Heard, Sent, Wrote
from bot.database import EVENTS, connect

TABLES = sa.MetaData()
_UPDATES = sa.Table(
    "telegram_updates",
    TABLES,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("heard", sa.Text),  # null once it is answered
    sa.Column("calls", sa.Text),  # null until the answer is known, and once it is sent
    sa.Column("sent", sa.Integer, nullable=False, default=0),
)
_WORDS = sa.Table(
    "telegram_words",
    TABLES,
    sa.Column("message", sa.String(64), primary_key=True),  # a fingerprint, as that of its words; or of an album
    sa.Column("words", sa.String(64)),  # null where there are none
    sa.Column("at", sa.Float, nullable=False, index=True),
)


class Call(msgspec.Struct, frozen=True):
    """One call of the Bot API that an answer takes."""

    method: str
    parameters: dict[str, Any]


class Kept(msgspec.Struct):
    """An update that is not answered in full, and how far it is.

    Attributes:
        heard: what it asks.
        at: when it came, in seconds since 1970.
        calls: the answer; None when it is not known yet.
        sent: how many of the calls went well.
        again: whether its answer may have been worked out before.
    """

    heard: Heard
    at: float
    calls: tuple[Call, ...] | None = None
    sent: int = 0
    again: bool = False


class Store:
    """The channel's tables, made when they are not there.

    Args:
        database: SQLAlchemy's address of the database.
        key: of the fingerprints, and not in the database: without it nobody can try out what they are of.
    """

    def __init__(self, database: str, key: str) -> None:
        self._engine = connect(database, TABLES)
        self._key = key.encode()

    def keep(self, heard: Heard) -> Kept | None:
        """Keep an update; None when it is nothing new: kept before, an edit of no word, one more picture of an album."""
        kept = Kept(heard, time.time())
        content = msgspec.json.encode(heard).decode()
        try:
            with self._engine.begin() as connection:
                has_news = self._has_news(connection, heard, kept.at)
                heard_or_closed = content if has_news else None
                connection.execute(_UPDATES.insert().values(id=heard.update, at=kept.at, heard=heard_or_closed))
        except sa.exc.IntegrityError:
            return None
        return kept if has_news else None

    def waiting(self) -> list[Kept]:
        """All that is not answered in full, in the order it came."""
        query = sa.select(_UPDATES).where(_UPDATES.c.heard.is_not(None)).order_by(_UPDATES.c.id)
        with self._engine.connect() as connection:
            return [
                Kept(
                    msgspec.json.decode(row.heard, type=Heard),
                    row.at,
                    None if row.calls is None else msgspec.json.decode(row.calls, type=tuple[Call, ...]),
                    row.sent,
                    again=True,
                )
                for row in connection.execute(query)
            ]

    def has_caption(self, sent: Sent) -> bool:
        """Whether something without words is part of an album of which another part has some."""
        with self._engine.connect() as connection:
            return any(_words(connection, self._album(sent)))

    def answer(self, update: int, calls: Sequence[Call]) -> None:
        """Keep what is to be sent."""
        self._change(update, calls=msgspec.json.encode(calls).decode())

    def sent(self, update: int, number: int) -> None:
        """Keep how many calls of an answer went well."""
        self._change(update, sent=number)

    def close(self, update: int) -> None:
        """Keep of an update no more than that it was handled."""
        self._change(update, heard=None, calls=None)

    def conversations(self, prefix: str) -> list[str]:
        """Conversations that Rasa keeps events of; those whose name begins so, without that."""
        query = sa.select(EVENTS.c.sender_id).where(EVENTS.c.sender_id.startswith(prefix, autoescape=True)).distinct()
        if not sa.inspect(self._engine).has_table(EVENTS.name):
            return []  # Rasa keeps its conversations elsewhere, or has none.
        with self._engine.connect() as connection:
            return [str(sender).removeprefix(prefix) for sender in connection.scalars(query)]

    def _has_news(self, connection: sa.engine.Connection, heard: Heard, at: float) -> bool:
        """Whether there is something new to answer; keeps the fingerprints that tell."""
        if isinstance(heard, Wrote):
            message = self._fingerprint(f"{heard.chat} {heard.message}")
            words = self._fingerprint(f"{message} {heard.text}")
            if heard.edited and _words(connection, message) == [words]:
                return False
            _keep_words(connection, message, words, at)
            if heard.album is not None:
                _keep_words(connection, self._album(heard), words, at)
        elif isinstance(heard, Sent) and heard.album is not None:
            album = self._album(heard)
            if _words(connection, album):
                return False
            _keep_words(connection, album, None, at)
        return True

    def _album(self, part: Wrote | Sent) -> str:
        return self._fingerprint(f"{part.chat} album {part.album}")

    def _fingerprint(self, text: str) -> str:
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256").hex()

    def _change(self, update: int, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(_UPDATES.update().where(_UPDATES.c.id == update).values(**values))


def _words(connection: sa.engine.Connection, message: str) -> list[str | None]:
    """The fingerprint of a message's words, or None where it has no words; nothing when the message is unknown."""
    return list(connection.scalars(sa.select(_WORDS.c.words).where(_WORDS.c.message == message)))


def _keep_words(connection: sa.engine.Connection, message: str, words: str | None, at: float) -> None:
    connection.execute(_WORDS.delete().where(_WORDS.c.message == message))
    connection.execute(_WORDS.insert().values(message=message, words=words, at=at))
