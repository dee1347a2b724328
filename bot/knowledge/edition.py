"""A new edition of a sheet: what it changes of what the bot says, and the facts' new quotes where the staff accept them.

The two texts are aligned twice: line by line, so that a line that moved is found, and word by word, so that other line breaks do
not count. So each quote that no longer stands in the sheet leads to the words that stand in its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import HtmlDiff, SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml
from rapidfuzz import fuzz

from bot.folding import as_seen
from bot.knowledge.checks import Coverage, coverage, fold, placed_facts
from bot.knowledge.checks.quotes import passage_near
from bot.knowledge.checks.values import dates_in, figures_of
from bot.knowledge.loader import KNOWLEDGE_DIR, line_of, node_at
from bot.knowledge.models import Fact, Knowledge
from bot.knowledge.texts import canonical, fold_with_origin

# Lines that are less alike (0 to 100) are not one and the same in two editions.
_ALIKE = 70
# At the same place, with a word in common, a line need not be as like.
_ALIKE_IN_PLACE = 45
# A number is one word, with the spaces of its thousands.
_WORD = re.compile(r"[^\s\d]*\d{1,3}(?: \d{3})+(?!\d)\S*|\S+")
_NUMBER = re.compile(r"\d+(?: \d{3})*(?:[.,]\d+)?")


class _Line(NamedTuple):
    """A line that says something, as its words; each with the place of its first letter in the sheet."""

    words: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)


class Change(NamedTuple):
    """A quote that the new edition does not have.

    Attributes:
        file: where it stands.
        place: of its fact, or of its line among those left out on purpose (`.topics.price.facts[0]`).
        quote_place: its own.
        old: the quote.
        new: the words that stand in its place, in one piece or several; none: nothing does.
        fact: what the bot says; none of a line left out on purpose.
        text: what it would say, where that follows from the words.
    """

    file: Path
    place: str
    quote_place: str
    old: str
    new: tuple[str, ...]
    fact: Fact | None
    text: str

    @property
    def line(self) -> int | None:
        """The line of the file, from 1."""
        return line_of(self.file.read_text(encoding="utf-8"), self.quote_place)


@dataclass(frozen=True)
class Edition:
    """What a new edition changes.

    Attributes:
        changes: quotes that it does not have; those first in whose place nothing stands.
        uncovered: new lines that no fact quotes, with their numbers from 1.
    """

    changes: tuple[Change, ...]
    uncovered: tuple[tuple[int, str], ...]


def compare(knowledge: Knowledge, sheet: str, text: str, folder: Path = KNOWLEDGE_DIR) -> Edition:
    """What a new text of a sheet changes.

    Args:
        knowledge: as it stands, sound.
        sheet: the sheet's id.
        text: of the new edition.
        folder: where the knowledge was read from.
    """
    old = knowledge.sheets[sheet]
    aligned = _Aligned(old.text, text)
    changes, kept = list[Change](), list[str]()
    for file, place, quote_place, quote, fact in _quotes(knowledge, sheet, folder):
        if fold(quote) in aligned.folded:
            kept.append(quote)
            continue
        new = aligned.replacement(quote)
        kept += new
        told = revised(fact.text, quote, new) if fact else ""
        changes.append(Change(file, place, quote_place, quote, new, fact, told))
    covered: Coverage = coverage(msgspec.structs.replace(old, text=text, left_out=()), kept)
    return Edition(tuple(sorted(changes, key=lambda change: bool(change.new))), covered.missing)


def _quotes(knowledge: Knowledge, sheet: str, folder: Path) -> Iterator[tuple[Path, str, str, str, Fact | None]]:
    """All quotes of a sheet: file, the place of the fact and of the quote, the quote, the fact."""
    for placed in placed_facts(knowledge, folder):
        if placed.sheet != sheet:
            continue
        for number, quote in enumerate(placed.fact.quotes):
            index = "" if isinstance(placed.fact.quote, str) else f"[{number}]"
            yield placed.file, placed.place, f"{placed.place}.quote{index}", quote, placed.fact
    # The centre's telephone and address are facts without a quote: they stand in the sheet as they are told.
    for field, value in msgspec.structs.asdict(knowledge.centre).items() if knowledge.centre.sheet == sheet else ():
        if isinstance(value, str) and field != "sheet" and fold(value) in fold(knowledge.sheets[sheet].text):
            yield folder / "centre.yml", f".{field}", f".{field}", value, Fact(text=value, quote=value)
    for i, entry in enumerate(knowledge.sheets[sheet].left_out):
        for j, line in enumerate(entry.lines):
            place = f".{sheet}.left_out[{i}].lines[{j}]"
            yield folder / "sheets.yml", place, place, line, None


class _Aligned:
    """Two editions of a sheet, the words of one beside those of the other."""

    def __init__(self, old: str, new: str) -> None:
        self._old_text, self._new_text = as_seen(old), as_seen(new)
        self.folded = fold(new)
        self._old, self._new = _lines(self._old_text), _lines(self._new_text)
        self._pairs = _paired(self._old, self._new)
        self._old_words, self._new_words = _words(self._old_text), _words(self._new_text)

    def replacement(self, quote: str) -> tuple[str, ...]:
        """What stands where a quote stood: in one piece where it is one still, else a piece for each line."""
        text, origin = fold_with_origin(self._old_text)
        at = text.find(wanted := fold(quote))
        if at < 0 or not wanted:
            # Part of the edition was accepted before.
            near = passage_near(quote, self._new_text)
            return (near[1],) if near and wanted else ()
        start, end = origin[at], origin[at + len(wanted) - 1] + 1
        by_lines = [
            p
            for n, line in enumerate(self._old)
            if n in self._pairs
            if (p := _piece(line, self._new[self._pairs[n]], start, end))
        ]
        by_words = _piece(self._old_words, self._new_words, start, end)
        whole = " ".join(by_lines)
        pieces = (whole,) if whole and fold(whole) in self.folded else tuple(p for p in by_lines if fold(p) in self.folded)
        # Lines that are paired are alike already.
        found = [said for said in (pieces, (by_words,)) if said == pieces or _is_alike(quote, by_words, in_place=True)]
        return max(found, key=lambda said: fuzz.ratio(quote, " ".join(said)))


def _piece(line: _Line, new: _Line, start: int, end: int) -> str:
    """The part of a line, between two places of the old text, as the new edition has it."""
    inside = [n for n, (word, at) in enumerate(zip(line.words, line.starts, strict=True)) if at < end and at + len(word) > start]
    if not inside:
        return ""
    first, last = inside[0], inside[-1]
    words = list(new.words[slice(*_same_span(line.words, new.words, first, last + 1))])
    if not words:
        return ""
    # A quote may begin or end inside a word: « **Durée » without its asterisks.
    before = line.words[first][: max(0, start - line.starts[first])]
    after = line.words[last][len(line.words[last]) - max(0, line.starts[last] + len(line.words[last]) - end) :]
    words[0] = words[0].removeprefix(before)
    words[-1] = words[-1].removesuffix(after)
    return " ".join(words)


def _words(text: str, start: int = 0) -> _Line:
    words = list(re.finditer(r"\S+", text))
    return _Line(tuple(word[0] for word in words), tuple(start + word.start() for word in words))


def _lines(text: str) -> list[_Line]:
    lines = [_words(line[0], line.start()) for line in re.finditer(r"[^\n]+", text)]
    return [line for line in lines if any(character.isalnum() for character in line.text)]


def _paired(old: Sequence[_Line], new: Sequence[_Line]) -> dict[int, int]:
    """Each old line that the new edition has, as it was or changed, with the number it has there."""
    before, after = [line.text for line in old], [line.text for line in new]
    pairs: dict[int, int] = {}
    in_place: set[tuple[int, int]] = set()
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs.update(zip(range(a, b), range(c, d), strict=True))
        in_place |= {(i, j) for i in range(a, b) for j in range(c, d)}
    free = set(range(len(new))) - set(pairs.values())
    scored = [(fuzz.ratio(before[i], after[j]), i, j) for i in range(len(old)) if i not in pairs for j in free]
    for score, i, j in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if i not in pairs and j in free and _is_alike(before[i], after[j], (i, j) in in_place, score):
            pairs[i] = j
            free.remove(j)
    return pairs


def _is_alike(old: str, new: str, in_place: bool, score: float | None = None) -> bool:
    """Whether words of two editions are the same ones, changed."""
    score = fuzz.ratio(old, new) if score is None else score
    return score >= _ALIKE or (in_place and score >= _ALIKE_IN_PLACE and bool(_told(old) & _told(new)))


def _told(text: str) -> set[str]:
    """The words that tell one line from another."""
    return set(re.findall(r"\w{2,}", text.lower()))


def _same_span(old: Sequence[str], new: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The words of a changed line that stand for those from `start` to before `end` of the old one."""
    first, last = None, 0
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        low, high = max(a, start), min(b, end)
        if low >= high and not (kind == "insert" and start < a < end):
            continue
        equal = kind == "equal"
        first = (c + low - a if equal else c) if first is None else first
        last = c + high - a if equal else d
    return (first or 0, last)


