"""How much of each sheet the facts quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.folding import as_seen
from bot.knowledge.checks.placing import error, owners, placed_facts
from bot.knowledge.checks.quotes import difference, passage_near
from bot.knowledge.errors import KnowledgeError
from bot.knowledge.loader import KNOWLEDGE_DIR
from bot.knowledge.models import Knowledge, Sheet
from bot.knowledge.texts import fold, fold_with_origin


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
    folded, origin = fold_with_origin(text)
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


def sheet_coverage(knowledge: Knowledge, folder: Path = KNOWLEDGE_DIR) -> dict[str, Coverage]:
    """The coverage of every sheet by the facts that quote it."""
    quotes = _quotes(knowledge, folder)
    return {key: coverage(sheet, quotes[key]) for key, sheet in knowledge.sheets.items()}


def _quotes(knowledge: Knowledge, folder: Path) -> dict[str, list[str]]:
    quotes: dict[str, list[str]] = {key: [] for key in knowledge.sheets}
    for placed in placed_facts(knowledge, folder):
        quotes.setdefault(placed.sheet, []).extend(placed.fact.quotes)
    return quotes


def check_coverage(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """Sheets that nothing names, and lines of sheets that no fact quotes.

    Args:
        knowledge: what was read.
        folder: where from.
    """
    for path in sorted((folder / "sheets").glob("*.txt")):
        if path.stem not in knowledge.sheets:
            yield KnowledgeError(path, None, "sheets.yml ne nomme pas cette fiche", "Ajoutez-y son titre et son édition")
    for key, sheet in knowledge.sheets.items():
        folded = fold(sheet.text)
        for i, entry in enumerate(sheet.left_out):
            for j, line in enumerate(entry.lines):
                if fold(line) not in folded:
                    message = f"cette ligne n'est pas dans {key}.txt : « {fold(line)} »"
                    place = f".{key}.left_out[{i}].lines[{j}]"
                    remedy = difference(line, sheet.text) or "Rien de semblable n'est dans la fiche : retirez cette ligne"
                    yield error(folder / "sheets.yml", place, message, remedy)
    yield from _check_lines(knowledge, folder)


def _check_lines(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """Lines that no fact quotes, but for those that a wrong quote or name of a sheet leaves alone: that is told already."""
    if any(sheet not in knowledge.sheets for _, _, sheet, _ in owners(knowledge, folder)):
        return
    quotes = _quotes(knowledge, folder)
    for key, sheet in knowledge.sheets.items():
        folded = fold(sheet.text)
        wrong = [quote for quote in quotes[key] if fold(quote) not in folded]
        meant = [near[1] for quote in wrong if (near := passage_near(quote, sheet.text))]
        for number, text in coverage(sheet, [*quotes[key], *meant]).missing:
            remedy = "Citez-la dans un fait du certificat, ou écartez-la sous « left_out » dans sheets.yml"
            yield KnowledgeError(folder / "sheets" / f"{key}.txt", number, f"aucun fait ne cite « {text} »", remedy)
