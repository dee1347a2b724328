"""The example of the settings names each that the program reads, and no other."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from bot.channels.settings import number
from bot.channels.telegram.settings import Settings as TelegramSettings
from bot.channels.web.settings import Settings as WebSettings
from tests.deploy.conftest import DEPLOY

ROOT = DEPLOY.parent
EXAMPLE = DEPLOY / "clercs.env.example"
LINES = EXAMPLE.read_text(encoding="utf-8").splitlines()
NAMED = {match[1]: match[2] for line in LINES if (match := re.fullmatch(r"#?([A-Z_]+)='(.*)'", line))}
# What libraries read: Sanic, and httpx in front of Telegram.
LIBRARIES = {"SANIC_PROXIES_COUNT", "HTTPS_PROXY", "NO_PROXY"}
# As the program names them: looked up in the environment, or given to what looks them up; in endpoints.yml, « ${BOT_STORE} ».
_READ = re.compile(r"""environ(?:ment)?(?:\.get|\.setdefault)?[\[(]"([A-Z_]+)"|["{](BOT_[A-Z_]+)["}]""")
# Set for Rasa, which is not told otherwise; and an error of Telegram's, which is written like a setting.
_OTHERS = {"LOG_LEVEL", "BOT_COMMAND_INVALID"}


def read_by_the_program() -> set[str]:
    """All settings of the sources."""
    sources = [*(path for path in ROOT.glob("bot/**/*.py") if "evaluation" not in path.parts), ROOT / "endpoints.yml"]
    return {a or b for path in sources for a, b in _READ.findall(path.read_text(encoding="utf-8"))} - _OTHERS


def test_every_setting_is_in_the_example_and_no_other():
    documented = " ".join(path.read_text(encoding="utf-8") for path in ROOT.glob("docs/*.md"))
    assert read_by_the_program() - set(NAMED) == set()
    assert [name for name in set(NAMED) - read_by_the_program() - LIBRARIES if f"`{name}" not in documented] == []


def test_each_has_a_comment_before_it():
    for number_, line in enumerate(LINES):
        if re.fullmatch(r"#?[A-Z_]+='.*'", line):
            above = LINES[number_ - 1]
            assert above.startswith("# ") or re.fullmatch(r"#[A-Z_]+='.*'", above), line


def test_what_it_shows_is_what_holds():
    web = WebSettings("secret", "database")
    for name in (
        "messages_per_minute",
        "requests_per_minute",
        "conversations_per_hour",
        "keep_days",
        "connections",
        "stop_seconds",
    ):
        assert number(NAMED, f"BOT_{name.upper()}", 0) == getattr(web, name)
    assert NAMED["BOT_TELEGRAM_API"] == TelegramSettings("token", "secret", "database").api


def test_a_shell_reads_it_as_systemd_does(tmp_path: Path):
    file = tmp_path / "settings.env"
    file.write_text("\n".join(line[1:] if line.startswith("#") and line[1:2].isupper() else line for line in LINES))
    said = subprocess.run(["env", "-i", "sh", "-c", f"set -a; . {file}; env"], capture_output=True, text=True, check=True)
    assert said.stderr == ""
    told = dict(line.split("=", 1) for line in said.stdout.splitlines())
    assert {name: told[name] for name in NAMED} == NAMED
