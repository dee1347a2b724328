"""A fact's values (price, months, dates, ages, diplomas) against its quote: the same number may mean another thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from bot.folding import fold_accents
from bot.knowledge.checks.placing import PlacedFact, error
from bot.knowledge.errors import KnowledgeError, instead
from bot.knowledge.models import Condition, Fact, Knowledge, Place, Reference
from bot.knowledge.texts import MONTHS, canonical, fold, in_digits, numbers_in

# What stands around the number of a field in a quote, and how that is said to the staff.
UNITS = {
    ".duration.months": (r"{} ?mois", "{} mois"),
    ".duration.years": (r"{} ?(?:ans?|annees?)", "{} ans"),
    ".duration.hours": (r"{} ?h(?:eures?)?\b", "{} heures"),
    ".price.tuition": (r"{} ?€(?! ?(?:de |par |/ ?)?(?:l'heure|heure|h\b))", "{} €"),
    ".price.hourly": (r"{} ?€ ?(?:de |par |/ ?)?(?:l'heure|heure|h\b)", "{} € de l'heure"),
    ".price.fee": (r"{} ?€", "{} €"),
    ".price.year": (r"{}(?! ?€)", "l'année {}"),
    ".salary.from": (r"{} ?€", "{} €"),
    ".salary.to": (r"{} ?€", "{} €"),
    ".salary.coefficient": (r"{}(?! ?(?:€|ans))", "coefficient {}"),
    ".salary.after_years": (r"{} ?(?:ans?|annees?)", "{} ans"),
    ".share.percent": (r"{} ?%", "{} %"),
}
# As `_plain` writes them.
_MONTHS = [fold_accents(month) for month in MONTHS]
# A year as it is written: 2027.
_YEAR = re.compile(r"\b20\d\d\b")
_MONTH = re.compile(r"\b(" + "|".join(_MONTHS) + r")\b")
_DATE = re.compile(r"\b(?:(\d{1,2})(?:\^?\{?er\}?)? )?(" + "|".join(_MONTHS) + r") (\d{4})\b")
_QUARTER = re.compile(r"\b([1-4])(?:er|e|eme) trimestre (\d{4})\b")
# The first and the last age that words mean, from the numbers in them.
_AGES = (
    (re.compile(r"(\d+) ?(?:-|a|/) ?(\d+) ans"), 0, 0),
    (re.compile(r"()(?:avant|moins de) (\d+) ans"), 0, -1),
    (re.compile(r"()jusqu'a (\d+) ans"), 0, 0),
    (re.compile(r"(?:au-dela de|plus de|apres) (\d+) ans()"), 1, 0),
    (re.compile(r"(?:a partir de|des) (\d+) ans()"), 0, 0),
    (re.compile(r"(\d+) ans et plus()"), 0, 0),
)
# Words of which a fact may not say one where its quote says the other.
_OPPOSITES = (
    (("en présentiel", "présentiel", "sur place"), ("à distance", "distanciel", "en ligne", "visioconference")),
    (("CDI",), ("CDD", "intérim")),
    (("temps plein", "plein temps"), ("temps partiel", "mi-temps")),
    (("obligatoire",), ("facultatif", "facultative")),
    (("gratuit", "gratuite"), ("payant", "payante")),
)
_REMEDY = "Corrigez la valeur, ou citez la ligne de la fiche qui la donne"


def figures_of(fact: Fact) -> Iterator[tuple[str, float]]:
    """The numbers of a fact's fields that its quote must hold, each with its place (`.price.tuition`).

    Ages are not among them: « avant 18 ans » is up to 17. Nor is 0, which is said in words.
    """
    for name in ("salary", "price", "duration", "share"):
        figure = getattr(fact, name)
        for field in msgspec.structs.fields(figure) if figure else ():
            value = getattr(figure, field.name)
            if isinstance(value, int | float) and value and not field.name.startswith("age_"):
                yield f".{name}.{field.encode_name}", value


def check_values(placed: PlacedFact, reference: str, knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """What a fact says and its quote contradicts, though the numbers are the same.

    Args:
        placed: the fact, whose quotes stand in its sheet.
        reference: the text of reference.yml that it names, if any.
        knowledge: what else there is, diplomas and certificates above all.
    """
    quoted = _plain(" \n ".join((*placed.fact.quotes, reference)))
    yield from _check_units(placed, quoted)
    yield from _check_dates(placed, quoted)
    yield from _check_ages(placed, quoted)
    yield from _check_opposites(placed, quoted)
    years = _diploma_years(quoted, knowledge) if placed.fact.conditions else set()
    for number, condition in enumerate(placed.fact.conditions):
        for reason in _against(condition, quoted, years, knowledge):
            yield placed.error(f".conditions[{number}]", reason, _REMEDY)
        yield from check_names_of_reference(placed.file, f"{placed.place}.conditions[{number}]", condition, knowledge.reference)


def check_names_of_reference(file: Path, place: str, asked: Condition | Place, reference: Reference) -> Iterator[KnowledgeError]:
    """Fields and workplaces that reference.yml gives no words for: nobody would be understood to have them.

    Args:
        file: where the condition, or the place of the paths, stands.
        place: where in it.
        asked: the condition or the place.
        reference: names fields and workplaces.
    """
    workplaces = {row.workplace for row in reference.workplaces}
    preferred = asked.preferred if isinstance(asked, Condition) else ()
    for field, names, known, of in (
        ("workplaces", asked.workplaces, workplaces, "workplaces"),
        ("field", filter(None, [asked.field]), reference.fields, "fields"),
        ("preferred", preferred, reference.fields, "fields"),
        ("preferred", [name for name in preferred if name in reference.fields], reference.field_names, "field_names"),
    ):
        for name in names:
            if name not in known:
                message = f"« {name} » (champ « {field} ») n'est pas sous « {of} » dans reference.yml"
                yield error(
                    file, f"{place}.{field}", message, f"{instead(name, known)}, ou ajoutez-le dans reference.yml avec ses mots"
                )


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """A text without capitals and accents, its numbers in digits and written in one way."""
    folded = fold_accents(in_digits(fold(text)))
    return re.sub(r"\d+(?:[.,]\d+)?", lambda number: canonical(number[0]), folded)


def _check_units(placed: PlacedFact, quoted: str) -> Iterator[KnowledgeError]:
    for place, value in figures_of(placed.fact):
        number = canonical(f"{value:.2f}")
        pattern, words = UNITS[place]
        if not re.search(r"(?<![\d.,])" + pattern.format(re.escape(number) + r"(?![\d]|[.,]\d)"), quoted):
            message = f"« {place.rpartition('.')[2]}: {number} » contredit la citation, qui ne dit pas « {words.format(number)} »"
            yield placed.error(place, message, _REMEDY)
    price = placed.fact.price
    if price and price.fee_except and "apprenti" not in quoted:
        yield placed.error(".price.fee_except", "la citation ne dit rien des apprentis", _REMEDY)


def _check_dates(placed: PlacedFact, quoted: str) -> Iterator[KnowledgeError]:
    fact = placed.fact
    months = _months_in(quoted)
    for place, text in ((".text", fact.text), (".brief", fact.brief or "")):
        for month in sorted(_months_in(_plain(text)) - months):
            said = f"qui dit « {', '.join(sorted(months))} »" if months else "qui ne nomme aucun mois"
            yield placed.error(place, f"le mois « {month} » contredit la citation, {said}", _REMEDY)
    yield from _check_dated_words(placed, months, {*_YEAR.findall(quoted)})
    if fact.salary and fact.salary.basis != "paid" and not fact.salary.as_of:
        remedy = "Ajoutez « as_of: » avec la date que dit la fiche ; un salaire sans date est « basis: paid »"
        yield placed.error(".salary", "un minimum ou des offres d'emploi ont une date (as_of)", remedy)
    known = dates_in(f"{' '.join(fact.quotes)} {placed.heading}")
    for place, day in dates_of(fact):
        if known and not any(day in one for one in known):
            yield placed.error(place, f"la date {day} contredit celle de la citation", date_remedy(known))


def _check_dated_words(placed: PlacedFact, months: set[str], years: set[str]) -> Iterator[KnowledgeError]:
    """« Oui » to a month that the quote does not name any more, « non » to the one that it names."""
    for field, words in (("asks", placed.fact.asks), ("denies", placed.fact.denies)):
        for number, word in enumerate(words):
            plain = _plain(word)
            said = _months_in(plain), {*_YEAR.findall(plain)}
            if not any(said) or (field == "asks") == all(one <= told for one, told in zip(said, (months, years), strict=True)):
                continue
            answer = "Oui" if field == "asks" else "Non"
            message = f"le robot répondrait « {answer} » à « {word} », et la citation dit le contraire"
            yield placed.error(f".{field}[{number}]", message, f"Corrigez le mot, ou retirez-le de « {field} »")


def _months_in(plain: str) -> set[str]:
    return {MONTHS[_MONTHS.index(month)] for month in _MONTH.findall(plain)}


class SaidDate(NamedTuple):
    """A date as a text has it: a month of a year, `day` 0 where it tells none."""

    year: int
    month: int
    day: int

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day.year, day.month) == self[:2] and self.day in (0, day.day)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}-{self.day or 1:02}"


def dates_of(fact: Fact) -> Iterator[tuple[str, date]]:
    """The dates of a fact that its quote, or the heading over it, must hold, each with its place."""
    for place, day in ((".dated", fact.dated), (".salary.as_of", fact.salary and fact.salary.as_of)):
        if day:
            yield place, day


def dates_in(text: str) -> set[SaidDate]:
    """The dates of a text; a quarter is its first month."""
    plain = _plain(text)
    found = {SaidDate(int(year), _MONTHS.index(month) + 1, int(day or 0)) for day, month, year in _DATE.findall(plain)}
    return found | {SaidDate(int(year), 3 * int(quarter) - 2, 0) for quarter, year in _QUARTER.findall(plain)}


def date_remedy(known: Set[SaidDate]) -> str:
    """How to mend a date that is none of those which a quote, or the heading over it, has.

    Args:
        known: these.
    """
    written = f"Corrigez la date : {' ou '.join(map(str, sorted(known)))}" if known else "Corrigez la date (année-mois-jour)"
    return f"{written}, ou citez la ligne de la fiche qui la donne"


def _check_ages(placed: PlacedFact, quoted: str) -> Iterator[KnowledgeError]:
    share = placed.fact.share
    said = _ages_in(quoted)
    if share is None or said is None:
        return
    if (share.age_from, share.age_to) != said:
        wanted = ", ".join(f"{name}: {age}" for name, age in zip(("age_from", "age_to"), said, strict=True) if age is not None)
        yield placed.error(".share", "les âges contredisent la citation", f"D'après elle, écrivez {wanted}")
    if (_ages_in(_plain(placed.fact.text)) or said) != said:
        yield placed.error(".text", "les âges du texte contredisent la citation", _REMEDY)


def _ages_in(plain: str) -> tuple[int | None, int | None] | None:
    for pattern, more, less in _AGES:
        if found := pattern.search(plain):
            first, last = found.groups()
            return (int(first) + more if first else None), (int(last) + less if last else None)
    return None


def _check_opposites(placed: PlacedFact, quoted: str) -> Iterator[KnowledgeError]:
    # « Pas à distance » says the same as « en présentiel ».
    text = re.sub(r"\b(?:pas|non|ni|aucun|aucune|sans)\b[^,;.:]*", "", _plain(placed.fact.text))
    for one, other in (*_OPPOSITES, *((b, a) for a, b in _OPPOSITES)):
        said = next((word for word in one if _holds(text, word)), None)
        instead = next((word for word in other if _holds(quoted, word)), None)
        if said and instead and not any(_holds(quoted, word) for word in one):
            yield placed.error(".text", f"« {said} » contredit la citation, qui dit « {instead} »", _REMEDY)


def _holds(plain: str, words: str) -> bool:
    return re.search(r"\b" + re.escape(_plain(words)) + r"\b", plain) is not None


def _diploma_years(plain: str, knowledge: Knowledge) -> set[int]:
    """The years of study after the bac that the diplomas named in a text mean."""
    levels = knowledge.reference.diploma_levels.levels
    years = {_spaced(_plain(name)): level.years_after_bac for level in levels for name in (level.name, *level.diplomas)}
    # « Bac + 2 » before « bac ».
    names = "|".join(re.escape(name) for name in sorted(years, key=len, reverse=True))
    return {years[name] for name in re.findall(rf"\b({names})s?\b", _spaced(plain))}


def _spaced(plain: str) -> str:
    return re.sub(r" ?\+ ?", " + ", plain)


def _against(condition: Condition, quoted: str, years: set[int], knowledge: Knowledge) -> Iterator[str]:
    """What the quote, which names diplomas of these years, says against a condition."""
    if condition.years_after_bac is not None and condition.years_after_bac not in years:
        said = f"le donne à {' ou '.join(map(str, sorted(years)))}" if years else "ne nomme aucun diplôme"
        yield f"« years_after_bac: {condition.years_after_bac} » contredit la citation, qui {said}"
    if condition.general and not _holds(quoted, "général"):
        yield "« general: true » contredit la citation, qui ne parle pas d'un bac général"
    words = knowledge.reference.fields.get(condition.field or "other", ())
    if condition.field and not any(_holds(quoted, word) for word in words):
        yield f"« field: {condition.field} » contredit la citation, qui ne nomme pas ce domaine"
    for field in condition.preferred:
        if not any(_holds(quoted, word) for word in knowledge.reference.fields.get(field, (field,))):
            yield f"« preferred: {field} » contredit la citation, qui ne nomme pas ce domaine"
    asked = rf"\b{condition.experience_years} ?(?:ans?|annees?)\b" if condition.experience_years else r"\bexperience\b"
    if condition.experience_years is not None and not re.search(asked, quoted):
        yield f"« experience_years: {condition.experience_years} » contredit la citation, qui ne dit pas cette durée"
    for besides in condition.besides:
        if missing := sorted(numbers_in(besides) - numbers_in(quoted)):
            yield f"« also: {besides} » contredit la citation, qui ne dit pas {missing[0]}"
    needed = knowledge.certificates.get(condition.certificate or "")
    if needed and not _holds(quoted, needed.name):
        yield f"« certificate: {condition.certificate} » contredit la citation, qui ne nomme pas « {needed.name} »"
