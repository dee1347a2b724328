"""Publishing: what is said to the staff, what answers then, and what is never half done."""

from __future__ import annotations

import os
import shutil

import pytest

from bot.knowledge.live import load_content
from bot.knowledge.loader import broken_files
from bot.knowledge.report import problems
from bot.publishing import publish as publishing
from bot.publishing.publish import PublishError, finish, publish, release_to_serve, unpublish
from tests.figures import FEE, TUITION, typed
from tests.knowledge.spoiling import edit
from tests.publishing.conftest import train


class Staff:
    """Somebody of the centre's staff at a terminal."""

    def __init__(self, releases, knowledge):
        self.releases, self.knowledge, self.read = releases, knowledge, []

    def publishes(self):
        """Publish the files; what is told is read."""
        self.read.clear()
        return publish(self.releases, self.knowledge, self.read.append)

    def changes_the_wording(self, word="vous coûtera"):
        """Change what publishing needs no training for."""
        edit(
            self.knowledge.parent / "domain.yml",
            "La formation de **{certificate}** coûte",
            f"La formation **{{certificate}}** {word}",
        )

    def breaks_a_file(self):
        """Forget a colon."""
        edit(self.knowledge / "centre.yml", "city: Poitiers", "city Poitiers")

    def changes_a_name(self):
        """Change what only a training teaches the model."""
        edit(self.knowledge / "certificates" / "clerc_expert.yml", "aliases: [", "aliases: [clerc spécialiste, ")


@pytest.fixture
def staff(releases, knowledge, monkeypatch):
    # All checks take seconds; what they find is tried in tests/knowledge.
    monkeypatch.setattr(publishing, "problems", broken_files)
    return Staff(releases, knowledge)


@pytest.fixture
def beside(monkeypatch):
    """The trainings that are begun beside, by their folders; none is done."""
    begun = []
    monkeypatch.setattr(publishing, "_train_beside", lambda releases, staged: begun.append(staged))
    return begun


def wording(release):
    """How a release tells a price."""
    return load_content(release.knowledge).responses["utter_price"][0]["text"]


def test_the_first_release_is_what_the_files_say(staff):
    release = staff.publishes()
    assert (release.number, release) == (1, staff.releases.current())
    assert load_content(release.knowledge).knowledge == load_content(staff.knowledge).knowledge
    assert staff.read == ["Publication : version 1.", "  Aucun robot ne tourne ici : elle répondra au prochain « make serve »."]


def test_a_change_is_told_by_its_file_and_what_was_published_before_stays_as_it_was(staff):
    first = staff.publishes()
    staff.changes_the_wording()
    second = staff.publishes()
    assert staff.read[0] == "Publication : version 2 (domain.yml)."
    assert "vous coûtera" in wording(second)
    assert "vous coûtera" not in wording(first)


def test_nothing_new_is_no_new_release(staff):
    staff.publishes()
    assert staff.publishes().number == 1
    assert staff.read == ["Publication : rien n'a changé depuis la version 1, qui répond."]


def test_files_that_are_not_sound_are_told_and_change_nothing(staff, capsys):
    first = staff.publishes()
    staff.changes_the_wording()
    staff.breaks_a_file()
    with pytest.raises(PublishError, match="1 problème à corriger, rien n'est publié ; la version 1 répond toujours"):
        staff.publishes()
    assert "→ Écrivez « city: »." in capsys.readouterr().err
    assert staff.releases.current() == first
    assert staff.releases.all() == [first]


def test_a_price_that_its_sheet_does_not_tell_is_not_published(staff, monkeypatch):
    monkeypatch.setattr(publishing, "problems", problems)
    staff.publishes()
    edit(
        staff.knowledge / "certificates" / "clerc_gestionnaire.yml",
        f"tuition: {typed(TUITION)}",
        f"tuition: {int(typed(TUITION)) + 100}",
    )
    with pytest.raises(PublishError, match="1 problème"):
        staff.publishes()


def test_a_file_that_changes_under_the_command_publishes_nothing(staff, monkeypatch):
    first = staff.publishes()
    staff.changes_a_name()
    monkeypatch.setattr(publishing, "_check", lambda *_: staff.changes_the_wording())
    with pytest.raises(PublishError, match="un fichier vient de changer"):
        staff.publishes()
    assert staff.releases.current() == first
    assert staff.releases.waiting() == []


