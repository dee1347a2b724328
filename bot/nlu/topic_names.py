"""The topics that a message calls by their names: « la durée, pas le prix »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.dialogue.reading import AskedTopic
from bot.knowledge import Knowledge
from bot.nlu.cues import Lexicon, fold_same_length

# The words of a topic's label that tell it apart (« la durée de la formation »: too many labels hold « formation »).
_WORD = re.compile(
    r"(?!autres|pour|dans|avec|point|liés|formation|certification|métier|professionnel|travail|centre|sur|place|nombre|date)"
    r"\b[^\W\d]{4,}\b"
)
# « Pas le prix », « c'est encore les conditions », « vous me redonnez le prix », but not « il n'y a pas de stages ? ».
_RULED_OUT = re.compile(
    r"\b(pas|ni|non|c'est encore|(?:vous|tu) me (?:redonnez|redonnes|répétez|répètes|redites|redis))"
    r"( pas)?( savoir| connaître| demandé| parlé| parler| besoin)?"
    r"( du| de la| de l'| le| la| les| des| l'| au| de (?:s|m|t)(?:a|on|es)| de (?:leurs?|votre|notre))+ ?$"
)

# « Le niveau, le prix » names the level; « niveau salaire », « le niveau demandé » do not.
_STANDS_ALONE = re.compile(
    r"(?: (?:de la |du |des |de )(?:certifications?|titres?|diplômes?|formations?))?(?: ?[,;.?!:()+/]| (?:et|ou|puis|pas)\b| ?$)"
)
# What stands between the names of a list: « le niveau de la certification, le tarif et la durée ».
_JOINS = re.compile(
    r"(?: (?:de la |du |des |de )(?:certifications?|titres?|diplômes?|formations?))?"
    r" ?(?:[,+/;]| et| ou| ainsi que)+ ?(?:(?:l[ea]s?|leurs?|des?|du|quel(?:le)?s?|son|sa|ses|en) |l'|d'|de l[a'] ?)?"
)
# « La durée, pas le prix »: what is ruled out beside what is meant; « je connais la durée mais pas le prix » asks the price.
_CONTRAST = re.compile(r"(?:[,;:.(!?]|^)\s*(?:et |non )?(?:pas|non|ni)(?: pas)? (?:du |de la |de l'|le |la |les |des |l')+$")
# Between the two nothing is told: « le prix je l'ai, pas la durée » asks the length.
_NO_WORDS = re.compile(
    r"(?: (?:de la |du |des |de )(?:certifications?|titres?|diplômes?|formations?))?[^a-zà-ÿ]*"
    r"(?:et |non )?(?:pas|non|ni)(?: pas)? (?:du |de la |de l'|le |la |les |des |l')+"
)
# So does « je connais le prix, pas la durée ».
_KNOWN_BEFORE = re.compile(r"\b(?:connais|connait|sais|sait|ai|avez|a|compris|vu|note)\b[^.?!]*$")
# As many names in a row are a list of what is wanted.
_LIST = 3


class _Name(NamedTuple):
    """Where a topic's name stands in a text (characters)."""

    topic: str
    start: int
    end: int


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
        by_phrase = [found.key for found in self._phrases.find(text) if not _RULED_OUT.search(text[: found.start])]
        return list(dict.fromkeys((*by_phrase, *self._find(text, ruled_out=False))))

    def ruled_out(self, text: str) -> list[str]:
        """The topics that a text names to rule them out."""
        by_phrase = [found.key for found in self._phrases.find(text) if _RULED_OUT.search(text[: found.start])]
        return list(dict.fromkeys((*by_phrase, *self._find(text, ruled_out=True))))

    def wanted(self, text: str) -> tuple[AskedTopic, ...]:
        """The topics that a text asks for by their names alone: a list of them, or one beside another that it rules out."""
        places = list(self._places(text))
        found: dict[str, AskedTopic] = {}
        for group in [*_lists(text, places), *_contrasts(text, places)]:
            for one in group:
                found.setdefault(one.topic, AskedTopic(one.topic, one.start, one.end))
        return tuple(found.values())

    def _places(self, text: str) -> Iterator[_Name]:
        """Each name of a topic, or word of one that tells it apart, in order."""
        phrases = [_Name(found.key, found.start, found.end) for found in self._phrases.find(text)]
        words = [
            _Name(topic, match.start(), match.end())
            for match in _WORD.finditer(text)
            if not any(one.start < match.end() and match.start() < one.end for one in phrases)
            and (topic := self._topic_of(_singular(match[0])))
            and not (topic == "level" and not _STANDS_ALONE.match(text[match.end() :]))
        ]
        yield from sorted((*phrases, *words), key=lambda one: one.start)

    def _topic_of(self, word: str) -> str | None:
        """The topic of whose name a word is the greatest part."""
        parts = {
            key: max((1 / len(words) for words in names if word in words), default=0.0) for key, names in self._names.items()
        }
        best = max(parts, key=lambda key: parts[key], default=None)
        return best if best and parts[best] else None

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
        alone = len(topics) == 1 or any(place.topic == "level" for place in self._places(text))
        return [topic for topic in topics if topic != "level" or alone]


def _lists(text: str, places: Sequence[_Name]) -> list[list[_Name]]:
    """The names that follow each other with nothing but commas and « et » between them."""
    lists: list[list[_Name]] = []
    for place in places:
        if lists and _JOINS.fullmatch(text[lists[-1][-1].end : place.start]):
            lists[-1].append(place)
        else:
            lists.append([place])
    return [names for names in lists if len(names) >= _LIST]


def _contrasts(text: str, places: Sequence[_Name]) -> list[list[_Name]]:
    """What is meant beside each name that is ruled out: « la durée, pas le prix », « pas le prix, la durée »."""
    out = [bool(_CONTRAST.search(text[: place.start])) for place in places]
    meant = []
    for number, place in enumerate(places):
        before = number > 0 and not out[number - 1] and _NO_WORDS.fullmatch(text[places[number - 1].end : place.start])
        if out[number] and before and not _KNOWN_BEFORE.search(text[: places[number - 1].start]):
            meant.append([places[number - 1]])
        elif out[number] and number + 1 < len(places) and not out[number + 1]:
            meant.append([places[number + 1]])
    return meant


def _words(name: str) -> set[str]:
    return {_singular(word) for word in _WORD.findall(name.lower())}


def _singular(word: str) -> str:
    return word.removesuffix("s")
