"""The widgets that are compared: their pages, scripts and policies."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.training import ROOT

_CACHE = ROOT / ".tools" / "widgets"
# As strict as a site may be: its pages talk to the site itself and to the bot, and to nobody else.
STRICT = "default-src 'self' $bot; base-uri 'none'"
TRUSTED_TYPES = "require-trusted-types-for 'script'"


class Package(NamedTuple):
    """A package of npm, without what it depends on: its bundles hold that already."""

    name: str
    version: str
    sha512: str

    def file(self, path: str, cache: Path = _CACHE) -> bytes:
        """One of its files, from the tarball that npm publishes; that is fetched once.

        Raises:
            ValueError: the tarball is not the one that was compared.
            subprocess.CalledProcessError: npm could not fetch it.
        """
        tarball = cache / f"{self.name}-{self.version}.tgz"
        if not tarball.exists():
            cache.mkdir(parents=True, exist_ok=True)
            npm = os.environ.get("NPM", "npm").split()
            subprocess.run(
                [*npm, "pack", "--silent", f"{self.name}@{self.version}"], cwd=cache, check=True, stdout=subprocess.PIPE
            )
        if base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode() != self.sha512:
            raise ValueError(f"{tarball} is not what it was: delete it to fetch it again")
        with tarfile.open(tarball) as files:
            member = files.extractfile(f"package/{path}")
            assert member is not None
            return member.read()


@dataclass(frozen=True)
class Candidate:
    """A widget.

    Args:
        name: what the report calls it.
        page: the page of `pages` that holds it.
        package: where its script is from; ours is from the bot.
        script: its script there.
        fuller: its script that shows Markdown, as the bot's answers have it, when `script` does not.
        keeper: its option that keeps the conversation when the page is loaded again, if that is one.
        asks: what its documentation asks a Content-Security-Policy to allow beside its own script.
    """

    name: str
    page: str
    package: Package | None = None
    script: str = ""
    fuller: str = ""
    keeper: str = ""
    asks: str = ""

    @property
    def policies(self) -> dict[str, str]:
        """The policies that its page is served with, from the strictest, by what makes them milder."""
        asked = f"{STRICT}; {self.asks}" if self.asks else STRICT
        milder = {"with what its documentation asks for": f"{asked}; {TRUSTED_TYPES}"} if self.asks else {}
        return {"": f"{STRICT}; {TRUSTED_TYPES}", **milder, "without Trusted Types": asked}


OURS = Candidate("Ours", "ours")
CANDIDATES = (
    OURS,
    Candidate(
        "deep-chat",
        "deep-chat",
        Package("deep-chat", "2.4.2", "wQNd6Z6HDoH7OMeoQKpmxDm9XdWrRjMkBJ2yl5tsYND9Dz2UCv/BdGVM8vK2V0mhO1u+OniHYPWDGvjlNxjCeQ=="),
        "dist/deepChat.bundle.js",
        keeper="browserStorage",
    ),
    Candidate(
        "Web Chat",
        "web-chat",
        Package(
            "botframework-webchat",
            "4.18.1",
            "7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg==",
        ),
        "dist/webchat-minimal.js",
        fuller="dist/webchat.js",
        # docs/CONTENT_SECURITY_POLICY.md of its repository; pages/web-chat.js passes the nonce.
        asks="style-src 'self' 'nonce-compare'; img-src 'self' blob:",
    ),
)
