"""Where facts stand: whose they are, in which file and at which place of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.loader import KNOWLEDGE_DIR, line_of
from bot.knowledge.models import Fact, Knowledge, TopicFacts


@dataclass(frozen=True)
class PlacedFact:
    """A fact and where it stands: its file, whose it is, its place in it (`.topics.role.facts[0]`), its sheet or who says it."""

    file: Path
    owner: str
    place: str
    sheet: str
    fact: Fact
    # The date of a salary often stands in the heading over it, which the topic quotes in a fact of its own.
    heading: str = ""

    def error(self, place: str, message: str, remedy: str) -> KnowledgeError:
        """What is wrong at a place of the fact (`.text`)."""
        return error(self.file, self.place + place, message, remedy)


def placed_facts(knowledge: Knowledge, folder: Path = KNOWLEDGE_DIR) -> Iterator[PlacedFact]:
    """Every fact of every certificate, of the centre, the glossary and the paths, with its file."""
    for owner, file, sheet, topics in owners(knowledge, folder):
        for topic, entry in topics.items():
            heading = " ".join(quote for fact in entry.facts if fact.dated for quote in fact.quotes)
            for index, fact in enumerate(entry.facts):
                yield PlacedFact(file, owner, f".topics.{topic}.facts[{index}]", fact.origin(sheet), fact, heading)
    for key, definition in knowledge.glossary.items():
        if definition.fact and definition.sheet:
            yield PlacedFact(folder / "glossary.yml", "glossary", f".{key}", definition.sheet, definition.fact)
    for index, step in enumerate(knowledge.paths.steps):
        yield PlacedFact(folder / "paths.yml", "paths", f".steps[{index}]", step.sheet, step.fact)


def owners(knowledge: Knowledge, folder: Path) -> Iterator[tuple[str, Path, str, dict[str, TopicFacts]]]:
    """Who holds facts by topic: each certificate and the centre, with its file and its sheet."""
    for key, certificate in knowledge.certificates.items():
        yield key, folder / "certificates" / f"{key}.yml", certificate.sheet, certificate.topics
    yield "centre", folder / "centre.yml", knowledge.centre.sheet, knowledge.centre.topics


def error(file: Path, place: str, message: str, remedy: str) -> KnowledgeError:
    """What is wrong at a place of a YAML file (`.topics.role.facts[0]`), with the line of that place."""
    return KnowledgeError(file, line_of(file.read_text(encoding="utf-8"), place), message, remedy)
