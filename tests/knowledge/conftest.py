"""A knowledge folder to spoil, with the domain.yml that stands beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.loader import KNOWLEDGE_DIR, domain_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the knowledge and the wording for a test to spoil."""
    shutil.copy(domain_of(KNOWLEDGE_DIR), tmp_path)
    return Path(shutil.copytree(KNOWLEDGE_DIR, tmp_path / "knowledge"))
