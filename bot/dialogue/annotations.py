"""Annotated conversations (data/conversations): what a good adviser understands of each message (docs/annotation.md)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from bot.dialogue.query import ACTS, Act, Edit, Query
from bot.dialogue.reading import SELF
from bot.knowledge.loader import KNOWLEDGE_DIR, read_yaml
from bot.knowledge.models import Topic
from bot.knowledge.takeover import taken_over

Role = Literal["words", "weights", "held out"]
CONVERSATIONS_DIR = Path(__file__).resolve().parents[2] / "data" / "conversations"
# What an author's conversations are for, by the author's number modulo 6: a third is kept out of training, to measure on; a sixth
# teaches how much what speaks for a meaning weighs, read by models that have not seen it; the others teach what words mean.
_ROLES: dict[int, Role] = {0: "held out", 3: "held out", 1: "weights"}
_INTENT_OF_ACT: dict[str, str] = {
    "path": "path", "advise": "recommendation", "source": "source", "repeat": "repeat", "reject": "correct",
    "complain": "complain", "tell": "tell_situation",
}  # fmt: skip


# Acts that ask nothing; beside a question they are its tone.
_TONE = frozenset(["reject", "complain", "tell", "social"])


class AnnotatedQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that is asked, as an annotator writes it. The act `any` is one that nobody annotated: nothing is learnt of it."""

    act: Act | Literal["any"]
    topic: str | None = None
    certificates: tuple[str, ...] = ()
    person: str = SELF
    term: str | None = None
    fact: str | None = None
    not_: tuple[str, ...] = msgspec.field(name="not", default=())
    all: bool = False
    social: str | None = None
    kind: str | None = None
    worry: str | bool | None = None

    @property
    def intent(self) -> str:
        """The intent that it stands for."""
        match self.act:
            case "social":
                return self.social or "greet"
            case "not_ours":
                return self.kind or "out_of_scope"
            case "path" | "advise" | "source" | "repeat" | "reject" | "complain" | "tell":
                return _INTENT_OF_ACT[self.act]
            case "define":
                return self.topic or "define"
            case "compare" | "choose":
                return self.topic or "comparison"
            case _:
                return self.topic or "other_unanswered"

    def query(self, everything: tuple[str, ...]) -> Query:
        """The query; « all » are all certificates.

        Args:
            everything: the certificates' ids.
        """
        certificates = (
            tuple(c for c in everything if c not in self.not_) if self.all and not self.certificates else self.certificates
        )
        order = {key: number for number, key in enumerate(everything)}
        in_order = tuple(sorted(dict.fromkeys(certificates), key=lambda what: (order.get(what, len(order)), what)))
        return Query("open" if self.act == "any" else self.act, self.intent, in_order, self.person)


class Answered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the adviser's reply answered, where that is not what was asked."""

    topic: str | tuple[str, ...] | None = None
    certificates: tuple[str, ...] | None = None
    person: str | None = None


class AnnotatedTurn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A visitor's message, what it means, and what it got."""

    user: str
    queries: tuple[AnnotatedQuery, ...]
    edit: Edit = "none"
    bot: str = ""
    tells: Mapping[str, Any] = {}
    sure: bool = True
    or_: tuple[AnnotatedQuery, ...] = msgspec.field(name="or", default=())
    answered: Answered | None = None

    @property
    def asked(self) -> tuple[AnnotatedQuery, ...]:
        """What the turn asks; an objection, a complaint or a telling counts only where nothing is asked beside it."""
        return tuple(q for q in self.queries if q.act not in _TONE) or self.queries[:1]

    @property
    def act_is_known(self) -> bool:
        """Whether the acts were annotated too."""
        return all(query.act != "any" for query in self.queries)


class AnnotatedConversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A conversation of one visitor."""

    id: str
    turns: tuple[AnnotatedTurn, ...]
    visitor: str = ""


class Author(msgspec.Struct, frozen=True):
    """All conversations by one hand, and what they are for; single messages without a number teach weights."""

    name: str
    role: Role
    conversations: tuple[AnnotatedConversation, ...]


@lru_cache(maxsize=1)
def load_authors(folder: Path = CONVERSATIONS_DIR) -> tuple[Author, ...]:
    """All annotated conversations, one file an author.

    Args:
        folder: holds YAML files.

    Raises:
        KnowledgeError: a file is malformed.
    """
    found = []
    topics = read_yaml(KNOWLEDGE_DIR / "topics.yml", dict[str, Topic])
    takes = any(topic.from_ for topic in topics.values())
    for path in sorted(folder.glob("*.yml")):
        number = "".join(c for c in path.stem if c.isdigit())
        role = _ROLES.get(int(number) % 6, "words") if number else "weights"
        written = read_yaml(path, tuple[AnnotatedConversation, ...])
        found.append(Author(path.stem, role, tuple(_today(one, topics) for one in written) if takes else written))
    return tuple(found)


def _today(conversation: AnnotatedConversation, topics: Mapping[str, Topic]) -> AnnotatedConversation:
    """A conversation with the topics that its questions are of since topics were added."""

    def today(turn: AnnotatedTurn) -> AnnotatedTurn:
        queries = (replace(q, topic=q.topic and taken_over(topics, q.topic, turn.user)) for q in turn.queries)
        return replace(turn, queries=tuple(queries))

    return replace(conversation, turns=tuple(map(today, conversation.turns)))


def asked_queries(turn: AnnotatedTurn, everything: tuple[str, ...]) -> tuple[Query, ...]:
    """What a turn asks, each thing once.

    Args:
        turn: the turn.
        everything: the certificates' ids.
    """
    return tuple(dict.fromkeys(q.query(everything) for q in turn.asked))


def answered_queries(turn: AnnotatedTurn, everything: tuple[str, ...]) -> tuple[Query, ...]:
    """What the adviser took the message for: what was asked, unless its reply shows something else."""
    queries = asked_queries(turn, everything)
    if turn.answered is None:
        return queries
    first = queries[0]
    topics = (turn.answered.topic,) if isinstance(turn.answered.topic, str) else turn.answered.topic or (first.intent,)
    certificates = first.certificates if turn.answered.certificates is None else turn.answered.certificates
    taken = []
    for topic in topics:
        intent = {"verdict": "admission", **_INTENT_OF_ACT}.get(topic, topic)
        if intent not in ("none", *ACTS):
            act = first.act if intent == first.intent else "open"
            taken.append(Query(act, intent, certificates, turn.answered.person or first.person))
    return tuple(taken)
