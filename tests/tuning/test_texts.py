"""The encoder learns from texts as the classifiers read them: in plain French, certificates masked."""

from __future__ import annotations

import pytest

from bot.nlu.importer import KnowledgeImporter
from bot.tuning.texts import PlainReader


@pytest.fixture(scope="module")
def reader() -> PlainReader:
    """Knows the certificates' names."""
    return PlainReader(KnowledgeImporter().get_nlu_data())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("slt c cb le clerc expert ?", "salut c'est combien le ce clerc?"),
        ("bjr, et pr gestionnaire ?", "bonjour, et pour ce clerc?"),
        ("ça coûte combien ?", "ça coûte combien?"),
    ],
)
def test_a_message_is_normalised_and_certificates_are_masked(reader: PlainReader, text: str, plain: str) -> None:
    assert reader.plain(text) == plain
