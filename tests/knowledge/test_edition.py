"""A new edition of a sheet: what the staff read of it, and what is written when they accept it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.knowledge import load_knowledge
from bot.knowledge.checks import check
from bot.knowledge.edition import Change, accept, compare, revised
from bot.knowledge.edition_report import EditionError, print_edition
from bot.knowledge.models import Price
from tests.figures import (
    DISABILITY_PHONE,
    EXPERT_HOURS,
    EXPERT_LATER_PAY,
    EXPERT_PAY,
    EXPERT_YEAR,
    FEE,
    HOURLY,
    OPENING_YEAR,
    TUITION,
    typed,
)
from tests.knowledge.spoiling import edit

SHEET = "clerc_gestionnaire"
PRICE = (f"Tarifs\\* {OPENING_YEAR} : {TUITION} ({HOURLY} de l'heure)", "Tarifs\\* 2028 : 8 085 € (16,50 € de l'heure)")


@pytest.fixture
def new(folder, tmp_path):
    """The file of a new edition; changes are made to it in pairs of words."""
    file = tmp_path / "nouvelle.txt"

    def write(*changes, moved=""):
        text = (folder / "sheets" / f"{SHEET}.txt").read_text(encoding="utf-8")
        for old, now in changes:
            assert text.count(old) == 1
            text = text.replace(old, now)
        if moved:
            text = text.replace(moved, "") + moved
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def changes(folder):
    """What a file changes, by the old quote: the new one, what the bot says, what it would say."""

    def found(file):
        edition = compare(load_knowledge(folder), SHEET, file.read_text(encoding="utf-8"), folder)
        return {change.old: (" / ".join(change.new), change.fact and change.fact.text, change.text) for change in edition.changes}

    return found


def test_the_same_text_changes_nothing(new, folder, capsys):
    assert print_edition(SHEET, new(), folder=folder)
    assert "Aucune citation n'a changé, et rien de nouveau n'est à citer." in capsys.readouterr().out


def test_a_price_leads_to_the_new_one_and_to_what_the_bot_will_say(new, changes):
    assert changes(new(PRICE)) == {
        PRICE[0]: (
            PRICE[1],
            f"{TUITION} pour {OPENING_YEAR}, soit {HOURLY} de l'heure, non soumis à la TVA",
            "8 085 € pour 2028, soit 16,50 € de l'heure, non soumis à la TVA",
        )
    }


def test_a_line_that_also_moved_is_found(new, changes):
    moved = "- Frais d'inscription : 120 € (sauf apprenti)\n"
    file = new((f"- Frais d'inscription : {FEE} (sauf apprenti)\n", moved), moved=moved)
    assert changes(file)[f"Frais d'inscription : {FEE} (sauf apprenti)"][0] == "Frais d'inscription : 120 € (sauf apprenti)"


def test_a_line_that_went_leads_to_no_other(new, changes):
    assert changes(new(("- Transition Pro\n", "- Chèque de la chambre nationale\n"))) == {
        "Transition Pro": ("", "Transition Pro", "Transition Pro")
    }


def test_a_part_of_a_long_line_leads_to_the_same_part(folder, tmp_path):
    text = (folder / "sheets" / "clerc_assistant.txt").read_text(encoding="utf-8")
    assert text.count("18 juillet 2028") == 1
    edition = compare(load_knowledge(folder), "clerc_assistant", text.replace("18 juillet 2028", "3 mai 2031"), folder)
    assert edition.changes
    for change in edition.changes:
        assert change.new == (change.old.replace("18 juillet 2028", "3 mai 2031"),)
        assert change.fact
        assert change.text == change.fact.text.replace("18 juillet 2028", "3 mai 2031")


def test_other_line_breaks_are_no_change(folder):
    text = (folder / "sheets" / "clerc_aux_procedures.txt").read_text(encoding="utf-8")
    text = re.sub(r"\d+\s+heures\s+sur\s+\d+\s+mois", "210 heures sur 8 mois", text)
    text = re.sub(r"(?<=[a-zé,])\s*\n\s*(?=[a-zé])", " ", text)
    edition = compare(load_knowledge(folder), "clerc_aux_procedures", text, folder)
    assert {change.new for change in edition.changes} == {("Cette formation de 210 heures sur 8 mois",)}
    assert edition.uncovered == ()


def test_problems_come_first_and_nothing_is_written_before_it_is_accepted(new, folder, capsys):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    file = new(PRICE, ("- France Travail\n", "- France Travail\n- Chèque de la chambre nationale\n"), ("- Transition Pro\n", ""))
    assert print_edition(SHEET, file, folder=folder)
    told = capsys.readouterr().out
    parts = ("PLUS DANS LA FICHE (1 citation)", "CHANGÉ (1 citation)", "NOUVEAU (1 ligne que rien ne cite)")
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert "les visiteurs ne liront plus : Transition Pro" in told
    assert "il dira         : 8 085 € pour 2028" in told
    assert "Chèque de la chambre nationale" in told
    assert 'ACCEPT="2"' in told
    assert len(told.splitlines()) < 25
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_is_accepted_is_written_and_sound(new, folder, capsys):
    person = (f"**Murielle JOYEUX - {DISABILITY_PHONE}**", "**Camille MARTIN - 05 49 61 60 71**")
    print_edition(SHEET, new(PRICE, person), "tout", "tarifs 2028", folder)
    knowledge = load_knowledge(folder)
    assert check(knowledge, folder) == []
    (price,) = knowledge.certificates[SHEET].topics["price"].facts
    assert price.price == Price(tuition=8085, hourly=16.5, year=2028)
    assert (knowledge.centre.disability_contact, knowledge.centre.disability_phone) == ("Camille MARTIN", "05 49 61 60 71")
    assert knowledge.sheets[SHEET].edition == "tarifs 2028"
    assert "Écrit : le texte de la fiche et 4 citations." in capsys.readouterr().out


def test_a_price_that_begins_as_the_old_one_is_another_figure(new, folder):
    print_edition(SHEET, new((TUITION, f"{TUITION.partition(' ')[0]} 999 €")), "tout", folder=folder)
    assert check(load_knowledge(folder), folder) == []


def test_what_is_not_accepted_is_told_by_the_checks(new, folder):
    file = new(PRICE, (f"Frais d'inscription : {FEE}", "Frais d'inscription : 120 €"))
    print_edition(SHEET, file, "1", folder=folder)
    wrong = [str(error) for error in check(load_knowledge(folder), folder)]
    assert len(wrong) == 1
    assert f"Frais d'inscription : {FEE}" in wrong[0]
    # The rest can still be accepted.
    print_edition(SHEET, file, "1", folder=folder)
    assert check(load_knowledge(folder), folder) == []


def test_a_quote_in_several_pieces_is_more_lines_of_a_list_with_dashes(folder):
    file, place = folder / "certificates" / "clerc_assistant.yml", ".topics.salary.facts[0]"
    old = load_knowledge(folder).certificates["clerc_assistant"].topics["salary"].facts[0].quotes
    accept([Change(file, place, f"{place}.quote[0]", old[0], ("Salaire mensuel brut", "4487 €"), None, "")])
    quotes = load_knowledge(folder).certificates["clerc_assistant"].topics["salary"].facts[0].quotes
    assert quotes == ("Salaire mensuel brut", "4487 €", *old[1:])


def test_comments_and_all_else_stay_as_they_were_written(new, folder):
    certificate = folder / "certificates" / f"{SHEET}.yml"
    edit(certificate, "  price:\n", "  price:   # à revoir en mai\n")
    before = certificate.read_text(encoding="utf-8").splitlines()
    print_edition(SHEET, new(PRICE), "tout", folder=folder)
    after = certificate.read_text(encoding="utf-8").splitlines()
    assert len(before) == len(after)
    assert sum(old != now for old, now in zip(before, after, strict=True)) == 3


@pytest.mark.parametrize(
    ("sheet", "content", "accepted", "told"),
    [
        ("clerc_gestionaire", b"", "", "Le nom le plus proche est « clerc_gestionnaire »"),
        (SHEET, None, "", "vérifiez son nom"),
        (SHEET, b"%PDF-1.7", "", "enregistrez-le « en texte brut »"),
        (SHEET, b"rien", "x", "« x » n'est pas un numéro de la liste"),
        (SHEET, b"rien", "0", "« 0 » n'est pas un numéro de la liste"),
    ],
)
def test_what_cannot_be_done_is_told(folder, tmp_path, sheet, content, accepted, told):
    file = tmp_path / "nouvelle"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EditionError, match=told.replace("(", r"\(")):
        print_edition(sheet, file, accepted, folder=folder)


def test_a_file_of_an_older_windows_program_is_read(new, folder, capsys):
    file = new()
    file.write_bytes(file.read_text(encoding="utf-8").replace("\n", "\r\n").encode("cp1252", errors="replace"))
    assert print_edition(SHEET, file, folder=folder)


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        ("12 mois, dont 12 en entreprise", "Durée : 12 mois", "Durée : 14 mois", "14 mois, dont 14 en entreprise"),
        ("environ 12 000 salariés", "~12 000 salariés.", "~11 500 salariés.", "environ 11 500 salariés"),
        ("112 places", "12 places", "14 places", "112 places"),
        ("1 848 € par mois", "Salaire : 1 848 €", "Salaire : 1 900,50 €", "1 900,50 € par mois"),
        ("avant le 1,5", "1 an", "2 ans", "avant le 1,5"),
        ("en présentiel", "Modalités : présentiel", "Modalités : présentiel ou distanciel", "en présentiel"),
    ],
)
def test_words_that_a_fact_shares_with_its_quote_change_likewise(text, old, new, said):
    assert revised(text, old, [new]) == said


EXPERT_LATER = float(typed(EXPERT_LATER_PAY))
EXPERT_CHANGES = ((f"{EXPERT_PAY};", "3 412 €;"), (f"avril {EXPERT_YEAR}", "janvier 2026"))


def dates(facts):
    """The dates of facts, one each."""
    return [day for fact in facts for day in (fact.dated, fact.salary and fact.salary.as_of) if day]


def test_salaries_and_their_dates_follow_the_sheet(folder, tmp_path, capsys):
    text = (folder / "sheets" / "clerc_expert.txt").read_text(encoding="utf-8")
    for old, now in EXPERT_CHANGES:
        assert text.count(old) == 1
        text = text.replace(old, now)
    (file := tmp_path / "nouvelle.txt").write_text(text, encoding="utf-8")
    assert print_edition("clerc_expert", file, "tout", "salaires de 2026", folder=folder), capsys.readouterr().err
    facts = load_knowledge(folder).certificates["clerc_expert"].topics["salary"].facts
    assert [fact.salary.from_ for fact in facts if fact.salary] == [3412, EXPERT_LATER]
    assert dates(facts) == [date(2026, 1, 1)] * 3


def test_a_fact_whose_quote_has_another_date_keeps_it(folder, tmp_path):
    text = (folder / "sheets" / "clerc_expert.txt").read_text(encoding="utf-8")
    path = folder / "certificates" / "clerc_expert.yml"
    edit(path, '"à 640 après 10 ans d\'ancienneté"', f'"à 640 après 10 ans d\'ancienneté", "au 1^{{er}} avril {EXPERT_YEAR}"')
    (file := tmp_path / "nouvelle.txt").write_text(
        text.replace(*EXPERT_CHANGES[1]) + f"\nau 1^{{er}} avril {EXPERT_YEAR}\n", encoding="utf-8"
    )
    print_edition("clerc_expert", file, "tout", folder=folder)
    facts = load_knowledge(folder).certificates["clerc_expert"].topics["salary"].facts
    assert [day.year for day in dates(facts)] == [2026, int(EXPERT_YEAR), 2026]


@pytest.mark.parametrize("title", ["…", "...", " … "])
def test_the_dots_of_the_command_are_no_name_of_an_edition(new, folder, title):
    before = (folder / "sheets" / f"{SHEET}.txt").read_text(encoding="utf-8")
    with pytest.raises(EditionError, match="écrivez le nom de l'édition"):
        print_edition(SHEET, new(PRICE), "tout", title, folder=folder)
    assert (folder / "sheets" / f"{SHEET}.txt").read_text(encoding="utf-8") == before


def test_an_edition_that_changes_a_path_asks_for_its_drawing(new, folder, tmp_path, capsys):
    text = (folder / "sheets" / "clerc_expert.txt").read_text(encoding="utf-8")
    (file := tmp_path / "nouvelle.txt").write_text(text.replace(EXPERT_HOURS, "497 heures"), encoding="utf-8")
    print_edition("clerc_expert", file, "tout", "2026", folder=folder)
    assert "lancez « make draw »" in capsys.readouterr().out
    print_edition(SHEET, new(PRICE), "tout", "2028", folder=folder)
    assert "make draw" not in capsys.readouterr().out
