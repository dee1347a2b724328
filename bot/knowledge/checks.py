"""Prove that the knowledge says what the sheets say: quotes, numbers, topics, names, and that nothing is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.folding import as_seen
from bot.knowledge.loader import KNOWLEDGE_DIR, KnowledgeError, line_of
from bot.knowledge.models import Fact, Knowledge, Sheet, TopicFacts

# Numbers that a text may write in digits where its quote writes them in letters, or the other way round.
_NUMBER_WORDS = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9",
    "dix": "10", "onze": "11", "douze": "12",
}  # fmt: skip


def fold(text: str) -> str:
    """As people see it, white space runs as one space; the conversion's replacement characters (U+FFFD) are dropped."""
    return re.sub(r"\s+", " ", as_seen(text).replace("\ufffd", "")).strip()


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, without thousands separators, decimal point, « deux » as 2. « K1901 » counts as 1901."""
    text = unicodedata.normalize("NFKC", text.lower())
    text = re.sub(r"\b(" + "|".join(_NUMBER_WORDS) + r")\b", lambda m: _NUMBER_WORDS[m[1]], text)
    text = re.sub(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)", lambda m: re.sub(r"\D", "", m[0]), text)
    found = re.findall(r"\d+(?:[.,]\d+)?", text)
    return {_canonical(n) for n in found}


def _canonical(number: str) -> str:
    whole, _, decimals = number.replace(",", ".").partition(".")
    decimals = decimals.rstrip("0")
    return f"{int(whole)}.{decimals}" if decimals else str(int(whole))


@dataclass(frozen=True)
class PlacedFact:
    """A fact and where it stands: its file, whose it is, its place in the file (`.topics.role.facts[0]`), its sheet."""

    file: Path
    owner: str
    place: str
    sheet: str
    fact: Fact
    # The year of a salary often stands in the heading over it, which the topic quotes in a fact of its own.
    years: frozenset[str]


def placed_facts(knowledge: Knowledge, folder: Path = KNOWLEDGE_DIR) -> Iterator[PlacedFact]:
    """Every fact of every certificate, of the centre and of the paths, with its file."""
    for owner, file, sheet, topics in _owners(knowledge, folder):
        for topic, entry in topics.items():
            headings = " ".join(quote for fact in entry.facts if fact.dated for quote in fact.quotes)
            for index, fact in enumerate(entry.facts):
                place = f".topics.{topic}.facts[{index}]"
                yield PlacedFact(file, owner, place, fact.sheet or sheet, fact, frozenset(numbers_in(headings)))
    for key, definition in knowledge.glossary.items():
        if definition.fact and definition.sheet:
            yield PlacedFact(folder / "glossary.yml", "glossary", f".{key}", definition.sheet, definition.fact, frozenset())
    for index, step in enumerate(knowledge.paths.steps):
        yield PlacedFact(folder / "paths.yml", "paths", f".steps[{index}]", step.sheet, step.fact, frozenset())


def _owners(knowledge: Knowledge, folder: Path) -> Iterator[tuple[str, Path, str, dict[str, TopicFacts]]]:
    for key, certificate in knowledge.certificates.items():
        yield key, folder / "certificates" / f"{key}.yml", certificate.sheet, certificate.topics
    yield "centre", folder / "centre.yml", knowledge.centre.sheet, knowledge.centre.topics


def check(knowledge: Knowledge, folder: Path = KNOWLEDGE_DIR) -> list[KnowledgeError]:
    """All that is wrong with the knowledge, each with file, line and reason; an empty list when it is sound."""
    return [
        *_check_topics(knowledge, folder),
        *_check_facts(knowledge, folder),
        *_check_glossary(knowledge, folder),
        *_check_centre(knowledge, folder),
        *_check_paths(knowledge, folder),
        *_check_names(knowledge, folder),
        *_check_coverage(knowledge, folder),
    ]


def _error(file: Path, place: str, message: str) -> KnowledgeError:
    return KnowledgeError(file, line_of(file.read_text(encoding="utf-8"), place), message)


def _check_topics(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    known = knowledge.topics.keys()
    for key, topic in knowledge.topics.items():
        for other in (*topic.next, *topic.with_, *filter(None, [topic.near, topic.general])):
            if other not in known:
                yield _error(folder / "topics.yml", f".{key}", f"the topic « {other} » is not in topics.yml")
    for _, file, sheet, topics in _owners(knowledge, folder):
        if sheet not in knowledge.sheets:
            yield _error(file, ".sheet", f"the sheet « {sheet} » is not in sheets.yml")
        for key, entry in topics.items():
            if key not in known:
                yield _error(file, f".topics.{key}", f"the topic « {key} » is not in topics.yml; add it there or mend the name")
            if not entry.facts and not entry.gap:
                yield _error(file, f".topics.{key}", "a topic needs facts or a gap: leave it out when the sheet says nothing")


def _check_glossary(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    for key, definition in knowledge.glossary.items():
        if bool(definition.sheet) == bool(definition.source and definition.since):
            reason = "a definition comes from a sheet (sheet and quote) or from a public text (source and since)"
            yield _error(folder / "glossary.yml", f".{key}", reason)


def _check_facts(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    references = knowledge.reference.texts()
    for placed in placed_facts(knowledge, folder):
        fact = placed.fact
        sheet = knowledge.sheets.get(placed.sheet)
        if sheet is None:
            if fact.sheet:
                yield _error(placed.file, f"{placed.place}.sheet", f"the sheet « {placed.sheet} » is not in sheets.yml")
            continue
        folded = fold(sheet.text)
        if not fact.quotes or not all(fold(quote) for quote in fact.quotes):
            yield _error(placed.file, f"{placed.place}.quote", "a quote is empty: copy the words of the sheet")
        if not fold(fact.text):
            yield _error(placed.file, f"{placed.place}.text", "the text is empty: say what the sheet says")
        for number, quote in enumerate(fact.quotes):
            if fold(quote) not in folded:
                yield _error(
                    placed.file,
                    f"{placed.place}.quote[{number}]",
                    f"this quote is not in {placed.sheet}.txt: « {' '.join(quote.split())} »",
                )
        if fact.reference and fact.reference not in references:
            yield _error(placed.file, f"{placed.place}.reference", f"« {fact.reference} » is not in reference.yml")
        yield from _check_numbers(placed, references.get(fact.reference or "", ""))


def _check_centre(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """The centre's telephone goes into many answers: each of its fields must be in its sheet like any fact."""
    centre = knowledge.centre
    if centre.sheet not in knowledge.sheets:
        return
    sheet = fold(knowledge.sheets[centre.sheet].text).replace("Saint Jacques", "Saint-Jacques")
    for field, value in msgspec.structs.asdict(centre).items():
        if isinstance(value, str) and field != "sheet" and fold(value) not in sheet:
            yield _error(folder / "centre.yml", f".{field}", f"« {value} » is not in {centre.sheet}.txt")


