"""What the manual tells to type is there."""

from __future__ import annotations

import re

import pytest

from bot.cli import main
from tests.deploy.conftest import DEPLOY

ROOT = DEPLOY.parent
MANUAL = (ROOT / "docs" / "exploitation.md").read_text(encoding="utf-8")
# Another's part: it comes with /metrics.
LATER = {"deploy/grafana/"}


def test_its_commands_are_the_bots(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    verbs = re.findall(r"\{(\w+(?:,\w+)+)\}", capsys.readouterr().out)[0].split(",")
    told = set(re.findall(r"(?:`|^|&& )(?:sudo )?clercs (\w+)", MANUAL, re.MULTILINE)) | set(
        re.findall(r"bot\.cli (\w+)", MANUAL)
    )
    assert {"backup", "restore", "publish", "unpublish"} <= told
    assert told <= set(verbs)


def test_its_files_are_there():
    told = set(re.findall(r"\bdeploy/[\w./*-]+", MANUAL)) - LATER
    assert "deploy/systemd/*" in told
    made = {"deploy/clercs.env"}
    assert [name for name in told - made if not list(ROOT.glob(name.rstrip(".")))] == []
    for target in re.findall(r"\]\(([\w./-]+)\)", MANUAL):
        assert (ROOT / "docs" / target).exists(), target
