"""What the tests of the staff's report share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import load_knowledge
from bot.privacy.masking import masker
from bot.staff.report import Reporter
from tests.staff.told import Told


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Conversations in a database of their own."""
    return Told(tmp_path / "conversations.db")


@pytest.fixture
def reporter(told: Told) -> Reporter:
    """Makes reports of them."""
    return Reporter(told.address, load_knowledge(), masker())
