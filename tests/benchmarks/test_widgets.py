"""The comparison of widgets: its report and its site; what it measures takes a browser and minutes."""

from __future__ import annotations

import pytest
import requests

from benchmarks.widgets.candidates import CANDIDATES, TRUSTED_TYPES, Package
from benchmarks.widgets.report import ROWS, text_of_report
from benchmarks.widgets.server import serving


def test_report():
    cells = [{row.key: f"{row.key} of {candidate.name}" for row in ROWS} for candidate in CANDIDATES]
    report = text_of_report(cells, "1.2", "a machine", 9)
    for row in ROWS:
        assert f"| {row.name} | {' | '.join(own[row.key] for own in cells)} |" in report
        assert f"- {row.name}: " in report


@pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda candidate: candidate.name)
def test_site(candidate):
    with serving() as site:
        site.bot = "http://bot"
        for number, policy in enumerate([*candidate.policies.values(), ""]):
            page = requests.get(f"{site.address}/{number}/{candidate.page}", timeout=10)
            assert '"http://bot' in page.text
            assert page.headers["Content-Security-Policy"] == policy.replace("$bot", "http://bot")
        assert TRUSTED_TYPES in next(iter(candidate.policies.values()))
        assert requests.get(f"{site.address}/nothing", timeout=10).status_code == 404


def test_a_tarball_that_changed_is_refused(tmp_path):
    (tmp_path / "chat-1.0.tgz").write_bytes(b"changed")
    with pytest.raises(ValueError, match="is not what it was"):
        Package("chat", "1.0", "abc").file("dist/chat.js", tmp_path)
