"""The questions that a topic is learnt from: the check says which are missing, and which of other topics would win."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.knowledge import Knowledge, load_knowledge
from bot.knowledge.models import Silence, Topic
from bot.nlu import examples
from bot.nlu.examples import FEWEST, check_examples, rivals, silenced

QUESTIONS = (
    "Vous avez une cantine ?", "la cantine ouvre à quelle heure ?", "c'est combien la cantine ?", "on mange quoi à la cantine",
    "la cantine fait des repas sans porc ?", "cantine le mercredi ?", "je peux manger à la cantine ?", "cantine svp",
)  # fmt: skip
CAMPUS = ("on se gare où ?", "Y a-t-il une cantine ?", "un bus depuis la gare ?", "la cantine ouvre le midi ?")


def write(folder: Path, topic: str, *questions: str, intent: str = "") -> None:
    """Write a topic's file."""
    lines = "".join(f"    - {question}\n" for question in questions)
    text = f'version: "3.1"\nnlu:\n- intent: ask_{intent or topic}\n  examples: |\n{lines}'
    (folder / f"{topic}.yml").write_text(text, encoding="utf-8")


@pytest.fixture
def knowledge() -> Knowledge:
    """Two topics: an old one, and a new one whose questions it had."""
    topics = {
        "campus": Topic(label="la vie du campus", button="Le campus", scope="unanswered"),
        "canteen": Topic(label="la cantine", button="La cantine", scope="centre"),
    }
    return replace(load_knowledge(), topics=topics)


def told(knowledge: Knowledge, folder: Path) -> list[tuple[str, int | None, str]]:
    """What the check finds: file, line, message."""
    return [(error.path.name, error.line, error.message) for error in check_examples(knowledge, folder)]


def test_a_topic_without_examples_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    write(tmp_path, "campus", *QUESTIONS)
    assert told(knowledge, tmp_path) == [("canteen.yml", None, "le sujet « canteen » n'a pas d'exemples de questions")]


def test_fewer_than_eight_examples_are_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    write(tmp_path, "campus", *QUESTIONS)
    write(tmp_path, "canteen", *QUESTIONS[1:])
    assert told(knowledge, tmp_path) == [("canteen.yml", None, f"le sujet « canteen » a {FEWEST - 1} exemples de questions")]
    write(tmp_path, "canteen", *QUESTIONS)
    assert told(knowledge, tmp_path) == []


def test_a_file_that_was_copied_and_still_teaches_the_other_topic_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    write(tmp_path, "campus", *QUESTIONS)
    write(tmp_path, "canteen", *QUESTIONS, intent="campus")
    message = "ces exemples sont ceux de « campus », et le fichier est celui de « canteen »"
    assert told(knowledge, tmp_path) == [("canteen.yml", 5, message)]


def test_examples_of_another_topic_that_would_win_are_shown_with_their_lines(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examples, "load_authors", tuple)
    monkeypatch.setattr(examples, "ROOT", tmp_path)
    for number in range(20):
        # What many topics hold tells less.
        write(tmp_path, f"other{number}", "c'est ouvert quand ?")
    write(tmp_path, "campus", *CAMPUS, *(f"le parking numéro {n} est où" for n in range(60)))
    write(tmp_path, "canteen", *QUESTIONS)
    (warning,) = rivals(knowledge, tmp_path)
    shown = str(warning)
    assert (warning.path.name, warning.line) in {("campus.yml", 6), ("campus.yml", 8)}
    assert "Y a-t-il une cantine" in shown
    assert "la cantine ouvre le midi" in shown
    assert "on se gare où" not in shown
    assert "from: campus" in warning.remedy
    topics = {**knowledge.topics, "canteen": replace(knowledge.topics["canteen"], from_="campus", words=("cantine",))}
    assert list(rivals(replace(knowledge, topics=topics), tmp_path)) == []


def test_questions_that_share_only_common_words_are_not_shown(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examples, "load_authors", tuple)
    monkeypatch.setattr(examples, "ROOT", tmp_path)
    write(tmp_path, "campus", "le gymnase ouvre à quelle heure ?", "le parking ouvre à quelle heure ?", *CAMPUS[:1] * 60)
    write(tmp_path, "canteen", *QUESTIONS)
    assert list(rivals(knowledge, tmp_path)) == []


def test_a_silences_words_that_a_new_topic_is_asked_by_are_shown(knowledge: Knowledge, tmp_path: Path) -> None:
    write(tmp_path, "campus", *CAMPUS * 20)
    write(tmp_path, "canteen", *QUESTIONS)
    silences = (Silence("la restauration", ("cantine", "parking")),)
    topics = {**knowledge.topics, "campus": replace(knowledge.topics["campus"], silences=silences)}
    file = tmp_path / "topics.yml"
    file.write_text("campus:\n  silences:\n    - words: [cantine, parking]\n", encoding="utf-8")
    (warning,) = silenced(replace(knowledge, topics=topics), tmp_path, file)
    assert warning.line == 3
    assert "« cantine » est celui d'un silence (« la restauration »)" in warning.message
    assert "retirez-le du silence et écrivez sous « canteen » : « from: campus »" in warning.remedy
    taken = replace(topics["canteen"], from_="campus", words=("cantine",))
    (still,) = silenced(replace(knowledge, topics={**topics, "canteen": taken}), tmp_path, file)
    assert still.remedy == "Si c'est « canteen » que l'on demande par ce mot, retirez-le du silence"
