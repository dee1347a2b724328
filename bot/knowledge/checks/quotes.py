"""Facts against their sheets: their quotes stand there word for word, their numbers and values are those of their quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import msgspec
from rapidfuzz import fuzz

from bot.folding import as_seen
from bot.knowledge.checks.placing import PlacedFact, error, placed_facts
from bot.knowledge.checks.values import check_values, date_remedy, dates_in, dates_of, figures_of
from bot.knowledge.errors import KnowledgeError, instead
from bot.knowledge.models import Knowledge
from bot.knowledge.texts import canonical, fold, fold_with_origin, numbers_in
from bot.typography import day, listing

# Under this likeness (0 to 100) nothing of a sheet is near to a quote.
_NEAR = 55


def check_quotes(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """Quotes that are not in their sheets, numbers and values that are not in their quotes, and the centre's own fields.

    Args:
        knowledge: what was read.
        folder: where from.
    """
    folded = {key: fold(sheet.text) for key, sheet in knowledge.sheets.items()}
    for placed in placed_facts(knowledge, folder):
        if placed.fact.source or placed.fact.since:
            yield from _check_source(placed, knowledge)
            continue
        sheet = knowledge.sheets.get(placed.sheet)
        if sheet is None:
            if placed.fact.sheet:
                message = f"la fiche « {placed.sheet} » n'est pas dans sheets.yml"
                yield placed.error(".sheet", message, instead(placed.sheet, knowledge.sheets))
            continue
        # What else the centre is called by is near to its number, and no old form of it.
        others = _own_fields(knowledge) if placed.owner == "centre" else {}
        found = list(_check_words(placed, _without(sheet.text, others, placed.fact.quotes), folded[placed.sheet]))
        yield from found or _check_figures(placed, knowledge)
    yield from _check_centre(knowledge, folder)


def _check_source(placed: PlacedFact, knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """What the centre says itself: who says it and since when, and values that are those of its sentence."""
    fact = placed.fact
    if not (fact.source and fold(fact.source) and fact.since):
        message = "on ne sait pas qui le dit (source), ou depuis quand (since)"
        yield placed.error("", message, "Écrivez les deux : source: le secrétariat du centre, since: 2026-11-30")
    elif fact.quote or fact.sheet:
        message = "ce fait a une citation de fiche (quote, sheet) et une source au centre (source, since)"
        yield placed.error(".source", message, "Gardez l'une ou l'autre : ce que dit une fiche se cite de la fiche")
    elif not fold(fact.text):
        yield placed.error(".text", "le texte (text) est vide", "Écrivez ce que dit le centre")
    elif fact.since > date.today():
        yield placed.error(".since", f"le {day(fact.since)} n'est pas encore passé", "Écrivez le jour où le centre l'a dit")
    else:
        yield from _check_figures(placed, knowledge)


def _check_words(placed: PlacedFact, sheet: str, folded: str) -> Iterator[KnowledgeError]:
    fact = placed.fact
    if not fact.quotes or not all(fold(quote) for quote in fact.quotes):
        yield placed.error(
            ".quote",
            f"la citation (quote) {'est vide' if fact.quotes else 'manque'}",
            "Copiez les mots exacts de la fiche, ou dites qui au centre le dit (source, since)",
        )
    if not fold(fact.text):
        yield placed.error(".text", "le texte (text) est vide", "Écrivez ce que dit la fiche")
    for number, quote in enumerate(fact.quotes):
        if fold(quote) not in folded:
            message = f"cette citation n'est pas dans {placed.sheet}.txt : « {' '.join(quote.split())} »"
            gone = "retirez ce fait" if len(fact.quotes) == 1 else "retirez cette citation et ce qu'en dit le fait"
            remedy = difference(quote, sheet) or f"Rien de semblable n'est dans la fiche : {gone}, ou citez une autre ligne"
            yield placed.error(f".quote[{number}]", message, remedy)


def passage_near(quote: str, sheet: str) -> tuple[int, str] | None:
    """The words of a sheet that a quote may mean, after the number of their line; None when nothing is near.

    Args:
        quote: what is not in the sheet.
        sheet: its text.
    """
    seen = as_seen(sheet)
    text, origin = fold_with_origin(seen)
    wanted = fold(quote)
    found = fuzz.partial_ratio_alignment(wanted.lower(), text.lower(), score_cutoff=_NEAR) if wanted else None
    if found is None or found.dest_start == found.dest_end:
        return None
    start = text.rfind(" ", 0, found.dest_start + 1) + 1
    end = text.find(" ", found.dest_end)
    passage = text[start : end if end >= 0 else len(text)].strip()
    return seen.count("\n", 0, origin[start]) + 1, passage


def difference(quote: str, sheet: str) -> str:
    """How to mend a quote that is not in a sheet: the words that it may mean, their line, what differs; empty if none is near."""
    near = passage_near(quote, sheet)
    if near is None:
        return ""
    line, passage = near
    return f"À la ligne {line}, la fiche dit : « {passage} ». Différence : {_changes(fold(quote).split(), passage.split())}"


def _changes(wrong: list[str], right: list[str]) -> str:
    told = []
    for kind, a, b, c, d in SequenceMatcher(None, wrong, right, autojunk=False).get_opcodes():
        mine, its = " ".join(wrong[a:b]), " ".join(right[c:d])
        if kind == "replace":
            told.append(f"« {mine} » au lieu de « {its} »")
        elif kind == "delete":
            told.append(f"« {mine} » en trop")
        elif kind == "insert":
            told.append(f"« {its} » manque")
    return ", ".join(told)


def _check_figures(placed: PlacedFact, knowledge: Knowledge) -> Iterator[KnowledgeError]:
    fact, references = placed.fact, knowledge.reference.texts()
    if fact.reference and fact.reference not in references:
        message = f"« {fact.reference} » n'est pas dans reference.yml"
        yield placed.error(".reference", message, instead(fact.reference, references))
    reference = references.get(fact.reference or "", "")
    found = list(_check_numbers(placed, reference))
    yield from found or check_values(placed, reference, knowledge)


def _check_numbers(placed: PlacedFact, reference: str) -> Iterator[KnowledgeError]:
    fact = placed.fact
    quoted = numbers_in(" \n ".join((*fact.quotes, reference))) | set(fact.glued)
    for number in fact.glued:
        if not any(number in quote for quote in fact.quotes):
            message = f"le nombre collé {number} (glued) n'est pas dans la citation"
            yield placed.error(".glued", message, "Écrivez les chiffres tels que la fiche les colle")
    wanted = [
        *((".text", number) for number in sorted(numbers_in(fact.text))),
        *((".brief", number) for number in sorted(numbers_in(fact.brief or ""))),
        *((place, canonical(f"{number:.2f}")) for place, number in figures_of(fact)),
    ]
    for place, number in wanted:
        if number not in quoted:
            message = f"le nombre {number.replace('.', ',')} du champ « {place[1:]} » n'est pas dans la citation"
            yield placed.error(place, message, "Corrigez ce nombre, ou citez aussi la ligne de la fiche qui le donne")
    # A year may stand in the heading over it.
    for place, at in dates_of(fact):
        if str(at.year) not in quoted | numbers_in(placed.heading):
            remedy = date_remedy(dates_in(f"{' '.join(fact.quotes)} {placed.heading}"))
            yield placed.error(place, f"la date {at} du champ « {place[1:]} » n'est pas dans la citation", remedy)


def _check_centre(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """The centre's telephone goes into many answers: each of its fields must be in its sheet like any fact."""
    centre = knowledge.centre
    if centre.sheet not in knowledge.sheets:
        return
    text = knowledge.sheets[centre.sheet].text
    sheet = fold(text).replace("Saint Jacques", "Saint-Jacques")
    fields = _own_fields(knowledge)
    for field, value in fields.items():
        if fold(value) not in sheet:
            message = f"« {value} » (champ « {field} ») n'est pas dans {centre.sheet}.txt"
            remedy = _still_there(value, _without(text, fields, (value,)), centre.sheet)
            yield error(folder / "centre.yml", f".{field}", message, remedy)


