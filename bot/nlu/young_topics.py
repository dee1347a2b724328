"""How likely a message asks for a topic that was just added: by its words alone, weighed as few examples allow.

A classifier needs many examples, and whole conversations are annotated long after a topic is written. Until they tell of it,
each telling word of a message speaks for or against the topic by how often its examples and facts hold it and all other
examples do (naive Bayes): « le déjeuner » is in two of nine questions on a canteen, and in no other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.knowledge import Knowledge
from bot.nlu.embeddings import embed
from bot.nlu.words import stems

# How many examples' worth of what all others say are added to a topic's own: a word that they lack speaks against it, not much.
_PRIOR_EXAMPLES = 4.0
# The odds of a topic before a word is read, as its natural logarithm: some twenty topics are asked as often.
_PRIOR = -3.0
# A word that nobody wrote before is as rare as this many examples.
_UNSEEN = 0.5
# Less is as good as nothing.
_LEAST = 0.02
# A word that more examples of all kinds hold asks nothing in particular.
_COMMON = 0.002
# Two words this near (cosine) speak of the same: « samedi » and « vendredi », « cher » and « payé », not « porc » and « plat ».
_NEAR = 0.5
# A word that a larger part of a topic's examples and facts holds names it.
_NAMES = 0.15
_WORD = re.compile(r"\b[^\W\d_]{4,}\b")


class YoungTopics:
    """Counts of the telling words of examples, by topic.

    Args:
        counts: of each topic that conversations teach nothing of, by stem, the examples that hold it; `""` counts all examples.
        others: the same of all other examples together.
        facts: of each topic, the centre's facts.
    """

    def __init__(
        self,
        counts: Mapping[str, Mapping[str, int]],
        others: Mapping[str, int],
        facts: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.counts = counts
        self.others = others
        self._facts = facts or {}

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
        of_centre = {
            topic: [fact.text for fact in entry.facts] for topic, entry in knowledge.centre.topics.items() if topic in self.counts
        }
        for topic in self.counts.keys() & knowledge.topics.keys():
            about = knowledge.topics[topic]
            facts = (fact for topics in held if topic in topics for fact in topics[topic].facts)
            texts = [about.label, *about.words, *(f"{f.text} {' '.join((*f.asks, *f.denies, *f.about))}" for f in facts)]
            counts[topic] = Counter(self.counts[topic]) + Counter(stem for text in texts for stem in ("", *stems(text)))
        return YoungTopics(counts, self.others, of_centre)

    def likely(self, text: str, of_certificate: bool = False, message: str | None = None) -> dict[str, float]:
        """How likely a text asks for the likeliest young topic; nothing where that is not likely at all.

        Args:
            text: normalised text.
            of_certificate: whether it names one. Then it asks for a topic of the centre only where it names that too: « la
                formation de clerc expert est payante ? » is no question on a canteen that is « payante » too.
            message: the message it is a piece of, which may name the topic elsewhere.
        """
        telling = stems(text)
        said = stems(message) if message is not None else telling
        found = {
            topic: 1 / (1 + math.exp(-self._odds(counts, telling)))
            for topic, counts in self.counts.items()
            if said & (self._names(topic) if of_certificate and topic in self._facts else self._own(topic))
        }
        if not found:
            return {}
        likeliest = max(found, key=lambda topic: found[topic])
        return {likeliest: round(found[likeliest], 4)} if found[likeliest] >= _LEAST else {}

    def parts(self, text: str) -> dict[str, tuple[int, ...]]:
        """Of a young topic that a text may ask for, the centre's facts, by their place, that hold what it asks in particular.

        None of them where it asks what they do not hold (« des couverts à la cantine ? »); no topic where it asks nothing in
        particular (« il y a une cantine ? »), or something near to what a fact says (« c'est cher ? »).

        Args:
            text: normalised text.
        """
        found = {}
        for topic in self.likely(text):
            facts, words = self._facts.get(topic, ()), self._particular(text, topic)
            asked = frozenset(stem for word in words for stem in stems(word))
            holding = tuple(place for place, fact in enumerate(facts) if asked <= stems(fact))
            if facts and words and (holding or not _is_near(words, facts)):
                found[topic] = holding
        return found

    def _particular(self, text: str, topic: str) -> list[str]:
        """The words that tell what is asked of a topic: no word of many examples, none that names the topic."""
        most, names = _COMMON * self.others.get("", 0), self._names(topic)
        words = [(word, stems(word) - names) for word in _WORD.findall(text)]
        return [word for word, found in words if found and all(self.others.get(stem, 0) < most for stem in found)]

    def _names(self, topic: str) -> set[str]:
        """The stems of the words that name a topic."""
        own = self.counts[topic]
        return {stem for stem in self._own(topic) if own[stem] > _NAMES * own[""]}

    def _own(self, topic: str) -> set[str]:
        """The stems that a topic's examples and facts hold at least as often as all others together.

        « La date limite pour s'inscrire à l'atelier » makes no question on a date or a limit one on the workshop.
        """
        return {stem for stem, held in self.counts[topic].items() if stem and held >= self.others.get(stem, 0)}

    def _odds(self, counts: Mapping[str, int], telling: Iterable[str]) -> float:
        """The logarithm of the odds that the message asks for a topic."""
        own, others = counts.get("", 0), max(self.others.get("", 0), 1)
        odds = _PRIOR
        for stem in telling:
            elsewhere = max(self.others.get(stem, 0), _UNSEEN) / others
            among = (counts.get(stem, 0) + _PRIOR_EXAMPLES * elsewhere) / (own + _PRIOR_EXAMPLES)
            odds += math.log(among / elsewhere)
        return odds


def _is_near(words: Sequence[str], facts: Sequence[str]) -> bool:
    """Whether a word speaks of the same as one of the facts does."""
    told = [word for fact in facts for word in _WORD.findall(fact)]
    return bool(told) and float((embed(words) @ embed(told).T).max()) >= _NEAR
