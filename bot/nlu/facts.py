"""Which facts a message is nearest to, by meaning and by the words they share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.dialogue.reading import FactScore
from bot.knowledge import Knowledge
from bot.nlu.embeddings import embed
from bot.nlu.words import stems

# As many facts as a message is passed on with.
NEAREST = 12
_NOWHERE = np.array([], dtype=np.intp)


class FactIndex:
    """All facts of the knowledge, ready to be compared with messages.

    Args:
        knowledge: its certificates' and the centre's facts.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        by_holder = knowledge.topics_by_holder()
        self._places = [
            (holder, topic, index)
            for holder, topics in by_holder.items()
            for topic, entry in topics.items()
            for index in range(len(entry.facts))
        ]
        facts = [by_holder[holder][topic].facts[index] for holder, topic, index in self._places]
        holders: dict[str, list[int]] = {}
        for place, fact in enumerate(facts):
            for stem in stems(f"{fact.group or ''} {fact.text}"):
                holders.setdefault(stem, []).append(place)
        # Of each stem, the facts that hold it, and its weight: a word that many facts hold tells them less apart.
        self._held = {stem: (np.array(places), float(np.log(len(facts) / len(places)))) for stem, places in holders.items()}
        self._vectors = embed([fact.text for fact in facts])

    def nearest(self, texts: Sequence[str]) -> list[tuple[FactScore, ...]]:
        """For each normalised text the facts nearest to it, nearest first."""
        meanings = embed(texts) @ self._vectors.T
        return [self._ranked(text, row) for text, row in zip(texts, meanings, strict=True)]

    def _ranked(self, text: str, meaning: npt.NDArray[np.float32]) -> tuple[FactScore, ...]:
        shared = np.zeros(len(self._places))
        total = 0.0
        for stem in sorted(stems(text)):
            places, weight = self._held.get(stem, (_NOWHERE, 1.0))
            shared[places] += weight
            total += weight
        scores = (meaning + shared / (total or 1.0)) / 2
        # Of thousands of facts only the nearest are put in order.
        near = np.argpartition(-scores, NEAREST)[:NEAREST] if len(scores) > NEAREST else np.arange(len(scores))
        best = near[np.lexsort((near, -scores[near]))]
        return tuple(self._scored(place, float(scores[place])) for place in best)

    def _scored(self, place: int, score: float) -> FactScore:
        holder, topic, index = self._places[place]
        return FactScore(holder, topic, index, round(score, 3))


def facts_stems(knowledge: Knowledge) -> frozenset[str]:
    """The stems of all telling words of the facts, the glossary and the names."""
    topics = knowledge.topics_by_holder().values()
    texts = [
        *(fact.text for held in topics for entry in held.values() for fact in entry.facts),
        *(f"{definition.name} {definition.text} {' '.join(definition.words)}" for definition in knowledge.glossary.values()),
        *(name for c in knowledge.certificates.values() for name in (c.name, *c.aliases)),
        f"{knowledge.centre.name} {knowledge.centre.city}",
    ]
    return frozenset(stem for text in texts for stem in stems(text))
