"""What running servers tell of themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.publishing.releases import Release, Releases


def test_a_release_is_live_when_all_servers_answer_with_it(tmp_path: Path) -> None:
    releases, old, new = Releases(tmp_path), Release(tmp_path / "7"), Release(tmp_path / "8")
    (tmp_path / "current").symlink_to("8")
    assert releases.live() is None
    releases.says_live(new)
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        (tmp_path / f"live-{other.pid}").write_text("7")
        assert releases.live() == 7
        (tmp_path / "current").unlink()
        (tmp_path / "current").symlink_to("7")
        assert releases.live() == 8
        releases.says_live(old)
        assert releases.live() == 7
        releases.says_stopped()
        assert releases.live() == 7
    finally:
        other.communicate(b"\n")
    assert releases.live() is None