def test_what_was_published_is_taken_back_with_one_command(staff):
    first = staff.publishes()
    staff.changes_the_wording()
    staff.publishes()
    read: list[str] = []
    assert unpublish(staff.releases, read.append) == first == staff.releases.current()
    assert read[0].startswith("Retour : la version 2 est retirée, la version 1 (publiée le ")
    assert "vous coûtera" in (staff.knowledge.parent / "domain.yml").read_text(encoding="utf-8")


def test_what_was_taken_back_is_not_come_back_to(staff):
    staff.publishes()
    staff.changes_the_wording()
    staff.publishes()
    unpublish(staff.releases, lambda _: None)
    edit(staff.knowledge.parent / "domain.yml", "vous coûtera", "vous reviendra à")
    assert staff.publishes().number == 3
    assert unpublish(staff.releases, lambda _: None).number == 1


def test_before_the_first_there_is_nothing_to_go_back_to(staff):
    for _ in range(2):
        with pytest.raises(PublishError, match="pas de version précédente"):
            unpublish(staff.releases)
        staff.publishes()


def test_old_releases_are_not_kept_for_ever_but_the_one_that_answers_is(staff, monkeypatch):
    monkeypatch.setattr("bot.publishing.releases.KEPT", 2)
    for n in range(4):
        edit(staff.knowledge.parent / "domain.yml", "responses:\n", f"# {n}\nresponses:\n")
        staff.publishes()
    assert [release.number for release in staff.releases.all()] == [3, 4]
    assert staff.releases.current().number == 4


# What needs a training -----------------------------------------------------------------------------------------------------


def test_a_name_is_told_to_need_a_training_and_what_answers_goes_on(staff, beside):
    first = staff.publishes()
    staff.changes_a_name()
    assert staff.publishes() is None
    assert staff.read == [
        "Publication : la version 2 demande un entraînement (les noms des certificats).",
        "  La version 1 répond en attendant. Il se fait à part, en dix à vingt minutes ;"
        " la version 2 répondra ensuite d'elle-même.",
    ]
    assert staff.releases.current() == first
    assert [staged.name for staged in beside] == ["2.waiting"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("../domain.yml", "La formation de **{certificate}** coûte", "La formation **{certificate}** coûte"),
        ("certificates/clerc_gestionnaire.yml", f"- text: {FEE} de frais d'inscription, sauf", f"- text: {FEE} de frais, sauf"),
        ("certificates/clerc_gestionnaire.yml", "about: [TVA, HT,", "about: [TVA, hors TVA, HT,"),
        ("reference.yml", "people:", "# Rien de nouveau\npeople:"),
    ],
)
def test_facts_words_and_wording_need_none(staff, beside, file, old, new):
    staff.publishes()
    edit(staff.knowledge / file, old, new)
    assert staff.publishes().number == 2
    assert beside == []


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("../domain.yml", "  utter_fees:\n", "  utter_fees_too:\n    - text: rien\n  utter_fees:\n", "domain.yml, sauf le texte"),
        (
            "topics.yml",
            "\nprice:",
            "\nparking:\n  label: le stationnement\n  button: Se garer\n  scope: unanswered\nprice:",
            "sujets",
        ),
    ],
)
def test_what_is_learnt_needs_one(staff, beside, monkeypatch, file, old, new, why):
    staff.publishes()
    monkeypatch.setattr(publishing, "_check", lambda *_: None)
    edit(staff.knowledge / file, old, new)
    staff.publishes()
    assert len(beside) == 1
    assert why in staff.read[0]


def trains(releases, monkeypatch):
    """Let trainings leave a model at once."""
    monkeypatch.setattr(publishing, "_train", lambda staged: train(staged, staged / "knowledge"))


def test_after_its_training_a_release_answers_with_its_own_model(staff, beside, monkeypatch):
    staff.publishes()
    staff.changes_a_name()
    staff.publishes()
    trains(staff.releases, monkeypatch)
    finish(staff.releases, 2)
    release = staff.releases.current()
    assert release.number == 2
    assert release.model.exists()
    assert load_content(release.knowledge).knowledge.certificates["clerc_expert"].aliases[0] == "clerc spécialiste"
    # What is published next needs no training any more.
    staff.changes_the_wording()
    assert staff.publishes().number == 3


