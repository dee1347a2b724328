"""The widgets that are compared: their pages and scripts, and the peers' installation."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bot.training import ROOT

_HERE = Path(__file__).parent
PAGES = _HERE / "pages"
WIDGET = ROOT / "widget" / "dist" / "widget.js"
_INSTALLED = ROOT / ".tools" / "widgets"
_PACKAGES = _INSTALLED / "node_modules"

# As strict as a site may be: the widgets are to talk to the site itself and to nobody else.
STRICT = "default-src 'self'; connect-src 'self'; base-uri 'none'"
TRUSTED_TYPES = "require-trusted-types-for 'script'"


@dataclass(frozen=True)
class Candidate:
    """A widget.

    Args:
        name: what the report calls it.
        page: the page of `pages` that holds it.
        script: its script, as built by its makers.
        asks: what its documentation asks a Content-Security-Policy to allow beside its own script.
    """

    name: str
    page: str
    script: Path
    asks: str = ""

    @property
    def policies(self) -> dict[str, str]:
        """The policies that its page is served with, by name."""
        asked = "; ".join(part for part in (STRICT, self.asks) if part)
        return {"none": "", "asked": asked, "strict": f"{STRICT}; {TRUSTED_TYPES}"}

    @property
    def version(self) -> str:
        """The version of what is installed; for ours, what the built file is."""
        if self.script == WIDGET:
            return f"SHA-256 {hashlib.sha256(WIDGET.read_bytes()).hexdigest()[:12]}"
        package = self.script.parents[1] / "package.json"
        return str(json.loads(package.read_text(encoding="utf-8"))["version"])


CANDIDATES = (
    Candidate("ours", "ours", WIDGET),
    Candidate("deep-chat", "deep-chat", _PACKAGES / "deep-chat" / "dist" / "deepChat.bundle.js"),
    # The smaller of its two bundles: no Markdown, no cards.
    Candidate(
        "Web Chat, minimal bundle",
        "web-chat",
        _PACKAGES / "botframework-webchat" / "dist" / "webchat-minimal.js",
        # docs/CONTENT_SECURITY_POLICY.md of its repository; web-chat.js passes the nonce.
        "style-src 'self' 'nonce-compare'; img-src 'self' blob:",
    ),
)


def install() -> None:
    """Install the peers, where no build of ours sees them.

    Raises:
        subprocess.CalledProcessError: npm could not.
    """
    _INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_HERE / name, _INSTALLED)
    npm = os.environ.get("NPM", "npm").split()
    # Their bundles need none of the packages' own scripts.
    subprocess.run([*npm, "ci", "--silent", "--ignore-scripts", "--prefix", str(_INSTALLED)], check=True)