def _replaced(old: str, new: Sequence[str]) -> dict[str, str]:
    """The words of a quote that have others in their place, without the signs around them."""
    before, after = (_WORD.findall(fold(quote)) for quote in (old, " ".join(new)))
    found = {}
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        mine, its = (" ".join(words).strip(" ().,;:*_\\~") for words in (before[a:b], after[c:d]))
        if kind == "replace" and mine and its:
            found[mine] = its
    return found


def revised(text: str, old: str, new: Sequence[str]) -> str:
    """What a fact says when its quote has changed: the words that it shares with the quote change likewise.

    Args:
        text: what it says.
        old: its quote.
        new: what stands in its place.
    """
    words = _replaced(old, new)
    if not words:
        return text
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w,.])(?:{'|'.join(longest_first)})(?!\w|[,.]\d)", re.IGNORECASE)
    plain = {mine.lower(): its for mine, its in words.items()}
    return pattern.sub(
        lambda match: words.get(match[0]) or _written_like(match[0], plain[match[0].lower()]),
        re.sub(r"[\u00a0\u202f]", " ", text),
    )


def _written_like(word: str, other: str) -> str:
    """Other words with the capitals of these: « Joyeux » and « MARTIN » is « Martin »."""
    return other.lower() if word.islower() else other.title() if word.istitle() else other


