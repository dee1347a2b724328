"""Examples that the staff took from what people asked. Training reads none before somebody accepts it.

A draft stands in `data/nlu/<topic>.draft`, one example a line: Rasa reads no file of that name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.query import rasa_intent
from bot.folding import fold_accents
from bot.knowledge import Knowledge
from bot.privacy.masking import MASKS

EXAMPLES_DIR = Path(__file__).resolve().parents[2] / "data" / "nlu"
# What is beside the topics and may be taught like them, as the staff read it.
BESIDE_TOPICS = {"out_of_scope": "hors sujet", "other_training": "une autre formation ou un autre métier"}
_MOST_CHARACTERS = 300


class DraftError(ValueError):
    """An example cannot be taken; the message says why, in French, and what to do."""


@dataclass(frozen=True)
class Draft:
    """An example that waits to be accepted."""

    topic: str
    text: str


class Drafts:
    """The drafts of a folder.

    Args:
        knowledge: names the topics.
        folder: holds the examples, one file a topic.
    """

    def __init__(self, knowledge: Knowledge, folder: Path = EXAMPLES_DIR) -> None:
        self.topics = {topic: described.label for topic, described in knowledge.topics.items()} | BESIDE_TOPICS
        self._folder = folder

    def all(self) -> list[Draft]:
        """All drafts, by topic."""
        return [Draft(topic, line) for topic in self.topics for line in self._lines(topic)]

    def add(self, topic: str, text: str) -> Draft:
        """Keep an example as a draft.

        Args:
            topic: one of `topics`.
            text: what somebody asked, as the staff would have it.

        Raises:
            DraftError: it is none, holds a mask, or stands among the examples or the drafts already.
        """
        draft = Draft(topic, self._checked(topic, text))
        self._write(topic, [*self._lines(topic), draft.text])
        return draft

    def accept(self, draft: Draft) -> Path:
        """Have training read a draft from now on; gives the file that it now stands in.

        Raises:
            DraftError: it is not there (any more), or its topic has no examples to put it with.
        """
        self._must_exist(draft)
        file = self._folder / f"{draft.topic}.yml"
        try:
            content = file.read_text(encoding="utf-8")
            # At the end of the examples of the topic's intent; a file may hold other intents after it.
            block = re.compile(rf"- intent: {rasa_intent(draft.topic)}\n +examples: \|\n(?:    .*\n|\n)*    .*\n?")
            found = block.search(content)
            if found is None:
                raise DraftError(f"{file.name} n'a pas d'exemples de ce sujet : ajoutez-y cette phrase vous-même.")
            end = found.end()
            before = content[:end] if content[:end].endswith("\n") else content[:end] + "\n"
            file.write_text(f"{before}    - {draft.text}\n{content[end:]}", encoding="utf-8")
        except OSError as error:
            raise DraftError(f"{file.name} ne peut pas être écrit ({error.strerror}) : donnez-en le droit au serveur.") from None
        self.remove(draft)
        return file

    def remove(self, draft: Draft) -> None:
        """Delete a draft.

        Raises:
            DraftError: it is not there (any more).
        """
        self._must_exist(draft)
        self._write(draft.topic, [line for line in self._lines(draft.topic) if line != draft.text])

    def _must_exist(self, draft: Draft) -> None:
        if draft.topic not in self.topics or draft.text not in self._lines(draft.topic):
            raise DraftError("Ce brouillon n'y est plus : quelqu'un l'a déjà accepté ou retiré.")

    def _checked(self, topic: str, text: str) -> str:
        if topic not in self.topics:
            raise DraftError("Choisissez un sujet de la liste.")
        text = " ".join(text.split())
        if not any(character.isalpha() for character in text):
            raise DraftError("Écrivez la phrase de l'exemple.")
        if len(text) > _MOST_CHARACTERS:
            raise DraftError(f"Cette phrase est trop longue : {_MOST_CHARACTERS} caractères au plus.")
        if mask := next((mask for mask in MASKS if mask in text), None):
            raise DraftError(f"Remplacez {mask} par un mot inventé : le robot apprend la phrase telle qu'elle est.")
        if set(text) & set("[]{}"):
            raise DraftError("Enlevez les crochets et les accolades : ils ont un sens pour l'apprentissage.")
        if (fold_accents(text)) in self._known():
            raise DraftError("Cette phrase est déjà parmi les exemples ou les brouillons.")
        return text

    def _known(self) -> set[str]:
        files = [*self._folder.glob("*.yml"), *self._folder.glob("*.draft")]
        lines = (line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines())
        return {fold_accents(line.removeprefix("- ")) for line in lines}

    def _file(self, topic: str) -> Path:
        return self._folder / f"{topic}.draft"

    def _lines(self, topic: str) -> list[str]:
        file = self._file(topic)
        return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []

    def _write(self, topic: str, lines: list[str]) -> None:
        file = self._file(topic)
        try:
            if lines:
                file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            else:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise DraftError(f"{file.name} ne peut pas être écrit ({error.strerror}) : donnez-en le droit au serveur.") from None
