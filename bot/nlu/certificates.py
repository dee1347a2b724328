"""Find the certificates that a message names, misspelt or abbreviated, and none where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.folding import fold_accents

_WORD = re.compile(r"\w+")
# After these a name can stand without an article: « assistant, procédures, expert », « procédures / expert ».
_PAUSE = re.compile(r"[.!?;\n,:/«\"(“]")
# Small words that people add, drop or misspell inside a name: « clerc o procedures », « clerc procédure ».
_SMALL = frozenset("a au aux o ou de des du d en l le la les".split())
# What may stand before a bare short form (« l'expert », « pour gestionnaire ») for it to name a certificate.
_OPENERS = frozenset(
    "l le la les un une d du de au aux pour pr en et ou avec pas non que comme entre vers c est sur niveau titre formation "
    "certification certif diplome metier "
    "version celui cote clerc clercs devenir plutot etre parle parlais veux voulais dire passe passer prefere choisis bloc blocs "
    "salaire prix votre vos ok accord mais bon ben bah genre cas faire fais fait viser vise sous puis alors donc fiche moi toi "
    "lui elle".split()
)


# A message of at most this many words is read as keywords: « nombre d'heures gestionnaire ».
_KEYWORDS = 5


@dataclass(frozen=True)
class Mention:
    """A certificate named in a text, from `start` to `end` (characters)."""

    certificate: str
    start: int
    end: int


class _Token(NamedTuple):
    """A word without accents, its place in the text, and whether it comes first or after a pause."""

    word: str
    start: int
    end: int
    opens: bool


@dataclass(frozen=True)
class _Form:
    certificate: str
    key: str
    short: bool

    @property
    def allowed(self) -> int:
        """How many typing errors it stands. Plurals are free; abbreviations must be exact."""
        if len(self.key) < (8 if self.short else 11):
            return 0
        return 1 if self.short else len(self.key) // 5


class CertificateRecogniser:
    """Matches runs of words against the names and aliases of the certificates.

    A full name stands misspellings in proportion to its length. A short form is an alias written with an article
    (« l'expert »): its word alone counts only in a place where a name can stand, and not inside a look-alike
    (« expert-comptable », « assistante sociale »).

    Args:
        names: alias (any spelling) to certificate id.
        lookalikes: expressions that hold a certificate's word and mean something else.
    """

    def __init__(self, names: dict[str, str], lookalikes: Iterable[str] = ()) -> None:
        # By their first letter, which is never mistyped: most words of a message are compared with nothing.
        self._forms: dict[str, list[_Form]] = {}
        for name, certificate in names.items():
            words = _words(name)
            short = words[0] in ("l", "le", "la", "les")
            key = "".join(w for w in words if w not in _SMALL)
            self._forms.setdefault(key[0], []).append(_Form(certificate, key, short))
        self._lookalikes: dict[str, list[list[str]]] = {}
        for expression in lookalikes:
            words = _words(expression)
            for first in (words[0], words[0] + "s"):
                self._lookalikes.setdefault(first, []).append(words)

    def find(self, text: str) -> list[Mention]:
        """The mentions in a text, in order, never overlapping."""
        words = list(_WORD.finditer(text))
        ends = [0, *(word.end() for word in words)]
        tokens = [
            _Token(fold_accents(word[0]), word.start(), word.end(), not end or bool(_PAUSE.search(text, end, word.start())))
            for word, end in zip(words, ends, strict=False)
        ]
        hidden = self._hidden([token.word for token in tokens])
        mentions: list[Mention] = []
        position = 0
        while position < len(tokens):
            best = self._best_at(tokens, position, hidden)
            if best is None:
                position += 1
                continue
            form, size, distance = best
            if distance and self._is_nearer_later(tokens, position, size, distance, hidden):
                # « Un CAP, clerc gestionnaire »: the word before a name is none of its misspellings.
                position += 1
                continue
            mentions.append(Mention(form.certificate, tokens[position].start, tokens[position + size - 1].end))
            position += size
        return mentions

    def _hidden(self, words: list[str]) -> set[int]:
        hidden: set[int] = set()
        for start, word in enumerate(words):
            for expression in self._lookalikes.get(word, ()):
                window = words[start : start + len(expression)]
                if len(window) == len(expression) and all(_alike(a, b) for a, b in zip(window, expression, strict=True)):
                    hidden.update(range(start, start + len(expression)))
        return hidden

    def _is_nearer_later(self, tokens: list[_Token], position: int, size: int, distance: int, hidden: set[int]) -> bool:
        """Whether a full name that begins at a later word of those that were matched needs fewer typing errors."""
        later = (self._best_at(tokens, start, hidden) for start in range(position + 1, position + size))
        return any(found[2] < distance and not found[0].short for found in later if found)

    def _best_at(self, tokens: list[_Token], position: int, hidden: set[int]) -> tuple[_Form, int, int] | None:
        forms = self._forms.get(tokens[position].word[0])
        if forms is None or tokens[position].word in _SMALL:
            return None
        best: tuple[int, int, _Form, int] | None = None
        for size in range(1, 6):
            window = [token.word for token in tokens[position : position + size]]
            if len(window) < size or window[-1] in _SMALL:
                continue
            content = [word for word in window if word not in _SMALL]
            if len(window) - len(content) > 2:
                continue
            joined = "".join(content)
            for form in forms:
                if form.short and (size > 1 or position in hidden or not _may_be_short(tokens, position)):
                    continue
                if (distance := _distance(joined, form)) is not None:
                    score = (2 * distance - size, size, form, distance)
                    if best is None or score[0] < best[0]:
                        best = score
        return (best[2], best[1], best[3]) if best else None


def _may_be_short(tokens: Sequence[_Token], position: int) -> bool:
    """Whether a name can stand in this place."""
    return tokens[position].opens or tokens[position - 1].word in _OPENERS or len(tokens) <= _KEYWORDS


def _words(text: str) -> list[str]:
    return [fold_accents(word) for word in _WORD.findall(text)]


def _alike(word: str, wanted: str) -> bool:
    return word in (wanted, wanted + "s")


def _distance(joined: str, form: _Form) -> int | None:
    """Edit distance when close enough to be the name, else None."""
    if joined == form.key or joined == form.key + "s":
        return 0
    if abs(len(joined) - len(form.key)) > form.allowed:
        return None
    distance = OSA.distance(joined, form.key, score_cutoff=form.allowed)
    return distance if distance <= form.allowed else None
