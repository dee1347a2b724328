"""Prove that the knowledge says what the sheets say: quotes, numbers, topics, names, and that nothing is lost.

What is found is told in French: the staff read it.
"""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.checks.coverage import Coverage, check_coverage, coverage, sheet_coverage
from bot.knowledge.checks.names import check_names
from bot.knowledge.checks.paths import check_paths
from bot.knowledge.checks.placing import PlacedFact, placed_facts
from bot.knowledge.checks.quotes import check_quotes
from bot.knowledge.checks.topics import check_topics
from bot.knowledge.checks.wording import check_wording
from bot.knowledge.checks.writing import check_writing
from bot.knowledge.errors import KnowledgeError
from bot.knowledge.loader import KNOWLEDGE_DIR
from bot.knowledge.models import Knowledge
from bot.knowledge.texts import fold, measures_in, numbers_in

__all__ = ["Coverage", "PlacedFact", "check", "coverage", "fold", "measures_in", "numbers_in", "placed_facts", "sheet_coverage"]

_CHECKS = (check_writing, check_topics, check_quotes, check_paths, check_names, check_wording, check_coverage)


def check(knowledge: Knowledge, folder: Path = KNOWLEDGE_DIR) -> list[KnowledgeError]:
    """All that is wrong with the knowledge and the wording, each with file, line and remedy; empty when all is sound.

    Args:
        knowledge: what was read.
        folder: where from; domain.yml stands beside it.
    """
    return [error for one in _CHECKS for error in one(knowledge, folder)]
