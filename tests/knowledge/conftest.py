"""A knowledge folder to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.loader import KNOWLEDGE_DIR


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the knowledge for a test to spoil."""
    return Path(shutil.copytree(KNOWLEDGE_DIR, tmp_path / "knowledge"))
