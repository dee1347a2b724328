"""An example that the staff take from a question: training reads it when it is accepted, and not before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from rasa.shared.data import get_data_files, is_nlu_file

from bot.knowledge import load_knowledge
from bot.staff.drafts import EXAMPLES_DIR, Draft, DraftError, Drafts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of examples."""
    for name in ("price", "out_of_scope"):
        shutil.copy(EXAMPLES_DIR / f"{name}.yml", tmp_path)
    return tmp_path


@pytest.fixture
def drafts(folder: Path) -> Drafts:
    """The drafts of that folder."""
    return Drafts(load_knowledge(), folder)


def learnt(folder: Path) -> list[str]:
    """What Rasa would read there."""
    files = get_data_files([str(folder)], is_nlu_file)
    blocks = [block for file in files for block in yaml.safe_load(Path(file).read_text(encoding="utf-8"))["nlu"]]
    return [line.removeprefix("- ") for block in blocks for line in block["examples"].splitlines()]


def test_training_reads_no_draft_before_it_is_accepted(drafts, folder):
    before = learnt(folder)
    draft = drafts.add("price", "  le tarif   complet, frais dedans, ça donne quoi ")
    assert drafts.all() == [draft] == [Draft("price", "le tarif complet, frais dedans, ça donne quoi")]
    assert learnt(folder) == before
    assert drafts.accept(draft) == folder / "price.yml"
    assert drafts.all() == []
    assert sorted(learnt(folder)) == sorted([*before, draft.text])
    assert list(folder.glob("*.draft")) == []


def test_an_accepted_example_stands_with_its_own_intent(drafts, folder):
    (folder / "out_of_scope.yml").write_text(
        "nlu:\n- intent: out_of_scope\n  examples: |\n    - blague ?\n\n- intent: other\n  examples: |\n    - non\n",
        encoding="utf-8",
    )
    drafts.accept(drafts.add("out_of_scope", "qui a gagné le match"))
    first, second = yaml.safe_load((folder / "out_of_scope.yml").read_text(encoding="utf-8"))["nlu"]
    assert first["examples"].split() == "- blague ? - qui a gagné le match".split()
    assert second["examples"] == "- non\n"


def test_a_draft_can_be_taken_back(drafts):
    draft = drafts.add("price", "c'est quoi le tarif au juste dites")
    drafts.remove(draft)
    assert drafts.all() == []
    for again in (drafts.remove, drafts.accept):
        with pytest.raises(DraftError, match="n'y est plus"):
            again(draft)


@pytest.mark.parametrize(
    ("topic", "text", "reason"),
    [
        ("nothing", "une phrase", "sujet"),
        ("../price", "une phrase", "sujet"),
        ("price", " ? ", "phrase"),
        ("price", "x" * 301, "trop longue"),
        ("price", "j'ai [nombre] ans", r"\[nombre\]"),
        ("price", "[le prix](topic)", "crochets"),
        ("price", "C'est combien la formation ?", "déjà"),
    ],
)
def test_what_cannot_be_an_example_is_refused_with_a_reason(drafts, topic, text, reason):
    with pytest.raises(DraftError, match=reason):
        drafts.add(topic, text)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(DraftError, match="ne peut pas être écrit"):
        Drafts(load_knowledge(), tmp_path / "absent").add("price", "le tarif au juste")
