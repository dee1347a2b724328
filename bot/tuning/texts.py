"""Write annotated turns and single messages, as the classifiers read them, for `train.py`, which runs where no Rasa is.

.venv/bin/python -m bot.tuning.texts var/encoder_texts.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.annotations import Author, asked_queries, load_authors
from bot.dialogue.learning import NO_SUBJECT
from bot.dialogue.reading import SELF
from bot.knowledge import load_knowledge
from bot.knowledge.errors import ROOT
from bot.nlu.components import CertificateExtractor, MessageNormaliser, text_of
from bot.nlu.importer import KnowledgeImporter

_NLU_DIR = ROOT / "data" / "nlu"


class PlainReader:
    """Normalises messages and masks the certificates in them.

    Args:
        data: the vocabulary and the certificates' names.
    """

    def __init__(self, data: TrainingData) -> None:
        self._normaliser = MessageNormaliser({}, None, None)
        self._normaliser.learn(data)
        self._certificates = CertificateExtractor({}, None, None)
        self._certificates.learn(data)

    def plain(self, text: str) -> str:
        """The text as the classifiers read it."""
        message = Message({TEXT: text})
        self._normaliser.process([message])
        self._certificates.process([message])
        return text_of(message).plain


def _turns(author: Author, reader: PlainReader, everything: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for turn in (turn for conversation in author.conversations for turn in conversation.turns):
        queries = asked_queries(turn, everything)
        subject = any(query.act not in NO_SUBJECT for query in queries)
        yield {
            "text": reader.plain(turn.user),
            "role": author.role,
            "intent": list(dict.fromkeys(query.intent for query in queries)),
            "act": list(dict.fromkeys(query.act for query in queries)) if turn.act_is_known else [],
            "edit": [turn.edit] if turn.edit != "none" else [],
            "person": ["self" if queries[0].person == SELF else "other"] if subject else [],
        }


def main(path: Path) -> None:
    """Write the file.

    Args:
        path: where to.
    """
    read = [message for source in sorted(_NLU_DIR.glob("*.yml")) for message in RasaYAMLReader().read(source).training_examples]
    examples = [message for message in read if message.get(TEXT) and message.get(INTENT)]
    reader = PlainReader(KnowledgeImporter().get_nlu_data().merge(TrainingData(training_examples=examples)))
    everything = tuple(load_knowledge().certificates)
    turns = [turn for author in load_authors() for turn in _turns(author, reader, everything)]
    singles = [
        {"text": reader.plain(message.get(TEXT)), "intent": [message.get(INTENT).removeprefix("ask_")]} for message in examples
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"turns": turns, "singles": singles}, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
