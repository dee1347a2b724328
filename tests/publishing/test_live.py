"""A server that runs while it is published: whoever writes meanwhile is answered, and from one release alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests

from bot.conversations import readable
from bot.evaluation.running import running
from bot.knowledge.loader import KNOWLEDGE_DIR, domain_of
from bot.publishing.releases import Releases
from bot.training import MODEL, ROOT, WEIGHTS, fingerprint
from tests.channels.web.visitor import Visitor
from tests.figures import TUITION, typed
from tests.knowledge.spoiling import edit

QUESTION = "c'est combien le clerc gestionnaire ?"
RAISED = "7 940 €"
OLD, NEW = (readable(TUITION), "coute"), (readable(RAISED), "revient a")
NAME = "Campus Saint-Jacques de Compostelle"
VISITORS = 4


class Site:
    """A server, the files of its staff and its releases."""

    def __init__(self, address, knowledge):
        self.address, self.knowledge = address, knowledge
        self.releases = Releases(knowledge.parent / "releases")

    def runs(self, verb):
        """Run a command of the staff's; gives what it prints."""
        environment = {**os.environ, "BOT_KNOWLEDGE": str(self.knowledge), "BOT_RELEASES": str(self.releases.folder)}
        command = [sys.executable, "-W", "ignore", "-m", "bot.cli", verb]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    def changes_the_price_and_its_wording(self):
        """Change the sheet, the fact and the response; and the centre's name, which is on the page."""
        edit(self.knowledge / "centre.yml", "name: Campus Saint-Jacques de Compostelle", "name: Campus Saint-Jacques")
        certificate = self.knowledge / "certificates" / "clerc_gestionnaire.yml"
        edit(self.knowledge / "sheets" / "clerc_gestionnaire.txt", TUITION, RAISED)
        edit(certificate, f"text: {TUITION}", f"text: {RAISED}")
        edit(certificate, f" : {TUITION}", f" : {RAISED}")
        edit(certificate, f"tuition: {typed(TUITION)}", f"tuition: {typed(RAISED)}")
        edit(
            self.knowledge.parent / "domain.yml",
            "La formation de **{certificate}** coûte",
            "La formation de **{certificate}** revient à",
        )

    def is_told(self, words):
        """Whether a visitor reads all of these now."""
        answer = Visitor(self.address).says(QUESTION)
        return all(word in answer for word in words)


@pytest.fixture(scope="module")
def one_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(domain_of(KNOWLEDGE_DIR), folder)
    knowledge = Path(shutil.copytree(KNOWLEDGE_DIR, folder / "knowledge"))
    with running(folder / "conversations.db", BOT_KNOWLEDGE=str(knowledge)) as address:
        yield Site(address, knowledge)


@pytest.fixture
def site(one_site):
    """A server that answers with the files as they are in the repository."""
    shutil.copy(domain_of(KNOWLEDGE_DIR), one_site.knowledge.parent)
    shutil.copytree(KNOWLEDGE_DIR, one_site.knowledge, dirs_exist_ok=True)
    one_site.runs("publish")
    return one_site


@pytest.fixture
def answers(site):
    """What visitors read who write all the time, beginning now; reading it ends their visits."""
    read, failed, over = [], [], threading.Event()

    def visit():
        try:
            while not over.is_set():
                read.append(Visitor(site.address).says(QUESTION))
        except Exception as error:
            failed.append(error)

    visits = [threading.Thread(target=visit) for _ in range(VISITORS)]
    for thread in visits:
        thread.start()

    def end():
        over.set()
        for thread in visits:
            thread.join()
        assert failed == []
        return read

    yield end
    over.set()


def versions(answer):
    """Which of the two an answer is made of."""
    return {name for name, words in (("old", OLD), ("new", NEW)) for word in words if word in answer}


def waits(said, seconds=120):
    """Wait for something to be so."""
    deadline = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_published_and_taken_back_while_visitors_write(site, answers):
    assert site.is_told(OLD)
    assert NAME in requests.get(site.address, timeout=60).text
    site.changes_the_price_and_its_wording()
    said = site.runs("publish")
    assert "Le robot répond avec elle (« make unpublish » revient à la version " in said
    assert site.is_told(NEW)
    assert NAME not in requests.get(site.address, timeout=60).text
    assert "Le robot répond avec elle" in site.runs("unpublish")
    assert site.is_told(OLD)
    read = answers()
    found = [versions(answer) for answer in read]
    assert all(len(version) == 1 for version in found), [a for a, v in zip(read, found, strict=True) if len(v) != 1][:2]
    assert {"old"} in found
    assert {"new"} in found


@pytest.mark.long
def test_a_release_with_another_model(site, answers):
    """The model is loaded while the old one answers; one that cannot be loaded changes nothing."""
    old = site.releases.current().number
    site.changes_the_price_and_its_wording()
    log = site.knowledge.parent / "log.txt"
    for model in (b"no model", MODEL.read_bytes()):
        staged = site.releases.stage(site.knowledge)
        (staged / MODEL.name).write_bytes(model)
        (staged / WEIGHTS.name).write_bytes(WEIGHTS.read_bytes())
        site.releases.publish(staged, f"{fingerprint()} {len(model)}")
        if model == b"no model":
            waits(lambda: f"cannot be used; release {old} goes on" in log.read_text())
            assert site.is_told(OLD)
    waits(lambda: site.releases.live() == site.releases.current().number)
    assert site.is_told(NEW)
    assert all(len(versions(answer)) == 1 for answer in answers())
