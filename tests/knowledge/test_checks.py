"""The knowledge says what the sheets say; where staff made it say something else, the check names file, line and reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from bot.knowledge import KnowledgeError, load_knowledge
from bot.knowledge.checks import check, coverage, fold, measures_in, numbers_in, sheet_coverage, wording
from bot.knowledge.checks.values import UNITS
from bot.knowledge.loader import domain_of
from bot.knowledge.models import ApprenticeShare, Duration, LeftOut, Price, Salary, Sheet
from tests.figures import (
    EXPERT_HOURS,
    EXPERT_PAY,
    EXPERT_YEAR,
    FEE,
    GESTIONNAIRE_HOURS,
    HOURLY,
    OPENING_YEAR,
    PHONE,
    TUITION,
    typed,
)
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
        "cette citation n'est pas dans clerc_gestionnaire.txt : « À distance »",
    ),
    "quote of another sheet": (
        EXPERT,
        "quote: Le métier s'exerce en tant que salarié d'une étude.",
        "quote: L’activité est exclusivement sédentaire",
        "quote: L’activité est",
        "cette citation n'est pas dans clerc_expert.txt : « L’activité est exclusivement sédentaire »",
    ),
    "one of several quotes": (
        PROCEDURES,
        "- Garantir les délais",
        "- Garantir certains délais",
        "- Garantir certains délais",
        "cette citation n'est pas dans clerc_aux_procedures.txt : « Garantir certains délais »",
    ),
    "quote of the centre": (
        "centre.yml",
        "quote: 2 avenue de la Révolution - 86000 Poitiers",
        "quote: 3 avenue de la Révolution - 86000 Poitiers",
        "quote: 3 avenue",
        "cette citation n'est pas dans clerc_gestionnaire.txt : « 3 avenue de la Révolution - 86000 Poitiers »",
    ),
    "number of a text": (
        GESTIONNAIRE,
        "- text: 12 mois en alternance",
        "- text: 18 mois en alternance",
        "- text: 18 mois",
        "le nombre 18 du champ « text » n'est pas dans la citation",
    ),
    "decimal number of a text": (
        ASSISTANT,
        "d'accès à l'emploi : 27,65 %",
        "d'accès à l'emploi : 27,56 %",
        "27,56",
        "le nombre 27,56 du champ « text »",
    ),
    "thousands of a text": (
        PROCEDURES,
        "environ 1 700 offices",
        "environ 1 900 offices",
        "environ 1 900",
        "le nombre 1900 du champ « text »",
    ),
    "number in letters": (
        PROCEDURES,
        "au moins trois ans",
        "au moins quatre ans",
        "au moins quatre ans",
        "le nombre 4 du champ « text »",
    ),
    "salary": (EXPERT, f"{{from: {typed(EXPERT_PAY)},", "{from: 3090,", "from: 3090", "le nombre 3090 du champ « salary.from »"),
    "upper end of a salary": (
        ASSISTANT,
        '          - "1er trimestre 2025."\n        salary: {from: 1848, to: 4487,',
        '          - "1er trimestre 2025."\n        salary: {from: 1848, to: 4478,',
        "to: 4478",
        "le nombre 4478 du champ « salary.to »",
    ),
    "cents of a salary": (
        PROCEDURES,
        "{from: 1890.60,",
        "{from: 1890.06,",
        "from: 1890.06",
        "le nombre 1890,06 du champ « salary.from »",
    ),
    "coefficient": (
        EXPERT,
        "coefficient: 640,",
        "coefficient: 460,",
        "coefficient: 460",
        "le nombre 460 du champ « salary.coefficient »",
    ),
    "years of a salary": (
        EXPERT,
        "after_years: 10,",
        "after_years: 12,",
        "after_years: 12",
        "le nombre 12 du champ « salary.after_years »",
    ),
    "year of a salary": (
        EXPERT,
        f"after_years: 0, basis: conventional_minimum, as_of: {EXPERT_YEAR}",
        "after_years: 0, basis: conventional_minimum, as_of: 2026",
        "as_of: 2026",
        "la date 2026-04-01 du champ « salary.as_of »",
    ),
    "minimum without its date": (
        EXPERT,
        f"after_years: 0, basis: conventional_minimum, as_of: {EXPERT_YEAR}-04-01",
        "after_years: 0, basis: conventional_minimum",
        "after_years: 0, basis: conventional_minimum",
        "un minimum ou des offres d'emploi ont une date (as_of)",
    ),
    "year of a dated fact": (
        PROCEDURES,
        "dated: 2019-01-01",
        "dated: 2029-01-01",
        "dated: 2029-01-01",
        "la date 2029-01-01 du champ « dated »",
    ),
    "price": (
        GESTIONNAIRE,
        f"tuition: {typed(TUITION)}",
        "tuition: 7480",
        "tuition: 7480",
        "le nombre 7480 du champ « price.tuition »",
    ),
    "price of an hour": (
        GESTIONNAIRE,
        f"hourly: {typed(HOURLY)},",
        "hourly: 61,",
        "hourly: 61",
        "le nombre 61 du champ « price.hourly »",
    ),
    "year of a price": (
        GESTIONNAIRE,
        f"year: {OPENING_YEAR}",
        "year: 2028",
        "year: 2028",
        "le nombre 2028 du champ « price.year »",
    ),
    "fee": (GESTIONNAIRE, f"fee: {typed(FEE)},", "fee: 151,", "fee: 151", "le nombre 151 du champ « price.fee »"),
    "share": (GESTIONNAIRE, "percent: 27,", "percent: 72,", "percent: 72", "le nombre 72 du champ « share.percent »"),
    "glued number": (
        ASSISTANT,
        '["240", "1"]',
        '["240", "3"]',
        '["240", "3"]',
        "le nombre collé 3 (glued) n'est pas dans la citation",
    ),
    "unknown topic": (EXPERT, "  ethics:", "  ethique:", "  ethique:", "le sujet « ethique » n'est pas dans topics.yml"),
    "unknown topic of the centre": (
        "centre.yml",
        "  address:",
        "  adresse:",
        "  adresse:",
        "le sujet « adresse » n'est pas dans",
    ),
    "unknown next topic": (
        "topics.yml",
        "next: [activities, admission, salary]",
        "next: [activities, admission, salaire]",
        "role: {",
        "le sujet « salaire » (champ « next ») n'est pas dans topics.yml",
    ),
    "unknown companion topic": ("topics.yml", "with: [fees]", "with: [frais]", "price: {", "le sujet « frais » (champ « with »)"),
    "unknown neighbour topic": (
        "topics.yml",
        "near: disability,",
        "near: handicap,",
        "disability_aid: {",
        "le sujet « handicap » (champ « near »)",
    ),
    "a fact beside nothing": (
        EXPERT,
        "beside: [la possibilité de garder son emploi]",
        "beside: [la possibilité de garder son poste]",
        "beside: [la possibilité de garder son poste]",
        "« la possibilité de garder son poste » (champ « beside ») n'est ni un sujet ni un silence de topics.yml",
    ),
    "empty topic": (
        EXPERT,
        "  ethics:",
        "  rhythm: {}\n\n  ethics:",
        "  rhythm: {}",
        "le sujet « rhythm » n'a ni fait (facts) ni lacune (gap)",
    ),
    "topic without facts": (
        EXPERT,
        "  ethics:",
        "  rhythm:\n    facts: []\n\n  ethics:",
        "  rhythm:",
        "le sujet « rhythm » n'a ni fait (facts) ni lacune (gap)",
    ),
    "unknown reference": (
        PROCEDURES,
        "reference: dut",
        "reference: deug",
        "reference: deug",
        "« deug » n'est pas dans reference.yml",
    ),
    "unknown sheet of a certificate": (
        EXPERT,
        "\nsheet: clerc_expert",
        "\nsheet: clerc_experts",
        "sheet: clerc_experts",
        "la fiche « clerc_experts » n'est pas dans sheets.yml",
    ),
    "unknown sheet of a fact": (
        PROCEDURES,
        "        sheet: clerc_expert",
        "        sheet: clerc_experts",
        "sheet: clerc_experts",
        "la fiche « clerc_experts » n'est pas dans sheets.yml",
    ),
    "same name twice": (
        EXPERT,
        "name: clerc expert",
        "name: Clerc Assistant",
        "name: Clerc",
        "le nom « Clerc Assistant » sert déjà",
    ),
    "name of another as alias": (
        GESTIONNAIRE,
        "aliases: [CP CG,",
        "aliases: [clerc expert,",
        "aliases: [clerc expert,",
        "le nom « clerc expert » sert déjà (d'abord dans clerc_expert.yml)",
    ),
    "same alias in two certificates": (
        GESTIONNAIRE,
        "aliases: [CP CG,",
        "aliases: [Clerc  Exp,",
        "aliases: [Clerc  Exp,",
        "le nom « Clerc  Exp » sert déjà (d'abord dans clerc_expert.yml)",
    ),
    "same alias but for its accents": (
        EXPERT,
        "aliases: [clerk expert,",
        "aliases: [clerc procedurier,",
        "aliases: [clerc procedurier,",
        "le nom « clerc procedurier » sert déjà (d'abord dans clerc_aux_procedures.yml)",
    ),
    "line of a sheet that no fact quotes": (
        "sheets/clerc_gestionnaire.txt",
        "- Financement personnel\n",
        "- Financement personnel\n- Bourse de la Région\n",
        "- Bourse de la Région",
        "aucun fait ne cite « Bourse de la Région »",
    ),
    "end of a line that no fact quotes": (
        "sheets/clerc_gestionnaire.txt",
        "- › En présentiel",
        "- › En présentiel et à distance",
        "- › En présentiel",
        "aucun fait ne cite « et à distance »",
    ),
    "left-out line that is not in the sheet": (
        "sheets.yml",
        "- Attractivité salariale",
        "- Attractivité du salaire",
        "- Attractivité du salaire",
        "cette ligne n'est pas dans clerc_assistant.txt",
    ),
    "phone number of the centre": (
        "centre.yml",
        f"\nphone: {PHONE}",
        "\nphone: 05 49 61 60 47",
        "phone: 05 49 61 60 47",
        "05 49 61 60 47",
    ),
    "quote of a definition": (
        "glossary.yml",
        "quote: Co-certification RenapSup",
        "quote: Certification RenapSup",
        "quote: Certification RenapSup",
        "cette citation n'est pas dans clerc_gestionnaire.txt",
    ),
    "number of a definition": (
        "glossary.yml",
        "par exemple 540 pour",
        "par exemple 450 pour",
        'text: "un échelon',
        "le nombre 450 du champ « text »",
    ),
    "definition without its date": (
        "glossary.yml",
        "  source: décret du 17 décembre 2025\n  since: 2026-01-01\n",
        "  source: décret du 17 décembre 2025\n",
        "smic:",
        "on ne sait pas d'où vient la définition « smic »",
    ),
    "topic that answers in general": (
        "topics.yml",
        "general: contact",
        "general: contacts",
        "general: contacts",
        "le sujet « contacts » (champ « general »)",
    ),
    "time of a step": (
        "paths.yml",
        "lasts: [{months: 12}]",
        "lasts: [{months: 18}]",
        "lasts: [{months: 18}]",
        "le nombre 18 du champ « lasts »",
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
    places = [(error.path, error.line) for error in errors if message in error.message]
    assert places == [(path, line_with(path, line))], told(errors)


@pytest.mark.parametrize("nothing", ['""', "[]", '[""]', '" "'])
def test_fact_without_the_words_of_the_sheet_is_told(folder: Path, nothing: str) -> None:
    """The same words are quoted by another fact, so that the coverage does not betray it."""
    path = folder / EXPERT
    edit(path, "quote: Collaborateur direct de l'huissier de justice titulaire de l'étude\n", f"quote: {nothing}\n")
    errors = problems(folder)
    assert [(error.path, error.line) for error in errors] == [(path, line_with(path, f"quote: {nothing}"))], told(errors)
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
    assert [(error.path, error.line, error.message) for error in problems(folder)] == [
        (sheet, number - 1, "aucun fait ne cite « 90 »"),
        (sheet, number, "aucun fait ne cite « CDI »"),
    ]


# What staff may change without a complaint: file, text, what they made of it.
HARMLESS = {
    "new alias": (EXPERT, "aliases: [clerk expert,", "aliases: [clerk expert, clerc de haut vol,"),
    "number in letters": (
        GESTIONNAIRE,
        f"- text: {GESTIONNAIRE_HOURS} de théorie et 2 stages",
        f"- text: {GESTIONNAIRE_HOURS} de théorie et deux stages",
    ),
    "number in digits": (EXPERT, f"- text: {EXPERT_HOURS} réparties sur deux ans", f"- text: {EXPERT_HOURS} réparties sur 2 ans"),
    "no thousands separator": (GESTIONNAIRE, f"text: {TUITION}", f"text: {typed(TUITION)} €"),
    "no-break space in a number": (GESTIONNAIRE, f"text: {TUITION}", "text: " + TUITION.replace(" ", "\u202f", 1)),
    "decimal point": (ASSISTANT, "l'emploi : 27,65 %", "l'emploi : 27.65 %"),
    "white space of a quote": (EXPERT, "le clerc expert suit\\n\\ntous", "le clerc expert   suit tous"),
    "part of a quote": (GESTIONNAIRE, "quote: En présentiel", "quote: [En présentiel, présentiel]"),
    "opposite that is denied": (
        GESTIONNAIRE,
        "text: la formation se suit en présentiel",
        "text: la formation se suit sur place, pas à distance",
    ),
    "month in other letters": (GESTIONNAIRE, "text: en septembre 2027", "text: en Septembre 2027"),
    "ages in other words": (GESTIONNAIRE, 'text: "avant 18 ans : 27', 'text: "moins de 18 ans : 27'),
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
    edit(folder / "paths.yml", "steps:\n", "  clerc_nouveau: {name: clerc nouveau, certificate: clerc_nouveau}\nsteps:\n")
    with (folder / "paths.yml").open("a", encoding="utf-8") as paths:
        paths.write(
            "  - {from: bac, to: clerc_nouveau, text: clerc nouveau en 7 mois, sheet: clerc_nouveau,"
            " quote: La formation dure 7 mois.}\n"
        )
    knowledge = load_knowledge(folder)
    assert told(check(knowledge, folder)) == ""
    assert "clerc_nouveau" in knowledge.holders("duration")
    assert sheet_coverage(knowledge, folder)["clerc_nouveau"].left_out == (("titre", "Clerc nouveau"),)


def test_every_figure_of_a_fact_has_its_unit() -> None:
    figures: dict[str, type[msgspec.Struct]] = {"salary": Salary, "price": Price, "duration": Duration, "share": ApprenticeShare}
    numbers = {
        f".{name}.{field.encode_name}"
        for name, model in figures.items()
        for field in msgspec.structs.fields(model)
        if re.search(r"int|float", str(field.type)) and not field.name.startswith("age_")
    }
    assert UNITS.keys() == numbers


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
    ("text", "measures"),
    [
        ("490 heures, 481h et 235 h", {"490 h", "481 h", "235 h"}),
        ("de 1 848€ à 4487 euros", {"1848 €", "4487 €"}),
        ("27,65 % ou 43 pour cent", {"27.65 %", "43 %"}),
        ("45 ans, 12 mois, 540", set()),
        ("490 histoires", set()),
        ("de 2 200 à 2 450 € brut", {"2200 €", "2450 €"}),
    ],
)
def test_numbers_with_their_units_in_a_text(text: str, measures: set[str]) -> None:
    assert measures_in(text) == measures


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


# After the address.
OF_CENTRE = "      - text: 45 places, 3 200 € l'année\n"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("        source: le secrétariat\n        since: 2026-11-16\n", ""),
        ("        source: le secrétariat\n", "on ne sait pas qui le dit (source), ou depuis quand (since)"),
        ("        since: 2026-11-16\n", "on ne sait pas qui le dit (source), ou depuis quand (since)"),
        ("", "la citation (quote) manque"),
        ("        source: le secrétariat\n        since: 2999-01-01\n", "le 1er janvier 2999 n'est pas encore passé"),
        (
            "        quote: En présentiel\n        source: le secrétariat\n        since: 2026-11-16\n",
            "ce fait a une citation de fiche (quote, sheet) et une source au centre (source, since)",
        ),
    ],
)
def test_a_fact_stands_in_a_sheet_or_is_said_by_the_centre_on_a_day(folder: Path, more: str, message: str) -> None:
    with (folder / "centre.yml").open("a", encoding="utf-8") as centre:
        centre.write(OF_CENTRE + more)
    found = [error.message for error in problems(folder)]
    assert found == ([message] if message else [])


def test_a_topic_that_takes_over_has_words_that_name_no_silence_of_the_other(folder: Path) -> None:
    entry = "internat: {label: l'internat, button: L'internat, scope: centre, from: housing}"
    edit(folder / "topics.yml", "\nhousing: {", f"\n{entry}\nhousing: {{")
    assert [error.message for error in problems(folder)] == ["« from: housing » ne reprend rien sans ses mots"]
    edit(folder / "topics.yml", "from: housing}", "from: housing, words: [internat]}")
    (error,) = problems(folder)
    assert error.message == "le mot « internat » nomme un silence (« le logement »), et le sujet « internat », qui a une réponse"
    assert error.line == line_with(folder / "topics.yml", '    {name: "le logement"')


def test_a_response_that_was_deleted_is_shown_as_it_was_last_published(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "RELEASES_DIR", tmp_path / "releases")
    domain = domain_of(folder)
    whole = domain.read_text(encoding="utf-8")
    for number, opening in (("9", "**Oui !**"), ("10", "**Mais oui.**")):
        (release := tmp_path / "releases" / number).mkdir(parents=True)
        (release / "domain.yml").write_text(whole.replace("**Oui.**", opening), encoding="utf-8")
    edit(domain, "  utter_yes:\n    - text: |-\n        **Oui.**\n", "")
    (error,) = problems(folder)
    assert "il manque la réponse « utter_yes »" in error.message
    assert str(error).endswith("version 10, telles quelles :\n  utter_yes:\n    - text: |-\n        **Mais oui.**")


def test_of_a_response_that_was_never_published_the_variables_are_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "RELEASES_DIR", tmp_path / "none")
    source = domain_of(folder).read_text(encoding="utf-8")
    (entry,) = re.findall(r"  utter_definition:\n(?:    .*\n)+", source)
    edit(domain_of(folder), entry, "")
    (error,) = problems(folder)
    assert "où sont {meaning}, {name}, {notes} et {opening} ; il peut aussi nommer {all_certificates}, {centre}" in error.remedy
