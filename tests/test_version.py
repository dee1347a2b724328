"""Which version this is: the command tells what pyproject.toml says, and the changelog knows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import main
from bot.version import version

ROOT = Path(__file__).resolve().parents[1]


def test_the_command_tells_the_version(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.strip() == version()
    assert f'\nversion = "{version()}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_changelog_begins_with_this_version():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    released = [heading for heading in headings if heading != "À venir"]
    assert released[0].split()[0] == version()