def test_who_publishes_again_meanwhile_is_told_and_trains_nothing_twice(staff, beside):
    staff.publishes()
    staff.changes_a_name()
    staff.publishes()
    with publishing._alone(staff.releases):
        assert staff.publishes() is None
    assert staff.read == ["Publication : la version 2 s'entraîne encore ; elle répondra d'elle-même."]
    assert len(beside) == 1


def test_a_training_that_failed_is_told_and_begun_again(staff, beside):
    staff.publishes()
    staff.changes_a_name()
    staff.publishes()
    staff.publishes()
    assert staff.read[0].startswith("L'entraînement de la version 2 n'a pas abouti : ")
    assert len(beside) == 2


def test_of_two_that_wait_only_the_newer_answers(staff, beside, monkeypatch):
    staff.publishes()
    staff.changes_a_name()
    staff.publishes()
    staff.changes_the_wording()
    staff.publishes()
    trains(staff.releases, monkeypatch)
    finish(staff.releases, 2)
    assert staff.releases.current().number == 1
    finish(staff.releases, 3)
    assert staff.releases.current().number == 3
    assert staff.releases.waiting() == []


def test_what_was_published_at_once_meanwhile_is_not_taken_over_by_the_older(staff, beside, monkeypatch):
    staff.publishes()
    staff.changes_a_name()
    staff.publishes()
    edit(staff.knowledge / "certificates" / "clerc_expert.yml", "aliases: [clerc spécialiste, ", "aliases: [")
    staff.changes_the_wording()
    assert staff.publishes().number == 3
    trains(staff.releases, monkeypatch)
    finish(staff.releases, 2)
    assert staff.releases.current().number == 3


def test_going_back_over_a_training_goes_back_to_the_older_model(staff, beside, monkeypatch):
    first = staff.publishes()
    staff.changes_a_name()
    staff.publishes()
    trains(staff.releases, monkeypatch)
    finish(staff.releases, 2)
    assert unpublish(staff.releases, lambda _: None) == first
    assert first.about.fingerprint != staff.releases.all()[-1].about.fingerprint
    assert first.model.exists()


# How a server starts -------------------------------------------------------------------------------------------------------


@pytest.fixture
def starts(staff):
    def start(ready=True):
        staff.read.clear()
        return release_to_serve(staff.releases, lambda: ready, staff.knowledge, staff.read.append)

    return start


def test_a_server_starts_with_the_files_as_they_stand(staff, starts):
    assert starts().number == 1
    staff.changes_the_wording()
    assert "vous coûtera" in wording(starts())
    assert staff.read == []


def test_a_server_that_starts_again_publishes_nothing_new(staff, starts):
    assert starts() == starts()


def test_with_a_broken_file_it_starts_with_what_was_published_last_and_says_so_in_one_sentence(staff, starts):
    staff.publishes()
    staff.changes_the_wording()
    good = staff.publishes()
    staff.breaks_a_file()
    assert starts() == good
    (sentence,) = staff.read
    assert sentence.startswith(
        "Fichiers : 1 problème à corriger (« make check ») ; le robot démarre avec la version 2, publiée le "
    )


def test_with_a_broken_file_and_nothing_published_it_says_what_is_wrong(staff, starts, capsys):
    staff.breaks_a_file()
    assert starts() is None
    assert "→ Écrivez « city: »." in capsys.readouterr().err


def test_what_was_taken_back_does_not_come_back_with_a_start(staff, starts):
    first = staff.publishes()
    staff.changes_the_wording()
    staff.publishes()
    unpublish(staff.releases, lambda _: None)
    assert starts() == first


def test_nor_with_another_program(staff, starts, monkeypatch):
    """What was trained with an older program is trained anew, from what was published."""
    staff.publishes()
    staff.changes_the_wording()
    staff.publishes()
    unpublish(staff.releases, lambda _: None)
    shutil.rmtree(staff.releases.folder.parent / "models")
    monkeypatch.setattr(publishing, "fingerprint", lambda folder: "of another program")
    trains(staff.releases, monkeypatch)
    again = starts()
    assert "vous coûtera" not in wording(again)
    assert starts() == again
    assert staff.read == []


def test_a_model_that_was_trained_anew_is_taken(staff, starts):
    first = starts()
    model = staff.releases.folder.parent / "models" / first.model.name
    model.write_text("a better model")
    os.utime(model, (model.stat().st_atime, first.model.stat().st_mtime + 10))
    assert starts().model.read_text() == "a better model"


def test_without_a_model_it_does_not_start(starts):
    assert starts(ready=False) is None
