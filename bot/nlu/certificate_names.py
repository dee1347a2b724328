"""What certificates are called: by their names, by the aliases that the staff wrote, and by a part of a long name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.folding import fold_accents
from bot.knowledge import Knowledge

_PARTS = re.compile(r",? et |, ?")
_SMALL_WORDS = re.compile(r"^(?:(?:aux?|des?|du|en|à|les?|la) |[dl][’'])+")
_LEAST_PLURAL = 5


def certificate_names(knowledge: Knowledge) -> dict[str, str]:
    """Each name with the id of its certificate.

    « Clerc aux constats et états des lieux » is also « les constats », « clerc état des lieux »: a part of the name with the
    word that all names begin with, or with an article where it is a single word. What is a topic's label or word, or stands
    in two names, is no name.

    Args:
        knowledge: holds the certificates and what else is called something.
    """
    declared = {name: c.id for c in knowledge.certificates.values() for name in (c.name, *c.aliases)}
    found: dict[str, set[str]] = {}
    for name, key in _by_parts(knowledge):
        found.setdefault(name, set()).add(key)
    return declared | {name: min(keys) for name, keys in found.items() if name not in declared and len(keys) == 1}


def _by_parts(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Shorter names and the ids of their certificates; none when the certificates' names do not begin with the same word."""
    split = {key: certificate.name.lower().partition(" ") for key, certificate in knowledge.certificates.items()}
    if len({first for first, _, _ in split.values()}) > 1:
        return
    topics = (word for topic in knowledge.topics.values() for word in (topic.button, topic.label, *topic.words))
    taken = {fold_accents(_SMALL_WORDS.sub("", word.lower())) for word in topics}
    for key, (first, _, rest) in split.items():
        for part in (_SMALL_WORDS.sub("", part) for part in _PARTS.split(rest)):
            for form in (part, _singular(part)) if fold_accents(part) not in taken else ():
                yield f"{first} {form}", key
                yield (form if " " in form else f"les {part}"), key


def _singular(text: str) -> str:
    return " ".join(word[:-1] if len(word) >= _LEAST_PLURAL and word.endswith("s") else word for word in text.split())
