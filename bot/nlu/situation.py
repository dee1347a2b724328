"""What a message tells of the person who would train: age, diploma and its field, years of experience."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.normaliser import fold_accents

_UNITS = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}


def _any(*expressions: str) -> str:
    """A group that matches any of these, the longest first."""
    return "(?:" + "|".join(sorted(expressions, key=len, reverse=True)) + ")"


_TENS_WORD = _any(*_TENS)
_UNIT_WORD = _any(*_UNITS, *(f"dix[- ]{unit}" for unit in ("sept", "huit", "neuf")))
_NUMBER = rf"\b(\d{{1,2}}|(?:{_TENS_WORD}(?:[- ]et)?[- ]?)?{_UNIT_WORD}|{_TENS_WORD})"
_YEARS = " ?" + _any("ans?", "annees?", "balais", "piges") + r"\b"
_OF = _any("d'", "de ", "d ")
_ABOUT = _any("plus de", "bientot", "environ", "presque", "deja", "maintenant", "tout juste")

# What stands before or after « … ans » when it is a time spent and not an age.
_SPENT_BEFORE = _any(
    "depuis", "pendant", "durant", "fait", "bientot", "apres", "il y a", "plus de", "moins de", "environ", "presque",
    "au bout de", "dans", "sur", "en", "jusqu'a", r"\d+ (?:a|et|ou)", r"\d+-",
) + " $"  # fmt: skip
_WORKPLACE = _any("etude", "etudes", "office", "cabinet", "entreprise", "tant que", "poste", "agence", "banque")
_SPENT_AFTER = ",? " + _any(
    "d'", "de ", "dans", f"en {_WORKPLACE}", "chez", "comme", "que", "au (?:greffe|tribunal|service|moins)", "sur", "derriere",
    "passes? (?:a|au|dans|chez|en)", "plus tard", "minimum", "maximum", "d (?:experience|anciennete)",
)  # fmt: skip
_WORK = _any("experience", "anciennete", "metier", "boite", "secretariat", "etude", "service", "pratique", "maison", "carriere")
_PLACE = _any(
    "dans", "chez", "comme", "que je", "en (?:etude|office|cabinet|tant que|entreprise)", "au (?:greffe|tribunal|service)"
)
_SINCE = _any("depuis", "ca fait", "fait", "pendant", "durant", "bosse", "travaille", "exerce")
_STUDIES = _any("droit", "fac", "etudes?", "cours", "formation", "lycee", "licence", "moins", "plus")
_EXPERIENCE = [
    re.compile(pattern)
    for pattern in (
        rf"{_SINCE}(?: {_ABOUT})* {_NUMBER}{_YEARS}",
        rf"{_NUMBER}{_YEARS} {_OF}{_WORK}",
        rf"(?<!\ba ){_NUMBER}{_YEARS} {_OF}(?!{_STUDIES})[a-z]",
        rf"(?<!\ba )(?<!\bde ){_NUMBER}{_YEARS} {_PLACE}",
        rf"experience ?(?:de|:) ?{_NUMBER}{_YEARS}",
    )
]

_RELATIVE = _any(
    "fils", "fille", "frere", "soeur", "neveu", "niece", "cousine?", "enfant", "ado", "gamine?", "copain", "copine", "amie?",
    "pote", "homme", "femme", "apprentie?", "jeune",
)  # fmt: skip
_APPRENTICE = _any("apprentie?", "apprentis", "alternante?", "jeune", "personne") + "s?"
_HAS = _any(
    "j'ai", "j'aurai", "j ai", "a", "ai", "as", "aura", "aurai", "age de", "agee de", "age", "ayant", "fete mes", "feterai",
    "pour mes", "mes",
)  # fmt: skip
_AGE = [
    re.compile(pattern)
    for pattern in (
        rf"\b{_APPRENTICE} (?:de|a) {_NUMBER}{_YEARS}",
        rf"\b(?:a|de) {_NUMBER}{_YEARS}(?! {_OF}(?:experience|anciennete|metier))",
        rf"\b{_HAS}(?: {_ABOUT})? {_NUMBER}{_YEARS}(?!{_SPENT_AFTER})",
        rf"\b{_RELATIVE}(?: \w+){{0,2}} (?:de|d'|a|en a|qui a|qui en a)? ?{_NUMBER}{_YEARS}",
        rf"\b(?:qui|ki|il|elle|j') ?en a[is]? {_NUMBER}\b",
        rf"{_NUMBER}{_YEARS}(?!{_SPENT_AFTER})",
        rf"^(?:j'ai|age) {_NUMBER}[ .!]*$",
        rf"^(?:et )?(?:a|moi|mon|ma|si|pour)?(?: \w+){{0,3}} ?(?:a|de|c'est)? ?{_NUMBER}[ .!?]*$",
        rf"\b{_RELATIVE} (?:qui |ki )?(?:en )?(?:a|as) {_NUMBER}\b",
    )
]
# Ages at which somebody may ask for themselves; other numbers are something else.
_AGES = range(14, 71)
# « pas de BTS », « sans mon bac », « je n'ai jamais eu la licence »: a diploma that one does not have.
_WITHOUT = re.compile(
    rf"\b{_any('pas', 'sans', 'jamais', 'ni', 'rate', 'loupe', 'aucun', 'zero')}\b(?: "
    + _any("eu", "passe", "fini", "obtenu", "encore", "mon", "son", "ma", "le", "la", "de", "un", "une", "meme", "du tout")
    + r")* ?(?:l'|d')?$"
)
_NO_DIPLOMA = re.compile(r"\b(?:sans|aucun|pas (?:de|un seul)|zero) diplomes?\b(?! (?:de|d'|en))")


def number_of(text: str) -> int | None:
    """The value of a number up to 99 written in digits or in French words without accents."""
    text = text.strip().replace("-", " ")
    if text.isdigit():
        return int(text)
    total = 0
    for word in text.split():
        if word in _TENS:
            total += _TENS[word]
        elif word in _UNITS:
            total += _UNITS.index(word)
        elif word != "et":
            return None
    return total


@dataclass(frozen=True)
class Told:
    """One thing told: which (a field of bot.answers.reply.Situation), its value, and where it stands in the text."""

    kind: str
    value: int | str
    start: int
    end: int


def _diploma(name: str) -> re.Pattern[str]:
    """A diploma's name as a word of its own: « bac » is no part of « bac + 2 », nor « CAP » of « Cap emploi »."""
    letters = re.escape(fold_accents(name)).replace(r"\ ", r"\s?")
    number = _any(r"\d", "un", "deux", "trois", "quatre", "cinq")
    return re.compile(rf"(?<!\w){letters}s?(?!\w| ?(?:\+|plus) ?{number}| emploi| sur | procedures?)")


