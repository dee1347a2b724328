"""What this process answers with: the files as they stand, until a server is given a published release of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from bot.knowledge.domain import completed
from bot.knowledge.loader import KNOWLEDGE_DIR, domain_of, load_knowledge, read_yaml
from bot.knowledge.models import Knowledge


class Content(NamedTuple):
    """What the bot knows, and Rasa's responses: the words it tells it in. A message is answered from one content alone."""

    knowledge: Knowledge
    responses: dict[str, Any]


def load_content(folder: Path = KNOWLEDGE_DIR) -> Content:
    """Read a knowledge folder and the domain.yml beside it.

    Args:
        folder: the knowledge folder.

    Raises:
        KnowledgeError: a file is missing or malformed.
    """
    knowledge = load_knowledge(folder)
    domain = read_yaml(domain_of(folder), dict[str, Any])
    return Content(knowledge, completed(domain, knowledge.topics)["responses"])


_live: Content | None = None


def live() -> Content:
    """The content that answers now.

    Raises:
        KnowledgeError: nothing was put live, and a file is missing or malformed.
    """
    global _live
    if _live is None:
        _live = load_content()
    return _live


def go_live(content: Content) -> None:
    """Answer with another content from now on. A message that is being answered keeps the one it began with (bot.serving)."""
    global _live
    _live = content
