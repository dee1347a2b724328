"""Names of certificates: no name for two, and none that people say when they mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.folding import fold_accents
from bot.french_words import french_words
from bot.knowledge.checks.placing import error
from bot.knowledge.errors import KnowledgeError
from bot.knowledge.models import Knowledge
from bot.knowledge.texts import fold

_ARTICLES = frozenset("l le la les un une aux".split())


def check_names(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """Names used twice, and aliases that would catch ordinary words or another certificate.

    Args:
        knowledge: what was read.
        folder: where from.
    """
    owners: dict[str, str] = {}
    taken = _taken(knowledge)
    for key, certificate in knowledge.certificates.items():
        file = folder / "certificates" / f"{key}.yml"
        for number, name in enumerate((certificate.name, *certificate.aliases)):
            place = ".name" if number == 0 else f".aliases[{number - 1}]"
            form = _spoken(name)
            if form in owners:
                message = f"le nom « {name} » sert déjà (d'abord dans {owners[form]}.yml)"
                yield error(file, place, message, "Retirez-le de l'un des deux")
            elif number and (reason := _too_wide(name, key, knowledge, taken)):
                yield error(file, place, reason, "Écrivez un nom plus long, que personne ne dit d'autre chose, ou retirez-le")
            owners.setdefault(form, key)


def _spoken(name: str) -> str:
    """A name as people's spelling tells it apart: without capitals and accents."""
    return fold_accents(fold(name))


def _too_wide(alias: str, owner: str, knowledge: Knowledge, taken: dict[str, str]) -> str | None:
    """What else an alias would catch."""
    form = _spoken(alias)
    if form in taken:
        return f"l'alias « {alias} » nomme aussi {taken[form]}"
    for key, certificate in knowledge.certificates.items():
        for name in (certificate.name, *certificate.aliases):
            if key != owner and _catches(form, _spoken(name)):
                return f"l'alias « {alias} » attraperait aussi « {name} » ({key})"
    words = re.findall(r"\w+", form)
    own = re.findall(r"\w+", _spoken(knowledge.certificates[owner].name))
    content = [word for word in words if word not in _ARTICLES]
    # « L'expert » is looked for only where a name can stand; « expert » would be found everywhere.
    ordinary = len(content) < 2 and not (len(words) > len(content) and content and content[0] in own)
    if ordinary and all(word in french_words() for word in re.findall(r"\w{3,}", fold(alias).lower())):
        return f"l'alias « {alias} » est un mot courant : le robot croirait sans cesse que l'on parle de ce certificat"
    return None


def _catches(form: str, name: str) -> bool:
    """Whether a name is part of another one, or so near to it that the other, misspelt, may be either."""
    # As many typing errors as names are forgiven: one letter in five.
    errors = min(len(form), len(name)) // 5
    return form != name and (bool(re.search(rf"\b{re.escape(form)}\b", name)) or OSA.distance(form, name) <= errors)


def _taken(knowledge: Knowledge) -> dict[str, str]:
    """What people already call something else, and what that is."""
    topics = {
        word: f"le sujet « {key} »"
        for key, topic in knowledge.topics.items()
        for word in (topic.button, topic.label, *topic.words, *(word for silence in topic.silences for word in silence.words))
    }
    terms = {word: f"un mot du glossaire (« {key} »)" for key, entry in knowledge.glossary.items() for word in entry.words}
    return {_spoken(word): what for word, what in (topics | terms).items()}
