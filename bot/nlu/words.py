"""The telling words of a text, cut to what a question and a fact share."""

from __future__ import annotations

import re

from bot.folding import fold_accents

_WORD = re.compile(r"\b[a-z]{4,}")
# As many letters of a word are compared: verbs change their ends.
_LENGTH = 6


def _stem(word: str) -> str:
    return word.rstrip("sx")[:_LENGTH]


# Words that most questions and facts hold.
_COMMON = frozenset(
    _stem(fold_accents(word))
    for word in (
        "lequel laquelle lesquels quel quelle entre clerc clercs métier celle deux dans plus moins pour avec sont fait faire "
        "peut peux pouvoir faut être avoir sans cela comme chez tout tous leur elle vous nous votre cette quand combien "
        "comment pourquoi parce plaît dois quoi genre mais donc ouais alors aussi encore après avant pendant depuis jamais "
        "toujours entreprise boîte années "
        "différence assistant procédures expert gestionnaire commissaire justice travail travailler dossier actes office "
        "étude formation formations certificat certification métiers professionnel professionnelle"
    ).split()
)


def stems(text: str) -> set[str]:
    """The telling words of a text, cut to their first letters, without the plural's s."""
    return {_stem(word) for word in _WORD.findall(fold_accents(text))} - _COMMON
