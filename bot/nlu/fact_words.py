"""Facts and silences that a message names by people's own words for them: « alternance », « à distance », « le permis »."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from bot.dialogue.reading import NamedFact, NamedSilence, Span
from bot.knowledge import Fact, Knowledge
from bot.nlu.cues import Found, Lexicon, fold_same_length, variants

_DENIED_BEFORE = re.compile(
    r"\b(?:pas|ni|non|sans|plutot qu[e']|jamais)(?: (?:etre|rester|travailler|bosser|toute la journee))?"
    r"(?: (?:dans|a|au|en))?(?: (?:une?|l[ea]|mon))? ?$"
)


class FactWords:
    """Finds facts by their `asks`, `denies` and `about`, and silences by their words.

    Args:
        knowledge: its certificates' and the centre's facts, its topics' silences.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._facts: dict[str, list[NamedFact]] = defaultdict(list)
        self._silences: dict[str, list[NamedSilence]] = defaultdict(list)
        for holder, topics in knowledge.topics_by_holder().items():
            for topic, entry in topics.items():
                for index, fact in enumerate(entry.facts):
                    for answer, words in _words_by_answer(fact):
                        for place, word in _forms(words):
                            self._facts[word].append(NamedFact(holder, topic, index, answer, words[place]))
        for key, about in knowledge.topics.items():
            for silence in about.silences:
                for _, word in _forms(silence.words):
                    self._silences[word].append(NamedSilence(key, silence.name))
        every = [*self._facts, *self._silences]
        # An expression of no words would match everywhere.
        self._lexicon = Lexicon({word: [word] for word in every}) if every else None

    def find(self, text: str, spans: Sequence[Span] = ()) -> tuple[tuple[NamedFact, ...], tuple[NamedSilence, ...]]:
        """The facts and the silences that a text names, in its order, each once.

        Args:
            text: normalised text.
            spans: the certificates named in it; a word of a certificate's own name names none of its facts.
        """
        matches = self._lexicon.find(text) if self._lexicon else []
        words = [found.key for found in matches]
        folded = fold_same_length(text)
        named = (
            replace(fact, denied=True) if _DENIED_BEFORE.search(folded[: found.start]) else fact
            for found in matches
            for fact in self._facts.get(found.key, ())
            if not _in_name(found, fact.holder, spans)
        )
        facts: dict[tuple[str, str, int, str], NamedFact] = {}
        for fact in named:
            facts.setdefault((fact.holder, fact.topic, fact.index, fact.answer), fact)
        silences = dict.fromkeys(silence for word in words for silence in self._silences.get(word, ()))
        return tuple(facts.values()), tuple(silences)


def _in_name(found: Found, holder: str, spans: Sequence[Span]) -> bool:
    return any(span.what == holder and span.start <= found.start and found.end <= span.end for span in spans)


def _words_by_answer(fact: Fact) -> tuple[tuple[Literal["yes", "no", "neither"], tuple[str, ...]], ...]:
    return ("yes", fact.asks), ("no", fact.denies), ("neither", fact.about)


def _forms(words: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Each word as the text has it without accents, and its plural, with its place among the words."""
    for place, word in enumerate(words):
        for said in variants(fold_same_length(word.lower())):
            yield place, said
            if said[-1] not in "sxz" and said[-1].isalpha():
                yield place, f"{said}s"