def _own_fields(knowledge: Knowledge) -> dict[str, str]:
    fields = msgspec.structs.asdict(knowledge.centre)
    return {field: value for field, value in fields.items() if isinstance(value, str) and field != "sheet"}


def _without(sheet: str, fields: Mapping[str, str], kept: Sequence[str]) -> str:
    """A sheet, line by line, without the values of the centre's fields that none of these texts holds."""
    for value in fields.values():
        if not any(fold(value) in fold(text) for text in kept):
            sheet = as_seen(sheet).replace(as_seen(value), " ")
    return sheet


def _still_there(value: str, sheet: str, name: str) -> str:
    """How to mend a field of the centre's: its sheet may have the old number still, in several lines."""
    near = passage_near(value, sheet)
    if near is None:
        return f"Rien de semblable n'est dans {name}.txt : corrigez la fiche, si c'est elle qui est ancienne"
    line, passage = near
    old = passage.strip("*_[]()«» .,;:•-")
    lines = [n for n, text in enumerate(as_seen(sheet).split("\n"), 1) if fold(old) in fold(text)] or [line]
    where = f"Aux lignes {listing(list(map(str, lines)))}" if len(lines) > 1 else f"À la ligne {line}"
    return f"{where} de {name}.txt, la fiche dit « {old} » : si c'est l'ancien, corrigez-l'y ; sinon, écrivez-le ici"
