"""The built script that is kept here is what its sources make, and small."""

from __future__ import annotations

import gzip
import os
import subprocess
from pathlib import Path

WIDGET = Path(__file__).resolve().parents[2] / "widget"
SCRIPT = WIDGET / "dist" / "widget.js"
LARGEST = 20_000


def test_fresh_build_is_the_same(tmp_path):
    fresh = tmp_path / "widget.js"
    npm = os.environ.get("NPM", "npm").split()
    subprocess.run([*npm, "run", "--silent", "build", "--", str(fresh)], cwd=WIDGET, check=True)
    assert fresh.read_bytes() == SCRIPT.read_bytes()
    assert fresh.with_suffix(".d.ts").read_bytes() == SCRIPT.with_suffix(".d.ts").read_bytes()


def test_small():
    assert len(gzip.compress(SCRIPT.read_bytes())) <= LARGEST
