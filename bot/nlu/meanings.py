"""The words of the glossary whose meaning a message asks: « c'est quoi l'OPCO », « le coefficient, ça veut dire quoi »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.dialogue.reading import AskedTerm
from bot.knowledge import Knowledge
from bot.nlu.cues import Found, Lexicon, fold_same_length, lexicon_words

# Punctuation and figures say nothing else: « coefficient 316 : c'est quoi ? ».
_SAYS_NOTHING = re.compile(r"[\W\d_]*")


class Terms:
    """Finds words of the glossary.

    Args:
        knowledge: holds the glossary.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._terms = Lexicon({key: [fold_same_length(w.lower()) for w in d.words] for key, d in knowledge.glossary.items()})

    def find(self, text: str) -> tuple[str, ...]:
        """All that a normalised text names, in order, each once."""
        return tuple(dict.fromkeys(found.key for found in self._terms.find(text)))

    def asked(self, text: str) -> tuple[AskedTerm, ...]:
        """Those whose meaning a normalised text asks, each once, with where it does.

        What goes on after them asks something else: « c'est quoi le coefficient du clerc expert ».
        """
        asks = _lexicon("asks").find(text)
        groups = _listed(text, self._terms.find(text)) if asks else []
        asked: dict[str, AskedTerm] = {}
        for group in groups:
            for ask in asks:
                start, end = min(ask.start, group[0].start), max(ask.end, group[-1].end)
                gap = text[ask.end : group[0].start] if ask.start == start else text[group[-1].end : ask.start]
                if _only("between", gap) and _ends(text[end:]):
                    asked |= {term.key: AskedTerm(term.key, start, end) for term in group if term.key not in asked}
        return tuple(asked.values())


def _listed(text: str, terms: Sequence[Found]) -> list[list[Found]]:
    """The terms, those of a list together: « OPCO, CPF et VAE »."""
    groups: list[list[Found]] = []
    for term in terms:
        if groups and _only("between", text[groups[-1][-1].end : term.start].replace(" et ", " ").replace(" ou ", " ")):
            groups[-1].append(term)
        else:
            groups.append([term])
    return groups


@lru_cache(maxsize=3)
def _lexicon(key: str) -> Lexicon:
    return Lexicon({key: lexicon_words("meanings")[key]})


def _only(key: str, text: str) -> bool:
    """Whether a text holds words of one list and no other ones."""
    left = list(text)
    for found in _lexicon(key).find(text):
        left[found.start : found.end] = " " * (found.end - found.start)
    return bool(_SAYS_NOTHING.fullmatch("".join(left)))


def _ends(text: str) -> bool:
    """Whether what comes next begins something new."""
    said = _SAYS_NOTHING.match(text)
    start = said.end() if said else 0
    if start == len(text) or re.search(r"[,.;:?!\n]", text[:start]):
        return True
    return any(found.start == start for found in _lexicon("after").find(text)[:1])
