"""Facts as text, and as much of it as is read in a chat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answers.reply import Saying
from bot.knowledge import Fact
from bot.typography import bullets

# Several messages together longer than the first are cut: their facts to the second, shared among them.
MOST_TOGETHER = 950
MOST_FACTS_TOGETHER = 560


def shortened(sayings: Sequence[Saying]) -> list[Saying]:
    """Several messages that are too long together: their lists are cut, and the contact is said once."""
    if len(sayings) < 2:
        return list(sayings)
    last_contact = max(
        (n for n, saying in enumerate(sayings) if any(key == "note_contact" for key, _ in saying.notes)), default=0
    )
    shortened = []
    total = sum(len(text) for saying in sayings for text in _texts(saying))
    for number, saying in enumerate(sayings):
        notes = tuple(note for note in saying.notes if note[0] != "note_contact" or number == last_contact)
        values = dict(saying.values)
        if total > MOST_TOGETHER and "facts" in values:
            lines = values["facts"].split("\n")
            values["facts"] = "\n".join(_lines_that_fit(lines, MOST_FACTS_TOGETHER // len(sayings)))
        shortened.append(replace(saying, notes=notes, values=values))
    return shortened


def _texts(saying: Saying) -> Iterator[str]:
    yield from saying.values.values()
    for _, values in (*saying.openings, *saying.notes):
        yield from values.values()


def _lines_that_fit(lines: Sequence[str], most: int) -> list[str]:
    """Whole lines up to a length, at least the first of the list; an ellipsis says that there is more."""
    kept: list[str] = []
    for line in lines:
        if len(kept) > 1 and sum(map(len, kept)) + len(line) > most:
            return [*kept, "- …"]
        kept.append(line)
    return kept


def told_in(facts: Sequence[Fact]) -> str:
    """One fact in the sentence, several as a list."""
    if len(facts) == 1:
        return f" {facts[0].text}"
    return listed(facts)


def listed(facts: Sequence[Fact]) -> str:
    """Facts as a list, on lines of their own."""
    return "\n" + bullets([with_group(fact) for fact in facts])


def with_group(fact: Fact) -> str:
    """A fact under its heading, when it has one."""
    return f"**{fact.group}** : {fact.text}" if fact.group else fact.text


def as_much_as_fits(texts: Sequence[str], most: int) -> str:
    """Whole texts in order up to a length, at least the first; an ellipsis says that there is more."""
    said = ""
    for number, text in enumerate(texts):
        if number and len(said) + len(text) > most:
            return f"{said} ; …"
        said += (" ; " if number else "") + text
    return said
