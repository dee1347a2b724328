"""What somebody may ask of the centre about what they wrote: to find it, have it, have it deleted (GDPR, articles 15, 17, 20)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rasa.core.lock_store import LockStore

from bot.folding import fold_accents
from bot.privacy.reference import as_reference, reference_of
from bot.privacy.stores import TELEGRAM, WEB, Stores

_SQLITE = b"SQLite format 3\x00"
# So many characters that a visitor wrote are looked for in files: fewer may be anybody's.
_TELLING = 12


@dataclass(frozen=True)
class Conversation:
    """A conversation that is kept.

    Attributes:
        sender: its name in Rasa.
        reference: what its visitor may name it by.
        begun: when.
    """

    sender: str
    reference: str
    begun: datetime


def conversations_of(stores: Stores, shown: str) -> list[Conversation]:
    """The conversations of whoever shows this, oldest first.

    Args:
        stores: where they are kept.
        shown: a reference, a conversation's id, or a person's number in Telegram, which has one in each group.
    """
    shown = shown.strip()
    names = {shown, WEB + shown, TELEGRAM + shown}
    return [
        one
        for one in _all(stores)
        if one.reference == as_reference(shown)
        or one.sender in names
        or (one.sender.startswith(TELEGRAM) and one.sender.endswith(f":{shown}"))
    ]


def conversations_with(stores: Stores, words: str) -> list[Conversation]:
    """The conversations in which a visitor wrote this, oldest first; whoever asks must tell it, and when.

    Args:
        stores: where they are kept.
        words: such as a mail address; capitals and accents do not count.
    """
    wanted = fold_accents(words.strip())
    return [one for one in _all(stores) if wanted in fold_accents("\n".join(written(stores.rows(one.sender))))]


def _all(stores: Stores) -> list[Conversation]:
    begun = sorted(stores.begun().items(), key=lambda item: item[1])
    return [Conversation(sender, reference_of(sender), datetime.fromtimestamp(at)) for sender, at in begun]


def written(rows: dict[str, list[dict[str, Any]]]) -> list[str]:
    """What the visitor wrote: messages, comments, and what waits to be answered.

    Args:
        rows: all that is kept of the conversation.
    """
    said = [_text(row) for row in rows.get("events", ()) if row["type_name"] == "user"]
    comments = [str(row["comment"]) for row in rows.get("web_feedback", ())]
    waiting = [str(json.loads(row["heard"]).get("text", "")) for row in rows.get("telegram_updates", ())]
    return [text for text in (*said, *comments, *waiting) if text]


def exported(stores: Stores, found: Sequence[Conversation]) -> str:
    """All that is kept of conversations, as JSON: what was said in order, then each table's rows as they are.

    Args:
        stores: where they are kept.
        found: the conversations.
    """
    return json.dumps([_exported(one, stores.rows(one.sender)) for one in found], ensure_ascii=False, indent=2)


def _exported(one: Conversation, rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    said = [
        {
            "date": datetime.fromtimestamp(row["timestamp"]).isoformat(timespec="seconds"),
            "qui": "visiteur" if row["type_name"] == "user" else "assistant",
            "texte": _text(row),
        }
        for row in rows.get("events", ())
        if row["type_name"] in ("user", "bot")
    ]
    tables = {name: [{column: _plain(value) for column, value in row.items()} for row in found] for name, found in rows.items()}
    return {
        "référence": one.reference,
        "conversation": one.sender,
        "début": one.begun.isoformat(timespec="seconds"),
        "échanges": said,
        "tables": tables,
    }


def _text(event: dict[str, Any]) -> str:
    content = json.loads(event["data"])
    return str(content.get("metadata", {}).get("shown") or content.get("text") or "")


def _plain(value: Any) -> Any:
    """Rasa's and the channel's own JSON is shown as what it holds."""
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


@dataclass(frozen=True)
class Proof:
    """What was deleted, and where something of it stands still.

    Attributes:
        deleted: rows by table.
        searched: the files that were looked into.
        left: those that hold something still.
    """

    deleted: dict[str, int]
    searched: tuple[Path, ...]
    left: tuple[Path, ...]


async def forget(stores: Stores, found: Sequence[Conversation], locks: LockStore) -> Proof:
    """Delete all that is kept of conversations, and look for what is left in the database's files and in copies beside it.

    Args:
        stores: where they are kept.
        found: the conversations.
        locks: Rasa's lock store: what is being answered is finished first.

    Raises:
        UnreachableError: several servers share a Redis (bot/locks.py), and it does not answer.
    """
    # Before: a copy is known by what it has in common.
    searched = _files(stores)
    deleted: dict[str, int] = {}
    traces: set[bytes] = set()
    for one in found:
        async with locks.lock(one.sender):
            traces |= _traces(one.sender, written(stores.rows(one.sender)))
            gone = stores.forget(one.sender)
        for table, number in gone.items():
            deleted[table] = deleted.get(table, 0) + number
    return Proof(deleted, searched, tuple(file for file in searched if _holds(file, traces)))


def _traces(sender: str, texts: Sequence[str]) -> set[bytes]:
    """What shows in a file that a conversation is in it: its name, and what its visitor wrote."""
    names = [sender, sender.removeprefix(WEB)] if sender.startswith(WEB) else [sender]
    # Rasa writes JSON in ASCII.
    texts = [text for text in texts if len(text) >= _TELLING and not text.startswith("/")]
    return {name.encode() for name in names} | {json.dumps(text)[1:-1].encode() for text in texts if not _is_common(text)}


def _is_common(text: str) -> bool:
    """Whether others may well have written the same: a short question without a figure or a mark of its own."""
    return len(text.split()) < 8 and not any(character.isdigit() or character == "@" for character in text)


def _files(stores: Stores) -> tuple[Path, ...]:
    """The database's own files, and copies of it in the same folder: those that have a conversation in common with it."""
    if stores.file is None:
        return ()
    own = stores.file
    senders = stores.begun().keys()
    beside = (file for file in sorted(own.parent.iterdir()) if file != own and file.is_file() and is_database(file))
    copies = [file for file in beside if not file.name.endswith("-wal") and senders & _senders(file)]
    files = (file.with_name(file.name + end) for file in (own, *copies) for end in ("", "-wal", "-journal"))
    return tuple(file for file in files if file.is_file())


def _senders(file: Path) -> set[str]:
    """The conversations in a database that may be anybody's; none in one that is another program's, or cannot be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        known = {name for (name,) in connection.execute("select name from sqlite_master")}
        columns = (("events", "sender_id", ""), ("web_conversations", "id", WEB), ("web_feedback", "conversation", WEB))
        return {
            start + name
            for table, column, start in columns
            if table in known
            for (name,) in connection.execute(f"select distinct {column} from {table}")
        }
    return set()


def is_database(file: Path) -> bool:
    """Whether a file is an SQLite database, or what SQLite writes ahead of one.

    Args:
        file: the file; one that cannot be read is none.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(len(_SQLITE)) == _SQLITE or file.name.endswith("-wal")
    except OSError:
        return False


def _holds(file: Path, traces: set[bytes]) -> bool:
    content = file.read_bytes() if file.is_file() else b""
    return any(trace in content for trace in traces)