def _check_paths(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    paths = knowledge.paths
    for index, step in enumerate(paths.steps):
        for end, place in (("from", step.from_), ("to", step.to)):
            if place not in paths.places:
                yield _error(folder / "paths.yml", f".steps[{index}].{end}", f"« {place} » is not among the places")
        quoted = numbers_in(" \n ".join(step.fact.quotes))
        for number in (f"{n:g}" for time in step.lasts for n in time.numbers()):
            if number not in quoted:
                yield _error(folder / "paths.yml", f".steps[{index}].lasts", f"the number {number} is not in the step's quote")
    for key, place_ in paths.places.items():
        if place_.certificate and place_.certificate not in knowledge.certificates:
            yield _error(folder / "paths.yml", f".places.{key}", f"there is no certificate « {place_.certificate} »")


def _check_numbers(placed: PlacedFact, reference: str) -> Iterator[KnowledgeError]:
    fact = placed.fact
    allowed = numbers_in(" \n ".join((*fact.quotes, reference))) | set(fact.glued)
    for number in fact.glued:
        if not any(number in quote for quote in fact.quotes):
            yield _error(placed.file, f"{placed.place}.glued", f"the glued number {number} is not in the quote")
    typed = [n for figure in (fact.salary, fact.price, fact.duration) if figure for n in figure.numbers()]
    typed += [fact.share.percent] if fact.share else []
    wanted = numbers_in(f"{fact.text} {fact.brief or ''}") | {_canonical(f"{n:.2f}") for n in typed}
    if fact.as_of:
        wanted.add(str(fact.as_of.year))
        allowed |= placed.years
    for number in sorted(wanted - allowed):
        yield _error(placed.file, placed.place, f"the number {number} of this fact is not in its quote")


def _check_names(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    owners: dict[str, str] = {}
    for key, certificate in knowledge.certificates.items():
        for number, name in enumerate((certificate.name, *certificate.aliases)):
            place = ".name" if number == 0 else f".aliases[{number - 1}]"
            form = _spoken_form(name)
            if form in owners:
                owner = owners[form]
                yield _error(
                    folder / "certificates" / f"{key}.yml", place, f"the name « {name} » is used twice (first in {owner})"
                )
            owners.setdefault(form, key)


def _spoken_form(name: str) -> str:
    """A name as people's spelling tells it apart: without capitals and accents."""
    letters = unicodedata.normalize("NFD", fold(name).lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


@dataclass(frozen=True)
class Coverage:
    """How much of a sheet is quoted or left out on purpose.

    Attributes:
        lines: number of lines that hold a letter or a digit.
        missing: (line number from 1, the part of it that no fact quotes) of each line not covered whole.
        left_out: (reason, line) of what is left out on purpose.
    """

    lines: int
    missing: tuple[tuple[int, str], ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def share(self) -> float:
        """Covered lines divided by lines, 0 to 1."""
        return 1 - len(self.missing) / self.lines if self.lines else 1.0


def coverage(sheet: Sheet, quotes: list[str]) -> Coverage:
    """Which lines of a sheet are quoted whole by facts, or listed as left out.

    Each quote covers all its occurrences. A line counts as covered when each of its letters and digits is.
    """
    text = as_seen(sheet.text)
    folded, origin = _fold_with_origin(text)
    covered = [False] * len(text)
    for quote in (*quotes, *(line for entry in sheet.left_out for line in entry.lines)):
        wanted = fold(quote)
        start = folded.find(wanted)
        while wanted and start >= 0:
            for position in range(start, start + len(wanted)):
                covered[origin[position]] = True
            start = folded.find(wanted, start + 1)
    missing, lines, offset = [], 0, 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        informative = [i for i, c in enumerate(line) if c.isalnum()]
        lines += bool(informative)
        open_ = [i for i in informative if not covered[offset + i]]
        if open_:
            missing.append((number, fold(line[open_[0] : open_[-1] + 1])))
        offset += len(line)
    left_out = tuple((entry.reason, fold(line)) for entry in sheet.left_out for line in entry.lines)
    return Coverage(lines, tuple(missing), left_out)


def _fold_with_origin(text: str) -> tuple[str, list[int]]:
    """White space of a text as seen folded, with the position in it of each character that is kept."""
    kept: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        if character == "\ufffd":
            continue
        if character.isspace():
            if not kept or kept[-1] == " ":
                continue
            character = " "
        kept.append(character)
        origin.append(position)
    return "".join(kept), origin


def sheet_coverage(knowledge: Knowledge, folder: Path = KNOWLEDGE_DIR) -> dict[str, Coverage]:
    """The coverage of every sheet by the facts that quote it."""
    quotes: dict[str, list[str]] = {key: [] for key in knowledge.sheets}
    for placed in placed_facts(knowledge, folder):
        quotes.setdefault(placed.sheet, []).extend(placed.fact.quotes)
    return {key: coverage(sheet, quotes[key]) for key, sheet in knowledge.sheets.items()}


def _check_coverage(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    for path in sorted((folder / "sheets").glob("*.txt")):
        if path.stem not in knowledge.sheets:
            yield KnowledgeError(path, None, "this sheet is not in sheets.yml: add its title and edition there")
    for key, sheet in knowledge.sheets.items():
        folded = fold(sheet.text)
        for i, entry in enumerate(sheet.left_out):
            for j, line in enumerate(entry.lines):
                if fold(line) not in folded:
                    yield _error(folder / "sheets.yml", f".{key}.left_out[{i}].lines[{j}]", f"this line is not in {key}.txt")
    for key, result in sheet_coverage(knowledge, folder).items():
        for number, text in result.missing:
            yield KnowledgeError(
                folder / "sheets" / f"{key}.txt", number, f"no fact quotes « {text} »; quote it or list it under left_out"
            )
