"""Rasa tells nobody what is done with it, however it is started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_telemetry_is_off_for_whatever_is_typed_in_the_checkout():
    """`rasa shell`, `rasa train`, tests: what starts Python from .venv."""
    environment = {name: value for name, value in os.environ.items() if name != "RASA_TELEMETRY_ENABLED"}
    asked = [sys.executable, "-c", "from rasa.telemetry import is_telemetry_enabled; print(is_telemetry_enabled())"]
    run = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
    told = [sys.executable, "-c", "import os; print(os.environ['RASA_TELEMETRY_ENABLED'])"]
    run = subprocess.run(told, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "false"
