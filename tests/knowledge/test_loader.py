"""The knowledge loads; a file that staff got wrong stops the start-up with its name, its line and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError, load_knowledge
from bot.knowledge.loader import KNOWLEDGE_DIR
from tests.figures import EXPERT_PAY, typed
from tests.knowledge.spoiling import edit, line_with

ASSISTANT = "certificates/clerc_assistant.yml"
EXPERT = "certificates/clerc_expert.yml"
GESTIONNAIRE = "certificates/clerc_gestionnaire.yml"


def test_the_knowledge_loads() -> None:
    knowledge = load_knowledge()
    assert {key: certificate.name for key, certificate in knowledge.certificates.items()} == {
        "clerc_assistant": "clerc assistant",
        "clerc_aux_procedures": "clerc aux procédures",
        "clerc_expert": "clerc expert",
        "clerc_gestionnaire": "clerc gestionnaire",
    }
    assert [certificate.id for certificate in knowledge.certificates.values()] == list(knowledge.certificates)
    assert {key: sheet.text for key, sheet in knowledge.sheets.items()} == {
        path.stem: path.read_text(encoding="utf-8") for path in (KNOWLEDGE_DIR / "sheets").glob("*.txt")
    }
    assert knowledge.centre.name == "Campus Saint-Jacques de Compostelle"


def test_holders_are_the_certificates_with_facts_of_a_topic() -> None:
    knowledge = load_knowledge()
    assert knowledge.holders("price") == ["clerc_gestionnaire"]
    assert knowledge.holders("salary") == ["clerc_assistant", "clerc_aux_procedures", "clerc_expert"]
    assert knowledge.holders("housing") == []
    assert knowledge.facts_of("clerc_expert", "price") is None


def test_certificate_with_a_gap_alone_is_no_holder(folder: Path) -> None:
    edit(folder / EXPERT, "  ethics:", "  rhythm: {gap: La fiche n'en dit rien.}\n\n  ethics:")
    knowledge = load_knowledge(folder)
    assert "clerc_expert" not in knowledge.holders("rhythm")
    assert knowledge.facts_of("clerc_expert", "rhythm") is not None


# What is wrong: file, text, what staff made of it, a text of the line to be named, what the error must say.
MALFORMED = {
    "unknown field of a certificate": (EXPERT, "lookalikes:", "sosies:", "sosies:", "le champ « sosies » n'existe pas"),
    "unknown field of a topic": (
        ASSISTANT,
        "gap: La fiche ne parle",
        "lacune: La fiche ne parle",
        "lacune:",
        "le champ « lacune » n'existe pas",
    ),
    "unknown field of a fact": (EXPERT, "dated: ", "date: ", " date: ", "le champ « date » n'existe pas"),
    "unknown field of a salary": (
        EXPERT,
        f"{{from: {typed(EXPERT_PAY)},",
        f"{{min: {typed(EXPERT_PAY)},",
        "min: ",
        "le champ « min » n'existe pas",
    ),
    "unknown field of the centre": (
        "centre.yml",
        "city: Poitiers",
        "city: Poitiers\nfax: aucun",
        "fax:",
        "le champ « fax » n'existe pas",
    ),
    "unknown field of a sheet": ("sheets.yml", 'edition: "2026"', 'annee: "2026"', "annee:", "le champ « annee » n'existe pas"),
    "unknown field of a topic's description": (
        "topics.yml",
        "button: Le salaire,",
        "bouton: Le salaire,",
        "bouton: Le salaire",
        "le champ « bouton » n'existe pas",
    ),
    "missing field of a fact": (
        EXPERT,
        "after_years: 0, basis: conventional_minimum,",
        "after_years: 0,",
        "after_years: 0,",
        "il manque le champ « basis »",
    ),
    "text instead of a number": (
        "reference.yml",
        "monthly_gross: ",
        "monthly_gross: beaucoup # ",
        "monthly_gross:",
        "« beaucoup » n'est pas un nombre",
    ),
    "number instead of a text": ("centre.yml", '"86000"', "86000", "postcode: 86000", "« 86000 » est lu comme un nombre"),
    "text instead of a list": (
        "topics.yml",
        "next: [contact, role, certification]",
        "next: contact",
        "next: contact}",
        "il faut ici une liste",
    ),
    "text instead of a number in a fact": (
        GESTIONNAIRE,
        "percent: 27",
        "percent: beaucoup",
        "percent: beaucoup",
        "« beaucoup » n'est pas un nombre",
    ),
    "text instead of a date": (EXPERT, "dated: ", "dated: avril # ", "dated: avril", "« avril » n'est pas une date"),
    "a word that is no choice": (
        "topics.yml",
        "L'adresse, scope: centre",
        "L'adresse, scope: centres",
        "scope: centres",
        "« centres » n'est pas un choix possible",
    ),
    "a word that is no choice of its field": (
        EXPERT,
        "after_years: 0, basis: conventional_minimum",
        "after_years: 0, basis: minimum_syndical",
        "basis: minimum_syndical",
        "Écrivez l'un de ces noms : « conventional_minimum », « market_offers », « paid »",
    ),
    "a field that is missing, of which there are few choices": (
        EXPERT,
        "after_years: 0, basis: conventional_minimum,",
        "after_years: 0,",
        "after_years: 0,",
        "Ajoutez « basis: … », avec « conventional_minimum », « market_offers » ou « paid »",
    ),
    "a topic with nothing after its name": (
        EXPERT,
        "  ethics:\n",
        "  rhythm:\n\n  ethics:\n",
        "rhythm:",
        "il n'y a rien après le deux-points",
    ),
    "duplicate key": (
        "centre.yml",
        "city: Poitiers",
        "city: Poitiers\ncity: Tours",
        "city: Tours",
        "la clé « city » est écrite deux fois",
    ),
    "duplicate topic": (EXPERT, "  ethics:", "  qualities: # encore", "# encore", "la clé « qualities » est écrite deux fois"),
    "colon in a text": (
        EXPERT,
        "text: polyvalence et",
        "text: polyvalence : et",
        "polyvalence : et",
        "le texte contient un deux-points",
    ),
    "tab": (EXPERT, "      - text: polyvalence et", "\t- text: polyvalence et", "text: polyvalence et", "tabulation"),
    "control character": (
        EXPERT,
        "name: clerc expert",
        "name: clerc\x08 expert",
        "name: clerc",
        "un caractère invisible (U+0008)",
    ),
    "list as a key": (EXPERT, "  ethics:", "  [ethics]:", "[ethics]", "une clé doit être un mot"),
}


@pytest.mark.parametrize(("file", "old", "new", "line", "message"), MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_file_is_named_with_line_and_reason(
    folder: Path, file: str, old: str, new: str, line: str, message: str
) -> None:
    path = folder / file
    edit(path, old, new)
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert (caught.value.path, caught.value.line) == (path, line_with(path, line))
    assert message in str(caught.value)


@pytest.mark.parametrize("file", ["topics.yml", "sheets.yml", "centre.yml", "reference.yml"])
def test_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert (caught.value.path, caught.value.message) == (folder / file, "ce fichier manque")


def test_missing_text_of_a_sheet_is_named(folder: Path) -> None:
    (folder / "sheets/clerc_expert.txt").unlink()
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert caught.value.path == folder / "sheets/clerc_expert.txt"
    assert "« clerc_expert »" in caught.value.message
    assert "manque" in caught.value.message


def test_no_certificate_at_all_is_said(folder: Path) -> None:
    for path in (folder / "certificates").iterdir():
        path.unlink()
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert caught.value.path == folder / "certificates"
    assert "aucun certificat" in caught.value.message


@pytest.mark.parametrize("file", [EXPERT, "topics.yml", "sheets/clerc_expert.txt"])
def test_file_that_is_not_utf_8_is_named(folder: Path, file: str) -> None:
    path = folder / file
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252", errors="replace"))
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert caught.value.path == path
    accented = [n for n, line in enumerate(path.read_bytes().split(b"\n"), 1) if not line.isascii()]
    assert caught.value.line == accented[0]
    assert "UTF-8" in caught.value.message


def test_empty_file_is_named(folder: Path) -> None:
    path = folder / "centre.yml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert caught.value.path == path
    assert "rien" in caught.value.message


@pytest.mark.parametrize(
    ("unix", "windows"), [(b"# yaml", b"\xef\xbb\xbf# yaml"), (b"\n", b"\r\n")], ids=["byte order mark", "line ends"]
)
def test_file_saved_by_windows_loads_all_the_same(folder: Path, unix: bytes, windows: bytes) -> None:
    path = folder / "centre.yml"
    path.write_bytes(path.read_bytes().replace(unix, windows))
    assert windows in path.read_bytes()
    assert load_knowledge(folder) == load_knowledge()
