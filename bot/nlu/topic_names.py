"""The topics that a message calls by their names: « la durée, pas le prix »."""

from __future__ import annotations

import re

from bot.knowledge import Knowledge
from bot.nlu.cues import Lexicon, fold_same_length

# The words of a topic's label that tell it apart (« la durée de la formation »: too many labels hold « formation »).
_WORD = re.compile(
    r"(?!autres|pour|dans|avec|point|liés|formation|certification|métier|professionnel|travail|centre|sur|place|nombre|date)"
    r"\b[^\W\d]{4,}\b"
)
# « Pas le prix », « c'est encore les conditions », but not « il n'y a pas de stages ? ».
_RULED_OUT = re.compile(
    r"\b(pas|ni|non|c'est encore)( pas)?( savoir| connaître| demandé| parlé| parler| besoin)?"
    r"( du| de la| de l'| le| la| les| des| l'| au)+ ?$"
)


class TopicNames:
    """Finds topics by the words of their labels and buttons (knowledge/topics.yml).

    Args:
        knowledge: topics on which no sheet says anything are left out.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._phrases = Lexicon(
            {key: [fold_same_length(w.lower()) for w in t.words] for key, t in knowledge.topics.items() if t.words}
        )
        self._names = {
            key: [_words(topic.label), _words(topic.button)]
            for key, topic in knowledge.topics.items()
            if topic.scope == "centre" or knowledge.holders(key)
        }

    def asked(self, text: str) -> list[str]:
        """The topics that a text names and does not rule out: those with words of their own, then most of a name first."""
        by_phrase = [found.key for found in self._phrases.find(text)]
        return list(dict.fromkeys((*by_phrase, *self._find(text, ruled_out=False))))

    def ruled_out(self, text: str) -> list[str]:
        """The topics that a text names to rule them out."""
        return self._find(text, ruled_out=True)

    def _find(self, text: str, ruled_out: bool) -> list[str]:
        said = [
            _singular(match[0]) for match in _WORD.finditer(text) if bool(_RULED_OUT.search(text[: match.start()])) is ruled_out
        ]
        found: dict[str, tuple[float, int]] = {}
        for key, names in self._names.items():
            for words in filter(None, names):
                if places := [said.index(word) for word in words if word in said]:
                    found[key] = min(found.get(key, (0.0, 0)), (-len(places) / len(words), min(places)))
        topics = sorted(found, key=lambda key: found[key])
        # « Niveau salaire » is about the salary.
        return [topic for topic in topics if topic != "level" or len(topics) == 1]


def _words(name: str) -> set[str]:
    return {_singular(word) for word in _WORD.findall(name.lower())}


def _singular(word: str) -> str:
    return word.removesuffix("s")
