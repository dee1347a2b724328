"""When the model is trained anew: as soon as anything changes that it is made of, and for nothing else."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bot.training import PACKAGES, ROOT, fingerprint, modules_of_model, sources
from tests.figures import TUITION

READ = [
    "config.yml",
    "data/nlu/price.yml",
    "data/stories/rules.yml",
    "data/conversations/a01.yml",
    "data/encoder/encoder.onnx",
    "bot/folding.py",
    "bot/nlu/components.py",
    "bot/nlu/importer.py",
    "bot/nlu/embeddings.py",
    "bot/nlu/lexicon/cues.yml",
    "bot/knowledge/models.py",
    "bot/knowledge/loader.py",
    "bot/dialogue/learning.py",
    "bot/dialogue/features.py",
    "bot/dialogue/update.py",
]
# (file, text, what stands there instead)
LEARNT = [
    ("knowledge/certificates/clerc_expert.yml", "aliases: [", "aliases: [clerc spécialiste, "),
    ("knowledge/topics.yml", "\nprice:", "\nparking: {label: le stationnement, button: Se garer}\nprice:"),
    ("domain.yml", "\nintents:\n", "\nintents:\n  - ask_parking\n"),
    ("domain.yml", "\nresponses:\n", "\nresponses:\n  utter_parking: [{text: Ici}]\n"),
]
LOOKED_UP = [
    ("knowledge/certificates/clerc_gestionnaire.yml", f"text: {TUITION}", "text: 7 940 €"),
    ("knowledge/certificates/clerc_gestionnaire.yml", "about: [TVA, HT,", "about: [TVA, hors TVA, HT,"),
    ("knowledge/sheets/clerc_gestionnaire.txt", TUITION, "7 940 €"),
    ("knowledge/centre.yml", "phone: ", "phone: +33 "),
    ("knowledge/glossary.yml", "\n", "\n# Rien de nouveau\n"),
    ("domain.yml", "La formation de **{certificate}** coûte", "La formation **{certificate}** vous coûtera"),
]
NOT_READ = [
    "bot/answers/plan.py",
    "bot/channels/errors.yml",
    "bot/channels/web/channel.py",
    "bot/evaluation/report.py",
    "bot/dialogue/why.py",
    "bot/store.py",
    "bot/cli.py",
    "actions/turn.py",
    "widget/src/index.ts",
    "tests/nlu/blind/public.yml",
    "docs/guide.md",
    "README.md",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what there is of the project beside its models."""
    project = tmp_path_factory.mktemp("project")
    for name in ("bot", "data", "knowledge"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, project)
    for name in NOT_READ:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()
    return project


@pytest.fixture(scope="module")
def before(project: Path) -> str:
    """The fingerprint before anything is changed."""
    return fingerprint(project / "knowledge", project)


@contextmanager
def changed(*files: Path) -> Iterator[None]:
    """These files with a line more, for as long as the block lasts."""
    contents = [file.read_bytes() for file in files]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content + b"\n# changed\n")
    yield
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)


@pytest.mark.parametrize("name", READ)
def test_a_change_of_what_the_model_is_made_of_is_seen(project, before, name):
    with changed(project / name):
        assert fingerprint(project / "knowledge", project) != before


@pytest.mark.parametrize(("name", "old", "new"), LEARNT + LOOKED_UP)
def test_of_what_the_staff_write_names_topics_and_rasas_own_are_learnt_and_all_else_is_looked_up(project, before, name, old, new):
    file = project / name
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")
    now = fingerprint(project / "knowledge", project)
    file.write_text(content, encoding="utf-8")
    assert (now != before) == ((name, old, new) in LEARNT)


def test_a_change_of_what_the_model_does_not_read_is_no_reason_to_train(project, before):
    with changed(*(project / name for name in NOT_READ)):
        assert fingerprint(project / "knowledge", project) == before


def test_a_new_file_and_a_lost_one_are_seen(project, before):
    (project / "data" / "nlu" / "new.yml").touch()
    assert fingerprint(project / "knowledge", project) != before
    (project / "data" / "nlu" / "new.yml").unlink()
    assert fingerprint(project / "knowledge", project) == before
    moved = (project / "bot" / "nlu" / "lexicon" / "sms.yml").rename(project / "sms.yml")
    assert fingerprint(project / "knowledge", project) != before
    moved.rename(project / "bot" / "nlu" / "lexicon" / "sms.yml")


def test_a_module_is_seen_from_the_moment_that_the_model_imports_it(project):
    (project / "bot" / "spelling.py").touch()
    assert project / "bot" / "spelling.py" not in sources(project)
    words = project / "bot" / "nlu" / "words.py"
    code = words.read_text(encoding="utf-8")
    words.write_text(f"{code}\n\ndef late():\n    from bot import spelling\n", encoding="utf-8")
    assert project / "bot" / "spelling.py" in sources(project)
    words.write_text(code, encoding="utf-8")


def test_every_package_that_the_model_imports_is_among_those_that_are_looked_at():
    imported = {name.split(".")[0] for name in modules_of_model().badmodules} - {"bot", *sys.stdlib_module_names}
    distributions = packages_distributions()
    names = {name: {one.lower() for one in distributions.get(name, [name])} for name in imported}
    assert [name for name, packages in names.items() if not packages & set(PACKAGES)] == []
    assert "numpy" in imported