# Accepting ------------------------------------------------------------------------------------------------------------------


def accept(changes: Sequence[Change]) -> None:
    """Write the new quotes into the staff's files, and what the facts say and their figures as far as that follows.

    Args:
        changes: those that are accepted; where nothing stands in a quote's place, nothing is written.
    """
    files: dict[Path, dict[str, str]] = {}
    texts: dict[tuple[Path, str], str] = {}
    for change in changes:
        if not change.new:
            continue
        edits = files.setdefault(change.file, {})
        edits[change.quote_place] = _written(change)
        for field in ("text", "brief"):
            if change.fact and (said := getattr(change.fact, field)):
                place = f"{change.place}.{field}"
                # A fact may have several quotes that change.
                texts[change.file, place] = now = revised(texts.get((change.file, place), said), change.old, change.new)
                if now != said:
                    edits[place] = _quoted(now)
        edits.update(_figures(change))
        edits.update(_dates(change))
    for file, edits in files.items():
        file.write_text(edited(file.read_text(encoding="utf-8"), edits), encoding="utf-8")


def _written(change: Change) -> str:
    """The new quote as it goes into its file: one of several pieces as a list, or as more items of the list it stands in."""
    pieces = [_quoted(piece) for piece in change.new]
    if len(pieces) == 1:
        return pieces[0]
    if not change.quote_place.endswith("]"):
        return f"[{', '.join(pieces)}]"
    source = change.file.read_text(encoding="utf-8")
    node = node_at(source, change.quote_place)
    before = source.splitlines()[node.start_mark.line][: node.start_mark.column] if node else ""
    # In a list with dashes each piece has a line of its own.
    return (f"\n{before}" if before.strip() == "-" else ", ").join(pieces)


def _figures(change: Change) -> dict[str, str]:
    """The fact's figures that the quote says otherwise now, by their places."""
    numbers: dict[str, set[str]] = {}
    for mine, its in _replaced(change.old, change.new).items():
        before, after = _numbers(mine), _numbers(its)
        for old, new in zip(before, after, strict=True) if len(before) == len(after) else ():
            numbers.setdefault(old, set()).add(new)
    figures = figures_of(change.fact) if change.fact else ()
    found = ((change.place + place, numbers.get(canonical(f"{value:.2f}"), set())) for place, value in figures)
    return {place: min(new) for place, new in found if len(new) == 1}


def _numbers(text: str) -> list[str]:
    return [canonical(number.replace(" ", "")) for number in _NUMBER.findall(text)]


def _dates(change: Change) -> dict[str, str]:
    """The dates that follow where the quote has one and has another now: of its fact, and of those under it as their heading."""
    before, after = dates_in(change.old), dates_in(" ".join(change.new))
    topic, _, index = change.place.rpartition(".facts")
    if change.fact is None or len(before) != 1 or len(after) != 1 or before == after or not topic:
        return {}
    source = change.file.read_text(encoding="utf-8")
    (old,), (new,) = before, after
    facts = yaml.safe_load(source)
    for step in topic.strip(".").split("."):
        facts = facts[step]
    found = {}
    for number, fact in enumerate(facts["facts"]):
        quotes = fact.get("quote", "")
        own = f"[{number}]" == index
        if not own and (not change.fact.dated or old in dates_in(" ".join([quotes] if isinstance(quotes, str) else quotes))):
            continue
        for place, day in ((".dated", fact.get("dated")), (".salary.as_of", fact.get("salary", {}).get("as_of"))):
            if day in old:
                found[f"{topic}.facts[{number}]{place}"] = str(new)
    return found


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def edited(source: str, edits: Mapping[str, str]) -> str:
    """YAML with other scalars at these places; all else, comments too, stays as it was written.

    Args:
        source: YAML text.
        edits: what is to stand at a place (`.topics.price.facts[0].quote`), as YAML writes it.
    """
    spans = []
    for place, new in edits.items():
        node = node_at(source, place)
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            spans.append((start, end, new + ("\n" if source[start:end].endswith("\n") else "")))
    for start, end, new in sorted(spans, reverse=True):
        source = source[:start] + new + source[end:]
    return source


def side_by_side(old: str, new: str, path: Path) -> None:
    """Write both texts beside each other as a page for a browser.

    Args:
        old: of the edition in force.
        new: of the other.
        path: of the page.
    """
    page = HtmlDiff(wrapcolumn=70).make_file(old.splitlines(), new.splitlines(), "en vigueur", "nouvelle édition", context=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
