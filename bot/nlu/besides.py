"""What somebody says of what a certificate asks besides a diploma or work: « sans le permis », « permis en poche »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.folding import fold_accents
from bot.knowledge import Knowledge
from bot.knowledge.texts import least_age
from bot.nlu.expressions import standing_before
from bot.nlu.situation import Told, is_asked_about, is_condition
from bot.nlu.unheld import is_denied, is_failed
from bot.nlu.words import stems

_WORD = re.compile(r"\w+")
_CODE = re.compile(r"\b[A-Ca-c][12]\b")
# Shorter words (« le », « B ») do not tell one thing from another.
_LEAST_LETTERS = 5
_TO_COME = standing_before("expected_before")
_HAD = standing_before("had_before")


class BesidesReader:
    """Reads whether somebody has what conditions ask for as `also`.

    Args:
        knowledge: holds the conditions.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        facts = (fact for c in knowledge.certificates.values() for entry in c.topics.values() for fact in entry.facts)
        asked = {one for fact in facts for condition in fact.conditions for one in condition.besides}
        # Ages are read of everybody.
        self._stems = {also: _telling(_WORD.findall(also)) for also in sorted(asked) if least_age(also) is None}

    def read(self, text: str) -> list[Told]:
        """What is told to be there (`has`) or missing (`lacks`).

        Args:
            text: normalised text; positions refer to it.
        """
        folded = fold_accents(text)
        found: list[Told] = []
        for also, wanted in self._stems.items():
            named = [match for match in _WORD.finditer(folded) if _telling([match[0]]) & wanted]
            # Of an expression of several words half of them name it.
            if not named or 2 * len({frozenset(_telling([match[0]])) for match in named}) < len(wanted):
                continue
            if (codes := _codes(folded)) and not codes & _codes(also):
                # « J'ai le B1 » tells nothing of the B2.
                continue
            start, end = _with_small_words(folded, named[0].start(), also), named[-1].end()
            before, after = folded[:start], folded[end:]
            if is_condition(before, after) or is_asked_about(folded):
                continue
            coming = _TO_COME.search(before) and not _HAD.search(before)
            lacks = is_denied(before, after) or is_failed(before, after) or coming
            found.append(Told("lacks" if lacks else "has", also, start, end))
        return found


def _codes(text: str) -> frozenset[str]:
    """What tells one level from another: « B2 »."""
    return frozenset(code.lower() for code in _CODE.findall(text))


def _with_small_words(text: str, start: int, also: str) -> int:
    """Where the expression begins whose first telling word is at `start`: of « le B2 en anglais » nobody is « en anglais »."""
    own = {word.lower() for word in _WORD.findall(fold_accents(also))}
    for match in reversed(list(_WORD.finditer(text, 0, start))):
        if match[0] not in own or text[match.end() : start].strip():
            break
        start = match.start()
    return start


def _telling(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for word in words if len(word) >= _LEAST_LETTERS for stem in stems(word))
