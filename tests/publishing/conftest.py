"""Files of the staff's to change, and releases of them whose models were never trained."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.loader import KNOWLEDGE_DIR, domain_of
from bot.publishing.releases import Releases
from bot.training import FINGERPRINT, MODEL, WEIGHTS, fingerprint


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the knowledge folder, with domain.yml beside it."""
    shutil.copy(domain_of(KNOWLEDGE_DIR), tmp_path)
    return Path(shutil.copytree(KNOWLEDGE_DIR, tmp_path / "knowledge"))


def train(folder: Path, knowledge: Path) -> None:
    """Leave what a training leaves, without what it learns."""
    folder.mkdir(exist_ok=True)
    (folder / MODEL.name).write_text("a model")
    (folder / WEIGHTS.name).write_text("{}")
    (folder / FINGERPRINT.name).write_text(fingerprint(knowledge))


@pytest.fixture
def releases(tmp_path: Path, knowledge: Path) -> Releases:
    """No releases yet; a model was trained from the files as they are."""
    train(tmp_path / "models", knowledge)
    return Releases(tmp_path / "releases", tmp_path / "models")
