"""Releases on disk: each a folder that never changes, numbered; the link `current` names the one that answers.

```
var/releases/12/   knowledge/ domain.yml       what the staff wrote
                   bot.tar.gz dialogue.json    the model that reads it, from the training whose hash is in release.json
             13.waiting/                       waits for its training
             current -> 12
             live-4711                         what the server of this process answers with, which it writes itself
```
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import msgspec

from bot.knowledge.loader import KNOWLEDGE_DIR, RELEASES_DIR, domain_of
from bot.training import FINGERPRINT, MODEL, MODELS, WEIGHTS

# As many are kept; whoever wants an older one has it in git.
KEPT = 10
_WAITING = ".waiting"


class About(msgspec.Struct, frozen=True):
    """What is known of a release beside its files.

    Attributes:
        after: the release that answered before it.
        published: when.
        files: what the staff had written then, as `digest_of` has it; what was taken back is no news to the next start.
        fingerprint: of what its model was trained from (bot.training.fingerprint).
    """

    after: int | None
    published: datetime
    files: str
    fingerprint: str


@dataclass(frozen=True)
class Release:
    """One release.

    Args:
        path: its folder.
    """

    path: Path

    @property
    def number(self) -> int:
        """It is called by this."""
        return int(self.path.name)

    @cached_property
    def about(self) -> About:
        """What is known of it."""
        return msgspec.json.decode((self.path / "release.json").read_bytes(), type=About)

    @property
    def knowledge(self) -> Path:
        """Its knowledge folder, with domain.yml beside it."""
        return self.path / KNOWLEDGE_DIR.name

    @property
    def model(self) -> Path:
        """Rasa's model archive."""
        return self.path / MODEL.name

    @property
    def weights(self) -> Path:
        """What the interpreter learnt in the same training."""
        return self.path / WEIGHTS.name


def files_in(knowledge: Path) -> dict[str, Path]:
    """What the staff write, by its name in the project.

    Args:
        knowledge: the knowledge folder; domain.yml stands beside it.
    """
    files = [domain_of(knowledge), *sorted(p for p in knowledge.rglob("*") if p.suffix in (".yml", ".txt"))]
    return {file.relative_to(knowledge.parent).as_posix(): file for file in files}


def digest_of(knowledge: Path) -> str:
    """A hash of what the staff write."""
    digest = hashlib.sha256()
    for name, file in files_in(knowledge).items():
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\0".encode())
    return digest.hexdigest()


