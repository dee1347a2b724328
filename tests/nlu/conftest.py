"""What the NLU tests share: the training examples as they stand in the files, and the components the bot makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.knowledge import Knowledge, load_knowledge
from bot.nlu.certificate_names import certificate_names
from bot.nlu.certificates import CertificateRecogniser
from bot.nlu.normaliser import Normaliser
from bot.nlu.situation import SituationReader

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "nlu"


@pytest.fixture(scope="session")
def training_lines() -> list[tuple[str, int, str, str]]:
    """All training examples: topic (the file's name), line in the file, intent, text."""
    return [(path.stem, *found) for path in sorted(DATA.glob("*.yml")) for found in _examples_of(path)]


def _examples_of(path: Path) -> list[tuple[int, str, str]]:
    root = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), f"{path}: not what Rasa reads"
    entries = next(value for key, value in root.value if key.value == "nlu")
    found = []
    for entry in entries.value:
        fields = {key.value: value for key, value in entry.value}
        first_line = fields["examples"].start_mark.line + 2
        for number, line in enumerate(fields["examples"].value.splitlines(), first_line):
            assert line.startswith("- "), f"{path}:{number}: an example begins with « - »"
            found.append((number, fields["intent"].value, line.removeprefix("- ")))
    return found


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real knowledge."""
    return load_knowledge()


@pytest.fixture(scope="session")
def recogniser(knowledge: Knowledge) -> CertificateRecogniser:
    """Knows the real names, aliases and look-alikes."""
    lookalikes = [expression for certificate in knowledge.certificates.values() for expression in certificate.lookalikes]
    return CertificateRecogniser(certificate_names(knowledge), lookalikes)


@pytest.fixture(scope="session")
def reader(knowledge: Knowledge) -> SituationReader:
    """Knows the real diplomas, fields and workplaces."""
    return SituationReader(knowledge.reference)


@pytest.fixture(scope="session")
def normaliser(training_lines: list[tuple[str, int, str, str]], tmp_path_factory: pytest.TempPathFactory) -> Normaliser:
    """Knows the vocabulary that MessageNormaliser.train takes from the training examples and the names."""
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.nlu.components import MessageNormaliser
    from bot.nlu.importer import KnowledgeImporter

    examples = TrainingData([Message.build(text, intent) for _, _, intent, text in training_lines])
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("storage"))
    component = MessageNormaliser({}, storage, Resource("normaliser"))
    component.train(examples.merge(KnowledgeImporter().get_nlu_data()))
    return component.normaliser