class SituationReader:
    """Reads ages, diplomas, fields and experience.

    Args:
        diplomas: diploma's name (any spelling) to its level, 3 to 8, and its years of study after the bac.
        fields: field to the words that tell it.
    """

    def __init__(self, diplomas: dict[str, tuple[int, int]], fields: dict[str, Sequence[str]]) -> None:
        longest_first = sorted(diplomas.items(), key=lambda item: -len(item[0]))
        self._diplomas = [(_diploma(name), level, years) for name, (level, years) in longest_first]
        self._fields = {
            field: re.compile(r"\b" + _any(*(re.escape(fold_accents(word)) for word in words)) + r"\b")
            for field, words in fields.items()
        }

    def read(self, text: str) -> list[Told]:
        """What the text tells, at most one of each kind.

        Args:
            text: normalised text; positions refer to it.
        """
        folded = fold_accents(text)
        experience = self._experience(folded)
        diploma = self._diploma(folded)
        age = self._age(folded, experience)
        if age and experience and age.start == experience.start:
            experience = None
        field = self._field(folded) if diploma or experience else None
        return [told for told in (age, *diploma, field, experience) if told]

    def _experience(self, text: str) -> Told | None:
        for pattern in _EXPERIENCE:
            for match in pattern.finditer(text):
                value = number_of(match[1])
                if value is not None and value <= 50:
                    return Told("experience_years", value, match.start(1), match.end(1))
        return None

    def _age(self, text: str, experience: Told | None) -> Told | None:
        for pattern in _AGE:
            for match in pattern.finditer(text):
                value = number_of(match[1])
                before = text[: match.start(1)]
                spent = re.search(_SPENT_BEFORE, before) and not re.search(rf"{_HAS} {_ABOUT} $", before)
                if value in _AGES and not spent and not (experience and experience.start == match.start(1)):
                    return Told("age", int(value or 0), match.start(1), match.end(1))
        return None

    def _diploma(self, text: str) -> tuple[Told, ...]:
        """The highest diploma held. Without the bac, or any, it counts as a CAP: what it opens is the same."""
        best: tuple[int, int, re.Match[str]] | None = None
        without = _NO_DIPLOMA.search(text)
        taken = text
        for pattern, level, years in self._diplomas:
            for match in pattern.finditer(taken):
                taken = taken[: match.start()] + " " * (match.end() - match.start()) + taken[match.end() :]
                if _WITHOUT.search(text[: match.start()]):
                    without = match if years == 0 else without
                elif best is None or years > best[1]:
                    best = (level, years, match)
        if best is None and without:
            best = (3, -1, without)
        if best is None:
            return ()
        level, years, match = best
        return Told("level", level, match.start(), match.end()), Told("years_after_bac", years, match.start(), match.end())

    def _field(self, text: str) -> Told | None:
        """The field of the diploma or the job told: law before administration before another."""
        for field, pattern in self._fields.items():
            if match := pattern.search(text):
                if re.search(r"\bpas(?: \w+){0,3} $", text[: match.start()]):  # « pas en droit », « pas fait de droit »
                    return Told("field", "other", match.start(), match.end())
                return Told("field", field, match.start(), match.end())
        return None
