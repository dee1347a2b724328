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
# Ends what is cut: there is more.
_MORE = " ; …"


# Said once in a reply, at its end: whom to ask, which sheet it comes from.
_ELSEWHERE = ("note_told_elsewhere", "note_told_in_others")
SAID_ONCE = ("note_contact", "note_contact_own", "note_source", "note_sources", "note_next", "step_call")


def shortened(sayings: Sequence[Saying]) -> list[Saying]:
    """Several messages that are too long together: their lists are cut, contact and source are said once."""
    sayings = _silences_together(sayings)
    if len(sayings) < 2:
        return sayings
    shortened = []
    total = sum(len(text) for saying in sayings for text in _texts(saying))
    for number, saying in enumerate(sayings):
        later = [note for other in sayings[number + 1 :] for note in other.notes]
        saying = _without_near(saying)
        notes = tuple(note for note in saying.notes if not (note[0] in SAID_ONCE and note in later))
        values, facts = dict(saying.values), saying.facts
        if total > MOST_TOGETHER and "facts" in values:
            lines = values["facts"].split("\n")
            kept = _lines_that_fit(lines, MOST_FACTS_TOGETHER // len(sayings))
            values["facts"] = "\n".join(kept) + (_MORE if len(kept) < len(lines) else "")
            left_out = {*lines} - {*kept}
            facts = tuple(one for one in facts if bullets([with_group(one[1])]) not in left_out)
        shortened.append(replace(saying, notes=notes, values=values, facts=facts))
    return shortened


def _without_near(saying: Saying) -> Saying:
    """Beside other answers what a sheet tells near to a silence is too much, and where it stands with it; whom to ask is not."""
    if not any(name == "note_near_of_certificate" for name, _ in saying.notes):
        return saying
    notes = tuple(note for note in saying.notes if not note[0].startswith(("note_near", "note_source", "note_old")))
    return replace(saying, notes=notes, facts=())


def _silences_together(sayings: Sequence[Saying]) -> list[Saying]:
    """What the same sheets do not say is said in one sentence: « ne dit rien sur le prix ni sur la durée »."""
    together: list[Saying] = []
    for saying in sayings:
        same = next((n for n, other in enumerate(together) if _says_silence_of_the_same(saying, other)), None)
        if same is None:
            together.append(saying)
            continue
        other = together[same]
        label = other.values["label"]
        if saying.values["label"] not in label.split(" ni sur "):
            label += f" ni sur {saying.values['label']}"
        notes = [*other.notes, *saying.notes]
        # Which other sheet tells of it may differ from one to the other.
        found = dict(note for note in notes if note[0] not in _ELSEWHERE or notes.count(note) > 1)
        facts = (*other.facts, *saying.facts)
        together[same] = replace(other, values={**other.values, "label": label}, notes=tuple(found.items()), facts=facts)
    return together


def _says_silence_of_the_same(saying: Saying, other: Saying) -> bool:
    whose = saying.values.get("certificate") == other.values.get("certificate")
    return saying.response == other.response in ("unknown", "unknown_of_certificate") and whose


def _texts(saying: Saying) -> Iterator[str]:
    yield from saying.values.values()
    for _, values in (*saying.openings, *saying.notes):
        yield from values.values()


def _lines_that_fit(lines: Sequence[str], most: int) -> list[str]:
    """Whole lines up to a length, at least the first of the list."""
    kept: list[str] = []
    for line in lines:
        if len(kept) > 1 and sum(map(len, kept)) + len(line) > most:
            break
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


def as_much_as_fits(texts: Sequence[str], most: int) -> tuple[str, int]:
    """Whole texts in order up to a length, at least the first, and how many; an ellipsis says that there is more."""
    said = ""
    for number, text in enumerate(texts):
        if number and len(said) + len(text) > most:
            return said + _MORE, number
        said += (" ; " if number else "") + text
    return said, len(texts)
