"""The units of systemd, and the compose file: right by the tools that read them, and closed where they are to be."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.channels.web.pages import WIDGET_FILE
from bot.knowledge.loader import KNOWLEDGE_DIR
from bot.publishing.releases import files_in
from bot.training import sources
from tests.deploy.conftest import DEPLOY

UNITS = sorted((DEPLOY / "systemd").iterdir())
# What `systemd-analyze security` gives from 0 (closed) to 10.
MOST_EXPOSED = 2.0
systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


@systemd
def test_systemd_understands_the_units(tmp_path: Path):
    for unit in UNITS:
        # What they start is not installed here.
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)]
    said = subprocess.run(command, capture_output=True, text=True)
    assert [line for line in said.stderr.splitlines() if "clercs" in line] == []
    assert said.returncode == 0, said.stderr


@systemd
@pytest.mark.parametrize("name", ["clercs.service", "clercs-backup.service"])
def test_the_services_are_closed(name):
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(DEPLOY / "systemd" / name)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"exposure level for .*: ([\d.]+)", said)
    assert found, said
    assert float(found[1]) <= MOST_EXPOSED


def test_the_container_is_closed_and_without_profiles_there_is_the_bot_alone():
    services = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))["services"]
    assert [name for name, service in services.items() if "profiles" not in service] == ["bot"]
    bot = services["bot"]
    assert (bot["read_only"], bot["cap_drop"], bot["ports"]) == (True, ["ALL"], ["127.0.0.1:5005:5005"])
    for service in services.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert not source.startswith(".") or (DEPLOY / source).exists(), volume


def test_the_image_holds_all_that_the_bot_is_made_of():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    lines = re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
    copied = [DEPLOY.parent / source for line in lines for source in line.split()[:-1]]
    assert [source for source in copied if not source.exists()] == []
    needed = {*sources(), *files_in(KNOWLEDGE_DIR).values(), WIDGET_FILE, *DEPLOY.parent.glob("*.yml")}
    assert [file for file in needed if not any(file.is_relative_to(source) for source in copied)] == []
    assert text.index("\nUSER 10001") < text.index("\nENTRYPOINT")
