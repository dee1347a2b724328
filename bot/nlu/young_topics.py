"""How likely a message asks for a topic that was just added: by its words alone, weighed as few examples allow.

A classifier needs many examples, and whole conversations are annotated long after a topic is written. Until they tell of it,
each telling word of a message speaks for or against the topic by how often its examples and facts hold it and all other
examples do (naive Bayes): « le déjeuner » is in two of nine questions on a canteen, and in no other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from bot.knowledge import Knowledge
from bot.nlu.words import stems

# How many examples' worth of what all others say are added to a topic's own: a word that they lack speaks against it, not much.
_PRIOR_EXAMPLES = 4.0
# The odds of a topic before a word is read, as its natural logarithm: some twenty topics are asked as often.
_PRIOR = -3.0
# A word that nobody wrote before is as rare as this many examples.
_UNSEEN = 0.5
# Less is as good as nothing.
_LEAST = 0.02


class YoungTopics:
    """Counts of the telling words of examples, by topic.

    Args:
        counts: of each topic that conversations teach nothing of, by stem, the examples that hold it; `""` counts all examples.
        others: the same of all other examples together.
    """

    def __init__(self, counts: Mapping[str, Mapping[str, int]], others: Mapping[str, int]) -> None:
        self.counts = counts
        self.others = others

    @classmethod
    def learn(cls, examples: Iterable[tuple[str, str]], young: frozenset[str]) -> YoungTopics:
        """Count the words of examples.

        Args:
            examples: topic or other intent, and text.
            young: the topics that conversations teach nothing of.
        """
        counts: dict[str, Counter[str]] = {topic: Counter() for topic in young}
        others: Counter[str] = Counter()
        for topic, text in examples if young else ():
            counts.get(topic, others).update(("", *stems(text)))
        return cls(counts, others)

    def with_facts(self, knowledge: Knowledge) -> YoungTopics:
        """The same, with what the knowledge says now: the topics' labels, their words and their facts."""
        held = knowledge.topics_by_holder().values()
        counts: dict[str, Mapping[str, int]] = {}
        for topic in self.counts.keys() & knowledge.topics.keys():
            about = knowledge.topics[topic]
            facts = (fact for topics in held if topic in topics for fact in topics[topic].facts)
            texts = [about.label, *about.words, *(f"{f.text} {' '.join((*f.asks, *f.denies, *f.about))}" for f in facts)]
            counts[topic] = Counter(self.counts[topic]) + Counter(stem for text in texts for stem in ("", *stems(text)))
        return YoungTopics(counts, self.others)

    def likely(self, text: str) -> dict[str, float]:
        """How likely a text asks for each young topic; those that are not likely at all are left out.

        Args:
            text: normalised text.
        """
        if not self.counts:
            return {}
        telling = stems(text)
        found = {topic: 1 / (1 + math.exp(-self._odds(counts, telling))) for topic, counts in self.counts.items()}
        likeliest = max(found, key=lambda topic: found[topic])
        return {likeliest: round(found[likeliest], 4)} if found[likeliest] >= _LEAST else {}

    def _odds(self, counts: Mapping[str, int], telling: Iterable[str]) -> float:
        """The logarithm of the odds that the message asks for a topic."""
        own, others = counts.get("", 0), max(self.others.get("", 0), 1)
        odds = _PRIOR
        for stem in telling:
            elsewhere = max(self.others.get(stem, 0), _UNSEEN) / others
            among = (counts.get(stem, 0) + _PRIOR_EXAMPLES * elsewhere) / (own + _PRIOR_EXAMPLES)
            odds += math.log(among / elsewhere)
        return odds
