"""What the channel itself keeps, in the database that holds Rasa's conversations: which are open, and feedback."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import sqlalchemy as sa

from bot.database import connect, probe, written_out

TABLES = sa.MetaData()
_CONVERSATIONS = sa.Table(
    "web_conversations",
    TABLES,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("opened", sa.Float, nullable=False, index=True),
)
_FEEDBACK = sa.Table(
    "web_feedback",
    TABLES,
    sa.Column("conversation", sa.String(32), primary_key=True),
    sa.Column("answer", sa.String(64), primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class Opinion:
    """Feedback on one answer.

    Attributes:
        answer: the answer's id.
        helpful: whether it helped.
        comment: what the visitor says of it, if anything.
        question: the visitor's message before it.
        text: the answer.
        at: when the feedback was given, in seconds since 1970.
    """

    answer: str
    helpful: bool
    comment: str
    question: str
    text: str
    at: float


class Store:
    """The channel's two tables, made when they are not there.

    Args:
        database: SQLAlchemy's address of the database.
    """

    def __init__(self, database: str) -> None:
        self._engine = connect(database, TABLES)

    def open(self, conversation: str) -> None:
        """Keep that a conversation was opened now."""
        with self._engine.begin() as connection:
            connection.execute(_CONVERSATIONS.insert().values(id=conversation, opened=time.time()))

    def knows(self, conversation: str) -> bool:
        """Whether a conversation was opened and not forgotten."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(_CONVERSATIONS.c.id).where(_CONVERSATIONS.c.id == conversation)) is not None

    def forget(self, conversation: str) -> None:
        """Delete a conversation with its feedback."""
        with self._engine.begin() as connection:
            connection.execute(_FEEDBACK.delete().where(_FEEDBACK.c.conversation == conversation))
            connection.execute(_CONVERSATIONS.delete().where(_CONVERSATIONS.c.id == conversation))
        written_out(self._engine)

    def keep_opinion(self, conversation: str, opinion: Opinion) -> None:
        """Keep feedback; it takes the place of an earlier one on the same answer."""
        same = (_FEEDBACK.c.conversation == conversation) & (_FEEDBACK.c.answer == opinion.answer)
        with self._engine.begin() as connection:
            connection.execute(_FEEDBACK.delete().where(same))
            connection.execute(_FEEDBACK.insert().values(conversation=conversation, **vars(opinion)))

    def opinions(self, conversation: str | None = None) -> list[Opinion]:
        """All feedback, or that of one conversation, the latest first."""
        query = sa.select(*(_FEEDBACK.c[name] for name in Opinion.__dataclass_fields__)).order_by(_FEEDBACK.c.at.desc())
        if conversation is not None:
            query = query.where(_FEEDBACK.c.conversation == conversation)
        with self._engine.connect() as connection:
            return [Opinion(**row) for row in connection.execute(query).mappings()]

    def forget_opinions(self, conversation: str) -> None:
        """Delete the feedback of a conversation that goes on."""
        with self._engine.begin() as connection:
            connection.execute(_FEEDBACK.delete().where(_FEEDBACK.c.conversation == conversation))

    def probe(self) -> None:
        """Write, read and delete a conversation.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it cannot be done.
        """
        probe(self._engine, _CONVERSATIONS, id=secrets.token_hex(8), opened=time.time())
