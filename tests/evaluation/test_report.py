"""The reports in docs/ tell what they were made from, and it is what the files hold now."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.evaluation.messages import duplicates, load_blind, load_training

DOCS = Path(__file__).resolve().parents[2] / "docs"
REPORT = (DOCS / "evaluation.md").read_text(encoding="utf-8")
REPORTS = {"evaluation": REPORT, "classifier_comparison": (DOCS / "classifier_comparison.md").read_text(encoding="utf-8")}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_the_top_tells_date_and_fingerprint(report: str) -> None:
    top = "\n".join(report.splitlines()[:6])
    found = re.search(r"^- Date: (\S+)\n- Fingerprint of what the model is made of: `[0-9a-f]{64}`$", top, re.MULTILINE)
    assert found
    date.fromisoformat(found[1])


def test_the_counts_are_those_of_the_files_now() -> None:
    blind, training = load_blind(), load_training()
    files = ", ".join(f"{name} {len(messages)}" for name, messages in blind.items())
    assert f"\n- Blind messages: {sum(map(len, blind.values()))} ({files})\n" in REPORT
    assert f"\n- Training examples: {len(training)} in {len({e.intent for e in training})} intents\n" in REPORT


def test_no_blind_message_stands_in_the_training_data() -> None:
    assert duplicates([message for part in load_blind().values() for message in part], load_training()) == []


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"\]\((images/[^)]+\.png)\)", REPORT)
    assert len(pictures) == 4
    assert [picture for picture in pictures if not (DOCS / picture).is_file()] == []
