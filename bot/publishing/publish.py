"""Publish what the staff wrote, or take it back; what it says is in French: the staff read it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.loader import KNOWLEDGE_DIR
from bot.knowledge.report import problems
from bot.publishing.releases import Release, Releases, changes, digest_of
from bot.training import ROOT, fingerprint, learnt

# A server finds a new release within a second and takes one or two to read it, longer on a busy machine.
_SECONDS = 20
# What the training says that goes on beside.
_LOG = "training.log"
# A training leaves the processor to the bot that answers meanwhile (see nice(1)).
_NICE = 15


class PublishError(Exception):
    """Nothing is published; the message says why, and what to do."""


def _say(text: str) -> None:
    print(text, flush=True)


def publish(releases: Releases, knowledge: Path = KNOWLEDGE_DIR, say: Callable[[str], None] = _say) -> Release | None:
    """Publish the files as they stand, at once or, where the model has to learn of the change, after a training beside.

    Args:
        releases: where they are.
        knowledge: the knowledge folder; domain.yml stands beside it.
        say: takes what the staff are told.

    Returns:
        the release that answers now; None when it waits for its training.

    Raises:
        PublishError: the files are not sound; all that is wrong with them is told before.
    """
    digest = digest_of(knowledge)
    _check(releases, knowledge)
    current, wanted = releases.current(), fingerprint(knowledge)
    if current and (digest_of(current.knowledge), current.about.fingerprint) == (digest, wanted):
        say(f"Publication : rien n'a changé depuis la version {current.number}, qui répond.")
        return current
    waiting = releases.waiting()
    if waiting and digest_of(waiting[-1] / KNOWLEDGE_DIR.name) == digest:
        if is_training(releases):
            say(f"Publication : la version {waiting[-1].stem} s'entraîne encore ; elle répondra d'elle-même.")
            return None
        say(f"L'entraînement de la version {waiting[-1].stem} n'a pas abouti : {releases.folder / _LOG} dit pourquoi.")
    staged = releases.stage(knowledge)
    if digest_of(staged / KNOWLEDGE_DIR.name) != digest:
        shutil.rmtree(staged)
        raise PublishError("un fichier vient de changer : rien n'est publié. Relancez la commande")
    changed = ", ".join(changes(current.knowledge, knowledge)) if current else ""
    if releases.put_model(staged, wanted):
        release = releases.publish(staged, wanted)
        say(f"Publication : version {release.number}{f' ({changed})' if changed else ''}.")
        say(_when_live(releases, release))
        return release
    number = staged.stem
    say(f"Publication : la version {number} demande un entraînement ({_why(current, knowledge)}).")
    answering = f"La version {current.number} répond en attendant. " if current else ""
    say(f"  {answering}Il se fait à part, en dix à vingt minutes ; la version {number} répondra ensuite d'elle-même.")
    _train_beside(releases, staged)
    return None


def unpublish(releases: Releases, say: Callable[[str], None] = _say) -> Release:
    """Go back to the release before; the files of the staff stay as they are.

    Args:
        releases: where they are.
        say: takes what the staff are told.

    Raises:
        PublishError: there is none before.
    """
    withdrawn = releases.current()
    release = releases.unpublish()
    if release is None or withdrawn is None:
        raise PublishError("il n'y a pas de version précédente à laquelle revenir")
    say(f"Retour : la version {withdrawn.number} est retirée, la version {release.number} ({_day(release)}) revient.")
    say(_when_live(releases, release))
    say("  Vos fichiers n'ont pas changé : corrigez-les, puis « make publish ».")
    return release


def release_to_serve(
    releases: Releases,
    make_ready: Callable[[], bool],
    knowledge: Path = KNOWLEDGE_DIR,
    say: Callable[[str], None] = _say,
) -> Release | None:
    """The release that a server starts with: the files as they stand, or what was published last where they are not sound.

    Args:
        releases: where they are.
        make_ready: has a model trained from the files as they stand; whether there is one.
        knowledge: the knowledge folder; domain.yml stands beside it.
        say: takes what the staff are told.

    Returns:
        None when the files are not sound and nothing was ever published, or there is no model: it was told why.
    """
    current = releases.current()
    found = problems(knowledge)
    if found and current is None:
        for problem in found:
            print(problem, file=sys.stderr)
        return None
    if found and current:
        instead = f"le robot démarre avec la version {current.number}, {_day(current)}"
        say(f"Fichiers : {_many(found)} à corriger (« make check ») ; {instead}.")
    newest = releases.all()[-1:]
    is_new = not newest or newest[0].about.files != digest_of(knowledge)
    if not found and is_new:
        if not make_ready():
            return None
        staged, wanted = releases.stage(knowledge), fingerprint(knowledge)
        releases.put_model(staged, wanted)
        return releases.publish(staged, wanted)
    if current and not releases.has_current_model(current, wanted := fingerprint(current.knowledge)):
        # The program changed, or its examples: what was published is read with them.
        staged = releases.stage(current.knowledge)
        if not releases.put_model(staged, wanted):
            say("Modèle : entraînement, de dix à vingt minutes…")
            _train(staged)
            releases.keep_model(staged)
        return releases.publish(staged, wanted, newest[0].about.files)
    return current


def finish(releases: Releases, number: int) -> None:
    """Train what a release waits for, and publish it; one after another, and only the newest that waits.

    Args:
        releases: where they are.
        number: of the release.

    Raises:
        subprocess.CalledProcessError: the training failed.
    """
    staged = releases.folder / f"{number}.waiting"
    with _alone(releases):
        if releases.waiting()[-1:] != [staged]:
            # What was published meanwhile is newer.
            shutil.rmtree(staged, ignore_errors=True)
            return
        wanted = fingerprint(staged / KNOWLEDGE_DIR.name)
        if not releases.put_model(staged, wanted):
            _train(staged)
            releases.keep_model(staged)
        if any(release.number > number for release in releases.all()):
            # What was published meanwhile is newer.
            shutil.rmtree(staged)
            return
        releases.publish(staged, wanted)
        for older in releases.waiting():
            if int(older.stem) < number:
                shutil.rmtree(older)


def _check(releases: Releases, knowledge: Path) -> None:
    if not (found := problems(knowledge)):
        return
    for problem in found:
        print(problem, file=sys.stderr)
    current = releases.current()
    answers = f" ; la version {current.number} répond toujours" if current else ""
    raise PublishError(f"{_many(found)} à corriger, rien n'est publié{answers}")


def _many(found: Sequence[KnowledgeError]) -> str:
    return f"{len(found)} problèmes" if len(found) > 1 else "1 problème"


def _why(current: Release | None, knowledge: Path) -> str:
    """What is learnt and has changed."""
    if current is None:
        return "c'est la première"
    before, now = learnt(current.knowledge), learnt(knowledge)
    found = [name for name, value in now.items() if value != before[name]]
    return ", ".join(found) or "les exemples de data/, ou le programme"


def _train_beside(releases: Releases, staged: Path) -> None:
    with (releases.folder / _LOG).open("w", encoding="utf-8") as output:
        subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "publish", "--finish", staged.stem],
            cwd=ROOT,
            env={**os.environ, "BOT_RELEASES": str(releases.folder)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # It goes on when the terminal is closed.
            start_new_session=True,
        )


def _train(staged: Path) -> None:
    """Train a staged release into its folder, in a process of its own."""
    environment = {**os.environ, "BOT_KNOWLEDGE": str(staged / KNOWLEDGE_DIR.name), "BOT_MODELS": str(staged)}
    command = [sys.executable, "-m", "bot.cli", "train", "--force"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, preexec_fn=lambda: os.nice(_NICE) and None)


@contextmanager
def _alone(releases: Releases, wait: bool = True) -> Iterator[None]:
    """One training at a time.

    Raises:
        BlockingIOError: there is another, and it is not waited for.
    """
    with (releases.folder / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield


def is_training(releases: Releases) -> bool:
    """Whether a release is being trained.

    Args:
        releases: where they are.
    """
    try:
        with _alone(releases, wait=False):
            return False
    except BlockingIOError:
        return True


def _when_live(releases: Releases, release: Release) -> str:
    """Wait for a running server to answer with a release, and say so."""
    start = time.monotonic()
    while (live := releases.live()) is not None and time.monotonic() - start < _SECONDS:
        if live == release.number:
            back = releases.before(release)
            undo = f" (« make unpublish » revient à la version {back.number})" if back else ""
            return f"  Le robot répond avec elle{undo}."
        time.sleep(0.1)
    if live is None:
        return "  Aucun robot ne tourne ici : elle répondra au prochain « make serve »."
    return f"  Le robot répond encore avec la version {live} : lisez ce que « make serve » a écrit, ou relancez-le."


def _day(release: Release) -> str:
    return f"publiée le {release.about.published:%d/%m/%Y à %H:%M}"
