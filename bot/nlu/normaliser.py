"""Turn what people type into plain French that the later components can read. The original stays in the transcript."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA
from simplemma import is_known

from bot.folding import as_seen, fold_accents

LEXICON_DIR = Path(__file__).parent / "lexicon"

# Words of one letter and a mute e that people write together with the next one.
_GLUED = "jld"
_TAG = re.compile(r"</?[a-z][^<>]*>")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3]+|(?<!\\w)[:;=]-?[)(DPp|]+(?!\\w)")
_TOKEN = re.compile(r"[^\W\d_]+(?:[.'+-]?[^\W_]+)*|\d+(?:[.,]\d+)*|\S")
# A word that stands this often in the training data is meant as it is (« email », « smic »), French list or not…
WELL_KNOWN = 6
# … unless a word this many times as frequent is one typo away (« formatoin »).
FAR_MORE_FREQUENT = 10
# « c est », « j ai », « l expert »: an elision typed with a space; but « un bac l et un BTS », « c a Poitiers ».
_SPACED = re.compile(r"(?<!bac )\b(?:(c) (?=e(?:st|tait)\b)|(qu|jusqu|[djlmnst]) (?=[aeiouyhàâéèê][^\W\d_]))")
# Elisions are words of their own: « j'ai » is « j' » and « ai », so that « lexpert » and « l'expert » meet.
_ELISION = re.compile(r"^(qu|jusqu|lorsqu|puisqu|[cdjlmnst])'(.+)$")

# « 1ere g », « terminale G »: the class of a school, where « g » is no « j'ai ».
_CLASS = re.compile(r"\b(?:1 ?[èe]re|premi[èe]re) (?=(?:g|générale|generale|techno\w*|stmg|st2s|sti2d)\b)")
_GENERAL = re.compile(r"\b(première|seconde|2nde|terminale|term|tle) g\b")


class Normaliser:
    """Mends spelling word by word: SMS words, lost accents, typos within the domain's vocabulary.

    Args:
        vocabulary: words of the domain (training examples, names), lower case with accents, with how often they occur.
            Typos are only ever mended into these.
        french: words that are correct French whatever the domain, lower case, with their frequency; they are never touched.
    """

    def __init__(self, vocabulary: Mapping[str, int], french: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary
        self.french = french
        self._known = frozenset(yaml.safe_load((LEXICON_DIR / "known.yml").read_text(encoding="utf-8")))

    @cached_property
    def sms(self) -> dict[str, str]:
        """SMS word to its French. « jé » is in it and « je » is not: the accent counts."""
        return dict(yaml.safe_load((LEXICON_DIR / "sms.yml").read_text(encoding="utf-8")))

    @cached_property
    def _accented(self) -> dict[str, str]:
        """Word without accents to the French word it most likely stands for; the domain's words go first."""
        best: dict[str, str] = {}
        for word in sorted(self.french, key=lambda word: (self.vocabulary.get(word, 0), self.french[word], word)):
            best[fold_accents(word)] = word
        return best

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        """The folded domain words that a typo may be mended into, by length."""
        words: dict[int, list[str]] = {}
        for word, count in self.vocabulary.items():
            if count > 1 and word in self.french and len(word) >= 4:
                words.setdefault(len(fold_accents(word)), []).append(fold_accents(word))
        return words

    def clean(self, text: str) -> str:
        """Characters only: straight apostrophes, no emoji, no HTML tag, no letter thrice in a row, single spaces, lower case."""
        text = _TAG.sub(" ", _EMOJI.sub(" ", as_seen(text)).lower())
        text = re.sub(r"(?!www)([^\W\d])\1{2,}", r"\1", text)
        text = re.sub(r"([!?.,;:…-])\1+", r"\1", text)
        return re.sub(r"\s+", " ", text).strip()

    def normalise(self, text: str, names: Sequence[str] = ()) -> str:
        """The whole text in plain French, lower case, its punctuation kept; other scripts are only cleaned.

        Args:
            text: as typed.
            names: words that are left as they are, lower case.
        """
        clean = self.clean(text)
        letters = [c for c in clean if c.isalpha()]
        if sum("LATIN" in unicodedata.name(c, "") for c in letters) < len(letters) / 2:
            return clean
        clean = _GENERAL.sub(r"\1 générale", _CLASS.sub("première ", clean))
        clean = _SPACED.sub(lambda found: f"{found[1] or found[2]}'", clean)
        words = [self._mend(token) if token[0].isalpha() and token not in names else token for token in _TOKEN.findall(clean)]
        joined = re.sub(r"\s+([,.;:!?)])", r"\1", " ".join(words)).replace("( ", "(")
        return re.sub(r"\b(qu|jusqu|lorsqu|puisqu|[cdjlmnst])' ", r"\1'", joined)

    def is_word(self, word: str) -> bool:
        """Whether a word is one of French, or of our subject; lower case."""
        listed = word in self.french or word in self._known or word in self.sms or self.vocabulary.get(word, 0) >= WELL_KNOWN
        return listed or is_known(word, lang="fr")

    def _mend(self, token: str) -> str:
        if token in self.sms:
            return self.sms[token]
        if match := _ELISION.match(token):
            return f"{match[1]}'{self._mend(match[2])}"
        if token in self.french or token in self._known:
            return token
        if "-" in token and all(part in self.french for part in token.split("-")):
            # « moi-même » is no « lui-même ».
            return token
        folded = fold_accents(token)
        if folded in self._accented:
            return self._accented[folded]
        if is_known(token, lang="fr") or any(c.isdigit() for c in token):
            return token
        return self._mend_elision(folded) or self._mend_glued(token) or self._mend_typo(token, folded) or token

    def _mend_elision(self, folded: str) -> str | None:
        """« lexpert », « jaimerais »: an elision typed without its apostrophe, before a vowel or a mute h."""
        if len(folded) > 3 and folded[0] in "dljmnst" and folded[1] in "aeiouyh" and folded[1:] in self._accented:
            word = self._accented[folded[1:]]
            if self.vocabulary.get(word, 0) >= WELL_KNOWN and not folded.startswith("ju"):  # « june » is no « j'une »
                return f"{folded[0]}'{word}"
        return None

    def _mend_glued(self, token: str) -> str | None:
        """« jbouge », « lsalaire »: a mute e and the space after it left out before a word that begins with a consonant."""
        if token[0] in _GLUED and len(token) > 4 and token[1] not in "aeiouyhéè" and (rest := self._mend(token[1:])):
            # A rest that is no word either makes it a typing error in one word.
            return f"{token[0]}e {rest}" if rest in self.french and len(rest) > 3 else None
        return None

    def _mend_typo(self, token: str, folded: str) -> str | None:
        """The domain word within one edit (two from eight letters on), where a swap of neighbours counts as one."""
        if len(folded) < 4:
            return None
        allowed = 1 if len(folded) < 8 else 2
        candidates = [w for n in range(len(folded) - allowed, len(folded) + allowed + 1) for w in self._by_length.get(n, ())]
        if len(folded) == 4:  # so short a word is only mended when its letters are swapped
            candidates = [
                w for w in candidates if sorted(w) == sorted(folded) and self.vocabulary[self._accented[w]] >= WELL_KNOWN
            ]
        found = process.extract(folded, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=5)
        if not found:
            return None
        closest = min(distance for _, distance, _ in found)
        words = [self._accented[w] for w, distance, _ in found if distance == closest]
        best = max(words, key=lambda w: (w[0] == folded[0], self.vocabulary.get(w, 0)))
        typed = self.vocabulary.get(token, 0)
        return None if WELL_KNOWN <= typed > self.vocabulary[best] / FAR_MORE_FREQUENT else best


def words_of(text: str) -> list[str]:
    """The words of a clean text, elided articles cut off: « l'étude » gives « étude »."""
    return [token.split("'")[-1] for token in _TOKEN.findall(text) if token[0].isalpha()]