class Releases:
    """All releases.

    Args:
        folder: where they are.
        models: where the last training left its model.
    """

    def __init__(self, folder: Path = RELEASES_DIR, models: Path = MODELS) -> None:
        self.folder = folder
        self._trained = models

    def all(self) -> list[Release]:
        """All that were published, the oldest first."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted((Release(path) for path in found if path.name.isdecimal()), key=lambda release: release.number)

    def current(self) -> Release | None:
        """The one that answers; None before the first."""
        try:
            return Release(self.folder / os.readlink(self.folder / "current"))
        except FileNotFoundError:
            return None

    def waiting(self) -> list[Path]:
        """The folders of those that wait for a training, in order."""
        return sorted(self.folder.glob(f"*{_WAITING}"), key=lambda path: int(path.stem))

    def stage(self, knowledge: Path) -> Path:
        """Copy what the staff wrote into a new release that nobody reads yet; gives its folder.

        Args:
            knowledge: the knowledge folder; domain.yml stands beside it.
        """
        numbers = [0, *(release.number for release in self.all()), *(int(path.stem) for path in self.waiting())]
        staged = self.folder / f"{max(numbers) + 1}{_WAITING}"
        for name, file in files_in(knowledge).items():
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, staged / name)
        return staged

    def put_model(self, staged: Path, fingerprint: str) -> bool:
        """Give a staged release the model that it needs; whether one of the last training or of another release was it.

        Args:
            staged: its folder.
            fingerprint: of the model that it needs.
        """
        for release in reversed(self.all()):
            if release.about.fingerprint == fingerprint and not self._trained_after(release):
                for file in (release.model, release.weights):
                    # The same file twice: a release never changes, and a model is large.
                    os.link(file, staged / file.name)
                return True
        if self._trained_from() != fingerprint:
            return False
        for file in (MODEL, WEIGHTS):
            shutil.copy2(self._trained / file.name, staged / file.name)
        return True

    def has_current_model(self, release: Release, fingerprint: str) -> bool:
        """Whether a release reads with what was trained last from what it needs."""
        return release.about.fingerprint == fingerprint and not self._trained_after(release)

    def _trained_after(self, release: Release) -> bool:
        """Whether its model was trained anew."""
        same = self._trained_from() == release.about.fingerprint
        return same and (self._trained / MODEL.name).stat().st_mtime_ns > release.model.stat().st_mtime_ns

    def _trained_from(self) -> str | None:
        file = self._trained / FINGERPRINT.name
        return file.read_text() if file.exists() and (self._trained / MODEL.name).exists() else None

    def keep_model(self, staged: Path) -> None:
        """Keep the model that was trained in a staged release, for those who train nothing meanwhile."""
        self._trained.mkdir(exist_ok=True)
        # The hash comes last: it says that the model is whole.
        for file in (MODEL, WEIGHTS, FINGERPRINT):
            copy = self._trained / f".{file.name}"
            shutil.copy2(staged / file.name, copy)
            copy.replace(self._trained / file.name)

    def publish(self, staged: Path, fingerprint: str, files: str | None = None) -> Release:
        """Have a staged release, whole with its model, answer from now on.

        Args:
            staged: its folder.
            fingerprint: of its model.
            files: what the staff had written, where it is something else that is published.
        """
        before = self.current()
        files = files or digest_of(staged / KNOWLEDGE_DIR.name)
        about = About(before.number if before else None, datetime.now().astimezone(), files, fingerprint)
        (staged / "release.json").write_bytes(msgspec.json.encode(about))
        release = Release(staged.rename(staged.with_name(staged.name.removesuffix(_WAITING))))
        self._point_to(release)
        self._forget_old()
        return release

    def before(self, release: Release) -> Release | None:
        """The one that answered before; None when it was the first, or is not kept any more."""
        number = release.about.after
        earlier = Release(self.folder / str(number))
        return earlier if number is not None and earlier.path.is_dir() else None

    def unpublish(self) -> Release | None:
        """Go back to the release before the one that answers; None when there is none."""
        current = self.current()
        earlier = self.before(current) if current else None
        if earlier:
            self._point_to(earlier)
        return earlier

    def _point_to(self, release: Release) -> None:
        link = self.folder / f".current-{os.getpid()}"
        link.symlink_to(release.path.name)
        # Renaming is at once or not at all: whoever reads the link reads a whole release.
        link.replace(self.folder / "current")

    def _forget_old(self) -> None:
        current = self.current()
        for release in self.all()[:-KEPT]:
            if release != current:
                shutil.rmtree(release.path)

    # What the running servers tell of themselves ---------------------------------------------------------------------------

    def says_live(self, release: Release) -> None:
        """Called by a server when it answers with a release."""
        file = self._live_file(os.getpid())
        # Whoever reads it reads the whole of it.
        whole = file.with_name(f".{file.name}")
        whole.write_text(str(release.number))
        whole.replace(file)

    def says_stopped(self) -> None:
        """Called when the server stops."""
        self._live_file(os.getpid()).unlink(missing_ok=True)

    def live(self) -> int | None:
        """The number of the release that the running servers answer with; None when none runs.

        While they change, it is that of one that has yet to.
        """
        numbers = set(self._live_numbers())
        if not numbers:
            return None
        current = self.current()
        return min(numbers - {current.number if current else None} or numbers)

    def _live_numbers(self) -> Iterator[int]:
        for file in self.folder.glob("live-*"):
            try:
                os.kill(int(file.name.removeprefix("live-")), 0)
                yield int(file.read_text())
            except PermissionError:
                # It runs, under another account.
                yield int(file.read_text())
            except ProcessLookupError:
                # It was killed.
                file.unlink(missing_ok=True)
            except (FileNotFoundError, ValueError):
                continue

    def _live_file(self, process: int) -> Path:
        return self.folder / f"live-{process}"


def changes(old: Path, new: Path) -> Iterator[str]:
    """The files of the staff's that differ, by their names in the project.

    Args:
        old: a knowledge folder.
        new: another.
    """
    before, after = files_in(old), files_in(new)
    for name in sorted(before.keys() | after.keys()):
        if not (name in before and name in after and before[name].read_bytes() == after[name].read_bytes()):
            yield name
