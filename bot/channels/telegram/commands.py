"""What a written message stands for: a command of ours, or words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from bot.channels.messages import Said, check_text, typed
from bot.channels.telegram.texts import texts
from bot.folding import fold_accents
from bot.knowledge.live import live

_COMMAND = re.compile(r"/(\w+)(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True)
class Meant:
    """What Rasa is to read, if anything, and the sentence (texts.yml) that comes after its answer, if any."""

    said: Said | None
    adds: str | None = None


def meant(text: str) -> Meant:
    """A message as Rasa is to read it. Commands that are none of ours are words: « /prix » asks for the price.

    Args:
        text: what was written, without the bot's name.

    Raises:
        ChannelError: text_too_long, empty_text.
    """
    # Somebody who only calls the bot by its name wants to know what it is.
    text = text or "/start"
    check_text(text)
    written = _COMMAND.fullmatch(text.strip())
    name = fold_accents(written[1]).lower() if written else ""
    if written is None or name not in texts().commands:
        return Meant(typed(text))
    words = (written[2] or "").strip()
    certificate = re.sub(r"[\s-]+", "_", words.lower())
    if name == "start" and certificate in live().knowledge.certificates:
        return Meant(Said(f"/ask_role{json.dumps({'certificate': certificate})}", text))
    command = texts().commands[name]
    if command.means is None:
        return Meant(typed(words)) if words else Meant(None, command.adds)
    return Meant(Said(f"/{command.means}", text), command.adds)
