"""The knowledge says what the sheets say; where staff made it say something else, the check names file, line and reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError, load_knowledge
from bot.knowledge.checks import check, coverage, fold, numbers_in, sheet_coverage
from bot.knowledge.models import LeftOut, Sheet
from tests.knowledge.spoiling import edit, line_with

ASSISTANT = "certificates/clerc_assistant.yml"
PROCEDURES = "certificates/clerc_aux_procedures.yml"
EXPERT = "certificates/clerc_expert.yml"
GESTIONNAIRE = "certificates/clerc_gestionnaire.yml"


def problems(folder: Path) -> list[KnowledgeError]:
    """Load and check a knowledge folder."""
    return check(load_knowledge(folder), folder)


def told(errors: list[KnowledgeError]) -> str:
    """Join what the staff would read."""
    return "\n".join(str(error) for error in errors)


def test_the_knowledge_is_sound() -> None:
    assert told(check(load_knowledge())) == ""


def test_every_sheet_is_covered_whole() -> None:
    covered = sheet_coverage(load_knowledge())
    assert {key: (result.share, result.missing) for key, result in covered.items()} == {
        "clerc_assistant": (1.0, ()),
        "clerc_aux_procedures": (1.0, ()),
        "clerc_expert": (1.0, ()),
        "clerc_gestionnaire": (1.0, ()),
    }
    assert all(result.lines > 50 for result in covered.values())


# What is wrong: file, text, what staff made of it, a text of the line to be named, what the error must say.
MISTAKES = {
    "quote not in the sheet": (
        GESTIONNAIRE,
        "quote: En présentiel",
        "quote: À distance",
        "quote: À distance",
        "this quote is not in clerc_gestionnaire.txt: « À distance »",
    ),
    "quote of another sheet": (
        EXPERT,
        "quote: Le métier s'exerce en tant que salarié d'une étude.",
        "quote: L’activité est exclusivement sédentaire",
        "quote: L’activité est",
        "this quote is not in clerc_expert.txt: « L’activité est exclusivement sédentaire »",
    ),
    "one of several quotes": (
        PROCEDURES,
        "- Garantir les délais",
        "- Garantir certains délais",
        "- Garantir certains délais",
        "this quote is not in clerc_aux_procedures.txt: « Garantir certains délais »",
    ),
    "quote of the centre": (
        "centre.yml",
        "quote: 2 avenue de la Révolution - 86000 Poitiers",
        "quote: 3 avenue de la Révolution - 86000 Poitiers",
        "quote: 3 avenue",
        "this quote is not in clerc_gestionnaire.txt: « 3 avenue de la Révolution - 86000 Poitiers »",
    ),
    "number of a text": (
        GESTIONNAIRE,
        "- text: 12 mois en alternance",
        "- text: 18 mois en alternance",
        "- text: 18 mois",
        "the number 18 of this fact is not in its quote",
    ),
    "decimal number of a text": (
        ASSISTANT,
        "d'accès à l'emploi : 27,65 %",
        "d'accès à l'emploi : 27,56 %",
        "27,56",
        "the number 27.56 of this fact is not in its quote",
    ),
    "thousands of a text": (PROCEDURES, "environ 1 700 offices", "environ 1 900 offices", "environ 1 900", "the number 1900 of"),
    "number in letters": (
        PROCEDURES,
        "au moins trois ans",
        "au moins quatre ans",
        "au moins quatre ans",
        "the number 4 of this fact",
    ),
    "salary": (EXPERT, "{from: 3080,", "{from: 3090,", 'text: "débutant (coefficient 540)', "the number 3090 of this fact"),
    "upper end of a salary": (
        ASSISTANT,
        '          - "1er trimestre 2025."\n        salary: {from: 1848, to: 4487,',
        '          - "1er trimestre 2025."\n        salary: {from: 1848, to: 4478,',
        'text: "72,73 % des offres',
        "the number 4478 of this fact",
    ),
    "cents of a salary": (
        PROCEDURES,
        "{from: 1890.60,",
        "{from: 1890.06,",
        'text: "débutant (coefficient 316)',
        "the number 1890.06",
    ),
    "coefficient": (EXPERT, "coefficient: 640,", "coefficient: 460,", 'text: "après 10 ans', "the number 460 of this fact"),
    "years of a salary": (EXPERT, "after_years: 10,", "after_years: 12,", 'text: "après 10 ans', "the number 12 of this fact"),
    "year of a salary": (
        EXPERT,
        "after_years: 0, basis: conventional_minimum, as_of: 2016-04-01",
        "after_years: 0, basis: conventional_minimum, as_of: 2026-04-01",
        'text: "débutant (coefficient 540)',
        "the number 2026 of this fact",
    ),
    "year of a dated fact": (
        PROCEDURES,
        "dated: 2019-01-01",
        "dated: 2029-01-01",
        "text: c'est le minimum de la convention",
        "the number 2029 of this fact",
    ),
    "price": (GESTIONNAIRE, "tuition: 7840", "tuition: 7480", "text: 7 840 €", "the number 7480 of this fact"),
    "price of an hour": (GESTIONNAIRE, "hourly: 16,", "hourly: 61,", "text: 7 840 €", "the number 61 of this fact"),
    "year of a price": (GESTIONNAIRE, "year: 2027", "year: 2028", "text: 7 840 €", "the number 2028 of this fact"),
    "fee": (GESTIONNAIRE, "fee: 115,", "fee: 151,", "text: 115 €", "the number 151 of this fact"),
    "share": (GESTIONNAIRE, "percent: 27,", "percent: 72,", 'text: "avant 18 ans', "the number 72 of this fact"),
    "glued number": (ASSISTANT, '["240", "1"]', '["240", "3"]', '["240", "3"]', "the glued number 3 is not in the quote"),
    "unknown topic": (EXPERT, "  ethics:", "  ethique:", "  ethique:", "the topic « ethique » is not in topics.yml"),
    "unknown topic of the centre": ("centre.yml", "  address:", "  adresse:", "  adresse:", "the topic « adresse » is not in"),
    "unknown next topic": (
        "topics.yml",
        "next: [activities, admission, salary]",
        "next: [activities, admission, salaire]",
        "role: {",
        "the topic « salaire » is not in topics.yml",
    ),
    "unknown companion topic": ("topics.yml", "with: [fees]", "with: [frais]", "price: {", "the topic « frais » is not in"),
    "unknown neighbour topic": (
        "topics.yml",
        "near: disability,",
        "near: handicap,",
        "disability_aid: {",
        "the topic « handicap » is not in topics.yml",
    ),
    "empty topic": (EXPERT, "  ethics:", "  rhythm: {}\n\n  ethics:", "  rhythm: {}", "a topic needs facts or a gap"),
    "topic without facts": (
        EXPERT,
        "  ethics:",
        "  rhythm:\n    facts: []\n\n  ethics:",
        "  rhythm:",
        "a topic needs facts or a gap",
    ),
    "unknown reference": (PROCEDURES, "reference: dut", "reference: deug", "reference: deug", "« deug » is not in reference.yml"),
    "unknown sheet of a certificate": (
        EXPERT,
        "\nsheet: clerc_expert",
        "\nsheet: clerc_experts",
        "sheet: clerc_experts",
        "the sheet « clerc_experts » is not in sheets.yml",
    ),
    "unknown sheet of a fact": (
        PROCEDURES,
        "        sheet: clerc_expert",
        "        sheet: clerc_experts",
        "sheet: clerc_experts",
        "the sheet « clerc_experts » is not in sheets.yml",
    ),
    "same name twice": (
        EXPERT,
        "name: clerc expert",
        "name: Clerc Assistant",
        "name: Clerc",
        "« Clerc Assistant » is used twice",
    ),
    "name of another as alias": (
        GESTIONNAIRE,
        "aliases: [CP CG,",
        "aliases: [clerc expert,",
        "aliases: [clerc expert,",
        "the name « clerc expert » is used twice (first in clerc_expert)",
    ),
    "same alias in two certificates": (
        GESTIONNAIRE,
        "aliases: [CP CG,",
        "aliases: [Clerc  Exp,",
        "aliases: [Clerc  Exp,",
        "the name « Clerc  Exp » is used twice (first in clerc_expert)",
    ),
    "same alias but for its accents": (
        EXPERT,
        "aliases: [clerk expert,",
        "aliases: [clerc procedurier,",
        "aliases: [clerc procedurier,",
        "the name « clerc procedurier » is used twice (first in clerc_aux_procedures)",
    ),
    "line of a sheet that no fact quotes": (
        "sheets/clerc_gestionnaire.txt",
        "- Financement personnel\n",
        "- Financement personnel\n- Bourse de la Région\n",
        "- Bourse de la Région",
        "no fact quotes « Bourse de la Région »",
    ),
    "end of a line that no fact quotes": (
        "sheets/clerc_gestionnaire.txt",
        "- › En présentiel",
        "- › En présentiel et à distance",
        "- › En présentiel",
        "no fact quotes « et à distance »",
    ),
    "left-out line that is not in the sheet": (
        "sheets.yml",
        "- Attractivité salariale",
        "- Attractivité du salaire",
        "- Attractivité du salaire",
        "this line is not in clerc_assistant.txt",
    ),
    "phone number of the centre": (
        "centre.yml",
        "\nphone: 05 49 61 60 74",
        "\nphone: 05 49 61 60 47",
        "phone: 05 49 61 60 47",
        "05 49 61 60 47",
    ),
    "quote of a definition": (
        "glossary.yml",
        "quote: Co-certification RenapSup",
        "quote: Certification RenapSup",
        "quote: Certification RenapSup",
        "this quote is not in clerc_gestionnaire.txt",
    ),
    "number of a definition": (
        "glossary.yml",
        "par exemple 540 pour",
        "par exemple 450 pour",
        "coefficient:",
        "the number 450 of this fact is not in its quote",
    ),
    "definition without its date": (
        "glossary.yml",
        "  source: décret du 17 décembre 2025\n  since: 2026-01-01\n",
        "  source: décret du 17 décembre 2025\n",
        "smic:",
        "a definition comes from a sheet (sheet and quote) or from a public text (source and since)",
    ),
    "topic that answers in general": (
        "topics.yml",
        "general: contact",
        "general: contacts",
        "general: contacts",
        "the topic « contacts » is not in topics.yml",
    ),
    "time of a step": (
        "paths.yml",
        "lasts: [{months: 12}]",
        "lasts: [{months: 18}]",
        "lasts: [{months: 18}]",
        "the number 18 is not in the step's quote",
    ),
    "e-mail of the centre": ("centre.yml", "email: centredef", "email: centref", "email: centref", "centreformation@"),
}


@pytest.mark.parametrize(("file", "old", "new", "line", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_is_told_once_with_file_line_and_reason(
    folder: Path, file: str, old: str, new: str, line: str, message: str
) -> None:
    path = folder / file
    edit(path, old, new)
    errors = problems(folder)
    places = [str(error).partition(": ")[0] for error in errors if message in error.message]
    assert places == [f"{path}:{line_with(path, line)}"], told(errors)


@pytest.mark.parametrize("nothing", ['""', "[]", '[""]', '" "'])
def test_fact_without_the_words_of_the_sheet_is_told(folder: Path, nothing: str) -> None:
    """The same words are quoted by another fact, so that the coverage does not betray it."""
    path = folder / EXPERT
    edit(path, "quote: Collaborateur direct de l'huissier de justice titulaire de l'étude\n", f"quote: {nothing}\n")
    errors = problems(folder)
    assert [str(error).partition(": ")[0] for error in errors] == [f"{path}:{line_with(path, f'quote: {nothing}')}"], told(errors)
    assert "quote" in errors[0].message


@pytest.mark.parametrize(
    "pasted",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("'", "’"),
        lambda text: text.replace("’", "'"),
        lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
        lambda text: text.replace("tion", "ti\u00adon").replace("-", "\u2011"),
        lambda text: text.replace("ent", "en\u200bt"),
    ],
    ids=["decomposed accents", "curly apostrophes", "straight apostrophes", "ligatures", "hyphens", "zero-width spaces"],
)
def test_a_sheet_pasted_with_other_code_points_is_the_same_sheet(folder: Path, pasted: Callable[[str], str]) -> None:
    for sheet in (folder / "sheets").glob("*.txt"):
        sheet.write_text(pasted(sheet.read_text(encoding="utf-8")), encoding="utf-8")
    assert told(problems(folder)) == ""


def test_fact_taken_away_leaves_its_line_of_the_sheet_untold(folder: Path) -> None:
    path = folder / PROCEDURES
    fact = re.search(r"      - text: 90 % en CDI\n(?: {8}.*\n)+", path.read_text(encoding="utf-8"))
    assert fact
    edit(path, fact[0], "")
    sheet = folder / "sheets/clerc_aux_procedures.txt"
    number = line_with(sheet, "CDI")
    assert told(problems(folder)).splitlines() == [
        f"{sheet}:{number - 1}: no fact quotes « 90 »; quote it or list it under left_out",
        f"{sheet}:{number}: no fact quotes « CDI »; quote it or list it under left_out",
    ]


# What staff may change without a complaint: file, text, what they made of it.
HARMLESS = {
    "new alias": (EXPERT, "aliases: [clerk expert,", "aliases: [clerk expert, clerc de haut vol,"),
    "number in letters": (
        GESTIONNAIRE,
        "- text: 490 heures de théorie et 2 stages",
        "- text: 490 heures de théorie et deux stages",
    ),
    "number in digits": (EXPERT, "- text: 481 heures réparties sur deux ans", "- text: 481 heures réparties sur 2 ans"),
    "no thousands separator": (GESTIONNAIRE, "text: 7 840 €", "text: 7840 €"),
    "no-break space in a number": (GESTIONNAIRE, "text: 7 840 €", "text: 7\u202f840 €"),
    "decimal point": (ASSISTANT, "l'emploi : 27,65 %", "l'emploi : 27.65 %"),
    "white space of a quote": (EXPERT, "le clerc expert suit\\n\\ntous", "le clerc expert   suit tous"),
    "part of a quote": (GESTIONNAIRE, "quote: En présentiel", "quote: [En présentiel, présentiel]"),
    "comment": (EXPERT, "  ethics:", "  # à revoir\n  ethics:"),
    "topic with a gap alone": (EXPERT, "  ethics:", "  rhythm: {gap: La fiche n'en dit rien.}\n\n  ethics:"),
}


@pytest.mark.parametrize(("file", "old", "new"), HARMLESS.values(), ids=HARMLESS.keys())
def test_harmless_change_is_accepted(folder: Path, file: str, old: str, new: str) -> None:
    edit(folder / file, old, new)
    assert told(problems(folder)) == ""


def test_certificate_is_added_by_data_alone(folder: Path) -> None:
    (folder / "sheets/clerc_nouveau.txt").write_text("Clerc nouveau\n\nLa formation dure 7 mois.\n", encoding="utf-8")
    with (folder / "sheets.yml").open("a", encoding="utf-8") as sheets:
        sheets.write(
            "clerc_nouveau:\n  title: Clerc nouveau\n  publisher: null\n  edition: '2030'\n"
            "  left_out:\n    - {reason: titre, lines: [Clerc nouveau]}\n"
        )
    (folder / "certificates/clerc_nouveau.yml").write_text(
        "name: clerc nouveau\naliases: [petit nouveau]\nsheet: clerc_nouveau\n"
        "topics:\n  duration:\n    facts:\n      - {text: sept mois, quote: La formation dure 7 mois.}\n",
        encoding="utf-8",
    )
    knowledge = load_knowledge(folder)
    assert told(check(knowledge, folder)) == ""
    assert "clerc_nouveau" in knowledge.holders("duration")
    assert sheet_coverage(knowledge, folder)["clerc_nouveau"].left_out == (("titre", "Clerc nouveau"),)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7 840 € (16 € de l'heure)", {"7840", "16"}),
        ("7840,00 €", {"7840"}),
        ("1\u202f890,60 €", {"1890.6"}),
        ("72.73% entre 1848€ et 4487€", {"72.73", "1848", "4487"}),
        ("12 000 salariés", {"12000"}),
        ("1 234 567", {"1234567"}),
        ("43 % du SMIC pour les 18-20 ans", {"43", "18", "20"}),
        ("1er avril 2016", {"1", "2016"}),
        ("1^{er} avril 2016", {"1", "2016"}),
        ("trois ans, puis Deux années", {"3", "2"}),
        ("(Rome K1901)", {"1901"}),
        ("Tél : 05 49 61 60 74", {"5", "49", "61", "60", "74"}),
        ("en 2024 240 embauches", {"2024", "240"}),
        ("2401er trimestre", {"2401"}),
        ("aucun nombre, ni heure ni sixième", set()),
    ],
)
def test_numbers_in_a_text(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  temps \n\n\tplein  ", "temps plein"),
        ("1\u00a0890,60\u202f€", "1 890,60 €"),
        ("• \ufffdAssurer", "• Assurer"),
        ("emploi\r\nstable", "emploi stable"),
    ],
)
def test_white_space_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "quotes", "left_out", "missing"),
    [
        ("un deux\ntrois", ["un deux trois"], [], []),
        ("un deux\ntrois", ["un deux"], [], [(2, "trois")]),
        ("un deux\ntrois", ["deux trois"], [], [(1, "un")]),
        ("un deux trois", ["un", "trois"], [], [(1, "deux")]),
        ("un\n\n---\nun\n", ["un"], [], []),
        ("un\ndeux", ["un"], ["deux"], []),
        ("• \ufffdun \n\n deux !", ["un deux"], [], []),
        ("un\ndeux", [], [], [(1, "un"), (2, "deux")]),
        ("un\ndeux", ["", "zéro"], [], [(1, "un"), (2, "deux")]),
    ],
)
def test_lines_that_no_fact_quotes(text: str, quotes: list[str], left_out: list[str], missing: list[tuple[int, str]]) -> None:
    sheet = Sheet("Fiche", None, "2030", (LeftOut("titre", tuple(left_out)),), text)
    result = coverage(sheet, quotes)
    assert list(result.missing) == missing
    assert result.share == pytest.approx(1 - len(missing) / result.lines)
    assert result.left_out == tuple(("titre", line) for line in left_out)
