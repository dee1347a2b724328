"""Topics: each is known, holds something, and is not called unanswered where a sheet answers; and the glossary's sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.folding import fold_accents
from bot.knowledge.checks.placing import error, owners
from bot.knowledge.errors import KnowledgeError, instead
from bot.knowledge.models import Knowledge, Topic, TopicFacts


def check_topics(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    """Topics that do not exist, hold nothing or are called unanswered though there are facts; definitions without a source.

    Args:
        knowledge: what was read.
        folder: where from.
    """
    yield from _check_described(knowledge, folder)
    for _, file, sheet, topics in owners(knowledge, folder):
        if sheet not in knowledge.sheets:
            message = f"la fiche « {sheet} » n'est pas dans sheets.yml"
            yield error(file, ".sheet", message, instead(sheet, knowledge.sheets))
        for key, entry in topics.items():
            if key not in knowledge.topics:
                message = f"le sujet « {key} » n'est pas dans topics.yml"
                yield error(file, f".topics.{key}", message, _instead(key, knowledge.topics))
            if not entry.facts and not entry.gap:
                remedy = "Ajoutez-en, ou retirez le sujet : la fiche n'en dit alors rien"
                yield error(file, f".topics.{key}", f"le sujet « {key} » n'a ni fait (facts) ni lacune (gap)", remedy)
            yield from _check_beside(knowledge, file, key, entry)
    yield from _check_glossary(knowledge, folder)


def _check_beside(knowledge: Knowledge, file: Path, key: str, entry: TopicFacts) -> Iterator[KnowledgeError]:
    silences = {silence.name for topic in knowledge.topics.values() for silence in topic.silences}
    for number, fact in enumerate(entry.facts):
        for name in fact.beside:
            if name not in knowledge.topics and name not in silences:
                message = f"« {name} » (champ « beside ») n'est ni un sujet ni un silence de topics.yml"
                yield error(file, f".topics.{key}.facts[{number}].beside", message, instead(name, [*knowledge.topics, *silences]))


def _check_described(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    held = knowledge.topics_by_holder()
    for key, topic in knowledge.topics.items():
        for field, names in (
            ("next", topic.next),
            ("with", topic.with_),
            ("near", [topic.near]),
            ("general", [topic.general]),
            ("from", [topic.from_]),
        ):
            for name in filter(None, names):
                if name not in knowledge.topics:
                    message = f"le sujet « {name} » (champ « {field} ») n'est pas dans topics.yml"
                    yield error(folder / "topics.yml", f".{key}.{field}", message, _instead(name, knowledge.topics))
        yield from _check_takeover(knowledge, folder, key, topic)
        holders = [name for name, topics in held.items() if key in topics and topics[key].facts]
        if topic.scope == "unanswered" and holders:
            message = f"le sujet « {key} » est dit sans réponse (scope: unanswered), mais il a des faits : {', '.join(holders)}"
            remedy = "Écrivez « scope: centre »" if holders == ["centre"] else "Retirez « scope: unanswered »"
            yield error(folder / "topics.yml", f".{key}.scope", message, remedy)


def _check_takeover(knowledge: Knowledge, folder: Path, key: str, topic: Topic) -> Iterator[KnowledgeError]:
    """A topic takes another one's questions by its words, which name no silence of the other any more."""
    if not topic.from_:
        return
    if not topic.words:
        remedy = f"Écrivez aussi « words: […] » : les mots par lesquels on demande {topic.label}"
        yield error(folder / "topics.yml", f".{key}.from", f"« from: {topic.from_} » ne reprend rien sans ses mots", remedy)
    silences = knowledge.topics[topic.from_].silences if topic.from_ in knowledge.topics else ()
    for number, silence in enumerate(silences):
        for word in silence.words:
            if fold_accents(word) in map(fold_accents, topic.words):
                place = f".{topic.from_}.silences[{number}].words"
                message = f"le mot « {word} » nomme un silence (« {silence.name} »), et le sujet « {key} », qui a une réponse"
                yield error(folder / "topics.yml", place, message, "Retirez-le du silence")


def _instead(name: str, topics: Mapping[str, Topic]) -> str:
    """The nearest topic, by its name or by what its button says: staff who write « prix » mean `price`."""
    by_word = {re.sub(r"^(?:le |la |les |l')", "", topic.button.lower()): key for key, topic in topics.items()}
    said = instead(name, [*topics, *by_word])
    for word, key in by_word.items():
        said = said.replace(f"« {word} »", f"« {key} »")
    return f"{said}, ou ajoutez ce sujet à topics.yml"


def _check_glossary(knowledge: Knowledge, folder: Path) -> Iterator[KnowledgeError]:
    for key, definition in knowledge.glossary.items():
        if bool(definition.sheet) == bool(definition.source and definition.since):
            message = f"on ne sait pas d'où vient la définition « {key} »"
            remedy = "Donnez une fiche (sheet et quote), ou un texte public (source et since), mais pas les deux"
            yield error(folder / "glossary.yml", f".{key}", message, remedy)
